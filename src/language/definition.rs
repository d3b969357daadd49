//! Vocabularies as they are written, before they are compiled.

use super::class;
use super::pattern::{Atom, Item};
use crate::source::Span;

/// A rule file among those that a rule set is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileId {
    /// One that comes with star-lint, by its number.
    BuiltIn(usize),
    /// One that was applied to those, by its number.
    Applied(usize),
}

impl Default for FileId {
    fn default() -> FileId {
        FileId::BuiltIn(0)
    }
}

/// Where something was written: the rule file and the bytes in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

/// A phrase or pattern and where it was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it matches.
    pub items: Vec<Item>,
    /// For messages.
    pub origin: Origin,
}

impl Written {
    /// The word, where a single one is all.
    pub fn word(&self) -> Option<&str> {
        match &self.items[..] {
            [Item { atom: Atom::Word(word), min: 1, max: 1, glued: false }] => Some(word),
            _ => None,
        }
    }
}

/// A reference to another vocabulary.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The name as written.
    pub text: String,
    /// For messages.
    pub origin: Origin,
}

/// A vocabulary as written, all layers together.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// What it matches.
    pub entries: Vec<Written>,
    /// Verbs that it matches in all their forms.
    pub verbs: Vec<String>,
    /// Nouns that it matches in both numbers.
    pub nouns: Vec<String>,
    /// Its look-alikes.
    pub except: Vec<Written>,
    /// A match of one of these in the same sentence cancels.
    pub unless: Vec<Reference>,
    /// A match of one of these earlier in the same clause cancels.
    pub unless_before: Vec<Reference>,
    /// One of these must match in the same sentence.
    pub with: Vec<Reference>,
    /// What parts clauses.
    pub clause: Option<Reference>,
    /// Sentences in which it must match.
    pub finds: Vec<(String, Origin)>,
    /// Sentences in which it must not.
    pub passes: Vec<(String, Origin)>,
}

/// The vocabularies that a pattern names; classes are left out.
pub(crate) fn references(items: &[Item], found: &mut impl FnMut(&str)) {
    for item in items {
        match &item.atom {
            Atom::Name(name) if !class::NAMES.contains(&name.as_str()) => found(name),
            Atom::Group(alternatives) => alternatives.iter().for_each(|items| references(items, found)),
            _ => {}
        }
    }
}

/// The name of the vocabulary that holds the look-alikes of another one: a space keeps it apart from written names.
pub(super) fn except_name(name: &str) -> String {
    format!("{name} except")
}

/// The name of the vocabulary that holds one form of the verbs or nouns of another one, as patterns name it.
pub(super) fn form_name(name: &str, form: &str) -> String {
    format!("{name}:{form}")
}
