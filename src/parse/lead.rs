//! What comes before the first word of a line: indentation, quote and list marks, hashes, tags, emphasis.

use super::cursor::Cursor;
use super::label::Mark;

/// An emphasis mark, and how many of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Emphasis {
    mark: char,
    pub count: usize,
}

impl Emphasis {
    /// The marks that close it.
    pub fn marks(self) -> &'static str {
        let all = match self.mark {
            '*' => "***",
            '_' => "___",
            _ => "```",
        };
        &all[..self.count]
    }
}

/// The most marks of emphasis: bold and italic at once.
const MOST_EMPHASIS: usize = 3;

/// What comes before the first word of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lead {
    pub indent: u16,
    pub bullet: bool,
    pub quote: bool,
    pub heading: u8,
    pub html_heading: bool,
    pub html_bold: bool,
    pub cell: bool,
    pub emphasis: Option<Emphasis>,
    /// The byte at which the type of a callout begins, `[!note]`, where it has a title.
    pub callout: Option<usize>,
    /// The byte of the first mark that belongs to the label, where one comes before its first word.
    marked_from: Option<usize>,
}

impl Lead {
    /// Reads a line up to its first word.
    pub fn read(line: &str) -> (Lead, Cursor<'_>) {
        let mut lead = Lead::default();
        let mut cursor = Cursor::new(line, 0);
        while let Some(after) = lead.take_mark(cursor) {
            cursor = after;
        }
        (lead, cursor)
    }

    /// The byte at which the label begins, its marks included, where its first word is at `word`.
    pub fn label_start(&self, word: Cursor) -> usize {
        self.marked_from.unwrap_or(word.at())
    }

    /// Whether its first words are code, which may be a known label and nothing else.
    pub fn is_code(&self) -> bool {
        self.emphasis.is_some_and(|emphasis| emphasis.mark == '`')
    }

    /// Whether the label is set off by more than a colon.
    pub fn is_marked(&self) -> bool {
        self.mark() != Mark::Plain
    }

    /// How the label is set off.
    pub fn mark(&self) -> Mark {
        match () {
            () if self.heading > 0 => Mark::Heading(self.heading),
            () if self.html_heading => Mark::Heading(6),
            () if self.cell => Mark::Table,
            () if self.emphasis.is_some() || self.html_bold => Mark::Bold,
            () => Mark::Plain,
        }
    }

    /// Takes the mark at a position; returns the position after it, or `None` where the first word begins.
    fn take_mark<'l>(&mut self, start: Cursor<'l>) -> Option<Cursor<'l>> {
        let mut cursor = start;
        let first = cursor.bump()?;
        let next = cursor.peek();
        // Marks of the line come before those of the label.
        let of_line = self.marked_from.is_none();
        match first {
            ' ' | '\u{a0}' | '\u{3000}' if of_line && !self.bullet => self.indent = self.indent.saturating_add(1),
            '\t' if of_line && !self.bullet => self.indent = self.indent.saturating_add(4),
            '>' if of_line => {
                self.quote = true;
                cursor.eat(|c| c == ' ');
            }
            '#' if of_line => self.heading = self.heading.saturating_add(1),
            '|' => self.cell = true,
            '<' if next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/') => {
                let tag = cursor.eat_through(">")?.to_ascii_lowercase();
                self.html_heading |= tag.len() == 2 && tag.starts_with('h');
                self.html_bold |= tag == "b" || tag == "strong" || tag == "th";
                if tag.starts_with(['h', 'b', 's']) {
                    self.marked_from.get_or_insert(start.at());
                }
            }
            '*' | '_' | '`' if next.is_some_and(|c| !c.is_whitespace()) => {
                let count = 1 + cursor.eat_while(|c| c == first).len();
                if of_line && first == '*' && cursor.sees(|c| c == ' ') {
                    // A heading of Org mode: "** Situation".
                    self.heading = count.try_into().unwrap_or(u8::MAX);
                    return Some(cursor);
                }
                if count > MOST_EMPHASIS || self.emphasis.is_some() {
                    return None;
                }
                self.emphasis = Some(Emphasis { mark: first, count });
                self.marked_from.get_or_insert(start.at());
            }
            // "+R" is a label.
            '+' if of_line && next.is_some_and(char::is_alphanumeric) => return None,
            '-' | '*' | '+' | '•' | '·' | '–' | '—' | '◦' if of_line => self.bullet = true,
            '[' if matches!(start.rest().as_bytes(), [_, b' ' | b'x' | b'X', b']', ..]) => cursor = start.skip(3),
            '0'..='9' if of_line => {
                cursor.eat_while(|c| c.is_ascii_digit());
                if !cursor.eat(|c| matches!(c, '.' | ')')) || cursor.sees(|c| c.is_ascii_digit()) {
                    return None;
                }
                self.bullet |= self.heading == 0;
            }
            ' ' | '\t' | '\u{a0}' | '\u{3000}' | '"' | '`' | '~' => {}
            // "> [!note] Situation": a callout with a title.
            '[' if self.quote && next == Some('!') => {
                cursor.eat_through("]").filter(|_| cursor.rest().contains(char::is_alphanumeric))?;
                cursor.eat(|c| matches!(c, '-' | '+'));
                self.callout = Some(start.at());
            }
            '：' | '（' | '【' | '［' | '”' | '»' | '…' => return None,
            _ if !first.is_ascii() && !first.is_alphanumeric() => {}
            _ => return None,
        }
        Some(cursor)
    }
}
