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
        if (quoted && !phrases.quoted) || (soft && (last.is_some() || acts(phrases, reading))) {
            continue;
        }
        let span = reading.span(hit);
        if let (Some(finding), true) = (found.last_mut(), !phrases.each && last == Some(hit.sentence)) {
            finding.labels.push(Label { span, text: rule.also.clone() });
            continue;
        }
        last = Some(hit.sentence);
        let mut finding = diagnostic(rule, span, reading, Some(section), &[]);
        finding.fix = super::removal::fix(rule.remove, hit, reading);
        finding.level = if soft { finding.level.min(Level::Info) } else { finding.level };
        found.push(finding);
    }
}

/// Whether the Action shows what the candidate did.
fn acts(phrases: &Phrases, reading: &AnswerText) -> bool {
    phrases.own.is_some_and(|own| reading.matches_in(own, Kinds::ACTION).next().is_some())
}
