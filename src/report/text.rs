//! Makes text of notes, file names and rules safe to show, since it may come from strangers: escape sequences, commands
//! in build logs, characters that change the direction of text and invisible ones are made visible. Every format passes
//! its text through here.

use serde::Serialize;
use std::borrow::Cow;

/// Text for part of a line.
pub fn printable(text: &str) -> Cow<'_, str> {
    clean(text, false)
}

/// Text for the start of a line, where GitHub Actions would take `::` for a command.
pub fn first_in_line(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    let blank = text.len() - text.trim_start().len();
    if text[blank..].starts_with("::") { format!("{}?{}", &text[..blank], &text[blank + 1..]).into() } else { text }
}

/// Lines of text, each made safe.
pub fn lines(text: &str) -> String {
    text.split('\n').map(first_in_line).collect::<Vec<_>>().join("\n")
}

/// Lines of a note for the renderer, which makes ASCII control characters visible itself. Each replacement has as many
/// bytes as what it replaces, so that spans stay valid.
pub fn drawable(text: &str) -> Cow<'_, str> {
    clean(text, true)
}

/// A patch in which no context line is a command to GitHub Actions: one that would be is removed and added again.
pub fn inert(patch: &str) -> String {
    let mut out = String::with_capacity(patch.len());
    let mut lines = patch.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let Some(command) = line.strip_prefix(' ').filter(|text| text.trim_start().starts_with("::")) else {
            out += line;
            continue;
        };
        let end = lines.next_if(|next| next.starts_with('\\')).unwrap_or_default();
        out += &format!("-{command}{end}+{command}{end}");
    }
    out
}

/// The page of a rule if it is safe as a link, which a terminal gets within an escape sequence.
pub fn link(url: &str) -> Option<&str> {
    let is_page = url.starts_with("https://") || url.starts_with("http://");
    (is_page && url.bytes().all(|byte| byte.is_ascii_graphic())).then_some(url)
}

/// A value as JSON. Unsafe characters are escaped as well, so that readers get the exact text.
pub fn to_json(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    if is_plain(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if is_unseen(c) || is_joiner(c) || begins_command(&text[at..]) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out += &format!("\\u{unit:04x}"));
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a text is safe as it is.
pub fn is_plain(text: &str) -> bool {
    // Most texts are ASCII. There is no early exit, so that the compiler can check many bytes at a time.
    let printed = text.bytes().fold(true, |printed, byte| printed & matches!(byte, b' '..=b'~'));
    (printed || !text.contains(|c| is_unseen(c) || is_joiner(c))) && !text.contains("##")
}

fn clean(text: &str, draws: bool) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            _ if draws && c.is_ascii() => out.push(c),
            '\t' => out.push_str("    "),
            '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7f}' => out.push('\u{2421}'),
            // Joiners are part of some scripts and emoji. The renderer does not draw them, so columns stay the same.
            _ if is_joiner(c) && !before.is_ascii() => out.push_str(if draws { "\u{200d}" } else { "" }),
            _ if is_unseen(c) || is_joiner(c) => out.push_str(sign(c)),
            _ => out.push(c),
        }
        before = c;
    }
    break_commands(out).into()
}

/// A replacement with as many bytes as the character.
fn sign(c: char) -> &'static str {
    match c.len_utf8() {
        2 => "\u{a4}",
        3 => "\u{fffd}",
        _ => "\u{a4}\u{a4}",
    }
}

/// Control characters, characters that change the direction of text, and invisible ones.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        )
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a text starts with a command that build servers obey anywhere in a line: `##[error]`, `##vso[…]`.
fn begins_command(text: &str) -> bool {
    let name = |rest: &str| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[');
    text.strip_prefix("##").is_some_and(name)
}

fn break_commands(mut text: String) -> String {
    let marks: Vec<usize> =
        text.match_indices('#').map(|(at, _)| at).filter(|&at| begins_command(&text[at..])).collect();
    for &at in &marks {
        text.replace_range(at..=at, "?");
    }
    text
}
