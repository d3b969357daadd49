//! What a rule file can say of `check.phrases`.

use super::fields::{Named, named, scoped, sections};
use super::toml::Table;
use crate::language::index::Id;
use crate::parse::Kinds;
use serde::{Deserialize, Serialize};

/// `check.phrases = { vocabulary = "hedge" }`: each match is a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phrases<V = Id> {
    /// What is looked for.
    pub vocabulary: V,
    /// Whether words in quotation marks count.
    pub quoted: bool,
    /// Whether each match is a finding, rather than each sentence.
    pub each: bool,
    /// Sections in which a finding is only `info`, and only where the Action never matches `own`.
    pub soft: Kinds,
    /// The candidate's own doing, for `soft`.
    pub own: Option<V>,
    /// No finding where this matches in the sentence before or after, in the same section.
    pub unless_near: Option<V>,
    /// No finding where this matches in the same section.
    pub unless_section: Option<V>,
    /// Sections in which this must match in the sentence as well.
    pub narrow: Option<(Kinds, V)>,
}

impl<V> Phrases<V> {
    /// The same with its vocabularies named otherwise.
    pub(super) fn map<'s, W>(&'s self, name: &mut impl FnMut(&'s V) -> Option<W>) -> Option<Phrases<W>> {
        Some(Phrases {
            vocabulary: name(&self.vocabulary)?,
            quoted: self.quoted,
            each: self.each,
            soft: self.soft,
            own: self.own.as_ref().and_then(&mut *name),
            unless_near: self.unless_near.as_ref().and_then(&mut *name),
            unless_section: self.unless_section.as_ref().and_then(&mut *name),
            narrow: self.narrow.as_ref().and_then(|(scope, vocabulary)| Some((*scope, name(vocabulary)?))),
        })
    }
}

impl Phrases<Named> {
    pub(super) fn read(table: &mut Table) -> Phrases<Named> {
        Phrases {
            soft: sections(table, "soft").unwrap_or(Kinds::NONE),
            quoted: table.flag("quoted").unwrap_or(false),
            each: table.flag("each").unwrap_or(false),
            vocabulary: named(table, "vocabulary"),
            own: named(table, "own").map(Some),
            unless_near: named(table, "unless-near").map(Some),
            unless_section: named(table, "unless-section").map(Some),
            narrow: scoped(table, "narrow", "check.phrases.narrow"),
        }
    }
}
