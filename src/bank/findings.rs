//! Findings across notes: a rule of one of them, at one story, with labels at others.

use super::{Bank, File, Story};
use crate::check::fill;
use crate::diagnostic::{Diagnostic, Label, Level};
use crate::rules::{Across, Check, Limits, Rule};
use crate::source::Span;

/// The rule of a note that looks for something across notes, if it is on, and its limits.
pub fn rule(file: &File, across: Across) -> Option<(&Rule<'static>, Limits)> {
    let mut rules = file.lenses.iter().flat_map(|lens| &lens.view.rules.rules).filter(|rule| rule.level != Level::Off);
    rules.find_map(|rule| match &rule.check {
        Check::Bank(bank) if bank.finds == Some(across) => Some((rule, bank.limits)),
        _ => None,
    })
}

/// A finding at a place in a story.
pub fn finding(rule: &Rule<'static>, story: &Story, span: Span, values: &[(&str, String)]) -> Diagnostic {
    Diagnostic {
        rule: rule.id.clone(),
        level: rule.level,
        span,
        message: fill(&rule.message, values),
        label: fill(&rule.label, values),
        help: fill(&rule.help, values),
        url: rule.url.clone(),
        answer: Some(story.number),
        ..Diagnostic::default()
    }
}

/// A place in another story, as a label of a finding in a note.
pub fn elsewhere(
    bank: &Bank,
    rule: &Rule<'static>,
    file: usize,
    other: &Story,
    span: Span,
    values: &[(&str, String)],
) -> Label {
    let source = (other.file != file).then(|| bank.files[other.file].source.clone());
    Label { source, span, text: fill(&rule.also, values) }
}

/// Where a story is, for a message: its file and line.
pub fn place(bank: &Bank, story: &Story) -> String {
    format!("{}:{}", bank.files[story.file].source.path.display(), story.line)
}
