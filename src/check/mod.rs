//! Runs the rules over the answers of a note. One file per kind of check.

pub(crate) mod about;
mod acronyms;
mod answer_text;
mod cues;
mod doubled;
mod joins;
mod labels;
mod length;
mod message;
mod order;
mod pattern;
mod phrases;
pub mod profiles;
mod removal;
mod repeats;
mod require;
mod sections;
pub mod suppression;

use crate::diagnostic::{Diagnostic, Level};
use crate::parallel;
use crate::parse::{Kinds, Note, Reason};
use crate::rules::{Check, Counted, Rule, RuleSet, Structure, Unit};
use crate::source::Span;
pub use answer_text::AnswerText;
pub use message::{clock as spoken_time, fill, one_line};
pub use order::sort;

/// All findings in a note that no comment silences, in the order of the text.
pub fn check(note: &Note, text: &str, rules: &RuleSet<'static>) -> Vec<Diagnostic> {
    let (mut found, _) = find(note, text, rules);
    suppression::apply(note, text, &[rules], &mut found);
    sort(&mut found);
    found
}

/// Files with at least this many answers are checked on several threads: some milliseconds of work.
const MANY_ANSWERS: usize = 64;

/// How many answers are checked before their findings are combined, after which they take less memory.
const PIECE: usize = 4_096;

/// All findings in a note, silenced or not, answer by answer and in the order of the text within each; and the number of
/// words in the four sections of each answer.
pub fn find(note: &Note, text: &str, rules: &RuleSet<'static>) -> (Vec<Diagnostic>, usize) {
    let topics = about::topics(note, text, rules);
    let look = |answer: usize| {
        let concerns = |rule: &Rule<'static>| {
            rule.about.is_none_or(|id| topics.get(answer).is_some_and(|topics| topics.contains(&id)))
        };
        let reading = AnswerText::new(note, answer, text, rules);
        let mut found = Vec::new();
        for rule in rules.rules.iter().filter(|rule| rule.level != Level::Off) {
            if reading.speaks(&rule.language) && concerns(rule) {
                let before = found.len();
                run(rule, &reading, rules, &mut found);
                if reading.answer.is_inferred() && rule.rests_on_sections() {
                    found[before..].iter_mut().for_each(|finding| finding.level = finding.level.milder());
                }
            }
        }
        joins::join(rules, &mut found);
        sort(&mut found);
        (found, reading.words.star_words(reading.answer))
    };
    let (mut all, mut words) = (Vec::new(), 0);
    for first in (0..note.answers.len()).step_by(PIECE) {
        let count = PIECE.min(note.answers.len() - first);
        for (found, counted) in parallel::map(count, MANY_ANSWERS, |answer| look(first + answer)) {
            all.extend(found);
            words += counted;
        }
    }
    (all, words)
}

fn run(rule: &Rule<'static>, reading: &AnswerText, rules: &RuleSet<'static>, found: &mut Vec<Diagnostic>) {
    match &rule.check {
        Check::Sections(structure, told) => sections::check(rule, *structure, *told, reading, found),
        Check::Length { of, limits, usual } => {
            length::length(rule, *of, (*limits, usual.as_ref()), reading, rules, found);
        }
        Check::Share(limits) => length::share(rule, *limits, reading, found),
        Check::Phrases(phrases) => phrases::check(rule, phrases, reading, found),
        Check::Require(require) => require::require(rule, require, reading, found),
        Check::Count { vocabulary, limits } => require::count(rule, *vocabulary, *limits, reading, found),
        Check::Cues { table, at_least, of } => {
            let limit = (at_least.unwrap_or_default(), of.unwrap_or(Unit::Sentence));
            rules.cues(table).into_iter().for_each(|cues| cues::check(rule, cues, limit, reading, found));
        }
        Check::Repeats(repeats) => repeats::check(rule, repeats, reading, found),
        Check::Pattern(patterns) => pattern::check(rule, patterns, rules, reading, found),
        Check::Acronyms { known, unless } => acronyms::check(rule, *known, *unless, reading, found),
        Check::Doubled { words } => doubled::check(rule, *words, reading, found),
        // Nobody wrote the labels of what was guessed.
        Check::Labels if reading.answer.is_inferred() => {}
        Check::Labels => labels::check(rule, reading, found),
        // `suppression` checks comments, which belong to the note and not to an answer.
        // What is seen across notes is not seen in one answer.
        Check::Suppressions | Check::Bank(_) => {}
    }
}

/// The finding that a named file has no answer; `None` if the rule is off.
pub fn no_answer(note: &Note, text: &str, rules: &RuleSet<'static>) -> Option<Diagnostic> {
    let none = |rule: &&Rule<'static>| {
        matches!(rule.check, Check::Sections(Structure::NoAnswer, _)) && rule.level != Level::Off
    };
    let rule = rules.rules.iter().find(none).filter(|_| note.answers.is_empty())?;
    let first = note.document.runs.first().map_or(Span::default(), |run| run.span);
    let line = Span { start: first.start, end: first.end.min(first.start + 80).max(first.start) };
    let end = (line.start..=line.end).rev().find(|&end| text.is_char_boundary(end as usize)).unwrap_or(line.start);
    let templates = note.left_alone.iter().filter(|left| left.reason != Reason::Labels).count();
    let message = if templates > 0 && !rule.also.is_empty() { &rule.also } else { &rule.message };
    let mut diagnostic = message::blank(rule, Span { start: line.start, end });
    diagnostic.message = message::fill(message, &[("templates", templates.to_string())]);
    Some(diagnostic)
}

/// The measured outcomes of an answer: the index of the section and the words.
pub fn metrics(reading: &AnswerText, rules: &RuleSet<'static>) -> Vec<(usize, Span)> {
    let Some(metric) = rules.counted(Counted::Metrics, reading.language) else { return Vec::new() };
    let found = reading.find(metric, Kinds::NONE);
    found.iter().map(|found| (reading.words.sentences[found.sentence].section, reading.span(found))).collect()
}

/// The name of the first of some kinds, as a title.
pub fn title_of(kinds: Kinds) -> String {
    message::capitalised(kinds.names().next().unwrap_or_default())
}
