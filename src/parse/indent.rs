//! A note that is indented as a whole, as something pasted from elsewhere is: Markdown would take it for code.

use crate::source::lines;

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
