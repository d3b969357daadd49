//! What the parser must know of words, as data: section labels, the openers of instructions, abbreviations.
//! The words come from `rules/labels.toml` and the user's files; this module only knows their uses.

use crate::lexicon::{Lexicon, fold};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A set of section kinds: a merged label ("Situation / Task") has two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinds(pub u8);

impl Kinds {
    /// No kind.
    pub const NONE: Kinds = Kinds(0);
    /// Learning, reflection, follow-up: anything that is not one of the four.
    pub const OTHER: Kinds = Kinds(16);
    /// Every kind.
    pub const ALL: Kinds = Kinds(31);
    /// The four kinds of an answer, in their order.
    pub const STAR: [Kinds; 4] = [Kinds(1), Kinds(2), Kinds(4), Kinds(8)];
    /// The names of the kinds, in the order of the bits.
    pub const NAMES: [&'static str; 5] = ["situation", "task", "action", "result", "other"];

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kinds> {
        Kinds::NAMES.iter().position(|known| *known == name).map(|bit| Kinds(1 << bit))
    }

    /// The names of the kinds in the set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Kinds::NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, name)| name)
    }

    /// Both sets together.
    pub fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// The set, or every kind where it is empty.
    pub fn or_all(self) -> Kinds {
        if self == Kinds::NONE { Kinds::ALL } else { self }
    }

    /// Whether the sets share a kind.
    pub fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether any of the four STAR kinds is in it.
    pub fn is_star(self) -> bool {
        self.0 & 15 != 0
    }

    /// The position of its first kind in a story: 0 for the Situation, 4 for other.
    pub fn rank(self) -> u32 {
        self.0.trailing_zeros()
    }

    /// How many of the four kinds are in the set.
    pub fn star_count(self) -> u32 {
        (self.0 & 15).count_ones()
    }
}

/// The uses of a word to the parser, as bits: the low five are the [`Kinds`] that it labels.
pub mod uses {
    /// One of the framework's own names: a label without further proof.
    pub const STRONG: u32 = 1 << 5;
    /// A single letter that labels a section among others.
    pub const LETTER: u32 = 1 << 6;
    /// A label that opens an answer, before its Situation.
    pub const LEADING: u32 = 1 << 7;
    /// A label of the question that the answer answers.
    pub const QUESTION: u32 = 1 << 8;
    /// Joins two labels ("and").
    pub const JOINER: u32 = 1 << 9;
    /// May stand before a label ("my").
    pub const DETERMINER: u32 = 1 << 10;
    /// Opens an instruction to the writer ("describe").
    pub const OPENER: u32 = 1 << 11;
    /// Speaks to the reader ("your").
    pub const YOU: u32 = 1 << 12;
    /// Speaks of the writer ("my").
    pub const ME: u32 = 1 << 13;
    /// Ends with a full stop that ends no sentence ("e.g").
    pub const ABBREVIATION: u32 = 1 << 14;
    /// Labels a note about the story, not a section ("Tags").
    pub const ASIDE: u32 = 1 << 15;
    /// A letter that is a label only beside S, T, A or R.
    pub const RARE: u32 = 1 << 16;
    /// Stands for a task where the story has none ("challenge" in CAR).
    pub const COVERS_TASK: u32 = 1 << 17;
    /// Labels what was learned.
    pub const LEARNING: u32 = 1 << 19;
    /// A plain English word of grammar: how the language of an answer is known.
    pub const ENGLISH: u32 = 1 << 18;
    /// The first word of a phrase that has a use.
    pub const FIRST: u32 = 1 << 20;
}

/// Words and their uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grammar<'a> {
    #[serde(borrow)]
    /// Folded words and phrases with their [`uses`].
    pub words: Lexicon<'a>,
}

impl Grammar<'_> {
    /// A grammar of words and phrases with their uses.
    pub fn new(written: BTreeMap<String, u32>) -> Grammar<'static> {
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        for (word, uses) in written {
            let mut folded = String::new();
            fold(&word, &mut folded);
            *words.entry(folded).or_default() |= uses;
        }
        let first = |phrase: &String| phrase.split_once(' ').map(|(first, _)| first.to_owned());
        for word in words.keys().filter_map(first).collect::<Vec<_>>() {
            *words.entry(word).or_default() |= uses::FIRST;
        }
        Grammar { words: Lexicon::new(&words) }
    }

    /// The uses of a word or phrase, in any case; 0 where it has none.
    pub fn uses(&self, word: &str) -> u32 {
        self.words.find(word).unwrap_or(0)
    }
}
