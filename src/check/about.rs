//! What an answer is about, according to its headings: rules with `about` apply only to answers under such a heading.
//! Headings are the title, those above it, the lines between the title and the first label, and the front matter.

use crate::diagnostic::Level;
use crate::language::index::Id;
use crate::parse::document::{Document, LineKind, Run};
use crate::parse::{Answer, Kinds, Note, words};
use crate::rules::RuleSet;
use crate::source::Span;
use std::collections::BTreeSet;

/// For each answer the `about` vocabularies that match in its headings; empty if no rule asks.
pub fn topics(note: &Note, text: &str, rules: &RuleSet<'static>) -> Vec<BTreeSet<Id>> {
    let on = rules.rules.iter().filter(|rule| rule.level != Level::Off);
    let wanted: BTreeSet<Id> = on.filter_map(|rule| rule.about).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let topics = |spans: &[Span], document: &Document| -> BTreeSet<Id> {
        let words =
            words::split(&Answer::unlabelled(Kinds::NONE, spans.iter().copied()), text, document, &rules.grammar);
        let found = rules.search(&words, text, "en", |_| Kinds::NONE).into_iter().map(|found| found.vocabulary);
        found.filter(|id| wanted.contains(id)).collect()
    };
    // The tags of front matter are read as if they were prose.
    let front = note.document.front_matter.map(|span| {
        let run = Run { span, block: 0, opaque: false, fenced: false };
        topics(&[span], &Document { runs: vec![run], ..Document::default() })
    });
    let front = front.unwrap_or_default();
    headings(note).iter().map(|spans| &topics(spans, &note.document) | &front).collect()
}

/// For each answer the spans of its headings.
fn headings(note: &Note) -> Vec<Vec<Span>> {
    let all = note.answers.iter().zip(headings_above(note)).map(|(answer, mut spans)| {
        let start = answer.title.map_or(answer.span.start, |title| title.start);
        // The title may itself be the last heading; having it twice does no harm.
        let own = Span { start, end: answer.span.start };
        spans.extend(Some(own).filter(|own| !own.is_empty()));
        spans
    });
    all.collect()
}

/// For each answer the headings that it stands under when its title, or it, begins.
pub(crate) fn headings_above(note: &Note) -> Vec<Vec<Span>> {
    let mut lines = note.document.lines.iter().peekable();
    let mut open: Vec<(u8, Span)> = Vec::new();
    let headings = note.answers.iter().map(|answer| {
        let start = answer.title.map_or(answer.span.start, |title| title.start);
        while let Some(line) = lines.next_if(|line| line.span.start < start) {
            if let LineKind::Heading(level) = line.kind {
                open.retain(|(above, _)| *above < level);
                open.push((level, line.span));
            }
        }
        open.iter().map(|(_, span)| *span).collect()
    });
    headings.collect()
}
