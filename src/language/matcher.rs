//! Finds the vocabularies in a text: what matches by itself, and what remains of it in its context.
//!
//! Patterns are run by the `automaton`. Look-alikes, words that cancel a match and words that it needs are
//! vocabularies as well; they are looked at once there is a match. Where patterns name a vocabulary its context is
//! looked at first, and bars tokens from it. A match is at most 63 tokens.

use super::automaton::{Automaton, Targets};
use super::index::{Context, Id, Index};
use super::symbols::{Bar, Symbol};
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
    automaton: Automaton,
    /// For each set of kinds of a section, the vocabularies that are looked for there.
    asked: Vec<Vec<bool>>,
    /// The same with the vocabularies that their context asks for; made when it is needed.
    wide: Vec<Vec<bool>>,
    /// How many sentences were searched.
    sentences: usize,
    /// The vocabularies with a context that patterns name, each after what it depends on.
    named: Vec<Context>,
    /// The sentence in work.
    symbols: Vec<Symbol>,
    /// For what it was searched as a whole.
    searched: Option<Kinds>,
    /// Its matches, by vocabulary: first token, token after the last.
    found: Vec<Vec<(usize, usize)>>,
    progress: Vec<Progress>,
    /// The vocabularies whose progress is not unknown.
    touched: Vec<Id>,
}

/// In the first sentences, the context of a match is asked for when there is one; from then on with all the rest,
/// which takes longer to learn and less to repeat.
const FEW_SENTENCES: usize = 100;

/// Marks the sets of vocabularies that are asked for with their context.
const WIDE: u8 = 1 << 7;

/// Some vocabularies with those that they depend on.
fn with_context(index: &Index, asked: &[bool]) -> Vec<bool> {
    let mut wide = asked.to_vec();
    // What others depend on has a smaller number than they.
    for context in index.contexts.iter().rev() {
        if wide[usize::from(context.vocabulary)] {
            let lists = [&context.unless, &context.unless_before, &context.with].into_iter().flatten();
            lists.chain(&context.except).chain(&context.clause).for_each(|id| wide[usize::from(*id)] = true);
        }
    }
    wide
}

/// What a search of the sentence is for.
#[derive(Clone, Copy)]
enum Wanted {
    /// What is asked for in sections of these kinds.
    In(Kinds),
    /// One vocabulary, for the context of another.
    One(Id),
}

/// How far the matches of a vocabulary in the sentence are known.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Unknown,
    /// What matches by itself.
    Found,
    /// What remains in its context.
    Final,
}

impl Searcher {
    /// One that looks for each of these vocabularies in sections of some kinds, or in text of no kind. It must be used
    /// with this index only.
    pub fn new(index: &Index, vocabularies: &[(Id, Kinds)]) -> Searcher {
        let mut asked = vec![vec![false; index.len()]; Kinds::ALL.0 as usize + 1];
        for (kinds, asked) in (0..).map(Kinds).zip(&mut asked) {
            let here = vocabularies.iter().filter(|(_, scope)| scope.meets(kinds) || *scope == kinds);
            here.for_each(|(id, _)| asked[usize::from(*id)] = true);
        }
        Searcher {
            automaton: Automaton::new(index),
            asked,
            wide: Vec::new(),
            sentences: 0,
            named: index.contexts.iter().filter(|context| context.named).cloned().collect(),
            symbols: Vec::new(),
            searched: None,
            found: vec![Vec::new(); index.len()],
            progress: vec![Progress::Unknown; index.len()],
            touched: Vec::new(),
        }
    }

    /// All matches of the vocabularies, by vocabulary and place. `kinds` tells those of a section of the text.
    pub fn search(&mut self, index: &Index, text: &Words, source: &str, kinds: impl Fn(usize) -> Kinds) -> Vec<Match> {
        let mut out = Vec::new();
        for (number, sentence) in text.sentences.iter().enumerate() {
            let kinds = kinds(sentence.section);
            if !self.asked[usize::from(kinds.0)].contains(&true) {
                continue;
            }
            self.sentences += 1;
            if self.searches_widely() && self.wide.is_empty() {
                self.wide = self.asked.iter().map(|asked| with_context(index, asked)).collect();
            }
            self.automaton.make_room(index);
            self.automaton.symbols.read(index, &text.tokens[sentence.tokens.clone()], source, &mut self.symbols);
            self.bar(index);
            self.find(index, Wanted::In(kinds));
            self.searched = Some(kinds);
            for at in 0..self.touched.len() {
                if self.asked[usize::from(kinds.0)][usize::from(self.touched[at])] {
                    self.apply_context(index, self.touched[at]);
                }
            }
            for id in self.touched.drain(..) {
                let found = self.found[usize::from(id)].drain(..);
                if self.asked[usize::from(kinds.0)][usize::from(id)] {
                    let first = sentence.tokens.start;
                    out.extend(found.map(|(start, end)| Match {
                        vocabulary: id,
                        tokens: first + start..first + end,
                        sentence: number,
                    }));
                }
                self.progress[usize::from(id)] = Progress::Unknown;
            }
            self.searched = None;
        }
        out.sort_by_key(|found: &Match| (found.vocabulary, found.tokens.start));
        out
    }

    fn searches_widely(&self) -> bool {
        self.sentences > FEW_SENTENCES
    }

    /// Bars the tokens of the sentence from the vocabularies that patterns name, as the context of those says.
    fn bar(&mut self, index: &Index) {
        let symbols = &self.automaton.symbols;
        if !self.symbols.iter().any(|symbol| symbols.known(*symbol).watched) {
            return;
        }
        let named = std::mem::take(&mut self.named);
        for context in &named {
            let id = context.vocabulary;
            let begins = |of: Id, symbol: Symbol| {
                let symbols = &self.automaton.symbols;
                symbols.may_begin(symbols.known(symbol), of)
            };
            let mask = context.except.filter(|except| self.symbols.iter().any(|symbol| begins(*except, *symbol)));
            let starts = if context.is_alone() { 0..0 } else { 0..self.symbols.len() };
            let mut starts: Vec<usize> = starts.filter(|&at| begins(id, self.symbols[at])).collect();
            if let Some(except) = mask {
                self.matches(index, except);
                for &(from, to) in &self.found[usize::from(except)] {
                    for symbol in &mut self.symbols[from..to] {
                        *symbol = self.automaton.symbols.bar(*symbol, Bar::All(id));
                    }
                }
            }
            if !starts.is_empty() && !self.is_cancelled(index, context) {
                let governed = self.governed(index, context);
                starts.retain(|&start| governed(start));
            }
            for at in starts {
                self.symbols[at] = self.automaton.symbols.bar(self.symbols[at], Bar::Beginning(id));
            }
        }
        self.named = named;
        // What was found serves this only: the search of the sentence as a whole finds it again.
        for id in self.touched.drain(..) {
            self.found[usize::from(id)].clear();
            self.progress[usize::from(id)] = Progress::Unknown;
        }
    }

    /// Finds what matches by itself.
    fn find(&mut self, index: &Index, wanted: Wanted) {
        let widely = self.searches_widely();
        let Searcher { automaton, asked, wide, symbols, found, touched, progress, .. } = self;
        let asked = match wanted {
            Wanted::In(kinds) if widely => Targets::Set(kinds.0 | WIDE, &wide[usize::from(kinds.0)]),
            Wanted::In(kinds) => Targets::Set(kinds.0, &asked[usize::from(kinds.0)]),
            Wanted::One(id) => Targets::One(id),
        };
        automaton.run(index, asked, symbols, |id, start, length| {
            let matches = &mut found[usize::from(id)];
            match matches.last_mut().filter(|last| last.0 == start) {
                Some(last) => last.1 = start + length,
                None => matches.push((start, start + length)),
            }
            if progress[usize::from(id)] == Progress::Unknown {
                progress[usize::from(id)] = Progress::Found;
                touched.push(id);
            }
        });
    }

    /// The matches that remain in their context.
    fn matches(&mut self, index: &Index, id: Id) -> &[(usize, usize)] {
        if self.progress[usize::from(id)] == Progress::Unknown {
            self.progress[usize::from(id)] = Progress::Found;
            self.touched.push(id);
            let asked = if self.searches_widely() { &self.wide } else { &self.asked };
            if !self.searched.is_some_and(|kinds| asked[usize::from(kinds.0)][usize::from(id)]) {
                self.find(index, Wanted::One(id));
            }
        }
        self.apply_context(index, id);
        &self.found[usize::from(id)]
    }

    /// Takes out look-alikes, what the context cancels, and what a longer match covers.
    fn apply_context(&mut self, index: &Index, id: Id) {
        let place = usize::from(id);
        if std::mem::replace(&mut self.progress[place], Progress::Final) == Progress::Final
            || self.found[place].is_empty()
        {
            return;
        }
        let none = Context::default();
        let context = index.context(id).unwrap_or(&none);
        let mut found = std::mem::take(&mut self.found[place]);
        if self.is_cancelled(index, context) {
            found.clear();
        }
        if let (Some(except), false) = (context.except, found.is_empty()) {
            self.subtract_exceptions(index, id, except, &mut found);
        }
        if !found.is_empty() {
            let governed = self.governed(index, context);
            found.retain(|&(start, _)| !governed(start));
        }
        let mut covered = 0;
        found.retain(|&(start, end)| {
            let free = start >= covered;
            covered = if free { end } else { covered };
            free
        });
        self.found[place] = found;
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
        let before =
            |all: &[(usize, usize)], start| all[..all.partition_point(|&(_, end)| end <= start)].last().copied();
        move |start| {
            let clause = before(&clauses, start).map_or(0, |(_, end)| end);
            before(&governors, start).is_some_and(|(from, _)| from >= clause)
        }
    }

    /// Takes out the matches that a look-alike touches; a shorter match may stand beside it.
    fn subtract_exceptions(&mut self, index: &Index, id: Id, except: Id, found: &mut Vec<(usize, usize)>) {
        self.matches(index, except);
        // Both are in the order of the text, and the look-alikes do not overlap.
        let masks = &self.found[usize::from(except)];
        let mut next = 0;
        let (automaton, symbols) = (&mut self.automaton, &self.symbols);
        found.retain_mut(|(start, end)| {
            next += masks[next..].iter().take_while(|mask| mask.1 <= *start).count();
            let Some(mask) = masks.get(next).filter(|mask| mask.0 < *end) else { return true };
            *end = *start;
            if mask.0 > *start {
                let most = mask.0 - *start;
                automaton
                    .begin_at(index, Targets::One(id), &symbols[*start..], most, |_, length| *end = *start + length);
            }
            *end > *start
        });
    }
}
