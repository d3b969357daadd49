//! A file as lines and runs of prose: all that is known of it before any rule is.

pub use super::html::Table;
use crate::source::Span;

/// What a physical line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing but white space.
    Blank,
    /// Text: a paragraph, a list item, a quote, indented text.
    Prose,
    /// A heading of this level.
    Heading(u8),
    /// A horizontal rule.
    Rule,
    /// A row of a table.
    Table,
    /// A line of raw HTML; its text is prose.
    Html,
    /// A line of a fenced block, by index into [`Document::fences`].
    Fence(u32),
    /// A comment, front matter, a table's delimiter row: not for readers.
    Hidden,
}

/// One physical line, without its line break.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
    /// Whether it goes on with the paragraph of the line before.
    pub continues: bool,
}

/// A stretch of prose on one line.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Its bytes.
    pub span: Span,
    /// Runs of one block (a paragraph, an item, a cell) may share a sentence; runs of two blocks never do.
    pub block: u32,
    /// A code block, a URL, an entity: stands for a word, but is not read.
    pub opaque: bool,
    /// Whether it stands in a fenced block, which is prose only where it holds an answer.
    pub fenced: bool,
}

/// A fenced block.
#[derive(Clone, Copy, Debug)]
pub struct Fence {
    /// Whether its info string says plain text or says nothing, so that it may hold an answer.
    pub plain: bool,
    /// Its bytes, from mark to mark.
    pub span: Span,
}

/// A file as lines and runs of prose, both in the order of the text.
#[derive(Debug, Default)]
pub struct Document {
    /// Every physical line.
    pub lines: Vec<Line>,
    /// Every run of prose.
    pub runs: Vec<Run>,
    /// Every fenced block.
    pub fences: Vec<Fence>,
    /// Every table, of Markdown or HTML.
    pub tables: Vec<Table>,
    /// Every comment, from `<!--` to `-->`.
    pub comments: Vec<Span>,
    /// The front matter, with the lines that mark it.
    pub front_matter: Option<Span>,
}

impl Document {
    /// The runs within `span`, clipped to it.
    pub fn runs_in(&self, span: Span) -> impl Iterator<Item = Run> {
        let from = self.runs.partition_point(|run| run.span.end <= span.start);
        let within = self.runs[from..].iter().take_while(move |run| run.span.start < span.end);
        let within = within.map(move |run| {
            let clipped = Span { start: run.span.start.max(span.start), end: run.span.end.min(span.end) };
            Run { span: clipped, ..*run }
        });
        within.filter(|run| !run.span.is_empty())
    }

    /// The index of the line that holds a byte.
    pub fn line_of(&self, offset: u32) -> usize {
        self.lines.partition_point(|line| line.span.start <= offset).saturating_sub(1)
    }
}
