//! How a pattern may begin: with which token, and with which token after it.

use super::class;
use super::features::Features;
use super::index::{Beginning, Id};
use std::collections::BTreeMap;

/// What may stand first in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Word(u32),
    Member(Id),
    Class(u32),
}

/// How a sequence may begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Opening {
    /// What may stand first, and what comes of it.
    pub first: BTreeMap<Key, Follow>,
    /// Whether all of it may be left out.
    pub empty: bool,
}

/// What may follow the first token of a sequence; or the edge before the sentence, which is no token.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Follow {
    features: Features,
    /// Whether the sequence may end before it.
    last: bool,
}

impl Follow {
    /// What the token after the first one must share.
    pub fn features(self) -> Features {
        if self.last { Features::ALL } else { self.features }
    }
}

impl Opening {
    /// Of one token.
    pub fn of(key: Key) -> Opening {
        // The end of the sentence is no token: what comes after it is not looked at.
        let features = if key == Key::Class(class::END) { Features::ALL } else { Features::default() };
        Opening { first: BTreeMap::from([(key, Follow { features, last: true })]), empty: false }
    }

    /// Either of two.
    pub fn or(&mut self, other: Opening) {
        for (key, follow) in other.first {
            let known = self.first.entry(key).or_default();
            known.features.add(follow.features);
            known.last |= follow.last;
        }
        self.empty |= other.empty;
    }

    /// One and then another.
    pub fn then(&mut self, other: Opening) {
        self.before(other.features());
        let empty = self.empty;
        self.first.values_mut().for_each(|follow| follow.last &= other.empty);
        self.empty &= other.empty;
        if empty {
            self.or(Opening { empty: false, ..other });
        }
    }

    /// Where one token is all, these may follow it.
    pub fn before(&mut self, next: Features) {
        self.first.values_mut().filter(|follow| follow.last).for_each(|follow| follow.features.add(next));
    }

    /// What may stand first.
    pub fn features(&self) -> Features {
        let mut all = Features::default();
        self.first.keys().for_each(|key| all.add(key.features()));
        all
    }

    /// The same in short.
    pub fn beginning(&self) -> Beginning {
        let mut all = Beginning::default();
        for (key, follow) in &self.first {
            match key {
                // What follows the edge is the first token.
                Key::Class(class::START) => all.at_start.add(follow.features()),
                Key::Class(class) => {
                    all.first.add(Features::class(*class));
                    all.second.add(follow.features());
                }
                _ => {
                    all.first.add(key.features());
                    all.second.add(follow.features());
                }
            }
        }
        all
    }

    /// Whether nothing that follows can change it.
    pub fn is_complete(&self) -> bool {
        !self.empty && self.first.values().all(|follow| !follow.last)
    }
}

impl Key {
    fn is_edge(self) -> bool {
        matches!(self, Key::Class(class::START | class::END))
    }

    /// What a token has that it stands for; the edges are none.
    pub fn features(self) -> Features {
        match self {
            _ if self.is_edge() => Features::ALL,
            Key::Word(word) => Features::word(word),
            Key::Member(id) => Features::member(id),
            Key::Class(class) => Features::class(class),
        }
    }
}
