//! Turns patterns into code and entries: the second half of [`super::compile`].

use super::compile::{Definition, Name, except_name, references};
use super::matcher::op;
use super::pattern::{Atom, Item};
use super::{Affix, Context, ENTRY, Entry, Features, Id, Index, Numbers, class};
use crate::lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// The same item, with the single words among the alternatives of a group as one alternative.
fn gather_words(item: &Item) -> Item {
    let mut item = item.clone();
    if let Atom::Group(alternatives) = &mut item.atom {
        let single = |items: &Vec<Item>| single_words(&Atom::Group(vec![items.clone()])).is_some();
        let (words, mut others): (Vec<_>, Vec<_>) = std::mem::take(alternatives).into_iter().partition(single);
        if words.len() > 1 && !others.is_empty() {
            others.push(vec![Item { atom: Atom::Group(words), min: 1, max: 1, glued: false }]);
            *alternatives = others;
        } else {
            *alternatives = words.into_iter().chain(others).collect();
        }
    }
    item
}

/// The words of a group whose alternatives are single words.
fn single_words(atom: &Atom) -> Option<BTreeSet<&str>> {
    let Atom::Group(alternatives) = atom else { return None };
    fn word(items: &[Item]) -> Option<&str> {
        match items {
            [Item { atom: Atom::Word(word), min: 1, max: 1, glued: false }] => Some(word),
            _ => None,
        }
    }
    alternatives.iter().map(|items| word(items)).collect()
}

/// What may stand first in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Word(u32),
    Member(Id),
    Class(u32),
}

#[derive(Default)]
pub(super) struct Builder {
    pub ids: BTreeMap<String, Id>,
    words: BTreeMap<String, u32>,
    pub affixes: Vec<(String, bool)>,
    pub code: Vec<u32>,
    /// How each vocabulary may begin.
    openings: Vec<Opening>,
    /// For each key its entries: code, vocabulary, and what may follow the first token.
    entries: BTreeMap<Key, BTreeMap<(usize, Id), Features>>,
    /// For each vocabulary how many positions its patterns have, written out: see [`Builder::positions`].
    sizes: Vec<u64>,
}

/// How a sequence may begin.
#[derive(Clone, Debug, Default)]
struct Opening {
    /// What may stand first, and what comes of it.
    first: BTreeMap<Key, Second>,
    /// Whether all of it may be left out.
    empty: bool,
}

/// What may follow the first token of a sequence; or the edge before the sentence, which is no token.
#[derive(Clone, Copy, Debug, Default)]
struct Second {
    features: Features,
    /// Whether the sequence may end before it.
    last: bool,
}

impl Opening {
    /// Of one token.
    fn of(key: Key) -> Opening {
        // The end of the sentence is no token: what comes after it is not looked at.
        let features = if key == Key::Class(class::END) { Features::ALL } else { Features::default() };
        Opening { first: BTreeMap::from([(key, Second { features, last: true })]), empty: false }
    }

    /// Either of two.
    fn or(&mut self, other: Opening) {
        for (key, second) in other.first {
            let known = self.first.entry(key).or_default();
            known.features.add(second.features);
            known.last |= second.last;
        }
        self.empty |= other.empty;
    }

    /// One and then another.
    fn then(&mut self, other: Opening) {
        self.before(other.features());
        let empty = self.empty;
        self.first.values_mut().for_each(|second| second.last &= other.empty);
        self.empty &= other.empty;
        if empty {
            self.or(Opening { empty: false, ..other });
        }
    }

    /// Where one token is all, these may follow it.
    fn before(&mut self, next: Features) {
        self.first.values_mut().filter(|second| second.last).for_each(|second| second.features.add(next));
    }

    /// What may stand first.
    fn features(&self) -> Features {
        let mut all = Features::default();
        self.first.keys().for_each(|key| all.add(key.features()));
        all
    }

    /// Whether nothing that follows can change it.
    fn is_settled(&self) -> bool {
        !self.empty && self.first.values().all(|second| !second.last)
    }
}

impl Key {
    fn is_edge(self) -> bool {
        matches!(self, Key::Class(class::START | class::END))
    }

    fn features(self) -> Features {
        match self {
            _ if self.is_edge() => Features::ALL,
            Key::Word(word) => Features::word(word),
            Key::Member(id) => Features::member(id),
            Key::Class(class) => Features::class(class),
        }
    }
}

impl Builder {
    pub fn new() -> Builder {
        // Code 0 means membership, so its place stays empty.
        Builder { code: vec![0], ..Builder::default() }
    }

    fn word(&mut self, word: &str) -> u32 {
        let next = self.words.len() as u32;
        *self.words.entry(word.to_owned()).or_insert(next)
    }

    pub fn vocabulary(&mut self, definition: &Definition) {
        let id = self.openings.len() as Id;
        let mut all = Opening::default();
        let mut seen = BTreeMap::new();
        for written in &definition.entries {
            if let Some(word) = written.word() {
                let word = self.word(word);
                self.entries.entry(Key::Word(word)).or_default().insert((0, id), Features::ALL);
                all.or(Opening::of(Key::Member(id)));
                continue;
            }
            let at = self.code.len();
            self.sequence(&written.items);
            // The same pattern twice (two layers may both have it) is kept once.
            if *seen.entry(self.code[at..].to_vec()).or_insert(at) != at {
                self.code.truncate(at);
                continue;
            }
            let opening = self.opening(&written.items);
            for (key, second) in &opening.first {
                let features = if second.last { Features::ALL } else { second.features };
                self.entries.entry(*key).or_default().insert((at, id), features);
            }
            all.or(Opening { empty: false, ..opening });
        }
        self.openings.push(all);
        self.sizes.push(definition.entries.iter().map(|written| self.positions(&written.items)).sum());
    }

    /// How many positions a pattern has with everything that it names and repeats written out, which bounds what a run
    /// has to keep in mind.
    pub fn positions(&self, items: &[Item]) -> u64 {
        let item = |item: &Item| {
            let once = match &item.atom {
                Atom::Word(_) | Atom::Affix(..) => 1,
                Atom::Name(name) if class::NAMES.contains(&name.as_str()) => 1,
                Atom::Name(name) => self.ids.get(name).map_or(1, |id| self.sizes[usize::from(*id)]),
                Atom::Group(alternatives) => alternatives.iter().map(|items| self.positions(items)).sum(),
            };
            once.saturating_mul(item.max.into())
        };
        items.iter().map(item).fold(0, u64::saturating_add)
    }

    fn class(&mut self, text: &str, ending: bool) -> u32 {
        let known = self.affixes.iter().position(|affix| affix.0 == text && affix.1 == ending);
        let at = known.unwrap_or_else(|| {
            self.affixes.push((text.to_owned(), ending));
            self.affixes.len() - 1
        });
        class::AFFIX + at as u32
    }

    fn sequence(&mut self, items: &[Item]) {
        for item in items {
            let item = &gather_words(item);
            let words = single_words(&item.atom);
            let (operation, argument) = match &item.atom {
                Atom::Group(_) if words.is_some() => (op::SET, words.as_ref().map_or(0, BTreeSet::len) as u32),
                Atom::Word(word) => (op::WORD, self.word(word)),
                Atom::Affix(text, ending) => (op::CLASS, self.class(text, *ending)),
                Atom::Name(name) => match class::NAMES.iter().position(|known| known == name) {
                    Some(class) => (op::CLASS, class as u32),
                    None => (op::VOCABULARY, u32::from(self.ids[name])),
                },
                Atom::Group(alternatives) => (op::GROUP, alternatives.len() as u32),
            };
            let opening = self.opening(std::slice::from_ref(item));
            let edge = opening.first.keys().any(|key| key.is_edge());
            let marks = if item.glued { op::GLUED } else { 0 } | if edge { op::EDGE } else { 0 };
            // A group that may be empty may be left out.
            let min = if opening.empty { 0 } else { item.min };
            self.code.push(operation | marks | u32::from(min) << 8 | u32::from(item.max) << 16);
            self.code.push(argument);
            if let Some(words) = words {
                let numbers: BTreeSet<u32> = words.into_iter().map(|word| self.word(word)).collect();
                self.code.push(numbers.len() as u32 + 1);
                self.code.extend(numbers);
            } else if let Atom::Group(alternatives) = &item.atom {
                let length = self.code.len();
                self.code.push(0);
                for alternative in alternatives {
                    let at = self.code.len();
                    self.code.push(0);
                    self.sequence(alternative);
                    self.code[at] = (self.code.len() - at - 1) as u32;
                }
                self.code[length] = (self.code.len() - length) as u32;
            }
        }
        self.code.push(op::DONE);
    }

    /// How a sequence may begin.
    fn opening(&mut self, items: &[Item]) -> Opening {
        let mut all = Opening { first: BTreeMap::new(), empty: true };
        for item in items {
            let mut one = match &item.atom {
                Atom::Word(word) => Opening::of(Key::Word(self.word(word))),
                Atom::Affix(text, ending) => Opening::of(Key::Class(self.class(text, *ending))),
                Atom::Name(name) => match class::NAMES.iter().position(|known| known == name) {
                    Some(class) => Opening::of(Key::Class(class as u32)),
                    None => self.openings[usize::from(self.ids[name])].clone(),
                },
                Atom::Group(alternatives) => {
                    let mut any = Opening::default();
                    alternatives.iter().for_each(|items| any.or(self.opening(items)));
                    any
                }
            };
            if item.max > 1 {
                one.before(one.features());
            }
            one.empty |= item.min == 0;
            all.then(one);
            if all.is_settled() {
                break;
            }
        }
        all
    }

    pub fn finish(&self, order: &[String], definitions: &BTreeMap<String, Definition>) -> Index<'static> {
        let affix = |(text, ending): &(String, bool)| Affix { text: text.clone().into(), ending: *ending };
        let mut index = Index {
            words: Lexicon::new(&self.words),
            code: Numbers::new(&self.code),
            affixes: self.affixes.iter().map(affix).collect(),
            word_count: self.words.len() as u32,
            vocabulary_count: order.len() as u32,
            ..Index::default()
        };
        let number = |key: &Key| match *key {
            Key::Word(word) => word,
            Key::Member(id) => index.member(id),
            Key::Class(class) => index.class(class),
        };
        let keys = index.class(class::AFFIX + self.affixes.len() as u32);
        let mut by_number: Vec<[Vec<u32>; 2]> = vec![Default::default(); keys as usize];
        for (key, entries) in &self.entries {
            for (&(code, id), follow) in entries {
                by_number[number(key) as usize][usize::from(code > 0)].extend(Entry::new(id, code).numbers(*follow));
            }
        }
        let (mut offsets, mut flat) = (vec![0], Vec::new());
        for entries in by_number.iter().flatten() {
            flat.extend(entries);
            offsets.push((flat.len() / ENTRY) as u32);
        }
        let ids = |names: &[Name]| names.iter().map(|name| self.ids[&name.text]).collect();
        let mut named = BTreeSet::new();
        for written in definitions.values().flat_map(|definition| &definition.entries) {
            references(&written.items, &mut |name| {
                named.insert(self.ids[name]);
            });
        }
        let context = |name: &String| Context {
            vocabulary: self.ids[name],
            except: self.ids.get(&except_name(name)).copied(),
            unless: ids(&definitions[name].unless),
            unless_before: ids(&definitions[name].unless_before),
            with: ids(&definitions[name].with),
            clause: definitions[name].clause.as_ref().map(|name| self.ids[&name.text]),
            named: named.contains(&self.ids[name]),
        };
        let plain =
            |context: &Context| Context { vocabulary: context.vocabulary, named: context.named, ..Context::default() };
        index.contexts = order.iter().map(context).filter(|context| *context != plain(context)).collect();
        index.offsets = Numbers::new(&offsets);
        index.entries = Numbers::new(&flat);
        index
    }
}
