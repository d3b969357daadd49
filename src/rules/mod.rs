//! Rules as data: what they are once loaded. [`reader`] reads one TOML [`mod@file`], [`load`] lays files over each
//! other and checks them, [`builtin`] holds the files that come with star-lint.

pub mod builtin;
pub mod cues;
pub mod expression;
pub mod file;
pub(crate) mod idle;
pub mod load;
pub mod reader;
pub(crate) mod toml;
pub mod written_cues;

use crate::diagnostic::Level;
use crate::language::index::{Id, Index};
use crate::language::matcher::{Match, Searcher};
use crate::language::pool::Pool;
use crate::parse::words::Words;
use crate::parse::{Grammar, Kinds};
use cues::{Cues, SECTIONS, STORY};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Everything that a run needs to know of rules and words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleSet<'a> {
    /// All rules, also those that are off.
    #[serde(borrow)]
    pub rules: Vec<Rule<'a>>,
    /// The vocabularies.
    #[serde(borrow)]
    pub index: Index<'a>,
    /// Tables of cues, by name.
    #[serde(borrow)]
    pub cues: Vec<Cues<'a>>,
    /// The names of the vocabularies in the order of their numbers, a line each.
    #[serde(borrow)]
    pub vocabularies: Cow<'a, str>,
    /// The language of the answers as a code such as `en`; empty where it is seen from each answer.
    #[serde(borrow)]
    pub language: Cow<'a, str>,
    /// The vocabulary of measured outcomes, which `outline` shows.
    pub metric: Option<Id>,
    /// The vocabulary of questions that ask for a story.
    pub question: Option<Id>,
    /// The vocabulary of words that have a capital only where they begin a sentence.
    pub sentence_start: Option<Id>,
    /// What the parser knows of words.
    #[serde(borrow)]
    pub grammar: Grammar<'a>,
    /// How fast an answer is spoken.
    pub words_per_minute: u32,
    /// What looks for the vocabularies.
    #[serde(skip)]
    pub searchers: Pool,
    /// What looks for the cues of stories and sections.
    #[serde(skip)]
    pub guessers: Pool,
}

impl RuleSet<'_> {
    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule<'_>> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// All matches of the vocabularies that the rules look for, by vocabulary and place. `kinds` tells those of a
    /// section of the text; text of no kind is searched for what answers are about.
    pub fn search(&self, text: &Words, source: &str, kinds: impl Fn(usize) -> Kinds) -> Vec<Match> {
        let asked = || -> Vec<_> {
            let rules = self.rules.iter().filter(|rule| rule.level != Level::Off);
            rules.flat_map(|rule| rule.vocabularies().chain(self.cues_of(rule))).collect()
        };
        let new = || Searcher::new(&self.index, &asked());
        self.searchers.with(new, |searcher| searcher.search(&self.index, text, source, kinds))
    }

    /// What says of prose without labels whether it is an answer, and where its sections are: the matches of cues and
    /// questions.
    pub fn cues_in(&self, text: &Words, source: &str) -> Vec<Match> {
        let tables = [SECTIONS, STORY].into_iter().filter_map(|name| self.cues(name));
        let asked =
            || tables.flat_map(Cues::vocabularies).chain(self.question).map(|id| (id, Kinds::ALL)).collect::<Vec<_>>();
        self.guessers.with(
            || Searcher::new(&self.index, &asked()),
            |searcher| searcher.search(&self.index, text, source, |_| Kinds::OTHER),
        )
    }

    /// The cues that a rule sums, and in which sections.
    fn cues_of<'r>(&'r self, rule: &'r Rule<'_>) -> impl Iterator<Item = (Id, Kinds)> + 'r {
        let table = match &rule.check {
            Check::Cues { table, .. } => self.cues.get(*table),
            _ => None,
        };
        let scope = rule.scope.or_all();
        table.into_iter().flat_map(Cues::vocabularies).map(move |id| (id, scope))
    }

    /// The table of cues of this name.
    pub fn cues(&self, name: &str) -> Option<&Cues<'_>> {
        self.cues.iter().find(|cues| cues.name == name)
    }

    /// The time to say so many words, in seconds.
    pub fn seconds(&self, words: usize) -> usize {
        (words * 60).div_ceil(self.words_per_minute.max(1) as usize)
    }
}

/// One rule. The built-in rules borrow their texts from the binary, a user's rules own them. (`Cow` is spelled
/// out because serde borrows only where it sees it.)
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule<'a> {
    /// Its kebab-case name.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// How much a finding matters.
    pub level: Level,
    /// The sections it looks at; none for the whole answer.
    pub scope: Kinds,
    /// The language whose words it knows; empty where it knows none.
    #[serde(borrow)]
    pub language: Cow<'a, str>,
    /// The vocabulary that the headings of an answer must match for the rule to speak of it.
    pub about: Option<Id>,
    /// How it looks.
    #[serde(borrow)]
    pub check: Check<'a>,
    /// What is wrong; may hold `{placeholders}`.
    #[serde(borrow)]
    pub message: Cow<'a, str>,
    /// A few words at the primary span.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
    /// A few words at secondary spans.
    #[serde(borrow)]
    pub also: Cow<'a, str>,
    /// What to do.
    #[serde(borrow)]
    pub help: Cow<'a, str>,
    /// Its page; empty where it has none.
    #[serde(borrow)]
    pub url: Cow<'a, str>,
    /// Which of its findings are mended by taking the words out.
    pub remove: Removal,
}

impl Rule<'_> {
    /// Whether what it finds depends on which section a sentence is in.
    pub fn rests_on_sections(&self) -> bool {
        let structure = matches!(&self.check, Check::Sections(structure) if *structure != Structure::Unlabelled);
        structure || self.scope != Kinds::NONE || matches!(self.check, Check::Share { .. })
    }

    /// The vocabularies that it looks for, and in which sections.
    fn vocabularies(&self) -> impl Iterator<Item = (Id, Kinds)> {
        let scope = self.scope.or_all();
        let others = match &self.check {
            Check::Phrases(phrases) => [phrases.own.map(|id| (id, Kinds::STAR[2])), None, None],
            Check::Require(require) => [
                require.softer.as_ref().map(|softer| (softer.vocabulary, scope)),
                require.beside.map(|(scope, id)| (id, scope.or_all())),
                require.when.map(|id| (id, Kinds::ALL)),
            ],
            _ => [None; 3],
        };
        let here = [self.check.vocabulary(), self.remove.safe, self.remove.unsafe_];
        let here = here.into_iter().flatten().map(move |id| (id, scope));
        here.chain(others.into_iter().flatten()).chain(self.about.map(|id| (id, Kinds::NONE)))
    }
}

/// Words that may be taken out of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Removal {
    /// Without changing what it says.
    pub safe: Option<Id>,
    /// With a change of what it says.
    pub unsafe_: Option<Id>,
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

/// What can be wrong with the sections of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Structure {
    /// One of the scope is not there.
    Missing,
    /// A label has no text.
    Empty,
    /// A section stands before one that it should follow.
    Order,
    /// A section stands twice.
    Duplicate,
    /// The file holds no answer.
    NoAnswer,
    /// An answer has no labels.
    Unlabelled,
}

/// The kinds of checks. Few kinds, many rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Check<'a> {
    /// `check.sections = "missing"`: the sections themselves.
    Sections(Structure),
    /// `check.length = { of = "answer", min = 100, max = 350 }`, in words.
    Length {
        /// What is measured.
        of: Unit,
        /// The fewest words.
        min: Option<u32>,
        /// The most words.
        max: Option<u32>,
    },
    /// `check.share = { min = 30 }`: words of the scope in percent of the answer's.
    Share {
        /// The smallest share, in percent.
        min: Option<u32>,
        /// The largest share, in percent.
        max: Option<u32>,
    },
    /// `check.phrases = { vocabulary = "hedge" }`: each match is a finding.
    Phrases(Phrases),
    /// `check.require = { vocabulary = "metric" }`: too few matches are a finding.
    Require(#[serde(borrow)] Require<'a>),
    /// `check.count = { vocabulary = "own-action", min = 2, max = 7 }`: how often it matches.
    Count {
        /// What is counted.
        vocabulary: Id,
        /// The fewest.
        min: Option<u32>,
        /// The most.
        max: Option<u32>,
    },
    /// `check.cues = { cues = "praise", at-least = 0.5 }`: patterns with weights whose sum is a finding.
    Cues {
        /// Which of the tables.
        table: usize,
        /// The least sum that is a finding.
        at_least: f32,
        /// What is summed.
        of: Unit,
    },
    /// `check.pattern = ['(?i)project \w+']`: regular expressions, on the text of each section.
    Pattern(#[serde(borrow)] Vec<Cow<'a, str>>),
    /// `check.acronyms = { known = "known-acronym" }`: capitals that are not spelled out at first use.
    Acronyms {
        /// Those that everybody knows.
        known: Id,
    },
    /// `check.doubled = { words = "never-doubled" }`: a word of these that stands twice in a row.
    Doubled {
        /// Words that never stand twice.
        words: Id,
    },
    /// `check.labels = "style"`: labels of an answer that are not written as most of them are.
    Labels,
    /// `check.suppressions = "unused"`: comments for star-lint that silence nothing or name what is not there.
    Suppressions,
}

impl Check<'_> {
    /// The vocabulary that the check looks for in every answer.
    pub fn vocabulary(&self) -> Option<Id> {
        match self {
            Check::Phrases(phrases) => Some(phrases.vocabulary),
            Check::Require(require) => Some(require.vocabulary),
            Check::Count { vocabulary, .. } => Some(*vocabulary),
            _ => None,
        }
    }
}

/// See [`Check::Phrases`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phrases {
    /// What is looked for.
    pub vocabulary: Id,
    /// Whether words in quotation marks count.
    pub quoted: bool,
    /// Whether each match is a finding, rather than each sentence.
    pub each: bool,
    /// Sections in which a finding is only `info`, and only where the Action never matches `own`.
    pub soft: Kinds,
    /// The candidate's own doing, for `soft`.
    pub own: Option<Id>,
}

/// See [`Check::Require`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Require<'a> {
    /// What is looked for.
    pub vocabulary: Id,
    /// The fewest matches.
    pub at_least: u32,
    /// Whether a section of learning satisfies the rule by being there.
    pub reflection: bool,
    /// What is nearly as good: the finding is softer where it matches.
    #[serde(borrow)]
    pub softer: Option<Softer<'a>>,
    /// A place to point at beside the finding: the sections to look in and the vocabulary.
    pub beside: Option<(Kinds, Id)>,
    /// The rule speaks only where this matches, in any section of the answer.
    pub when: Option<Id>,
}

/// Other words for a milder case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Softer<'a> {
    /// What makes it milder.
    pub vocabulary: Id,
    /// The level then.
    pub level: Level,
    /// The message then.
    #[serde(borrow)]
    pub message: Cow<'a, str>,
    /// The label at the words.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
}
