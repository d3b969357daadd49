//! Values that many tables of a rule file have: levels, sections, names of vocabularies.

use super::toml::Table;
use crate::diagnostic::Level;
use crate::parse::Kinds;
use crate::source::Span;

/// The levels as written.
pub const LEVELS: [(&str, Level); 4] =
    [("error", Level::Error), ("warning", Level::Warning), ("info", Level::Info), ("off", Level::Off)];

/// A vocabulary by name and where it is named; `None` where a table that needs one names none, which is a problem once
/// all files are merged.
pub type Named = Option<(String, Span)>;

/// The vocabulary that a key names.
pub(super) fn named(table: &mut Table, key: &'static str) -> Named {
    table.string(key).map(|(name, place)| (name.to_owned(), place))
}

/// The sections that a key lists; `None` where it lists nothing.
pub(super) fn sections(table: &mut Table, key: &'static str) -> Option<Kinds> {
    let names = table.strings(key);
    let mut kinds = (!names.is_empty()).then_some(Kinds::NONE);
    for (name, place) in names {
        match Kinds::named(name) {
            Some(kind) => kinds = kinds.map(|kinds| kinds.union(kind)),
            None => {
                table.problem(place, format!("`{name}` is not a section; sections are {}", Kinds::NAMES.join(", ")));
            }
        }
    }
    kinds
}

/// A vocabulary and the sections in which it matters.
pub(super) fn scoped(table: &mut Table, key: &'static str, path: &'static str) -> Option<(Kinds, Named)> {
    table
        .within(key, path, |table| {
            let scope = sections(table, "scope").unwrap_or(Kinds::NONE);
            named(table, "vocabulary").map(|vocabulary| (scope, Some(vocabulary)))
        })
        .flatten()
}

/// Strings that outlive the file that they were read from.
pub(super) fn owned(strings: Vec<(&str, Span)>) -> Vec<(String, Span)> {
    strings.into_iter().map(|(text, place)| (text.to_owned(), place)).collect()
}
