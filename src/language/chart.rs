//! What matches at each token of one sentence.
//!
//! A pattern is followed from a token as a set of places at once, so no way through it is taken twice. What a
//! vocabulary makes of a token is worked out once, however many patterns name it. Where patterns name a vocabulary,
//! its context holds: look-alikes, words that cancel a match and words that it needs are vocabularies as well, and are
//! looked at once there is a match.

use super::candidates::Candidates;
use super::class;
use super::code::Operation;
use super::ends::Ends;
use super::index::{Context, Id, Index};
use super::rows::Row;
use super::symbols::{Symbol, SymbolInfo, Symbols};
use crate::parse::words::Token;
use foldhash::{HashMap, HashMapExt};

/// First token, token after the last.
pub(super) type Found = (usize, usize);

/// What was found in a sentence, with the vocabularies.
type Matches = Box<[(Id, Found)]>;

/// What is looked for in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// For each vocabulary whether its matches are.
    pub vocabularies: Vec<bool>,
    /// The same with all that those depend on.
    pub needed: Vec<bool>,
    /// What was found in sentences, by their symbols. Notes repeat themselves, and an editor asks for a note again after
    /// each key.
    known: HashMap<Box<[Symbol]>, Matches>,
    /// How many tokens those sentences have.
    tokens: usize,
}

/// The most tokens of sentences that are remembered: a megabyte or two.
const MOST_TOKENS: usize = 1 << 16;

impl Asked {
    /// These vocabularies are asked for.
    pub fn new(index: &Index, vocabularies: Vec<bool>) -> Asked {
        let mut needed = vocabularies.clone();
        index.add_needs(&mut needed);
        Asked { vocabularies, needed, known: HashMap::new(), tokens: 0 }
    }

    /// Whether anything is.
    pub fn any(&self) -> bool {
        self.vocabularies.contains(&true)
    }

    fn remember(&mut self, sentence: &[Symbol], found: Matches) -> &[(Id, Found)] {
        self.tokens += sentence.len();
        if self.tokens > MOST_TOKENS {
            self.known.clear();
            self.tokens = sentence.len();
        }
        self.known.entry(sentence.into()).insert_entry(found).into_mut()
    }
}

/// The sentence in work.
#[derive(Debug)]
pub(super) struct Chart {
    symbols: Symbols,
    sentence: Vec<Symbol>,
    candidates: Candidates,
    /// What matches of a vocabulary from a token by itself.
    alone: HashMap<(Id, usize), Ends>,
    /// The same as patterns see it that name the vocabulary.
    named: HashMap<(Id, usize), Ends>,
    /// The matches of each vocabulary.
    found: Vec<Vec<Found>>,
    progress: Vec<Progress>,
    /// The vocabularies whose progress is not unknown.
    touched: Vec<Id>,
}

/// How far the matches of a vocabulary in the sentence are known.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Unknown,
    /// What matches by itself.
    Alone,
    /// What remains in its context.
    Final,
}

impl Chart {
    /// One for an index; it must be used with that index only.
    pub fn new(index: &Index) -> Chart {
        Chart {
            symbols: Symbols::new(),
            sentence: Vec::new(),
            candidates: Candidates::new(index),
            alone: HashMap::new(),
            named: HashMap::new(),
            found: vec![Vec::new(); index.len()],
            progress: vec![Progress::Unknown; index.len()],
            touched: Vec::new(),
        }
    }

    /// Whether it has learned more symbols than it may; then it forgets them, and what was asked must be asked anew.
    pub fn is_full(&mut self) -> bool {
        let full = self.symbols.are_full();
        if full {
            self.symbols = Symbols::new();
        }
        full
    }

    /// Takes up a sentence: what remains of the vocabularies that are asked for, in their context.
    pub fn read<'a>(
        &mut self,
        index: &Index,
        tokens: &[Token],
        source: &str,
        asked: &'a mut Asked,
    ) -> &'a [(Id, Found)] {
        self.symbols.read(index, tokens, source, &mut self.sentence);
        if asked.known.contains_key(&*self.sentence) {
            return &asked.known[&*self.sentence];
        }
        self.candidates.read(index, &self.symbols, &self.sentence, &asked.needed);
        self.find(index, &asked.vocabularies);
        let mut all = Vec::new();
        let mut place = 0;
        while let Some(&id) = self.touched.get(place) {
            if asked.vocabularies[usize::from(id)] {
                all.extend(self.matches(index, id).iter().map(|found| (id, *found)));
            }
            place += 1;
        }
        for id in self.touched.drain(..) {
            self.found[usize::from(id)].clear();
            self.progress[usize::from(id)] = Progress::Unknown;
        }
        self.alone.clear();
        self.named.clear();
        asked.remember(&self.sentence, all.into())
    }

    fn known(&self, place: usize) -> &SymbolInfo {
        self.symbols.known(self.sentence[place])
    }

    /// Finds what matches by itself of those that are asked for.
    fn find(&mut self, index: &Index, asked: &[bool]) {
        for place in 0..self.sentence.len() {
            for id in index.vocabularies_of(self.known(place).word) {
                if asked[usize::from(id)] && self.candidates.of(id).is_empty() {
                    self.add(id, (place, place + 1));
                }
            }
        }
        let mut next = 0;
        while let Some(&pattern) = self.candidates.patterns.get(next) {
            let id = index.posting(pattern).vocabulary();
            if asked[usize::from(id)] {
                self.find_one(index, id);
            }
            next = self.candidates.of(id).end;
        }
    }

    /// Finds what matches by itself of one vocabulary, if that is not known yet.
    fn find_one(&mut self, index: &Index, id: Id) {
        if self.progress[usize::from(id)] != Progress::Unknown {
            return;
        }
        self.touch(id, Progress::Alone);
        let Some(row) = self.candidates.starts(id) else { return };
        for place in 0..self.sentence.len() {
            if !self.candidates.rows.has(row, place) {
                continue;
            }
            if let Some(length) = self.alone(index, id, place).longest() {
                self.found[usize::from(id)].push((place, place + length));
            }
        }
    }

    /// Notes a match.
    fn add(&mut self, id: Id, found: Found) {
        self.touch(id, Progress::Alone);
        self.found[usize::from(id)].push(found);
    }

    fn touch(&mut self, id: Id, progress: Progress) {
        let known = &mut self.progress[usize::from(id)];
        if *known == Progress::Unknown {
            self.touched.push(id);
        }
        *known = progress;
    }

    /// The matches that remain in their context.
    fn matches(&mut self, index: &Index, id: Id) -> &[Found] {
        self.find_one(index, id);
        if self.progress[usize::from(id)] == Progress::Alone {
            self.touch(id, Progress::Final);
            self.apply_context(index, id);
        }
        &self.found[usize::from(id)]
    }

    /// Takes out look-alikes, what the context cancels, and what a longer match covers.
    fn apply_context(&mut self, index: &Index, id: Id) {
        if self.found[usize::from(id)].is_empty() {
            return;
        }
        let mut found = std::mem::take(&mut self.found[usize::from(id)]);
        if let Some(context) = index.context(id) {
            if self.is_cancelled(index, context) {
                found.clear();
            }
            if let (Some(except), false) = (context.except, found.is_empty()) {
                found.retain_mut(|(start, end)| {
                    let ends = Ends::of(*end - *start);
                    let free = self.outside(index, except, *start, ends);
                    let shorter = if free == ends {
                        ends
                    } else {
                        let all = self.alone(index, id, *start);
                        self.outside(index, except, *start, all)
                    };
                    *end = *start + shorter.longest().unwrap_or(0);
                    *end > *start
                });
            }
            if !found.is_empty() {
                let governed = self.governed(index, context);
                found.retain(|&(start, _)| !governed(start));
            }
        }
        let mut covered = 0;
        found.retain(|&(start, end)| {
            let free = start >= covered;
            covered = if free { end } else { covered };
            free
        });
        self.found[usize::from(id)] = found;
    }

    /// Those of the ends of what begins at a token that no match of a vocabulary touches.
    fn outside(&mut self, index: &Index, except: Id, start: usize, ends: Ends) -> Ends {
        // They are in the order of the text and do not overlap.
        let masks = self.matches(index, except);
        let mask = masks[masks.partition_point(|&(_, end)| end <= start)..].first();
        mask.map_or(ends, |&(from, _)| ends.up_to(from.saturating_sub(start)))
    }

    /// Whether the sentence has what cancels a match, or has not what it needs.
    fn is_cancelled(&mut self, index: &Index, context: &Context) -> bool {
        let mut has = |ids: &[Id]| ids.iter().any(|&other| !self.matches(index, other).is_empty());
        has(&context.unless) || (!context.with.is_empty() && !has(&context.with))
    }

    /// Tells whether something stands before a token in its clause that cancels a match which begins there.
    fn governed(&mut self, index: &Index, context: &Context) -> impl Fn(usize) -> bool + use<> {
        // Ends, and the last beginning of what ends there or before.
        let mut all = |ids: &[Id]| {
            let mut found: Vec<_> = ids.iter().flat_map(|&other| self.matches(index, other).to_vec()).collect();
            found.sort_unstable_by_key(|&(_, end)| end);
            let mut last = 0;
            for (from, _) in &mut found {
                last = last.max(*from);
                *from = last;
            }
            found
        };
        let governors = all(&context.unless_before);
        let clauses = if governors.is_empty() { Vec::new() } else { all(context.clause.as_slice()) };
        let before = |all: &[Found], start| all[..all.partition_point(|&(_, end)| end <= start)].last().copied();
        move |start| {
            let clause = before(&clauses, start).map_or(0, |(_, end)| end);
            before(&governors, start).is_some_and(|(from, _)| from >= clause)
        }
    }

    /// Where the matches of a vocabulary end that begin at a token, by itself.
    fn alone(&mut self, index: &Index, id: Id, place: usize) -> Ends {
        let known = self.known(place);
        let mut ends = if self.symbols.is_member(known, id) { Ends::of(1) } else { Ends::default() };
        let mut is_new = true;
        for at in self.candidates.of(id) {
            if !self.candidates.may_begin(at, place) {
                continue;
            }
            if std::mem::take(&mut is_new)
                && let Some(&known) = self.alone.get(&(id, place))
            {
                return known;
            }
            let posting = index.posting(self.candidates.patterns[at]);
            ends = ends | self.sequence(index, posting.code(), place, Ends::of(0));
        }
        if is_new {
            return ends;
        }
        // A match has a token.
        let ends = ends.without(Ends::of(0));
        if index.is_named(id) {
            self.alone.insert((id, place), ends);
        }
        ends
    }

    /// The same inside a pattern that names the vocabulary: its context holds there as well.
    fn named(&mut self, index: &Index, id: Id, place: usize) -> Ends {
        let ends = self.alone(index, id, place);
        let Some(context) = index.context(id).filter(|_| !ends.is_empty()) else { return ends };
        if let Some(&known) = self.named.get(&(id, place)) {
            return known;
        }
        let cancelled =
            !context.is_alone() && (self.is_cancelled(index, context) || self.governed(index, context)(place));
        let ends = match context.except {
            _ if cancelled => Ends::default(),
            Some(except) => self.outside(index, except, place, ends),
            None => ends,
        };
        self.named.insert((id, place), ends);
        ends
    }

    /// Where a sequence of items ends that begins at any of some places, counted from `start`.
    fn sequence(&mut self, index: &Index, mut at: usize, start: usize, mut here: Ends) -> Ends {
        while !here.is_empty() {
            let head = index.code.head(at);
            if head.operation() == Operation::Done {
                break;
            }
            let mut all = if head.min() == 0 { here } else { Ends::default() };
            for count in 1..=head.max() {
                here = self.once(index, at, start, here);
                if here.is_empty() {
                    break;
                }
                if count >= head.min() {
                    all = all | here;
                }
            }
            here = all;
            at = index.code.after(at);
        }
        here
    }

    /// The same of one item, once.
    fn once(&mut self, index: &Index, at: usize, start: usize, here: Ends) -> Ends {
        let (head, argument) = (index.code.head(at), index.code.argument(at));
        let rows = &self.candidates.rows;
        // The edges are no tokens.
        let is_edge = head.operation() == Operation::Class && argument <= class::END;
        let here = if head.is_glued() && !is_edge { here.and(rows.glued(start)) } else { here };
        match head.operation() {
            Operation::Class if is_edge => here.and(rows.from(argument as Row, start)),
            Operation::Class => here.and(rows.from(argument as Row, start)).after(1),
            Operation::Word => {
                let row = self.candidates.row(argument);
                row.map_or_else(Ends::default, |row| here.and(rows.from(row, start)).after(1))
            }
            Operation::Set => {
                let word = |place| self.sentence.get(start + place).map(|&symbol| self.symbols.known(symbol).word);
                here.filter(|place| word(place).is_some_and(|word| index.code.set_has(at, word))).after(1)
            }
            Operation::Done => Ends::default(),
            Operation::Group => {
                let here = here.and(rows.from(class::ANY as Row, start));
                let each = index.code.alternatives(at);
                each.fold(Ends::default(), |all, at| all | self.sequence(index, at, start, here))
            }
            Operation::Vocabulary => {
                let id = argument as Id;
                let starts = self.candidates.starts(id).map_or(0, |row| rows.from(row, start));
                here.and(starts)
                    .places()
                    .fold(Ends::default(), |all, place| all | self.named(index, id, start + place).after(place))
            }
        }
    }
}
