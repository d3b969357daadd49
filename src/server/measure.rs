//! How long an answer is, and how its words are shared out.

use super::document::Document;
use crate::check::{one_line, spoken_time, title_of};
use crate::parse::{Answer, words};
use crate::report::plural;
use crate::source::Span;

/// The measure of an answer.
pub struct Measure {
    /// Words of the four sections.
    pub words: usize,
    /// The time to say them, in seconds.
    pub seconds: usize,
    /// The name and the words of each section.
    pub sections: Vec<(String, usize)>,
}

impl Measure {
    /// Measures an answer of a note, by its place; `None` where there are no rules.
    pub fn of(document: &Document, answer: &Answer) -> Option<Measure> {
        let rules = &document.views().first()?.rules;
        let read = words::split(answer, document.text(), &document.note().document, &rules.grammar);
        let words = read.star_words(answer);
        let names = answer.sections.iter().map(|section| {
            let all: Vec<String> = section.kinds.names().map(title).collect();
            if all.is_empty() { title_of(section.kinds) } else { all.join(" + ") }
        });
        let sections = names.zip(read.counts.iter().copied()).collect();
        Some(Measure { words, seconds: rules.seconds(words), sections })
    }

    /// In a few words.
    pub fn short(&self) -> String {
        format!("{}, {}", plural(self.words, "word"), spoken_time(self.seconds))
    }

    /// The words of a section and their share of the answer.
    pub fn share(&self, section: usize) -> String {
        let words = self.sections.get(section).map_or(0, |(_, words)| *words);
        let percent = (words * 100).checked_div(self.words).unwrap_or(0);
        format!("{}, {percent}%", plural(words, "word"))
    }
}

fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What an answer is called.
pub fn name(document: &Document, answer: &Answer) -> String {
    let title = answer.title.map(|title| one_line(title.of(document.text())));
    title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "(untitled)".into())
}

/// Where an answer is named: its title, or else its first label, or else its first line.
pub fn heading(document: &Document, answer: &Answer) -> Span {
    let label = answer.sections.first().map(|section| section.label).filter(|label| !label.is_empty());
    let line = || {
        let text = answer.span.of(document.text());
        let length = text.find(['\r', '\n']).unwrap_or(text.len());
        Span { start: answer.span.start, end: answer.span.start + length as u32 }
    };
    answer.title.or(label).unwrap_or_else(line)
}

/// An answer with its title.
pub fn whole(answer: &Answer) -> Span {
    answer.title.map_or(answer.span, |title| title.to(answer.span))
}
