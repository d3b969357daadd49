//! What one token makes of the patterns in work.
//!
//! A pattern in work is a [`Config`]. Groups and other vocabularies are calls: an item that calls is tried with
//! what it calls, and becomes a frame only where the token matches.

use super::matcher::op;
use super::symbols::{Bar, Known, Symbols};
use super::{Id, Index, class};
use foldhash::{HashMap, HashSet};

/// A pattern in work, in 64 bits: the item that it waits at (its place in the code), how often it matched there,
/// and the frame that it returns to. Or, with the highest bit, the number of a vocabulary of which a pattern is
/// complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Config(u64);

impl Config {
    const COMPLETE: u64 = 1 << 63;

    fn new(at: usize, count: u32, frame: Frame) -> Config {
        Config((at as u64) << 40 | u64::from(count) << 32 | u64::from(frame))
    }

    pub fn complete(id: Id) -> Config {
        Config(Config::COMPLETE | u64::from(id))
    }

    pub fn completed(self) -> Option<Id> {
        (self.0 & Config::COMPLETE != 0).then_some(self.0 as Id)
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

/// Configurations, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Set {
    pub list: Vec<Config>,
    seen: HashSet<Config>,
}

impl Set {
    pub fn clear(&mut self) {
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

    pub fn add(&mut self, config: Config) {
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
pub(super) struct Token<'a> {
    pub index: &'a Index<'a>,
    pub symbols: &'a Symbols,
    pub known: &'a Known,
    pub edge: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Stepper {
    /// The items that called a group or vocabulary. The first ones stand for the vocabularies themselves.
    frames: Vec<Config>,
    frame_numbers: HashMap<Config, Frame>,
    /// What waits after the token in work.
    pub after: Set,
    /// What is before it, still to be tried.
    todo: Vec<Arrival>,
    /// What was come to along the way.
    arrived: Set,
    /// The items that called something before the token; they become frames if it matches.
    callers: Vec<Caller>,
}

impl Stepper {
    /// Drops all frames; those of the vocabularies are made anew.
    pub fn forget(&mut self, index: &Index) {
        self.frame_numbers.clear();
        self.frames.clear();
        self.frames.extend((0..index.len()).map(|id| Config::complete(id as Id)));
    }

    /// The token is still to be tried at the beginning of a pattern of a vocabulary.
    pub fn begin(&mut self, code: usize, vocabulary: Id) {
        self.todo.push(Arrival { at: code, link: Link::Frame(vocabulary.into()) });
    }

    /// Tries the token at everything that begins or waits, until all that remains waits after it.
    pub fn run(&mut self, token: Token, waiting: &[Config]) {
        for config in waiting {
            let item = Caller { at: config.at(), count: config.count(), link: Link::Frame(config.frame()) };
            self.attempt(token, item);
        }
        while let Some(arrival) = self.todo.pop() {
            self.arrive(token, arrival);
        }
        self.arrived.clear();
        self.callers.clear();
    }

    /// Comes to an item before the token, or to the end of a sequence that needed none.
    fn arrive(&mut self, token: Token, Arrival { at, link }: Arrival) {
        let Token { index, edge, .. } = token;
        let head = index.code.get(at);
        if head & 7 != op::DONE {
            self.attempt(token, Caller { at, count: 0, link });
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
    fn attempt(&mut self, token: Token, item: Caller) {
        let Token { index, symbols, known, edge } = token;
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
            _ if edge || !symbols.may_begin_inside(known, argument as Id) => false,
            _ => {
                let id = argument as Id;
                let link = self.call(item);
                let patterns = symbols.keys(known).iter().flat_map(|&key| index.patterns(key, id));
                self.todo.extend(patterns.map(|entry| Arrival { at: entry.code(), link }));
                known.is_member(index, id)
            }
        };
        if matches && !edge && !self.is_barred(token, item.link) {
            let frame = self.resolve(item.link);
            self.leave(index, Config::new(item.at, item.count, frame));
        }
    }

    /// Whether the token is a look-alike of a vocabulary that was called on the way here.
    fn is_barred(&self, Token { index, symbols, known, .. }: Token, mut link: Link) -> bool {
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
            if index.code.get(at) & 7 == op::VOCABULARY && bars.contains(&Bar::All(index.code.get(at + 1) as Id)) {
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
