//! Classes of tokens that patterns can name, as bits.

/// Names as written in patterns; the position is the bit. `start` and `end` are the edges of a sentence.
pub const NAMES: [&str; 14] = [
    "start", "end", "any", "word", "digits", "year", "version", "address", "upper", "capital", "letter", "code",
    "serial", "private",
];
/// The edge before a sentence.
pub const START: u32 = 0;
/// The edge after a sentence.
pub const END: u32 = 1;
/// Any token.
pub const ANY: u32 = 2;
/// Any word.
pub const WORD: u32 = 3;
/// The first bit of an affix; the classes of a token are 64 bits.
pub const AFFIX: u32 = 14;
