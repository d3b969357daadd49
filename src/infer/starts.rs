//! Sentences without a mark at their end: bullets that were joined, or full stops that were forgotten. A word that is
//! never written with a capital within a sentence begins a new one.

use crate::parse::words::{Sentence, Token, TokenKind, Words};
use crate::rules::RuleSet;

/// Parts sentences where a new one begins.
pub fn part(words: &mut Words, text: &str, rules: &RuleSet) {
    let Some(start) = rules.sentence_start else { return };
    let begins = |before: &Token, token: &Token| {
        let word = token.span.of(text);
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let after = before.kind != TokenKind::Symbol || matches!(before.span.of(text), ")" | "]" | "%" | "\"" | "”");
        token.kind == TokenKind::Word && capital && after && !token.glued && rules.index.is_member(start, word)
    };
    let mut parted = Vec::with_capacity(words.sentences.len());
    for sentence in words.sentences.drain(..) {
        let mut first = sentence.tokens.start;
        for at in sentence.tokens.clone().skip(1) {
            if begins(&words.tokens[at - 1], &words.tokens[at]) {
                parted.push(Sentence { tokens: first..at, section: sentence.section });
                first = at;
            }
        }
        parted.push(Sentence { tokens: first..sentence.tokens.end, section: sentence.section });
    }
    words.sentences = parted;
}
