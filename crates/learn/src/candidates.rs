//! What could be a cue: frequent words and sequences of two, at the beginning of a sentence or anywhere, and the patterns
//! of a file. What is rare, or common in one group only, would be learned by heart.

use crate::data::Data;
use std::collections::{BTreeMap, BTreeSet};

/// The patterns that are worth a look; at most `most` are sequences of words.
pub fn find(data: &Data, patterns: &str, groups: usize, most: usize) -> Vec<String> {
    let mut seen: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for document in &data.documents {
        for (_, text) in &document.sentences {
            for pattern in sequences(text) {
                seen.entry(pattern).or_default().insert(document.group);
            }
        }
    }
    let mut frequent: Vec<_> = seen.into_iter().filter(|(_, in_groups)| in_groups.len() >= groups).collect();
    frequent.sort_by_key(|(pattern, in_groups)| (std::cmp::Reverse(in_groups.len()), pattern.clone()));
    frequent.truncate(most);
    let mut all: Vec<String> = frequent.into_iter().map(|(pattern, _)| pattern).collect();
    all.extend(written(patterns).map(str::to_owned));
    all.sort();
    all.dedup();
    all
}

/// The patterns of a file.
pub fn written(patterns: &str) -> impl Iterator<Item = &str> {
    patterns.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The words and sequences of a sentence, as patterns.
fn sequences(text: &str) -> BTreeSet<String> {
    let plain = |word: &str| word.chars().all(|c| c.is_ascii_alphabetic());
    let words: Vec<String> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let mut found = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        let runs: Vec<String> = (1..=3)
            .filter_map(|length| words.get(at..at + length))
            .take_while(|run| run.iter().all(|word| plain(word) && !word.is_empty()))
            .map(|run| run.join(" "))
            .collect();
        if at == 0 {
            found.extend(runs.iter().map(|run| format!("<start> {run}")));
        }
        found.extend(runs.into_iter().take(if word.is_empty() { 0 } else { 2 }));
    }
    found
}
