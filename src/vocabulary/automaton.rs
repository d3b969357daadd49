//! Runs all patterns at once, from one token, as a lazy automaton.
//!
//! A pattern in work is a [`Config`]: the item that it waits at and the pattern that it returns to. The set of
//! them after some tokens is a state. What a symbol makes of a state is worked out the first time and looked up
//! from then on, so a text costs a few look-ups a token, whatever the number of patterns and however they are
//! written. The states are dropped when they become too many, so the memory is bounded as well.

use super::matcher::op;
use super::symbols::{Known, Symbol, Symbols};
use super::{Features, Id, Index, class};
use foldhash::{HashMap, HashMapExt, HashSet};

/// The longest match, in tokens.
pub const WINDOW: usize = 63;

/// The most steps and configurations that are remembered: some megabytes.
const MOST_STEPS: usize = 1 << 17;
const MOST_CONFIGS: usize = 1 << 18;

/// A pattern in work, in 64 bits: the item that it waits at (its place in the code), how often it matched there,
/// and the frame that it returns to. Or, with the highest bit, the number of a vocabulary of which a pattern is
/// complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Config(u64);

impl Config {
    const COMPLETE: u64 = 1 << 63;

    fn new(at: usize, count: u32, frame: Frame) -> Config {
        Config((at as u64) << 40 | u64::from(count) << 32 | u64::from(frame))
    }

    fn complete(id: Id) -> Config {
        Config(Config::COMPLETE | u64::from(id))
    }

    fn completed(self) -> Option<Id> {
        (self.0 & Config::COMPLETE != 0).then_some(self.0 as Id)
    }

    fn at(self) -> usize {
        (self.0 >> 40) as usize
    }

    fn count(self) -> u32 {
        (self.0 >> 32) as u32 & 0xff
    }

    fn frame(self) -> Frame {
        self.0 as Frame
    }
}

/// Where a pattern returns to: the item that called it (a group, another vocabulary) or the vocabulary that it
/// completes, as an index of [`Automaton::frames`].
type Frame = u32;

/// The vocabularies that may begin somewhere.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked<'a> {
    /// Those of a set, which has a number.
    Set(u8, &'a [bool]),
    /// One alone.
    One(Id),
}

impl Asked<'_> {
    fn key(self) -> u32 {
        match self {
            Asked::Set(number, _) => number.into(),
            Asked::One(id) => 1 << 16 | u32::from(id),
        }
    }

    fn has(self, id: Id) -> bool {
        match self {
            Asked::Set(_, set) => set[usize::from(id)],
            Asked::One(one) => one == id,
        }
    }
}

/// A set of configurations and what to know of it, as a range of [`Automaton::configs`].
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

/// The state without configurations.
const DEAD: Number = 0;

/// Stands for the edges of a sentence among the symbols: the two bits of the classes are added.
const EDGES: Symbol = u32::MAX - 3;

/// See the module.
#[derive(Debug)]
pub(super) struct Automaton {
    /// The symbols that were seen.
    pub symbols: Symbols,
    /// The items that called a group or vocabulary. The first ones stand for the vocabularies themselves.
    frames: Vec<Config>,
    frame_numbers: HashMap<Config, Frame>,
    states: Vec<State>,
    configs: Vec<Config>,
    numbers: HashMap<Box<[Config]>, Number>,
    /// States after the first token, by what is asked for, and then by the token and the next one.
    beginnings: HashMap<u32, HashMap<u64, Number>>,
    /// What a symbol makes of a state.
    steps: HashMap<u64, Number>,
    known_steps: usize,
    /// What waits after the token in work.
    after: Set,
    /// What is before it, still to be tried.
    todo: Vec<Arrival>,
    /// What was come to along the way.
    arrived: Set,
    /// The items that called something before the token; they become frames if it matches.
    callers: Vec<Caller>,
}

/// An item that is come to before the token in work.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    at: usize,
    link: Link,
}

/// An item that called a group or vocabulary: its place, how often it matched, and where it returns to.
#[derive(Clone, Copy, Debug)]
struct Caller {
    at: usize,
    count: u32,
    link: Link,
}

/// Where something before the token returns to.
#[derive(Clone, Copy, Debug)]
enum Link {
    Frame(Frame),
    /// An index of [`Automaton::callers`].
    Caller(u32),
}

/// Configurations, each once, in the order in which they came.
#[derive(Debug, Default)]
struct Set {
    list: Vec<Config>,
    seen: HashSet<Config>,
}

impl Set {
    fn clear(&mut self) {
        if self.list.len() > Set::FEW {
            self.seen.clear();
        }
        self.list.clear();
    }

    /// Most sets are small; what is in them is found faster by looking through them.
    const FEW: usize = 16;

    fn has(&self, config: Config) -> bool {
        if self.list.len() <= Set::FEW { self.list.contains(&config) } else { self.seen.contains(&config) }
    }

    fn add(&mut self, config: Config) {
        if self.has(config) {
            return;
        }
        self.list.push(config);
        if self.list.len() == Set::FEW + 1 {
            self.seen.extend(&self.list);
        } else if self.list.len() > Set::FEW {
            self.seen.insert(config);
        }
    }
}

impl Automaton {
    /// One for an index; it must be asked with that index only.
    pub fn new(index: &Index) -> Automaton {
        let mut automaton = Automaton {
            symbols: Symbols::new(),
            frames: Vec::new(),
            frame_numbers: HashMap::new(),
            states: Vec::new(),
            configs: Vec::new(),
            numbers: HashMap::new(),
            beginnings: HashMap::new(),
            steps: HashMap::with_capacity(112),
            known_steps: 0,
            after: Set::default(),
            todo: Vec::new(),
            arrived: Set::default(),
            callers: Vec::new(),
        };
        automaton.forget(index);
        automaton
    }

    /// Drops all states.
    fn forget(&mut self, index: &Index) {
        self.frames.clear();
        self.frames.extend((0..index.len()).map(|id| Config::complete(id as Id)));
        self.frame_numbers.clear();
        self.configs.clear();
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
    pub fn run(&mut self, index: &Index, asked: Asked, symbols: &[Symbol], mut found: impl FnMut(Id, usize, usize)) {
        if self.known_steps > MOST_STEPS || self.configs.len() > MOST_CONFIGS {
            self.forget(index);
        }
        let mut beginnings = self.beginnings.remove(&asked.key()).unwrap_or_default();
        for start in 0..symbols.len() {
            let (symbol, next) = (symbols[start], symbols.get(start + 1).copied());
            let key = u64::from(symbol) << 32 | u64::from(next.unwrap_or(Symbol::MAX));
            let state = *beginnings.entry(key).or_insert_with(|| self.begin(index, asked, symbol, next));
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
        asked: Asked,
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
            let State { from, complete, to, waits } = self.states[number as usize];
            for config in &self.configs[complete as usize..to as usize] {
                config.completed().into_iter().for_each(|id| found(id, length));
            }
            if waits {
                let next = symbols.get(length).map_or(1 << class::END, |&next| self.symbols.known(next).classes & 3);
                let edge = self.step(index, number, EDGES + next as Symbol);
                let State { complete, to, .. } = self.states[edge as usize];
                for config in &self.configs[complete as usize..to as usize] {
                    config.completed().into_iter().for_each(|id| found(id, length));
                }
            }
            if from == complete {
                return;
            }
        }
    }

    /// The state after the first token: of the patterns that may go on with the next one.
    fn begin(&mut self, index: &Index, asked: Asked, symbol: Symbol, next: Option<Symbol>) -> Number {
        let known = *self.symbols.known(symbol);
        let features = next.map_or(Features::default(), |next| self.symbols.known(next).features);
        self.after.clear();
        if known.word != u32::MAX {
            let members = index.entries(known.word, 0).map(|(entry, _)| entry.vocabulary());
            members.filter(|id| asked.has(*id)).for_each(|id| self.after.add(Config::complete(id)));
        }
        for (entry, follow) in self.symbols.keys(&known).iter().flat_map(|&key| index.entries(key, 1)) {
            if asked.has(entry.vocabulary()) && (follow == Features::ALL || follow.meets(features)) {
                self.todo.push(Arrival { at: entry.code(), link: Link::Frame(entry.vocabulary().into()) });
            }
        }
        self.known_steps += 1;
        self.work_out(index, &known, false)
    }

    fn step(&mut self, index: &Index, state: Number, symbol: Symbol) -> Number {
        let asked = u64::from(state) << 32 | u64::from(symbol);
        if let Some(&next) = self.steps.get(&asked) {
            return next;
        }
        let edge = symbol >= EDGES;
        let known = if edge { Known::edges(symbol - EDGES) } else { *self.symbols.known(symbol) };
        self.after.clear();
        let State { from, complete, .. } = self.states[state as usize];
        for at in from..complete {
            let config = self.configs[at as usize];
            let item = Caller { at: config.at(), count: config.count(), link: Link::Frame(config.frame()) };
            self.attempt(index, item, &known, edge);
        }
        let next = self.work_out(index, &known, edge);
        self.known_steps += 1;
        self.steps.insert(asked, next);
        next
    }

    /// Goes on from all arrivals; the state of what waits for the next token.
    fn work_out(&mut self, index: &Index, known: &Known, edge: bool) -> Number {
        while let Some(arrival) = self.todo.pop() {
            self.arrive(index, arrival, known, edge);
        }
        self.arrived.clear();
        self.callers.clear();
        self.number(index)
    }

    /// Comes to an item before the token, or to the end of a sequence that needed none.
    fn arrive(&mut self, index: &Index, Arrival { at, link }: Arrival, known: &Known, edge: bool) {
        let head = index.code.get(at);
        if head & 7 != op::DONE {
            self.attempt(index, Caller { at, count: 0, link }, known, edge);
            if head >> 8 & 0xff == 0 {
                // It may be left out.
                self.pass(index, at, link);
            }
            return;
        }
        match link {
            Link::Caller(caller) => {
                let Caller { at, link, .. } = self.callers[caller as usize];
                self.pass(index, at, link);
            }
            Link::Frame(frame) => {
                let caller = self.frames[frame as usize];
                match caller.completed() {
                    None => self.pass(index, caller.at(), Link::Frame(caller.frame())),
                    Some(_) if edge => self.after.add(caller),
                    // Complete without a token.
                    Some(_) => {}
                }
            }
        }
    }

    /// Goes on behind an item, still before the token; once, however many ways lead there.
    fn pass(&mut self, index: &Index, at: usize, link: Link) {
        let at = after(index, at);
        let mark = match link {
            Link::Frame(frame) => Config::new(at, 0, frame),
            Link::Caller(caller) => Config::new(at, 1, caller),
        };
        if !self.arrived.has(mark) {
            self.arrived.add(mark);
            self.todo.push(Arrival { at, link });
        }
    }

    /// Tries the token at an item that is not the end of a sequence.
    fn attempt(&mut self, index: &Index, item: Caller, known: &Known, edge: bool) {
        let (head, argument) = (index.code.get(item.at), index.code.get(item.at + 1));
        let operation = head & 7;
        if operation == op::CLASS && argument <= class::END {
            if known.classes & 1 << argument != 0 {
                self.pass(index, item.at, item.link);
            }
            return;
        }
        if head & op::GLUED != 0 && !known.glued {
            return;
        }
        let matches = match operation {
            op::WORD => known.word == argument,
            op::CLASS => known.classes & 1 << argument != 0,
            op::SET => is_one_of(index, item.at + 3, argument, known.word),
            op::GROUP => {
                let link = self.call(item);
                let mut code = item.at + 3;
                for _ in 0..argument {
                    self.todo.push(Arrival { at: code + 1, link });
                    code += 1 + index.code.get(code) as usize;
                }
                false
            }
            _ if edge || !self.symbols.may_begin(known, argument as Id) => false,
            _ => {
                let id = argument as Id;
                let link = Link::Caller(self.callers.len() as u32);
                let before = self.todo.len();
                let patterns = self.symbols.keys(known).iter().flat_map(|&key| index.patterns(key, id));
                self.todo.extend(patterns.map(|entry| Arrival { at: entry.code(), link }));
                if self.todo.len() > before {
                    self.callers.push(item);
                }
                known.is_member(index, id)
            }
        };
        if matches && !edge {
            let frame = self.resolve(item.link);
            self.leave(index, Config::new(item.at, item.count, frame));
        }
    }

    /// Notes an item that calls something.
    fn call(&mut self, item: Caller) -> Link {
        self.callers.push(item);
        Link::Caller(self.callers.len() as u32 - 1)
    }

    /// The frame of a link.
    fn resolve(&mut self, link: Link) -> Frame {
        match link {
            Link::Frame(frame) => frame,
            Link::Caller(caller) => {
                let Caller { at, count, link } = self.callers[caller as usize];
                let frame = self.resolve(link);
                self.frame(Config::new(at, count, frame))
            }
        }
    }

    /// Goes on behind an item that matched once more, until something must wait for the next token.
    fn leave(&mut self, index: &Index, mut item: Config) {
        loop {
            let head = index.code.get(item.at());
            let (min, max, count) = (head >> 8 & 0xff, head >> 16 & 0xff, item.count() + 1);
            if count < max {
                self.after.add(Config::new(item.at(), count, item.frame()));
            }
            if count < min {
                return;
            }
            let mut at = after(index, item.at());
            loop {
                let head = index.code.get(at);
                if head & 7 == op::DONE {
                    break;
                }
                self.after.add(Config::new(at, 0, item.frame()));
                if head >> 8 & 0xff > 0 {
                    return;
                }
                at = after(index, at);
            }
            item = self.frames[item.frame() as usize];
            if item.completed().is_some() {
                return self.after.add(item);
            }
        }
    }

    fn frame(&mut self, caller: Config) -> Frame {
        let next = self.frames.len() as Frame;
        let frame = *self.frame_numbers.entry(caller).or_insert(next);
        if frame == next {
            self.frames.push(caller);
        }
        frame
    }

    /// The state of the configurations that came after the token.
    fn number(&mut self, index: &Index) -> Number {
        let list = &mut self.after.list;
        if list.is_empty() {
            return DEAD;
        }
        list.sort_unstable();
        if let Some(&number) = self.numbers.get(list.as_slice()) {
            return number;
        }
        let waits = |config: &Config| config.completed().is_none() && index.code.get(config.at()) & op::EDGE != 0;
        let from = self.configs.len() as u32;
        let complete = from + list.partition_point(|config| config.completed().is_none()) as u32;
        let number = self.states.len() as Number;
        self.states.push(State { from, complete, to: from + list.len() as u32, waits: list.iter().any(waits) });
        self.configs.extend(list.iter());
        self.numbers.insert(list.as_slice().into(), number);
        number
    }
}

/// The item after the one at `at`.
fn after(index: &Index, at: usize) -> usize {
    let long = matches!(index.code.get(at) & 7, op::GROUP | op::SET);
    if long { at + 2 + index.code.get(at + 2) as usize } else { at + 2 }
}

/// Whether a word is among the sorted numbers that begin at `code`.
fn is_one_of(index: &Index, code: usize, count: u32, word: u32) -> bool {
    let (mut low, mut high) = (0, count as usize);
    while low < high {
        let middle = low.midpoint(high);
        match index.code.get(code + middle).cmp(&word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}
