//! What is handed to the renderer of a file: as little as the picture needs, so that the cost of a finding does not
//! depend on its line.

use super::text::drawable;
use crate::diagnostic::Diagnostic;
use crate::source::{LineIndex, Span};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Lines longer than this many bytes are not drawn together with others; longer words are drawn so far.
const LONG_LINE: usize = 4_000;

/// The most text of several lines that is handed to the renderer, in bytes.
const LONG_SNIPPET: usize = 40_000;

/// The part of the file that is drawn: whole lines, or what is near the words in their line.
pub struct View {
    span: Span,
    /// 1-based.
    pub line: usize,
    /// The words of the finding, as far as they are drawn.
    pub words: Span,
    /// Whether the line goes on before and after it.
    cut: [bool; 2],
    /// Which columns of it are seen, where nothing but the words is marked amid a long line.
    pub seen: Option<Range<usize>>,
}

/// What stands for the part of a line that is cut off, out of sight of the reader.
pub const CUT_OFF: &str = "x";

/// So many columns the renderer keeps free on both sides of what it marks.
const PADDING: usize = 6;

/// The columns of the dots that stand for what is not seen.
const DOTS: usize = 3;

/// So many columns more are kept on both sides than can be seen: letters may be wide.
const SPARE: usize = 6;

impl View {
    /// The part that a terminal of this many columns shows of a finding.
    pub fn of(text: &str, index: &LineIndex, diagnostic: &Diagnostic, width: usize) -> View {
        let words = diagnostic.span;
        let lines = |span: Span| (index.line(span.start), index.line(span.end.max(span.start + 1) - 1));
        let whole = |(first, last): (usize, usize)| {
            let Span { start, end } = index.line_span(first).to(index.line_span(last));
            // A byte-order mark is no text.
            let mark = if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() as u32 } else { 0 };
            let end = if lines(words).1 == last { end.max(words.end) } else { end };
            Span { start: start + mark, end: end.max(start + mark) }
        };
        let own = lines(words);
        let labels = diagnostic.labels.iter().map(|label| lines(label.span));
        let all = labels.fold(own, |all, label| (all.0.min(label.0), all.1.max(label.1)));
        let fit = |&(first, last): &(usize, usize)| {
            let short = |line| index.line_span(line).range().len() <= LONG_LINE;
            first < last && whole((first, last)).range().len() <= LONG_SNIPPET && (first..=last).all(short)
        };
        match [all, own].into_iter().find(fit) {
            Some(lines) => View { span: whole(lines), line: lines.0 + 1, words, cut: [false; 2], seen: None },
            None => View::in_line(text, whole((own.0, own.0)), own.0 + 1, diagnostic, width),
        }
    }

    /// What can be seen of a line, which may be long: the renderer looks at all that it is given. What it would choose of
    /// the whole line is what it chooses of this part.
    fn in_line(text: &str, whole: Span, line: usize, diagnostic: &Diagnostic, width: usize) -> View {
        let far = LONG_LINE as u32;
        let start = diagnostic.span.start.clamp(whole.start, whole.end);
        let end = diagnostic.span.end.min(start.saturating_add(far)).clamp(start, whole.end);
        let end = (start..=end).rev().find(|&at| text.is_char_boundary(at as usize)).unwrap_or(start);
        let words = Span { start, end };
        let near =
            Span { start: start.saturating_sub(far).max(whole.start), end: end.saturating_add(far).min(whole.end) };
        let others = diagnostic.labels.iter().map(|label| (label.span, &label.text));
        let others = others.filter(|(span, _)| span.start >= near.start && span.end <= near.end);
        let marks: Vec<_> = others.chain([(words, &diagnostic.label)]).collect();
        let marked = marks.iter().fold(words, |all, (span, _)| all.to(*span));
        let before = &text[whole.start as usize..marked.start as usize];
        let after = &text[marked.end as usize..whole.end as usize];

        // As the renderer does: in the middle what has labels beside it, else the words alone, else what fits of them.
        let room = width.saturating_sub(3 + line.to_string().len());
        let size = columns(marked.of(text));
        let reach = marks.iter().map(|(span, label)| {
            let label = if label.is_empty() { 0 } else { columns(label) + 1 };
            columns(Span { start: marked.start, ..*span }.of(text)) + label
        });
        let reach = reach.max().unwrap_or(size);
        let lead = PADDING
            + match room {
                _ if reach + 2 * PADDING <= room => (room - reach - 2 * PADDING) / 2,
                _ if size + 2 * PADDING <= room => (room - size - 2 * PADDING) / 5 * 2,
                _ => 0,
            };
        let trail = room.saturating_sub(lead + size).max(PADDING) + SPARE;
        // Enough that the renderer has to choose: the line and its labels have no room.
        let rest = past(after.char_indices(), trail).map_or_else(|| columns(after), |_| trail);
        let least = lead.max((room + 1).saturating_sub(PADDING + reach)).max((room + 1).saturating_sub(size + rest));
        let indent = before.len() - before.trim_start().len();
        let left = past(before.char_indices().rev(), least + SPARE).filter(|&at| at > indent);
        let right = past(after.char_indices(), if left.is_some() { trail } else { room + trail });
        let span = Span {
            start: whole.start + left.unwrap_or(0) as u32,
            end: right.map_or(whole.end, |at| marked.end + at as u32),
        };
        let amid = left.is_some() && right.is_some() && diagnostic.labels.is_empty() && size + 2 * PADDING <= room;
        let seen = amid.then(|| {
            let first = columns(Span { start: span.start, end: marked.start }.of(text)) + CUT_OFF.len() - lead;
            first + DOTS..first + room - DOTS
        });
        View { span, line, words, cut: [left.is_some(), right.is_some()], seen }
    }

    /// Whether a span is in it.
    pub fn holds(&self, span: Span) -> bool {
        span.start >= self.span.start && span.end <= self.span.end
    }

    /// The text for the renderer.
    pub fn source(&self, text: &str) -> String {
        let [before, after] = self.cut.map(|cut| if cut { CUT_OFF } else { "" });
        [before, &drawable(self.span.of(text)), after].concat()
    }

    /// A span within that text, clipped to it.
    pub fn relative(&self, span: Span) -> Range<usize> {
        let before = if self.cut[0] { CUT_OFF.len() } else { 0 };
        let clip = |at: u32| (at.clamp(self.span.start, self.span.end) - self.span.start) as usize + before;
        clip(span.start)..clip(span.end)
    }
}

/// The first place that is so many columns on.
fn past(mut chars: impl Iterator<Item = (usize, char)>, columns: usize) -> Option<usize> {
    let mut passed = 0;
    let place = chars.find(|&(_, c)| {
        passed += column(c);
        passed >= columns
    });
    place.map(|(at, _)| at)
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// Whether each character takes one column.
pub fn has_a_column_for_each(text: &str) -> bool {
    text.is_ascii() || text.chars().all(|c| column(c) == 1)
}

/// How many columns a character takes, as the renderer counts them.
fn column(c: char) -> usize {
    match c {
        '\t' => 4,
        _ if c.is_ascii() => 1,
        _ => c.width().unwrap_or(1),
    }
}
