//! Which patterns a sentence may have, from the words in it, whatever their order.

use super::class;
use super::code::Operation;
use super::index::{Id, Index};
use super::symbols::{Symbol, Symbols};
use std::ops::Range;

/// The patterns that may match in the sentence in work.
#[derive(Debug)]
pub(super) struct Candidates {
    /// The number of the sentence: what is marked with it stands in the sentence.
    mark: u32,
    words: Vec<u32>,
    classes: u64,
    /// The vocabularies that may match if all goes well with their patterns.
    reached: Vec<u32>,
    /// Those that have a word of the sentence, or one of the patterns that are left.
    vocabularies: Vec<u32>,
    /// The numbers of the patterns, in order.
    pub patterns: Vec<u32>,
    /// Where those of a vocabulary stand, and the number of the sentence.
    ranges: Vec<(u32, u32, u32)>,
}

impl Candidates {
    pub fn new(index: &Index) -> Candidates {
        Candidates {
            mark: 0,
            words: vec![0; index.word_count as usize],
            classes: 0,
            reached: vec![0; index.len()],
            vocabularies: vec![0; index.len()],
            patterns: Vec::new(),
            ranges: vec![(0, 0, 0); index.len()],
        }
    }

    /// Takes up a sentence.
    pub fn read(&mut self, index: &Index, symbols: &Symbols, sentence: &[Symbol]) {
        if self.mark == u32::MAX {
            *self = Candidates::new(index);
        }
        self.mark += 1;
        self.patterns.clear();
        self.classes = 0;
        for &symbol in sentence {
            let known = symbols.known(symbol);
            self.classes |= known.classes;
            let Some(mark) = self.words.get_mut(known.word as usize) else { continue };
            if std::mem::replace(mark, self.mark) != self.mark {
                self.patterns.extend(index.anchored(known.word));
                for id in index.vocabularies_of(known.word) {
                    self.vocabularies[usize::from(id)] = self.mark;
                    self.reach(index, id);
                }
            }
        }
        (0..u64::BITS).filter(|class| self.classes & 1 << class != 0).for_each(|class| {
            self.patterns.extend(index.anchored(index.class_key(class)));
        });
        let mut next = 0;
        while let Some(&pattern) = self.patterns.get(next) {
            self.reach(index, index.posting(pattern).vocabulary());
            next += 1;
        }
        self.patterns.sort_unstable();
        self.patterns.dedup();
        self.retain(index);
    }

    /// Adds the patterns that a vocabulary is the anchor of.
    fn reach(&mut self, index: &Index, id: Id) {
        let mark = &mut self.reached[usize::from(id)];
        if std::mem::replace(mark, self.mark) != self.mark {
            self.patterns.extend(index.anchored(index.member_key(id)));
        }
    }

    /// Keeps the patterns of which the sentence has all that must be there. What a pattern names comes before it.
    fn retain(&mut self, index: &Index) {
        let mut patterns = std::mem::take(&mut self.patterns);
        let mut kept = 0_u32;
        patterns.retain(|&pattern| {
            let posting = index.posting(pattern);
            let id = usize::from(posting.vocabulary());
            let keep = self.has_all(index, posting.code());
            if keep {
                self.vocabularies[id] = self.mark;
                let range = &mut self.ranges[id];
                let first = if range.2 == self.mark { range.0 } else { kept };
                kept += 1;
                *range = (first, kept, self.mark);
            }
            keep
        });
        self.patterns = patterns;
    }

    /// Whether all that a sequence cannot do without is there.
    fn has_all(&self, index: &Index, mut at: usize) -> bool {
        loop {
            let (head, argument) = (index.code.head(at), index.code.argument(at));
            let word = |word: u32| self.words[word as usize] == self.mark;
            let has = match head.operation() {
                Operation::Done => return true,
                _ if head.min() == 0 => true,
                Operation::Word => word(argument),
                Operation::Set => index.code.words(at).any(word),
                Operation::Class => argument <= class::END || self.classes & 1 << argument != 0,
                Operation::Vocabulary => self.vocabularies[argument as usize] == self.mark,
                Operation::Group => index.code.alternatives(at).any(|at| self.has_all(index, at)),
            };
            if !has {
                return false;
            }
            at = index.code.after(at);
        }
    }

    /// Where the patterns of a vocabulary stand in [`Candidates::patterns`].
    pub fn of(&self, id: Id) -> Range<usize> {
        let (from, to, mark) = self.ranges[usize::from(id)];
        if mark == self.mark { from as usize..to as usize } else { 0..0 }
    }
}
