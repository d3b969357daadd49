//! Everything that a run needs to know of rules and words.

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

/// The rules, the vocabularies and the grammar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleSet<'a> {
    /// All rules, also those that are off.
    #[serde(borrow)]
    pub rules: Vec<Rule<'a>>,
    /// The vocabularies.
    #[serde(borrow)]
    pub index: Index<'a>,
    /// The names of the vocabularies in the order of their numbers, a line each.
    #[serde(borrow)]
    pub vocabularies: Cow<'a, str>,
    /// The language of the answers as a code such as `en`; empty where it is seen from each answer.
    #[serde(borrow)]
    pub language: Cow<'a, str>,
    /// What the parser knows of words.
    #[serde(borrow)]
    pub grammar: Grammar<'a>,
    /// How fast an answer is spoken.
    pub words_per_minute: u32,
    /// What looks for the vocabularies.
    #[serde(skip)]
    pub searchers: Pool,
    /// The regular expressions of the rules.
    #[serde(skip)]
    pub(crate) expressions: Expressions,
}

impl RuleSet<'_> {
    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule<'_>> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The vocabulary that an outline counts: that of the last rule that says so.
    pub(crate) fn counted(&self, counted: Counted) -> Option<Id> {
        let mut rules = self.rules.iter().rev().filter(|rule| rule.outline == Some(counted));
        rules.find_map(|rule| rule.check.subject()).copied()
    }

    /// All matches of the vocabularies that the rules look for, by vocabulary and place. `kinds` tells those of a
    /// section of the text; text of no kind is searched for what answers are about.
    pub fn search(&self, text: &Words, source: &str, kinds: impl Fn(usize) -> Kinds) -> Vec<Match> {
        let asked = || -> Vec<_> {
            self.rules.iter().filter(|rule| rule.level != Level::Off).flat_map(Rule::searches).collect()
        };
        let new = || Searcher::new(&self.index, &asked());
        self.searchers.with(new, |searcher| searcher.search(&self.index, text, source, kinds))
    }

    /// The time to say so many words, in seconds.
    pub fn seconds(&self, words: usize) -> usize {
        (words * 60).div_ceil(self.words_per_minute.max(1) as usize)
    }
}
