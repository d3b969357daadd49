//! `check.acronyms`: capitals that a listener may not know, where the answer does not spell them out.

use super::answer_text::AnswerText;
use super::message::diagnostic;
use crate::diagnostic::{Diagnostic, Label};
use crate::language::index::Id;
use crate::parse::Kinds;
use crate::parse::words::{Token, TokenKind};
use crate::rules::Rule;
use crate::source::Span;
use std::collections::BTreeSet;

/// Runs the check: one finding per answer, at its first acronym; the others are labels.
pub fn check(rule: &Rule<'static>, known: Id, unless: Option<Id>, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    let tokens = &reading.words.tokens;
    let text = |token: &Token| token.span.of(reading.text);
    let bytes = reading.text.as_bytes();
    let passed = unless.map(|unless| reading.matches(unless)).unwrap_or_default();
    let mut unknown: Vec<(Span, usize)> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (index, sentence) in reading.words.sentences.iter().enumerate() {
        let section = &reading.answer.sections[sentence.section];
        if rule.scope != Kinds::NONE && !section.kinds.meets(rule.scope) {
            continue;
        }
        let is_word = |token: &Token| token.kind == TokenKind::Word && token.counts;
        let in_capitals = |&at: &usize| is_word(&tokens[at]) && is_acronym(&bytes[tokens[at].span.range()]);
        let acronyms: Vec<usize> = sentence.tokens.clone().filter(in_capitals).collect();
        // A sentence in capitals is emphasis, not a series of acronyms.
        let words = || tokens[sentence.tokens.clone()].iter().filter(|token| is_word(token)).count();
        if acronyms.len() > 3 && acronyms.len() * 2 > words() {
            continue;
        }
        for at in acronyms {
            let word = text(&tokens[at]);
            let singular = word.strip_suffix('s').unwrap_or(word);
            let part = tokens.get(at + 1).is_some_and(|next| {
                next.glued && next.kind != TokenKind::Symbol && !text(next).starts_with(['\'', '’'])
            });
            let passes = || passed.iter().any(|found| found.tokens.contains(&at));
            if part || reading.is_known(known, word, singular) || passes() || !seen.insert(singular) {
                continue;
            }
            let before = at.checked_sub(1).map(|before| text(&tokens[before]));
            let after = tokens.get(at + 1).map(text);
            if before == Some("(") || after == Some("(") || is_spelled_out(singular, reading) {
                continue;
            }
            unknown.push((tokens[at].span, index));
        }
    }
    let Some((&(first, sentence), others)) = unknown.split_first() else { return };
    let names = unknown.iter().map(|(span, _)| span.of(reading.text)).collect::<Vec<_>>().join(", ");
    let mut finding = diagnostic(rule, first, reading, Some(reading.section(sentence)), &[("names", names)]);
    finding.labels = others.iter().map(|&(span, _)| Label::new(span, rule.also.clone())).collect();
    found.push(finding);
}

/// Whether words of the answer that stand in a row begin with these letters, as in "the works council" for WC. A word
/// of up to three letters may be left out ("quality of service"), and words joined by a hyphen count apart.
fn is_spelled_out(acronym: &str, reading: &AnswerText) -> bool {
    let words = |from: usize| reading.words.tokens[from..].iter().take_while(|token| token.kind == TokenKind::Word);
    (0..reading.words.tokens.len()).any(|from| {
        let mut letters = acronym.bytes().peekable();
        for (position, token) in words(from).enumerate() {
            let word = token.span.of(reading.text).as_bytes();
            let begins = |letter: &u8| word.first().is_some_and(|first| first.eq_ignore_ascii_case(letter));
            let is_itself = word.eq_ignore_ascii_case(acronym.as_bytes());
            if is_itself || (letters.next_if(begins).is_none() && (position == 0 || word.len() > 3)) {
                return false;
            }
            if letters.peek().is_none() {
                return true;
            }
        }
        false
    })
}

/// Two to six letters, all capitals but for a plural s.
fn is_acronym(word: &[u8]) -> bool {
    let capitals = word.strip_suffix(b"s").unwrap_or(word);
    (2..=6).contains(&capitals.len()) && capitals.iter().all(u8::is_ascii_uppercase)
}
