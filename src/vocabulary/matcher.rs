//! Finds the vocabularies in a text.
//!
//! A pattern runs on sets of positions: bit `n` of a mask says that the pattern may have reached the token
//! `n` after its first. There is no backtracking, so a pattern costs its length times the window, whatever
//! the text. A match is at most [`WINDOW`] tokens long.

use super::{Entry, Id, Index, class};
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
}

/// All matches of all searched vocabularies, by vocabulary and place.
pub fn search(index: &Index, text: &Text, source: &str) -> Vec<Match> {
    let mut search = Search { index, ..Search::new(index) };
    let mut out = Vec::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        search.read(&text.tokens[sentence.tokens.clone()], source);
        search.sentence(number, sentence.tokens.start, &mut out);
    }
    out.sort_by_key(|found: &Match| (found.vocabulary, found.tokens.start));
    out
}

/// What is known of a token while its sentence is searched.
#[derive(Clone, Copy, Default)]
struct Known {
    /// Bits of [`class`].
    classes: u32,
    glued: bool,
    /// Its candidates, as a range of `Search::candidates`.
    from: u32,
    to: u32,
}

struct Search<'a> {
    index: &'a Index<'a>,
    known: Vec<Known>,
    candidates: Vec<Entry>,
    /// Word numbers of the tokens; `u32::MAX` for one that no pattern names.
    numbers: Vec<u32>,
    /// Tokens that a look-alike covers, while its vocabulary is searched again.
    masked: Vec<bool>,
    /// Matches in the sentence, by vocabulary: first token, token after the last.
    found: Vec<Vec<(usize, usize)>>,
    touched: Vec<Id>,
    buffer: String,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index<'a>) -> Search<'a> {
        let found = vec![Vec::new(); index.vocabularies.len()];
        let (known, candidates, numbers) = (Vec::new(), Vec::new(), Vec::new());
        Search { index, known, candidates, numbers, masked: Vec::new(), found, touched: Vec::new(), buffer: String::new() }
    }

    /// Looks up the tokens of a sentence: what they are and what may begin with them.
    fn read(&mut self, tokens: &[Token], source: &str) {
        self.known.clear();
        self.candidates.clear();
        self.numbers.clear();
        self.masked.clear();
        self.masked.resize(tokens.len(), false);
        let words = self.index.word_count as usize;
        let vocabularies = self.index.vocabularies.len();
        let first_word = tokens.iter().position(|token| token.kind != TokenKind::Symbol).unwrap_or(0);
        for (position, token) in tokens.iter().enumerate() {
            let raw = token.span.of(source);
            fold(raw, &mut self.buffer);
            let number = if token.kind == TokenKind::Opaque { None } else { self.index.words.get(&self.buffer) };
            let mut classes = classes(token, raw);
            classes |= u32::from(position == first_word) << class::START;
            if token.kind == TokenKind::Word {
                for (bit, affix) in self.index.affixes.iter().enumerate() {
                    let (text, longer) = (&*affix.text, self.buffer.len() > affix.text.len());
                    let fits = if affix.ending { self.buffer.ends_with(text) } else { self.buffer.starts_with(text) };
                    classes |= u32::from(longer && fits) << (class::AFFIX as usize + bit);
                }
            }
            let from = self.candidates.len();
            if let Some(number) = number {
                self.add(number as usize);
            }
            // What begins with a member of a vocabulary that this word is a member of.
            let members = self.candidates[from..].iter().take_while(|entry| entry.code() == 0).count();
            for member in 0..members {
                let vocabulary = self.candidates[from + member].vocabulary();
                self.add(words + usize::from(vocabulary));
            }
            let mut rest = classes & !(1 << class::START);
            while rest != 0 {
                self.add(words + vocabularies + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
            if position == first_word {
                self.add(words + vocabularies + class::START as usize);
            }
            self.numbers.push(number.unwrap_or(u32::MAX));
            self.known.push(Known { classes, glued: token.glued, from: from as u32, to: self.candidates.len() as u32 });
        }
    }

    /// Adds what may begin with a word, a member of a vocabulary, or a class.
    fn add(&mut self, key: usize) {
        let range = self.index.offsets.get(key) as usize..self.index.offsets.get(key + 1) as usize;
        self.candidates.extend(range.map(|at| Entry(self.index.entries.get(at))));
    }

    /// Searches the sentence that was read.
    fn sentence(&mut self, number: usize, first: usize, out: &mut Vec<Match>) {
        for position in 0..self.known.len() {
            for candidate in self.known[position].from..self.known[position].to {
                let entry = self.candidates[candidate as usize];
                if self.index.vocabularies[usize::from(entry.vocabulary())].searched {
                    let ends = self.entry(entry, position);
                    self.note(entry.vocabulary(), position, ends);
                }
            }
        }
        // Dependencies have smaller numbers, so what cancels a vocabulary is final before it.
        self.touched.sort_unstable();
        for at in 0..self.touched.len() {
            self.settle(self.touched[at]);
        }
        for &vocabulary in &self.touched {
            for (start, end) in self.found[usize::from(vocabulary)].drain(..) {
                out.push(Match { vocabulary, tokens: first + start..first + end, sentence: number });
            }
        }
        self.touched.clear();
    }

    fn note(&mut self, vocabulary: Id, start: usize, ends: u64) {
        if ends > 1 {
            let end = start + (63 - ends.leading_zeros() as usize);
            let found = &mut self.found[usize::from(vocabulary)];
            if found.is_empty() {
                self.touched.push(vocabulary);
            }
            found.push((start, end));
        }
    }

    /// Takes out look-alikes, what the context cancels, and what a longer match covers.
    fn settle(&mut self, id: Id) {
        let index = self.index;
        let vocabulary = &index.vocabularies[usize::from(id)];
        let mut found = std::mem::take(&mut self.found[usize::from(id)]);
        let present = |search: &Self, others: &[Id]| others.iter().any(|&other| !search.found[usize::from(other)].is_empty());
        if present(self, &vocabulary.unless) || (!vocabulary.with.is_empty() && !present(self, &vocabulary.with)) {
            found.clear();
        }
        let masks = vocabulary.except.map_or(&[][..], |except| &self.found[usize::from(except)]);
        if !masks.is_empty() {
            for &(start, end) in masks {
                self.masked[start..end].iter_mut().for_each(|masked| *masked = true);
            }
            let hit: Vec<usize> = found.iter().filter(|&&(start, end)| self.masked[start..end].contains(&true)).map(|found| found.0).collect();
            found.retain(|&(start, end)| !self.masked[start..end].contains(&true));
            // A shorter match may stand beside the look-alike.
            for start in hit {
                let ends = self.vocabulary(id, start);
                if ends > 1 {
                    found.push((start, start + (63 - ends.leading_zeros() as usize)));
                }
            }
            self.masked.iter_mut().for_each(|masked| *masked = false);
        }
        if !vocabulary.unless_before.is_empty() {
            found.retain(|&(start, _)| {
                let clauses = vocabulary.clause.map_or(&[][..], |clause| &self.found[usize::from(clause)]);
                let clause = clauses.iter().map(|&(_, end)| end).filter(|&end| end <= start).max().unwrap_or(0);
                let governs = |&(from, to): &(usize, usize)| from >= clause && to <= start;
                !vocabulary.unless_before.iter().any(|&other| self.found[usize::from(other)].iter().any(governs))
            });
        }
        found.sort_unstable_by_key(|&(start, end)| (start, std::cmp::Reverse(end)));
        let mut last = 0;
        found.retain(|&(start, end)| {
            let free = start >= last;
            last = if free { end } else { last };
            free
        });
        self.found[usize::from(id)] = found;
    }

    /// Where matches of a vocabulary end that begin at a position, relative to it.
    fn vocabulary(&self, id: Id, position: usize) -> u64 {
        let Some(known) = self.known.get(position) else { return 0 };
        let candidates = &self.candidates[known.from as usize..known.to as usize];
        candidates.iter().filter(|entry| entry.vocabulary() == id).fold(0, |ends, &entry| ends | self.entry(entry, position))
    }

    fn entry(&self, entry: Entry, position: usize) -> u64 {
        match entry.code() {
            0 => u64::from(!self.masked[position]) << 1,
            code => self.sequence(code, position, 1).0,
        }
    }

    /// Runs a sequence from every position of the mask; returns the mask after it and the code after it.
    fn sequence(&self, code: usize, base: usize, mut mask: u64) -> (u64, usize) {
        let items = self.index.code.get(code);
        let mut at = code + 1;
        for _ in 0..items {
            let (head, argument) = (self.index.code.get(at), self.index.code.get(at + 1));
            let (min, max) = (head >> 8 & 0xff, head >> 16 & 0xff);
            let after = if head & 7 == op::GROUP { at + 2 + self.index.code.get(at + 2) as usize } else { at + 2 };
            let mut reached = if min == 0 { mask } else { 0 };
            for time in 1..=max {
                if mask == 0 {
                    break;
                }
                mask = self.step(head, argument, at, base, mask);
                reached |= if time >= min { mask } else { 0 };
            }
            mask = reached;
            at = after;
            if mask == 0 && at > code {
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
                let there = if argument == class::START { self.is(position, 1 << class::START) } else { position >= self.known.len() || self.only_marks(position) };
                out |= u64::from(there) << offset;
                continue;
            }
            let Some(known) = self.known.get(position) else { continue };
            if (glued && !known.glued) || self.masked[position] {
                continue;
            }
            out |= match head & 7 {
                op::WORD => u64::from(self.numbers[position] == argument) << offset << 1,
                op::CLASS => u64::from(known.classes & 1 << argument != 0) << offset << 1,
                op::VOCABULARY => self.vocabulary(argument as Id, position) << offset,
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

    fn is(&self, position: usize, classes: u32) -> bool {
        self.known.get(position).is_some_and(|known| known.classes & classes != 0)
    }

    fn only_marks(&self, position: usize) -> bool {
        self.known[position..].iter().all(|known| known.classes & !1 == 1 << 2)
    }
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
