//! What may be the title of an answer.

use super::quotes::is_quote;
use crate::source::Span;

/// The level of a title that is not a heading: below all headings.
pub(super) const NO_HEADING: u8 = 7;

/// Something that may be the title of the next answer.
#[derive(Clone, Copy)]
pub(super) struct Title {
    /// Its words.
    pub span: Span,
    /// Where its first line begins.
    pub start: u32,
    /// Its last line.
    pub line: usize,
    /// The level of the heading, or [`NO_HEADING`].
    pub level: u8,
    /// Whether a label says that it is the question.
    pub asked: bool,
}

/// The span without quotation marks, emphasis, numbering and spaces around it.
pub(super) fn trim_quotes(span: Span, text: &str) -> Span {
    let marks = |c: char| c.is_whitespace() || is_quote(c) || matches!(c, '*' | '_' | '#' | '>' | '`');
    let inner = span.of(text);
    let start = inner.trim_start_matches(marks);
    let start = start
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-'))
        .trim_start_matches(marks);
    let start = if start.is_empty() { inner } else { start };
    let from = span.start as usize + (inner.len() - start.len());
    Span::new(from..from + start.trim_end_matches(|c: char| marks(c) || matches!(c, ':' | '：')).len())
}
