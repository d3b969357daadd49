//! Named sets of phrases and patterns, matched on the tokens of a sentence.
//!
//! All vocabularies of a rule set share one index: each token is looked up once, and only the patterns that
//! can begin there are tried. Patterns see words, not bytes, so they match across line breaks, emphasis and
//! curly apostrophes. [`pattern`] reads the notation, [`compile`] builds the index, [`matcher`] runs it.

mod automaton;
mod builder;
pub mod compile;
pub mod matcher;
pub mod pattern;
pub mod pool;
mod stepper;
mod symbols;

use crate::lexicon::Lexicon;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The number of a vocabulary in its [`Index`].
pub type Id = u16;

/// The compiled vocabularies, mostly flat blocks that are used in place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Index<'a> {
    /// Every word of every phrase, numbered.
    #[serde(borrow)]
    words: Lexicon<'a>,
    /// For each word, vocabulary and class in turn: where its members and its patterns begin in `entries`.
    #[serde(borrow)]
    offsets: Numbers<'a>,
    /// What may begin with a word, with a member of a vocabulary, or with a token of a class.
    #[serde(borrow)]
    entries: Numbers<'a>,
    /// The patterns.
    #[serde(borrow)]
    code: Numbers<'a>,
    /// The beginnings and endings that patterns name (`*ed`), each a class of its own.
    #[serde(borrow)]
    affixes: Vec<Affix<'a>>,
    word_count: u32,
    /// The contexts of those that have one, by number.
    contexts: Vec<Context>,
    vocabulary_count: u32,
}

/// A wildcard such as `*ed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Affix<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    ending: bool,
}

/// What the surroundings of a match decide. A vocabulary that others depend on has a smaller number than they.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Context {
    vocabulary: Id,
    /// The vocabulary of its look-alikes.
    except: Option<Id>,
    /// A match of one of these in the same sentence cancels.
    unless: Vec<Id>,
    /// A match of one of these earlier in the same clause cancels.
    unless_before: Vec<Id>,
    /// One of these must match in the same sentence.
    with: Vec<Id>,
    /// What parts clauses, for `unless_before`.
    clause: Option<Id>,
    /// Whether patterns name the vocabulary: its context holds inside them as well.
    named: bool,
}

impl Context {
    /// Whether no other match in the sentence matters.
    fn is_alone(&self) -> bool {
        self.unless.is_empty() && self.unless_before.is_empty() && self.with.is_empty()
    }
}

impl Index<'_> {
    /// How many vocabularies there are; their numbers are below.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.vocabulary_count as usize
    }

    /// Whether any phrase or pattern has this word.
    pub fn knows(&self, word: &str) -> bool {
        self.words.find(word).is_some()
    }

    /// Whether a word is a member of a vocabulary by itself, and none of its look-alikes.
    pub fn is_member(&self, vocabulary: Id, word: &str) -> bool {
        self.has(vocabulary, word) && !self.is_excepted(vocabulary, word)
    }

    /// Whether a word is a look-alike of a vocabulary by itself.
    pub fn is_excepted(&self, vocabulary: Id, word: &str) -> bool {
        let except = self.context(vocabulary).and_then(|context| context.except);
        except.is_some_and(|except| self.has(except, word))
    }

    fn has(&self, vocabulary: Id, word: &str) -> bool {
        let Some(word) = self.words.find(word) else { return false };
        self.entries(word, 0).any(|(entry, _)| entry.vocabulary() == vocabulary)
    }

    /// The key of the members of a vocabulary.
    fn member(&self, id: Id) -> u32 {
        self.word_count + u32::from(id)
    }

    /// The key of a class.
    fn class(&self, class: u32) -> u32 {
        self.word_count + self.vocabulary_count + class
    }

    fn context(&self, id: Id) -> Option<&Context> {
        self.contexts.binary_search_by_key(&id, |context| context.vocabulary).ok().map(|at| &self.contexts[at])
    }

    /// The entries of a key: members of vocabularies (`kind` 0) or patterns (`kind` 1).
    fn entries(&self, key: u32, kind: usize) -> impl Iterator<Item = (Entry, Features)> + '_ {
        self.block(key, kind).chunks_exact(ENTRY * 4).map(entry)
    }

    /// The patterns of one vocabulary that may begin with a key.
    fn patterns(&self, key: u32, vocabulary: Id) -> impl Iterator<Item = Entry> + '_ {
        // Patterns stand in the order of their vocabularies.
        let block = self.block(key, 1);
        let (mut low, mut high) = (0, block.len() / (ENTRY * 4));
        while low < high {
            let middle = low.midpoint(high);
            let before = entry(&block[middle * ENTRY * 4..]).0.vocabulary() < vocabulary;
            (low, high) = if before { (middle + 1, high) } else { (low, middle) };
        }
        let entries = block[low * ENTRY * 4..].chunks_exact(ENTRY * 4).map(|block| entry(block).0);
        entries.take_while(move |entry| entry.vocabulary() == vocabulary)
    }

    fn begins_something(&self, key: u32) -> bool {
        !self.block(key, 1).is_empty()
    }

    fn block(&self, key: u32, kind: usize) -> &[u8] {
        let at = key as usize * 2 + kind;
        let (from, to) = (self.offsets.get(at) as usize, self.offsets.get(at + 1) as usize);
        &self.entries.block[from * ENTRY * 4..to * ENTRY * 4]
    }
}

/// Little-endian `u32`s in a block of bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Numbers<'a> {
    #[serde(borrow)]
    block: Cow<'a, [u8]>,
}

impl Numbers<'_> {
    fn new(numbers: &[u32]) -> Numbers<'static> {
        Numbers { block: numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>().into() }
    }

    /// The number at a place; 0 beyond the end, as in the block of an index that has nothing.
    fn get(&self, at: usize) -> u32 {
        self.block.as_chunks().0.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }
}

/// Classes of tokens that patterns can name, as bits.
pub mod class {
    /// Names as written in patterns; the position is the bit. `start` and `end` are the edges of a sentence.
    pub const NAMES: [&str; 12] =
        ["start", "end", "any", "word", "digits", "year", "version", "address", "upper", "capital", "letter", "code"];
    /// The edge before a sentence.
    pub const START: u32 = 0;
    /// The edge after a sentence.
    pub const END: u32 = 1;
    /// The first bit of an affix; the classes of a token are 64 bits.
    pub const AFFIX: u32 = 12;
}

/// An entry: a vocabulary, and the place of a pattern in the code (0: the token itself is a member). In the
/// block it is followed by the [`Features`] that the next token must share; behind the edge before a sentence, the
/// token itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u32);

/// Numbers that an entry takes in the block.
const ENTRY: usize = 5;

/// What a token is, folded into 128 bits: its word, the vocabularies that it is a member of, its classes. Two
/// things may share a bit, so a missing bit is proof and a set one is not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Features(u128);

impl Features {
    /// Shares a bit with every token, and with the end of the sentence.
    const ALL: Features = Features(u128::MAX);

    /// The bit of a word.
    fn word(word: u32) -> Features {
        Features::of(word << 2)
    }

    /// The bit of a vocabulary.
    fn member(id: Id) -> Features {
        Features::of(u32::from(id) << 2 | 1)
    }

    /// The bit of a class.
    fn class(class: u32) -> Features {
        Features::of(class << 2 | 2)
    }

    fn of(key: u32) -> Features {
        Features(1 << (key.wrapping_mul(0x9e37_79b1) >> 25))
    }

    fn add(&mut self, other: Features) {
        self.0 |= other.0;
    }

    fn meets(self, other: Features) -> bool {
        self.0 & other.0 != 0
    }
}

/// Reads an entry and its features from the block.
fn entry(block: &[u8]) -> (Entry, Features) {
    let Some(&[a, b, c, d, features @ ..]) = block.first_chunk::<{ ENTRY * 4 }>() else {
        return (Entry(0), Features(0));
    };
    (Entry(u32::from_le_bytes([a, b, c, d])), Features(u128::from_le_bytes(features)))
}

impl Entry {
    const CODE_BITS: u32 = 20;
    const MOST_CODE: usize = 1 << Entry::CODE_BITS;
    const MOST_VOCABULARIES: usize = 1 << (32 - Entry::CODE_BITS);

    fn new(vocabulary: Id, code: usize) -> Entry {
        Entry(u32::from(vocabulary) << Entry::CODE_BITS | code as u32)
    }

    /// The numbers that it takes in the block, with what the next token must share; [`entry`] reads them.
    fn numbers(self, follow: Features) -> [u32; ENTRY] {
        let [a, b, c, d] = [0, 32, 64, 96].map(|shift| (follow.0 >> shift) as u32);
        [self.0, a, b, c, d]
    }

    fn vocabulary(self) -> Id {
        (self.0 >> Entry::CODE_BITS) as Id
    }

    fn code(self) -> usize {
        (self.0 & ((1 << Entry::CODE_BITS) - 1)) as usize
    }
}
