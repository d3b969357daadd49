//! The kinds of checks: few kinds, many rules. All that a rule file can say of a kind is here, or in a file of its own
//! where that is much; how it is run is a file of its own in `check/`.

mod written;

use super::bank::Across;
pub use super::phrases::Phrases;
pub use super::require::{Require, Softer};
use super::toml::Table;
use crate::language::index::Id;
use crate::parse::Kinds;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a rule looks for. `V` is how it names vocabularies: by [`Named`](super::fields::Named) in a file, by [`Id`]
/// once the files are merged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Check<'a, V = Id> {
    /// `check.sections = "missing"`: the sections themselves. With `check.told` a missing Task is none where this
    /// matches in the Situation.
    Sections(Structure, Option<V>),
    /// `check.length = { of = "answer", min = 100, max = 350 }`, in words.
    Length {
        /// What is measured: the answer where nothing is said.
        of: Option<Unit>,
        /// How many words there may be.
        limits: Limits,
        /// How many there usually are.
        #[serde(borrow)]
        usual: Option<Usual<'a>>,
    },
    /// `check.share = { min = 30 }`: words of the scope in percent of the answer's.
    Share(Limits),
    /// `check.phrases = { vocabulary = "hedge" }`: each match is a finding.
    Phrases(Phrases<V>),
    /// `check.require = { vocabulary = "metric" }`: too few matches are a finding.
    Require(#[serde(borrow)] Require<'a, V>),
    /// `check.count = { vocabulary = "own-action", min = 2, max = 7 }`: how often it matches.
    Count {
        /// What is counted.
        vocabulary: V,
        /// How many matches there may be.
        limits: Limits,
    },
    /// `check.cues = { cues = "praise", at-least = 0.5 }`: patterns with weights whose sum is a finding.
    Cues {
        /// The name of their table; empty where a file leaves it to an earlier one.
        #[serde(borrow)]
        table: Cow<'a, str>,
        /// The least sum that is a finding: 0 where nothing is said.
        at_least: Option<f32>,
        /// What is summed: each sentence where nothing is said.
        of: Option<Unit>,
    },
    /// `check.repeats = { of = ["action"], max = 60 }`: how much of a section was already said in others.
    Repeats(Repeats<V>),
    /// `check.pattern = ['(?i)project \w+']`: regular expressions, on the text of each section.
    Pattern(#[serde(borrow)] Vec<Cow<'a, str>>),
    /// `check.acronyms = { known = "known-acronym" }`: capitals that are not spelled out at first use.
    Acronyms {
        /// Those that everybody knows.
        known: V,
        /// No finding of those that stand in a match of this.
        unless: Option<V>,
    },
    /// `check.doubled = { words = "never-doubled" }`: a word of these that appears twice in a row.
    Doubled {
        /// Words that never appear twice.
        words: V,
    },
    /// `check.labels = "style"`: labels of an answer that are not written as most of them are.
    Labels,
    /// `check.suppressions = "unused"`: comments for star-lint that silence nothing or name what is not there.
    Suppressions,
    /// `check.bank = { finds = "duplicate", min = 30 }`: what is seen only across all stories, by `star-lint bank`.
    Bank(Bank),
}

/// A range within the limits: outside it a finding is an info.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usual<'a> {
    /// The range.
    pub limits: Limits,
    /// The message outside it.
    #[serde(borrow)]
    pub message: Cow<'a, str>,
}

/// See [`Check::Bank`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    /// What it looks for; nothing where a file leaves it to an earlier one.
    pub finds: Option<Across>,
    /// From where on it is a finding.
    pub limits: Limits,
}

/// What can be wrong with the sections of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Structure {
    /// One of the scope is not there.
    Missing,
    /// A label has no text.
    Empty,
    /// A section comes before one that it should follow.
    Order,
    /// A section appears twice.
    Duplicate,
    /// The file holds no answer.
    NoAnswer,
    /// An answer has no labels.
    Unlabelled,
    /// An answer is in a language whose words no rule knows.
    Language,
}

/// What a length is measured of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// The four sections together.
    Answer,
    /// Each section of the scope.
    Section,
    /// Each sentence of the scope.
    Sentence,
}

/// How many there may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The fewest.
    pub min: Option<u32>,
    /// The most.
    pub max: Option<u32>,
}

/// See [`Check::Repeats`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repeats<V = Id> {
    /// The sections whose words are no news.
    pub of: Kinds,
    /// The largest share of its content words that a section may repeat, in percent.
    pub limits: Limits,
    /// No finding where this matches in the section.
    pub unless: Option<V>,
}

impl<'a, V> Check<'a, V> {
    /// The same check with its vocabularies named otherwise; `None` where one that it cannot do without has no name.
    pub fn map<'s, W>(&'s self, name: &mut impl FnMut(&'s V) -> Option<W>) -> Option<Check<'a, W>> {
        Some(match self {
            Check::Sections(structure, told) => Check::Sections(*structure, told.as_ref().and_then(&mut *name)),
            Check::Length { of, limits, usual } => Check::Length { of: *of, limits: *limits, usual: usual.clone() },
            Check::Share(limits) => Check::Share(*limits),
            Check::Phrases(phrases) => Check::Phrases(phrases.map(name)?),
            Check::Require(require) => Check::Require(require.map(name)?),
            Check::Count { vocabulary, limits } => Check::Count { vocabulary: name(vocabulary)?, limits: *limits },
            Check::Cues { table, at_least, of } => Check::Cues { table: table.clone(), at_least: *at_least, of: *of },
            Check::Repeats(Repeats { of, limits, unless }) => {
                Check::Repeats(Repeats { of: *of, limits: *limits, unless: unless.as_ref().and_then(&mut *name) })
            }
            Check::Pattern(patterns) => Check::Pattern(patterns.clone()),
            Check::Acronyms { known, unless } => {
                Check::Acronyms { known: name(known)?, unless: unless.as_ref().and_then(&mut *name) }
            }
            Check::Doubled { words } => Check::Doubled { words: name(words)? },
            Check::Labels => Check::Labels,
            Check::Suppressions => Check::Suppressions,
            Check::Bank(bank) => Check::Bank(*bank),
        })
    }

    /// Every vocabulary that it names.
    pub fn vocabularies(&self) -> Vec<&V> {
        let mut all = Vec::new();
        self.map(&mut |vocabulary| {
            all.push(vocabulary);
            Some(())
        });
        all
    }

    /// The vocabulary whose matches it counts or reports.
    pub fn subject(&self) -> Option<&V> {
        match self {
            Check::Phrases(Phrases { vocabulary, .. })
            | Check::Require(Require { vocabulary, .. })
            | Check::Count { vocabulary, .. } => Some(vocabulary),
            _ => None,
        }
    }

    /// The vocabulary that it looks words up in one by one, rather than searching for all that it says.
    pub fn word_list(&self) -> Option<&V> {
        match self {
            Check::Acronyms { known: words, .. } | Check::Doubled { words } => Some(words),
            _ => None,
        }
    }

    /// How many there may be of what it counts.
    pub fn limits(&self) -> Limits {
        match self {
            Check::Length { limits, .. }
            | Check::Share(limits)
            | Check::Count { limits, .. }
            | Check::Bank(Bank { limits, .. }) => *limits,
            Check::Repeats(repeats) => repeats.limits,
            _ => Limits::default(),
        }
    }

    /// Whether it looks at the answer as a whole, whatever the scope of its rule.
    pub fn looks_at_the_whole(&self) -> bool {
        match self {
            Check::Sections(structure, _) => *structure != Structure::Missing,
            Check::Length { of, .. } => matches!(of, None | Some(Unit::Answer)),
            Check::Labels | Check::Suppressions | Check::Bank(_) => true,
            _ => false,
        }
    }

    /// What the texts of its rule may hold between braces.
    pub fn placeholders(&self) -> &'static [&'static str] {
        match self {
            Check::Sections(Structure::Missing, _) => &["text", "section", "missing"],
            Check::Sections(Structure::Order, _) => &["text", "section", "before"],
            Check::Sections(Structure::NoAnswer, _) => &["templates"],
            Check::Sections(Structure::Unlabelled, _) => &["text", "section", "sections", "sure"],
            Check::Sections(Structure::Language, _) => &["text", "section", "language"],
            Check::Length { .. } => &["text", "section", "words", "time", "min", "max", "excess", "lack"],
            Check::Share(_) => &["text", "section", "words", "all", "share", "min", "max"],
            Check::Repeats(_) => &["text", "section", "share", "max"],
            Check::Count { .. } => &["text", "section", "count", "min", "max"],
            Check::Cues { .. } => &["text", "section", "cues"],
            Check::Acronyms { .. } => &["text", "section", "names"],
            Check::Labels => &["text", "section", "wanted"],
            Check::Suppressions => &["text", "hint"],
            Check::Bank(bank) => bank.placeholders(),
            _ => &["text", "section"],
        }
    }
}

impl Check<'static> {
    /// The same check with the vocabulary of another language, without what goes with that of its own.
    pub(super) fn translated(&self, vocabulary: Id) -> Option<Check<'static>> {
        Some(match self {
            Check::Phrases(Phrases { quoted, each, .. }) => Check::Phrases(Phrases {
                vocabulary,
                quoted: *quoted,
                each: *each,
                soft: Kinds::NONE,
                own: None,
                unless_near: None,
                unless_section: None,
                narrow: None,
            }),
            Check::Require(Require { at_least, .. }) => Check::Require(Require {
                vocabulary,
                at_least: *at_least,
                reflection: None,
                softer: None,
                beside: None,
                when: None,
            }),
            Check::Count { limits, .. } => Check::Count { vocabulary, limits: *limits },
            _ => return None,
        })
    }
}

impl Check<'_> {
    /// The vocabularies that are searched for, each with the sections to search.
    pub fn searches(&self, scope: Kinds) -> impl Iterator<Item = (Id, Kinds)> {
        let others = match self {
            Check::Phrases(Phrases { own, unless_near, unless_section, narrow, .. }) => [
                own.map(|own| (own, Kinds::ACTION)),
                unless_near.map(|near| (near, scope)),
                unless_section.map(|vocabulary| (vocabulary, scope)),
                narrow.map(|(scope, vocabulary)| (vocabulary, scope.or_all())),
            ],
            Check::Repeats(Repeats { unless, .. }) | Check::Acronyms { unless, .. } => {
                [unless.map(|unless| (unless, scope)), None, None, None]
            }
            Check::Sections(_, told) => [told.map(|told| (told, Kinds::SITUATION)), None, None, None],
            Check::Require(Require { softer, beside, when, reflection, .. }) => [
                softer.as_ref().map(|softer| (softer.vocabulary, scope)),
                beside.map(|(scope, vocabulary)| (vocabulary, scope.or_all())),
                when.map(|when| (when, Kinds::ALL)),
                reflection.map(|reflection| (reflection, Kinds::OTHER)),
            ],
            _ => [None; 4],
        };
        self.subject().map(|vocabulary| (*vocabulary, scope)).into_iter().chain(others.into_iter().flatten())
    }
}

impl Bank {
    fn placeholders(self) -> &'static [&'static str] {
        match self.finds {
            Some(Across::Uncovered) => &["value", "profile"],
            Some(Across::Overused) => &["count", "values"],
            Some(Across::Duplicate) => &["story", "place", "share", "longer"],
            Some(Across::Numbers) => &["here", "there", "story", "place"],
            None => &[],
        }
    }
}

impl Structure {
    const NAMES: [(&str, Structure); 7] = [
        ("missing", Structure::Missing),
        ("empty", Structure::Empty),
        ("order", Structure::Order),
        ("duplicate", Structure::Duplicate),
        ("none", Structure::NoAnswer),
        ("unlabelled", Structure::Unlabelled),
        ("language", Structure::Language),
    ];
}

impl Unit {
    const NAMES: [(&str, Unit); 3] =
        [("answer", Unit::Answer), ("section", Unit::Section), ("sentence", Unit::Sentence)];
}

impl Limits {
    fn read(table: &mut Table) -> Limits {
        Limits { min: table.number("min"), max: table.number("max") }
    }

    fn or(self, before: Limits) -> Limits {
        Limits { min: self.min.or(before.min), max: self.max.or(before.max) }
    }

    /// Whether so many are too few.
    pub fn too_few(self, count: usize) -> bool {
        self.min.is_some_and(|min| count < min as usize)
    }

    /// Whether so many are too many.
    pub fn too_many(self, count: usize) -> bool {
        self.max.is_some_and(|max| count > max as usize)
    }
}
