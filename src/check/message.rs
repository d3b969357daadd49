//! Builds diagnostics from the texts of a rule, with the placeholders filled in.

use super::answer_text::AnswerText;
use crate::diagnostic::{Diagnostic, Text};
use crate::parse::Section;
use crate::rules::Rule;
use crate::source::Span;

/// A diagnostic with the texts of the rule, placeholders not filled in yet.
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

/// A diagnostic of an answer, with all placeholders filled in.
pub fn diagnostic(
    rule: &Rule<'static>,
    span: Span,
    reading: &AnswerText,
    section: Option<&Section>,
    values: &[(&str, String)],
) -> Diagnostic {
    // A section that was guessed has no label to point at, but a first sentence.
    let guessed = reading.answer.guesses.iter().find(|guess| span.is_empty() && guess.span.start == span.start);
    let span = guessed.map_or(span, |guess| guess.span);
    let mut diagnostic = blank(rule, span);
    diagnostic.answer = Some(reading.number as u32);
    diagnostic.section = section.map(Section::name);
    let value = |name: &str| match name {
        "text" => Some(one_line(span.of(reading.text))),
        "section" => Some(section.map(title).unwrap_or_default()),
        _ => known(values, name),
    };
    for part in [&mut diagnostic.message, &mut diagnostic.label, &mut diagnostic.help] {
        fill_with(part, value);
    }
    diagnostic
}

/// The template with each known `{name}` replaced, and each `{name:word|words}` replaced with the form for that number.
pub fn fill(template: &Text, values: &[(&str, String)]) -> Text {
    let mut text = template.clone();
    fill_with(&mut text, |name| known(values, name));
    text
}

fn known(values: &[(&str, String)], name: &str) -> Option<String> {
    values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
}

fn fill_with(text: &mut Text, value: impl Fn(&str) -> Option<String>) {
    if !text.contains('{') {
        return;
    }
    let mut filled = String::with_capacity(text.len() + LONGEST);
    let mut rest = &**text;
    while let Some((before, after)) = rest.split_once('{') {
        filled += before;
        let named = after.split_once('}').and_then(|(name, after)| Some((one_of(name, &value)?, after)));
        if let Some((value, after)) = named {
            filled += &value;
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled += rest;
    // A long file may have a million of them.
    filled.shrink_to_fit();
    *text = filled.into();
}

/// The value of a name, or the form for that number.
fn one_of(name: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let Some((name, words)) = name.split_once(':') else { return value(name) };
    let (one, many) = words.split_once('|')?;
    Some(if value(name)? == "1" { one } else { many }.to_owned())
}

/// The name of a section as a title: `Situation`, or `Situation and Task` if it is merged.
pub fn title(section: &Section) -> String {
    section.kinds.names().map(capitalised).collect::<Vec<_>>().join("/")
}

/// The name of a kind as a title.
pub fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The most characters of a note that a message repeats.
const LONGEST: usize = 60;

/// A quotation from the note for a message: white space collapsed, at most 60 characters.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LONGEST * 2));
    for word in text.split_whitespace() {
        line += if line.is_empty() { "" } else { " " };
        line += word;
        if line.len() > LONGEST && line.chars().nth(LONGEST).is_some() {
            let cut = line.char_indices().nth(LONGEST - 1).map_or(line.len(), |(at, _)| at);
            line.replace_range(cut.., "…");
            break;
        }
    }
    line
}

/// A limit for a message; empty if there is none.
pub fn bound(limit: Option<u32>) -> String {
    limit.map(|limit| limit.to_string()).unwrap_or_default()
}

/// Seconds as people say them: `0:53`.
pub fn clock(seconds: usize) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
