//! What could be a label, and how it looks.

use super::kinds::Kinds;
use super::uses::Uses;
use crate::source::Span;

/// How a label is set off from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// `(S)` in running text.
    Paren,
    /// A word or letter with a colon, or alone on its line.
    Plain,
    /// Bold or italic.
    Bold,
    /// The first cell of a table row.
    Table,
    /// A heading of this level, or an HTML heading.
    Heading(u8),
}

/// The look of a label. Labels of one answer look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// How it is set off.
    pub mark: Mark,
    /// Columns of indentation before it; quote marks and list markers do not count.
    pub indent: u16,
    /// Whether a list marker comes before it.
    pub bullet: bool,
    /// Whether it is in a block quote.
    pub quote: bool,
    /// What ends it: `:`, `.`, `-` for a dash, or a space where nothing does.
    pub end: char,
}

/// Something that could be a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct LabelCandidate {
    /// The sections that it would open; empty for a label of unknown meaning.
    pub kinds: Kinds,
    /// All uses of its words.
    pub uses: Uses,
    /// The label with its marks, without list marker and heading hashes.
    pub span: Span,
    /// Where its text begins.
    pub text: u32,
    /// Its look.
    pub style: Style,
    /// Whether anything but decoration comes before it on the line.
    pub inline: bool,
    /// Whether its name begins with a small letter.
    pub lower: bool,
}

impl LabelCandidate {
    /// Whether its meaning is unknown: it only looks like a label.
    pub fn is_unknown(&self) -> bool {
        self.kinds == Kinds::NONE && self.uses.is_none()
    }
}
