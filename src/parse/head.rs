//! The head of a possible label: its words, and what ends them.

use super::cursor::Cursor;
use super::lead::{Emphasis, Lead};
use super::letters::is_mark;

/// The longest head of a label, in characters: "Action (what I did, step by step)" fits, a sentence does not.
pub(super) const LONGEST_HEAD: usize = 64;

/// The head of a possible label.
pub(super) struct Head<'l> {
    /// Its words.
    pub words: &'l str,
    /// What ends it: `:`, `.`, `-` for a dash, `|`, or a space where nothing does.
    pub end: char,
    /// The position after it and its marks.
    pub after: Cursor<'l>,
}

impl<'l> Head<'l> {
    /// Reads a head whose first word is at `start`.
    pub fn read(lead: &Lead, start: Cursor<'l>) -> Option<Head<'l>> {
        let near = near(start.rest());
        if near.is_empty() || is_prose(near, lead, start) {
            return None;
        }
        match lead.emphasis {
            Some(emphasis) => Head::emphasised(emphasis, near, lead, start),
            None if lead.cell => Head::cell(near, start),
            None if lead.html_heading || lead.html_bold => Head::tagged(near, start),
            None if lead.heading == 0 && start.sees(opens) => Head::bracketed(near, start),
            None => Head::plain(near, lead, start),
        }
    }

    /// `**Situation:**`, `**Situation**: …`, `**Situation** (15 seconds) – …`
    fn emphasised(emphasis: Emphasis, near: &'l str, lead: &Lead, start: Cursor<'l>) -> Option<Head<'l>> {
        let close = near.find(emphasis.marks());
        if let Some(colon) = near[..close.unwrap_or(near.len())].find(is_colon) {
            // `**Situation: we had…**` is bold as a whole, on one line or more; `**Situation:**` ends with its colon.
            let mut text = start.skip(colon);
            text.bump();
            let bare = close.filter(|&close| near[text.at() - start.at()..close].trim().is_empty());
            let after = bare.map_or(text, |close| start.skip(close + emphasis.count));
            return Some(Head { words: &near[..colon], end: ':', after });
        }
        let close = close?;
        let mut after = start.skip(close + emphasis.count);
        let words = start.rest()[..close].trim_end();
        let qualified = eat_qualifier(&mut after);
        if words.ends_with('.') {
            return Some(Head { words: words.trim_end_matches('.'), end: '.', after });
        }
        let mut next = after;
        next.eat_while(|c| matches!(c, ' ' | '\\'));
        let end = match next.bump() {
            None => ' ',
            Some(':' | '：') => ':',
            Some('.') if after.sees(|c| c == '.') => '.',
            Some('—' | '–' | '-' | '|' | '→') if !after.sees(|c| c == '-') => '-',
            _ if after.sees(char::is_alphanumeric) => return None,
            _ if lead.heading > 0 || lead.cell || qualified || after.sees(char::is_whitespace) => {
                return Some(Head { words, end: ' ', after });
            }
            _ => return None,
        };
        Some(Head { words, end, after: next })
    }

    /// The type of a callout, `[!situation] …`.
    pub fn callout(start: Cursor<'l>) -> Option<Head<'l>> {
        Head::bracketed(near(start.rest()), start)
    }

    /// `(S) …`, `[Situation] …`, `[!situation]`
    fn bracketed(near: &str, start: Cursor<'l>) -> Option<Head<'l>> {
        let close = near.find(closes)?;
        let mut after = start.skip(close);
        after.bump();
        if after.sees(|c| matches!(c, '(' | '[')) {
            // A link.
            return None;
        }
        after.eat(|c| is_colon(c) || matches!(c, '-' | '+'));
        Some(Head { words: start.rest()[..close].trim_start_matches(|c| opens(c) || c == '!'), end: ')', after })
    }

    /// `| Situation | …`
    fn cell(near: &str, start: Cursor<'l>) -> Option<Head<'l>> {
        let end = near.find('|')?;
        let words = start.rest()[..end].trim().trim_end_matches(is_colon);
        Some(Head { words, end: '|', after: start.skip(end + 1) })
    }

    /// `<h3>Situation</h3>`, `<b>Situation</b>: …`
    fn tagged(near: &str, start: Cursor<'l>) -> Option<Head<'l>> {
        let tag = near.find('<')?;
        let mut after = start.skip(tag);
        while after.rest().trim_start().starts_with('<') {
            after.eat_through(">")?;
        }
        let mut colon = after;
        colon.eat_while(char::is_whitespace);
        let ends = colon.eat(|c| c == ':');
        let whole = start.rest()[..tag].trim();
        let words = whole.trim_end_matches([':', '：', '.']);
        let end = if ends || words.len() < whole.len() { ':' } else { ' ' };
        Some(Head { words, end, after: if ends { colon } else { after } })
    }

    /// `Situation: …`, `Situation - …`, `S. …`, `Situation`
    fn plain(near: &str, lead: &Lead, start: Cursor<'l>) -> Option<Head<'l>> {
        let rest = start.rest();
        if let Some(colon) = near.find(is_colon) {
            let mut after = start.skip(colon);
            after.bump();
            return Some(Head { words: &rest[..colon], end: ':', after });
        }
        if lead.heading == 0 {
            let spaced = |at: usize, dash: &str| near[..at].ends_with(' ') && near[at + dash.len()..].starts_with(' ');
            let dash = near.match_indices(['—', '–', '-', '→', '=']).find(|&(at, dash)| spaced(at, dash));
            if let Some((at, dash)) = dash {
                return Some(Head { words: rest[..at].trim_end(), end: '-', after: start.skip(at + dash.len()) });
            }
            if let [b'A'..=b'Z', b'.' | b')', ..] = near.as_bytes() {
                return Some(Head { words: &rest[..1], end: '.', after: start.skip(2) });
            }
        }
        let words = rest.trim_end_matches(['#', ' ', '*', '_', '\\']);
        (near.len() == rest.len()).then(|| Head { words, end: ' ', after: start.skip(rest.len()) })
    }
}

/// As much of a line as the head of a label may take.
fn near(rest: &str) -> &str {
    let limit = rest.len().min(LONGEST_HEAD);
    if rest.as_bytes()[..limit].is_ascii() {
        return &rest[..limit];
    }
    // A letter and the marks that some files write after it are one character.
    let mut letters = rest.char_indices().filter(|&(_, c)| !is_mark(c)).map(|(at, _)| at);
    &rest[..letters.nth(LONGEST_HEAD).unwrap_or(rest.len())]
}

/// Whether a line is prose for certain: nothing near its start ends a head. Most lines are.
fn is_prose(near: &str, lead: &Lead, start: Cursor) -> bool {
    let bytes = near.as_bytes();
    let ends = memchr::memchr3(b':', b'|', b'<', bytes).is_some()
        || matches!(bytes.first(), Some(b'(' | b'['))
        || memchr::memchr2_iter(b'-', b'=', bytes).any(|at| near[..at].ends_with(' '))
        || !near.is_ascii();
    !ends && !lead.is_marked() && near.len() < start.rest().len() && !matches!(bytes.get(1), Some(b'.' | b')'))
}

/// Takes ` (15 seconds)` after a label; returns whether there was one.
pub(super) fn eat_qualifier(cursor: &mut Cursor) -> bool {
    let mut after = *cursor;
    after.eat_while(char::is_whitespace);
    let close = after.rest().find([')', '）']).filter(|&close| close <= LONGEST_HEAD);
    let Some(close) = close.filter(|_| after.sees(|c| matches!(c, '(' | '（'))) else { return false };
    after = after.skip(close);
    after.bump();
    let next = after.rest().trim_start();
    let ends = next.is_empty() || next.starts_with([':', '：', '.', '—', '–', '-']);
    if ends {
        *cursor = after;
    }
    ends
}

/// Whether a bracket opens, of Latin or Chinese type.
pub(super) fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '（' | '【' | '［')
}

/// Whether a bracket closes.
pub(super) fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '）' | '】' | '］')
}

/// Whether it is a colon, of Latin or Chinese type.
pub(super) fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}
