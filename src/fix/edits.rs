//! Edits of a text.

use crate::source::Span;

/// Spans of a text and their replacements.
pub(super) type Edits = Vec<(Span, String)>;

/// Applies edits, which are in the order of the text and do not overlap.
pub(super) fn apply(text: &str, edits: Edits) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(&text[at..span.start as usize]);
        out.push_str(&new);
        at = span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}
