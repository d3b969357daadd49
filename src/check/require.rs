//! `check.require` and `check.count`: what must be there, and how often something may be.

use super::answer_text::AnswerText;
use super::message::{bound, diagnostic, fill};
use crate::diagnostic::{Diagnostic, Label};
use crate::language::index::Id;
use crate::parse::Kinds;
use crate::rules::{Limits, Require, Rule};

/// Too few matches in the scope.
pub fn require(rule: &Rule<'static>, require: &Require<'static>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    if require.when.is_some_and(|when| reading.matches(when).is_empty()) {
        return;
    }
    let told = |index| reading.is_told(index) || (rule.scope != Kinds::NONE && reading.is_begun(index));
    let Some((first, _)) = reading.sections(rule.scope).find(|(index, _)| told(*index)) else { return };
    let reflected = require.reflection.map_or(0, |reflection| {
        reading.matches(reflection).iter().filter(|hit| reading.section(hit.sentence).reflective).count()
    });
    if reading.matches_in(require.vocabulary, rule.scope).count() + reflected >= require.at_least as usize {
        return;
    }
    let softer = require.softer.as_ref();
    let mild =
        softer.and_then(|softer| reading.matches_in(softer.vocabulary, rule.scope).last().map(|hit| (softer, hit)));
    let section =
        &reading.answer.sections[mild.as_ref().map_or(first, |(_, hit)| reading.words.sentences[hit.sentence].section)];
    let finding = if let Some((softer, hit)) = &mild {
        let mut finding = diagnostic(rule, reading.span(hit), reading, Some(section), &[]);
        let values = [
            ("text", super::message::one_line(reading.span(hit).of(reading.text))),
            ("section", super::message::title(section)),
        ];
        finding.level = softer.level;
        finding.message = fill(&softer.message, &values);
        finding.label = fill(&softer.label, &values);
        finding
    } else if rule.scope == Kinds::NONE {
        diagnostic(rule, reading.heading(), reading, None, &[])
    } else {
        let sentence = reading.words.sentences.iter().position(|sentence| sentence.section == first);
        let span = sentence.map_or(section.label, |sentence| reading.sentence(sentence));
        diagnostic(rule, span, reading, Some(section), &[])
    };
    found.push(finding);
    let beside = require.beside.and_then(|(scope, vocabulary)| reading.matches_in(vocabulary, scope).next());
    if let (Some(hit), Some(finding)) = (beside, found.last_mut()) {
        finding.labels.push(Label::new(reading.span(hit), rule.also.clone()));
    }
}

/// Too few or too many matches in all sections of the scope together.
pub fn count(rule: &Rule<'static>, vocabulary: Id, limits: Limits, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let Some((_, section)) = reading.sections(rule.scope).find(|(index, _)| reading.is_told(*index)) else { return };
    let count = reading.matches_in(vocabulary, rule.scope).count();
    let few = limits.too_few(count);
    if few || limits.too_many(count) {
        let values = [("count", count.to_string()), ("min", bound(limits.min)), ("max", bound(limits.max))];
        let mut finding = diagnostic(rule, section.label, reading, Some(section), &values);
        if few && !rule.also.is_empty() {
            finding.message = fill(&rule.also, &values);
        }
        found.push(finding);
    }
}
