//! Sentences and words of a section.
//!
//! Wrapped lines are joined, so a phrase may run over a line break. "24/7", "two-week" and "don't" are one
//! word each to a reader, but several tokens to a pattern; [`Token::glued`] says which tokens stand together.

use super::document::Document;
use super::grammar::Grammar;
use super::letters::{ALPHANUMERIC, ideographic, is_letter};
use super::note::{Answer, Section};
use super::quotes::{closes, is_quote, opens};
use super::uses::Uses;
use crate::source::Span;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, or letters and digits that begin with a letter.
    Word,
    /// Digits with inner points and commas.
    Number,
    /// A mark, or the same mark several times.
    Symbol,
    /// Code or a URL: a word that is not read.
    Opaque,
}

/// The smallest thing that a pattern can name.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its bytes in the file.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether nothing but a hyphen or emphasis stands between it and the token before.
    pub glued: bool,
    /// Whether it begins a word as people count them.
    pub counts: bool,
    /// Whether it is somebody's words in quotation marks.
    pub quoted: bool,
}

/// One sentence, or a bullet or table cell that ends without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, as a range of [`Words::tokens`].
    pub tokens: Range<usize>,
    /// The index of its section in the answer.
    pub section: usize,
}

/// The words of an answer.
#[derive(Debug, Default)]
pub struct Words {
    /// All tokens, section by section.
    pub tokens: Vec<Token>,
    /// All sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Words in each section, as people count them.
    pub counts: Vec<usize>,
}

impl Words {
    /// The bytes of a sentence.
    pub fn span(&self, sentence: &Sentence) -> Span {
        self.cover(sentence.tokens.clone())
    }

    /// The bytes from the first to the last of some tokens.
    pub fn cover(&self, tokens: Range<usize>) -> Span {
        let tokens = &self.tokens[tokens];
        tokens.first().zip(tokens.last()).map_or(Span::default(), |(first, last)| first.span.to(last.span))
    }

    /// Words in the four STAR sections.
    pub fn star_words(&self, answer: &Answer) -> usize {
        let sections = answer.sections.iter().zip(&self.counts);
        sections.filter(|(section, _)| section.kinds.is_star()).map(|(_, count)| count).sum()
    }

    /// Words in a range of tokens.
    pub fn words(&self, tokens: Range<usize>) -> usize {
        self.tokens[tokens].iter().filter(|token| token.counts).count()
    }
}

/// Splits an answer into sentences and tokens.
pub fn split(answer: &Answer, text: &str, document: &Document, grammar: &Grammar) -> Words {
    // A token is five bytes of text on average.
    let tokens = Vec::with_capacity(answer.span.range().len() / 4);
    let out = Words { tokens, ..Words::default() };
    let mut splitter = Splitter { text, grammar, out, section: 0, first: 0, worded: false, block: 0 };
    for (index, section) in answer.sections.iter().enumerate() {
        let before = splitter.out.tokens.len();
        splitter.section(index, section, document);
        let count = splitter.out.words(before..splitter.out.tokens.len());
        splitter.out.counts.push(count);
    }
    splitter.out
}

struct Splitter<'a> {
    text: &'a str,
    grammar: &'a Grammar<'a>,
    out: Words,
    section: usize,
    /// The first token of the sentence in work.
    first: usize,
    /// Whether it has more than marks so far.
    worded: bool,
    /// The first token of the block in work.
    block: usize,
}

/// So many closing quotes and brackets may stand between the mark that ends a sentence and the next one.
const MOST_CLOSING: usize = 16;

impl Splitter<'_> {
    fn section(&mut self, index: usize, section: &Section, document: &Document) {
        self.section = index;
        (self.first, self.block) = (self.out.tokens.len(), self.out.tokens.len());
        let mut block = None;
        let mut end = 0;
        let mut counted = false;
        for run in section.runs(document) {
            if block != Some(run.block) {
                self.finish_block();
                block = Some(run.block);
                end = 0;
            }
            // Emphasis between two runs is no space; a line break is.
            let gap = &self.text[(end as usize).min(run.span.start as usize)..run.span.start as usize];
            let spaced = self.text[..end as usize].ends_with(char::is_whitespace);
            let glued = end > 0 && !spaced && !gap.contains(char::is_whitespace);
            counted &= glued;
            if end > 0 && !glued {
                self.end_sentence_at_mark(run.span.of(self.text));
            }
            if run.opaque {
                self.push(run.span, TokenKind::Opaque, glued, !counted);
                counted = true;
            } else {
                self.run(run.span, glued, &mut counted);
            }
            end = run.span.end;
        }
        self.finish_block();
    }

    fn push(&mut self, span: Span, kind: TokenKind, glued: bool, counts: bool) {
        self.worded |= kind != TokenKind::Symbol;
        self.out.tokens.push(Token { span, kind, glued, counts, quoted: false });
    }

    /// Tokens of a run; ends sentences on the way. `counted`: whether the word in work was counted.
    fn run(&mut self, span: Span, mut glued: bool, counted: &mut bool) {
        let text = span.of(self.text);
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            if byte == b' ' || !byte.is_ascii_graphic() {
                let rest = text[at..].trim_start_matches(is_space);
                if rest.len() < text.len() - at {
                    at = text.len() - rest.len();
                    (glued, *counted) = (false, false);
                    if self.out.tokens.last().is_some_and(|last| last.kind == TokenKind::Symbol) {
                        self.end_sentence_at_mark(rest);
                    }
                    continue;
                }
            }
            if let Some(end) = plain_word(text.as_bytes(), at) {
                let start = span.start as usize;
                self.push(Span::new(start + at..start + end), TokenKind::Word, glued, !*counted);
                // After a word a space ends nothing but the word.
                let spaced = text.as_bytes().get(end) == Some(&b' ');
                (glued, *counted, at) = (!spaced, !spaced, end + usize::from(spaced));
                continue;
            }
            let rest = &text[at..];
            let first = if byte.is_ascii() { char::from(byte) } else { rest.chars().next().unwrap_or_default() };
            let (length, kind) = token(rest);
            let start = span.start as usize + at;
            let wordlike = kind != TokenKind::Symbol;
            let counts = wordlike && (!*counted || ideographic(first));
            let hyphen = byte == b'-' && length == 1 && joins(text, at);
            if !hyphen {
                self.push(Span::new(start..start + length), kind, glued, counts);
                *counted |= wordlike;
            }
            glued = true;
            at += length;
            if matches!(first, '。' | '！' | '？') {
                self.end_sentence();
            }
        }
    }

    /// Ends the sentence if a full stop, question or exclamation mark (and closing quotes) came last.
    fn end_sentence_at_mark(&mut self, rest: &str) {
        let tokens = &self.out.tokens[self.first..];
        if !self.worded || tokens.last().is_none_or(|last| last.kind != TokenKind::Symbol) {
            return;
        }
        let closing = |token: &&Token| match token.span.of(self.text) {
            ")" | "’" | "'" | "*" | "]" | "_" => true,
            mark => mark.chars().all(is_quote),
        };
        let kept = tokens.len() - tokens.iter().rev().take(MOST_CLOSING).take_while(closing).count();
        let Some((mark, before)) = tokens[..kept].split_last() else { return };
        if mark.kind != TokenKind::Symbol || !mark.span.of(self.text).starts_with(['.', '!', '?', '…']) {
            return;
        }
        if mark.span.of(self.text) == "." {
            let Some(last) = before.last() else { return };
            let word = last.span.of(self.text);
            let numbering = before.len() == 1 && last.kind == TokenKind::Number;
            let initial = last.kind == TokenKind::Word
                && word.len() == 1
                && word.starts_with(char::is_uppercase)
                && word != "I"
                && mark.glued;
            let short = last.kind == TokenKind::Word && is_abbreviation(before, self.text, self.grammar);
            let lower = rest.trim_start().starts_with(char::is_lowercase);
            if numbering || initial || (short && (lower || !ends_anyway(word))) {
                return;
            }
        }
        self.end_sentence();
    }

    fn end_sentence(&mut self) {
        if self.worded {
            let tokens = self.first..self.out.tokens.len();
            self.out.sentences.push(Sentence { tokens, section: self.section });
            self.first = self.out.tokens.len();
            self.worded = false;
        }
    }

    /// Ends the sentence in work and marks what is quoted in the block. A block that begins and ends with a quotation mark is
    /// the answer itself, put in quotation marks as people do when they write what they will say.
    fn finish_block(&mut self) {
        self.end_sentence();
        let mut open = None;
        let last_word = self.out.tokens.iter().rposition(|token| token.kind != TokenKind::Symbol).unwrap_or(0);
        let closing = |token: &Token| token.span.of(self.text).contains(is_quote);
        let whole = self.out.tokens[last_word.max(self.block)..].iter().any(closing);
        for index in self.block..self.out.tokens.len() {
            let token = &self.out.tokens[index];
            if token.kind != TokenKind::Symbol {
                continue;
            }
            match (token.span.of(self.text).chars().next().unwrap_or_default(), open) {
                (mark, None) if opens(mark) => open = Some((index, mark)),
                (mark, Some((from, before))) if closes(before, mark) => {
                    if from > self.block || !whole {
                        self.out.tokens[from..=index].iter_mut().for_each(|token| token.quoted = true);
                    }
                    open = None;
                }
                _ => {}
            }
        }
        (self.first, self.worded) = (self.out.tokens.len(), false);
        self.block = self.first;
    }
}

/// Whether the words before a full stop are an abbreviation such as "e.g" or "Dr".
fn is_abbreviation(before: &[Token], text: &str, grammar: &Grammar) -> bool {
    let last = before.last().map_or(Span::default(), |token| token.span);
    let start = before.iter().rev().take_while(|token| token.glued).count();
    let first = before.get(before.len().saturating_sub(start + 1)).map_or(last, |token| token.span);
    grammar.uses(first.to(last).of(text)).has(Uses::ABBREVIATION)
}

/// Whether an abbreviation may end a sentence before a capital: "etc" and "a.m" do, "Dr" does not.
fn ends_anyway(word: &str) -> bool {
    word.len() > 2 && word.chars().all(char::is_lowercase)
}

/// Whether the hyphen at `at` joins two parts of a word: letters on one side at least.
fn joins(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().filter(|c| c.is_alphanumeric());
    let after = text[at + 1..].chars().next().filter(|c| c.is_alphanumeric());
    before.zip(after).is_some_and(|(before, after)| before.is_alphabetic() || after.is_alphabetic())
}

/// The end of the word at a byte, where it is like most: ASCII, and no mark after it that could belong to it. What
/// [`token`] would say, sooner.
fn plain_word(bytes: &[u8], at: usize) -> Option<usize> {
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    let length = bytes[at..].iter().position(|&byte| !ALPHANUMERIC[usize::from(byte)]);
    let end = length.map_or(bytes.len(), |length| at + length);
    let plain = |next: &u8| next.is_ascii() && !matches!(next, b'_' | b':' | b'.');
    bytes.get(end).is_none_or(plain).then_some(end)
}

/// The length in bytes and kind of the token at the start of `rest`, which does not begin with a space.
fn token(rest: &str) -> (usize, TokenKind) {
    let Some(first) = rest.chars().next() else { return (0, TokenKind::Symbol) };
    let bytes = rest.as_bytes();
    if first.is_ascii_digit() {
        let mut end = 1;
        while end < bytes.len()
            && (bytes[end].is_ascii_digit()
                || (matches!(bytes[end], b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)))
        {
            end += 1;
        }
        return (end, TokenKind::Number);
    }
    if ideographic(first) {
        let voiced = |c: char| matches!(c, '\u{3099}' | '\u{309a}');
        let mark = rest[first.len_utf8()..].chars().next().filter(|&c| voiced(c));
        return (first.len_utf8() + mark.map_or(0, char::len_utf8), TokenKind::Word);
    }
    let apostrophe = matches!(first, '\'' | '’') && rest[first.len_utf8()..].starts_with(char::is_alphabetic);
    if first.is_alphanumeric() || apostrophe {
        let mut end = rest.len();
        let mut letters = rest.char_indices().skip(1).peekable();
        while let Some((at, c)) = letters.next() {
            let inner = c == '_' && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !(is_letter(c) || inner) || ideographic(c) {
                end = at;
                break;
            }
        }
        if rest[end..].starts_with("://") || (end == 3 && rest.starts_with("www.")) {
            let url =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')')).unwrap_or(rest.len());
            return (url, TokenKind::Opaque);
        }
        return (end, TokenKind::Word);
    }
    let repeats = matches!(first, '.' | '_' | '-' | '?' | '!' | '*' | '=');
    let length = if repeats { bytes.iter().take_while(|&&byte| byte == bytes[0]).count() } else { first.len_utf8() };
    (length, TokenKind::Symbol)
}

/// Whether it parts words: white space, and what takes no room.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// The tokens of a single word, as [`split`] would find them; for the words of patterns.
pub fn tokens(word: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < word.len() {
            let start = at;
            let (length, _) = token(&word[start..]);
            at += length;
            if !(length == 1 && word[start..].starts_with('-') && joins(word, start)) {
                return Some(&word[start..at]);
            }
        }
        None
    })
}
