//! The same thing told with different numbers: two sentences of two stories that are about the same, and whose amounts do
//! not agree. As with whole stories, a pair of content words remembers only the first sentences that have it.

use super::Bank;
use super::amounts::{Amount, Fact};
use super::findings::{elsewhere, finding, place, rule};
use crate::check::one_line;
use crate::diagnostic::Diagnostic;
use crate::rules::Across;
use foldhash::{HashMap, HashMapExt, HashSet};
use std::collections::BTreeSet;

/// How many sentences a pair of words remembers.
const MOST: usize = 6;

/// The fewest content words that two sentences must share; of two versions of a story, fewer will do, and fewer also where
/// another amount is the same.
const FEWEST: usize = 4;
const FEWEST_WITH_AMOUNT: usize = 3;
const FEWEST_OF_VERSIONS: usize = 2;

/// How much two versions of a story share, in percent.
const VERSIONS: usize = 15;

/// Reports each amount that is another one in an earlier story.
pub fn findings(bank: &Bank, found: &mut [Vec<Diagnostic>]) {
    let mut first: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
    let twins = bank.twins.iter().filter(|(.., share)| *share >= VERSIONS);
    let versions: HashSet<(usize, usize)> = twins.map(|&(story, twin, _)| (story, twin)).collect();
    for (number, story) in bank.stories.iter().enumerate() {
        let Some((rule, limits)) = rule(&bank.files[story.file], Across::Numbers) else { continue };
        for (index, fact) in story.facts.iter().enumerate() {
            let mut near = BTreeSet::new();
            for pair in &fact.pairs {
                let known = first.entry(*pair).or_default();
                near.extend(known.iter().filter(|(other, _)| *other as usize != number));
                if known.len() < MOST && known.last() != Some(&(number as u32, index as u32)) {
                    known.push((number as u32, index as u32));
                }
            }
            let others = near.into_iter().map(|(other, fact)| {
                let story = &bank.stories[other as usize];
                ((story, other as usize), &story.facts[fact as usize])
            });
            let least = limits.min.unwrap_or(0) as usize;
            let mut alike = others
                .filter(|((_, other), there)| are_alike(fact, there, versions.contains(&(number, *other)), least));
            let differing = alike.find_map(|((other, _), there)| Some((other, differ(fact, there)?)));
            let Some((other, (here, there))) = differing else { continue };
            let shown = |amount: &Amount, source: usize| one_line(amount.span.of(&bank.files[source].source.text));
            let values = [
                ("here", shown(here, story.file)),
                ("there", shown(there, other.file)),
                ("story", one_line(other.name())),
                ("place", place(bank, other)),
            ];
            let mut different = finding(rule, story, here.span, &values);
            different.labels.push(elsewhere(bank, rule, story.file, other, there.span, &values));
            found[story.file].push(different);
        }
    }
}

/// Whether two sentences are about the same, by their content words and the amounts that they share.
fn are_alike(a: &Fact, b: &Fact, versions: bool, least: usize) -> bool {
    let (mine, theirs) = (&a.context, &b.context);
    let equal = a
        .amounts
        .iter()
        .filter(|here| b.amounts.iter().any(|there| here.unit == there.unit && here.agrees(there)))
        .count();
    let common = common(mine, theirs);
    let (shared, all) = (common + equal, mine.len().max(theirs.len()) + equal);
    let fewest = match (versions, equal) {
        (true, _) => FEWEST_OF_VERSIONS,
        (false, 0) => FEWEST,
        (false, _) => FEWEST_WITH_AMOUNT,
    };
    // Of two lines of a list that are alike but for one word, that word may be what they are about: one must say no more
    // than the other. A version may tell less of it.
    common == mine.len().min(theirs.len()) && shared >= fewest && (versions || shared * 100 >= least * all)
}

/// How many numbers two sorted lists have in common.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut at, mut count) = (0, 0);
    for word in a {
        while b.get(at).is_some_and(|other| other < word) {
            at += 1;
        }
        count += usize::from(b.get(at) == Some(word));
    }
    count
}

/// The first amount of one sentence that has no equal in the other, which has one of its kind without an equal here.
fn differ<'f>(here: &'f Fact, there: &'f Fact) -> Option<(&'f Amount, &'f Amount)> {
    let alone = |own: &'f Fact, others: &'f Fact| {
        let known = |amount: &Amount| {
            others.amounts.iter().any(|other| {
                amount.agrees(other) && (amount.unit == other.unit || amount.unit.is_empty() || other.unit.is_empty())
            })
        };
        own.amounts.iter().filter(move |amount| !known(amount)).collect::<Vec<_>>()
    };
    let (mine, others) = (alone(here, there), alone(there, here));
    mine.into_iter().find_map(|mine| Some((mine, *others.iter().find(|other| mine.compares(other))?)))
}
