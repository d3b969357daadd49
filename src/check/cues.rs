//! `check.cues`: patterns with weights, summed over a sentence, a section or the answer.

use super::answer_text::AnswerText;
use super::message::{diagnostic, one_line};
use crate::diagnostic::{Diagnostic, Label};
use crate::language::matcher::Match;
use crate::rules::cues::{Cues, ONE, Side};
use crate::rules::{Rule, Unit};
use std::collections::BTreeMap;

/// So many of the cues that spoke are named.
const MOST_NAMED: usize = 3;

/// Runs the check: a finding wherever the sum is large enough. It names the cues that said most.
pub fn check(
    rule: &Rule<'static>,
    cues: &Cues,
    (at_least, of): (f32, Unit),
    reading: &AnswerText,
    found: &mut Vec<Diagnostic>,
) {
    // What is summed together, by its number: of what speaks there, each pattern once.
    let mut sums: BTreeMap<usize, BTreeMap<u16, (f32, &Match)>> = BTreeMap::new();
    for cue in cues.words.iter().filter(|cue| cue.side == Side::Here) {
        for hit in reading.matches_in(cue.vocabulary, rule.scope) {
            let unit = match of {
                Unit::Sentence => hit.sentence,
                Unit::Section => reading.words.sentences[hit.sentence].section,
                Unit::Answer => 0,
            };
            sums.entry(unit).or_default().entry(cue.vocabulary).or_insert((cue.weights[ONE], hit));
        }
    }
    for spoken in sums.into_values() {
        if cues.bias[ONE] + spoken.values().map(|(weight, _)| weight).sum::<f32>() < at_least {
            continue;
        }
        let mut loudest: Vec<_> = spoken.into_values().filter(|(weight, _)| *weight > 0.0).collect();
        loudest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.tokens.start.cmp(&b.1.tokens.start)));
        loudest.truncate(MOST_NAMED);
        let Some((_, first)) = loudest.first() else { continue };
        let words = |hit: &Match| one_line(reading.span(hit).of(reading.text));
        let named: Vec<String> = loudest.iter().map(|(_, hit)| format!("\"{}\"", words(hit))).collect();
        let section = reading.section(first.sentence);
        let values = [("cues", named.join(", "))];
        let mut finding = diagnostic(rule, reading.span(first), reading, Some(section), &values);
        let others = loudest.iter().skip(1).map(|(_, hit)| reading.span(hit));
        finding.labels.extend(others.map(|span| Label::new(span, rule.also.clone())));
        found.push(finding);
    }
}
