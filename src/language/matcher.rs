//! Finds the vocabularies in a text, sentence by sentence, with a chart of each. A match is at most 63 tokens.

use super::chart::{Asked, Chart};
use super::index::{Id, Index};
use crate::parse::Kinds;
use crate::parse::words::Words;
use std::ops::Range;

/// A place where a vocabulary matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The vocabulary.
    pub vocabulary: Id,
    /// The tokens, as a range of the text's tokens.
    pub tokens: Range<usize>,
    /// The sentence, as an index.
    pub sentence: usize,
}

/// Looks for vocabularies of an index in sections. What it learns of the words of one text serves for the next.
#[derive(Debug)]
pub struct Searcher {
    chart: Chart,
    /// What to look for, and in sections of which kinds.
    vocabularies: Vec<(Id, Kinds)>,
    /// For each set of kinds of a section, the vocabularies that are looked for there; made when one is met.
    asked: Vec<Option<Asked>>,
}

impl Searcher {
    /// One that looks for each of these vocabularies in sections of some kinds, or in text of no kind. It must be used
    /// with this index only.
    pub fn new(index: &Index, vocabularies: &[(Id, Kinds)]) -> Searcher {
        let asked = vec![None; usize::from(Kinds::ALL.0) + 1];
        Searcher { chart: Chart::new(index), vocabularies: vocabularies.to_vec(), asked }
    }

    /// All matches of the vocabularies, by vocabulary and place. `kinds` tells those of a section of the text.
    pub fn search(&mut self, index: &Index, text: &Words, source: &str, kinds: impl Fn(usize) -> Kinds) -> Vec<Match> {
        let mut out = Vec::new();
        for (number, sentence) in text.sentences.iter().enumerate() {
            let kinds = kinds(sentence.section);
            if self.chart.is_full() {
                self.asked.fill(None);
            }
            let asked = self.asked[usize::from(kinds.0)].get_or_insert_with(|| {
                let mut vocabularies = vec![false; index.len()];
                let here = self.vocabularies.iter().filter(|(_, scope)| scope.meets(kinds) || *scope == kinds);
                here.for_each(|(id, _)| vocabularies[usize::from(*id)] = true);
                Asked::new(index, vocabularies)
            });
            if !asked.any() {
                continue;
            }
            let (first, tokens) = (sentence.tokens.start, &text.tokens[sentence.tokens.clone()]);
            let found = self.chart.read(index, tokens, source, asked).iter();
            out.extend(found.map(|&(vocabulary, (start, end))| Match {
                vocabulary,
                tokens: first + start..first + end,
                sentence: number,
            }));
        }
        out.sort_by_key(|found: &Match| (found.vocabulary, found.tokens.start));
        out
    }
}
