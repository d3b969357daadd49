//! Runs all patterns at once, from one token, as a lazy automaton.
//!
//! The set of patterns in work after some tokens is a state. What a symbol makes of a state is worked out the first
//! time and looked up from then on, so a text costs a few look-ups a token, whatever the number of patterns and
//! however they are written. The states are dropped when they become too many, so the memory is bounded as well.

use super::class;
use super::features::Features;
use super::index::{Id, Index};
use super::stepper::{Input, NfaState, Stepper};
use super::symbols::{Symbol, SymbolInfo, Symbols};
use foldhash::{HashMap, HashMapExt};

/// The longest match, in tokens.
pub const WINDOW: usize = 63;

/// The most steps and states of patterns that are remembered: some megabytes.
const MOST_STEPS: usize = 1 << 17;
const MOST_NFA_STATES: usize = 1 << 18;

/// The vocabularies that may begin somewhere.
#[derive(Clone, Copy, Debug)]
pub(super) enum Targets<'a> {
    /// Those of a set, which has a number.
    Set(u8, &'a [bool]),
    /// One alone.
    One(Id),
}

impl Targets<'_> {
    fn key(self) -> u32 {
        match self {
            Targets::Set(number, _) => number.into(),
            Targets::One(id) => 1 << 16 | u32::from(id),
        }
    }

    fn has(self, id: Id) -> bool {
        match self {
            Targets::Set(_, set) => set[usize::from(id)],
            Targets::One(one) => one == id,
        }
    }
}

/// A set of patterns in work and what to know of it, as a range of [`Automaton::nfa_states`].
#[derive(Clone, Copy, Debug)]
struct State {
    from: u32,
    /// Where the complete ones begin; they stand last.
    complete: u32,
    to: u32,
    /// Whether something waits for an edge of the sentence, which needs no token.
    waits: bool,
}

/// The number of a state.
type Number = u32;

/// The state in which no pattern is in work.
const DEAD: Number = 0;

/// Stands for the edges of a sentence among the symbols: the two bits of the classes are added.
const EDGES: Symbol = u32::MAX - 3;

/// The states that were met so far, for one index.
#[derive(Debug)]
pub(super) struct Automaton {
    /// The symbols that were seen.
    pub symbols: Symbols,
    stepper: Stepper,
    states: Vec<State>,
    nfa_states: Vec<NfaState>,
    numbers: HashMap<Box<[NfaState]>, Number>,
    /// States after the first token, by what is asked for, and then by the token and the next one.
    beginnings: HashMap<u32, HashMap<u64, Number>>,
    /// What a symbol makes of a state.
    steps: HashMap<u64, Number>,
    known_steps: usize,
}

impl Automaton {
    /// One for an index; it must be asked with that index only.
    pub fn new(index: &Index) -> Automaton {
        let mut automaton = Automaton {
            symbols: Symbols::new(index),
            stepper: Stepper::default(),
            states: Vec::new(),
            nfa_states: Vec::new(),
            numbers: HashMap::new(),
            beginnings: HashMap::new(),
            steps: HashMap::with_capacity(112),
            known_steps: 0,
        };
        automaton.forget(index);
        automaton
    }

    /// Drops all that was learned if that is too much. Between two sentences: the symbols change.
    pub fn make_room(&mut self, index: &Index) {
        if self.symbols.are_many() {
            self.symbols = Symbols::new(index);
            self.forget(index);
        }
    }

    /// Drops all states.
    fn forget(&mut self, index: &Index) {
        self.stepper.forget(index);
        self.nfa_states.clear();
        self.numbers.clear();
        self.known_steps = 0;
        self.beginnings.clear();
        self.steps.clear();
        self.states.clear();
        self.states.push(State { from: 0, complete: 0, to: 0, waits: false });
        self.numbers.insert(Box::default(), DEAD);
    }

    /// Finds what begins at each symbol of a sentence: vocabulary, position and the length of its longest match, in
    /// tokens, are handed to `found`, once or several times with growing lengths.
    pub fn run(&mut self, index: &Index, asked: Targets, symbols: &[Symbol], mut found: impl FnMut(Id, usize, usize)) {
        if self.known_steps > MOST_STEPS || self.nfa_states.len() > MOST_NFA_STATES {
            self.forget(index);
        }
        let mut beginnings = self.beginnings.remove(&asked.key()).unwrap_or_default();
        for start in 0..symbols.len() {
            let (symbol, next) = (symbols[start], symbols.get(start + 1).copied());
            if let Targets::One(id) = asked
                && !self.symbols.may_begin(self.symbols.known(symbol), id)
            {
                continue;
            }
            let key = u64::from(symbol) << 32 | u64::from(next.unwrap_or(Symbol::MAX));
            let state = if let Some(&state) = beginnings.get(&key) {
                state
            } else {
                let state = self.begin(index, asked, symbol, next);
                let state = if self.cannot_match(index, state, next) { DEAD } else { state };
                beginnings.insert(key, state);
                state
            };
            if state != DEAD {
                self.go_on(index, state, &symbols[start..], WINDOW, |id, length| found(id, start, length));
            }
        }
        self.beginnings.insert(asked.key(), beginnings);
    }

    /// The same for the first symbol only, of which `most` may be used with those after it.
    pub fn begin_at(
        &mut self,
        index: &Index,
        asked: Targets,
        symbols: &[Symbol],
        most: usize,
        found: impl FnMut(Id, usize),
    ) {
        let state = self.begin(index, asked, symbols[0], symbols.get(1).copied());
        self.go_on(index, state, symbols, most.min(WINDOW), found);
    }

    fn go_on(
        &mut self,
        index: &Index,
        mut number: Number,
        symbols: &[Symbol],
        most: usize,
        mut found: impl FnMut(Id, usize),
    ) {
        for length in 1..=most.min(symbols.len()) {
            if length > 1 {
                number = self.step(index, number, symbols[length - 1]);
            }
            self.completed(number).for_each(|id| found(id, length));
            let State { from, complete, waits, .. } = self.states[number as usize];
            if waits {
                let next = symbols.get(length).map_or(1 << class::END, |&next| self.symbols.known(next).classes & 3);
                let edge = self.step(index, number, EDGES + next as Symbol);
                self.completed(edge).for_each(|id| found(id, length));
            }
            if from == complete {
                return;
            }
        }
    }

    /// Whether nothing comes of a first state: nothing is complete in it and the next token ends it.
    fn cannot_match(&mut self, index: &Index, state: Number, next: Option<Symbol>) -> bool {
        let State { complete, to, waits, .. } = self.states[state as usize];
        complete == to && !waits && next.is_none_or(|next| self.step(index, state, next) == DEAD)
    }

    /// The vocabularies of which a pattern is complete in a state.
    fn completed(&self, number: Number) -> impl Iterator<Item = Id> + '_ {
        let State { complete, to, .. } = self.states[number as usize];
        self.nfa_states[complete as usize..to as usize].iter().filter_map(|nfa_state| nfa_state.completed())
    }

    /// The state after the first token: of the patterns that may go on with the next one.
    fn begin(&mut self, index: &Index, asked: Targets, symbol: Symbol, next: Option<Symbol>) -> Number {
        let known = *self.symbols.known(symbol);
        let features = next.map_or(Features::default(), |next| self.symbols.known(next).features);
        self.stepper.after.clear();
        if known.word != u32::MAX {
            let members = index.vocabularies_of(known.word).filter(|id| asked.has(*id));
            members.for_each(|id| self.stepper.after.add(NfaState::complete(id)));
        }
        for &key in self.symbols.keys(&known) {
            // What follows the edge before the sentence is this token.
            let second = if key == index.class_key(class::START) { known.features } else { features };
            for (posting, follow) in index.patterns(key) {
                if asked.has(posting.vocabulary()) && follow.allow(second) {
                    self.stepper.begin(posting.code(), posting.vocabulary());
                }
            }
        }
        self.known_steps += 1;
        self.stepper.run(Input { index, symbols: &self.symbols, known: &known, edge: false }, &[]);
        self.number(index)
    }

    fn step(&mut self, index: &Index, state: Number, symbol: Symbol) -> Number {
        let asked = u64::from(state) << 32 | u64::from(symbol);
        if let Some(&next) = self.steps.get(&asked) {
            return next;
        }
        let edge = symbol >= EDGES;
        let known = if edge { SymbolInfo::edges(symbol - EDGES) } else { *self.symbols.known(symbol) };
        self.stepper.after.clear();
        let State { from, complete, .. } = self.states[state as usize];
        let input = Input { index, symbols: &self.symbols, known: &known, edge };
        self.stepper.run(input, &self.nfa_states[from as usize..complete as usize]);
        let next = self.number(index);
        self.known_steps += 1;
        self.steps.insert(asked, next);
        next
    }

    /// The state that stands for what came after the token.
    fn number(&mut self, index: &Index) -> Number {
        let list = &mut self.stepper.after.list;
        if list.is_empty() {
            return DEAD;
        }
        list.sort_unstable();
        if let Some(&number) = self.numbers.get(list.as_slice()) {
            return number;
        }
        let waits =
            |nfa_state: &NfaState| nfa_state.completed().is_none() && index.code.head(nfa_state.at()).may_be_edge();
        let from = self.nfa_states.len() as u32;
        let complete = from + list.partition_point(|nfa_state| nfa_state.completed().is_none()) as u32;
        let number = self.states.len() as Number;
        self.states.push(State { from, complete, to: from + list.len() as u32, waits: list.iter().any(waits) });
        self.nfa_states.extend(list.iter());
        self.numbers.insert(list.as_slice().into(), number);
        number
    }
}
