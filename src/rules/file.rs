//! One rule file as it is written: star-lint's own, a profile, a user's, or `star-lint.toml`. Only what a file
//! says is set; [`super::reader`] reads it and [`super::load`] lays files over each other.

use super::written_cues::CuesPatch;
use super::{Structure, Unit};
use crate::diagnostic::Level;
use crate::language::pattern::Item;
use crate::parse::{Kinds, Uses};
use crate::source::Span;
use std::collections::BTreeMap;

/// A rule file.
#[derive(Clone, Debug, Default)]
pub struct RuleFile {
    /// Profiles and rule files that this one builds on.
    pub extends: Vec<(String, Span)>,
    /// How fast an answer is spoken.
    pub words_per_minute: Option<u32>,
    /// The language of the answers, where it is not to be guessed.
    pub language: Option<String>,
    /// Words for the parser: a word or phrase and its uses.
    pub words: Vec<(String, Uses)>,
    /// Vocabularies by name.
    pub vocabularies: BTreeMap<String, VocabularyPatch>,
    /// Tables of cues by name.
    pub cues: BTreeMap<String, CuesPatch>,
    /// Rules by id, in the order of the file.
    pub rules: Vec<(String, RulePatch)>,
    /// What makes it a profile.
    pub profile: Option<Profile>,
    /// What it says of the run, which only a `star-lint.toml` may do.
    pub run: Run,
    /// Where it is first seen that this may be no rule file at all: it is no TOML, or has a key that none has.
    pub stray: Option<Span>,
}

/// The `[profile]` table: what a company or scheme asks for, and how that is known.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name for people.
    pub title: String,
    /// What it is about, in our own words.
    pub description: String,
    /// The month in which the sources were read, such as `2026-11`.
    pub as_of: String,
    /// Where it is written.
    pub sources: Vec<String>,
    /// How it is known.
    pub basis: Basis,
}

/// How what a profile says is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The employer says so itself.
    Stated,
    /// Candidates and coaches say so.
    Folklore,
}

impl Basis {
    /// The names as written.
    pub const NAMES: [(&str, Basis); 2] = [("stated", Basis::Stated), ("folklore", Basis::Folklore)];

    /// As written.
    pub fn name(self) -> &'static str {
        Basis::NAMES[self as usize].0
    }
}

/// What a `star-lint.toml` says of the run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Whether configurations of outer folders do not count.
    pub root: bool,
    /// Globs of the notes that a walk reads; empty for all of the known kinds.
    pub include: Vec<(String, Span)>,
    /// Globs of notes that hold answers, with labels or without.
    pub answers: Vec<(String, Span)>,
    /// Globs of what is not read.
    pub exclude: Vec<(String, Span)>,
    /// Changes for some paths.
    pub overrides: Vec<Override>,
    /// The least level that fails a run; off for never.
    pub fail_on: Option<Level>,
    /// The least level that is shown.
    pub min_level: Option<Level>,
    /// Where the first of its keys stands, for a file that may have none.
    pub place: Option<Span>,
}

/// `[[overrides]]`: what some notes have different.
#[derive(Clone, Debug)]
pub struct Override {
    /// Globs, from the folder of the file.
    pub paths: Vec<(String, Span)>,
    /// What is different.
    pub part: RuleFile,
}

/// What a file says of a vocabulary.
#[derive(Clone, Debug, Default)]
pub struct VocabularyPatch {
    /// Where its name stands.
    pub span: Span,
    /// Phrases, words and patterns.
    pub entries: Vec<(Vec<Item>, Span)>,
    /// Look-alikes.
    pub except: Vec<(Vec<Item>, Span)>,
    /// Cancel in the same sentence.
    pub unless: Vec<(String, Span)>,
    /// Cancel from earlier in the clause.
    pub unless_before: Vec<(String, Span)>,
    /// Needed in the same sentence.
    pub with: Vec<(String, Span)>,
    /// What parts clauses.
    pub clause: Option<(String, Span)>,
}

/// What a file says of a rule.
#[derive(Clone, Debug, Default)]
pub struct RulePatch {
    /// Where its name stands.
    pub span: Span,
    /// See [`super::Rule`].
    pub level: Option<Level>,
    /// See [`super::Rule`].
    pub scope: Option<Kinds>,
    /// See [`super::Rule`].
    pub language: Option<String>,
    /// See [`super::Rule`].
    pub about: Named,
    /// See [`super::Rule`].
    pub check: Option<WrittenCheck>,
    /// Texts by key; see [`TEXTS`].
    pub texts: BTreeMap<&'static str, String>,
    /// See [`super::Rule`].
    pub remove: (Named, Named),
    /// What stands between braces in its texts, and where.
    pub placeholders: Vec<(String, Span)>,
    /// Words that the rule never speaks of.
    pub allow: Vec<(Vec<Item>, Span)>,
    /// Pairs of a bad and a good text.
    pub examples: Vec<Example>,
}

/// An example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// A text that the rule must speak of.
    pub bad: String,
    /// A text that it must be silent on; may be empty.
    pub good: String,
    /// Where it stands.
    pub span: Span,
}

/// A check as written: vocabularies by name.
#[derive(Clone, Debug)]
pub struct WrittenCheck {
    /// The kind.
    pub kind: WrittenKind,
    /// Where.
    pub span: Span,
}

/// See [`super::Check`].
#[derive(Clone, Debug)]
pub enum WrittenKind {
    /// See [`super::Check`].
    Sections(Structure),
    /// See [`super::Check`].
    Length(Option<Unit>, Option<u32>, Option<u32>),
    /// See [`super::Check`].
    Share(Option<u32>, Option<u32>),
    /// See [`super::Phrases`].
    Phrases(WrittenPhrases),
    /// See [`super::Require`].
    Require(WrittenRequire),
    /// See [`super::Check`].
    Count(Named, Option<u32>, Option<u32>),
    /// The name of the table, the least sum in hundredths, and of what it is the sum.
    Cues(Named, Option<f32>, Option<Unit>),
    /// See [`super::Check`].
    Pattern(Vec<(String, Span)>),
    /// See [`super::Check`].
    Acronyms(Named),
    /// See [`super::Check`].
    Doubled(Named),
    /// See [`super::Check`].
    Labels,
    /// See [`super::Check`].
    Suppressions,
}

/// A vocabulary by name, where one was named.
pub type Named = Option<(String, Span)>;

/// See [`super::Phrases`].
#[derive(Clone, Debug)]
pub struct WrittenPhrases {
    /// See [`super::Phrases`].
    pub vocabulary: Named,
    /// See [`super::Phrases`].
    pub quoted: bool,
    /// See [`super::Phrases`].
    pub each: bool,
    /// See [`super::Phrases`].
    pub soft: Kinds,
    /// See [`super::Phrases`].
    pub own: Named,
}

/// See [`super::Require`].
#[derive(Clone, Debug)]
pub struct WrittenRequire {
    /// See [`super::Require`].
    pub vocabulary: Named,
    /// See [`super::Require`].
    pub at_least: u32,
    /// See [`super::Require`].
    pub reflection: bool,
    /// Vocabulary, level, message, label.
    pub softer: Option<(Named, Level, String, String)>,
    /// Sections and vocabulary.
    pub beside: Option<(Kinds, Named)>,
    /// See [`super::Require`].
    pub when: Named,
}

/// The texts of a rule, in the order in which `explain` and the schema show them.
pub const TEXTS: [&str; 9] = ["summary", "message", "label", "also", "help", "why", "source", "measured", "url"];
