//! Reads Markdown (and plain text, which is Markdown without marks) into lines of prose with exact bytes.
//!
//! pulldown-cmark says what is text and what is code, a comment, front matter or a link target; this module
//! keeps only the runs of prose, each a span of the source, and what kind of line each stands on.

use super::html::{self, HtmlScanner, Piece};
use crate::source::Span;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

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
}

/// A stretch of prose on one line.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Its bytes.
    pub span: Span,
    /// Runs of one block (a paragraph, an item, a cell) may share a sentence; runs of two blocks never do.
    pub block: u32,
    /// Code, a URL, an entity: stands for a word, but is not read.
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

/// Reads `text`, which may begin with a byte-order mark.
pub fn read(text: &str) -> Document {
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, base, document: Document::default(), ..Reader::default() };
    reader.split_lines();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(&text[base..], options).into_offset_iter() {
        reader.event(event, Span::new(range.start + base..range.end + base));
    }
    reader.document
}

#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    base: usize,
    document: Document,
    block: u32,
    /// The line that the last event stood on: events come in order.
    line: usize,
    code: Option<Code>,
    hidden: bool,
    html: HtmlScanner,
    /// Where the comment began that the scanner is in.
    comment: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum Code {
    Fenced,
    Indented,
}

impl Reader<'_> {
    fn split_lines(&mut self) {
        let mut start = self.base;
        self.document.lines.reserve(self.text.len() / 32);
        self.document.runs.reserve(self.text.len() / 32);
        let ends = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1);
        let last = (start < self.text.len() && !self.text.ends_with('\n')).then_some(self.text.len());
        for end in ends.chain(last) {
            let content = self.text[start..end].trim_end_matches(['\n', '\r']);
            let kind = if content.trim().is_empty() { LineKind::Blank } else { unspaced_heading(content) };
            let span = Span::new(start..start + content.len());
            self.document.lines.push(Line { span, kind });
            start = end;
        }
    }

    fn event(&mut self, event: Event, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if !self.hidden => {
                let source = span.of(self.text);
                if self.code.is_some() {
                    self.code_text(span);
                } else {
                    self.push(span, text.len() != source.len());
                }
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.push(span, true),
            Event::HardBreak => self.block += 1,
            Event::Html(_) => self.html_text(span),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.block += 1,
            Event::InlineHtml(tag) if tag.starts_with("<!--") => self.document.comments.push(span),
            // `<amount>` is a placeholder that only looks like a tag.
            Event::InlineHtml(tag) if !self.hidden && !html::is_element(&tag) => self.push(span, false),
            Event::Rule => drop(self.mark(span, LineKind::Rule)),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, span: Span) {
        match tag {
            Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::FootnoteDefinition(_) | Tag::BlockQuote(_) => {
                self.block += 1;
            }
            Tag::Heading { level, .. } => {
                self.block += 1;
                self.heading(level, span);
            }
            Tag::CodeBlock(kind) => {
                self.block += 1;
                match kind {
                    CodeBlockKind::Indented => self.code = Some(Code::Indented),
                    CodeBlockKind::Fenced(info) => {
                        self.code = Some(Code::Fenced);
                        let plain =
                            matches!(&*info.to_ascii_lowercase(), "" | "text" | "txt" | "md" | "markdown" | "plain");
                        self.mark(span, LineKind::Fence(self.document.fences.len() as u32));
                        self.document.fences.push(Fence { plain, span });
                    }
                }
            }
            Tag::HtmlBlock => {
                self.block += 1;
                self.html = HtmlScanner::default();
                self.mark(span, LineKind::Html);
            }
            Tag::Table(_) => self.table(span),
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                self.hidden = true;
                self.document.front_matter = Some(span);
                self.mark(span, LineKind::Hidden);
            }
            Tag::Image { .. } => self.hidden = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.code = None,
            TagEnd::MetadataBlock(_) | TagEnd::Image => self.hidden = false,
            TagEnd::Item | TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.block += 1,
            _ => {}
        }
    }

    /// The index of the line that holds `offset`. Events come nearly in order, so it looks near the last one.
    fn line_at(&mut self, offset: u32) -> usize {
        let lines = &self.document.lines;
        while self.line > 0 && lines[self.line].span.start > offset {
            self.line -= 1;
        }
        while self.line + 1 < lines.len() && lines[self.line + 1].span.start <= offset {
            self.line += 1;
        }
        self.line
    }

    /// Gives all lines of `span` that are not blank this kind; returns them.
    fn mark(&mut self, span: Span, kind: LineKind) -> std::ops::Range<usize> {
        let from = self.line_at(span.start);
        let mut to = from;
        while to < self.document.lines.len() && self.document.lines[to].span.start < span.end.max(span.start + 1) {
            let line = &mut self.document.lines[to];
            if line.kind != LineKind::Blank || matches!(kind, LineKind::Fence(_)) {
                line.kind = kind;
            }
            to += 1;
        }
        from..to
    }

    fn heading(&mut self, level: HeadingLevel, span: Span) {
        let from = self.line_at(span.start);
        let underlined = !span.of(self.text).starts_with('#');
        if underlined && span.of(self.text).trim_end().ends_with('-') {
            // Text directly above `---` is an underlined heading to Markdown; people who write a paragraph
            // there mean a rule. A title is one short line.
            let text = span.of(self.text);
            let title = text.lines().count() == 2 && text.split_whitespace().count() <= 12 && !text.contains(": ");
            if !title {
                let last = self.line_at(span.end - 1);
                self.document.lines[last].kind = LineKind::Rule;
                self.line = from;
                return;
            }
        }
        let lines = self.mark(span, LineKind::Hidden);
        if let Some(first) = self.document.lines.get_mut(lines.start) {
            first.kind = LineKind::Heading(level as u8);
        }
    }

    fn table(&mut self, span: Span) {
        let lines = self.mark(span, LineKind::Table);
        if let Some(delimiter) = self.document.lines.get_mut(lines.start + 1).filter(|_| lines.len() > 1) {
            delimiter.kind = LineKind::Hidden;
        }
    }

    fn push(&mut self, span: Span, opaque: bool) {
        if !span.is_empty() {
            let fenced = self.code == Some(Code::Fenced);
            self.document.runs.push(Run { span, block: self.block, opaque, fenced });
        }
    }

    /// Text of a code block: read line by line, so that a fence that holds an answer can be prose.
    /// Indented text is hardly ever code in notes: people indent.
    fn code_text(&mut self, span: Span) {
        let mut start = span.start as usize;
        for piece in span.of(self.text).split_inclusive('\n') {
            let content = piece.trim_end();
            let begins = content.trim_start().trim_start_matches(['"', '“']);
            let item = begins.starts_with(['-', '*', '•', '+']) || begins.starts_with(|c: char| c.is_ascii_digit());
            if content.is_empty() || item {
                self.block += 1;
            }
            if self.code == Some(Code::Indented) && content.contains("<!--") {
                let mut pieces = Vec::new();
                HtmlScanner::default().scan(content, &mut pieces);
                self.pieces(start as u32, pieces);
            } else {
                self.push(Span::new(start..start + content.len()), false);
            }
            start += piece.len();
        }
    }

    fn html_text(&mut self, span: Span) {
        let mut pieces = Vec::new();
        let was_hidden = self.html.hidden();
        self.html.scan(span.of(self.text), &mut pieces);
        let line = self.line_at(span.start);
        let prose = pieces.iter().any(|piece| matches!(piece, Piece::Text(..) | Piece::Break));
        if !prose && (was_hidden || self.html.in_comment || span.of(self.text).trim_start().starts_with("<!--")) {
            self.document.lines[line].kind = LineKind::Hidden;
        }
        self.pieces(span.start, pieces);
    }

    /// Pushes what a scan of raw HTML gave; offsets count from `base`.
    fn pieces(&mut self, base: u32, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece {
                Piece::Break => self.block += 1,
                Piece::CommentStart(at) => self.comment = base + at as u32,
                Piece::CommentEnd(at) => {
                    self.document.comments.push(Span { start: self.comment, end: base + at as u32 });
                }
                Piece::Text(from, to) => self.push(Span::new(base as usize + from..base as usize + to), false),
            }
        }
    }
}

/// `##Title` without a space is a heading to people, if not to Markdown; `#tag` is not.
fn unspaced_heading(line: &str) -> LineKind {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let rest = &line[level..];
    if (2..=6).contains(&level) && rest.starts_with(char::is_alphabetic) {
        LineKind::Heading(level as u8)
    } else {
        LineKind::Prose
    }
}
