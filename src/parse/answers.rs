//! Groups labels into answers and gives each section its text.
//!
//! A label alone proves nothing ("Result:" stands in incident tickets too). Labels make an answer when they
//! look alike, follow each other as the parts of a story do, and are enough of them.

use super::answer_builder::{AnswerBuilder, Proof};
use super::asides::{without_asides, without_attributes};
use super::candidates::{Candidates, Marks};
use super::document::{Document, Line, LineKind};
use super::ends;
use super::grammar::Grammar;
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark};
use super::neighbours;
use super::note::Answer;
use super::story_bank::StoryBank;
use super::templates;
use super::title::{NO_HEADING, Title, trim_quotes};
use super::uses::Uses;
use super::wrapped::Continued;
use crate::parallel;
use crate::source::Span;

/// Every answer of the file, templates and explanations included; and where labels stand that make no answer.
pub fn find(text: &str, document: &Document, grammar: &Grammar) -> (Vec<Answer>, Vec<Span>) {
    let (found, doubtful) = (Vec::new(), Vec::new());
    let mut finder =
        Finder { text, document, grammar, current: None, title: None, heading: None, paragraph: 0, found, doubtful };
    let lines = &document.lines;
    let bank = |table| StoryBank::of(table, text, document, grammar);
    let mut banks = document.tables.iter().filter_map(bank).peekable();
    let mut blank = true;
    let mut first = 0;
    while first < lines.len() {
        // Labels of lines without a gap between them are looked at together.
        let parts = |line: &Line| matches!(line.kind, LineKind::Blank | LineKind::Rule | LineKind::Heading(_));
        let last = (first + MOST_LINES).min(lines.len());
        let last = (last..lines.len()).find(|&index| parts(&lines[index])).unwrap_or(lines.len());
        let look = |index: usize| Candidates::on(lines[first + index], text, document, grammar);
        let mut candidates = parallel::map(last - first, MANY_LINES, look);
        neighbours::settle(&lines[first..last], &mut candidates);
        let mut marks = Marks::default();
        let mut together = first;
        for (index, here) in (first..last).zip(&candidates) {
            if index >= together {
                let count = (index + 1..last).take_while(|&index| !parts(&lines[index])).count();
                marks = Marks::of(&candidates[index - first..=index - first + count]);
                together = index + 1 + count;
            }
            let start = lines[index].span.start;
            while banks.next_if(|bank| bank.span().end <= start).is_some() {}
            if let Some(bank) = banks.peek().filter(|bank| bank.span().start < lines[index].span.end) {
                if start <= bank.span().start {
                    finder.bank(bank, start);
                }
                continue;
            }
            match lines[index].kind {
                LineKind::Hidden => continue,
                LineKind::Blank => {}
                LineKind::Rule => finder.stop(lines[index].span.start),
                _ => finder.line(index, here, &marks, blank),
            }
            blank = lines[index].kind == LineKind::Blank;
        }
        first = last;
    }
    finder.close(text.len() as u32);
    (finder.found, finder.doubtful)
}

/// From so many lines on, they are looked at on several threads: some milliseconds of work.
const MANY_LINES: usize = 8_192;

/// So many lines are looked at before anything is made of them.
const MOST_LINES: usize = 1 << 16;

/// A numbered line of more words is no title.
const MOST_WORDS: usize = 30;

/// A paragraph of more lines is no title, however it is wrapped.
const MOST_TITLE_LINES: usize = 16;

struct Finder<'a> {
    text: &'a str,
    document: &'a Document,
    grammar: &'a Grammar<'a>,
    current: Option<AnswerBuilder>,
    title: Option<Title>,
    /// The last heading.
    heading: Option<Title>,
    /// The line with which the paragraph in work begins.
    paragraph: usize,
    found: Vec<Answer>,
    /// Labels that make no answer.
    doubtful: Vec<Span>,
}

impl Finder<'_> {
    fn line(&mut self, index: usize, candidates: &Candidates, marks: &Marks, blank_before: bool) {
        let line = self.document.lines[index];
        if !line.continues {
            self.paragraph = index;
        }
        let raw = line.span.of(self.text);
        let fence = match line.kind {
            LineKind::Fence(fence) => Some(fence),
            _ => None,
        };
        if line.kind == LineKind::Html && raw.contains("</details") {
            self.close(line.span.start);
        }
        let hit = candidates.start.filter(|hit| !self.is_prose(hit, index));
        let known = hit.filter(|hit| !hit.uses.is_none());
        if let LineKind::Heading(level) = line.kind
            && known.is_none_or(|hit| hit.kinds == Kinds::NONE || self.is_outside(hit, level))
        {
            return self.heading(index, line, level);
        }
        if let Some(hit) = hit {
            self.hit(hit, index, fence, blank_before);
        } else {
            self.content(index, raw, blank_before, None);
        }
        let mut labelled = known.is_some_and(|hit| hit.kinds.is_star());
        for &hit in &candidates.inside {
            let begun = self.current.as_ref().filter(|draft| draft.open);
            let goes_on = begun.is_some_and(|draft| draft.style.mark == Mark::Paren);
            let after = begun.and_then(|draft| draft.parts.last()).map_or(0, |part| part.hit.span.end);
            if (goes_on || marks.are_enough(hit.style.mark)) && hit.span.start >= after {
                self.hit(hit, index, fence, blank_before);
                labelled = true;
            }
        }
        if known.is_none() {
            self.offer_title(index, line, hit);
        }
        if labelled {
            // What comes behind a label on the lines of its paragraph is no part of a title before it.
            self.paragraph = index + 1;
        }
    }

    /// Whether what looks like a label at the start of a line is text of the paragraph that goes on there.
    fn is_prose(&self, hit: &LabelCandidate, index: usize) -> bool {
        let Line { span, continues, .. } = self.document.lines[index];
        let before = || self.document.lines[index - 1].span.of(self.text);
        let draft = self.current.as_ref().filter(|draft| draft.kinds.is_star());
        continues && Continued { before: before(), line: span.of(self.text), start: span.start }.is_prose(hit, draft)
    }

    /// Whether a heading such as "Conclusion" concludes the document, not the answer: it stands above its labels.
    fn is_outside(&self, hit: LabelCandidate, level: u8) -> bool {
        let above = |draft: &AnswerBuilder| match draft.style.mark {
            Mark::Heading(label) => level < label,
            _ => self.heading.is_some_and(|heading| level <= heading.level),
        };
        !hit.kinds.is_star() && self.current.as_ref().is_some_and(above)
    }

    fn heading(&mut self, index: usize, line: Line, level: u8) {
        if let Some(draft) = &self.current {
            let inside = match draft.style.mark {
                Mark::Heading(label) => level > label,
                _ => draft.title.is_some_and(|title| level > title.level) && !draft.kinds.meets(Kinds::RESULT),
            };
            if inside {
                return;
            }
            self.close(line.span.start);
        }
        self.set_title(index, index, level);
        self.heading = self.title;
    }

    fn set_title(&mut self, first: usize, last: usize, level: u8) {
        let lines = &self.document.lines;
        let start = lines[first].span.start;
        let whole = Span { start, end: lines[last].span.end };
        let extent = self.document.runs_in(whole).map(|run| run.span).reduce(Span::to);
        if let Some(extent) = extent {
            let text = without_attributes(extent.of(self.text));
            let visible = text.trim_start_matches(['#', ' ']);
            let at = extent.start + (text.len() - visible.len()) as u32;
            let span = Span { start: at, end: at + visible.trim_end().len() as u32 };
            self.title = Some(Title { span, start, line: last, level, asked: false });
        }
    }

    /// A line or short paragraph that could title the next answer: bold, a summary, a numbered or asked question.
    fn offer_title(&mut self, index: usize, line: Line, hit: Option<LabelCandidate>) {
        let lines = &self.document.lines;
        let start = lines[self.paragraph].span.start;
        let begun = self.title.filter(|title| line.continues && title.start >= start);
        if let Some(title) = begun.filter(|title| title.asked) {
            // The question goes on.
            let span = Span { start: title.span.start, end: line.span.end };
            self.title = Some(Title { span: trim_quotes(span, self.text), line: index, ..title });
            return;
        }
        let paragraph = without_asides(Span { start, end: line.span.end }.of(self.text)).trim();
        let numbered = paragraph.starts_with(|c: char| c.is_ascii_digit())
            && (begun.is_some() || !line.continues)
            && paragraph.split_whitespace().take(MOST_WORDS + 1).count() <= MOST_WORDS;
        let bullet = paragraph.starts_with(['-', '*', '+', '•']) && !paragraph.starts_with("**");
        let asked = !bullet
            && (paragraph.ends_with(['?', '？'])
                || paragraph.trim_end_matches(['"', '”', '*', '_']).ends_with(['?', '？']));
        let summary = line.kind == LineKind::Html && line.span.of(self.text).contains("<summary");
        let bold = ["**", "__"].iter().any(|mark| paragraph.starts_with(mark) && paragraph.ends_with(mark));
        let short = index - self.paragraph < MOST_TITLE_LINES;
        if short
            && (numbered || asked || summary || hit.is_some() || bold || !bullet && ends::asks(paragraph, self.grammar))
        {
            self.set_title(self.paragraph, index, NO_HEADING);
        } else if begun.is_some() {
            // Its first line could have been one; the whole is text.
            self.title = None;
        }
    }

    fn content(&mut self, index: usize, raw: &str, blank_before: bool, unknown: Option<&LabelCandidate>) {
        let line = self.document.lines[index];
        let Some(draft) = self.current.as_mut().filter(|draft| draft.open) else { return };
        let Some(part) = draft.parts.last() else { return };
        let trimmed = raw.trim_start_matches(['>', ' ', '\t']);
        if line.continues && !ends::is_key(trimmed) {
            // Its paragraph is the answer's, with or without the marks of a quote before it.
            return;
        }
        let quoted = raw.trim_start().starts_with('>');
        let before = Span { start: part.hit.text.min(line.span.start), end: line.span.start };
        let has_text = self.document.runs_in(before).any(|run| !run.span.is_empty());
        let leaves_quote = draft.style.quote && !quoted;
        let leaves_fence = draft.fence.is_some() && !matches!(line.kind, LineKind::Fence(_));
        let tip = quoted && !draft.style.quote && has_text && trimmed.starts_with("**");
        let done = draft.kinds.meets(Kinds::RESULT) && has_text;
        // A space after the mark of a quote belongs to the mark.
        let margin = &raw[..raw.len() - trimmed.len()];
        let indent = margin.len().saturating_sub(2 * margin.matches('>').count()) as u16;
        let numbered = trimmed.starts_with(|c: char| c.is_ascii_digit());
        let listed = trimmed.starts_with(['-', '*', '+', '•']) || numbered;
        // Where each label is an item, so is its section, unless others have been longer.
        let item = draft.style.bullet && part.hit.style.bullet && listed && indent == draft.style.indent;
        draft.longer |= item && !done;
        let next_item = item && done && !draft.longer;
        let leaves_list = draft.style.bullet && done && blank_before && !listed && indent <= draft.style.indent;
        let cites = blank_before && trimmed.starts_with('[') && trimmed[1..].starts_with(|c: char| c.is_ascii_digit());
        let leaves_table = draft.style.mark == Mark::Table && line.kind != LineKind::Table;
        let bold = ends::begins_bold(before.of(self.text));
        let set_off = unknown.is_some_and(|hit| blank_before && !bold && ends::is_set_off(hit, draft.style.mark, raw));
        let lead = blank_before && !bold && draft.style.mark == Mark::Bold && ends::is_bold_lead(trimmed);
        let apart = done && (set_off || lead || ends::is_way_back(trimmed));
        let one_line = self.document.line_of(part.hit.text) == self.document.line_of(part.hit.span.start);
        let named = draft.style.mark <= Mark::Plain
            && matches!(draft.style.end, ':' | ')')
            && one_line
            && ends::is_named(trimmed);
        let new_paragraph = done && blank_before && !trimmed.starts_with(['-', '+', '•']) && !trimmed.starts_with("* ");
        if leaves_quote || leaves_fence || tip || cites || leaves_list || next_item || leaves_table || apart {
            self.stop(line.span.start);
        } else if done && ends::is_key(trimmed) {
            self.close(line.span.start);
        } else if new_paragraph {
            let paragraph = self.paragraph_from(index);
            if ends::asks(paragraph, self.grammar) || ends::heads(paragraph, self.grammar) || named {
                self.close(line.span.start);
            }
        }
    }

    /// The paragraph that begins with a line.
    fn paragraph_from(&self, index: usize) -> &str {
        let lines = &self.document.lines;
        let last = lines[index + 1..].iter().take_while(|line| line.continues).count();
        Span { start: lines[index].span.start, end: lines[index + last].span.end }.of(self.text)
    }

    fn hit(&mut self, hit: LabelCandidate, index: usize, fence: Option<u32>, blank_before: bool) {
        let line = self.document.lines[index];
        if hit.uses.has(Uses::QUESTION) && !hit.kinds.is_star() {
            if self.current.as_ref().is_some_and(|draft| draft.kinds.is_star()) {
                self.close(line.span.start);
            }
            let text = Span { start: hit.text.min(line.span.end), end: line.span.end };
            if !text.of(self.text).trim().is_empty() {
                self.title = Some(Title {
                    span: trim_quotes(text, self.text),
                    start: line.span.start,
                    line: index,
                    level: NO_HEADING,
                    asked: true,
                });
            }
            return;
        }
        let told = self.current.as_ref().is_some_and(|draft| draft.kinds.is_star());
        if !told && hit.kinds == Kinds::ACTION && hit.uses.is_letter() && self.is_asked(index) {
            // "A" behind "Q" is for the answer.
            return;
        }
        let starts = match &self.current {
            Some(draft) if draft.is_content(&hit, fence) => {
                if hit.is_unknown() {
                    self.content(index, line.span.of(self.text), blank_before, Some(&hit));
                }
                return;
            }
            Some(draft) => draft.begins_anew(&hit, fence),
            None => hit.kinds.is_star() || hit.uses.has(Uses::LEADING),
        };
        if starts {
            let near = self.title.take().filter(|title| title.asked || self.directly_before(title.line, index));
            let title = near.or(self.heading);
            let mut end = line.span.start.max(if hit.inline { hit.span.start } else { 0 });
            if let Some(title) = near.filter(|title| self.directly_before(title.line, index)) {
                end = end.min(title.start);
            }
            self.close(end);
            self.current = Some(AnswerBuilder::new(title, hit.style, fence));
        }
        let Some(draft) = self.current.as_mut() else { return };
        draft.end_part(if hit.inline { hit.span.start } else { line.span.start });
        if !draft.kinds.is_star() && hit.kinds.is_star() {
            draft.style = hit.style;
            draft.fence = fence;
        }
        draft.push(hit);
    }

    /// Whether a label says that the question stands directly before a line.
    fn is_asked(&self, index: usize) -> bool {
        self.title.is_some_and(|title| title.asked && self.directly_before(title.line, index))
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
        let Some(draft) = self.current.take().filter(|draft| draft.kinds.is_star()) else { return };
        let proof = draft.proof();
        self.take(draft, proof);
    }

    /// Takes an answer that is proven, or that has its writer in it where it must.
    fn take(&mut self, draft: AnswerBuilder, proof: Proof) {
        let least = if draft.style.bullet { 3 } else { 2 };
        let answer = draft.finish(self.text, self.document);
        let told = || templates::speaks_of_writer(&answer, least, self.text, self.document, self.grammar);
        if proof == Proof::Enough || proof == Proof::WithWriter && told() {
            self.found.push(answer);
        } else {
            self.doubtful.push(answer.span);
        }
    }

    /// Takes the stories of a table that begins on the line at `at`.
    fn bank(&mut self, bank: &StoryBank, at: u32) {
        self.close(at);
        for mut story in bank.stories(self.text).filter(|story| story.kinds.is_star()) {
            story.title = story.title.or(self.heading);
            let proof = bank.proof(&story);
            self.take(story, proof);
        }
        self.title = None;
    }
}
