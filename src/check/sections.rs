//! `check.sections`: sections that are missing, empty, out of order or duplicated.

use super::answer_text::AnswerText;
use super::message::{capitalised, diagnostic, fill};
use crate::diagnostic::{Diagnostic, Label};
use crate::language::index::Id;
use crate::parse::{Content, Kinds, Section, Uses};
use crate::rules::{Rule, Structure};

/// Runs the check.
pub fn check(
    rule: &Rule<'static>,
    structure: Structure,
    told: Option<Id>,
    reading: &AnswerText,
    found: &mut Vec<Diagnostic>,
) {
    match structure {
        Structure::Missing => missing(rule, told, reading, found),
        Structure::Empty => empty(rule, reading, found),
        Structure::Order => order(rule, reading, found),
        Structure::Duplicate => duplicate(rule, reading, found),
        Structure::NoAnswer => {}
        Structure::Language => language(rule, reading, found),
        Structure::Unlabelled => unlabelled(rule, reading, found),
    }
}

fn missing(rule: &Rule<'static>, told: Option<Id>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let sections = &reading.answer.sections;
    let present = sections.iter().fold(Kinds::NONE, |all, section| all.union(section.kinds));
    let told = told.is_some_and(|told| reading.matches_in(told, Kinds::SITUATION).next().is_some());
    let covered = told || sections.iter().any(|section| section.covers_task);
    for kind in Kinds::STAR {
        if present.meets(kind) || (kind == Kinds::TASK && covered) {
            continue;
        }
        let name = kind.names().next().unwrap_or_default();
        let star = || sections.iter().filter(|section| section.kinds.is_star());
        // Where to write it: before the section that follows, or after the last one.
        let next = star().find(|section| section.kinds.rank() > kind.rank());
        let Some(at) = next.or_else(|| star().next_back()) else { continue };
        let values = [("missing", capitalised(name))];
        let mut finding = diagnostic(rule, at.label, reading, None, &values);
        if next.is_none() {
            finding.label = fill(&rule.also, &values);
        }
        finding.section = Kinds::NAMES.into_iter().find(|known| *known == name);
        found.push(finding);
    }
}

/// Says of an answer in a language that no rule knows that nothing reads its words.
fn language(rule: &Rule<'static>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let known = Uses::LANGUAGES.into_iter().find(|(code, ..)| *code == reading.language);
    if let Some((_, name, _)) = known.filter(|(code, ..)| !reading.is_read(code)) {
        found.push(diagnostic(rule, reading.heading(), reading, None, &[("language", capitalised(name))]));
    }
}

/// Says of an answer without labels what was guessed.
fn unlabelled(rule: &Rule<'static>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let answer = reading.answer;
    let (Some(first), Some(sure)) = (answer.guesses.first(), answer.guesses.iter().map(|guess| guess.percent).min())
    else {
        return;
    };
    let of = |(section, count): (&Section, &usize)| format!("{} ({count})", super::message::title(section));
    let sections: Vec<String> = answer.sections.iter().zip(&reading.words.counts).map(of).collect();
    let values = [("sections", sections.join(", ")), ("sure", sure.to_string())];
    found.push(diagnostic(rule, answer.title.unwrap_or(first.span), reading, None, &values));
}

/// Whether the section is only its label again ("Situation: Situation:").
fn doubled(sections: &[Section], index: usize) -> bool {
    let next = sections.get(index + 1);
    sections[index].content == Content::Empty && next.is_some_and(|next| next.kinds == sections[index].kinds)
}

fn empty(rule: &Rule<'static>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    for (index, section) in reading.sections(Kinds::NONE) {
        if section.content == Content::Empty && !doubled(&reading.answer.sections, index) {
            found.push(diagnostic(rule, section.label, reading, Some(section), &[]));
        }
    }
}

fn order(rule: &Rule<'static>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let mut last: Option<&Section> = None;
    for (_, section) in reading.sections(Kinds::NONE) {
        if let Some(before) = last.filter(|before| section.kinds.rank() < before.kinds.rank()) {
            let values = [("before", super::message::title(before))];
            let mut finding = diagnostic(rule, section.label, reading, Some(section), &values);
            finding.labels.push(Label::new(before.label, fill(&rule.also, &values)));
            found.push(finding);
        }
        last = last.filter(|before| before.kinds.rank() >= section.kinds.rank()).or(Some(section));
    }
}

fn duplicate(rule: &Rule<'static>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let sections = &reading.answer.sections;
    for (index, section) in reading.sections(Kinds::NONE) {
        let earlier =
            sections[..index].iter().rposition(|before| before.kinds.is_star() && before.kinds.meets(section.kinds));
        let Some(earlier) = earlier else { continue };
        // Two Actions in a row are one Action in two steps.
        if earlier + 1 < index && sections[earlier + 1..index].iter().any(|between| between.kinds.is_star())
            || doubled(sections, earlier)
        {
            let mut finding = diagnostic(rule, section.label, reading, Some(section), &[]);
            finding.labels.push(Label::new(sections[earlier].label, rule.also.clone()));
            found.push(finding);
        }
    }
}
