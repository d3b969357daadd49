//! Finds the vocabularies in a text.
//!
//! A pattern runs on sets of positions: bit `n` of a mask says that the pattern may have reached the token
//! `n` after its first. There is no backtracking, so a pattern costs its length times the window, whatever
//! the text. Most patterns are never run: the token after the first must share a feature with what may stand
//! there, and what cancels a match is looked for only once there is one. A match is at most [`WINDOW`] tokens.

use super::sentence::{Known, Sentence};
use super::{Context, ENTRY, Features, Id, Index, class, entry};
use crate::parse::words::{Text, Token};
use std::cell::Cell;
use std::ops::Range;

/// The longest match, in tokens.
pub const WINDOW: usize = 63;

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

/// Operations of the code; see [`super::compile`].
pub(super) mod op {
    pub const WORD: u32 = 0;
    pub const CLASS: u32 = 1;
    pub const VOCABULARY: u32 = 2;
    pub const GROUP: u32 = 3;
    /// One of several words, by their sorted numbers.
    pub const SET: u32 = 4;
}

/// All matches of vocabularies, by vocabulary and place. `wanted` says for each section and vocabulary
/// whether it is looked for.
pub fn search(index: &Index, text: &Text, source: &str, wanted: impl Fn(usize, Id) -> bool) -> Vec<Match> {
    let mut section = usize::MAX;
    let (mut search, mut any) = (Search::new(index), false);
    let mut out = Vec::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        if section != sentence.section {
            section = sentence.section;
            (0..index.len()).for_each(|id| search.wanted[id] = wanted(section, id as Id));
            any = search.wanted.contains(&true);
        }
        if !any {
            continue;
        }
        search.read(&text.tokens[sentence.tokens.clone()], source);
        search.run();
        for id in search.touched.drain(..) {
            let found = search.found[usize::from(id)].drain(..);
            if search.wanted[usize::from(id)] {
                let place = |(start, end)| Match {
                    vocabulary: id,
                    tokens: sentence.tokens.start + start..sentence.tokens.start + end,
                    sentence: number,
                };
                out.extend(found.map(place));
            }
            search.state[usize::from(id)] = State::Unknown;
        }
    }
    out.sort_by_key(|found: &Match| (found.vocabulary, found.tokens.start));
    out
}

/// How far the matches of a vocabulary in the sentence are known.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Unknown,
    /// What matches by itself.
    Raw,
    /// What remains in its context.
    Final,
}

struct Search<'a> {
    index: &'a Index<'a>,
    sentence: Sentence<'a>,
    wanted: Vec<bool>,
    /// Tokens that a look-alike covers, while its vocabulary is searched again.
    masked: Vec<bool>,
    /// Matches in the sentence, by vocabulary: first token, token after the last.
    found: Vec<Vec<(usize, usize)>>,
    state: Vec<State>,
    /// The vocabularies whose state is not unknown.
    touched: Vec<Id>,
    /// What [`Search::vocabulary`] found lately: many patterns begin with the same vocabulary.
    memo: [Cell<(Asked, u64)>; MEMO],
    /// The number of the sentence, so that the memo of another one is not mistaken for this one's.
    sentences: u32,
    /// Whether anything is masked; the memo does not hold then.
    masking: bool,
}

/// A question to the memo: sentence, vocabulary and position.
type Asked = (u32, Id, u16);

/// Places in the memo, a power of two.
const MEMO: usize = 64;

impl<'a> Search<'a> {
    fn new(index: &'a Index<'a>) -> Search<'a> {
        let count = index.len();
        Search {
            index,
            sentence: Sentence::new(index),
            wanted: vec![false; count],
            masked: Vec::new(),
            found: vec![Vec::new(); count],
            state: vec![State::Unknown; count],
            touched: Vec::new(),
            memo: [const { Cell::new(((0, 0, 0), 0)) }; MEMO],
            sentences: 0,
            masking: false,
        }
    }

    /// Takes up the next sentence.
    fn read(&mut self, tokens: &[Token], source: &str) {
        self.sentences = self.sentences.wrapping_add(1);
        self.sentence.read(tokens, source);
        self.masked.clear();
        self.masked.resize(tokens.len(), false);
    }

    /// Whether the token after `position` may follow the first token of an entry.
    fn may_follow(&self, needed: Features, position: usize) -> bool {
        needed == Features::ALL || self.sentence.known.get(position + 1).is_some_and(|next| next.features.meets(needed))
    }

    /// Searches the sentence that was read for what is wanted.
    fn run(&mut self) {
        for position in 0..self.sentence.known.len() {
            let Known { from, to, word, .. } = self.sentence.known[position];
            let index = self.index;
            if word != u32::MAX {
                for (entry, _) in index.entries(word, 0) {
                    if self.wanted[usize::from(entry.vocabulary())] {
                        self.note(entry.vocabulary(), position, 2);
                    }
                }
            }
            for key in from..to {
                for (entry, needed) in index.entries(self.sentence.keys[key as usize], 1) {
                    if self.wanted[usize::from(entry.vocabulary())] && self.may_follow(needed, position) {
                        let ends = self.sequence(entry.code(), position, 1).0;
                        self.note(entry.vocabulary(), position, ends);
                    }
                }
            }
        }
        for id in 0..self.touched.len() {
            self.settle(self.touched[id]);
        }
    }

    fn note(&mut self, vocabulary: Id, start: usize, ends: u64) {
        if ends > 1 {
            if self.state[usize::from(vocabulary)] == State::Unknown {
                self.state[usize::from(vocabulary)] = State::Raw;
                self.touched.push(vocabulary);
            }
            self.found[usize::from(vocabulary)].push((start, last(start, ends)));
        }
    }

    /// The final matches of a vocabulary in the sentence, wanted or not.
    fn settled(&mut self, id: Id) -> &[(usize, usize)] {
        let place = usize::from(id);
        if self.state[place] == State::Unknown {
            self.state[place] = State::Raw;
            self.touched.push(id);
            // What is wanted was looked for already.
            if !self.wanted[place] {
                for position in 0..self.sentence.known.len() {
                    let ends = self.vocabulary(id, position);
                    self.note(id, position, ends);
                }
            }
        }
        self.settle(id);
        &self.found[place]
    }

    /// Takes out look-alikes, what the context cancels, and what a longer match covers.
    fn settle(&mut self, id: Id) {
        let place = usize::from(id);
        if self.state[place] == State::Final {
            return;
        }
        self.state[place] = State::Final;
        let index = self.index;
        let none = Context::default();
        let vocabulary = index.context(id).unwrap_or(&none);
        let mut found = std::mem::take(&mut self.found[place]);
        if !found.is_empty() {
            let cancelled = vocabulary.unless.iter().any(|&other| !self.settled(other).is_empty());
            let alone =
                !vocabulary.with.is_empty() && !vocabulary.with.iter().any(|&other| !self.settled(other).is_empty());
            if cancelled || alone {
                found.clear();
            }
        }
        if let (Some(except), false) = (vocabulary.except, found.is_empty()) {
            self.unmask(id, except, &mut found);
        }
        if !found.is_empty() && !vocabulary.unless_before.is_empty() {
            let clauses = vocabulary.clause.map_or(Vec::new(), |clause| self.settled(clause).to_vec());
            let governors: Vec<(usize, usize)> =
                vocabulary.unless_before.iter().flat_map(|&other| self.settled(other).to_vec()).collect();
            found.retain(|&(start, _)| {
                let clause = clauses.iter().map(|&(_, end)| end).filter(|&end| end <= start).max().unwrap_or(0);
                !governors.iter().any(|&(from, to)| from >= clause && to <= start)
            });
        }
        found.sort_unstable_by_key(|&(start, end)| (start, std::cmp::Reverse(end)));
        let mut covered = 0;
        found.retain(|&(start, end)| {
            let free = start >= covered;
            covered = if free { end } else { covered };
            free
        });
        self.found[place] = found;
    }

    /// Takes out the matches that a look-alike touches; a shorter match may stand beside it.
    fn unmask(&mut self, id: Id, except: Id, found: &mut Vec<(usize, usize)>) {
        for at in 0..self.settled(except).len() {
            let (start, end) = self.found[usize::from(except)][at];
            self.masked[start..end].fill(true);
        }
        let touched = |masked: &[bool], &(start, end): &(usize, usize)| masked[start..end].contains(&true);
        let mut again: Vec<usize> =
            found.iter().filter(|found| touched(&self.masked, found)).map(|found| found.0).collect();
        again.dedup();
        found.retain(|found| !touched(&self.masked, found));
        self.masking = true;
        for start in again {
            let ends = self.vocabulary(id, start);
            if ends > 1 {
                found.push((start, last(start, ends)));
            }
        }
        self.masking = false;
        self.masked.fill(false);
    }

    /// Where matches of a vocabulary end that begin at a position, relative to it.
    fn vocabulary(&self, id: Id, position: usize) -> u64 {
        let Some(known) = self.sentence.known.get(position) else { return 0 };
        let (plain, starts) = self.index.beginning(id);
        if self.masked[position] || !known.features.meets(starts) {
            return 0;
        }
        let asked = (self.sentences, id, u16::try_from(position).unwrap_or(u16::MAX));
        let memo = &self.memo[(usize::from(id) * 7 + position) % MEMO];
        if !self.masking && memo.get().0 == asked {
            return memo.get().1;
        }
        let member =
            known.word != u32::MAX && self.index.entries(known.word, 0).any(|(entry, _)| entry.vocabulary() == id);
        let mut ends = u64::from(member) << 1;
        if plain {
            return ends;
        }
        for &key in &self.sentence.keys[known.from as usize..known.to as usize] {
            // Patterns stand in the order of their vocabularies.
            let block = self.index.entry_block(key, 1);
            let at = |number: usize| entry(&block[number * ENTRY * 4..]);
            let (mut low, mut high) = (0, block.len() / (ENTRY * 4));
            let end = high;
            while low < high {
                let middle = low.midpoint(high);
                if at(middle).0.vocabulary() < id { low = middle + 1 } else { high = middle }
            }
            for (found, needed) in (low..end).map(at).take_while(|(found, _)| found.vocabulary() == id) {
                if self.may_follow(needed, position) {
                    ends |= self.sequence(found.code(), position, 1).0;
                }
            }
        }
        // Positions beyond the number type are rare enough to be looked up each time.
        if !self.masking && position < usize::from(u16::MAX) {
            memo.set((asked, ends));
        }
        ends
    }

    /// Runs a sequence from every position of the mask; returns the mask after it and the code after it.
    fn sequence(&self, code: usize, base: usize, mut mask: u64) -> (u64, usize) {
        let items = self.index.code.get(code);
        let mut at = code + 1;
        for _ in 0..items {
            let (head, argument) = (self.index.code.get(at), self.index.code.get(at + 1));
            let (min, max) = (head >> 8 & 0xff, head >> 16 & 0xff);
            let after = if head & 7 >= op::GROUP { at + 2 + self.index.code.get(at + 2) as usize } else { at + 2 };
            let mut reached = if min == 0 { mask } else { 0 };
            for time in 1..=max {
                mask = self.step(head, argument, at, base, mask);
                if mask == 0 {
                    break;
                }
                reached |= if time >= min { mask } else { 0 };
            }
            mask = reached;
            at = after;
            if mask == 0 {
                return (0, at);
            }
        }
        (mask, at)
    }

    /// One item, once, from every position of the mask.
    fn step(&self, head: u32, argument: u32, at: usize, base: usize, mask: u64) -> u64 {
        let glued = head & 8 != 0;
        let (mut out, mut rest) = (0, mask);
        while rest != 0 {
            let offset = rest.trailing_zeros();
            rest &= rest - 1;
            let position = base + offset as usize;
            if head & 7 == op::CLASS && argument <= class::END {
                let there = if argument == class::START {
                    self.is(position, 1 << class::START)
                } else {
                    self.only_marks(position)
                };
                out |= u64::from(there) << offset;
                continue;
            }
            let Some(known) = self.sentence.known.get(position) else { continue };
            if (glued && !known.glued) || self.masked[position] {
                continue;
            }
            out |= match head & 7 {
                op::WORD => u64::from(known.word == argument) << offset << 1,
                op::CLASS => u64::from(known.classes & 1 << argument != 0) << offset << 1,
                op::VOCABULARY => self.vocabulary(argument as Id, position) << offset,
                op::SET => u64::from(self.is_one_of(at + 3, argument, known.word)) << offset << 1,
                _ => self.group(at, argument, base, 1 << offset),
            };
        }
        out
    }

    /// The alternatives of a group. Layout: head, number of alternatives, length of what follows, sequences
    /// each with its length before it.
    fn group(&self, at: usize, alternatives: u32, base: usize, mask: u64) -> u64 {
        let mut code = at + 3;
        let mut out = 0;
        for _ in 0..alternatives {
            out |= self.sequence(code + 1, base, mask).0;
            code += 1 + self.index.code.get(code) as usize;
        }
        out
    }

    /// Whether a word is among the sorted numbers that begin at `code`.
    fn is_one_of(&self, code: usize, count: u32, word: u32) -> bool {
        let (mut low, mut high) = (0, count as usize);
        while low < high {
            let middle = low.midpoint(high);
            match self.index.code.get(code + middle).cmp(&word) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }

    fn is(&self, position: usize, classes: u64) -> bool {
        self.sentence.known.get(position).is_some_and(|known| known.classes & classes != 0)
    }

    fn only_marks(&self, position: usize) -> bool {
        self.sentence.known.get(position..).is_none_or(|rest| rest.iter().all(|known| known.classes & !1 == 1 << 2))
    }
}

/// The token after the longest match, from the mask of its ends.
fn last(start: usize, ends: u64) -> usize {
    start + (63 - ends.leading_zeros() as usize)
}
