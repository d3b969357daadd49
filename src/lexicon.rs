//! A frozen map from words to numbers in one block of bytes. The built-in one is used directly from the binary: nothing
//! is allocated or parsed at start-up, and a look-up is one hash and usually one comparison.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Words and their numbers. Layout: the number of slots (a power of two), then for each slot where a word is written,
/// or `u32::MAX` for none, all as little-endian `u32`, then the words: the number, the length and the letters of each,
/// as postcard writes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lexicon<'a> {
    #[serde(borrow)]
    block: Cow<'a, [u8]>,
}

const EMPTY: u32 = u32::MAX;
const SLOT: usize = 4;

impl Lexicon<'_> {
    /// Freezes a map. The same map gives the same bytes.
    pub fn new<W: AsRef<str>>(words: &BTreeMap<W, u32>) -> Lexicon<'static> {
        // A third to two thirds are taken.
        let slots = (words.len() * 3 / 2).next_power_of_two().max(2);
        let mut table = vec![EMPTY; slots];
        let mut text = Vec::new();
        for (word, &number) in words {
            let word = word.as_ref().as_bytes();
            let mut at = hash(word) as usize & (slots - 1);
            while table[at] != EMPTY {
                at = (at + 1) & (slots - 1);
            }
            table[at] = text.len() as u32;
            let written = postcard::to_allocvec(&(number, word));
            text.extend(written.expect("a number and bytes can always be written"));
        }
        let mut block = (slots as u32).to_le_bytes().to_vec();
        block.extend(table.into_iter().flat_map(u32::to_le_bytes));
        block.extend(text);
        Lexicon { block: block.into() }
    }

    /// The number of `word`, in any case and with any apostrophe.
    pub fn find(&self, word: &str) -> Option<u32> {
        // Nearly all words are short and ASCII, and folding those allocates nothing.
        let mut short = [0; 48];
        if let Some(short) = short.get_mut(..word.len()).filter(|_| word.is_ascii()) {
            short.copy_from_slice(word.as_bytes());
            short.make_ascii_lowercase();
            self.get(short)
        } else {
            let mut folded = String::new();
            fold(word, &mut folded);
            self.get(folded.as_bytes())
        }
    }

    /// The number of `word`, which must be folded as the words were.
    pub fn get(&self, word: &[u8]) -> Option<u32> {
        let (slots, rest) = self.block.split_first_chunk()?;
        let (table, text) = rest.split_at_checked(u32::from_le_bytes(*slots) as usize * SLOT)?;
        let (slots, _) = table.as_chunks::<SLOT>();
        let mut at = hash(word) as usize;
        loop {
            at &= slots.len() - 1;
            let written = text.get(u32::from_le_bytes(slots[at]) as usize..)?;
            let (number, known): (u32, &[u8]) = postcard::take_from_bytes(written).ok()?.0;
            if known == word {
                return Some(number);
            }
            at += 1;
        }
    }
}

impl Default for Lexicon<'_> {
    fn default() -> Self {
        Lexicon::new::<&str>(&BTreeMap::new())
    }
}

/// A hash of eight bytes at a time by multiplication: short, without state, good enough for short words.
fn hash(bytes: &[u8]) -> u32 {
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let (words, rest) = bytes.as_chunks();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |rest, &byte| rest << 8 | u64::from(byte));
    (mix(hash, rest) >> 8) as u32
}

/// Writes `word` to `out` in the form that is looked up: lower case, straight apostrophes, composed characters (NFC).
pub fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    let mut push = |letter: char| match letter {
        '’' | '‘' | 'ʼ' => out.push('\''),
        _ => out.extend(letter.to_lowercase()),
    };
    match is_nfc_quick(word.chars()) {
        IsNormalized::Yes => word.chars().for_each(&mut push),
        _ => word.nfc().for_each(&mut push),
    }
}
