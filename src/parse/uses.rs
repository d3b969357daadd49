//! What a word is used for in the structure of a note.

use super::kinds::Kinds;
use serde::{Deserialize, Serialize};
use std::ops::BitOrAssign;

/// A set of uses of a word: the [`Kinds`] that it labels, and what else it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Uses(u32);

impl Uses {
    /// No use.
    pub const NONE: Uses = Uses(0);
    /// Labels a section of any kind.
    pub const SECTION: Uses = Uses::labelling(Kinds::ALL);
    /// One of the framework's own names: a label without further proof.
    pub const STRONG: Uses = Uses(1 << 5);
    /// A single letter that labels a section among others.
    pub const LETTER: Uses = Uses(1 << 6);
    /// A label that opens an answer, before its Situation.
    pub const LEADING: Uses = Uses(1 << 7);
    /// A label of the question that the answer answers.
    pub const QUESTION: Uses = Uses(1 << 8);
    /// Joins two labels ("and").
    pub const JOINER: Uses = Uses(1 << 9);
    /// May come before a label ("my").
    pub const DETERMINER: Uses = Uses(1 << 10);
    /// Opens an instruction to the writer ("describe").
    pub const OPENER: Uses = Uses(1 << 11);
    /// Speaks to the reader ("your").
    pub const YOU: Uses = Uses(1 << 12);
    /// Speaks of the writer ("my").
    pub const ME: Uses = Uses(1 << 13);
    /// Ends with a full stop that does not end a sentence ("e.g").
    pub const ABBREVIATION: Uses = Uses(1 << 14);
    /// Labels a note about the story, not a section ("Tags").
    pub const ASIDE: Uses = Uses(1 << 15);
    /// A letter that is a label only next to S, T, A or R.
    pub const RARE: Uses = Uses(1 << 16);
    /// Covers the Task where the story has none ("challenge" in CAR).
    pub const COVERS_TASK: Uses = Uses(1 << 17);
    /// A plain English function word: this is how the language of an answer is recognised.
    pub const ENGLISH: Uses = Uses(1 << 18);
    /// Languages that are recognised in the same way: their codes, and their names as a rule file has them.
    pub const LANGUAGES: [(&str, &str, Uses); 10] = [
        ("en", "english", Uses::ENGLISH),
        ("de", "german", Uses(1 << 22)),
        ("fr", "french", Uses(1 << 23)),
        ("es", "spanish", Uses(1 << 24)),
        ("pt", "portuguese", Uses(1 << 25)),
        ("it", "italian", Uses(1 << 26)),
        ("nl", "dutch", Uses(1 << 27)),
        ("pl", "polish", Uses(1 << 28)),
        ("sv", "swedish", Uses(1 << 29)),
        ("tr", "turkish", Uses(1 << 30)),
    ];
    /// Labels what was learned.
    pub const LEARNING: Uses = Uses(1 << 19);
    /// Tells what happened ("had"): this is how a story that is told to its writer is known from advice.
    pub const TOLD: Uses = Uses(1 << 21);
    /// The first word of a phrase that has a use.
    pub const FIRST: Uses = Uses(1 << 20);

    /// The uses of a label for these kinds.
    pub const fn labelling(kinds: Kinds) -> Uses {
        Uses(kinds.0 as u32)
    }

    /// The uses that a lexicon holds as a number.
    pub(super) const fn from_bits(bits: u32) -> Uses {
        Uses(bits)
    }

    /// The number for a lexicon.
    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    /// The kinds of sections that the word labels.
    pub const fn kinds(self) -> Kinds {
        let [lowest, ..] = self.0.to_le_bytes();
        Kinds(lowest & Kinds::ALL.0)
    }

    /// Whether it has any of these uses.
    pub const fn has(self, any: Uses) -> bool {
        self.0 & any.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Uses) -> Uses {
        Uses(self.0 | other.0)
    }

    /// The set without these uses.
    #[must_use]
    pub const fn without(self, others: Uses) -> Uses {
        Uses(self.0 & !others.0)
    }

    /// The set, where it has any of these uses; else none.
    #[must_use]
    pub const fn if_has(self, any: Uses) -> Uses {
        if self.has(any) { self } else { Uses::NONE }
    }

    /// Whether there is no use.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether it is one of the framework's own names.
    pub const fn is_strong(self) -> bool {
        self.has(Uses::STRONG)
    }

    /// Whether it is a single letter.
    pub const fn is_letter(self) -> bool {
        self.has(Uses::LETTER)
    }

    /// Whether it is a label beyond doubt: a name of the framework, or one of its letters.
    pub const fn is_proof(self) -> bool {
        self.has(Uses::STRONG.union(Uses::LETTER))
    }
}

impl BitOrAssign for Uses {
    fn bitor_assign(&mut self, other: Uses) {
        *self = self.union(other);
    }
}
