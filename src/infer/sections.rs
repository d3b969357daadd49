//! Which section each sentence of an answer is in. The cues of a sentence speak for each kind, and so does the kind of
//! the one before it; the likeliest way through all sentences is taken (Viterbi), and each is as sure as all ways that
//! agree there are likely (forward and backward).

use crate::language::matcher::Match;
use crate::parse::words::Words;
use crate::parse::{Guess, Kinds};
use crate::rules::cues::{Cues, Weights};

/// How many kinds there are.
const K: usize = 5;

/// What no cue outweighs.
const NEVER: f32 = -1e6;

/// The kind of every sentence.
pub fn guess(words: &Words, counts: &[usize], matches: &[Match], cues: &Cues) -> Vec<Guess> {
    let sums = cues.sums_with_places(matches, counts);
    // A section is told once: nothing goes back.
    let forward = |from: usize| std::array::from_fn(|to| if to < from { NEVER } else { cues.order[from][to] });
    let order = std::array::from_fn(forward);
    let best = best(&sums, &order);
    let sure = chances(&sums, &order);
    let guess = |((sentence, kind), chances): ((_, usize), &Weights)| Guess {
        span: words.span(sentence),
        kind: Kinds::nth(kind),
        percent: (chances[kind] * 100.0).round().clamp(0.0, 100.0) as u8,
    };
    words.sentences.iter().zip(best).zip(&sure).map(guess).collect()
}

/// The likeliest kinds, one after the other.
fn best(sums: &[Weights], order: &[Weights; K]) -> Vec<usize> {
    let mut before: Weights = sums.first().copied().unwrap_or_default();
    // For each sentence and kind, the kind that the best way to it comes from.
    let mut from: Vec<[u8; K]> = Vec::with_capacity(sums.len());
    for sum in sums.iter().skip(1) {
        let mut row = [0; K];
        before = std::array::from_fn(|to| {
            let ways = (0..K).map(|kind| before[kind] + order[kind][to]);
            let (kind, way) = most(ways);
            row[to] = kind as u8;
            way + sum[to]
        });
        from.push(row);
    }
    let mut kinds = Vec::with_capacity(sums.len());
    let mut kind = most(before.into_iter()).0;
    for row in from.iter().rev() {
        kinds.push(kind);
        kind = usize::from(row[kind]);
    }
    if !sums.is_empty() {
        kinds.push(kind);
    }
    kinds.reverse();
    kinds
}

/// The place of the largest value, the first of several, and the value.
fn most(values: impl Iterator<Item = f32>) -> (usize, f32) {
    values.enumerate().fold((0, f32::MIN), |best, here| if here.1 > best.1 { here } else { best })
}

/// How likely each kind is in each sentence.
fn chances(sums: &[Weights], order: &[Weights; K]) -> Vec<Weights> {
    let step = order.map(|row| row.map(f32::exp));
    let scaled = |row: Weights| {
        let all = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        row.map(|way| way / all)
    };
    let own = |sum: &Weights| {
        let most = most(sum.iter().copied()).1;
        sum.map(|value| (value - most).exp())
    };
    let mut chances: Vec<Weights> = Vec::with_capacity(sums.len());
    for sum in sums {
        let own = own(sum);
        let ways = chances.last().map_or([1.0; K], |before: &Weights| {
            std::array::from_fn(|to| (0..K).map(|from| before[from] * step[from][to]).sum())
        });
        chances.push(scaled(std::array::from_fn(|kind| own[kind] * ways[kind])));
    }
    let mut behind: Weights = [1.0; K];
    for (chance, sum) in chances.iter_mut().zip(sums).rev() {
        *chance = scaled(std::array::from_fn(|kind| chance[kind] * behind[kind]));
        let own = own(sum);
        behind = scaled(std::array::from_fn(|from| (0..K).map(|to| step[from][to] * own[to] * behind[to]).sum()));
    }
    chances
}
