//! `check.labels`: labels of an answer that are written differently from the others.

use super::answer_text::AnswerText;
use super::message::diagnostic;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::parse::{Kinds, Section};
use crate::rules::Rule;
use crate::source::Span;
use std::collections::BTreeMap;

/// Marks that may stand before the name of a label, and after it.
const BEFORE: [char; 2] = ['*', '_'];
const AFTER: [char; 5] = ['*', '_', ':', '.', '：'];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    Title,
    Upper,
    Lower,
}

/// Runs the check: finds each label that is not written like most labels of its answer.
pub fn check(rule: &Rule<'static>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let text = reading.text;
    let sections = reading.sections(Kinds::NONE);
    let named: Vec<_> = sections.filter_map(|(_, section)| Some((section, name(section, text)?))).collect();
    let marks = |section: &Section, name: Span| {
        let (before, after) = (Span { end: name.start, ..section.label }, Span { start: name.end, ..section.label });
        (before.of(text), after.of(text))
    };
    let Some(usual) = most(named.iter().map(|(section, name)| marks(section, *name))) else { return };
    let usual_case = most(named.iter().filter_map(|(_, name)| case(name.of(text))));
    for (section, name) in named {
        let word = name.of(text);
        let wanted_case = usual_case.filter(|usual| case(word).is_some_and(|case| case != *usual));
        if marks(section, name) == usual && wanted_case.is_none() {
            continue;
        }
        let word = match wanted_case {
            Some(Case::Upper) => word.to_uppercase(),
            Some(Case::Lower) => word.to_lowercase(),
            Some(Case::Title) => super::message::capitalised(&word.to_lowercase()),
            None => word.to_owned(),
        };
        let wanted = format!("{}{word}{}", usual.0, usual.1);
        let mut finding = diagnostic(rule, section.label, reading, Some(section), &[("wanted", wanted.clone())]);
        // Emphasis ends only before a space; there is no fix for a label without one.
        let rest = &text[section.label.end as usize..];
        if rest.is_empty() || rest.starts_with(char::is_whitespace) {
            finding.fix = Some(Fix { applicability: Applicability::Safe, edits: vec![(section.label, wanted)] });
        }
        found.push(finding);
    }
}

/// The value that more than half of the items have, and at least two of them.
fn most<T: Ord + Copy>(things: impl Iterator<Item = T>) -> Option<T> {
    let mut counts = BTreeMap::new();
    things.for_each(|thing| *counts.entry(thing).or_insert(0) += 1);
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| *count >= 2 && count * 2 > all).map(|(thing, _)| thing)
}

/// The name in a label that consists of a name and marks on one line; headings and list items are not compared.
fn name(section: &Section, text: &str) -> Option<Span> {
    let label = section.label.of(text);
    let start = label.len() - label.trim_start_matches(BEFORE).len();
    let end = label.trim_end_matches(AFTER).len();
    let name = label.get(start..end)?;
    let plain = name.starts_with(char::is_alphabetic) && !name.contains(['\n', '*', '_', '|', '<']);
    let base = section.label.start as usize;
    plain.then(|| Span::new(base + start..base + end))
}

/// How a label of one word is capitalised, if it is long enough to tell.
fn case(word: &str) -> Option<Case> {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    if letters().count() < 3 || word.contains(char::is_whitespace) {
        return None;
    }
    Some(match () {
        () if letters().all(char::is_uppercase) => Case::Upper,
        () if letters().all(char::is_lowercase) => Case::Lower,
        () => Case::Title,
    })
}
