//! `check.phrases`: each sentence in which a vocabulary matches is one finding, or each match if the rule says so.

use super::answer_text::AnswerText;
use super::message::diagnostic;
use crate::diagnostic::{Diagnostic, Label, Level};
use crate::parse::Kinds;
use crate::rules::{Phrases, Rule};

/// Runs the check. Several matches in a sentence usually have one cause: the first is the finding, the others are labels.
pub fn check(rule: &Rule<'static>, phrases: &Phrases, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let mut last: Option<usize> = None;
    for hit in reading.matches_in(phrases.vocabulary, rule.scope) {
        let section = reading.section(hit.sentence);
        let quoted = reading.words.tokens[hit.tokens.clone()].iter().any(|token| token.quoted);
        let soft = section.kinds.meets(phrases.soft);
        if last != Some(hit.sentence) && !holds(phrases, reading, hit.sentence) {
            continue;
        }
        if (quoted && !phrases.quoted) || (soft && (last.is_some() || acts(phrases, reading))) {
            continue;
        }
        let span = reading.span(hit);
        if let (Some(finding), true) = (found.last_mut(), !phrases.each && last == Some(hit.sentence)) {
            finding.labels.push(Label::new(span, rule.also.clone()));
            continue;
        }
        last = Some(hit.sentence);
        let mut finding = diagnostic(rule, span, reading, Some(section), &[]);
        finding.fix = super::removal::fix(rule.remove, hit, reading);
        finding.level = if soft { finding.level.min(Level::Info) } else { finding.level };
        found.push(finding);
    }
}

/// Whether what stands in and around the sentence lets a finding be one.
fn holds(phrases: &Phrases, reading: &AnswerText, sentence: usize) -> bool {
    let matches = |vocabulary, sentence| {
        reading.matches(vocabulary).binary_search_by_key(&sentence, |found| found.sentence).is_ok()
    };
    let section = |sentence: usize| reading.words.sentences.get(sentence).map(|sentence| sentence.section);
    let near = |vocabulary| {
        let neighbours = [sentence.wrapping_sub(1), sentence + 1];
        neighbours.into_iter().any(|other| section(other) == section(sentence) && matches(vocabulary, other))
    };
    let kinds = reading.section(sentence).kinds;
    let here =
        |vocabulary| reading.matches_of_section(vocabulary, reading.words.sentences[sentence].section).next().is_some();
    !phrases.unless_near.is_some_and(near)
        && !phrases.unless_section.is_some_and(here)
        && phrases.narrow.is_none_or(|(scope, narrow)| !kinds.meets(scope) || matches(narrow, sentence))
}

/// Whether the Action shows what the candidate did.
fn acts(phrases: &Phrases, reading: &AnswerText) -> bool {
    phrases.own.is_some_and(|own| reading.matches_in(own, Kinds::ACTION).next().is_some())
}
