//! Which patterns a sentence may have, from the words in it, whatever their order.

use super::class;
use super::code::Operation;
use super::index::{Id, Index};
use super::rows::{Row, Rows, bits};
use super::symbols::{Symbol, Symbols};
use std::ops::Range;

/// The patterns that may match in the sentence in work.
#[derive(Debug)]
pub(super) struct Candidates {
    /// The number of the sentence: what is marked with it stands in the sentence.
    mark: u32,
    /// What stands where.
    pub rows: Rows,
    /// For each word its mark and its row.
    words: Vec<(u32, u32)>,
    /// For each set of features that patterns want the mark and the row of the tokens that have one.
    features: Vec<(u32, Row)>,
    /// For each beginning its mark and its row; none if no token of the sentence fits.
    beginnings: Vec<(u32, Option<u32>)>,
    /// The vocabularies that may match if all goes well with their patterns.
    reached: Vec<u32>,
    /// Those of them that may be the anchor of patterns which are not noted yet.
    waiting: Vec<Id>,
    /// The patterns whose anchor is there, as bits.
    noted: Vec<u64>,
    /// For each vocabulary that has a word of the sentence, or one of the patterns that are left, its mark and the row of
    /// the tokens that a match may begin with.
    vocabularies: Vec<(u32, u32)>,
    /// The numbers of the patterns, in order.
    pub patterns: Vec<u32>,
    /// For each of them the row of the tokens that it may begin with.
    starts: Vec<u32>,
    /// Where those of a vocabulary stand, and the number of the sentence.
    ranges: Vec<(u32, u32, u32)>,
}

impl Candidates {
    pub fn new(index: &Index) -> Candidates {
        Candidates {
            mark: 0,
            rows: Rows::default(),
            words: vec![(0, 0); index.word_count as usize],
            features: vec![(0, 0); index.feature_count()],
            beginnings: vec![(0, None); index.beginning_count()],
            reached: vec![0; index.len()],
            waiting: Vec::new(),
            noted: vec![0; index.pattern_count().div_ceil(64)],
            vocabularies: vec![(0, 0); index.len()],
            patterns: Vec::new(),
            starts: Vec::new(),
            ranges: vec![(0, 0, 0); index.len()],
        }
    }

    /// Takes up a sentence, for the patterns of the vocabularies that are needed.
    pub fn read(&mut self, index: &Index, symbols: &Symbols, sentence: &[Symbol], needed: &[bool]) {
        if self.mark == u32::MAX {
            *self = Candidates::new(index);
        }
        self.mark += 1;
        self.patterns.clear();
        self.rows.begin(sentence.len());
        for (place, &symbol) in sentence.iter().enumerate() {
            let known = symbols.known(symbol);
            self.rows.add(place, known);
            let Some(entry) = self.words.get_mut(known.word as usize) else { continue };
            let is_new = entry.0 != self.mark;
            let row = row_of(entry, self.mark, &mut self.rows);
            self.rows.set(row, place);
            for id in index.vocabularies_of(known.word) {
                let row = row_of(&mut self.vocabularies[usize::from(id)], self.mark, &mut self.rows);
                self.rows.set(row, place);
                self.reach(id);
            }
            if is_new {
                self.note(index, needed, known.word);
            }
        }
        for class in 0..class::AFFIX + index.affixes.len() as u32 {
            if self.rows.any(class as Row) {
                self.note(index, needed, index.class_key(class));
            }
        }
        while let Some(id) = self.waiting.pop() {
            self.note(index, needed, index.member_key(id));
        }
        for (block, noted) in self.noted.iter_mut().enumerate() {
            let noted = u128::from(std::mem::take(noted));
            self.patterns.extend(bits(noted).map(|bit| (64 * block + bit) as u32));
        }
        self.retain(index);
    }

    /// Notes the patterns that a key is the anchor of.
    fn note(&mut self, index: &Index, needed: &[bool], key: u32) {
        for pattern in index.anchored(key) {
            let id = index.posting(pattern).vocabulary();
            if needed[usize::from(id)] {
                self.noted[pattern as usize / 64] |= 1 << (pattern % 64);
                self.reach(id);
            }
        }
    }

    /// Notes that a vocabulary may match.
    fn reach(&mut self, id: Id) {
        let mark = &mut self.reached[usize::from(id)];
        if std::mem::replace(mark, self.mark) != self.mark {
            self.waiting.push(id);
        }
    }

    /// Keeps the patterns of which the sentence has all that must be there, and some token to begin with. What a
    /// pattern names comes before it.
    fn retain(&mut self, index: &Index) {
        let mut patterns = std::mem::take(&mut self.patterns);
        self.starts.clear();
        patterns.retain(|&pattern| {
            let Some(row) = self.beginning(index, pattern) else { return false };
            let posting = index.posting(pattern);
            let keep = self.has_all(index, posting.code());
            if keep {
                let id = usize::from(posting.vocabulary());
                let all = row_of(&mut self.vocabularies[id], self.mark, &mut self.rows);
                self.rows.join(all, row as Row);
                let range = &mut self.ranges[id];
                let kept = self.starts.len() as u32;
                let first = if range.2 == self.mark { range.0 } else { kept };
                *range = (first, kept + 1, self.mark);
                self.starts.push(row);
            }
            keep
        });
        self.patterns = patterns;
    }

    /// The row of the tokens that a pattern may begin with.
    fn beginning(&mut self, index: &Index, pattern: u32) -> Option<u32> {
        let number = index.beginning_of(pattern);
        let (mark, row) = self.beginnings[number];
        if mark == self.mark {
            return row;
        }
        let [first, second, at_start] = index.beginning(number).map(|number| {
            let (mark, row) = &mut self.features[number];
            if std::mem::replace(mark, self.mark) != self.mark {
                *row = self.rows.meeting(index.features(number));
            }
            *row
        });
        let row = self.rows.beginning(first, second, at_start).map(|row| row as u32);
        self.beginnings[number] = (self.mark, row);
        row
    }

    /// Whether a pattern may begin with a token.
    pub fn may_begin(&self, at: usize, place: usize) -> bool {
        self.rows.has(self.starts[at] as Row, place)
    }

    /// The row of the tokens that a match of a vocabulary may begin with; `None` if the sentence has none.
    pub fn starts(&self, id: Id) -> Option<Row> {
        let (mark, row) = self.vocabularies[usize::from(id)];
        (mark == self.mark).then_some(row as Row)
    }

    /// Whether all that a sequence cannot do without is there.
    fn has_all(&self, index: &Index, mut at: usize) -> bool {
        loop {
            let (head, argument) = (index.code.head(at), index.code.argument(at));
            let word = |word: u32| self.words[word as usize].0 == self.mark;
            let has = match head.operation() {
                Operation::Done => return true,
                _ if head.min() == 0 => true,
                Operation::Word => word(argument),
                Operation::Set => index.code.words(at).any(word),
                Operation::Class => argument <= class::END || self.rows.any(argument as Row),
                Operation::Vocabulary => self.vocabularies[argument as usize].0 == self.mark,
                Operation::Group => index.code.alternatives(at).any(|at| self.has_all(index, at)),
            };
            if !has {
                return false;
            }
            at = index.code.after(at);
        }
    }

    /// The row of a word; `None` if the sentence does not have it.
    pub fn row(&self, word: u32) -> Option<Row> {
        let (mark, row) = self.words[word as usize];
        (mark == self.mark).then_some(row as Row)
    }

    /// Where the patterns of a vocabulary stand in [`Candidates::patterns`].
    pub fn of(&self, id: Id) -> Range<usize> {
        let (from, to, mark) = self.ranges[usize::from(id)];
        if mark == self.mark { from as usize..to as usize } else { 0..0 }
    }
}

/// The row of a thing in the sentence with this mark, which is made if it has none yet.
fn row_of(entry: &mut (u32, u32), mark: u32, rows: &mut Rows) -> Row {
    if entry.0 != mark {
        *entry = (mark, rows.another() as u32);
    }
    entry.1 as Row
}
