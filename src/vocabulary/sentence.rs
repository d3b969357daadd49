//! A sentence as patterns see it: of each token its word, its classes and what may begin with it.

use super::{Features, Index, class};
use crate::lexicon::fold;
use crate::parse::words::{Token, TokenKind};

/// What is known of a token while its sentence is searched.
#[derive(Clone, Copy, Default)]
pub(super) struct Known {
    /// Bits of [`class`].
    pub classes: u64,
    /// The number of its word; `u32::MAX` for one that no pattern names.
    pub word: u32,
    pub glued: bool,
    pub features: Features,
    /// Its keys, as a range of [`Sentence::keys`].
    pub from: u32,
    pub to: u32,
}

/// The sentence in work; its buffers serve for the next one.
pub(super) struct Sentence<'a> {
    index: &'a Index<'a>,
    pub known: Vec<Known>,
    /// What may begin with each token: a word, memberships, classes.
    pub keys: Vec<u32>,
    /// The classes that some pattern begins with, as bits.
    beginning: u64,
    buffer: String,
}

impl<'a> Sentence<'a> {
    pub fn new(index: &'a Index<'a>) -> Sentence<'a> {
        let first_class = index.word_count + index.len() as u32;
        let classes = 0..class::AFFIX + index.affixes.len() as u32;
        let beginning = classes
            .filter(|class| !index.entry_block(first_class + class, 1).is_empty())
            .fold(0, |all, class| all | 1 << class);
        Sentence { index, known: Vec::new(), keys: Vec::new(), beginning, buffer: String::new() }
    }

    /// Looks up the tokens of a sentence: what they are and what may begin with them.
    pub fn read(&mut self, tokens: &[Token], source: &str) {
        self.known.clear();
        self.keys.clear();
        self.known.reserve(tokens.len());
        self.keys.reserve(tokens.len() * 8);
        let words = self.index.word_count;
        let vocabularies = self.index.len() as u32;
        let first_word = tokens.iter().position(|token| token.kind != TokenKind::Symbol).unwrap_or(0);
        for (position, token) in tokens.iter().enumerate() {
            let raw = token.span.of(source);
            fold(raw, &mut self.buffer);
            let word = if token.kind == TokenKind::Opaque { None } else { self.index.words.get(&self.buffer) };
            let mut classes = classes(token, raw);
            classes |= u64::from(position == first_word) << class::START;
            if token.kind == TokenKind::Word {
                for (bit, affix) in self.index.affixes.iter().enumerate() {
                    let (text, longer) = (&*affix.text, self.buffer.len() > affix.text.len());
                    let fits = longer
                        && if affix.ending { self.buffer.ends_with(text) } else { self.buffer.starts_with(text) };
                    classes |= u64::from(fits) << (class::AFFIX as usize + bit);
                }
            }
            let from = self.keys.len();
            let mut features = Features::default();
            if let Some(word) = word {
                self.keys.push(word);
                features.add(Features::of(word));
                for (entry, begins) in self.index.entries(word, 0) {
                    let key = words + u32::from(entry.vocabulary());
                    features.add(Features::of(key));
                    if begins == Features::ALL {
                        self.keys.push(key);
                    }
                }
            }
            let mut rest = classes;
            while rest != 0 {
                let class = rest.trailing_zeros();
                let key = words + vocabularies + class;
                features.add(Features::of(key));
                if self.beginning & 1 << class != 0 {
                    self.keys.push(key);
                }
                rest &= rest - 1;
            }
            let word = word.unwrap_or(u32::MAX);
            self.known.push(Known {
                classes,
                word,
                glued: token.glued,
                features,
                from: from as u32,
                to: self.keys.len() as u32,
            });
        }
    }
}

/// The classes of a token, as bits in the order of [`class::NAMES`].
fn classes(token: &Token, raw: &str) -> u64 {
    let any = 1 << 2;
    match token.kind {
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
