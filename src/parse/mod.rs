//! From the text of a file to a [`Note`]: answers, their sections, sentences and words, all as spans.
//!
//! The parser knows no word of any language: labels and the like come from a [`Grammar`].

pub mod answers;
mod candidates;
pub mod directives;
mod draft;
pub mod grammar;
mod html;
mod items;
mod label_words;
pub mod labels;
pub mod markdown;
mod prepare;
mod quotes;
pub mod templates;
pub mod words;
mod wrapped;

pub use grammar::{Grammar, Kinds};

use crate::parallel;
use crate::source::Span;
use directives::Directive;
use markdown::Document;
use std::sync::Arc;

/// One parsed file.
#[derive(Debug, Default)]
pub struct Note {
    /// Its answers, in the order of the text.
    pub answers: Vec<Answer>,
    /// What has labels and is no answer, in the order of the text.
    pub left_alone: Vec<LeftAlone>,
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

/// A block with labels that is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    /// From its first label to the end of its last section.
    pub span: Span,
    /// Why.
    pub reason: Reason,
}

/// Why a block with labels is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A form that nobody has filled in.
    Form,
    /// It tells what to write, or how the method works.
    Explanation,
    /// The labels prove nothing: there are too few, or others that stand for other things as well.
    Labels,
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
}

impl Answer {
    /// Its title on one line, where it has one.
    pub fn title_line(&self, text: &str) -> Option<String> {
        let words = self.title?.of(text).split_whitespace().filter(|word| *word != ">");
        Some(words.collect::<Vec<_>>().join(" "))
    }
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
    pub content: templates::Content,
    /// Whether text in fenced blocks belongs to it.
    pub fenced: bool,
    /// Whether it tells what was learned, by its label.
    pub reflective: bool,
    /// Whether the label may stand for the Task as well ("Challenge" in CAR).
    pub covers_task: bool,
}

impl Section {
    /// The name of its first kind.
    pub fn name(&self) -> &'static str {
        self.kinds.names().next().unwrap_or("other")
    }

    /// Its runs of prose.
    pub fn runs<'n>(&self, document: &'n Document) -> impl Iterator<Item = markdown::Run> + 'n {
        let fenced = self.fenced;
        document.runs_in(self.span).filter(move |run| fenced || !run.fenced)
    }
}

/// From so many answers in a file on, they are judged on several threads: some milliseconds of work.
const MANY_ANSWERS: usize = 256;

/// Parses one file.
pub fn parse(text: &str, grammar: &Grammar) -> Note {
    note(Arc::new(markdown::read(text)), text, grammar)
}

/// The note of a text whose Markdown was read.
pub fn note(document: Arc<Document>, text: &str, grammar: &Grammar) -> Note {
    let (mut answers, doubtful) = answers::find(text, &document, grammar);
    let mut left_alone: Vec<_> = doubtful.into_iter().map(|span| LeftAlone { span, reason: Reason::Labels }).collect();
    let judge = |answer: &mut Answer| templates::judge(answer, text, &document, grammar);
    let mut reasons = parallel::map_mut(&mut answers, MANY_ANSWERS, judge).into_iter();
    answers.retain(|answer| {
        let reason = reasons.next().flatten();
        left_alone.extend(reason.map(|reason| LeftAlone { span: answer.span, reason }));
        reason.is_none()
    });
    left_alone.sort_by_key(|left| left.span);
    let directives = directives::read(text, &document);
    Note { left_alone, answers, document, directives }
}
