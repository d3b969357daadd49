//! Tokens as patterns see them: each distinct kind of token is a symbol, a small number.
//!
//! Two tokens are the same symbol if no pattern can tell them apart: the same known word, the same classes,
//! glued or not, at an edge of the sentence or not. A text has few symbols, so what a token is is worked out once for
//! each.

use super::class;
use super::features::Features;
use super::index::{Id, Index};
use crate::lexicon::fold;
use crate::parse::words::{Token, TokenKind};
use foldhash::{HashMap, HashMapExt};

/// The number of a symbol.
pub(super) type Symbol = u32;

/// What is known of a symbol.
#[derive(Clone, Copy, Debug)]
pub(super) struct SymbolInfo {
    /// The number of its word, or of one that no pattern tells apart from it; `u32::MAX` for one of no vocabulary.
    pub word: u32,
    /// Bits of [`class`], the edges of the sentence among them.
    pub classes: u64,
    /// Whether it is glued to the token before.
    pub glued: bool,
    /// What a pattern may want of it that has it first or second.
    pub features: Features,
    /// Where the bits of the vocabularies stand that have the word as a member, in [`Symbols::members`].
    members: usize,
}

/// How many places there are: where a token stands, as bits: glued, first word of its sentence, nothing but marks from
/// here on.
const PLACES: usize = 8;

/// A symbol that was not asked for yet.
const UNSEEN: Symbol = Symbol::MAX;

/// The longest text that is remembered, in bytes: longer ones are rare and rarely the same.
const LONG_TEXT: usize = 32;

/// The most texts that are remembered.
const MOST_TEXTS: usize = 1 << 15;

/// The most symbols that are remembered: some megabytes.
const MOST_SYMBOLS: usize = 1 << 16;

/// All symbols that were seen.
#[derive(Debug)]
pub(super) struct Symbols {
    /// The symbols of the texts that were seen, by place.
    texts: HashMap<Box<[u8]>, [Symbol; PLACES]>,
    /// The symbols of words and classes in a place: many texts have the same.
    numbers: HashMap<(u32, u64, usize), Symbol>,
    /// Of words that no pattern names, the first one that is a member of the same vocabularies.
    alike: HashMap<Box<[Id]>, u32>,
    known: Vec<SymbolInfo>,
    members: Vec<u64>,
    buffer: String,
}

impl Symbols {
    pub fn new() -> Symbols {
        // A note has about a hundred different words.
        const SOME: usize = 112;
        Symbols {
            texts: HashMap::with_capacity(SOME),
            numbers: HashMap::with_capacity(SOME),
            alike: HashMap::new(),
            known: Vec::with_capacity(SOME),
            members: Vec::with_capacity(8 * SOME),
            buffer: String::new(),
        }
    }

    /// Whether there are more than are worth their memory.
    pub fn are_full(&self) -> bool {
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
            let seen = if token.kind == TokenKind::Opaque { None } else { self.texts.get(text) };
            let symbol = seen.map_or(UNSEEN, |by_place| by_place[place]);
            out.push(if symbol == UNSEEN { self.learn(index, token, source, place) } else { symbol });
        }
    }

    /// What is known of a symbol.
    pub fn known(&self, symbol: Symbol) -> &SymbolInfo {
        &self.known[symbol as usize]
    }

    /// Whether a token is a member of a vocabulary by itself.
    pub fn is_member(&self, known: &SymbolInfo, vocabulary: Id) -> bool {
        self.members[known.members + usize::from(vocabulary) / 64] & 1 << (vocabulary % 64) != 0
    }

    /// The symbol of a text that was not seen in this place.
    fn learn(&mut self, index: &Index, token: &Token, source: &str, place: usize) -> Symbol {
        let (kind, text) = (token.kind, token.span.of(source));
        let mut classes = classes(kind, text);
        if kind == TokenKind::Opaque {
            return self.number(index, u32::MAX, classes, place);
        }
        fold(text, &mut self.buffer);
        if kind == TokenKind::Word {
            for (bit, affix) in index.affixes.iter().enumerate() {
                let (text, longer) = (&*affix.text, self.buffer.len() > affix.text.len());
                let fits =
                    longer && if affix.ending { self.buffer.ends_with(text) } else { self.buffer.starts_with(text) };
                classes |= u64::from(fits) << (class::AFFIX as usize + bit);
            }
        }
        let word = index.words.get(self.buffer.as_bytes()).map_or(u32::MAX, |word| self.alike(index, word));
        let symbol = self.number(index, word, classes, place);
        if let Some(by_place) = self.texts.get_mut(text.as_bytes()) {
            by_place[place] = symbol;
        } else if text.len() <= LONG_TEXT && self.texts.len() < MOST_TEXTS {
            let mut by_place = [UNSEEN; PLACES];
            by_place[place] = symbol;
            self.texts.insert(text.as_bytes().into(), by_place);
        }
        symbol
    }

    /// The word that stands for all that no pattern tells apart from this one.
    fn alike(&mut self, index: &Index, word: u32) -> u32 {
        if index.named.get(word as usize) == Some(&1) {
            return word;
        }
        let vocabularies: Box<[Id]> = index.vocabularies_of(word).collect();
        *self.alike.entry(vocabularies).or_insert(word)
    }

    /// The symbol of a word and its classes in a place.
    fn number(&mut self, index: &Index, word: u32, classes: u64, place: usize) -> Symbol {
        if let Some(&symbol) = self.numbers.get(&(word, classes, place)) {
            return symbol;
        }
        let symbol = self.add(index, word, classes, place);
        self.numbers.insert((word, classes, place), symbol);
        symbol
    }

    fn add(&mut self, index: &Index, word: u32, classes: u64, place: usize) -> Symbol {
        let (start, end) = (place as u64 >> 1 & 1, place as u64 >> 2);
        let classes = classes | start << class::START | end << class::END;
        let members = self.members.len();
        self.members.resize(members + index.len().div_ceil(64), 0);
        let mut features = Features::NOTHING;
        if word != u32::MAX {
            features.add(Features::word(word));
            for id in index.vocabularies_of(word) {
                features.add(Features::member(id));
                self.members[members + usize::from(id) / 64] |= 1 << (id % 64);
            }
        }
        let bits = (0..u64::BITS).filter(|class| classes & 1 << class != 0);
        bits.for_each(|class| features.add(Features::class(class)));
        let symbol = self.known.len() as Symbol;
        self.known.push(SymbolInfo { word, classes, glued: place & 1 == 1, features, members });
        symbol
    }
}

/// The classes of a token, as bits in the order of [`class::NAMES`]; the edges are not known here.
fn classes(kind: TokenKind, raw: &str) -> u64 {
    let any = 1 << 2;
    match kind {
        TokenKind::Symbol => any,
        TokenKind::Opaque => any | 1 << 11 | u64::from(is_private(raw)) << 13,
        TokenKind::Number => {
            let points = raw.bytes().filter(|&byte| byte == b'.').count();
            let year = raw.len() == 4 && (raw.starts_with("19") || raw.starts_with("20"));
            any | u64::from(points < 2) << 4
                | u64::from(year) << 5
                | u64::from(points > 1) << 6
                | u64::from(points == 3) << 7
                | u64::from(points == 0 && digits(raw) >= 6) << 12
        }
        TokenKind::Word => {
            let capital = raw.starts_with(char::is_uppercase);
            let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
            let upper = capital && letters >= 2 && !raw.contains(char::is_lowercase);
            any | 1 << 3
                | u64::from(upper) << 8
                | u64::from(capital) << 9
                | u64::from(raw.len() == 1) << 10
                | u64::from(upper && digits(raw) >= 4) << 12
        }
    }
}

fn digits(raw: &str) -> usize {
    raw.bytes().filter(u8::is_ascii_digit).count()
}

/// Names of networks that are not on the public internet (RFC 6762, appendix G, and "intra").
const PRIVATE: [&str; 8] = ["corp", "home", "internal", "intra", "intranet", "lan", "local", "private"];

/// Whether a URL, or a host in code, names a machine that is not on the public internet.
fn is_private(raw: &str) -> bool {
    let (scheme, rest) = raw.split_once("://").unwrap_or(("", raw));
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let numbers: Vec<u8> = host.split('.').filter_map(|number| number.parse().ok()).collect();
    let address = || matches!(numbers[..], [10, _, _, _] | [172, 16..=31, _, _] | [192, 168, _, _]);
    let named = || host.split('.').skip(usize::from(scheme.is_empty())).any(|label| PRIVATE.contains(&label));
    let single = || !scheme.is_empty() && !host.is_empty() && !host.contains('.') && host != "localhost";
    address() || named() || single()
}
