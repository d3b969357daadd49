//! Takes the tags and comments out of raw HTML, and finds its tables.

use crate::source::Span;

/// A table: the cells of its rows, of which the first one names the columns.
#[derive(Debug, Default)]
pub struct Table {
    /// Its bytes.
    pub span: Span,
    /// The bytes of the cells, row by row.
    pub rows: Vec<Vec<Span>>,
}

/// What a scan found.
pub(super) enum Piece {
    /// A tag that ends a paragraph.
    Break,
    /// A comment begins at this byte offset.
    CommentStart(usize),
    /// And ends before this one.
    CommentEnd(usize),
    /// Text, by byte offsets into the scanned piece.
    Text(usize, usize),
}

/// Keeps its state from line to line.
#[derive(Default)]
pub(super) struct HtmlScanner {
    pub in_comment: bool,
    in_tag: bool,
    in_script: bool,
}

impl HtmlScanner {
    /// Whether the text so far ends within something that is not for readers.
    pub fn hidden(&self) -> bool {
        self.in_comment || self.in_tag || self.in_script
    }

    /// Scans a piece of HTML; what is in it goes to `out`.
    pub fn scan(&mut self, text: &str, out: &mut Vec<Piece>) {
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            if self.in_comment {
                at += match rest.find("-->") {
                    Some(end) => {
                        self.in_comment = false;
                        out.push(Piece::CommentEnd(at + end + 3));
                        end + 3
                    }
                    None => rest.len(),
                };
            } else if self.in_tag {
                at += match rest.find('>') {
                    Some(end) => {
                        self.in_tag = false;
                        end + 1
                    }
                    None => rest.len(),
                };
            } else if rest.starts_with("<!--") {
                self.in_comment = true;
                out.push(Piece::CommentStart(at));
                at += 4;
            } else if rest.starts_with('<')
                && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
            {
                self.tag(rest, out);
                at += 1;
            } else {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let end = rest[first..].find('<').map_or(rest.len(), |end| end + first);
                if !self.in_script {
                    let text = &rest[..end];
                    let start = at + (text.len() - text.trim_start().len());
                    let stop = at + text.trim_end().len();
                    if start < stop {
                        out.push(Piece::Text(start, stop));
                    }
                }
                at += end;
            }
        }
    }

    fn tag(&mut self, rest: &str, out: &mut Vec<Piece>) {
        self.in_tag = true;
        let closing = rest.starts_with("</");
        let name = rest[1..].trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
            self.in_script = !closing;
        }
        const INLINE: [&str; 12] = ["a", "b", "i", "u", "em", "strong", "span", "code", "small", "sub", "sup", "mark"];
        if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
            out.push(Piece::Break);
        }
    }
}

/// The tables of a text. `is_html` says whether a byte stands on a line of HTML.
pub(super) fn tables(text: &str, is_html: impl Fn(usize) -> bool) -> Vec<Table> {
    let mut found = Vec::new();
    let mut table: Option<Table> = None;
    // Where the text of the cell in work begins.
    let mut cell = None;
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        let closes = text[at + 1..].starts_with('/');
        let name = &text[at + 1 + usize::from(closes)..];
        let name = &name[..name.bytes().take(6).take_while(u8::is_ascii_alphanumeric).count()];
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        if !is(&["table", "tr", "td", "th"]) || table.is_none() && !is(&["table"]) || !is_html(at) {
            continue;
        }
        let rest = &text[at + 1..];
        let end = rest
            .find(['<', '>', '\n'])
            .map_or(text.len(), |end| at + 1 + end + usize::from(rest[end..].starts_with('>')));
        let row = table.as_mut().and_then(|table| table.rows.last_mut());
        if let (Some(start), Some(row)) = (cell.take(), row) {
            row.push(Span::new(start..at.max(start)));
        }
        if is(&["table"]) {
            if let Some(mut table) = table.take() {
                table.span.end = end as u32;
                found.push(table);
            }
            table = (!closes).then(|| Table { span: Span::new(at..end), rows: Vec::new() });
        } else if let Some(table) = table.as_mut().filter(|_| !closes) {
            if is(&["tr"]) || table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
            cell = (!is(&["tr"])).then_some(end);
        }
    }
    found
}

/// Whether what looks like a tag within a line is one: of an element that HTML has, or with anything in it that
/// no words have.
pub(super) fn is_element(tag: &str) -> bool {
    const ELEMENTS: &str = " a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button \
        canvas caption center cite code col dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer \
        form frame h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark math menu \
        meta meter nav noscript object ol optgroup option output p param path picture pre progress q rp rt ruby s samp script \
        section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead \
        time title tr track tt u ul var video wbr ";
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let name = inner.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    inner.contains(|c: char| !c.is_alphanumeric() && c != ' ' && c != '-') || ELEMENTS.contains(&format!(" {name} "))
}
