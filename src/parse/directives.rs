//! What a note says to star-lint itself: comments such as `<!-- star-lint-disable-line hedging -- reason -->`,
//! and the profile that it chooses in a comment or in its front matter.

use super::document::Document;
use crate::source::{Span, lines};

/// The name that a comment begins with to be meant for star-lint.
const NAME: &str = "star-lint";

/// A comment that is meant for star-lint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The comment, from `<!--` to `-->`.
    pub span: Span,
    /// What it asks for, without the names; for messages.
    pub verb: Span,
    /// What it asks for.
    pub kind: DirectiveKind,
    /// The rules that it names; none for all.
    pub names: Vec<Span>,
}

/// What a comment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `disable`: from here to the next `enable`.
    Disable,
    /// `enable`.
    Enable,
    /// `disable-line`: the line that the comment stands on.
    Line,
    /// `disable-next-line`: the next line that has text.
    NextLine,
    /// `disable-file`: everywhere.
    File,
    /// Something that star-lint does not know.
    Unknown,
}

impl DirectiveKind {
    /// The verbs as written after `star-lint-`.
    pub const VERBS: [(&str, DirectiveKind); 5] = [
        ("disable", DirectiveKind::Disable),
        ("enable", DirectiveKind::Enable),
        ("disable-line", DirectiveKind::Line),
        ("disable-next-line", DirectiveKind::NextLine),
        ("disable-file", DirectiveKind::File),
    ];
}

/// The comments of a note that are meant for star-lint.
pub fn read(text: &str, document: &Document) -> Vec<Directive> {
    let directive = |span: Span| {
        let inner = inner(text, span)?;
        let verb = inner.of(text).strip_prefix(NAME)?.strip_prefix('-')?;
        let start = inner.start as usize + NAME.len() + 1;
        let length = verb.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        // `star-lint-disable--`: the reason may stand without a space before it.
        let word = verb[..length].trim_end_matches('-');
        let kind = DirectiveKind::VERBS
            .iter()
            .find(|(name, _)| *name == word)
            .map_or(DirectiveKind::Unknown, |(_, kind)| *kind);
        let verb = Span::new(inner.start as usize..start + word.len());
        let reason_only = word.len() < length;
        let names = if reason_only { Vec::new() } else { names(text, start + length, inner.end as usize) };
        Some(Directive { span, verb, kind, names })
    };
    document.comments.iter().filter_map(|&span| directive(span)).collect()
}

/// The names of the profiles that a note chooses, in its front matter or in a comment; the last choice counts.
pub fn profiles(text: &str, document: &Document) -> Vec<Span> {
    let chosen = |&span: &Span| {
        let inner = inner(text, span)?;
        let rest = inner.of(text).strip_prefix(NAME)?.strip_prefix(':')?;
        Some(names(text, inner.end as usize - rest.len(), inner.end as usize))
    };
    let comment = document.comments.iter().rev().find_map(chosen);
    comment.or_else(|| document.front_matter.map(|span| front_matter(text, span))).unwrap_or_default()
}

/// What stands in a comment, without white space around it.
fn inner(text: &str, span: Span) -> Option<Span> {
    let inner = span.of(text).strip_prefix("<!--")?.strip_suffix("-->")?;
    let start = span.start as usize + 4 + (inner.len() - inner.trim_start().len());
    Some(Span::new(start..start + inner.trim().len()))
}

/// The names from `start`, parted by spaces or commas, up to a reason after `--`.
fn names(text: &str, start: usize, end: usize) -> Vec<Span> {
    let part = &text[start..end];
    // A reason begins with `--` that stands apart; `a--b` is one name, if a strange one.
    let apart = |at: &usize| part[..*at].chars().next_back().is_none_or(char::is_whitespace);
    let part = part.match_indices("--").map(|(at, _)| at).find(apart).map_or(part, |at| &part[..at]);
    let mut names = Vec::new();
    let mut at = start;
    for piece in part.split(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"' | '\'')) {
        if !piece.is_empty() {
            names.push(Span::new(at..at + piece.len()));
        }
        at += piece.len() + part[at - start + piece.len()..].chars().next().map_or(0, char::len_utf8);
    }
    names
}

/// The profiles in front matter: `star-lint: amazon`, `star-lint: [amazon, meta]`, a YAML list of lines, or
/// `star-lint = "amazon"`.
fn front_matter(text: &str, span: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut within = false;
    let mut at = span.start as usize;
    for line in lines(span.of(text)) {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let value = line.strip_prefix(NAME).map(str::trim_start).and_then(|rest| rest.strip_prefix([':', '=']));
        if let Some(value) = value {
            let from = start + line.len() - value.len();
            let comment = value.find(" #").map_or(end, |comment| from + comment);
            found = names(text, from.min(end), comment.min(end).max(from.min(end)));
            within = true;
        } else if within && line.trim_start().starts_with("- ") {
            let from = start + line.find('-').unwrap_or(0) + 1;
            found.extend(names(text, from, end));
        } else {
            within = false;
        }
    }
    found
}
