//! `check.length` and `check.share`: words, and the time it takes to say them.

use super::answer_text::AnswerText;
use super::message::{bound, clock, diagnostic};
use crate::diagnostic::{Diagnostic, Level};
use crate::parse::{Kinds, Section};
use crate::rules::{Limits, Rule, RuleSet, Unit, Usual};
use crate::source::Span;

/// Too few or too many words, or fewer or more than usual.
pub fn length(
    rule: &Rule<'static>,
    of: Option<Unit>,
    (limits, usual): (Limits, Option<&Usual<'static>>),
    reading: &AnswerText,
    rules: &RuleSet<'static>,
    found: &mut Vec<Diagnostic>,
) {
    let mut measure = |words: usize, span: Span, section: Option<&Section>| {
        let outside = |limits: &Limits| limits.too_few(words) || limits.too_many(words);
        let unusual = usual.filter(|usual| !outside(&limits) && outside(&usual.limits));
        if !outside(&limits) && unusual.is_none() {
            return;
        }
        let Limits { min, max } = unusual.map_or(limits, |usual| usual.limits);
        let time = |words: usize| clock(rules.seconds(words));
        let values = [
            ("words", words.to_string()),
            ("time", time(words)),
            ("min", bound(min)),
            ("max", bound(max)),
            ("excess", words.saturating_sub(max.unwrap_or(0) as usize).to_string()),
            ("lack", (min.unwrap_or(0) as usize).saturating_sub(words).to_string()),
        ];
        let mut finding = diagnostic(rule, span, reading, section, &values);
        if let Some(usual) = unusual {
            finding.level = finding.level.min(Level::Info);
            finding.message = super::message::fill(&usual.message, &values);
        } else if limits.too_few(words) && !rule.also.is_empty() {
            finding.message = super::message::fill(&rule.also, &values);
        }
        found.push(finding);
    };
    match of.unwrap_or(Unit::Answer) {
        Unit::Answer if reading.is_complete() => {
            measure(reading.words.star_words(reading.answer), reading.heading(), None);
        }
        Unit::Answer => {}
        Unit::Section => {
            for (index, section) in reading.sections(rule.scope).filter(|(index, _)| reading.is_told(*index)) {
                measure(reading.words.counts[index], section.label, Some(section));
            }
        }
        Unit::Sentence => {
            for (index, sentence) in reading.words.sentences.iter().enumerate() {
                let section = &reading.answer.sections[sentence.section];
                if rule.scope == Kinds::NONE || section.kinds.meets(rule.scope) {
                    measure(reading.words.words(sentence.tokens.clone()), reading.sentence(index), Some(section));
                }
            }
        }
    }
}

/// Too small or too large a share of the answer.
pub fn share(rule: &Rule<'static>, limits: Limits, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let all = reading.words.star_words(reading.answer);
    let parts: Vec<_> = reading.sections(rule.scope).collect();
    let Some((_, first)) = parts.first().filter(|_| all > 0 && reading.is_complete()) else { return };
    let words: usize = parts.iter().map(|(index, _)| reading.words.counts[*index]).sum();
    // A section merged with one outside the scope has no share of its own.
    let merged = parts.iter().any(|(_, section)| !section.kinds.is_within(rule.scope));
    let percent = words * 100 / all;
    if !merged && (limits.too_few(percent) || limits.too_many(percent)) {
        let values = [
            ("words", words.to_string()),
            ("all", all.to_string()),
            ("share", percent.to_string()),
            ("min", bound(limits.min)),
            ("max", bound(limits.max)),
        ];
        found.push(diagnostic(rule, first.label, reading, Some(first), &values));
    }
}
