//! Diagnostics from the texts of a rule, with what was found filled in.

use super::Reading;
use crate::diagnostic::{Diagnostic, Text};
use crate::parse::Section;
use crate::rules::Rule;
use crate::source::Span;

/// A diagnostic with the rule's texts, placeholders still in them.
pub fn blank(rule: &Rule<'static>, span: Span) -> Diagnostic {
    Diagnostic {
        rule: rule.id.clone(),
        level: rule.level,
        span,
        message: rule.message.clone(),
        label: rule.label.clone(),
        help: rule.help.clone(),
        url: rule.url.clone(),
        ..Diagnostic::default()
    }
}

/// A diagnostic of an answer, every text filled.
pub fn diagnostic(
    rule: &Rule<'static>,
    span: Span,
    reading: &Reading,
    section: Option<&Section>,
    values: &[(&str, String)],
) -> Diagnostic {
    let mut diagnostic = blank(rule, span);
    diagnostic.answer = Some(reading.number);
    diagnostic.section = section.map(Section::name);
    let texts = [&mut diagnostic.message, &mut diagnostic.label, &mut diagnostic.help];
    for part in texts.into_iter().filter(|part| part.contains('{')) {
        *part = fill(part, values);
        if part.contains("{text}") || part.contains("{section}") {
            let text = one_line(span.of(reading.text));
            *part = fill(part, &[("section", section.map(title).unwrap_or_default()), ("text", text)]);
        }
    }
    diagnostic
}

/// Replaces each `{name}` that is known.
pub fn fill(template: &Text, values: &[(&str, String)]) -> Text {
    if !template.contains('{') {
        return template.clone();
    }
    let replace = |text: String, (name, value): &(&str, String)| text.replace(&format!("{{{name}}}"), value);
    values.iter().fold(template.clone().into_owned(), replace).into()
}

/// The name of a section as a title: `Situation`, or `Situation and Task` where it is merged.
pub fn title(section: &Section) -> String {
    section.kinds.names().map(capitalised).collect::<Vec<_>>().join("/")
}

/// The name of a kind as a title.
pub fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words from the note for a message: white space folded, at most 60 characters.
pub fn one_line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= 60 { joined } else { joined.chars().take(59).chain(['…']).collect() }
}

/// A limit for a message; empty where there is none.
pub fn bound(limit: Option<u32>) -> String {
    limit.map(|limit| limit.to_string()).unwrap_or_default()
}

/// Seconds as people say them: `0:53`.
pub fn clock(seconds: usize) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
