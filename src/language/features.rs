//! A quick test of what may follow what, so that few patterns are begun in vain.

/// What a token is, folded into 128 bits: its word, the vocabularies that it is a member of, its classes. Two
/// things may share a bit, so a missing bit is proof and a set one is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Features(pub u128);

impl Features {
    /// Shares a bit with every token, and with the end of the sentence.
    pub const ALL: Features = Features(u128::MAX);

    /// What every token has, and the end of the sentence.
    pub const NOTHING: Features = Features(1 << 127);

    /// The bit of a word.
    pub fn word(word: u32) -> Features {
        Features::of(word << 2)
    }

    /// The bit of a vocabulary.
    pub fn member(id: u16) -> Features {
        Features::of(u32::from(id) << 2 | 1)
    }

    /// The bit of a class.
    pub fn class(class: u32) -> Features {
        Features::of(class << 2 | 2)
    }

    fn of(key: u32) -> Features {
        Features(1 << (key.wrapping_mul(0x9e37_79b1) >> 25).min(126))
    }

    pub fn add(&mut self, other: Features) {
        self.0 |= other.0;
    }
}
