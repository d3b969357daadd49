//! One rule file as written: one of star-lint's own, a profile, a user's, or `star-lint.toml`. Only what a file says
//! is set; [`super::reader`] reads it and [`super::load`] merges several.

use super::bank::{Amounts, BankSettings, Topic};
use super::check::Check;
pub use super::fields::Named;
use super::rule::Counted;
use super::written_cues::CuesPatch;
use crate::diagnostic::Level;
use crate::language::inflection::Irregulars;
use crate::language::pattern::Item;
use crate::parse::{Kinds, Uses};
use crate::source::Span;
use std::collections::BTreeMap;

/// A rule file.
#[derive(Clone, Debug, Default)]
pub struct RuleFile {
    /// Profiles and rule files that this one builds on.
    pub extends: Vec<(String, Span)>,
    /// The group of the rules that it introduces.
    pub group: Named,
    /// How fast an answer is spoken.
    pub words_per_minute: Option<u32>,
    /// The language of the answers, if it is not to be detected.
    pub language: Option<String>,
    /// Words for the parser: a word or phrase and its uses.
    pub words: Vec<(String, Uses)>,
    /// Verbs and nouns with irregular forms.
    pub irregulars: Irregulars,
    /// Vocabularies by name.
    pub vocabularies: BTreeMap<String, VocabularyPatch>,
    /// Tables of cues by name.
    pub cues: BTreeMap<String, CuesPatch>,
    /// Rules by id, in the order of the file.
    pub rules: Vec<(String, RulePatch)>,
    /// The values that stories are held against, by name, in the order of the file.
    pub values: Vec<(String, Topic)>,
    /// The families of questions, likewise.
    pub questions: Vec<(String, Topic)>,
    /// What words of amounts stand for.
    pub amounts: Amounts,
    /// Its `[profile]` table, which makes it a profile.
    pub profile: Option<Profile>,
    /// What it says about the run, which only a `star-lint.toml` may.
    pub run: Run,
    /// The first sign that this is no rule file at all: it is not TOML, or has an unknown key.
    pub stray: Option<Span>,
}

impl RuleFile {
    /// The group of the rules that the file introduces: the one that it names, or its own name.
    pub fn group<'f>(&'f self, name: &'f str) -> &'f str {
        self.group.as_ref().map_or(name, |(group, _)| group)
    }
}

/// The `[profile]` table: what a company or scheme asks for, and how we know.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name for people.
    pub title: String,
    /// What it is about, in our own words.
    pub description: String,
    /// The month in which the sources were read, such as `2026-11`.
    pub as_of: String,
    /// Where that can be read.
    pub sources: Vec<String>,
    /// How we know.
    pub basis: Basis,
    /// Its place in the list of the profiles that come with star-lint.
    pub order: Option<u32>,
}

/// How we know what a profile says.
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

/// What a `star-lint.toml` says about the run.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Whether the configurations of outer folders are ignored.
    pub root: bool,
    /// Globs of the notes that a walk reads; empty for all files with a known extension.
    pub include: Vec<(String, Span)>,
    /// Globs of notes that hold answers, with labels or without.
    pub answers: Vec<(String, Span)>,
    /// Globs of what a walk leaves out.
    pub exclude: Vec<(String, Span)>,
    /// Changes for some paths.
    pub overrides: Vec<Override>,
    /// The lowest level that fails a run; off for never.
    pub fail_on: Option<Level>,
    /// The lowest level that is shown.
    pub min_level: Option<Level>,
    /// What `star-lint bank` is told.
    pub bank: BankSettings,
    /// The place of its first key, for files that may have none.
    pub place: Option<Span>,
}

/// `[[overrides]]`: what is different for some notes.
#[derive(Clone, Debug)]
pub struct Override {
    /// Globs, relative to the folder of the file.
    pub paths: Vec<(String, Span)>,
    /// What is different.
    pub part: RuleFile,
}

/// What a file says about a vocabulary.
#[derive(Clone, Debug, Default)]
pub struct VocabularyPatch {
    /// The place of its name.
    pub span: Span,
    /// Phrases, words and patterns.
    pub entries: Vec<(Vec<Item>, Span)>,
    /// Verbs, in all their forms; `_` parts the words of one.
    pub verbs: Vec<String>,
    /// Nouns, in both numbers.
    pub nouns: Vec<String>,
    /// Look-alikes.
    pub except: Vec<(Vec<Item>, Span)>,
    /// Vocabularies that cancel a match in the same sentence.
    pub unless: Vec<(String, Span)>,
    /// Vocabularies that cancel a match later in the clause.
    pub unless_before: Vec<(String, Span)>,
    /// Vocabularies of which one must match in the same sentence.
    pub with: Vec<(String, Span)>,
    /// The vocabulary that separates clauses.
    pub clause: Option<(String, Span)>,
    /// Sentences in which it must match.
    pub finds: Vec<(String, Span)>,
    /// Sentences in which it must not.
    pub passes: Vec<(String, Span)>,
}

/// What a file says about a rule; [`super::Rule`] has what the keys mean.
#[derive(Clone, Debug, Default)]
pub struct RulePatch {
    /// The place of its name.
    pub span: Span,
    /// The group that it belongs to.
    pub group: Named,
    /// How much a finding matters.
    pub level: Option<Level>,
    /// The sections that it looks at.
    pub scope: Option<Kinds>,
    /// The language whose words it knows.
    pub language: Option<String>,
    /// The vocabulary that headings must match.
    pub about: Named,
    /// How it looks.
    pub check: Option<WrittenCheck>,
    /// The vocabularies that take the place of that of its check in answers in other languages.
    pub translations: BTreeMap<&'static str, (String, Span)>,
    /// The rules whose finding tells what this one finds, if the file says which.
    pub joins: Option<Vec<(String, Span)>>,
    /// Texts by key; see [`TEXTS`].
    pub texts: BTreeMap<&'static str, String>,
    /// Words that can be taken out: safely, and with a change of what is said.
    pub remove: (Named, Named),
    /// What `star-lint outline` counts with its vocabulary.
    pub outline: Option<Counted>,
    /// The names between braces in its texts, with their places.
    pub placeholders: Vec<(String, Span)>,
    /// Words that the rule never reports.
    pub allow: Vec<(Vec<Item>, Span)>,
    /// Pairs of a bad and a good text.
    pub examples: Vec<Example>,
}

/// An example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// A text in which the rule must find something.
    pub bad: String,
    /// A text in which it must find nothing; may be empty.
    pub good: String,
    /// Where it stands.
    pub span: Span,
}

/// A check as written.
#[derive(Clone, Debug)]
pub struct WrittenCheck {
    /// What it says, with vocabularies by name.
    pub check: Check<'static, Named>,
    /// Where.
    pub span: Span,
    /// Where its regular expressions are, or the name of its cues.
    pub patterns: Vec<Span>,
}

/// The texts of a rule, in the order in which `explain` and the schema show them.
pub const TEXTS: [&str; 9] = ["summary", "message", "label", "also", "help", "why", "source", "measured", "url"];
