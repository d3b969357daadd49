//! The code of patterns: items, one after the other, up to the end of the sequence.
//!
//! An item is a [`Head`] and its argument: a word, a class, a vocabulary. A set has the number of its words as its
//! argument, then its length, then the words in order. A group has the number of its alternatives, then its length,
//! then each alternative behind a length of its own. Lengths let a reader go on behind what it does not enter.

use super::numbers::Numbers;
use serde::{Deserialize, Serialize};

/// What an item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Word,
    Class,
    Vocabulary,
    /// One of several sequences.
    Group,
    /// One of several words.
    Set,
    /// The end of a sequence.
    Done,
}

impl Operation {
    const ALL: [Operation; 6] =
        [Operation::Word, Operation::Class, Operation::Vocabulary, Operation::Group, Operation::Set, Operation::Done];
}

/// The first number of an item: its operation and how often it may match, at most 63 times. It takes 16 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Head(pub u32);

impl Head {
    const GLUED: u32 = 1 << 3;
    pub const DONE: Head = Head(Operation::Done as u32);

    pub fn new(operation: Operation, glued: bool, (min, max): (u8, u8)) -> Head {
        let marks = if glued { Head::GLUED } else { 0 };
        Head(operation as u32 | marks | u32::from(min) << 4 | u32::from(max) << 10)
    }

    pub fn operation(self) -> Operation {
        Operation::ALL.get(self.0 as usize & 7).copied().unwrap_or(Operation::Done)
    }

    /// Whether it must be glued to the token before.
    pub fn is_glued(self) -> bool {
        self.0 & Head::GLUED != 0
    }

    pub fn min(self) -> u32 {
        self.0 >> 4 & 0x3f
    }

    pub fn max(self) -> u32 {
        self.0 >> 10 & 0x3f
    }
}

/// The code of all patterns of an index.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Code<'a>(#[serde(borrow)] Numbers<'a>);

impl Code<'_> {
    pub fn new(numbers: &[u32]) -> Code<'static> {
        Code(Numbers::new(numbers))
    }

    /// The head of the item at `at`.
    pub fn head(&self, at: usize) -> Head {
        Head(self.0.get(at))
    }

    /// The argument of the item at `at`.
    pub fn argument(&self, at: usize) -> u32 {
        self.0.get(at + 1)
    }

    /// Where the item after the one at `at` stands.
    pub fn after(&self, at: usize) -> usize {
        match self.head(at).operation() {
            Operation::Group | Operation::Set => at + 2 + self.0.get(at + 2) as usize,
            _ => at + 2,
        }
    }

    /// Where the alternatives of the group at `at` begin.
    pub fn alternatives(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = at + 3;
        (0..self.argument(at)).map(move |_| {
            let start = next + 1;
            next = start + self.0.get(next) as usize;
            start
        })
    }

    /// The words of the set at `at`.
    pub fn words(&self, at: usize) -> impl Iterator<Item = u32> + '_ {
        self.0.slice(at + 3..at + 3 + self.argument(at) as usize)
    }

    /// Whether a word is in the set at `at`.
    pub fn set_has(&self, at: usize, word: u32) -> bool {
        let (mut low, mut high) = (at + 3, at + 3 + self.argument(at) as usize);
        while low < high {
            let middle = low.midpoint(high);
            match self.0.get(middle).cmp(&word) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }
}
