//! An answer in the making: the labels found so far, and whether the next one belongs to it.

use super::document::Document;
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark, Style};
use super::note::{Answer, Content, Section};
use super::title::{Title, trim_quotes};
use super::uses::Uses;
use crate::source::Span;

/// An answer in the making.
pub(super) struct AnswerBuilder {
    pub(super) title: Option<Title>,
    pub(super) parts: Vec<Part>,
    /// The kinds seen so far.
    pub(super) kinds: Kinds,
    /// The look of its first STAR label.
    pub(super) style: Style,
    /// The fence that holds it.
    pub(super) fence: Option<u32>,
    /// Whether text still belongs to the last part.
    pub(super) open: bool,
    /// Whether a section has had items that look like those of the labels.
    pub(super) longer: bool,
    /// What is known of its parts with one of the four kinds.
    star: Star,
}

/// The parts of one of the four kinds, as far as the next label depends on them.
#[derive(Clone, Copy, Default)]
struct Star {
    count: usize,
    /// Whether one is a label beyond doubt.
    proven: bool,
    /// Whether one is a single letter.
    letters: bool,
    last: Option<Kinds>,
}

pub(super) struct Part {
    pub(super) hit: LabelCandidate,
    pub(super) end: u32,
}

/// What labels prove.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Proof {
    /// Nothing.
    None,
    /// An answer, where its writer is in it: "Problem: … Solution: … Result: …" is any list.
    WithWriter,
    /// An answer.
    Enough,
}

impl AnswerBuilder {
    /// One without parts.
    pub(super) fn new(title: Option<Title>, style: Style, fence: Option<u32>) -> AnswerBuilder {
        AnswerBuilder {
            title,
            parts: Vec::new(),
            kinds: Kinds::NONE,
            style,
            fence,
            open: true,
            longer: false,
            star: Star::default(),
        }
    }

    pub(super) fn push(&mut self, hit: LabelCandidate) {
        if hit.kinds.is_star() {
            self.star.count += 1;
            self.star.proven |= hit.uses.is_proof();
            self.star.letters |= hit.uses.is_letter();
            self.star.last = Some(hit.kinds);
        }
        self.kinds = self.kinds.union(hit.kinds);
        self.parts.push(Part { hit, end: hit.text });
        self.open = true;
    }

    pub(super) fn end_part(&mut self, at: u32) {
        if let (true, Some(part)) = (self.open, self.parts.last_mut()) {
            part.end = at.max(part.hit.span.end);
        }
        self.open = false;
    }

    /// Whether the label is text of this answer: nested deeper, set off less, or of another kind of list.
    pub(super) fn is_content(&self, hit: &LabelCandidate, fence: Option<u32>) -> bool {
        let style = hit.style;
        if !self.kinds.is_star() {
            return hit.kinds == Kinds::NONE;
        }
        if hit.inline {
            return hit.style.mark != self.style.mark
                && self.parts.last().is_some_and(|part| part.hit.style.mark == Mark::Paren);
        }
        if hit.is_unknown() {
            // An unknown bold label is a label only where it looks just like the known ones.
            let alike = self.style.mark == Mark::Bold && style.end == self.style.end && fence == self.fence;
            return !alike
                || style.bullet != self.style.bullet
                || style.quote != self.style.quote
                || style.indent > self.style.indent + 1;
        }
        // "**Personal growth**" among "**Result:**" labels is a heading within the text.
        if hit.kinds == Kinds::OTHER && style.mark == Mark::Bold && style.end == ' ' && self.style.end != ' ' {
            return true;
        }
        if fence.is_some() && fence != self.fence && self.fence.is_none() {
            return true;
        }
        if !self.is_established() {
            return false;
        }
        let deeper = style.indent > self.style.indent + 1 || (style.bullet && !self.style.bullet);
        let letter = hit.uses.is_letter() && !self.star.letters;
        (deeper && style.mark <= self.style.mark) || letter
    }

    /// Whether more than one label of doubtful weight speaks for this answer.
    fn is_established(&self) -> bool {
        self.star.count > 1 || self.star.proven
    }

    /// Whether the label opens the next answer.
    pub(super) fn begins_anew(&self, hit: &LabelCandidate, fence: Option<u32>) -> bool {
        if hit.uses.has(Uses::LEADING) {
            return self.kinds.is_star();
        }
        if !hit.kinds.is_star() {
            return false;
        }
        let alike = hit.style.mark == self.style.mark
            && hit.style.bullet == self.style.bullet
            && hit.style.indent.abs_diff(self.style.indent) <= 1;
        if self.star.count > 0 && !self.is_established() && !alike && hit.uses.is_strong() {
            return true;
        }
        if self.fence != fence && self.kinds.is_star() && !self.document_order_continues(hit) {
            return true;
        }
        let Some(last) = self.star.last else { return false };
        if hit.kinds.rank() >= last.rank() {
            return hit.kinds.meets(self.kinds) && !hit.kinds.meets(last);
        }
        self.kinds.meets(hit.kinds) || self.kinds.meets(Kinds::RESULT)
    }

    /// A fence may hold one part of an answer whose labels stand outside.
    fn document_order_continues(&self, hit: &LabelCandidate) -> bool {
        self.fence.is_none() && !self.kinds.meets(hit.kinds)
    }

    /// Whether there are enough labels of enough weight.
    pub(super) fn proof(&self) -> Proof {
        let star = self.parts.iter().filter(|part| part.hit.kinds.is_star());
        let weak = star.clone().any(|part| !part.hit.uses.is_proof());
        let others =
            self.parts.iter().filter(|part| part.hit.kinds == Kinds::OTHER && part.hit.uses.is_strong()).count();
        if weak && star.clone().count() + others < 3 {
            return Proof::None;
        }
        let (mut strong, mut letters, mut rare) = (Kinds::NONE, 0, 0);
        for part in star {
            if part.hit.uses.is_letter() {
                letters += part.hit.kinds.star_count().max(1);
                rare += u32::from(part.hit.uses.has(Uses::RARE));
            } else if part.hit.uses.is_strong() {
                strong = strong.union(part.hit.kinds);
            }
        }
        let set_off = self.style.mark > Mark::Plain;
        let enough = match self.kinds.star_count() {
            0 | 1 => false,
            _ if weak && !set_off => strong.star_count() >= 2,
            2 => strong.star_count() == 2 && set_off,
            _ => strong.star_count() > 0 || letters >= 3 + rare.min(1) || (letters == 0 && rare == 0),
        };
        match () {
            () if enough => Proof::Enough,
            () if weak && letters == 0 && self.kinds.star_count() >= 3 => Proof::WithWriter,
            () if set_off && letters == 0 && self.kinds.star_count() == 2 && others > 1 => Proof::WithWriter,
            () => Proof::None,
        }
    }

    /// "Challenge" is the Task where there is a Situation, else it opens the story (CAR, PAR).
    fn settle_challenge(&mut self) {
        let covers = |part: &Part| part.hit.uses.has(Uses::COVERS_TASK);
        let situation = self.parts.iter().any(|part| part.hit.kinds.meets(Kinds::SITUATION) && !covers(part));
        for part in self.parts.iter_mut().filter(|part| covers(part)) {
            part.hit.kinds = if situation { Kinds::TASK } else { Kinds::SITUATION };
        }
    }

    pub(super) fn finish(mut self, text: &str, document: &Document) -> Answer {
        self.settle_challenge();
        // Unknown labels before a known one are text; after the last one they end the story.
        let last_star = self.parts.iter().rposition(|part| part.hit.kinds.is_star()).unwrap_or(0);
        let mut parts: Vec<Part> = Vec::with_capacity(self.parts.len());
        for (index, part) in self.parts.drain(..).enumerate() {
            match parts.last_mut() {
                Some(before) if part.hit.is_unknown() && index < last_star => before.end = part.end,
                _ => parts.push(part),
            }
        }
        let sections: Vec<Section> = parts.iter().map(|part| section(part, self.fence.is_some(), document)).collect();
        let start = sections.first().map_or(0, |section| section.label.start);
        let end = sections.last().map_or(start, |section| section.span.end);
        let title = self.title.map(|title| trim_quotes(title.span, text)).filter(|title| !title.is_empty());
        Answer { title, span: Span { start, end }, sections, guesses: Vec::new() }
    }
}

fn section(part: &Part, fenced: bool, document: &Document) -> Section {
    let kinds = if part.hit.kinds == Kinds::NONE { Kinds::OTHER } else { part.hit.kinds };
    let whole = Span { start: part.hit.text.min(part.end), end: part.end };
    let after_label = Span { start: part.hit.span.end, end: part.hit.span.end };
    let covers_task = part.hit.uses.has(Uses::COVERS_TASK);
    let extra = part.hit.kinds == Kinds::OTHER && part.hit.uses.is_letter();
    let reflective = extra || part.hit.uses.has(Uses::LEARNING);
    let mut section =
        Section { kinds, label: part.hit.span, span: whole, content: Content::Story, fenced, covers_task, reflective };
    // A label with nothing but a fence below it: the answer stands in the fence.
    let bare = section.runs(document).next().is_none();
    section.fenced |= bare;
    let extent = section.runs(document).map(|run| run.span).reduce(Span::to);
    section.span = extent.unwrap_or(after_label);
    if bare && extent.is_some() {
        // It begins where the fence does.
        let fence =
            document.fences.iter().find(|fence| fence.span.start >= whole.start && fence.span.end > section.span.start);
        section.span.start = fence.map_or(section.span.start, |fence| fence.span.start.min(section.span.start));
    }
    section
}
