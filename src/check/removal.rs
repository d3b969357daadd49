//! The fix that removes a phrase, with the comma and the space that belong to it; a sentence that started with it gets a
//! capital again. In doubtful cases there is no fix.

use super::answer_text::AnswerText;
use crate::diagnostic::{Applicability, Fix};
use crate::language::index::Id;
use crate::language::matcher::Match;
use crate::parse::Uses;
use crate::parse::words::TokenKind;
use crate::rules::Removal;
use crate::source::Span;

/// The fix for a match of a rule, if the words may be removed.
pub fn fix(removal: Removal, hit: &Match, reading: &AnswerText) -> Option<Fix> {
    let may = |vocabulary: Option<Id>| {
        let found = vocabulary.map(|vocabulary| reading.matches(vocabulary)).unwrap_or_default();
        // A pattern may include the commas around the words.
        let from = found.partition_point(|found| found.tokens.start + 1 < hit.tokens.start);
        let near = found[from..].iter().take_while(|found| found.tokens.start <= hit.tokens.start);
        near.into_iter().any(|found| (hit.tokens.end..=hit.tokens.end + 1).contains(&found.tokens.end))
    };
    let applicability = match () {
        () if may(removal.safe) => Applicability::Safe,
        () if may(removal.unsafe_) => Applicability::Unsafe,
        () => return None,
    };
    Some(Fix { applicability, edits: vec![edit(hit, reading)?] })
}

fn edit(hit: &Match, reading: &AnswerText) -> Option<(Span, String)> {
    let (text, tokens) = (reading.text, &reading.words.tokens);
    let span = reading.span(hit);
    let sentence = &reading.words.sentences[hit.sentence];
    let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '\'' | '’' | '-'));
    if !plain(span.of(text)) {
        return None;
    }
    // A comma at the edge of a match is punctuation, not one of the words.
    let is_comma = |at: usize| span_of(tokens.get(at)?.span, text).filter(|word| *word == ",");
    let first = hit.tokens.start + usize::from(is_comma(hit.tokens.start).is_some());
    let last = hit.tokens.end - 1 - usize::from(is_comma(hit.tokens.end - 1).is_some());
    let inside = |at: &usize| sentence.tokens.contains(at);
    let before = first.checked_sub(1).filter(inside);
    let after = Some(last + 1).filter(inside);
    let words = tokens.get(first)?.span.to(tokens.get(last)?.span);
    let comma_before = before.and_then(is_comma).is_some();
    let comma_after = after.and_then(is_comma).is_some();
    // A line break is removed with the words, and so is the mark of a quote on the next line.
    let gap = |from: u32, to: u32| {
        Span { start: from, end: to }.of(text).chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n' | '>'))
    };
    let start_of = |at: usize| tokens[at].span;
    let next = if comma_after { after.map(|at| at + 1).filter(inside) } else { after };
    let ends = next.is_none_or(|at| tokens[at].kind == TokenKind::Symbol && !comma_after);
    match before {
        None => {
            let next = start_of(next.filter(|_| !ends)?);
            let comma = if comma_after { start_of(after?).end } else { words.end };
            if !gap(comma, next.start) {
                return None;
            }
            let letter = next.of(text).chars().next()?;
            let capital = words.of(text).starts_with(char::is_uppercase) && letter.is_lowercase();
            let letter_end = next.start + letter.len_utf8() as u32;
            if capital {
                Some((Span { start: words.start, end: letter_end }, letter.to_uppercase().collect()))
            } else {
                Some((Span { start: words.start, end: next.start }, String::new()))
            }
        }
        Some(before) => {
            let comma = Some(start_of(before)).filter(|_| comma_before);
            let left = start_of(if comma_before { before.checked_sub(1).filter(inside)? } else { before });
            // "a basically good plan": the article may have to change as well.
            let article = !comma_before && reading.uses(left.of(text)).has(Uses::DETERMINER);
            let spaced = comma.map_or(words.start, |comma| comma.start);
            let glued = comma.map_or(left.end, |comma| comma.end) == words.start;
            if article || glued || !gap(left.end, spaced) || !gap(comma.map_or(left.end, |c| c.end), words.start) {
                return None;
            }
            let between_commas = comma_before && (comma_after || ends);
            let from = if between_commas { left.end } else { comma.map_or(left.end, |comma| comma.end) };
            let to = if comma_before && comma_after { start_of(after?).end } else { words.end };
            Some((Span { start: from, end: to }, String::new()))
        }
    }
}

fn span_of(span: Span, text: &str) -> Option<&str> {
    text.get(span.range())
}
