//! What stands where in a sentence: for each thing a row of bits, one for each token and one for the end.

use super::class;
use super::features::Features;
use super::symbols::SymbolInfo;

/// The row of a class is the class; behind them stand the rows of the bits of [`Features`], then those of the words.
const FEATURES: usize = u64::BITS as usize;

/// The row of the tokens that are glued to the one before.
const GLUED: usize = FEATURES + u128::BITS as usize;

/// How many rows each sentence has.
const FIXED: usize = GLUED + 1;

/// The rows of a sentence.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// How many numbers a row takes.
    blocks: usize,
    bits: Vec<u64>,
    /// What some token has.
    features: Features,
}

/// The number of a row.
pub(super) type Row = usize;

impl Rows {
    /// Begins a sentence of so many tokens.
    pub fn begin(&mut self, tokens: usize) {
        self.blocks = tokens / 64 + 1;
        self.bits.clear();
        self.bits.resize(FIXED * self.blocks, 0);
        self.features = Features::NOTHING;
        self.set(class::END as Row, tokens);
        self.set_features(tokens, Features::NOTHING);
    }

    /// Notes what a token is, but not its word.
    pub fn add(&mut self, place: usize, known: &SymbolInfo) {
        bits(known.classes.into()).for_each(|class| self.set(class, place));
        self.set_features(place, known.features);
        if known.glued {
            self.set(GLUED, place);
        }
    }

    /// One more row.
    pub fn another(&mut self) -> Row {
        let row = self.bits.len() / self.blocks;
        self.bits.resize(self.bits.len() + self.blocks, 0);
        row
    }

    pub fn set(&mut self, row: Row, place: usize) {
        self.bits[row * self.blocks + place / 64] |= 1 << (place % 64);
    }

    /// Adds what another row has.
    pub fn join(&mut self, row: Row, other: Row) {
        for block in 0..self.blocks {
            self.bits[row * self.blocks + block] |= self.bits[other * self.blocks + block];
        }
    }

    fn set_features(&mut self, place: usize, features: Features) {
        self.features.add(features);
        bits(features.0).for_each(|bit| self.set(FEATURES + bit, place));
    }

    /// Whether a row has anything.
    pub fn any(&self, row: Row) -> bool {
        self.of(row).iter().any(|bits| *bits != 0)
    }

    /// The bits of a row, in blocks of 64.
    pub fn of(&self, row: Row) -> &[u64] {
        &self.bits[row * self.blocks..][..self.blocks]
    }

    /// Whether a row has a token.
    pub fn has(&self, row: Row, place: usize) -> bool {
        self.of(row)[place / 64] & 1 << (place % 64) != 0
    }

    /// The bits of a row from a token on.
    pub fn from(&self, row: Row, place: usize) -> u64 {
        let (row, shift) = (self.of(row), place % 64);
        let more = row.get(place / 64 + 1).map_or(0, |next| next << 1 << (63 - shift));
        row[place / 64] >> shift | more
    }

    /// The tokens from a token on that are glued.
    pub fn glued(&self, place: usize) -> u64 {
        self.from(GLUED, place)
    }

    /// A row of the tokens that a pattern may begin with, from the rows of what it wants of the first token, of the
    /// second, and of the first one of a sentence; `None` if there are none.
    pub fn beginning(&mut self, first: Row, second: Row, at_start: Row) -> Option<Row> {
        let row = self.another();
        let mut any = false;
        for block in 0..self.blocks {
            let next = self.of(second).get(block + 1).map_or(0, |next| next << 63);
            let pairs = self.of(first)[block] & (self.of(second)[block] >> 1 | next);
            let edges = self.of(at_start)[block] & self.of(class::START as Row)[block];
            let starts = (pairs | edges) & self.of(class::ANY as Row)[block];
            self.bits[row * self.blocks + block] = starts;
            any |= starts != 0;
        }
        if !any {
            self.bits.truncate(row * self.blocks);
        }
        any.then_some(row)
    }

    /// A row of the tokens that share a bit with these features, and the end if it does.
    pub fn meeting(&mut self, features: Features) -> Row {
        let shared = features.0 & self.features.0;
        // All share the bit of nothing.
        let shared = if shared & Features::NOTHING.0 == 0 { shared } else { Features::NOTHING.0 };
        let row = self.another();
        for block in 0..self.blocks {
            self.bits[row * self.blocks + block] =
                bits(shared).fold(0, |all, bit| all | self.of(FEATURES + bit)[block]);
        }
        row
    }
}

/// The places of the bits of a number.
pub(super) fn bits(mut rest: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (rest != 0).then(|| rest.trailing_zeros() as usize);
        rest &= rest.wrapping_sub(1);
        place
    })
}

#[cfg(test)]
mod tests {
    use super::{Rows, bits};

    #[test]
    fn a_row_is_read_from_any_token_across_its_blocks() {
        let mut rows = Rows::default();
        rows.begin(130);
        let row = rows.another();
        for place in [0, 63, 64, 70, 129] {
            rows.set(row, place);
        }
        let from = |place| bits(rows.from(row, place).into()).map(|bit| place + bit).collect::<Vec<_>>();
        assert_eq!([0, 1, 64, 70, 71].map(from), [vec![0, 63], vec![63, 64], vec![64, 70], vec![70, 129], vec![129]]);
        assert!(rows.has(row, 129) && !rows.has(row, 128));
        rows.begin(3);
        let row = rows.another();
        assert!(!rows.any(row));
    }
}
