//! Groups labels into answers and gives each section its text.
//!
//! A label alone proves nothing ("Result:" stands in incident tickets too). Labels make an answer when they
//! look alike, follow each other as the parts of a story do, and are enough of them.

use super::Answer;
use super::draft::{Draft, Title, trim_quotes};
use super::grammar::{Grammar, Kinds, uses};
use super::labels::{self, Hit, Mark};
use super::markdown::{Document, Line, LineKind};
use crate::parallel;
use crate::source::Span;

/// Every answer of the file, templates and explanations included; and where labels stand that make no answer.
pub fn find(text: &str, document: &Document, grammar: &Grammar) -> (Vec<Answer>, Vec<Span>) {
    let (found, doubtful) = (Vec::new(), Vec::new());
    let mut finder = Finder { text, document, grammar, current: None, title: None, heading: None, found, doubtful };
    let mut inline = Vec::new();
    let mut blank = true;
    let hits =
        parallel::map(document.lines.len(), MANY_LINES, |index| label(document.lines[index], text, document, grammar));
    for ((index, line), hit) in document.lines.iter().enumerate().zip(hits) {
        match line.kind {
            LineKind::Hidden => continue,
            LineKind::Blank => {}
            LineKind::Rule => finder.stop(line.span.start),
            _ => finder.line(index, *line, hit, blank, &mut inline),
        }
        blank = line.kind == LineKind::Blank;
    }
    finder.close(text.len() as u32);
    (finder.found, finder.doubtful)
}

/// From so many lines in a file on, they are looked at on several threads: some milliseconds of work.
const MANY_LINES: usize = 8_192;

/// The label that a line begins with.
fn label(line: Line, text: &str, document: &Document, grammar: &Grammar) -> Option<Hit> {
    let readable = match line.kind {
        LineKind::Hidden | LineKind::Blank | LineKind::Rule => false,
        LineKind::Fence(fence) => document.fences[fence as usize].plain,
        _ => true,
    };
    readable.then(|| labels::at_start(line.span.of(text), line.span.start, grammar)).flatten()
}

struct Finder<'a> {
    text: &'a str,
    document: &'a Document,
    grammar: &'a Grammar<'a>,
    current: Option<Draft>,
    title: Option<Title>,
    /// The last heading.
    heading: Option<Title>,
    found: Vec<Answer>,
    /// Labels that make no answer.
    doubtful: Vec<Span>,
}

impl Finder<'_> {
    fn line(&mut self, index: usize, line: Line, hit: Option<Hit>, blank_before: bool, inline: &mut Vec<Hit>) {
        let raw = line.span.of(self.text);
        let fence = match line.kind {
            LineKind::Fence(fence) => Some(fence),
            _ => None,
        };
        let readable = fence.is_none_or(|fence| self.document.fences[fence as usize].plain);
        if line.kind == LineKind::Html && raw.contains("</details") {
            self.close(line.span.start);
        }
        let known = hit.filter(|hit| hit.uses != 0);
        if let LineKind::Heading(level) = line.kind
            && known.is_none_or(|hit| hit.kinds == Kinds::NONE || self.is_outside(hit, level))
        {
            return self.heading(index, line, level);
        }
        if let Some(hit) = hit {
            self.hit(hit, index, line, fence);
        } else {
            self.content(line, raw, blank_before);
        }
        if readable && line.kind != LineKind::Blank {
            self.inline(line, index, fence, inline);
        }
        if known.is_none() {
            self.offer_title(index, line, raw, hit);
        }
    }

    /// Labels within a line count only together: three parts of a story on one line, or more of what began so.
    fn inline(&mut self, line: Line, index: usize, fence: Option<u32>, inline: &mut Vec<Hit>) {
        inline.clear();
        let raw = line.span.of(self.text);
        labels::inside(raw, line.span.start, self.grammar, inline);
        let begun = self.current.as_ref().filter(|draft| draft.open);
        let after = begun.and_then(|draft| draft.parts.last()).map_or(0, |part| part.hit.span.end);
        inline.retain(|hit| hit.kinds.is_star() && hit.span.start >= after.min(line.span.end));
        let start = begun.filter(|draft| draft.parts.last().is_some_and(|part| part.hit.span.start >= line.span.start));
        let kinds = inline
            .iter()
            .fold(start.map_or(Kinds::NONE, |draft| draft.parts[draft.parts.len() - 1].hit.kinds), |all, hit| {
                all.union(hit.kinds)
            });
        let goes_on = begun.is_some_and(|draft| draft.style.mark == Mark::Paren);
        if kinds.star_count() >= 3 || goes_on {
            for &hit in &*inline {
                self.hit(hit, index, line, fence);
            }
        }
    }

    /// Whether a heading such as "Conclusion" concludes the document, not the answer: it stands above its labels.
    fn is_outside(&self, hit: Hit, level: u8) -> bool {
        let above = |draft: &Draft| match draft.style.mark {
            Mark::Heading(label) => level < label,
            _ => self.heading.is_some_and(|heading| level <= heading.level),
        };
        !hit.kinds.is_star() && self.current.as_ref().is_some_and(above)
    }

    fn heading(&mut self, index: usize, line: Line, level: u8) {
        if let Some(draft) = &self.current {
            let inside = match draft.style.mark {
                Mark::Heading(label) => level > label,
                _ => draft.title.is_some_and(|title| level > title.level) && !draft.kinds.meets(Kinds::STAR[3]),
            };
            if inside {
                return;
            }
            self.close(line.span.start);
        }
        self.set_title(index, line, level);
        self.heading = self.title;
    }

    fn set_title(&mut self, index: usize, line: Line, level: u8) {
        let extent = self.document.runs_in(line.span).map(|run| run.span).reduce(Span::to);
        if let Some(extent) = extent {
            let text = extent.of(self.text);
            let visible = text.trim_start_matches(['#', ' ']);
            let start = extent.start + (text.len() - visible.len()) as u32;
            let span = Span { start, end: start + visible.trim_end().len() as u32 };
            self.title = Some(Title { span, start: line.span.start, line: index, level, asked: false });
        }
    }

    /// A line that could title the next answer: bold, a summary, a numbered or asked question.
    fn offer_title(&mut self, index: usize, line: Line, raw: &str, hit: Option<Hit>) {
        let trimmed = raw.trim();
        let numbered = trimmed.starts_with(|c: char| c.is_ascii_digit()) && trimmed.split_whitespace().count() <= 30;
        let bullet = trimmed.starts_with(['-', '*', '+', '•']) && !trimmed.starts_with("**");
        let asked = !bullet
            && (trimmed.ends_with(['?', '？'])
                || trimmed.trim_end_matches(['"', '”', '*', '_']).ends_with(['?', '？']));
        let summary = line.kind == LineKind::Html && trimmed.contains("<summary");
        if numbered || asked || summary || hit.is_some() || (trimmed.starts_with("**") && trimmed.ends_with("**")) {
            self.set_title(index, line, 7);
        }
    }

    fn content(&mut self, line: Line, raw: &str, blank_before: bool) {
        let Some(draft) = self.current.as_mut().filter(|draft| draft.open) else { return };
        let Some(part) = draft.parts.last() else { return };
        let trimmed = raw.trim_start();
        let quoted = trimmed.starts_with('>');
        let has_text = part.hit.text < line.span.start
            && self
                .document
                .runs_in(Span { start: part.hit.text, end: line.span.start })
                .any(|run| !run.span.is_empty());
        let leaves_quote = draft.style.quote && !quoted;
        let leaves_fence = draft.fence.is_some() && !matches!(line.kind, LineKind::Fence(_));
        let tip = quoted && !draft.style.quote && has_text && trimmed.trim_start_matches(['>', ' ']).starts_with("**");
        let done = draft.kinds.meets(Kinds::STAR[3]);
        let indent = (raw.len() - trimmed.len()) as u16;
        let listed = trimmed.starts_with(['-', '*', '+', '•']) || trimmed.starts_with(|c: char| c.is_ascii_digit());
        let leaves_list =
            draft.style.bullet && done && has_text && blank_before && !listed && indent <= draft.style.indent;
        let cites = blank_before && trimmed.starts_with('[') && trimmed[1..].starts_with(|c: char| c.is_ascii_digit());
        let leaves_table = draft.style.mark == Mark::Table && line.kind != LineKind::Table;
        if leaves_quote || leaves_fence || tip || cites || leaves_list || leaves_table {
            self.stop(line.span.start);
        }
    }

    fn hit(&mut self, hit: Hit, index: usize, line: Line, fence: Option<u32>) {
        if hit.uses & uses::QUESTION != 0 && !hit.kinds.is_star() {
            if self.current.as_ref().is_some_and(|draft| draft.kinds.is_star()) {
                self.close(line.span.start);
            }
            let text = Span { start: hit.text.min(line.span.end), end: line.span.end };
            if !text.of(self.text).trim().is_empty() {
                self.title = Some(Title {
                    span: trim_quotes(text, self.text),
                    start: line.span.start,
                    line: index,
                    level: 7,
                    asked: true,
                });
            }
            return;
        }
        let starts = match &self.current {
            Some(draft) if draft.is_content(&hit, fence) => return,
            Some(draft) => draft.begins_anew(&hit, fence),
            None => hit.kinds.is_star() || hit.uses & uses::LEADING != 0,
        };
        if starts {
            let near = self.title.take().filter(|title| title.asked || self.directly_before(title.line, index));
            let title = near.or(self.heading);
            let mut end = line.span.start.max(if hit.inline { hit.span.start } else { 0 });
            if let Some(title) = near.filter(|title| self.directly_before(title.line, index)) {
                end = end.min(title.start);
            }
            self.close(end);
            self.current = Some(Draft::new(title, hit.style, fence));
        }
        let Some(draft) = self.current.as_mut() else { return };
        draft.end_part(if hit.inline { hit.span.start } else { line.span.start });
        if !draft.kinds.is_star() && hit.kinds.is_star() {
            draft.style = hit.style;
            draft.fence = fence;
        }
        draft.push(hit);
    }

    fn directly_before(&self, from: usize, to: usize) -> bool {
        // A question and its answer may stand on one line.
        self.document.lines.get(from + 1..to).unwrap_or_default().iter().all(|line| {
            let tags = line.kind == LineKind::Html && self.document.runs_in(line.span).next().is_none();
            tags || matches!(line.kind, LineKind::Blank | LineKind::Hidden | LineKind::Rule)
        })
    }

    /// The last part has no more text, but the answer may go on with another label.
    fn stop(&mut self, at: u32) {
        if let Some(draft) = &mut self.current {
            draft.end_part(at);
        }
    }

    fn close(&mut self, at: u32) {
        self.stop(at);
        match self.current.take() {
            Some(draft) if draft.is_answer() => self.found.push(draft.finish(self.text, self.document)),
            Some(draft) if draft.kinds.is_star() => self.doubtful.push(draft.finish(self.text, self.document).span),
            _ => {}
        }
    }
}
