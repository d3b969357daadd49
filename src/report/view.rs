//! The part of a file that the renderer is given: as little as the picture needs, so that the cost of a finding does not
//! depend on the length of its line.

use super::text::drawable;
use crate::diagnostic::Diagnostic;
use crate::source::{LineIndex, Span};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Lines longer than this many bytes are drawn alone, and longer words only up to here.
const LONG_LINE: usize = 4_000;

/// The most bytes of several lines that the renderer is given.
const LONG_SNIPPET: usize = 40_000;

/// The part of the file that is drawn: whole lines, or what is near the finding in its line.
pub struct View {
    span: Span,
    /// 1-based.
    pub line: usize,
    /// The part of the finding that is drawn.
    pub words: Span,
    /// Whether the line continues before and after it.
    cut: [bool; 2],
    /// The columns that are visible, if only the finding is marked and they do not depend on its place: all of its line,
    /// the beginning, or what is around it in the middle of a long one.
    pub seen: Option<Range<usize>>,
}

/// Stands for the part of a line that is cut off, outside the visible columns.
pub const CUT_OFF: &str = "x";

/// The columns that the renderer keeps free on both sides of a mark.
const PADDING: usize = 6;

/// The columns of the dots that stand for what is not visible.
pub const DOTS: usize = 3;

/// The columns before the words in the picture of a line whose beginning is visible, wherever they are in the text.
pub const INDENT: usize = 6;

/// Extra columns on both sides, since characters may be wide.
const SPARE: usize = 6;

impl View {
    /// The part of a finding that a terminal of this width shows.
    pub fn of(text: &str, index: &LineIndex, diagnostic: &Diagnostic, width: usize) -> View {
        let words = diagnostic.span;
        let lines = |span: Span| (index.line(span.start), index.line(span.end.max(span.start + 1) - 1));
        let whole = |(first, last): (usize, usize)| {
            let Span { start, end } = index.line_span(first).to(index.line_span(last));
            // A byte-order mark is not text.
            let mark = if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() as u32 } else { 0 };
            let end = if lines(words).1 == last { end.max(words.end) } else { end };
            Span { start: start + mark, end: end.max(start + mark) }
        };
        let own = lines(words);
        let labels = diagnostic.labels_here().map(|label| lines(label.span));
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

    /// The visible part of a line, which may be long. The renderer chooses the same columns of this part as it would of
    /// the whole line.
    fn in_line(text: &str, whole: Span, line: usize, diagnostic: &Diagnostic, width: usize) -> View {
        let far = LONG_LINE as u32;
        let start = diagnostic.span.start.clamp(whole.start, whole.end);
        let end = diagnostic.span.end.min(start.saturating_add(far)).clamp(start, whole.end);
        let end = (start..=end).rev().find(|&at| text.is_char_boundary(at as usize)).unwrap_or(start);
        let words = Span { start, end };
        let near =
            Span { start: start.saturating_sub(far).max(whole.start), end: end.saturating_add(far).min(whole.end) };
        let others = diagnostic.labels_here().map(|label| (label.span, &label.text));
        let others = others.filter(|(span, _)| span.start >= near.start && span.end <= near.end);
        let marks: Vec<_> = others.chain([(words, &diagnostic.label)]).collect();
        let marked = marks.iter().fold(words, |all, (span, _)| all.to(*span));
        let before = &text[whole.start as usize..marked.start as usize];
        let after = &text[marked.end as usize..whole.end as usize];

        // As the renderer does: centre the marks with their labels, else the words alone, else what fits of them.
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
        // Enough that the renderer has to shorten: the line and its labels do not fit.
        let rest = past(after.char_indices(), trail).map_or_else(|| columns(after), |_| trail);
        let least = lead.max((room + 1).saturating_sub(PADDING + reach)).max((room + 1).saturating_sub(size + rest));
        let indent = before.len() - before.trim_start().len();
        let left = past(before.char_indices().rev(), least + SPARE).filter(|&at| at > indent);
        let right = past(after.char_indices(), if left.is_some() { trail } else { room + trail });
        let span = Span {
            start: whole.start + left.unwrap_or(0) as u32,
            end: right.map_or(whole.end, |at| marked.end + at as u32),
        };
        let seen = match (left, right) {
            _ if !diagnostic.labels.is_empty() || size == 0 => None,
            (None, _) if span.of(text).trim().len() < span.range().len() => None,
            (None, _) => match columns(span.of(text)) {
                all if all <= room => Some(0..all),
                // The beginning of a long line, in which the words and their label fit.
                _ if columns(before).max(INDENT) + reach + PADDING <= room => Some(0..room - DOTS),
                _ => None,
            },
            (Some(_), Some(_)) if size + 2 * PADDING <= room => {
                let first = columns(Span { start: span.start, end: marked.start }.of(text)) + CUT_OFF.len() - lead;
                Some(first + DOTS..first + room - DOTS)
            }
            _ => None,
        };
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

/// The first place at least this many columns away.
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
