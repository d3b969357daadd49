//! Tables of stories: one in each row, whose parts the first row names, or one in each column, whose parts the first
//! column names.

use super::answer_builder::{AnswerBuilder, Proof};
use super::document::{Document, Table};
use super::grammar::Grammar;
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark, Style};
use super::label_words::{self, Meaning};
use super::templates;
use super::title::{NO_HEADING, Title};
use super::uses::Uses;
use crate::source::Span;

/// Labels of one look: all parts are alike.
const STYLE: Style = Style { mark: Mark::Table, indent: 0, bullet: false, quote: false, end: '|' };

/// A table with a story in each row or in each column.
pub(super) struct StoryBank<'d> {
    table: &'d Table,
    /// Whether the stories are columns.
    columns: bool,
    /// The numbers of the columns (or rows) that are parts of the story.
    parts: Vec<(usize, Meaning)>,
    /// Whether its parts are named as the framework names them, all four of them.
    proven: bool,
}

impl<'d> StoryBank<'d> {
    /// The table as a story bank, where its first row or its first column says so. Columns are stories if one of them
    /// speaks of its writer: else they may be the parts of one story, or what is compared.
    pub fn of(table: &'d Table, text: &str, document: &Document, grammar: &Grammar) -> Option<StoryBank<'d>> {
        let rows = &table.rows;
        StoryBank::named(table, rows.first()?.iter().copied(), false, text, grammar).or_else(|| {
            let several = rows.iter().any(|row| row.len() > 2);
            let first = rows.iter().map(|row| row.first().copied().unwrap_or_default());
            let bank = several.then(|| StoryBank::named(table, first, true, text, grammar)).flatten()?;
            let told = |answer| templates::speaks_of_writer(&answer, 1, text, document, grammar);
            let is_told = bank.stories(text).any(|story| told(story.finish(text, document)));
            is_told.then_some(bank)
        })
    }

    fn named(
        table: &'d Table,
        cells: impl Iterator<Item = Span>,
        columns: bool,
        text: &str,
        grammar: &Grammar,
    ) -> Option<StoryBank<'d>> {
        let mut parts: Vec<(usize, Meaning)> = Vec::new();
        for (number, cell) in cells.enumerate() {
            let name = cell.of(text).trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '|'));
            let name = name.split_once('>').filter(|_| name.starts_with('<')).map_or(name, |(_, inner)| inner);
            let name = name.split('<').next().unwrap_or_default();
            let meaning = label_words::classify(name, true, grammar);
            parts.extend(meaning.filter(|meaning| meaning.kinds != Kinds::NONE).map(|meaning| (number, meaning)));
        }
        let star = || parts.iter().map(|(_, meaning)| meaning).filter(|meaning| meaning.kinds.is_star());
        let kinds = star().fold(Kinds::NONE, |all, meaning| all.union(meaning.kinds)).star_count();
        let proven = kinds == 4 && star().all(|meaning| meaning.uses.is_proof());
        (kinds >= 3 && star().nth(1).is_some()).then_some(StoryBank { table, columns, parts, proven })
    }

    /// Its bytes.
    pub fn span(&self) -> Span {
        self.table.span
    }

    /// What the names of the parts prove of a story. Labels before rows do it as those before paragraphs.
    pub fn proof(&self, story: &AnswerBuilder) -> Proof {
        match () {
            () if self.columns => story.proof(),
            () if self.proven => Proof::Enough,
            () => Proof::WithWriter,
        }
    }

    /// The cell of a part of a story.
    fn cell(&self, story: usize, part: usize) -> Option<Span> {
        let (row, column) = if self.columns { (part, story) } else { (story, part) };
        self.table.rows.get(row)?.get(column).copied()
    }

    /// The stories of its rows or columns.
    pub fn stories<'b>(&'b self, text: &'b str) -> impl Iterator<Item = AnswerBuilder> + 'b {
        let rows = &self.table.rows;
        let count = if self.columns { rows.iter().map(Vec::len).max().unwrap_or_default() } else { rows.len() };
        (1..count).map(|number| {
            let first = self.parts.first().map_or(0, |(part, _)| *part);
            let named = |cell: &Span| cell.of(text).contains(char::is_alphabetic);
            let title = (0..first).rev().filter_map(|part| self.cell(number, part)).find(named).map(|cell| {
                let span = inner(cell, text);
                Title { span, start: span.start, line: 0, level: NO_HEADING, asked: false }
            });
            let mut story = AnswerBuilder::new(title, STYLE, None);
            for &(part, Meaning { kinds, uses }) in &self.parts {
                let Some(cell) = self.cell(number, part) else { continue };
                let span = mark_before(cell, text);
                story.push(LabelCandidate {
                    kinds,
                    uses: uses.without(Uses::QUESTION),
                    span,
                    text: cell.start.max(span.end),
                    style: STYLE,
                    inline: true,
                    lower: false,
                });
                story.end_part(cell.end.max(span.end));
            }
            story
        })
    }
}

/// A cell without the marks of the table and white space around it.
fn inner(cell: Span, text: &str) -> Span {
    let marks = |c: char| c.is_whitespace() || c == '|';
    let whole = cell.of(text);
    let start = cell.start as usize + whole.len() - whole.trim_start_matches(marks).len();
    Span::new(start..start.max(cell.start as usize + whole.trim_end_matches(marks).len()))
}

/// The mark before a cell, which stands for its label: `|`, or the end of a tag; nothing where none is written.
fn mark_before(cell: Span, text: &str) -> Span {
    let within = cell.of(text).starts_with('|');
    let before = text[..cell.start as usize].ends_with(['|', '>']);
    match (within, before) {
        (true, _) => Span { start: cell.start, end: cell.start + 1 },
        (_, true) => Span { start: cell.start - 1, end: cell.start },
        _ => Span { start: cell.start, end: cell.start },
    }
}
