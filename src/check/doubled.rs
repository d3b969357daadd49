//! `check.doubled`: a word twice in a row that never is in correct English.

use super::answer_text::AnswerText;
use super::message::diagnostic;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::language::index::Id;
use crate::parse::Kinds;
use crate::rules::Rule;
use crate::source::Span;

/// Runs the check.
pub fn check(rule: &Rule<'static>, words: Id, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    for sentence in &reading.words.sentences {
        let section = &reading.answer.sections[sentence.section];
        if rule.scope != Kinds::NONE && !section.kinds.meets(rule.scope) {
            continue;
        }
        for pair in reading.words.tokens[sentence.tokens.clone()].windows(2) {
            let (first, second) = (pair[0].span, pair[1].span);
            if first.end - first.start != second.end - second.start {
                continue;
            }
            let (one, two) = (first.of(reading.text), second.of(reading.text));
            let between = || Span { start: first.end, end: second.start }.of(reading.text);
            let apart = || !between().is_empty() && between().chars().all(|c| c.is_whitespace() || c == '>');
            if !same(one, two) || !apart() || !reading.is_member(words, one) {
                continue;
            }
            let mut finding = diagnostic(rule, first.to(second), reading, Some(section), &[]);
            // The second one is removed with the space or line break before it.
            let edit = Span { start: first.end, end: second.end };
            finding.fix = Some(Fix { applicability: Applicability::Safe, edits: vec![(edit, String::new())] });
            found.push(finding);
        }
    }
}

/// Whether two words are the same, in any case.
fn same(one: &str, two: &str) -> bool {
    one.eq_ignore_ascii_case(two) || (!one.is_ascii() && one.to_lowercase() == two.to_lowercase())
}
