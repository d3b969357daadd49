//! The words that the parser must know, as data: section labels, the openers of instructions, abbreviations.
//! The words come from `rules/labels/` and the user's files; this module only knows their [`Uses`].

use super::uses::Uses;
use crate::lexicon::{Lexicon, fold};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
        let mut misspelled: BTreeMap<String, Uses> = BTreeMap::new();
        let first = |phrase: &String| phrase.split_once(' ').map(|(first, _)| first.to_owned());
        for word in words.keys().filter_map(first).collect::<Vec<_>>() {
            *words.entry(word).or_default() |= Uses::FIRST;
        }
        for (word, kinds) in words.iter().filter(|(word, uses)| may_be_misspelled(word, **uses)) {
            for shorter in without_a_letter(word).chain([word.clone()]).collect::<BTreeSet<_>>() {
                *misspelled.entry(format!("{MISSPELLED}{shorter}")).or_default() |= kinds.if_has(Uses::SECTION);
            }
        }
        words.extend(misspelled);
        let numbered = words.into_iter().map(|(word, uses)| (word, uses.bits())).collect();
        Grammar { words: Lexicon::new(&numbered) }
    }

    /// The uses of a word or phrase, in any case.
    pub fn uses(&self, word: &str) -> Uses {
        self.words.find(word).map_or(Uses::NONE, Uses::from_bits)
    }

    /// The uses of the names of sections that a word is with one letter more, less or other, or two letters in
    /// exchanged order.
    pub fn misspelled(&self, word: &str) -> Uses {
        let mut folded = String::new();
        fold(word, &mut folded);
        if !(SHORTEST..=LONGEST).contains(&folded.chars().count()) {
            return Uses::NONE;
        }
        let mut entry = format!("{MISSPELLED}{folded}");
        let mut found = self.uses(&entry);
        for (at, letter) in folded.char_indices() {
            entry.truncate(MISSPELLED.len_utf8());
            entry.extend([&folded[..at], &folded[at + letter.len_utf8()..]]);
            found |= self.uses(&entry);
        }
        found
    }
}

/// What stands before a name of a section that a letter is taken out of.
const MISSPELLED: char = '~';

/// The fewest letters of a word that may be misspelled; most words are one letter away from a shorter one.
const SHORTEST: usize = 4;

/// The most letters of it.
const LONGEST: usize = 16;

/// Whether a word is the name of one of the four sections that is looked for with a letter out of place.
fn may_be_misspelled(word: &str, uses: Uses) -> bool {
    let letters = word.chars().count();
    uses.is_strong()
        && uses.kinds().star_count() == 1
        && word.chars().all(char::is_alphabetic)
        && (SHORTEST..=LONGEST).contains(&letters)
}

/// The word without each of its letters.
fn without_a_letter(word: &str) -> impl Iterator<Item = String> {
    word.char_indices().map(|(at, letter)| format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]))
}
