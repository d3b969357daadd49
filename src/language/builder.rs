//! Turns the patterns of ordered vocabularies into code and postings.

use super::anchors::Anchors;
use super::class;
use super::code::{Code, Head, Operation};
use super::definition::{Definition, Reference, except_name, form_name, references};
use super::index::{Affix, Beginning, Context, Id, Index, Posting};
use super::inflection::{self, Irregulars};
use super::numbers::{Lists, Numbers};
use super::opening::{Key, Opening};
use super::pattern::{self, Atom, Item};
use crate::lexicon::Lexicon;
use foldhash::{HashMap, HashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::sync::Arc;

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

/// Collects the patterns of vocabularies, each after those that it names.
#[derive(Default)]
pub(super) struct Builder {
    pub ids: BTreeMap<String, Id>,
    words: HashMap<String, u32>,
    pub affixes: Vec<(String, bool)>,
    pub code: Vec<u32>,
    /// How each vocabulary may begin.
    openings: Vec<Opening>,
    /// For each word the vocabularies that have it as a member by itself.
    members: Vec<Vec<u32>>,
    /// For each word how many patterns name it.
    uses: Vec<u32>,
    /// The code of each pattern, by vocabulary.
    seen: HashSet<(Id, Box<[u32]>)>,
    /// The patterns, and with what they may begin.
    patterns: Vec<(Posting, Beginning)>,
    /// For each vocabulary how many positions its patterns have, written out: see [`Builder::positions`].
    sizes: Vec<u64>,
}

impl Builder {
    /// The number of a word that a pattern names.
    fn word(&mut self, word: &str) -> u32 {
        let number = self.number(word);
        self.uses[number as usize] += 1;
        number
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.words.get(word) {
            return number;
        }
        let number = self.words.len() as u32;
        self.words.insert(word.to_owned(), number);
        self.members.push(Vec::new());
        self.uses.push(0);
        number
    }

    /// The next vocabulary in the order; its verbs and nouns are also members of the vocabularies of their forms, which
    /// come before it.
    pub fn vocabulary(&mut self, name: &str, definition: &Definition, irregulars: &Irregulars) {
        let id = self.openings.len() as Id;
        self.ids.insert(name.to_owned(), id);
        self.openings.push(Opening::default());
        self.sizes.push(0);
        for written in &definition.entries {
            self.entry(id, &written.items);
        }
        let verbs = definition.verbs.iter().flat_map(|verb| inflection::verb(verb, &irregulars.verbs));
        let nouns = definition.nouns.iter().flat_map(|noun| inflection::noun(noun, &irregulars.nouns));
        for (form, text) in verbs.chain(nouns) {
            let ids = [self.ids[&form_name(name, form)], id];
            if text.bytes().all(|letter| letter.is_ascii_lowercase()) {
                for id in ids {
                    self.member(id, &text);
                }
            } else {
                let items = pattern::phrase(&text);
                for id in ids {
                    self.entry(id, &items);
                }
            }
        }
    }

    /// Adds a word that is a match by itself.
    fn member(&mut self, id: Id, word: &str) {
        let word = self.number(word);
        self.members[word as usize].push(id.into());
        self.sizes[usize::from(id)] += 1;
        let opening = &mut self.openings[usize::from(id)];
        if !opening.first.contains_key(&Key::Member(id)) {
            opening.or(Opening::of(Key::Member(id)));
        }
    }

    fn entry(&mut self, id: Id, items: &[Item]) {
        if let [Item { atom: Atom::Word(word), min: 1, max: 1, glued: false }] = items {
            return self.member(id, word);
        }
        self.sizes[usize::from(id)] += self.positions(items);
        let at = self.code.len();
        self.sequence(items);
        // The same pattern twice (two layers may both have it) is kept once.
        if !self.seen.insert((id, self.code[at..].into())) {
            self.code.truncate(at);
            return;
        }
        let opening = self.opening(items);
        self.patterns.push((Posting::new(id, at), opening.beginning()));
        self.openings[usize::from(id)].or(Opening { empty: false, ..opening });
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
                Atom::Group(_) if words.is_some() => (Operation::Set, words.as_ref().map_or(0, BTreeSet::len) as u32),
                Atom::Word(word) => (Operation::Word, self.word(word)),
                Atom::Affix(text, ending) => (Operation::Class, self.class(text, *ending)),
                Atom::Name(name) => match class::NAMES.iter().position(|known| known == name) {
                    Some(class) => (Operation::Class, class as u32),
                    None => (Operation::Vocabulary, u32::from(self.ids[name])),
                },
                Atom::Group(alternatives) => (Operation::Group, alternatives.len() as u32),
            };
            let opening = self.opening(std::slice::from_ref(item));
            // A group that may be empty may be left out.
            let min = if opening.empty { 0 } else { item.min };
            self.code.push(Head::new(operation, item.glued, (min, item.max)).0);
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
        self.code.push(Head::DONE.0);
    }

    /// How a sequence may begin.
    fn opening(&mut self, items: &[Item]) -> Opening {
        let mut all = Opening { empty: true, ..Opening::default() };
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
                    for items in alternatives {
                        any.or(self.opening(items));
                    }
                    any
                }
            };
            if item.max > 1 {
                one.before(one.features());
            }
            one.empty |= item.min == 0;
            all.then(one);
            if all.is_complete() {
                break;
            }
        }
        all
    }

    pub fn finish(&self, order: &[String], definitions: &BTreeMap<String, Arc<Definition>>) -> Index<'static> {
        let affix = |(text, ending): &(String, bool)| Affix { text: text.clone().into(), ending: *ending };
        let mut index = Index {
            words: Lexicon::new(&self.words.iter().map(|(word, number)| (word.as_str(), *number)).collect()),
            code: Code::new(&self.code),
            affixes: self.affixes.iter().map(affix).collect(),
            word_count: self.words.len() as u32,
            vocabulary_count: order.len() as u32,
            ..Index::default()
        };
        let keys = index.class_key(class::AFFIX + self.affixes.len() as u32);
        let mut members = self.members.clone();
        for ids in &mut members {
            ids.sort_unstable();
            ids.dedup();
        }
        let mut patterns = self.patterns.clone();
        patterns.sort_unstable_by_key(|(posting, _)| *posting);
        let mut anchored = vec![Vec::new(); keys as usize];
        let mut anchors = Anchors::new(&index.code, &self.uses, &members, order.len());
        for (number, (pattern, _)) in (0..).zip(&patterns) {
            for key in anchors.of(*pattern) {
                let key = match key {
                    Key::Word(word) => word,
                    Key::Member(id) => index.member_key(id),
                    Key::Class(class) => index.class_key(class),
                };
                anchored[key as usize].push(number);
            }
        }
        let ids = |names: &[Reference]| names.iter().map(|name| self.ids[&name.text]).collect();
        let mut needs: Vec<BTreeSet<u32>> = Vec::new();
        for name in order {
            let mut needed = BTreeSet::new();
            for written in &definitions[name].entries {
                references(&written.items, &mut |name| {
                    needed.insert(self.ids[name].into());
                });
            }
            needs.push(needed);
        }
        let named: BTreeSet<u32> = needs.iter().flatten().copied().collect();
        let context = |name: &String| Context {
            vocabulary: self.ids[name],
            except: self.ids.get(&except_name(name)).copied(),
            unless: ids(&definitions[name].unless),
            unless_before: ids(&definitions[name].unless_before),
            with: ids(&definitions[name].with),
            clause: definitions[name].clause.as_ref().map(|name| self.ids[&name.text]),
            named: named.contains(&u32::from(self.ids[name])),
        };
        let plain =
            |context: &Context| Context { vocabulary: context.vocabulary, named: context.named, ..Context::default() };
        index.contexts = order.iter().map(context).filter(|context| *context != plain(context)).collect();
        for context in &index.contexts {
            let lists = [&context.unless, &context.unless_before, &context.with].into_iter().flatten();
            let all = lists.chain(&context.except).chain(&context.clause).map(|id| u32::from(*id));
            needs[usize::from(context.vocabulary)].extend(all);
        }
        let needs: Vec<Vec<u32>> = needs.into_iter().map(|needed| needed.into_iter().collect()).collect();
        index.needs = Lists::new(&needs);
        index.referred = (0..order.len() as u32).map(|id| u8::from(named.contains(&id))).collect::<Vec<u8>>().into();
        index.members = Lists::new(&members);
        index.named = self.uses.iter().map(|uses| u8::from(*uses > 0)).collect::<Vec<u8>>().into();
        index.anchored = Lists::new(&anchored);
        index.patterns = Numbers::new(&patterns.iter().map(|(posting, _)| posting.0).collect::<Vec<u32>>());
        let (beginnings, beginning_of) = numbered(patterns.iter().map(|(_, beginning)| *beginning));
        let parts = beginnings.iter().flat_map(|beginning| [beginning.first, beginning.second, beginning.at_start]);
        let (features, parts) = numbered(parts);
        index.features = features.into_iter().flat_map(|features| features.0.to_le_bytes()).collect::<Vec<u8>>().into();
        index.beginnings = Numbers::new(&parts);
        index.beginning_of = Numbers::new(&beginning_of);
        index
    }
}

/// The different ones of some things, and for each thing the number of its like.
fn numbered<T: Copy + Eq + Hash>(all: impl Iterator<Item = T>) -> (Vec<T>, Vec<u32>) {
    let (mut different, mut numbers) = (Vec::new(), HashMap::default());
    let number = |thing| {
        *numbers.entry(thing).or_insert_with(|| {
            different.push(thing);
            different.len() as u32 - 1
        })
    };
    let each = all.map(number).collect();
    (different, each)
}
