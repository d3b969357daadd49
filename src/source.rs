//! The text of one file and the positions in it.
//!
//! Everything from the parser to the reports uses [`Span`], a range of bytes in the text of the file as it is on disk.
//! [`LineIndex`] turns offsets into lines and columns for people and tools, at the very end.

use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A range of bytes in the text of a file; `end` is exclusive. Always on character boundaries.
///
/// ```
/// let span = star_lint::Span::new(2..5);
/// assert_eq!(span.of("a bit"), "bit");
/// assert_eq!(span.to(star_lint::Span::new(0..1)).range(), 0..5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span of `range`. Files are at most 4 GiB, so offsets fit.
    pub fn new(range: Range<usize>) -> Span {
        Span { start: range.start as u32, end: range.end as u32 }
    }

    /// The same range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that this span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// The largest file that can be read, in bytes: offsets are 32 bits wide.
const MAX_BYTES: usize = u32::MAX as usize;

/// So many megabytes in bytes, of what a file can have.
pub(crate) fn most_bytes(megabytes: u32) -> usize {
    (megabytes as usize * 1_000_000).min(MAX_BYTES)
}

/// The largest file that is read unless a run asks for more, in megabytes. A hundred thousand answers take a fifth of
/// that.
pub const MEGABYTES: u32 = 256;

/// One file: its name as the user gave it and its text.
///
/// ```
/// let source = star_lint::Source::new("story.md", "# A story\n");
/// assert_eq!(source.with_text("# Another\n").path, source.path);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path for messages, as given or as found by the walk.
    pub path: PathBuf,
    /// The text as it is on disk, including a byte-order mark.
    pub text: String,
    /// Whether the user named this note, rather than a folder that holds it.
    pub named: bool,
}

impl Source {
    /// A note that the user named.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Source {
        Source { path: path.into(), text: text.into(), named: true }
    }

    /// The same note with another text.
    pub fn with_text(&self, text: &str) -> Source {
        Source { path: self.path.clone(), text: text.to_owned(), named: self.named }
    }

    /// Reads a source of at most `megabytes` to its end; `size` is the expected number of bytes.
    ///
    /// # Errors
    /// Any error of the reader; `FileTooLarge`; `InvalidData` for text that is not UTF-8, with the line and column of
    /// the first bad byte.
    pub fn from_reader(path: &Path, from: impl Read, size: usize, megabytes: u32) -> io::Result<Source> {
        let most = most_bytes(megabytes);
        // The file may have grown since its size was read, or a stream may never end.
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size.min(most) + 1)?;
        from.take(most as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > most {
            let more = if most == MAX_BYTES { "" } else { "; --max-size reads more" };
            let message = format!("larger than {} MB{more}", most / 1_000_000);
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(invalid("the file is UTF-16; save it as UTF-8".into()));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(path, text)),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let before = &error.as_bytes()[..good];
                let start = line_ends(before).last().unwrap_or(0);
                let line = line_ends(before).count() + 1;
                let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
                let byte = error.as_bytes()[good];
                Err(invalid(format!("not UTF-8: byte 0x{byte:02x} at {line}:{column}; save the file as UTF-8")))
            }
        }
    }
}

/// The end of each line that has a line break: the byte after `\n`, `\r\n` or a lone `\r`, which Markdown and editors
/// treat as a line break too.
pub fn line_ends(text: &[u8]) -> impl Iterator<Item = usize> {
    let breaks = memchr::memchr2_iter(b'\n', b'\r', text);
    breaks.filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n')).map(|at| at + 1)
}

/// The lines of a text, each with its break.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends =
        line_ends(text.as_bytes()).chain((!text.ends_with(['\n', '\r']) && !text.is_empty()).then_some(text.len()));
    ends.map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// A position as people count: 1-based line, 1-based column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters. A byte-order mark at the start of the file is not a column.
    pub column: usize,
}

/// Finds the line of a byte; built once for each file that has findings.
///
/// ```
/// let index = star_lint::LineIndex::new("one\ntwo\n");
/// let at = index.position(5);
/// assert_eq!((at.line, at.column), (2, 2));
/// ```
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<u32>,
    /// The last offset that was asked for, with its column in the upper half: on a line with many findings the next one
    /// is near. One atomic number, so that threads can share it.
    last: AtomicU64,
}

impl<'a> LineIndex<'a> {
    /// Indexes the lines of `text`, as [`line_ends`] has them.
    pub fn new(text: &'a str) -> LineIndex<'a> {
        let starts = std::iter::once(0).chain(line_ends(text.as_bytes()).map(|at| at as u32)).collect();
        LineIndex { text, starts, last: AtomicU64::new(0) }
    }

    /// The line and column of a byte offset; one past the end is clamped.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts[line] as usize;
        let end = (offset as usize).clamp(start, self.text.len());
        let last = self.last.load(Ordering::Relaxed);
        let (place, column) = (last as u32, (last >> 32) as usize);
        let near = (start..=end).contains(&(place as usize)) && column > 0;
        let (from, column) = if near { (place as usize, column) } else { (start, 1) };
        let between = &self.text[from..end];
        let between = between.strip_prefix('\u{feff}').filter(|_| from == 0).unwrap_or(between);
        let column = column + between.chars().count();
        self.last.store((column as u64) << 32 | end as u64, Ordering::Relaxed);
        Position { line: line + 1, column }
    }

    /// The 0-based line that holds a byte offset.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// How many lines there are; the last one may be empty.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The span of a 0-based line, without its line break.
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.starts[line] as usize;
        let end = self.starts.get(line + 1).map_or(self.text.len(), |&next| next as usize);
        let content = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start..start + content.len())
    }
}
