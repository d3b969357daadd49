//! Stories that are told twice. Two versions of a story share sequences of words, also where one is much shorter; what
//! they share is counted exactly. (`MinHash` would estimate how alike two whole texts are, and a short version is not like a
//! long one.) A sequence remembers only the first stories that have it, so the work is linear in the text, whatever
//! stories have in common.

use super::findings::{elsewhere, finding, place, rule};
use super::{Bank, Story};
use crate::check::one_line;
use crate::diagnostic::Diagnostic;
use crate::rules::Across;

/// How many stories a sequence remembers. What more have is a form that they were written in.
const MOST: usize = 6;

/// A story with fewer sequences says too little to be told twice.
const FEWEST: usize = 12;

/// Reports each story that tells one before it again.
pub fn findings(bank: &Bank, found: &mut [Vec<Diagnostic>]) {
    for &(story, twin, share) in &bank.twins {
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
pub fn twins(stories: &[Story]) -> Vec<(usize, usize, usize)> {
    let mut all: Vec<(u64, u32)> = Vec::new();
    for (number, story) in stories.iter().enumerate() {
        all.extend(story.shingles.iter().map(|shingle| (*shingle, number as u32)));
    }
    all.sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        for (place, (_, story)) in same.iter().enumerate() {
            pairs.extend(same[..place.min(MOST)].iter().map(|(_, other)| (*story, *other)));
        }
    }
    pairs.sort_unstable();
    let length = |story: u32| stories[story as usize].shingles.len();
    let share = |same: &[(u32, u32)]| {
        let (story, other) = same[0];
        let shorter = length(story).min(length(other));
        (shorter >= FEWEST).then(|| (same.len() * 100 / shorter.max(1), std::cmp::Reverse(other)))
    };
    let twin = |own: &[(u32, u32)]| {
        let (share, other) = own.chunk_by(|a, b| a.1 == b.1).filter_map(share).max()?;
        Some((own[0].0 as usize, other.0 as usize, share))
    };
    pairs.chunk_by(|a, b| a.0 == b.0).filter_map(twin).collect()
}
