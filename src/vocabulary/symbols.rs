//! Tokens as the automaton sees them: each distinct kind of token is a symbol, a small number.
//!
//! Two tokens are the same symbol if no pattern can tell them apart: the same known word, the same classes,
//! glued or not, at an edge of the sentence or not, barred from the same vocabularies. A text has few symbols, so
//! what a token is and what may begin with it is worked out once for each.

use super::{Features, Id, Index, class};
use crate::lexicon::fold;
use crate::parse::words::{Token, TokenKind};
use foldhash::{HashMap, HashMapExt};

/// The number of a symbol.
pub(super) type Symbol = u32;

/// What is known of a symbol.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// The number of its word; `u32::MAX` for one that no pattern names.
    pub word: u32,
    /// Bits of [`class`], the edges of the sentence among them.
    pub classes: u64,
    /// Whether it is glued to the token before.
    pub glued: bool,
    /// What a pattern may want of it that has it second.
    pub features: Features,
    /// What a pattern may begin with to begin with it: its word, the vocabularies that have the word, its classes; as
    /// a range of [`Symbols::keys`].
    keys: (u32, u32),
    /// Where the bits of the vocabularies stand that have a pattern of these or the word itself, in
    /// [`Symbols::vocabularies`].
    vocabularies: u32,
    /// What the sentence bars it from, as a range of [`Symbols::bars`].
    bars: (u32, u32),
    /// Whether something may begin with it that bars tokens.
    pub watched: bool,
}

/// What a token may not be part of inside a pattern, because of the context of a vocabulary that the pattern names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Bar {
    /// A match of the vocabulary that begins here.
    Beginning(Id),
    /// Any match of the vocabulary: this is a look-alike.
    All(Id),
}

/// A word and its classes, wherever it stands.
type Form = u32;

/// How many places there are: where a token stands, as bits: glued, first word of its sentence, nothing but marks from
/// here on.
const PLACES: usize = 8;

/// A symbol that was not asked for yet.
const UNSEEN: Symbol = Symbol::MAX;

/// The longest text that is known by its bytes alone: with its place it fills 64 bits.
const SHORT_TEXT: usize = 7;

/// The longest text that is remembered, in bytes: longer ones are rare and rarely the same.
const LONG_TEXT: usize = 32;

/// The most texts that are remembered.
const MOST_TEXTS: usize = 1 << 15;

/// The most symbols that are remembered: some megabytes.
const MOST_SYMBOLS: usize = 1 << 16;

/// All symbols that were seen.
#[derive(Debug)]
pub(super) struct Symbols {
    /// The symbols of the short texts that were seen, by what [`short`] makes of them.
    short: HashMap<u64, Symbol>,
    /// The forms of the longer ones.
    texts: HashMap<Box<str>, Form>,
    forms: HashMap<(u32, u64), Form>,
    /// For each form its symbols, by place.
    by_place: Vec<[Symbol; PLACES]>,
    known: Vec<Known>,
    /// Keys that some pattern begins with, numbered as in the index.
    keys: Vec<u32>,
    vocabularies: Vec<u64>,
    /// For each class that was seen, the bits of the vocabularies that have a pattern which begins with it.
    by_class: Vec<Vec<u64>>,
    /// The form of each symbol's token.
    described: Vec<(u32, u64)>,
    bars: Vec<Bar>,
    /// The bits of the vocabularies that may bar tokens.
    watched: Vec<u64>,
    /// The symbols of tokens that are barred from something, by the symbol without it.
    barred: HashMap<(Symbol, Bar), Symbol>,
    buffer: String,
}

impl Symbols {
    pub fn new(index: &Index) -> Symbols {
        let mut watched = vec![0; index.len().div_ceil(64)];
        for context in index.contexts.iter().filter(|context| context.named) {
            let itself = (!context.is_alone()).then_some(context.vocabulary);
            itself.into_iter().chain(context.except).for_each(|id| set(&mut watched, id));
        }
        // A note has about a hundred different words.
        const SOME: usize = 112;
        Symbols {
            short: HashMap::with_capacity(SOME),
            texts: HashMap::with_capacity(SOME / 4),
            forms: HashMap::with_capacity(SOME),
            by_place: Vec::with_capacity(SOME),
            known: Vec::with_capacity(SOME),
            keys: Vec::with_capacity(4 * SOME),
            vocabularies: Vec::with_capacity(2 * SOME),
            by_class: vec![Vec::new(); u64::BITS as usize],
            described: Vec::with_capacity(SOME),
            bars: Vec::new(),
            watched,
            barred: HashMap::new(),
            buffer: String::new(),
        }
    }

    /// Whether there are too many to go on: then they and all that was learned of them should be dropped.
    pub fn are_many(&self) -> bool {
        self.known.len() > MOST_SYMBOLS
    }

    /// Writes the symbols of a sentence into `out`.
    pub fn read(&mut self, index: &Index, tokens: &[Token], source: &str, out: &mut Vec<Symbol>) {
        out.clear();
        let first_word = tokens.iter().position(|token| token.kind != TokenKind::Symbol).unwrap_or(0);
        let marks = tokens.iter().rposition(|token| token.kind != TokenKind::Symbol).map_or(0, |last| last + 1);
        for (position, token) in tokens.iter().enumerate() {
            let place = usize::from(token.glued)
                | usize::from(position == first_word) << 1
                | usize::from(position >= marks) << 2;
            let text = &source.as_bytes()[token.span.range()];
            let key = if token.kind == TokenKind::Opaque { None } else { short(text, place) };
            if let Some(&symbol) = key.and_then(|key| self.short.get(&key)) {
                out.push(symbol);
                continue;
            }
            let form = self.form(index, token, source);
            let known = self.by_place[form as usize][place];
            let symbol = if known == UNSEEN { self.add(index, form, place) } else { known };
            if let Some(key) = key.filter(|_| self.short.len() < MOST_TEXTS) {
                self.short.insert(key, symbol);
            }
            out.push(symbol);
        }
    }

    /// What is known of a symbol.
    pub fn known(&self, symbol: Symbol) -> &Known {
        &self.known[symbol as usize]
    }

    /// The keys by which the index finds the patterns that may begin with a symbol.
    pub fn keys(&self, known: &Known) -> &[u32] {
        &self.keys[known.keys.0 as usize..known.keys.1 as usize]
    }

    /// Whether a match of a vocabulary may begin with a symbol.
    pub fn may_begin(&self, known: &Known, vocabulary: Id) -> bool {
        let at = known.vocabularies as usize + usize::from(vocabulary) / 64;
        self.vocabularies[at] & 1 << (vocabulary % 64) != 0
    }

    /// The symbol of a token that is barred from something as well.
    pub fn bar(&mut self, symbol: Symbol, bar: Bar) -> Symbol {
        let known = *self.known(symbol);
        if self.bars(&known).contains(&bar) {
            return symbol;
        }
        let next = self.known.len() as Symbol;
        let barred = *self.barred.entry((symbol, bar)).or_insert(next);
        if barred == next {
            let from = self.bars.len() as u32;
            self.bars.extend_from_within(known.bars.0 as usize..known.bars.1 as usize);
            self.bars.push(bar);
            self.known.push(Known { bars: (from, self.bars.len() as u32), ..known });
        }
        barred
    }

    /// What a token is barred from.
    pub fn bars(&self, known: &Known) -> &[Bar] {
        &self.bars[known.bars.0 as usize..known.bars.1 as usize]
    }

    /// The same inside a pattern that names the vocabulary.
    pub fn may_begin_inside(&self, known: &Known, vocabulary: Id) -> bool {
        let bars = [Bar::Beginning(vocabulary), Bar::All(vocabulary)];
        self.may_begin(known, vocabulary) && !self.bars(known).iter().any(|bar| bars.contains(bar))
    }

    fn form(&mut self, index: &Index, token: &Token, source: &str) -> Form {
        let raw = token.span.of(source);
        if token.kind == TokenKind::Opaque {
            return self.form_of(u32::MAX, classes(token.kind, raw));
        }
        if let Some(&form) = self.texts.get(raw) {
            return form;
        }
        fold(raw, &mut self.buffer);
        let mut classes = classes(token.kind, raw);
        if token.kind == TokenKind::Word {
            for (bit, affix) in index.affixes.iter().enumerate() {
                let (text, longer) = (&*affix.text, self.buffer.len() > affix.text.len());
                let fits =
                    longer && if affix.ending { self.buffer.ends_with(text) } else { self.buffer.starts_with(text) };
                classes |= u64::from(fits) << (class::AFFIX as usize + bit);
            }
        }
        let form = self.form_of(index.words.get(self.buffer.as_bytes()).unwrap_or(u32::MAX), classes);
        if (SHORT_TEXT + 1..=LONG_TEXT).contains(&raw.len()) && self.texts.len() < MOST_TEXTS {
            self.texts.insert(raw.into(), form);
        }
        form
    }

    fn form_of(&mut self, word: u32, classes: u64) -> Form {
        *self.forms.entry((word, classes)).or_insert_with(|| {
            self.by_place.push([UNSEEN; PLACES]);
            self.described.push((word, classes));
            self.by_place.len() as Form - 1
        })
    }

    fn add(&mut self, index: &Index, form: Form, place: usize) -> Symbol {
        let (word, classes) = self.described[form as usize];
        let (start, end) = (place as u64 >> 1 & 1, place as u64 >> 2);
        let classes = classes | start << class::START | end << class::END;
        let (from, first) = (self.keys.len() as u32, self.vocabularies.len());
        let length = index.len().div_ceil(64);
        self.vocabularies.resize(first + length, 0);
        let bits = &mut self.vocabularies[first..];
        let mut features = Features::default();
        let mut push = |key| {
            if index.begins_something(key) {
                self.keys.push(key);
            }
        };
        if word != u32::MAX {
            features.add(Features::word(word));
            push(word);
            set_begun(bits, index, word);
            for (member, _) in index.entries(word, 0) {
                let id = member.vocabulary();
                features.add(Features::member(id));
                push(index.member(id));
                set(bits, id);
                set_begun(bits, index, index.member(id));
            }
        }
        let mut rest = classes;
        while rest != 0 {
            let class = rest.trailing_zeros();
            features.add(Features::class(class));
            push(index.class(class));
            let begun = &mut self.by_class[class as usize];
            if begun.is_empty() {
                begun.resize(length, 0);
                set_begun(begun, index, index.class(class));
            }
            bits.iter_mut().zip(begun).for_each(|(bits, begun)| *bits |= *begun);
            rest &= rest - 1;
        }
        let watched = self.vocabularies[first..].iter().zip(&self.watched).any(|(bits, watched)| bits & watched != 0);
        let symbol = self.known.len() as Symbol;
        let keys = (from, self.keys.len() as u32);
        let vocabularies = first as u32;
        let glued = place & 1 == 1;
        self.known.push(Known { word, classes, glued, features, keys, vocabularies, bars: (0, 0), watched });
        self.by_place[form as usize][place] = symbol;
        symbol
    }
}

impl Known {
    /// The edges of a sentence, as bits of the classes, without a token.
    pub fn edges(classes: u32) -> Known {
        Known {
            word: u32::MAX,
            classes: classes.into(),
            glued: false,
            features: Features::default(),
            keys: (0, 0),
            vocabularies: 0,
            bars: (0, 0),
            watched: false,
        }
    }

    /// Whether the token is a member of a vocabulary by itself.
    pub fn is_member(&self, index: &Index, vocabulary: Id) -> bool {
        self.word != u32::MAX && index.entries(self.word, 0).any(|(entry, _)| entry.vocabulary() == vocabulary)
    }
}

/// A short text, as most words are, and its place as one number.
fn short(bytes: &[u8], place: usize) -> Option<u64> {
    let number = match (bytes.first_chunk(), bytes.last_chunk()) {
        // The first four bytes and what comes after them.
        (Some(first), Some(last)) if bytes.len() <= SHORT_TEXT => {
            let rest = u64::from(u32::from_le_bytes(*last)) << 32 >> (64 - 8 * bytes.len());
            u64::from(u32::from_le_bytes(*first)) | rest
        }
        (None, _) if !bytes.is_empty() => {
            let [first, middle, last] = [0, bytes.len() / 2, bytes.len() - 1].map(|at| u64::from(bytes[at]));
            first | middle << 8 | last << 16
        }
        _ => return None,
    };
    Some(number | (bytes.len() as u64) << 56 | (place as u64) << 59)
}

/// Sets the bit of a vocabulary.
fn set(bits: &mut [u64], id: Id) {
    bits[usize::from(id) / 64] |= 1 << (id % 64);
}

/// Sets the bits of the vocabularies that have a pattern which begins with a key.
fn set_begun(bits: &mut [u64], index: &Index, key: u32) {
    index.entries(key, 1).for_each(|(entry, _)| set(bits, entry.vocabulary()));
}

/// The classes of a token, as bits in the order of [`class::NAMES`]; the edges are not known here.
fn classes(kind: TokenKind, raw: &str) -> u64 {
    let any = 1 << 2;
    match kind {
        TokenKind::Symbol => any,
        TokenKind::Opaque => any | 1 << 11,
        TokenKind::Number => {
            let points = raw.bytes().filter(|&byte| byte == b'.').count();
            let year = raw.len() == 4 && (raw.starts_with("19") || raw.starts_with("20"));
            any | u64::from(points < 2) << 4
                | u64::from(year) << 5
                | u64::from(points > 1) << 6
                | u64::from(points == 3) << 7
        }
        TokenKind::Word => {
            let capital = raw.starts_with(char::is_uppercase);
            let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
            let upper = capital && letters >= 2 && !raw.contains(char::is_lowercase);
            any | 1 << 3 | u64::from(upper) << 8 | u64::from(capital) << 9 | u64::from(raw.len() == 1) << 10
        }
    }
}
