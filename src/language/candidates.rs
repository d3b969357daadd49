//! Which patterns a sentence may have, from the words in it, whatever their order.

use super::class;
use super::code::Operation;
use super::features::Features;
use super::index::{Beginning, Id, Index};
use super::symbols::{Symbol, Symbols};
use std::ops::Range;

/// The patterns that may match in the sentence in work.
#[derive(Debug)]
pub(super) struct Candidates {
    /// The number of the sentence: what is marked with it stands in the sentence.
    mark: u32,
    words: Vec<u32>,
    classes: u64,
    /// What the tokens are, and the end of the sentence.
    features: Vec<Features>,
    /// The vocabularies that may match if all goes well with their patterns.
    reached: Vec<u32>,
    /// Those that have a word of the sentence, or one of the patterns that are left.
    vocabularies: Vec<u32>,
    /// The numbers of the patterns, in order.
    pub patterns: Vec<u32>,
    /// Where those of a vocabulary stand, and the number of the sentence.
    ranges: Vec<(u32, u32, u32)>,
    /// For each pattern the tokens that it may begin with, as bits.
    starts: Vec<u64>,
    /// How many numbers that takes for each.
    blocks: usize,
}

impl Candidates {
    pub fn new(index: &Index) -> Candidates {
        Candidates {
            mark: 0,
            words: vec![0; index.word_count as usize],
            classes: 0,
            features: Vec::new(),
            reached: vec![0; index.len()],
            vocabularies: vec![0; index.len()],
            patterns: Vec::new(),
            ranges: vec![(0, 0, 0); index.len()],
            starts: Vec::new(),
            blocks: 0,
        }
    }

    /// Takes up a sentence, for the patterns of the vocabularies that are needed.
    pub fn read(&mut self, index: &Index, symbols: &Symbols, sentence: &[Symbol], needed: &[bool]) {
        if self.mark == u32::MAX {
            *self = Candidates::new(index);
        }
        self.mark += 1;
        self.patterns.clear();
        self.features.clear();
        self.classes = 0;
        for &symbol in sentence {
            let known = symbols.known(symbol);
            self.classes |= known.classes;
            self.features.push(known.features);
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
        self.features.push(Features::NOTHING);
        let mut next = 0;
        while let Some(&pattern) = self.patterns.get(next) {
            let id = index.posting(pattern).vocabulary();
            if needed[usize::from(id)] {
                self.reach(index, id);
            }
            next += 1;
        }
        self.patterns.retain(|&pattern| needed[usize::from(index.posting(pattern).vocabulary())]);
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

    /// Keeps the patterns of which the sentence has all that must be there, and some token to begin with. What a
    /// pattern names comes before it.
    fn retain(&mut self, index: &Index) {
        let mut patterns = std::mem::take(&mut self.patterns);
        self.blocks = self.features.len().div_ceil(64);
        self.starts.clear();
        let mut kept = 0_u32;
        patterns.retain(|&pattern| {
            let posting = index.posting(pattern);
            let id = usize::from(posting.vocabulary());
            let keep = self.has_all(index, posting.code()) && self.begins(index.beginning(pattern));
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

    /// Notes the tokens that a pattern may begin with; false if there is none.
    fn begins(&mut self, Beginning { first, second, at_start }: Beginning) -> bool {
        let from = self.starts.len();
        self.starts.resize(from + self.blocks, 0);
        let start = Features::class(class::START);
        let mut any = false;
        for (place, pair) in self.features.windows(2).enumerate() {
            let [here, next] = [pair[0], pair[1]];
            let may = (first.meet(here) && second.meet(next)) || (at_start.meet(here) && start.meet(here));
            self.starts[from + place / 64] |= u64::from(may) << (place % 64);
            any |= may;
        }
        if !any {
            self.starts.truncate(from);
        }
        any
    }

    /// Whether a pattern may begin with a token.
    pub fn may_begin(&self, at: usize, place: usize) -> bool {
        self.starts[at * self.blocks + place / 64] & 1 << (place % 64) != 0
    }

    /// The tokens that some pattern of a vocabulary may begin with, as bits.
    pub fn starts(&self, id: Id) -> Vec<u64> {
        let mut all = vec![0; self.blocks];
        for at in self.of(id) {
            all.iter_mut().zip(&self.starts[at * self.blocks..]).for_each(|(all, starts)| *all |= starts);
        }
        all
    }

    /// Whether a vocabulary may match in the sentence.
    pub fn may_match(&self, id: Id) -> bool {
        self.vocabularies[usize::from(id)] == self.mark
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
