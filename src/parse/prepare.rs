//! The text as the Markdown parser gets it, so that it reads what people mean: every line ends with a line feed, nothing
//! is nested without end, and a note that is indented as a whole, as something pasted from elsewhere is, is no code.

use crate::source::{line_ends, lines};
use std::borrow::Cow;

/// The text with a line feed in place of each lone carriage return, of which the Markdown parser does not always know
/// that it ends a line. Every byte keeps its place.
pub(super) fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let mut ends = line_ends(text.as_bytes()).filter(|&end| text.as_bytes()[end - 1] == b'\r').peekable();
    if memchr::memchr(b'\r', text.as_bytes()).is_none() || ends.peek().is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for end in ends {
        out.push_str(&text[out.len()..end - 1]);
        out.push('\n');
    }
    out.push_str(&text[out.len()..]);
    out.into()
}

/// The most lists and quotes within each other that are read as such: for every line the parser looks at each of them.
const DEEPEST: usize = 100;

/// The text with spaces in place of the marks of lists and quotes that stand deeper than anybody reads.
pub(super) fn shallow(text: &str) -> Cow<'_, str> {
    let is_mark = |byte: &u8| matches!(byte, b'>' | b'-' | b'*' | b'+');
    let mut out: Option<Vec<u8>> = None;
    let mut start = 0;
    for line in lines(text) {
        let mut marks = line.bytes().take_while(|byte| is_mark(byte) || matches!(byte, b' ' | b'\t'));
        if line.len() > DEEPEST && marks.by_ref().filter(is_mark).nth(DEEPEST).is_some() {
            let rest = marks.count();
            let end = line.len() - line.trim_start_matches(['>', '-', '*', '+', ' ', '\t']).len();
            let out = out.get_or_insert_with(|| text.into());
            out[start + end - rest - 1..start + end].fill(b' ');
        }
        start += line.len();
    }
    // Spaces in place of ASCII marks are UTF-8 as before.
    out.and_then(|out| String::from_utf8(out).ok()).map_or(text.into(), Cow::Owned)
}

/// The columns of a tab stop.
const TAB: usize = 4;

/// A text without the indentation that all its lines have.
pub(super) struct Dedented {
    /// The text.
    pub text: String,
    /// Where each line begins in the text, and how many bytes more stand before it in the original.
    lines: Vec<(usize, usize)>,
}

impl Dedented {
    /// The text without its indentation; `None` where it has none.
    pub fn new(original: &str) -> Option<Dedented> {
        let mut least = usize::MAX;
        for line in lines(original).filter(|line| !line.trim().is_empty()) {
            least = least.min(blank(line).last().unwrap_or(0));
            // Nearly every note ends this with its first line.
            if least == 0 {
                return None;
            }
        }
        let mut dedented = Dedented { text: String::with_capacity(original.len()), lines: Vec::new() };
        let mut removed = 0;
        for line in lines(original) {
            let cut = blank(line).take_while(|&columns| columns <= least).count();
            removed += cut;
            dedented.lines.push((dedented.text.len(), removed));
            dedented.text.push_str(&line[cut..]);
        }
        Some(dedented)
    }

    /// The byte of the original for a byte of the text.
    pub fn original(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|&(start, _)| start <= at).saturating_sub(1);
        at + self.lines.get(line).map_or(0, |&(_, removed)| removed)
    }
}

/// The columns after each byte of the white space that a line begins with.
fn blank(line: &str) -> impl Iterator<Item = usize> {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).scan(0, |columns, byte| {
        *columns = if byte == b'\t' { *columns / TAB * TAB + TAB } else { *columns + 1 };
        Some(*columns)
    })
}
