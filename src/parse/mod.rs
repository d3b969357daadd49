//! From the text of a file to a [`Note`]: answers, their sections, sentences and words, all as spans.
//!
//! The parser does not know a word of any language: labels and the like come from a [`Grammar`].

mod answer_builder;
mod answers;
mod asides;
mod candidates;
mod cursor;
pub mod directives;
pub mod document;
mod ends;
pub mod grammar;
mod head;
mod html;
mod inline_labels;
mod items;
mod kinds;
mod label;
mod label_words;
mod labels;
mod lead;
mod letters;
pub mod markdown;
mod neighbours;
mod note;
pub(crate) mod outside;
mod prepare;
pub(crate) mod quotes;
mod story_bank;
mod templates;
mod title;
mod uses;
pub mod words;
mod wrapped;

pub use grammar::Grammar;
pub use kinds::Kinds;
pub use note::{Answer, Content, Guess, LeftAlone, Note, Reason, Section};
pub use uses::Uses;

use crate::parallel;
use document::Document;
use std::sync::Arc;

/// A file with this many answers, some milliseconds of work, has them judged on several threads.
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
    let outside = outside::passages(&document, &answers, &left_alone, &directives);
    Note { answers, left_alone, outside, document, directives }
}
