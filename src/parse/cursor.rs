//! A position on a line, and what can be read from there.

/// A position on a line. It is a copy of a few bytes: to try something, read from a copy.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'l> {
    line: &'l str,
    at: usize,
}

impl<'l> Cursor<'l> {
    /// The position before this byte of a line, which must begin a character.
    pub fn new(line: &'l str, at: usize) -> Cursor<'l> {
        Cursor { line, at }
    }

    /// The byte of the line.
    pub fn at(self) -> usize {
        self.at
    }

    /// The rest of the line.
    pub fn rest(self) -> &'l str {
        &self.line[self.at..]
    }

    /// The line up to here.
    pub fn before(self) -> &'l str {
        &self.line[..self.at]
    }

    /// The next character.
    pub fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether the next character is like this.
    pub fn sees(self, like: impl Fn(char) -> bool) -> bool {
        self.peek().is_some_and(like)
    }

    /// The position so many bytes further on, which must begin a character.
    #[must_use]
    pub fn skip(self, bytes: usize) -> Cursor<'l> {
        Cursor { at: self.at + bytes, ..self }
    }

    /// Takes the next character.
    pub fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Takes the next character if it is like this.
    pub fn eat(&mut self, like: impl Fn(char) -> bool) -> bool {
        let eats = self.sees(like);
        if eats {
            self.bump();
        }
        eats
    }

    /// Takes all characters that are like this; returns them.
    pub fn eat_while(&mut self, like: impl Fn(char) -> bool) -> &'l str {
        let rest = self.rest();
        let eaten = rest.len() - rest.trim_start_matches(like).len();
        self.at += eaten;
        &rest[..eaten]
    }

    /// Takes everything up to a mark and the mark; returns what is before it. Takes nothing where there is no mark.
    pub fn eat_through(&mut self, mark: &str) -> Option<&'l str> {
        let (before, _) = self.rest().split_once(mark)?;
        self.at += before.len() + mark.len();
        Some(before)
    }
}
