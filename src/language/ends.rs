//! A set of lengths, in tokens.

use std::ops::BitOr;

/// Where matches that begin at the same token end: how many tokens they have, at most 63.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends(u64);

impl Ends {
    /// One length; none if it is too long.
    pub fn of(length: usize) -> Ends {
        Ends(1).after(length)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn longest(self) -> Option<usize> {
        self.0.checked_ilog2().map(|length| length as usize)
    }

    /// Those of at most some length.
    pub fn up_to(self, most: usize) -> Ends {
        Ends(self.0 & u64::MAX >> (63 - most.min(63)))
    }

    pub fn without(self, other: Ends) -> Ends {
        Ends(self.0 & !other.0)
    }

    /// Those that are also among these bits.
    pub fn and(self, bits: u64) -> Ends {
        Ends(self.0 & bits)
    }

    /// Each with some tokens before it.
    pub fn after(self, tokens: usize) -> Ends {
        Ends(self.0.checked_shl(tokens as u32).unwrap_or(0))
    }

    /// The lengths, from the shortest.
    pub fn places(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let place = (rest != 0).then(|| rest.trailing_zeros() as usize);
            rest &= rest.wrapping_sub(1);
            place
        })
    }

    /// Those that are wanted.
    pub fn filter(self, wanted: impl Fn(usize) -> bool) -> Ends {
        self.places().filter(|place| wanted(*place)).fold(Ends::default(), |all, place| all | Ends::of(place))
    }
}

impl BitOr for Ends {
    type Output = Ends;

    fn bitor(self, other: Ends) -> Ends {
        Ends(self.0 | other.0)
    }
}
