//! Finds the vocabularies in a text.
//!
//! A pattern runs on sets of positions: bit `n` of a mask says that the pattern may have reached the token
//! `n` after its first. There is no backtracking, so a pattern costs its length times the window, whatever
//! the text. Most patterns are never run: the token after the first must share a feature with what may stand
//! there, and what cancels a match is looked for only once there is one. A match is at most [`WINDOW`] tokens.

use super::{ENTRY, Features, Id, Index, class, entry};
use crate::lexicon::fold;
use crate::parse::words::{Text, Token, TokenKind};
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

/// All matches of vocabularies, by vocabulary and place. `wanted` says for each sentence and vocabulary
/// whether it is looked for.
pub fn search(index: &Index, text: &Text, source: &str, wanted: impl Fn(usize, Id) -> bool) -> Vec<Match> {
    let mut search = Search::new(index);
    let mut out = Vec::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        for id in 0..index.vocabularies.len() {
            search.wanted[id] = wanted(number, id as Id);
        }
        if !search.wanted.contains(&true) {
            continue;
        }
        search.read(&text.tokens[sentence.tokens.clone()], source);
        search.sentence();
        for id in search.touched.drain(..) {
            let found = search.found[usize::from(id)].drain(..);
            if search.wanted[usize::from(id)] {
                let place = |(start, end)| Match { vocabulary: id, tokens: sentence.tokens.start + start..sentence.tokens.start + end, sentence: number };
                out.extend(found.map(place));
            }
            search.state[usize::from(id)] = State::Unknown;
        }
    }
    out.sort_by_key(|found: &Match| (found.vocabulary, found.tokens.start));
    out
}

/// What is known of a token while its sentence is searched.
#[derive(Clone, Copy, Default)]
struct Known {
    /// Bits of [`class`].
    classes: u32,
    /// The number of its word; `u32::MAX` for one that no pattern names.
    word: u32,
    glued: bool,
    features: Features,
    /// Its keys, as a range of `Search::keys`.
    from: u32,
    to: u32,
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
    known: Vec<Known>,
    /// What may begin with each token: a word, memberships, classes.
    keys: Vec<u32>,
    /// The classes that some pattern begins with, as bits.
    beginning: u32,
    wanted: Vec<bool>,
    /// Tokens that a look-alike covers, while its vocabulary is searched again.
    masked: Vec<bool>,
    /// Matches in the sentence, by vocabulary: first token, token after the last.
    found: Vec<Vec<(usize, usize)>>,
    state: Vec<State>,
    /// The vocabularies whose state is not unknown.
    touched: Vec<Id>,
    buffer: String,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index<'a>) -> Search<'a> {
        let count = index.vocabularies.len();
        let first_class = index.word_count + count as u32;
        let classes = 0..class::AFFIX + index.affixes.len() as u32;
        let beginning = classes.filter(|class| !index.entry_block(first_class + class, 1).is_empty()).fold(0, |all, class| all | 1 << class);
        Search {
            index,
            beginning,
            known: Vec::new(),
            keys: Vec::new(),
            wanted: vec![false; count],
            masked: Vec::new(),
            found: vec![Vec::new(); count],
            state: vec![State::Unknown; count],
            touched: Vec::new(),
            buffer: String::new(),
        }
    }

    /// Looks up the tokens of a sentence: what they are and what may begin with them.
    fn read(&mut self, tokens: &[Token], source: &str) {
        self.known.clear();
        self.keys.clear();
        self.masked.clear();
        self.masked.resize(tokens.len(), false);
        let words = self.index.word_count;
        let vocabularies = self.index.vocabularies.len() as u32;
        let first_word = tokens.iter().position(|token| token.kind != TokenKind::Symbol).unwrap_or(0);
        for (position, token) in tokens.iter().enumerate() {
            let raw = token.span.of(source);
            fold(raw, &mut self.buffer);
            let word = if token.kind == TokenKind::Opaque { None } else { self.index.words.get(&self.buffer) };
            let mut classes = classes(token, raw);
            classes |= u32::from(position == first_word) << class::START;
            if token.kind == TokenKind::Word {
                for (bit, affix) in self.index.affixes.iter().enumerate() {
                    let (text, longer) = (&*affix.text, self.buffer.len() > affix.text.len());
                    let fits = longer && if affix.ending { self.buffer.ends_with(text) } else { self.buffer.starts_with(text) };
                    classes |= u32::from(fits) << (class::AFFIX as usize + bit);
                }
            }
            let from = self.keys.len();
            let mut features = Features::default();
            if let Some(word) = word {
                self.keys.push(word);
                features.add(Features::of(word));
                for (entry, begins) in self.index.entries(word, 0) {
                    let key = words + u32::from(entry.vocabulary());
                    features.add(Features::of(key));
                    if begins == Features::ALL {
                        self.keys.push(key);
                    }
                }
            }
            let mut rest = classes;
            while rest != 0 {
                let class = rest.trailing_zeros();
                let key = words + vocabularies + class;
                features.add(Features::of(key));
                if self.beginning & 1 << class != 0 {
                    self.keys.push(key);
                }
                rest &= rest - 1;
            }
            let word = word.unwrap_or(u32::MAX);
            self.known.push(Known { classes, word, glued: token.glued, features, from: from as u32, to: self.keys.len() as u32 });
        }
    }

    /// Whether the token after `position` may follow the first token of an entry.
    fn may_follow(&self, needed: Features, position: usize) -> bool {
        needed == Features::ALL || self.known.get(position + 1).is_some_and(|next| next.features.meets(needed))
    }

    /// Searches the sentence that was read for what is wanted.
    fn sentence(&mut self) {
        for position in 0..self.known.len() {
            let Known { from, to, word, .. } = self.known[position];
            let index = self.index;
            if word != u32::MAX {
                for (entry, _) in index.entries(word, 0) {
                    if self.wanted[usize::from(entry.vocabulary())] {
                        self.note(entry.vocabulary(), position, 2);
                    }
                }
            }
            for key in from..to {
                for (entry, needed) in index.entries(self.keys[key as usize], 1) {
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
                for position in 0..self.known.len() {
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
        let vocabulary = &index.vocabularies[place];
        let mut found = std::mem::take(&mut self.found[place]);
        if !found.is_empty() {
            let cancelled = vocabulary.unless.iter().any(|&other| !self.settled(other).is_empty());
            let alone = !vocabulary.with.is_empty() && !vocabulary.with.iter().any(|&other| !self.settled(other).is_empty());
            if cancelled || alone {
                found.clear();
            }
        }
        if let (Some(except), false) = (vocabulary.except, found.is_empty()) {
            self.unmask(id, except, &mut found);
        }
        if !found.is_empty() && !vocabulary.unless_before.is_empty() {
            let clauses = vocabulary.clause.map_or(Vec::new(), |clause| self.settled(clause).to_vec());
            let governors: Vec<(usize, usize)> = vocabulary.unless_before.iter().flat_map(|&other| self.settled(other).to_vec()).collect();
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
        let mut again: Vec<usize> = found.iter().filter(|found| touched(&self.masked, found)).map(|found| found.0).collect();
        again.dedup();
        found.retain(|found| !touched(&self.masked, found));
        for start in again {
            let ends = self.vocabulary(id, start);
            if ends > 1 {
                found.push((start, last(start, ends)));
            }
        }
        self.masked.fill(false);
    }

    /// Where matches of a vocabulary end that begin at a position, relative to it.
    fn vocabulary(&self, id: Id, position: usize) -> u64 {
        let Some(known) = self.known.get(position) else { return 0 };
        let vocabulary = &self.index.vocabularies[usize::from(id)];
        if self.masked[position] || !known.features.meets(vocabulary.starts) {
            return 0;
        }
        let member = known.word != u32::MAX && self.index.entries(known.word, 0).any(|(entry, _)| entry.vocabulary() == id);
        let mut ends = u64::from(member) << 1;
        if vocabulary.plain {
            return ends;
        }
        for &key in &self.keys[known.from as usize..known.to as usize] {
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
                let there = if argument == class::START { self.is(position, 1 << class::START) } else { self.only_marks(position) };
                out |= u64::from(there) << offset;
                continue;
            }
            let Some(known) = self.known.get(position) else { continue };
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

    fn is(&self, position: usize, classes: u32) -> bool {
        self.known.get(position).is_some_and(|known| known.classes & classes != 0)
    }

    fn only_marks(&self, position: usize) -> bool {
        self.known.get(position..).is_none_or(|rest| rest.iter().all(|known| known.classes & !1 == 1 << 2))
    }
}

/// The token after the longest match, from the mask of its ends.
fn last(start: usize, ends: u64) -> usize {
    start + (63 - ends.leading_zeros() as usize)
}

/// The classes of a token, as bits in the order of [`class::NAMES`].
fn classes(token: &Token, raw: &str) -> u32 {
    let any = 1 << 2;
    match token.kind {
        TokenKind::Symbol => any,
        TokenKind::Opaque => any | 1 << 11,
        TokenKind::Number => {
            let points = raw.bytes().filter(|&byte| byte == b'.').count();
            let year = raw.len() == 4 && (raw.starts_with("19") || raw.starts_with("20"));
            any | u32::from(points < 2) << 4 | u32::from(year) << 5 | u32::from(points > 1) << 6 | u32::from(points == 3) << 7
        }
        TokenKind::Word => {
            let capital = raw.starts_with(char::is_uppercase);
            let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
            let upper = capital && letters >= 2 && !raw.contains(char::is_lowercase);
            any | 1 << 3 | u32::from(upper) << 8 | u32::from(capital) << 9 | u32::from(raw.len() == 1) << 10
        }
    }
}
