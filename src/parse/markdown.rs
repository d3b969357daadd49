//! Reads Markdown (and plain text, which is Markdown without marks) into lines of prose with exact bytes.
//!
//! pulldown-cmark says what is text and what is code, a comment, front matter or a link target; this module
//! keeps only the runs of prose, each a span of the source, and what kind of line each stands on.

use super::document::{Document, Fence, Line, LineKind, Run};
use super::html::{self, HtmlScanner, Piece, Table};
use super::items::{BULLETS, dash, is_item};
use super::prepare::{Dedented, shallow, with_line_feeds};
use super::quotes::opens;
use crate::source::{Span, lines};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Reads `text`, which may begin with a byte-order mark.
pub fn read(text: &str) -> Document {
    let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = &*with_line_feeds(text);
    let mut builder = DocumentBuilder { text, base, document: Document::default(), ..DocumentBuilder::default() };
    builder.split_lines();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let body = builder.front_matter();
    let shallow = shallow(&text[body..]);
    match Dedented::new(&shallow) {
        None => builder.events(Parser::new_ext(&shallow, options), |at| body + at),
        Some(dedented) => builder.events(Parser::new_ext(&dedented.text, options), |at| body + dedented.original(at)),
    }
    builder.mark_continued();
    builder.html_tables();
    builder.document
}

#[derive(Default)]
struct DocumentBuilder<'t> {
    text: &'t str,
    base: usize,
    document: Document,
    block: u32,
    /// The line that the last event stood on: events come in order.
    line: usize,
    code: Option<CodeBlock>,
    hidden: bool,
    /// Whether a line of the paragraph ended directly before.
    broken: bool,
    /// The dash that the paragraph begins with, where its lines may be items of a list.
    dash: Option<char>,
    html: HtmlScanner,
    /// Where the comment began that the scanner is in.
    comment: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum CodeBlock {
    Fenced,
    Indented,
}

impl DocumentBuilder<'_> {
    fn split_lines(&mut self) {
        let mut start = self.base;
        self.document.lines.reserve(self.text.len() / 32);
        self.document.runs.reserve(self.text.len() / 32);
        for line in lines(&self.text[start..]) {
            let content = line.trim_end_matches(['\n', '\r']);
            let blank = content.chars().all(|c| c.is_whitespace() || c == '>');
            let kind = if blank { LineKind::Blank } else { unspaced_heading(content) };
            let span = Span::new(start..start + content.len());
            self.document.lines.push(Line { span, kind, continues: false });
            start += line.len();
        }
    }

    /// Hides the front matter: lines between `---` (or `+++`) at the very top of the file, the first of which sets
    /// something. Returns where the text after it begins.
    fn front_matter(&mut self) -> usize {
        let line = |line: &Line| line.span.of(self.text).trim_end();
        let lines = &self.document.lines;
        let mark = lines.first().map(line).filter(|mark| matches!(*mark, "---" | "+++"));
        let sets = |line: &str| line.starts_with('#') || (line.starts_with(is_key) && line.contains([':', '=']));
        let end = mark.filter(|_| lines.get(1).map(line).is_some_and(sets)).and_then(|mark| {
            lines[1..].iter().position(|other| line(other) == mark || (mark == "---" && line(other) == "..."))
        });
        let Some(end) = end else { return self.base };
        let span = Span { start: self.base as u32, end: lines[end + 1].span.end };
        self.document.front_matter = Some(span);
        self.document.lines[..=end + 1].iter_mut().for_each(|line| line.kind = LineKind::Hidden);
        self.line = end + 1;
        self.document.lines.get(end + 2).map_or(self.text.len(), |next| next.span.start as usize)
    }

    /// Takes what the Markdown parser says; `original` is the byte of the file for a byte of what was parsed.
    fn events(&mut self, parser: Parser, original: impl Fn(usize) -> usize) {
        for (event, range) in parser.into_offset_iter() {
            let start = original(range.start);
            // The end of a range is the byte after its last one, wherever the next one stands.
            let end = if range.is_empty() { start } else { original(range.end - 1) + 1 };
            self.event(event, Span::new(start..end));
        }
    }

    /// Notes which lines go on with the paragraph of the line before: those whose text begins in the block in which
    /// that of the line before ends.
    fn mark_continued(&mut self) {
        let Document { lines, runs, .. } = &mut self.document;
        let mut runs = runs.iter().peekable();
        let mut before = None;
        for line in lines {
            let first = runs.peek().filter(|run| run.span.start < line.span.end).map(|run| run.block);
            line.continues = first.is_some() && first == before;
            before = None;
            while let Some(run) = runs.next_if(|run| run.span.start < line.span.end) {
                before = Some(run.block);
            }
        }
    }

    /// Adds the tables that are written in HTML.
    fn html_tables(&mut self) {
        let Document { lines, tables, .. } = &mut self.document;
        let is_html = |at: usize| {
            let line = lines.partition_point(|line| line.span.start as usize <= at).saturating_sub(1);
            lines.get(line).is_some_and(|line| line.kind == LineKind::Html)
        };
        let found = html::tables(self.text, is_html);
        if !found.is_empty() {
            tables.extend(found);
            tables.sort_by_key(|table| table.span);
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
                    if self.broken && self.is_item(source) {
                        self.block += 1;
                    }
                    self.push(span, text.len() != source.len());
                }
                self.broken = false;
            }
            Event::SoftBreak => self.broken = true,
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
            Tag::TableHead | Tag::TableRow => {
                self.document.tables.last_mut().into_iter().for_each(|table| table.rows.push(Vec::new()));
            }
            Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::FootnoteDefinition(_) | Tag::BlockQuote(_) => {
                let row = self.document.tables.last_mut().and_then(|table| table.rows.last_mut());
                row.filter(|_| tag == Tag::TableCell).into_iter().for_each(|row| row.push(span));
                self.block += 1;
                self.broken = false;
                self.dash = dash(span.of(self.text));
            }
            Tag::Heading { level, .. } => {
                self.block += 1;
                self.heading(level, span);
            }
            Tag::CodeBlock(kind) => {
                self.block += 1;
                match kind {
                    CodeBlockKind::Indented => self.code = Some(CodeBlock::Indented),
                    CodeBlockKind::Fenced(info) => {
                        self.code = Some(CodeBlock::Fenced);
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
            Tag::Image { .. } => self.hidden = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.code = None,
            TagEnd::Image => self.hidden = false,
            TagEnd::Item | TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.block += 1,
            _ => {}
        }
    }

    /// Whether a line within a paragraph is an item of a list whose marks Markdown does not know. A dash may also stand
    /// in a sentence that goes on: there it has neither a sentence before it nor a capital behind it.
    fn is_item(&mut self, line: &str) -> bool {
        let Some(dash) = dash(line) else { return line.starts_with(BULLETS) };
        let capital = || line.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        let before = self.document.runs.last().map_or("", |run| run.span.of(self.text));
        let item = self.dash == Some(dash) || capital() || before.ends_with(['.', '!', '?', ':', ';']);
        if item {
            self.dash = Some(dash);
        }
        item
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
            // there mean a rule. A title is a few words.
            let text = span.of(self.text);
            let title = text.split_whitespace().take(13).count() <= 12 && !text.contains(": ");
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
        self.document.tables.push(Table { span, rows: Vec::new() });
        let lines = self.mark(span, LineKind::Table);
        if let Some(delimiter) = self.document.lines.get_mut(lines.start + 1).filter(|_| lines.len() > 1) {
            delimiter.kind = LineKind::Hidden;
        }
    }

    fn push(&mut self, span: Span, opaque: bool) {
        if !span.is_empty() {
            let fenced = self.code == Some(CodeBlock::Fenced);
            self.document.runs.push(Run { span, block: self.block, opaque, fenced });
        }
    }

    /// Text of a code block: read line by line, so that a fence that holds an answer can be prose.
    /// Indented text is hardly ever code in notes: people indent.
    fn code_text(&mut self, span: Span) {
        let mut start = span.start as usize;
        for line in lines(span.of(self.text)) {
            let content = line.trim_end();
            // Where lines end with two characters, the second one comes by itself.
            let blank = content.is_empty() && self.text[..start].trim_end_matches('\r').ends_with('\n');
            if blank || is_item(content.trim_start().trim_start_matches(opens)) {
                self.block += 1;
            }
            if self.code == Some(CodeBlock::Indented) && content.contains("<!--") {
                let mut pieces = Vec::new();
                HtmlScanner::default().scan(content, &mut pieces);
                self.pieces(start as u32, pieces);
            } else {
                self.push(Span::new(start..start + content.len()), false);
            }
            start += line.len();
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

/// What the name of a key in front matter is made of.
fn is_key(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '"' | '\'')
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
