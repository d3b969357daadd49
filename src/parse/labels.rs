//! Finds section labels on a line: `**Situation:**`, `- S:`, `### Action`, `(R)`, `| Result |`, `<h3>Task</h3>`.
//!
//! It looks at one raw line at a time and only says what could be a label. Whether it is one is decided by
//! its neighbours, in [`super::answers`].

use super::grammar::{Grammar, Kinds, uses};
use super::label_words;
use super::words::is_mark;
use crate::source::Span;

/// The longest head of a label, in characters: "Action (what I did, step by step)" fits, a sentence does not.
const LONGEST_HEAD: usize = 64;

/// How a label is set off from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// `(S)` in running text.
    Paren,
    /// A word or letter with a colon, or alone on its line.
    Plain,
    /// Bold or italic.
    Bold,
    /// The first cell of a table row.
    Table,
    /// A heading of this level, or an HTML heading.
    Heading(u8),
}

/// The look of a label. Labels of one answer look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How it is set off.
    pub mark: Mark,
    /// Columns of indentation before it; quote marks and list markers do not count.
    pub indent: u16,
    /// Whether a list marker stands before it.
    pub bullet: bool,
    /// Whether it is in a block quote.
    pub quote: bool,
    /// What ends it: `:`, `.`, `-` for a dash, or a space where nothing does.
    pub end: char,
}

/// Something that could be a label.
#[derive(Clone, Copy, Debug)]
pub struct LabelCandidate {
    /// The sections that it would open; empty for a label of unknown meaning.
    pub kinds: Kinds,
    /// All [`uses`] of its words.
    pub uses: u32,
    /// The label with its marks, without list marker and heading hashes.
    pub span: Span,
    /// Where its text begins.
    pub text: u32,
    /// Its look.
    pub style: Style,
    /// Whether anything but decoration stands before it on the line.
    pub inline: bool,
    /// Whether its name begins with a small letter.
    pub lower: bool,
}

/// What stands before the first word of a line.
#[derive(Clone, Copy, Debug, Default)]
struct Lead {
    indent: u16,
    bullet: bool,
    quote: bool,
    heading: u8,
    html_heading: bool,
    html_bold: bool,
    cell: bool,
    /// The emphasis mark and how many of them.
    emphasis: Option<(u8, usize)>,
    /// Byte where the label begins (its emphasis marks included).
    label: usize,
    /// Byte of the first word.
    word: usize,
}

impl Lead {
    /// Whether the label is set off by more than a colon.
    fn is_marked(&self) -> bool {
        self.emphasis.is_some() || self.heading > 0 || self.html_heading || self.html_bold || self.cell
    }
}

/// The label at the start of the line `whole`, whose first byte is at `base` in the file. A label of unknown words is
/// returned too (with no kinds) when it is set off as labels are.
pub fn at_start(whole: &str, base: u32, grammar: &Grammar) -> Option<LabelCandidate> {
    let line = without_asides(whole);
    let lead = lead(line);
    let (head, after, end) = head(line, &lead)?;
    let found = label_words::classify(head, lead.is_marked(), grammar);
    let (kinds, mut uses) = found.unwrap_or_default();
    let mut after = after;
    if end == '-' && uses & uses::LETTER != 0 {
        // "S - Situation: …": the word after the letter belongs to the label.
        let tail = &line[after..];
        let word = tail.trim_start();
        let length = word.find([':', '：', '(', '（', '—']).unwrap_or(word.len());
        let spelled = label_words::part_uses(&word[..length], grammar);
        if spelled & uses::STRONG != 0 && kinds.meets(Kinds(spelled as u8 & 31)) {
            let (_, end) = after_marks(line, after + (tail.len() - word.len()) + length);
            after = end
                + line[end..]
                    .find([':', '：'])
                    .filter(|&at| at == 0)
                    .map_or(0, |_| line[end..].chars().next().map_or(0, char::len_utf8));
            uses = (uses & !uses::LETTER) | spelled;
        }
    }
    let mark = if lead.heading > 0 {
        Mark::Heading(lead.heading)
    } else if lead.html_heading {
        Mark::Heading(6)
    } else if lead.cell {
        Mark::Table
    } else if lead.emphasis.is_some() || lead.html_bold {
        Mark::Bold
    } else {
        Mark::Plain
    };
    if found.is_none() && (mark != Mark::Bold || head.split_whitespace().count() > 8) {
        return None;
    }
    // A bare word needs more than itself to be a label: a mark, a bullet, or a line of its own.
    if mark == Mark::Plain && end == ' ' && (uses & uses::LETTER != 0 || line[after..].trim() != "") {
        return None;
    }
    let style = Style { mark, indent: lead.indent, bullet: lead.bullet, quote: lead.quote, end };
    let rest = line[after..].trim_start();
    let text = if rest.is_empty() { whole.len() } else { line.len() - rest.len() };
    let span = Span::new(base as usize + lead.label..base as usize + trim_end(line, lead.label, after));
    let lower = head.starts_with(char::is_lowercase);
    Some(LabelCandidate { kinds, uses, span, text: base + text as u32, style, inline: false, lower })
}

/// A heading or title without the attributes that some dialects put at its end: `{#id}`, `{.class}`.
pub fn without_attributes(text: &str) -> &str {
    let end = text.trim_end();
    let attributes = end.strip_suffix('}').and_then(|inner| inner.rfind('{').map(|open| (open, &inner[open + 1..])));
    let written = attributes.filter(|(_, inner)| inner.starts_with(['#', '.', ':']));
    written.map_or(text, |(open, _)| &text[..open])
}

/// The line without comments and attributes at its end.
pub(super) fn without_asides(line: &str) -> &str {
    let mut kept = without_attributes(line);
    while let Some(open) = kept.trim_end().strip_suffix("-->").and_then(|inner| inner.rfind("<!--")) {
        kept = without_attributes(&kept[..open]);
    }
    kept
}

fn trim_end(line: &str, from: usize, to: usize) -> usize {
    from + line[from..to].trim_end_matches([' ', '|', '\t', '#', '\u{a0}']).len()
}

/// Labels inside the line, after its first words: `(T)`, `**A:**`, and `Task:` after the end of a sentence.
pub fn inside(line: &str, base: u32, grammar: &Grammar, out: &mut Vec<LabelCandidate>) {
    let bytes = line.as_bytes();
    let style = |mark, end| Style { mark, indent: 0, bullet: false, quote: false, end };
    let mut push = |kinds, uses, from: usize, to: usize, style| {
        let text = to + (line[to..].len() - line[to..].trim_start().len());
        let span = Span::new(base as usize + from..base as usize + to);
        out.push(LabelCandidate { kinds, uses, span, text: base + text as u32, style, inline: true, lower: false });
    };
    let mut at = 0;
    let marks = |byte: &u8| matches!(byte, b'(' | b'*' | b'_' | b':');
    let underlined = memchr::memchr(b'_', bytes).is_some();
    let next = |rest: &[u8]| match underlined {
        true => rest.iter().position(marks),
        false => memchr::memchr3(b'(', b'*', b':', rest),
    };
    while let Some(length) = next(&bytes[at..]) {
        at += length;
        match bytes[at] {
            b'(' if bytes.get(at + 2) == Some(&b')') && bytes[at + 1].is_ascii_uppercase() => {
                let uses = grammar.uses(&line[at + 1..at + 2]);
                if uses & uses::LETTER != 0 {
                    push(Kinds(uses as u8 & 31), uses, at, at + 3, style(Mark::Paren, ')'));
                }
                at += 3;
            }
            mark @ (b'*' | b'_') if at > 0 && bytes.get(at + 1) == Some(&mark) => {
                let inner = at + 2;
                let marks = if mark == b'*' { "**" } else { "__" };
                let Some(close) = line[inner..].find(marks).map(|close| inner + close) else { break };
                let head = line[inner..close].trim_end_matches([':', '.', '：', ' ']);
                let after = line[close + 2..].chars().next().filter(|next| matches!(next, ':' | '：' | '.'));
                let colon = line[inner..close].trim_end().ends_with([':', '.', '：']) || after.is_some();
                if colon && head.len() <= LONGEST_HEAD {
                    let lead = Lead { emphasis: Some((mark, 2)), ..Lead::default() };
                    if let Some((kinds, uses)) = label_words::classify(head, lead.is_marked(), grammar) {
                        push(kinds, uses, at, close + 2 + after.map_or(0, char::len_utf8), style(Mark::Bold, ':'));
                    }
                }
                at = close + 2;
            }
            b':' if at > 0 => {
                let start = line[..at].rfind(|c: char| !c.is_alphanumeric()).map_or(0, |found| found + 1);
                let start = (start..at).find(|&s| line.is_char_boundary(s)).unwrap_or(at);
                let before = line[..start].trim_end();
                let uses = grammar.uses(&line[start..at]);
                if uses & uses::STRONG != 0
                    && uses & 15 != 0
                    && start > 0
                    && before.ends_with(['.', '!', '?', '|', ';', '”', '"'])
                {
                    push(Kinds(uses as u8 & 31), uses, start, at + 1, style(Mark::Plain, ':'));
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Reads the marks before the first word.
fn lead(line: &str) -> Lead {
    let mut lead = Lead::default();
    let mut at = 0;
    let mut label = None;
    while let Some(first) = line[at..].chars().next() {
        let rest = &line[at..];
        let width = first.len_utf8();
        let next = rest[width..].chars().next();
        match first {
            ' ' | '\u{a0}' | '\u{3000}' if label.is_none() && !lead.bullet => lead.indent += 1,
            '\t' if label.is_none() && !lead.bullet => lead.indent += 4,
            '>' if label.is_none() => {
                lead.quote = true;
                at += usize::from(next == Some(' '));
            }
            '#' if label.is_none() => lead.heading += 1,
            '|' => lead.cell = true,
            '<' if next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/') => {
                let Some(close) = rest.find('>') else { break };
                let tag = rest[1..close].to_ascii_lowercase();
                lead.html_heading |= tag.len() == 2 && tag.starts_with('h');
                lead.html_bold |= tag == "b" || tag == "strong" || tag == "th";
                label = label.or(Some(at).filter(|_| tag.starts_with(['h', 'b', 's'])));
                at += close + 1;
                continue;
            }
            '*' | '_' if next.is_some_and(|c| !c.is_whitespace()) => {
                let count = rest.bytes().take_while(|&byte| byte == first as u8).count();
                if count > 3 || lead.emphasis.is_some() {
                    break;
                }
                lead.emphasis = Some((first as u8, count));
                label = label.or(Some(at));
                at += count;
                continue;
            }
            '-' | '*' | '+' | '•' | '·' | '–' | '—' | '◦' if label.is_none() => {
                if first == '+' && next.is_some_and(char::is_alphanumeric) {
                    break;
                }
                lead.bullet = true;
            }
            '[' if matches!(rest.as_bytes().get(..3), Some(b"[ ]" | b"[x]" | b"[X]")) => {
                at += 3;
                continue;
            }
            '0'..='9' if label.is_none() => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let marker = rest[digits..].starts_with(['.', ')'])
                    && !rest[digits + 1..].starts_with(|c: char| c.is_ascii_digit());
                if !marker {
                    break;
                }
                lead.bullet |= lead.heading == 0;
                at += digits + 1;
                continue;
            }
            ' ' | '\t' | '\u{a0}' | '\u{3000}' | '"' | '`' | '~' => {}
            _ if !first.is_ascii() && !first.is_alphanumeric() && !matches!(first, '：' | '（' | '”' | '»' | '…') =>
                {}
            _ => break,
        }
        at += width;
    }
    lead.word = at;
    lead.label = label.unwrap_or(at);
    lead
}

/// The head of a possible label: its words, the byte after it and its marks, and what ended it.
fn head<'l>(line: &'l str, lead: &Lead) -> Option<(&'l str, usize, char)> {
    let rest = &line[lead.word..];
    let limit = rest.len().min(LONGEST_HEAD);
    let limit = match rest.as_bytes()[..limit].is_ascii() {
        true => limit,
        // A letter and the marks that some files write after it are one character.
        false => {
            let letters = rest.char_indices().filter(|&(_, c)| !is_mark(c));
            letters.map(|(at, _)| at).nth(LONGEST_HEAD).unwrap_or(rest.len())
        }
    };
    let near = &rest[..limit];
    if near.is_empty() {
        return None;
    }
    // What ends a head: a colon or a dash. Most lines of prose begin with none.
    let bytes = near.as_bytes();
    let ends = memchr::memchr3(b':', b'|', b'<', bytes).is_some()
        || memchr::memchr_iter(b'-', bytes).any(|at| near[..at].ends_with(' '))
        || !near.is_ascii();
    if !ends && !lead.is_marked() && limit < rest.len() && !matches!(near.as_bytes().get(1), Some(b'.' | b')')) {
        return None;
    }
    let colon = near.find([':', '：']);
    if let Some((mark, count)) = lead.emphasis {
        let marks = &"***___"[if mark == b'*' { 0..count } else { 3..3 + count }];
        let close = near.find(marks)?;
        if let Some(colon) = colon.filter(|&colon| colon < close) {
            // `**Situation: we had…**` is bold as a whole; `**Situation:**` ends with its colon.
            let width = rest[colon..].chars().next().map_or(1, char::len_utf8);
            let bare = rest[colon + width..close].trim().is_empty();
            let after = if bare { close + count } else { colon + width };
            return Some((&rest[..colon], lead.word + after, ':'));
        }
        let inner = rest[..close].trim_end();
        let stopped = inner.ends_with('.');
        let (qualified, after) = after_marks(rest, close + count);
        let tail = &rest[after..];
        let next = tail.trim_start_matches([' ', '\\']).chars().next();
        return match next {
            _ if stopped => Some((inner.trim_end_matches('.'), lead.word + after, '.')),
            None => Some((inner, lead.word + rest.len(), ' ')),
            Some(':' | '：') => {
                let at = after + tail.find([':', '：'])?;
                let width = rest[at..].chars().next().map_or(1, char::len_utf8);
                Some((inner, lead.word + at + width, ':'))
            }
            Some('.') if tail.starts_with('.') => Some((inner, lead.word + after + 1, '.')),
            Some(dash @ ('—' | '–' | '-' | '|' | '→')) if !tail.starts_with('-') => {
                let at = after + tail.find(dash)?;
                Some((inner, lead.word + at + dash.len_utf8(), '-'))
            }
            _ if tail.starts_with(char::is_alphanumeric) => None,
            _ if lead.heading > 0 => Some((inner, lead.word + after, ' ')),
            _ if lead.cell || tail.starts_with(char::is_whitespace) || qualified => {
                Some((inner, lead.word + after, ' '))
            }
            _ => None,
        };
    }
    if lead.cell {
        let cell = near.find('|')?;
        return Some((rest[..cell].trim().trim_end_matches([':', '：']), lead.word + cell + 1, '|'));
    }
    if lead.html_heading || lead.html_bold {
        let tag = near.find('<')?;
        let (head, mut after) = (&rest[..tag], tag);
        while rest[after..].trim_start().starts_with('<') {
            after += rest[after..].find('>')? + 1;
        }
        let colon = rest[after..].trim_start().starts_with(':');
        after += if colon { rest[after..].find(':')? + 1 } else { 0 };
        let bare = head.trim().trim_end_matches([':', '：', '.']);
        let end = if colon || bare.len() < head.trim().len() { ':' } else { ' ' };
        return Some((bare, lead.word + after, end));
    }
    if let Some(colon) = colon {
        let width = rest[colon..].chars().next().map_or(1, char::len_utf8);
        return Some((&rest[..colon], lead.word + colon + width, ':'));
    }
    let dashes = near.char_indices().filter(|(_, c)| matches!(c, '—' | '–' | '-'));
    let spaced = |at: usize, dash: char| near[..at].ends_with(' ') && near[at + dash.len_utf8()..].starts_with(' ');
    let mut dashes = dashes;
    if let Some((at, dash)) = dashes.find(|&(at, dash)| lead.heading == 0 && spaced(at, dash)) {
        return Some((rest[..at].trim_end(), lead.word + at + dash.len_utf8(), '-'));
    }
    if lead.heading == 0
        && near.len() > 1
        && near.as_bytes()[0].is_ascii_uppercase()
        && matches!(near.as_bytes()[1], b'.' | b')')
    {
        return Some((&rest[..1], lead.word + 2, '.'));
    }
    (limit == rest.len()).then(|| (rest.trim_end_matches(['#', ' ', '*', '_', '\\']), lead.word + rest.len(), ' '))
}

/// Skips ` (15 seconds)` after a bold label; returns whether there was one, and the byte after it.
fn after_marks(rest: &str, at: usize) -> (bool, usize) {
    let tail = &rest[at..];
    let open = tail.trim_start();
    if open.starts_with(['(', '（'])
        && let Some(close) = open.find([')', '）']).filter(|&close| close <= LONGEST_HEAD)
    {
        let width = open[close..].chars().next().map_or(1, char::len_utf8);
        let after = at + (tail.len() - open.len()) + close + width;
        let next = rest[after..].trim_start();
        if next.is_empty() || next.starts_with([':', '：', '.', '—', '–', '-']) {
            return (true, after);
        }
    }
    (false, at)
}
