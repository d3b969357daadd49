//! What a rule file can say of `check.require`.

use super::fields::{LEVELS, Named, named, scoped};
use super::toml::Table;
use crate::diagnostic::Level;
use crate::language::index::Id;
use crate::parse::Kinds;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// `check.require = { vocabulary = "metric" }`: too few matches are a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Require<'a, V = Id> {
    /// What is looked for.
    pub vocabulary: V,
    /// The fewest matches.
    pub at_least: u32,
    /// What counts as well, in sections of learning only.
    pub reflection: Option<V>,
    /// What is nearly as good: the finding is softer where it matches.
    #[serde(borrow)]
    pub softer: Option<Softer<'a, V>>,
    /// A place to point at beside the finding: the sections to look in and the vocabulary.
    pub beside: Option<(Kinds, V)>,
    /// The rule reports only where this matches, in any section of the answer.
    pub when: Option<V>,
}

/// Other words for a milder case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Softer<'a, V = Id> {
    /// What makes it milder.
    pub vocabulary: V,
    /// The level then.
    pub level: Level,
    /// The message then.
    #[serde(borrow)]
    pub message: Cow<'a, str>,
    /// The label at the words.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
}

impl<'a, V> Require<'a, V> {
    /// The same with its vocabularies named otherwise.
    pub(super) fn map<'s, W>(&'s self, name: &mut impl FnMut(&'s V) -> Option<W>) -> Option<Require<'a, W>> {
        Some(Require {
            vocabulary: name(&self.vocabulary)?,
            at_least: self.at_least,
            reflection: self.reflection.as_ref().and_then(&mut *name),
            softer: match &self.softer {
                Some(Softer { vocabulary, level, message, label }) => {
                    let (message, label) = (message.clone(), label.clone());
                    Some(Softer { vocabulary: name(vocabulary)?, level: *level, message, label })
                }
                None => None,
            },
            beside: self.beside.as_ref().and_then(|(scope, vocabulary)| Some((*scope, name(vocabulary)?))),
            when: self.when.as_ref().and_then(&mut *name),
        })
    }
}

impl Require<'static, Named> {
    pub(super) fn read(table: &mut Table) -> Require<'static, Named> {
        Require {
            vocabulary: named(table, "vocabulary"),
            at_least: table.number("at-least").unwrap_or(1),
            reflection: named(table, "reflection").map(Some),
            when: named(table, "when").map(Some),
            softer: table.within("softer", "check.require.softer", |softer| Softer {
                level: softer.choice("level", &LEVELS).unwrap_or(Level::Info),
                message: softer.text("message").unwrap_or_default().into(),
                label: softer.text("label").unwrap_or_default().into(),
                vocabulary: named(softer, "vocabulary"),
            }),
            beside: scoped(table, "beside", "check.require.beside"),
        }
    }
}
