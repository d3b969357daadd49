//! What one token makes of the patterns in work.
//!
//! Each pattern in work is a state of a nondeterministic automaton. Groups and named vocabularies are calls: an item
//! that calls is tried with what it calls, and becomes a frame only where the token matches.

use super::class;
use super::code::Operation;
use super::index::{Id, Index};
use super::symbols::{Bar, SymbolInfo, Symbols};
use foldhash::{HashMap, HashSet};

/// A pattern in work, in 64 bits: the item that it waits at (its place in the code), how often it matched there,
/// and the frame that it returns to. Or, with the highest bit, the number of a vocabulary of which a pattern is
/// complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NfaState(u64);

impl NfaState {
    const COMPLETE: u64 = 1 << 63;

    fn new(at: usize, count: u32, frame: Frame) -> NfaState {
        NfaState((at as u64) << 40 | u64::from(count) << 32 | u64::from(frame))
    }

    pub fn complete(id: Id) -> NfaState {
        NfaState(NfaState::COMPLETE | u64::from(id))
    }

    pub fn completed(self) -> Option<Id> {
        (self.0 & NfaState::COMPLETE != 0).then_some(self.0 as Id)
    }

    pub fn at(self) -> usize {
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
/// completes, as an index of [`Stepper::frames`].
pub(super) type Frame = u32;

/// States of the nondeterministic automaton, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct NfaStates {
    pub list: Vec<NfaState>,
    seen: HashSet<NfaState>,
}

impl NfaStates {
    pub fn clear(&mut self) {
        if self.list.len() > NfaStates::FEW {
            self.seen.clear();
        }
        self.list.clear();
    }

    /// Most sets are small; what is in them is found faster by looking through them.
    const FEW: usize = 16;

    fn has(&self, nfa_state: NfaState) -> bool {
        if self.list.len() <= NfaStates::FEW { self.list.contains(&nfa_state) } else { self.seen.contains(&nfa_state) }
    }

    pub fn add(&mut self, nfa_state: NfaState) {
        if self.has(nfa_state) {
            return;
        }
        self.list.push(nfa_state);
        if self.list.len() == NfaStates::FEW + 1 {
            self.seen.extend(&self.list);
        } else if self.list.len() > NfaStates::FEW {
            self.seen.insert(nfa_state);
        }
    }
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
    /// An index of [`Stepper::callers`].
    Caller(u32),
}

/// A token, or an edge of the sentence without one, and what is needed to know of it.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub index: &'a Index<'a>,
    pub symbols: &'a Symbols,
    pub known: &'a SymbolInfo,
    pub edge: bool,
}

/// Advances the patterns in work by one token.
#[derive(Debug, Default)]
pub(super) struct Stepper {
    /// The items that called a group or vocabulary. The first ones stand for the vocabularies themselves.
    frames: Vec<NfaState>,
    frame_numbers: HashMap<NfaState, Frame>,
    /// What waits after the token in work.
    pub after: NfaStates,
    /// What is before it, still to be tried.
    todo: Vec<Arrival>,
    /// What was come to along the way.
    arrived: NfaStates,
    /// The items that called something before the token; they become frames if it matches.
    callers: Vec<Caller>,
}

impl Stepper {
    /// Drops all frames; those of the vocabularies are made anew.
    pub fn forget(&mut self, index: &Index) {
        self.frame_numbers.clear();
        self.frames.clear();
        self.frames.extend((0..index.len()).map(|id| NfaState::complete(id as Id)));
    }

    /// The token is still to be tried at the beginning of a pattern of a vocabulary.
    pub fn begin(&mut self, code: usize, vocabulary: Id) {
        self.todo.push(Arrival { at: code, link: Link::Frame(vocabulary.into()) });
    }

    /// Tries the token at everything that begins or waits, until all that remains waits after it.
    pub fn run(&mut self, input: Input, waiting: &[NfaState]) {
        for nfa_state in waiting {
            let item = Caller { at: nfa_state.at(), count: nfa_state.count(), link: Link::Frame(nfa_state.frame()) };
            self.attempt(input, item);
        }
        while let Some(arrival) = self.todo.pop() {
            self.arrive(input, arrival);
        }
        self.arrived.clear();
        self.callers.clear();
    }

    /// Comes to an item before the token, or to the end of a sequence that needed none.
    fn arrive(&mut self, input: Input, Arrival { at, link }: Arrival) {
        let Input { index, edge, .. } = input;
        let head = index.code.head(at);
        if head.operation() != Operation::Done {
            self.attempt(input, Caller { at, count: 0, link });
            if head.min() == 0 {
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
        let at = index.code.after(at);
        let mark = match link {
            Link::Frame(frame) => NfaState::new(at, 0, frame),
            Link::Caller(caller) => NfaState::new(at, 1, caller),
        };
        if !self.arrived.has(mark) {
            self.arrived.add(mark);
            self.todo.push(Arrival { at, link });
        }
    }

    /// Tries the token at an item that is not the end of a sequence.
    fn attempt(&mut self, input: Input, item: Caller) {
        let Input { index, symbols, known, edge } = input;
        let (head, argument) = (index.code.head(item.at), index.code.argument(item.at));
        let operation = head.operation();
        if operation == Operation::Class && argument <= class::END {
            if known.classes & 1 << argument != 0 {
                self.pass(index, item.at, item.link);
            }
            return;
        }
        if head.is_glued() && !known.glued {
            return;
        }
        let matches = match operation {
            Operation::Word => known.word == argument,
            Operation::Class => known.classes & 1 << argument != 0,
            Operation::Set => index.code.set_has(item.at, known.word),
            Operation::Group => {
                let link = self.call(item);
                self.todo.extend(index.code.alternatives(item.at).map(|at| Arrival { at, link }));
                false
            }
            Operation::Vocabulary if !edge && symbols.may_begin_inside(known, argument as Id) => {
                let id = argument as Id;
                let link = self.call(item);
                let patterns = symbols.keys(known).iter().flat_map(|&key| index.patterns_of(key, id));
                self.todo.extend(patterns.map(|posting| Arrival { at: posting.code(), link }));
                known.is_member(index, id)
            }
            Operation::Vocabulary | Operation::Done => false,
        };
        if matches && !edge && !self.is_barred(input, item.link) {
            let frame = self.resolve(item.link);
            self.leave(index, NfaState::new(item.at, item.count, frame));
        }
    }

    /// Whether the token is a look-alike of a vocabulary that was called on the way here.
    fn is_barred(&self, Input { index, symbols, known, .. }: Input, mut link: Link) -> bool {
        let bars = symbols.bars(known);
        if bars.is_empty() {
            return false;
        }
        loop {
            let (at, next) = match link {
                Link::Caller(caller) => (self.callers[caller as usize].at, self.callers[caller as usize].link),
                Link::Frame(frame) => match self.frames[frame as usize] {
                    caller if caller.completed().is_some() => return false,
                    caller => (caller.at(), Link::Frame(caller.frame())),
                },
            };
            if index.code.head(at).operation() == Operation::Vocabulary
                && bars.contains(&Bar::All(index.code.argument(at) as Id))
            {
                return true;
            }
            link = next;
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
                self.frame(NfaState::new(at, count, frame))
            }
        }
    }

    /// Goes on behind an item that matched once more, until something must wait for the next token.
    fn leave(&mut self, index: &Index, mut item: NfaState) {
        loop {
            let (head, count) = (index.code.head(item.at()), item.count() + 1);
            if count < head.max() {
                self.after.add(NfaState::new(item.at(), count, item.frame()));
            }
            if count < head.min() {
                return;
            }
            let mut at = index.code.after(item.at());
            loop {
                let head = index.code.head(at);
                if head.operation() == Operation::Done {
                    break;
                }
                self.after.add(NfaState::new(at, 0, item.frame()));
                if head.min() > 0 {
                    return;
                }
                at = index.code.after(at);
            }
            item = self.frames[item.frame() as usize];
            if item.completed().is_some() {
                return self.after.add(item);
            }
        }
    }

    fn frame(&mut self, caller: NfaState) -> Frame {
        let next = self.frames.len() as Frame;
        let frame = *self.frame_numbers.entry(caller).or_insert(next);
        if frame == next {
            self.frames.push(caller);
        }
        frame
    }
}
