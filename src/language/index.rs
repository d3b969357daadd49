//! The compiled vocabularies: what may begin with which token, the code of the patterns, and the contexts.

use super::code::Code;
use super::features::Features;
use super::numbers::{Lists, Numbers};
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
    pub(super) words: Lexicon<'a>,
    /// For each word the vocabularies that have it as a member by itself.
    #[serde(borrow)]
    pub(super) members: Lists<'a>,
    /// For each word 1 if a pattern names it. The others differ only in the vocabularies that they are members of.
    #[serde(borrow)]
    pub(super) named: Cow<'a, [u8]>,
    /// The patterns as [`Posting`]s, by vocabulary. A pattern is known by its place here.
    #[serde(borrow)]
    pub(super) patterns: Numbers<'a>,
    /// What beginnings want of a token: [`Features`], each once.
    #[serde(borrow)]
    pub(super) features: Cow<'a, [u8]>,
    /// With what patterns may begin, each once: the places of the three [`Features`] of a [`Beginning`].
    #[serde(borrow)]
    pub(super) beginnings: Numbers<'a>,
    /// For each pattern the number of its beginning.
    #[serde(borrow)]
    pub(super) beginning_of: Numbers<'a>,
    /// For each key the patterns that it is an anchor of. Keys are words, then vocabularies, then classes.
    #[serde(borrow)]
    pub(super) anchored: Lists<'a>,
    /// For each vocabulary those that its patterns name and those that its context asks for.
    #[serde(borrow)]
    pub(super) needs: Lists<'a>,
    /// For each vocabulary 1 if a pattern names it.
    #[serde(borrow)]
    pub(super) referred: Cow<'a, [u8]>,
    /// The code of all patterns.
    #[serde(borrow)]
    pub(super) code: Code<'a>,
    /// The beginnings and endings that patterns name (`*ed`), each a class of its own.
    #[serde(borrow)]
    pub(super) affixes: Vec<Affix<'a>>,
    pub(super) word_count: u32,
    pub(super) vocabulary_count: u32,
    /// The contexts of those that have one, by number.
    pub(super) contexts: Vec<Context>,
}

/// With what a pattern may begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Beginning {
    /// What the first token has.
    pub first: Features,
    /// What the token after it has.
    pub second: Features,
    /// What the first token of a sentence has, if the pattern may begin with the edge before it.
    pub at_start: Features,
}

/// A wildcard such as `*ed`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Affix<'a> {
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    pub ending: bool,
}

/// What the surroundings of a match decide. A vocabulary that others depend on has a smaller number than they.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Context {
    pub vocabulary: Id,
    /// The vocabulary of its look-alikes.
    pub except: Option<Id>,
    /// A match of one of these in the same sentence cancels.
    pub unless: Vec<Id>,
    /// A match of one of these earlier in the same clause cancels.
    pub unless_before: Vec<Id>,
    /// One of these must match in the same sentence.
    pub with: Vec<Id>,
    /// What parts clauses, for `unless_before`.
    pub clause: Option<Id>,
    /// Whether patterns name the vocabulary: its context holds inside them as well.
    pub named: bool,
}

impl Context {
    /// Whether no other match in the sentence matters.
    pub fn is_alone(&self) -> bool {
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
        self.words.find(word).is_some_and(|word| self.vocabularies_of(word).any(|id| id == vocabulary))
    }

    /// The key of the members of a vocabulary.
    pub(super) fn member_key(&self, id: Id) -> u32 {
        self.word_count + u32::from(id)
    }

    /// The key of a class.
    pub(super) fn class_key(&self, class: u32) -> u32 {
        self.word_count + self.vocabulary_count + class
    }

    pub(super) fn context(&self, id: Id) -> Option<&Context> {
        self.contexts.binary_search_by_key(&id, |context| context.vocabulary).ok().map(|at| &self.contexts[at])
    }

    /// The vocabularies that have a word as a member by itself.
    pub(super) fn vocabularies_of(&self, word: u32) -> impl Iterator<Item = Id> + '_ {
        self.members.get(word).map(|id| id as Id)
    }

    /// The patterns that a key is an anchor of.
    pub(super) fn anchored(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        self.anchored.get(key)
    }

    /// The vocabulary and the code of a pattern.
    pub(super) fn posting(&self, pattern: u32) -> Posting {
        Posting(self.patterns.get(pattern as usize))
    }

    /// How many patterns there are.
    pub(super) fn pattern_count(&self) -> usize {
        self.patterns.len()
    }

    /// How many different beginnings the patterns have.
    pub(super) fn beginning_count(&self) -> usize {
        self.beginnings.len() / 3
    }

    /// The number of that with what a pattern may begin.
    pub(super) fn beginning_of(&self, pattern: u32) -> usize {
        self.beginning_of.get(pattern as usize) as usize
    }

    /// The beginning of this number, as the numbers of its features: first, second, at the start.
    pub(super) fn beginning(&self, number: usize) -> [usize; 3] {
        [0, 1, 2].map(|part| self.beginnings.get(3 * number + part) as usize)
    }

    /// How many different features the beginnings have.
    pub(super) fn feature_count(&self) -> usize {
        self.features.len() / size_of::<Features>()
    }

    /// The features of this number.
    pub(super) fn features(&self, number: usize) -> Features {
        let all = self.features.as_chunks().0;
        all.get(number).map_or_else(Default::default, |bytes| Features(u128::from_le_bytes(*bytes)))
    }

    /// Whether a pattern names a vocabulary.
    pub(super) fn is_named(&self, id: Id) -> bool {
        self.referred.get(usize::from(id)) == Some(&1)
    }

    /// Adds the vocabularies that these depend on.
    pub(super) fn add_needs(&self, vocabularies: &mut [bool]) {
        // What others depend on has a smaller number than they.
        for id in (0..vocabularies.len()).rev() {
            if vocabularies[id] {
                self.needs.get(id as u32).for_each(|needed| vocabularies[needed as usize] = true);
            }
        }
    }
}

/// A vocabulary and the place of one of its patterns in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting(pub u32);

impl Posting {
    const CODE_BITS: u32 = 20;
    pub const MOST_CODE: usize = 1 << Posting::CODE_BITS;
    pub const MOST_VOCABULARIES: usize = 1 << (32 - Posting::CODE_BITS);

    pub fn new(vocabulary: Id, code: usize) -> Posting {
        Posting(u32::from(vocabulary) << Posting::CODE_BITS | code as u32)
    }

    pub fn vocabulary(self) -> Id {
        (self.0 >> Posting::CODE_BITS) as Id
    }

    pub fn code(self) -> usize {
        (self.0 & ((1 << Posting::CODE_BITS) - 1)) as usize
    }
}
