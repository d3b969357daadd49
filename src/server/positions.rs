//! Byte offsets as the positions of the protocol, and back: 0-based lines, and characters in the units that client and
//! server have agreed on.

use crate::source::{LineIndex, Span};
use gen_lsp_types::{Position, PositionEncodingKind, Range};
use std::cell::Cell;

/// The units in which characters of a line are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// What every client knows.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// By its name in the protocol.
    pub fn named(name: &str) -> Option<Encoding> {
        [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].into_iter().find(|encoding| encoding.kind().as_str() == name)
    }

    /// For the protocol.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, c: char) -> u32 {
        match self {
            Encoding::Utf8 => c.len_utf8() as u32,
            Encoding::Utf16 => c.len_utf16() as u32,
            Encoding::Utf32 => 1,
        }
    }
}

/// The positions of a text.
pub struct Positions<'t> {
    text: &'t str,
    index: LineIndex<'t>,
    encoding: Encoding,
    /// The last offset that was asked for, and its character: on a long line the next one is near.
    last: Cell<(u32, u32)>,
}

impl<'t> Positions<'t> {
    /// Finds the lines of a text.
    pub fn new(text: &'t str, encoding: Encoding) -> Positions<'t> {
        Positions { text, index: LineIndex::new(text), encoding, last: Cell::new((0, 0)) }
    }

    /// The position of a byte.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.index.line(offset);
        let start = self.index.line_span(line).start;
        let (near, character) = self.last.get();
        let (from, before) = if (start..=offset).contains(&near) { (near, character) } else { (start, 0) };
        let between = self.text.get(from as usize..offset as usize).unwrap_or_default();
        let character = before + between.chars().map(|c| self.encoding.units(c)).sum::<u32>();
        self.last.set((offset, character));
        Position { line: line as u32, character }
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The byte at a position. One that is past the end of its line or of the text, or within a character, is moved back.
    pub fn offset(&self, position: Position) -> u32 {
        let Some(line) = Some(position.line as usize).filter(|line| *line < self.index.lines()) else {
            return self.text.len() as u32;
        };
        let span = self.index.line_span(line);
        let mut left = position.character;
        for (at, c) in span.of(self.text).char_indices() {
            let units = self.encoding.units(c);
            if left < units {
                return span.start + at as u32;
            }
            left -= units;
        }
        span.end
    }

    /// The span of a range; of a reversed one, an empty span.
    pub fn span(&self, range: Range) -> Span {
        let start = self.offset(range.start);
        Span { start, end: self.offset(range.end).max(start) }
    }

    /// The 0-based line of a byte.
    pub fn line(&self, offset: u32) -> u32 {
        self.index.line(offset) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Positions};
    use gen_lsp_types::Position;

    #[test]
    fn every_byte_comes_back_from_its_position() {
        let text = "\u{feff}a\u{e9}\r\n\u{1f600}b\n\rlast\u{301}";
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let positions = Positions::new(text, encoding);
            for (at, c) in text.char_indices().filter(|(_, c)| !matches!(c, '\r' | '\n')) {
                assert_eq!(positions.offset(positions.position(at as u32)), at as u32, "{c:?} in {encoding:?}");
            }
            for wrong in [Position { line: 9, character: 0 }, Position { line: 3, character: 99 }] {
                assert_eq!(positions.offset(wrong), text.len() as u32);
            }
        }
    }

    #[test]
    fn units_are_those_agreed_on() {
        let text = "a\u{1f600}b";
        let of = |encoding| Positions::new(text, encoding).position(5).character;
        assert_eq!([Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].map(of), [5, 3, 2]);
        let within = Positions::new(text, Encoding::Utf16).offset(Position { line: 0, character: 2 });
        assert_eq!(within, 1, "a position within a surrogate pair");
    }
}
