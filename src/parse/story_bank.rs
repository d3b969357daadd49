//! Tables with a story in each row: a column is a part of the story, as the first row says.

use super::answer_builder::AnswerBuilder;
use super::document::Table;
use super::grammar::Grammar;
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark, Style};
use super::label_words::{self, Meaning};
use super::title::{NO_HEADING, Title};
use super::uses::Uses;
use crate::source::Span;

/// Labels of one look: all columns are alike.
const STYLE: Style = Style { mark: Mark::Table, indent: 0, bullet: false, quote: false, end: '|' };

/// A table with a story in each row.
pub(super) struct StoryBank<'d> {
    table: &'d Table,
    /// The columns that are parts of the story.
    columns: Vec<(usize, Meaning)>,
    /// Whether its columns are named as the framework names them, all four of them.
    pub proven: bool,
}

impl<'d> StoryBank<'d> {
    /// The table as a story bank, where its first row says so.
    pub fn of(table: &'d Table, text: &str, grammar: &Grammar) -> Option<StoryBank<'d>> {
        let mut columns: Vec<(usize, Meaning)> = Vec::new();
        for (number, cell) in table.rows.first()?.iter().enumerate() {
            let name = cell.of(text).trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '|'));
            let name = name.split_once('>').filter(|_| name.starts_with('<')).map_or(name, |(_, inner)| inner);
            let name = name.split('<').next().unwrap_or_default();
            let meaning = label_words::classify(name, true, grammar);
            columns.extend(meaning.filter(|meaning| meaning.kinds != Kinds::NONE).map(|meaning| (number, meaning)));
        }
        let star = || columns.iter().map(|(_, meaning)| meaning).filter(|meaning| meaning.kinds.is_star());
        let kinds = star().fold(Kinds::NONE, |all, meaning| all.union(meaning.kinds)).star_count();
        let proven = kinds == 4 && star().all(|meaning| meaning.uses.is_proof());
        (kinds >= 3 && star().nth(1).is_some()).then_some(StoryBank { table, columns, proven })
    }

    /// Its bytes.
    pub fn span(&self) -> Span {
        self.table.span
    }

    /// The stories of its rows.
    pub fn stories<'b>(&'b self, text: &'b str) -> impl Iterator<Item = AnswerBuilder> + 'b {
        self.table.rows.iter().skip(1).map(|row| {
            let first = self.columns.first().map_or(0, |(number, _)| *number);
            let named = |cell: &&Span| cell.of(text).contains(char::is_alphabetic);
            let title = row.get(..first).unwrap_or_default().iter().rfind(named).map(|&cell| {
                let span = inner(cell, text);
                Title { span, start: span.start, line: 0, level: NO_HEADING, asked: false }
            });
            let mut story = AnswerBuilder::new(title, STYLE, None);
            for &(number, Meaning { kinds, uses }) in &self.columns {
                let Some(&cell) = row.get(number) else { continue };
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
