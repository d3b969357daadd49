//! Takes the tags and comments out of raw HTML.

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
