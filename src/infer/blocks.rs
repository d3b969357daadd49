//! Cuts what is in no answer into blocks that could each be one: from a heading, a question or a rule to the next.

use crate::parse::Note;
use crate::parse::document::{Line, LineKind};
use crate::source::Span;

/// Lines that belong together: a paragraph, an item of a list.
#[derive(Clone, Copy, Debug)]
pub struct Paragraph(pub Span);

/// Paragraphs below one title.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Its heading or question.
    pub title: Option<Span>,
    /// Whether that asks for a story.
    pub asked: bool,
    /// Its text.
    pub paragraphs: Vec<Paragraph>,
}

impl Block {
    /// The block, parted before each of its paragraphs that could ask for another story.
    pub fn parted(self, asks: impl Fn(Span) -> bool) -> Vec<Block> {
        let mut parts = vec![Block { paragraphs: Vec::new(), ..self }];
        let last = self.paragraphs.len().saturating_sub(1);
        for (index, paragraph) in self.paragraphs.into_iter().enumerate() {
            match parts.last_mut() {
                Some(part) if index == last || !asks(paragraph.0) => part.paragraphs.push(paragraph),
                _ => parts.push(Block { title: Some(paragraph.0), ..Block::default() }),
            }
        }
        parts.retain(|part| !part.paragraphs.is_empty());
        parts
    }
}

/// A paragraph of more bytes is no title.
const LONGEST_TITLE: usize = 400;

/// All blocks of a note outside its answers and what looks like answers.
pub fn find(text: &str, note: &Note) -> Vec<Block> {
    let document = &note.document;
    let mut taken: Vec<Span> =
        note.answers.iter().map(|answer| answer.span).chain(note.left_alone.iter().map(|left| left.span)).collect();
    taken.sort_unstable();
    let mut taken = taken.into_iter().peekable();
    let mut blocks = Vec::new();
    let mut block = Block::default();
    let mut index = 0;
    while let Some(line) = document.lines.get(index) {
        let first = index;
        index += 1;
        while taken.next_if(|span| span.end <= line.span.start).is_some() {}
        if taken.peek().is_some_and(|span| span.start < line.span.end) {
            end(&mut block, &mut blocks);
            continue;
        }
        match line.kind {
            LineKind::Heading(_) => begin(title(text, note, line.span), &mut block, &mut blocks),
            LineKind::Rule => end(&mut block, &mut blocks),
            LineKind::Prose | LineKind::Html => {
                while document.lines.get(index).is_some_and(|next| next.continues && next.kind == line.kind) {
                    index += 1;
                }
                let span = line.span.to(document.lines[index - 1].span);
                let alone = document.lines.get(index).is_none_or(|next| next.kind == LineKind::Blank);
                if is_title(span.of(text), alone && block.paragraphs.is_empty()) {
                    begin(title(text, note, span), &mut block, &mut blocks);
                } else if let Some((question, rest)) = led(text, &document.lines[first..index]) {
                    begin(title(text, note, question), &mut block, &mut blocks);
                    block.paragraphs.push(Paragraph(rest));
                } else {
                    block.paragraphs.push(Paragraph(span));
                }
            }
            LineKind::Blank | LineKind::Hidden | LineKind::Table | LineKind::Fence(_) => {}
        }
    }
    end(&mut block, &mut blocks);
    blocks
}

fn begin(title: Option<Span>, block: &mut Block, blocks: &mut Vec<Block>) {
    // Two titles in a row: a question below a heading.
    end(block, blocks);
    block.title = title;
}

fn end(block: &mut Block, blocks: &mut Vec<Block>) {
    let block = std::mem::take(block);
    if !block.paragraphs.is_empty() {
        blocks.push(block);
    }
}

/// The words of a title.
fn title(text: &str, note: &Note, span: Span) -> Option<Span> {
    let runs = note.document.runs_in(span).map(|run| run.span);
    let whole = runs.reduce(Span::to)?;
    let inner = whole.of(text);
    let start = inner.trim_start_matches(|c: char| !c.is_alphanumeric());
    let numbered = start.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let start = if numbered.is_empty() { start } else { numbered };
    let from = whole.start as usize + inner.len() - start.len();
    let to = from + start.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '”')).len();
    (from < to).then(|| Span::new(from..to))
}

/// Whether a paragraph could be a title: a question, or bold as a whole; or, at the beginning of a block, alone on its
/// line and no sentence.
fn is_title(paragraph: &str, alone: bool) -> bool {
    if paragraph.len() > LONGEST_TITLE {
        return false;
    }
    let bare =
        paragraph.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '>' | '"' | '“' | '”' | '#'));
    let bold = paragraph.trim_start_matches(['>', ' ', '-']).starts_with("**") && paragraph.trim_end().ends_with("**");
    let short = bare.split_whitespace().count() <= MOST_TITLE_WORDS;
    let ended = bare.ends_with(['.', '!', '。', '！', ';', ',']);
    bare.ends_with(['?', '？'])
        || bold
        || (alone && short && !ended && !paragraph.trim_start().starts_with(['-', '*', '+']))
}

/// A line of more words is no title, unless it is a question.
const MOST_TITLE_WORDS: usize = 12;

/// A question on the first line of a paragraph, and what follows it.
fn led(text: &str, lines: &[Line]) -> Option<(Span, Span)> {
    let (first, rest) = lines.split_first()?;
    let (next, last) = (rest.first()?, rest.last()?);
    let question =
        first.span.of(text).trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '"' | '”' | '\\'));
    let is_question = question.len() <= LONGEST_TITLE && question.ends_with(['?', '？']);
    is_question.then_some((first.span, next.span.to(last.span)))
}
