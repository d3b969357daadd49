//! `check.repeats`: a section whose words were nearly all said before, so that it brings nothing new.

use super::answer_text::AnswerText;
use super::message::{bound, diagnostic};
use crate::diagnostic::Diagnostic;
use crate::parse::Uses;
use crate::parse::words::TokenKind;
use crate::rules::{Repeats, Rule};
use foldhash::HashSet;

/// Words of fewer letters are grammar, not content.
const SHORT: usize = 4;

/// Words that begin with the same letters are forms of one word: "designed", "designs".
const STEM: usize = 5;

/// The first letters of a word, and zeros where it has fewer.
type Stem = [char; STEM];

/// With fewer words of content a section says too little to repeat anything.
const FEW: usize = 3;

/// Runs the check on each section of the scope.
pub fn check(rule: &Rule<'static>, repeats: &Repeats, reading: &AnswerText, found: &mut Vec<Diagnostic>) {
    // The stems of each section, in one pass; those of a section that is merged with one of `of` are no news either.
    let mut stems: Vec<Vec<Stem>> = vec![Vec::new(); reading.answer.sections.len()];
    for sentence in &reading.words.sentences {
        let words = reading.words.tokens[sentence.tokens.clone()].iter().filter(|token| token.kind == TokenKind::Word);
        stems[sentence.section].extend(words.filter_map(|token| stem(token.span.of(reading.text), reading)));
    }
    let sections = reading.answer.sections.iter().zip(&stems);
    let told: HashSet<&Stem> =
        sections.filter(|(section, _)| section.kinds.meets(repeats.of)).flat_map(|(_, stems)| stems).collect();
    for (index, section) in reading.sections(rule.scope) {
        let (all, known) = (stems[index].len(), stems[index].iter().filter(|stem| told.contains(stem)).count());
        let share = known * 100 / all.max(1);
        let new = repeats.unless.is_some_and(|new| reading.matches_of_section(new, index).next().is_some());
        if all >= FEW && repeats.limits.too_many(share) && !new && !section.kinds.meets(repeats.of) {
            let values = [("share", share.to_string()), ("max", bound(repeats.limits.max))];
            found.push(diagnostic(rule, section.label, reading, Some(section), &values));
        }
    }
}

/// The letters by which a word of content is known in all its forms.
fn stem(word: &str, reading: &AnswerText) -> Option<Stem> {
    let mut stem = ['\0'; STEM];
    let letters = word.chars().flat_map(char::to_lowercase);
    let count = stem.iter_mut().zip(letters).map(|(place, letter)| *place = letter).count();
    let is_grammar = || reading.uses(word).has(Uses::ENGLISH.union(Uses::ME).union(Uses::YOU));
    (count >= SHORT && !is_grammar()).then_some(stem)
}
