//! Everything that a run needs to know of rules and words.

use super::check::Check;
use super::cues::Cues;
use super::expression::Expressions;
use super::rule::{Counted, Rule};
use crate::diagnostic::Level;
use crate::language::index::{Id, Index};
use crate::language::matcher::{Match, Searcher};
use crate::language::pool::Pool;
use crate::parse::words::Words;
use crate::parse::{Grammar, Kinds};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The vocabulary of the words that have a capital only where they begin a sentence.
pub const SENTENCE_START: &str = "sentence-start";

/// The rules, the vocabularies and the grammar.
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
    #[doc(hidden)]
    pub cues: Vec<Cues<'a>>,
    /// The names of the vocabularies in the order of their numbers, a line each.
    #[serde(borrow)]
    pub vocabularies: Cow<'a, str>,
    /// The language of the answers as a code such as `en`; empty where it is seen from each answer.
    #[serde(borrow)]
    pub language: Cow<'a, str>,
    /// See [`SENTENCE_START`].
    #[doc(hidden)]
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
    #[doc(hidden)]
    pub cue_searchers: Pool,
    /// What looks for one vocabulary.
    #[serde(skip)]
    pub(crate) searchers_of_one: Pool,
    /// The regular expressions of the rules.
    #[serde(skip)]
    pub(crate) expressions: Expressions,
}

impl RuleSet<'_> {
    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule<'_>> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The vocabulary that an outline counts in an answer in some language: that of the last rule that says so.
    pub(crate) fn counted(&self, counted: Counted, language: &str) -> Option<Id> {
        let spoken = |rule: &&Rule<'_>| rule.outline == Some(counted) && [language, ""].contains(&&*rule.language);
        let mut rules = self.rules.iter().rev().filter(spoken);
        rules.find_map(|rule| rule.check.subject()).copied()
    }

    /// All matches of the vocabularies that the rules look for, by vocabulary and place. `kinds` tells those of a
    /// section of the text; text of no kind is searched for what answers are about. Rules of other languages than that
    /// of the text look for nothing.
    pub fn search(&self, text: &Words, source: &str, language: &str, kinds: impl Fn(usize) -> Kinds) -> Vec<Match> {
        let asked = || -> Vec<_> {
            let spoken = |rule: &&Rule<'_>| [language, ""].contains(&&*rule.language) || rule.about.is_some();
            let rules = self.rules.iter().filter(|rule| rule.level != Level::Off).filter(spoken);
            rules.flat_map(|rule| rule.searches().chain(self.summed(rule))).collect()
        };
        let new = || Searcher::new(&self.index, &asked());
        self.searchers.with(language, new, |searcher| searcher.search(&self.index, text, source, kinds))
    }

    /// The matches of the cues of a table in prose without labels.
    #[doc(hidden)]
    pub fn cues_in(&self, table: &Cues<'_>, text: &Words, source: &str) -> Vec<Match> {
        let asked = || table.vocabularies().map(|id| (id, Kinds::ALL)).collect::<Vec<_>>();
        let new = || Searcher::new(&self.index, &asked());
        self.cue_searchers
            .with(&table.name, new, |searcher| searcher.search(&self.index, text, source, |_| Kinds::OTHER))
    }

    /// All matches of one vocabulary in the sections of a scope, whether or not a rule looks for it.
    pub(crate) fn search_one(
        &self,
        (vocabulary, scope): (Id, Kinds),
        text: &Words,
        source: &str,
        kinds: impl Fn(usize) -> Kinds,
    ) -> Vec<Match> {
        let new = || Searcher::new(&self.index, &[(vocabulary, scope)]);
        let name = format!("{vocabulary} {}", scope.0);
        self.searchers_of_one.with(&name, new, |searcher| searcher.search(&self.index, text, source, kinds))
    }

    /// The cues that a rule sums, and in which sections.
    fn summed(&self, rule: &Rule<'_>) -> impl Iterator<Item = (Id, Kinds)> {
        let table = match &rule.check {
            Check::Cues { table, .. } => self.cues(table),
            _ => None,
        };
        let scope = rule.scope.or_all();
        table.into_iter().flat_map(Cues::vocabularies).map(move |id| (id, scope))
    }

    /// The table of cues of this name.
    #[doc(hidden)]
    pub fn cues(&self, name: &str) -> Option<&Cues<'_>> {
        self.cues.iter().find(|cues| cues.name == name)
    }

    /// The time to say so many words, in seconds.
    pub fn seconds(&self, words: usize) -> usize {
        (words * 60).div_ceil(self.words_per_minute.max(1) as usize)
    }
}
