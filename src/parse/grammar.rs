//! The words that the parser must know, as data: section labels, the openers of instructions, abbreviations.
//! The words come from `rules/labels/` and the user's files; this module only knows their [`Uses`].

use super::uses::Uses;
use crate::lexicon::{Lexicon, fold};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Words and their uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grammar<'a> {
    #[serde(borrow)]
    words: Lexicon<'a>,
}

impl Grammar<'_> {
    /// A grammar of words and phrases with their uses.
    pub fn new(written: BTreeMap<String, Uses>) -> Grammar<'static> {
        let mut words: BTreeMap<String, Uses> = BTreeMap::new();
        for (word, uses) in written {
            let mut folded = String::new();
            fold(&word, &mut folded);
            *words.entry(folded).or_default() |= uses;
        }
        let first = |phrase: &String| phrase.split_once(' ').map(|(first, _)| first.to_owned());
        for word in words.keys().filter_map(first).collect::<Vec<_>>() {
            *words.entry(word).or_default() |= Uses::FIRST;
        }
        let numbered = words.into_iter().map(|(word, uses)| (word, uses.bits())).collect();
        Grammar { words: Lexicon::new(&numbered) }
    }

    /// The uses of a word or phrase, in any case.
    pub fn uses(&self, word: &str) -> Uses {
        self.words.find(word).map_or(Uses::NONE, Uses::from_bits)
    }
}
