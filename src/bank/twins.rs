//! Stories that are told twice. Two versions of a story share sequences of words, also where one is much shorter; what
//! they share is counted exactly. (`MinHash` would estimate how alike two whole texts are, and a short version is not like a
//! long one.) A sequence remembers only the first stories that have it, so the work is linear in the text, whatever
//! stories have in common.

use super::Bank;
use super::findings::{elsewhere, finding, place, rule};
use crate::check::one_line;
use crate::diagnostic::Diagnostic;
use crate::rules::Across;
use foldhash::{HashMap, HashMapExt};

/// How many stories a sequence remembers. What more have is a form that they were written in.
const MOST: usize = 6;

/// A story with fewer sequences says too little to be told twice.
const FEWEST: usize = 12;

/// Reports each story that tells one before it again.
pub fn findings(bank: &Bank, found: &mut [Vec<Diagnostic>]) {
    for (story, twin, share) in twins(bank) {
        let (this, other) = (&bank.stories[story], &bank.stories[twin]);
        let Some((rule, limits)) = rule(&bank.files[this.file], Across::Duplicate) else { continue };
        if limits.min.is_some_and(|min| share < min as usize) {
            continue;
        }
        let longer = match this.words.cmp(&other.words) {
            std::cmp::Ordering::Less => format!("this version is {} words shorter", other.words - this.words),
            std::cmp::Ordering::Equal => "both versions are equally long".to_owned(),
            std::cmp::Ordering::Greater => format!("this version is {} words longer", this.words - other.words),
        };
        let values = [
            ("story", one_line(other.name())),
            ("place", place(bank, other)),
            ("share", share.to_string()),
            ("longer", longer),
        ];
        let mut twice = finding(rule, this, this.heading, &values);
        twice.labels.push(elsewhere(bank, rule, this.file, other, other.heading, &values));
        found[this.file].push(twice);
    }
}

/// Each story with the one before it that it shares most with, and how much of the shorter one that is, in percent.
pub fn twins(bank: &Bank) -> Vec<(usize, usize, usize)> {
    let mut first: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut twins = Vec::new();
    for (number, story) in bank.stories.iter().enumerate() {
        let mut shared: HashMap<u32, usize> = HashMap::new();
        for shingle in &story.shingles {
            let known = first.entry(*shingle).or_default();
            for other in known.iter() {
                *shared.entry(*other).or_default() += 1;
            }
            if known.len() < MOST {
                known.push(number as u32);
            }
        }
        let percent = |(other, count): (u32, usize)| {
            let shorter = bank.stories[other as usize].shingles.len().min(story.shingles.len());
            (shorter >= FEWEST).then(|| (count * 100 / shorter.max(1), std::cmp::Reverse(other)))
        };
        if let Some((share, other)) = shared.into_iter().filter_map(percent).max() {
            twins.push((number, other.0 as usize, share));
        }
    }
    twins
}
