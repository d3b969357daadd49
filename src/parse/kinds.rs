//! The kinds of sections, as sets.

use serde::{Deserialize, Serialize};

/// A set of section kinds: a merged label ("Situation / Task") has two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinds(pub(crate) u8);

impl Kinds {
    /// No kind.
    pub const NONE: Kinds = Kinds(0);
    /// The Situation.
    pub const SITUATION: Kinds = Kinds(1);
    /// The Task.
    pub const TASK: Kinds = Kinds(2);
    /// The Action.
    pub const ACTION: Kinds = Kinds(4);
    /// The Result.
    pub const RESULT: Kinds = Kinds(8);
    /// Learning, reflection, follow-up: anything that is not one of the four.
    pub const OTHER: Kinds = Kinds(16);
    /// The four kinds of an answer, in their order.
    pub const STAR: [Kinds; 4] = [Kinds::SITUATION, Kinds::TASK, Kinds::ACTION, Kinds::RESULT];
    /// The four kinds of an answer, as one set.
    pub const ANY_STAR: Kinds = Kinds(15);
    /// Every kind.
    pub const ALL: Kinds = Kinds(31);
    /// The names of the kinds, in the order of the bits.
    pub const NAMES: [&'static str; 5] = ["situation", "task", "action", "result", "other"];

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kinds> {
        Kinds::NAMES.iter().position(|known| *known == name).map(|bit| Kinds(1 << bit))
    }

    /// The kind of this place in the order of the names.
    pub fn nth(place: usize) -> Kinds {
        Kinds::NAMES.get(place).map_or(Kinds::OTHER, |_| Kinds(1 << place))
    }

    /// The names of the kinds in the set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Kinds::NAMES.into_iter().enumerate().filter(move |(bit, _)| self.0 & (1 << bit) != 0).map(|(_, name)| name)
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// The set, or every kind where it is empty.
    #[must_use]
    pub fn or_all(self) -> Kinds {
        if self == Kinds::NONE { Kinds::ALL } else { self }
    }

    /// The set, or the four kinds of an answer where it is empty.
    #[must_use]
    pub fn or_star(self) -> Kinds {
        if self == Kinds::NONE { Kinds::ANY_STAR } else { self }
    }

    /// Whether the sets share a kind.
    pub fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every kind of the set is in the other one.
    pub fn is_within(self, other: Kinds) -> bool {
        self.union(other) == other
    }

    /// Whether any of the four STAR kinds is in it.
    pub fn is_star(self) -> bool {
        self.meets(Kinds::ANY_STAR)
    }

    /// The position of its first kind in a story: 0 for the Situation, 4 for other.
    pub fn rank(self) -> u32 {
        self.0.trailing_zeros()
    }

    /// How many of the four kinds are in the set.
    pub fn star_count(self) -> u32 {
        (self.0 & Kinds::ANY_STAR.0).count_ones()
    }
}
