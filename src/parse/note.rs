//! What is read from a file: answers and their sections, as spans of the text.

use super::directives::Directive;
use super::document::{Document, Run};
use super::kinds::Kinds;
use crate::source::Span;
use std::sync::Arc;

/// One parsed file.
#[derive(Debug, Default)]
pub struct Note {
    /// Its answers, in the order of the text.
    pub answers: Vec<Answer>,
    /// What has labels and is no answer, in the order of the text.
    pub left_alone: Vec<LeftAlone>,
    /// What else is in none of its answers, in the order of the text.
    pub outside: Vec<LeftAlone>,
    /// Its lines and runs of prose.
    pub document: Arc<Document>,
    /// The comments in it that are meant for star-lint.
    pub directives: Vec<Directive>,
}

impl Note {
    /// How it was read: the kinds of the sections of each answer.
    pub fn shape(&self) -> Vec<Vec<Kinds>> {
        let kinds = |answer: &Answer| answer.sections.iter().map(|section| section.kinds).collect();
        self.answers.iter().map(kinds).collect()
    }
}

/// What is no answer, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    /// A block with labels from the first label to the end of the last section; else whole lines.
    pub span: Span,
    /// Why.
    pub reason: Reason,
}

/// Why something is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A form that nobody has filled in.
    Form,
    /// It tells what to write, or how the method works.
    Explanation,
    /// The labels prove nothing: there are too few, or others that stand for other things as well.
    Labels,
    /// Text that belongs to none of the answers.
    Text,
    /// Code.
    Code,
    /// A comment.
    Comment,
}

/// One story.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its question or heading, where it has one.
    pub title: Option<Span>,
    /// From its first label to the end of its last section.
    pub span: Span,
    /// Its sections, in the order of the text.
    pub sections: Vec<Section>,
    /// Where no label tells the sections: what was guessed of each sentence.
    pub guesses: Vec<Guess>,
}

/// The section that a sentence without a label was guessed to be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The sentence.
    pub span: Span,
    /// The section.
    pub kind: Kinds,
    /// How sure that is, of 100.
    pub percent: u8,
}

impl Answer {
    /// Stretches of prose as sections of this kind, to be split into words as one answer.
    pub fn unlabelled(kinds: Kinds, spans: impl IntoIterator<Item = Span>) -> Answer {
        let sections: Vec<Section> = spans.into_iter().map(|span| Section::unlabelled(kinds, span)).collect();
        let span = sections.iter().map(|section| section.span).reduce(Span::to).unwrap_or_default();
        Answer { title: None, span, sections, guesses: Vec::new() }
    }

    /// Whether its sections were guessed: it has no labels.
    pub fn is_inferred(&self) -> bool {
        !self.guesses.is_empty()
    }

    /// Its title on one line, where it has one.
    pub fn title_line(&self, text: &str) -> Option<String> {
        let words = self.title?.of(text).split_whitespace().filter(|word| *word != ">");
        Some(words.collect::<Vec<_>>().join(" "))
    }
}

/// What a section holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing that could be read aloud.
    Empty,
    /// Only marks for what is to be filled in.
    Placeholder,
    /// What to write here, said to the writer.
    Instruction,
    /// Text of a story.
    Story,
}

/// One part of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// What it is; a merged section has two kinds.
    pub kinds: Kinds,
    /// Its label with the marks around it.
    pub label: Span,
    /// Its text, without the label; empty, after the label, where there is none.
    pub span: Span,
    /// What kind of text it holds.
    pub content: Content,
    /// Whether text in fenced blocks belongs to it.
    pub fenced: bool,
    /// Whether it tells what was learned, by its label.
    pub reflective: bool,
    /// Whether the label may stand for the Task as well ("Challenge" in CAR).
    pub covers_task: bool,
}

impl Section {
    /// A section of prose without a label.
    pub fn unlabelled(kinds: Kinds, span: Span) -> Section {
        Section {
            kinds,
            label: Span { start: span.start, end: span.start },
            span,
            content: Content::Story,
            fenced: false,
            reflective: false,
            covers_task: false,
        }
    }

    /// The name of its first kind.
    pub fn name(&self) -> &'static str {
        self.kinds.names().next().unwrap_or("other")
    }

    /// Its runs of prose.
    pub fn runs<'n>(&self, document: &'n Document) -> impl Iterator<Item = Run> + 'n {
        let fenced = self.fenced;
        document.runs_in(self.span).filter(move |run| fenced || !run.fenced)
    }
}
