//! The words that say what a sentence is about, as numbers that can be compared.

use crate::parse::Uses;
use crate::parse::words::{TokenKind, Words};
use crate::rules::RuleSet;
use foldhash::fast::FixedState;
use std::hash::{BuildHasher, Hasher};

/// The content words in a range of tokens, as numbers, each with its token.
pub(super) fn content<'t>(
    words: &'t Words,
    tokens: std::ops::Range<usize>,
    text: &'t str,
    rules: &'t RuleSet<'static>,
) -> impl Iterator<Item = (u64, usize)> + 't {
    tokens.filter_map(move |number| {
        let token = &words.tokens[number];
        let word = token.span.of(text);
        (token.kind == TokenKind::Word && is_content(word, rules)).then(|| (hash(word), number))
    })
}

/// Whether a word says what a sentence is about.
pub(super) fn is_content(word: &str, rules: &RuleSet<'static>) -> bool {
    const SHORTEST: usize = 3;
    let uses = rules.grammar.uses(word);
    let grammar = [Uses::ENGLISH, Uses::DETERMINER, Uses::ME, Uses::YOU, Uses::JOINER, Uses::OPENER];
    word.chars().nth(SHORTEST - 1).is_some() && !grammar.into_iter().any(|use_| uses.has(use_))
}

/// A word as a number, which is the same in every run, and for capitals too.
pub(super) fn hash(word: &str) -> u64 {
    let mut hasher = FixedState::with_seed(0).build_hasher();
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        hasher.write(word.as_bytes());
    } else {
        hasher.write(word.to_lowercase().as_bytes());
    }
    hasher.finish()
}

/// A number for a sequence of words: that of the words before, and the next.
pub(super) fn mix(all: u64, word: u64) -> u64 {
    all.wrapping_mul(0x0100_0000_01b3).rotate_left(23) ^ word
}
