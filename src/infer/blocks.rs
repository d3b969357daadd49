//! Cuts what is in no answer into blocks that could each be one: from a heading, a question or a rule to the next.

use crate::parse::document::{Line, LineKind};
use crate::parse::{Note, Reason};
use crate::source::Span;

/// Paragraphs and items of lists below one title.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Its titles: a heading, and the lines below it that are titles, too.
    pub titles: Vec<Title>,
    /// Its text.
    pub paragraphs: Vec<Span>,
    /// Whether it goes on where the block before ends, with nothing between them but its titles.
    pub joined: bool,
}

impl Block {
    /// Whether what seems to be a title may be its text.
    fn may_be_text(&self) -> bool {
        self.titles.iter().any(|title| title.mark == Mark::Words)
    }
}

/// A line above some text.
#[derive(Clone, Copy, Debug)]
pub struct Title {
    pub span: Span,
    pub mark: Mark,
}

/// What makes a line a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is a heading of this level.
    Heading(u8),
    /// It is bold or a question, or stands alone.
    Line,
    /// Nothing but its words, if they ask for a story: otherwise it is a paragraph like others.
    Words,
}

impl Mark {
    /// Whether such a title may stand in the text below the other.
    pub fn is_below(self, above: Mark) -> bool {
        match (self, above) {
            (Mark::Heading(level), Mark::Heading(above)) => level > above,
            (Mark::Heading(_), _) => false,
            (_, above) => matches!(above, Mark::Heading(_)),
        }
    }
}

/// A paragraph of more bytes is no title.
const LONGEST_TITLE: usize = 400;

/// A line of more words is no title, unless it is a question.
const MOST_TITLE_WORDS: usize = 12;

/// All blocks of a note outside its answers and what looks like answers. `opens` tells the words with which a line begins
/// that asks for a story.
pub fn find(text: &str, note: &Note, opens: impl Fn(&str) -> bool) -> Vec<Block> {
    let mut finder = Finder { text, note, block: Block::default(), blocks: Vec::new() };
    finder.lines(opens);
    finder.rows();
    finder.blocks.sort_by_key(|block| block.paragraphs.first().map(|span| span.start));
    finder.blocks
}

struct Finder<'a> {
    text: &'a str,
    note: &'a Note,
    block: Block,
    blocks: Vec<Block>,
}

impl Finder<'_> {
    fn lines(&mut self, opens: impl Fn(&str) -> bool) {
        let lines = &self.note.document.lines;
        let answers = self.note.answers.iter().map(|answer| answer.span);
        // Labels that prove nothing may be words before an answer.
        let left_alone = self.note.left_alone.iter().filter(|left| left.reason != Reason::Labels);
        let mut taken: Vec<Span> = answers.chain(left_alone.map(|left| left.span)).collect();
        taken.sort_unstable();
        let mut taken = taken.into_iter().peekable();
        let mut index = 0;
        while let Some(line) = lines.get(index) {
            let first = index;
            index += 1;
            while taken.next_if(|span| span.end <= line.span.start).is_some() {}
            if taken.peek().is_some_and(|span| span.start < line.span.end) {
                self.end();
                continue;
            }
            match line.kind {
                LineKind::Heading(level) => self.begin(line.span, Mark::Heading(level)),
                LineKind::Rule => self.end(),
                LineKind::Prose | LineKind::Html => {
                    while lines.get(index).is_some_and(|next| next.continues && next.kind == line.kind) {
                        index += 1;
                    }
                    let alone = lines.get(index).is_none_or(|next| next.kind == LineKind::Blank);
                    self.paragraph(&lines[first..index], alone, &opens);
                }
                LineKind::Blank | LineKind::Hidden | LineKind::Table | LineKind::Fence(_) => {}
            }
        }
        self.end();
    }

    fn paragraph(&mut self, lines: &[Line], alone: bool, opens: &impl Fn(&str) -> bool) {
        let [line, rest @ ..] = lines else { return };
        let span = line.span.to(rest.last().unwrap_or(line).span);
        let paragraph = span.of(self.text);
        if is_title(paragraph, alone && self.block.paragraphs.is_empty()) {
            return self.begin(span, Mark::Line);
        }
        if self.block.paragraphs.is_empty() && is_aside(paragraph) {
            return;
        }
        // A question, or a few words and a colon, with the text in the next line.
        if let (Some(next), Some(last)) = (rest.first(), rest.last()) {
            let lead = bare(line.span.of(self.text));
            let mark = if lead.ends_with(['?', '？']) {
                Some(Mark::Line)
            } else {
                lead.ends_with(':').then_some(Mark::Words)
            };
            if let Some(mark) = mark.filter(|_| lead.len() <= LONGEST_TITLE) {
                self.begin(line.span, mark);
                return self.block.paragraphs.push(next.span.to(last.span));
            }
        }
        if could_ask(paragraph, opens) {
            self.begin(span, Mark::Words);
        } else {
            self.block.paragraphs.push(span);
        }
    }

    /// The rows of tables: a question in one cell, the answer in the others.
    fn rows(&mut self) {
        for table in &self.note.document.tables {
            let taken = |span: &Span| span.start < table.span.end && table.span.start < span.end;
            let left_alone = self.note.left_alone.iter().map(|left| &left.span);
            if self.note.answers.iter().map(|answer| &answer.span).chain(left_alone).any(taken) {
                continue;
            }
            for row in table.rows.iter().skip(1) {
                let worded = |cell: &&Span| cell.of(self.text).contains(char::is_alphabetic);
                let mut cells = row.iter().filter(worded);
                let Some(title) = cells.next().and_then(|cell| self.title(*cell)) else { continue };
                let titles = vec![Title { span: title, mark: Mark::Line }];
                let paragraphs: Vec<Span> = cells.copied().collect();
                if !paragraphs.is_empty() {
                    self.blocks.push(Block { titles, paragraphs, joined: false });
                }
            }
        }
    }

    fn begin(&mut self, span: Span, mark: Mark) {
        if !self.block.paragraphs.is_empty() || matches!(mark, Mark::Heading(_)) && self.block.may_be_text() {
            let next = Block { joined: true, ..Block::default() };
            self.blocks.push(std::mem::replace(&mut self.block, next));
        }
        // Titles in a row belong together, from the last heading on.
        if let Mark::Heading(level) = mark {
            self.block.titles.retain(|title| matches!(title.mark, Mark::Heading(above) if above < level));
        }
        let title = self.title(span).map(|span| Title { span, mark });
        self.block.titles.extend(title);
    }

    fn end(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.paragraphs.is_empty() || block.may_be_text() {
            self.blocks.push(block);
        }
    }

    /// The words of a title.
    fn title(&self, span: Span) -> Option<Span> {
        let runs = self.note.document.runs_in(span).map(|run| run.span);
        let whole = runs.reduce(Span::to)?;
        let inner = whole.of(self.text);
        let start = inner.trim_start_matches(|c: char| !c.is_alphanumeric());
        let numbered = start.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
        let start = if numbered.is_empty() { start } else { numbered };
        let from = whole.start as usize + inner.len() - start.len();
        let to = from + start.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '”')).len();
        (from < to).then(|| Span::new(from..to))
    }
}

/// A line without the marks around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '>' | '"' | '“' | '”' | '#' | '\\'))
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    line.trim_start_matches([' ', '>']).starts_with(['-', '*', '+', '•'])
}

/// Whether a paragraph before a story is said about it: "*draft 2*", "(90 seconds)".
fn is_aside(paragraph: &str) -> bool {
    let text = paragraph.trim().trim_start_matches(['>', ' ']);
    let set_off = |rest: &str| !rest.starts_with([' ', '*', '_']);
    let around = |mark: char, end: char| text.strip_prefix(mark).is_some_and(set_off) && text.ends_with(end);
    let few = || text.split_whitespace().count() <= MOST_TITLE_WORDS;
    (around('*', '*') || around('_', '_') || around('(', ')')) && few()
}

/// Whether a paragraph could be a title: a question, or bold as a whole; or, at the beginning of a block, alone on its
/// line and no sentence.
fn is_title(paragraph: &str, alone: bool) -> bool {
    if paragraph.len() > LONGEST_TITLE {
        return false;
    }
    let bare = bare(paragraph);
    let bold = paragraph.trim_start_matches(['>', ' ', '-']).starts_with("**") && paragraph.trim_end().ends_with("**");
    let short = bare.split_whitespace().count() <= MOST_TITLE_WORDS;
    let ended = bare.ends_with(['.', '!', '。', '！', ';', ',']);
    bare.ends_with(['?', '？']) || bold || (alone && short && !ended && !is_item(paragraph))
}

/// Whether a paragraph may be a title by its words: it begins as one that asks does, or is short and no sentence.
fn could_ask(paragraph: &str, opens: &impl Fn(&str) -> bool) -> bool {
    if paragraph.len() > LONGEST_TITLE {
        return false;
    }
    // What stands before the question: a number, "Q:", "Interviewer:", a quote.
    let words = || paragraph.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let opened = words().filter(|word| word.chars().any(char::is_alphabetic)).take(2).any(opens);
    let short = words().count() <= MOST_TITLE_WORDS;
    let ended = bare(paragraph).ends_with(['.', '!', '。', '！', ';', ',']);
    opened || short && !ended && !is_item(paragraph)
}
