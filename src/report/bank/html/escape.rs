//! Text of notes as text of the page, and the letters that the style sheet knows levels and sections by.

use crate::bank::{Bank, Story};
use crate::diagnostic::Level;
use crate::parse::Kinds;
use crate::report::printable;
use crate::source::Span;

/// The kinds of sections with the letter of their colour.
pub const PARTS: [(Kinds, &str, &str); 5] = [
    (Kinds::SITUATION, "s", "Situation"),
    (Kinds::TASK, "t", "Task"),
    (Kinds::ACTION, "a", "Action"),
    (Kinds::RESULT, "r", "Result"),
    (Kinds::OTHER, "o", "Other"),
];

/// The letter of the colour of a section.
pub fn letter(kinds: Kinds) -> &'static str {
    PARTS.iter().find(|(kind, ..)| kinds.meets(*kind)).map_or("o", |(_, letter, _)| letter)
}

/// Words of a story on one line, escaped.
pub fn quote(bank: &Bank, story: &Story, span: Span) -> String {
    escaped(&crate::check::one_line(span.of(&bank.files[story.file].source.text)))
}

/// The letter of a level, for its colour.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "e",
        Level::Warning => "w",
        Level::Info | Level::Off => "i",
    }
}

/// Text that is no markup, without characters that are not seen.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(c),
        }
    }
    out
}

/// The same for several lines.
pub fn escaped_lines(text: &str) -> String {
    let lines = text.split('\n').map(|line| escaped(line.trim_end_matches('\r')));
    lines.collect::<Vec<_>>().join("\n")
}
