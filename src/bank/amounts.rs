//! Amounts in sentences, as numbers with a unit, however they are written: "1.2 M" and "1,200,000", "half" and "50%".

use super::content::{content, hash, mix};
use super::lens::Lens;
use crate::parse::Answer;
use crate::parse::words::{Token, TokenKind, Words};
use crate::rules::Amounts;
use crate::source::Span;

/// A sentence of a story with amounts in it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The amounts, in their order.
    pub amounts: Vec<Amount>,
    /// The content words of the sentence apart from units, as numbers, sorted and without doubles.
    pub context: Vec<u64>,
    /// Each two content words beside each other, as a number.
    pub pairs: Vec<u64>,
}

/// An amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number, in the base unit.
    pub value: f64,
    /// The base unit; empty for a mere number, which counts what the word after it says.
    pub unit: String,
    /// The word after a mere number, as a number; 0 where there is none.
    pub thing: u64,
    /// How many digits were written that say something.
    pub digits: u32,
    /// Whether it is rough: "about 40".
    pub rough: bool,
    /// Its words.
    pub span: Span,
}

/// Years are no amounts.
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2100.0;

/// The sentences with amounts in the four sections of an answer.
pub fn facts(answer: &Answer, words: &Words, text: &str, lens: &Lens) -> Vec<Fact> {
    let rules = &lens.view.rules;
    let mut facts = Vec::new();
    for sentence in words.sentences.iter().filter(|sentence| answer.sections[sentence.section].kinds.is_star()) {
        let tokens = &words.tokens[sentence.tokens.clone()];
        let (amounts, used) = read(tokens, text, &lens.amounts);
        if amounts.is_empty() {
            continue;
        }
        let content = content(words, sentence.tokens.clone(), text, rules);
        let context = content.filter(|(_, at)| !used.contains(&(at - sentence.tokens.start))).map(|(word, _)| word);
        let mut context: Vec<u64> = context.collect();
        let pairs = context.windows(2).map(|pair| mix(pair[0], pair[1])).collect();
        context.sort_unstable();
        context.dedup();
        facts.push(Fact { amounts, context, pairs });
    }
    facts
}

/// The amounts in a sentence, and the tokens that they are written with.
fn read(tokens: &[Token], text: &str, known: &Amounts) -> (Vec<Amount>, Vec<usize>) {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.span.of(text)).to_lowercase();
    let (mut amounts, mut used): (Vec<Amount>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let first = at;
        let Some((mut value, digits)) = number(&tokens[at], &word(at), known) else {
            at += 1;
            continue;
        };
        let written = tokens[at].kind == TokenKind::Number;
        at += 1;
        // "twenty-four", "two hundred".
        while !written && let Some((more, _)) = number_word(&word(at), known).filter(|(more, _)| *more < value) {
            value += more;
            at += 1;
        }
        while let Some(scale) = known.scales.get(&word(at)).filter(|_| is_scale(tokens, at)) {
            value *= scale;
            at += 1;
        }
        let before = first.checked_sub(1).map(word).unwrap_or_default();
        let (mut unit, mut thing) = (String::new(), 0);
        let mut start = first;
        if let Some((factor, base)) = known.units.get(&before).filter(|_| !is_word(&before)) {
            (value, unit, start) = (value * factor, base.clone(), first - 1);
        } else if let Some((factor, base)) = known.units.get(&word(at)) {
            (value, unit) = (value * factor, base.clone());
            at += 1;
        } else if tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word) {
            thing = hash(&word(at));
        }
        // "5 hours a week" is of another kind than "5 hours".
        let rate = known.units.get(&word(at + 1)).filter(|_| !unit.is_empty() && known.rates.contains(&word(at)));
        if let Some((factor, base)) = rate {
            unit = format!("{unit} in {factor} {base}");
            at += 2;
        }
        let rough = |at: usize| known.rough.contains(&word(at));
        let rough =
            start.checked_sub(1).is_some_and(rough) || start.checked_sub(2).is_some_and(rough) || word(at) == "+";
        let span = tokens[start].span.to(tokens[at - 1].span);
        used.extend(start..at);
        let year = unit.is_empty() && digits >= 4 && YEARS.contains(&value) && value.fract() == 0.0;
        if !year {
            amounts.push(Amount { value, unit, thing, digits, rough, span });
        }
    }
    // "from 40 to 12 minutes": the unit stands once.
    for number in (1..amounts.len()).rev() {
        let (before, after) = amounts.split_at_mut(number);
        let (left, right) = (&mut before[number - 1], &after[0]);
        let near = right.span.start.saturating_sub(left.span.end) <= 8;
        if near && left.unit.is_empty() && !right.unit.is_empty() {
            let own = known.units.values().find(|(_, base)| *base == right.unit);
            let factor = factor(right, tokens, text, known).or(own.map(|(factor, _)| *factor)).unwrap_or(1.0);
            (left.value, left.unit, left.thing) = (left.value * factor, right.unit.clone(), 0);
        } else if near && left.unit.is_empty() && right.unit.is_empty() && right.thing != 0 {
            left.thing = right.thing;
        }
    }
    // A range is nothing that another amount could contradict: "5–10%".
    let is_range = |pair: &[Amount]| ["-", "–", "—"].contains(&between(&pair[0], &pair[1]).of(text).trim());
    let bounds: Vec<bool> = amounts.windows(2).map(is_range).collect();
    let in_range = |at: usize| bounds.get(at) == Some(&true) || at > 0 && bounds[at - 1];
    let amounts = amounts.into_iter().enumerate().filter(|(at, _)| !in_range(*at)).map(|(_, amount)| amount).collect();
    (amounts, used)
}

/// What stands between two amounts.
fn between(left: &Amount, right: &Amount) -> Span {
    Span { start: left.span.end.min(right.span.start), end: right.span.start }
}

/// What the unit of an amount is multiplied with.
fn factor(amount: &Amount, tokens: &[Token], text: &str, known: &Amounts) -> Option<f64> {
    let within =
        tokens.iter().filter(|token| amount.span.start <= token.span.start && token.span.end <= amount.span.end);
    within.filter_map(|token| known.units.get(&token.span.of(text).to_lowercase())).map(|(factor, _)| *factor).next()
}

fn is_word(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

/// Whether a scale belongs to the number before it: "5k", "5 million", but not the "m" of "5 m".
fn is_scale(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let together = at > 0 && tokens[at - 1].span.end == token.span.start;
    together || token.span.range().len() > 1
}

/// A token as a number, and how many digits it is written with.
fn number(token: &Token, word: &str, known: &Amounts) -> Option<(f64, u32)> {
    match token.kind {
        TokenKind::Number => {
            let plain = word.replace([',', '_', '\u{a0}', '\u{202f}'], "");
            let value: f64 = plain.parse().ok()?;
            let digits = plain.trim_start_matches(['0', '.']).trim_end_matches(|c| c == '0' && !plain.contains('.'));
            Some((value, digits.chars().filter(char::is_ascii_digit).count().max(1) as u32))
        }
        TokenKind::Word => number_word(word, known),
        _ => None,
    }
}

fn number_word(word: &str, known: &Amounts) -> Option<(f64, u32)> {
    known.numbers.get(word).map(|value| (*value, 2))
}

impl Amount {
    /// Whether two amounts may stand for the same: they are equal, or one is the other rounded.
    pub fn agrees(&self, other: &Amount) -> bool {
        let (a, b) = (self.value, other.value);
        if (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) {
            return true;
        }
        if self.rough || other.rough {
            const NEAR: f64 = 0.15;
            return (a - b).abs() <= NEAR * a.abs().max(b.abs());
        }
        let rounded = |rough: &Amount, exact: &Amount| {
            rough.digits >= 2
                && rough.digits < exact.digits
                && round(exact.value, rough.digits) == round(rough.value, rough.digits)
        };
        rounded(self, other) || rounded(other, self)
    }

    /// Whether two amounts are of one kind, so that they can differ.
    pub fn compares(&self, other: &Amount) -> bool {
        self.unit == other.unit && (!self.unit.is_empty() || self.thing == other.thing && self.thing != 0)
    }
}

/// A number rounded to some digits, as text.
fn round(value: f64, digits: u32) -> String {
    format!("{value:.*e}", digits.saturating_sub(1) as usize)
}
