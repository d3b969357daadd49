//! The notation of patterns.
//!
//! ```text
//! word            this word, in any case; "can't" and "two-week" are several tokens
//! *ed  un*        a word with this ending or beginning
//! <digits>        a class of tokens: start end any word digits year version address upper capital letter code serial
//!                 private
//! {unit}          a match of another vocabulary
//! (a|b c)         one of these
//! "("             a mark that means something else in the notation
//! ?  *  +  {2,4}  after any of them: how often
//! ~               before any of them: glued to the token before ("10~ms" matches 10ms, not 10 ms)
//! ```

use crate::parse::words;

/// The longest repetition of `*` and `+`.
const MANY: u8 = 8;

/// How many groups may stand within each other: more than anybody can read.
const DEEPEST: usize = 16;

/// One item of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it matches.
    pub atom: Atom,
    /// How often, at least.
    pub min: u8,
    /// How often, at most.
    pub max: u8,
    /// Whether it must be glued to the token before.
    pub glued: bool,
}

/// What an item matches once.
#[derive(Clone, Debug, PartialEq)]
pub enum Atom {
    /// A folded word or mark.
    Word(String),
    /// A wildcard: the text, and whether it is the ending.
    Affix(String, bool),
    /// `<name>` or `{name}`: a class or another vocabulary.
    Name(String),
    /// One of several sequences.
    Group(Vec<Vec<Item>>),
}

/// Reads a pattern.
///
/// # Errors
/// What is wrong and the byte in `pattern` where.
pub fn parse(pattern: &str) -> Result<Vec<Item>, (usize, String)> {
    let mut parser = Parser { text: pattern, at: 0, depth: 0 };
    let items = parser.sequence()?;
    match parser.peek() {
        None if items.is_empty() => Err((0, "an empty pattern matches nothing".into())),
        None if may_be_nothing(&items) => {
            Err((0, "every part of this pattern is optional; at least one must not be".into()))
        }
        None => Ok(items),
        Some(mark) => Err((parser.at, format!("nothing is open that this `{mark}` could close"))),
    }
}

/// Whether every item may be left out. A vocabulary that matches nothing would match everywhere.
fn may_be_nothing(items: &[Item]) -> bool {
    items.iter().all(|item| match &item.atom {
        Atom::Group(alternatives) if item.min > 0 => alternatives.iter().any(|items| may_be_nothing(items)),
        _ => item.min == 0,
    })
}

/// A phrase: plain words without notation.
pub fn phrase(phrase: &str) -> Vec<Item> {
    let mut items = Vec::new();
    for word in phrase.split_whitespace() {
        literal(word, false, &mut items);
    }
    items
}

/// The tokens of a literal word.
fn literal(word: &str, glued: bool, items: &mut Vec<Item>) {
    let mut glued = glued;
    let mut folded = String::new();
    for token in words::tokens(word) {
        crate::lexicon::fold(token, &mut folded);
        items.push(Item { atom: Atom::Word(folded.clone()), min: 1, max: 1, glued });
        glued = false;
    }
}

struct Parser<'p> {
    text: &'p str,
    at: usize,
    /// How many groups are open.
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, mark: char) -> bool {
        let found = self.peek() == Some(mark);
        self.at += if found { mark.len_utf8() } else { 0 };
        found
    }

    fn sequence(&mut self) -> Result<Vec<Item>, (usize, String)> {
        let mut items = Vec::new();
        loop {
            while self.peek().is_some_and(char::is_whitespace) {
                self.at += 1;
            }
            if matches!(self.peek(), None | Some(')' | '|')) {
                return Ok(items);
            }
            let glued = self.take('~');
            let first = items.len();
            self.atom(glued, &mut items)?;
            self.apart()?;
            let (min, max) = self.repetition()?;
            if let [item] = &mut items[first..] {
                (item.min, item.max) = (min, max);
            } else if (min, max) != (1, 1) {
                // `can't?` repeats the whole word, not its last token.
                let group = items.split_off(first);
                items.push(Item { atom: Atom::Group(vec![group]), min, max, glued });
            }
        }
    }

    /// Fails where a word and a group touch, as in a regular expression that spells the ends of a word: they would be
    /// two words.
    fn apart(&self) -> Result<(), (usize, String)> {
        let before = self.text[..self.at].chars().next_back();
        let touch = match self.peek() {
            Some('(') => before.is_some_and(char::is_alphanumeric),
            Some(next) => before == Some(')') && next.is_alphanumeric(),
            None => false,
        };
        if touch {
            let message = "a word and a group beside it are two words; leave a space, or write out each word, such as \
                           `(worked|working)`";
            return Err((self.at, message.into()));
        }
        Ok(())
    }

    fn atom(&mut self, glued: bool, items: &mut Vec<Item>) -> Result<(), (usize, String)> {
        let start = self.at;
        let mut push = |atom| items.push(Item { atom, min: 1, max: 1, glued });
        match self.peek() {
            Some('(') => {
                self.at += 1;
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err((start, format!("groups nested more than {DEEPEST} deep")));
                }
                let mut alternatives = vec![self.sequence()?];
                while self.take('|') {
                    alternatives.push(self.sequence()?);
                }
                if !self.take(')') {
                    return Err((start, "this `(` is not closed".into()));
                }
                self.depth -= 1;
                if alternatives.iter().any(Vec::is_empty) {
                    return Err((start, "an alternative is empty; make the group optional with `?`".into()));
                }
                push(Atom::Group(alternatives));
            }
            Some(open @ ('<' | '{')) => {
                let close = if open == '<' { '>' } else { '}' };
                let Some(length) = self.text[start..].find(close) else {
                    return Err((start, format!("this `{open}` is not closed")));
                };
                push(Atom::Name(self.text[start + 1..start + length].to_owned()));
                self.at += length + 1;
            }
            Some('"') => {
                let Some(length) = self.text[start + 1..].find('"').filter(|&length| length > 0) else {
                    return Err((start, "this quotation is not closed".into()));
                };
                literal(&self.text[start + 1..start + 1 + length], glued, items);
                self.at += length + 2;
            }
            Some(mark @ ('?' | '+')) => {
                return Err((start, format!("`{mark}` repeats nothing; put it in quotes to match the mark itself")));
            }
            _ => {
                let ending = self.take('*');
                let stop = |c: char| {
                    c.is_whitespace() || matches!(c, '(' | ')' | '|' | '?' | '*' | '+' | '~' | '<' | '{' | '"')
                };
                let from = self.at;
                self.at += self.text[from..].find(stop).unwrap_or(self.text.len() - from);
                let word = &self.text[from..self.at];
                if word.is_empty() {
                    return Err((start, "a word is missing here".into()));
                }
                if ending || self.take('*') {
                    push(Atom::Affix(word.to_lowercase(), ending));
                } else {
                    literal(word, glued, items);
                }
            }
        }
        Ok(())
    }

    fn repetition(&mut self) -> Result<(u8, u8), (usize, String)> {
        match self.peek() {
            Some('?') => self.at += 1,
            Some('*') => {
                self.at += 1;
                return Ok((0, MANY));
            }
            Some('+') => {
                self.at += 1;
                return Ok((1, MANY));
            }
            Some('{') if self.text[self.at + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
                let start = self.at;
                let Some(close) = self.text[start..].find('}') else {
                    return Err((start, "this `{` is not closed".into()));
                };
                let bounds = &self.text[start + 1..start + close];
                self.at += close + 1;
                let (min, max) = bounds.split_once(',').unwrap_or((bounds, bounds));
                return match (min.trim().parse(), max.trim().parse()) {
                    (Ok(min), Ok(max)) if min <= max && max > 0 && max <= 40 => Ok((min, max)),
                    _ => Err((start, "a repetition is `{2}` or `{0,3}`, at most 40".into())),
                };
            }
            _ => return Ok((1, 1)),
        }
        Ok((0, 1))
    }
}
