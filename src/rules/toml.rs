//! Reads TOML tables by name and collects every problem with its place: wrong types, unknown keys.

use super::problem::Problem;
use crate::source::Span;
use crate::suggest::nearest;
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue, Error};
use std::borrow::Cow;

pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// The bytes of a value or key.
pub(super) fn span<T>(value: &Spanned<T>) -> Span {
    Span::new(value.span())
}

/// Reads one table. The keys that were asked for are known; [`Table::finish`] reports all others.
pub(super) struct Table<'t, 'p> {
    table: &'t DeTable<'t>,
    known: Vec<&'static str>,
    /// How messages name the table.
    name: String,
    problems: &'p mut Vec<Problem>,
}

impl<'t, 'p> Table<'t, 'p> {
    pub fn new(table: &'t DeTable<'t>, name: impl Into<String>, problems: &'p mut Vec<Problem>) -> Self {
        Table { table, known: Vec::new(), name: name.into(), problems }
    }

    pub fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::new(span, message));
    }

    /// Reports the keys that nobody asked for; the place of one of them.
    pub fn finish(self) -> Option<Span> {
        let mut unknown = None;
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !self.known.contains(&name) {
                unknown = Some(span(key));
                let mut problem = Problem::new(span(key), format!("unknown key `{name}` in {}", self.name));
                problem.help = match nearest(name, self.known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("known here: {}", self.known.join(", ")),
                };
                self.problems.push(problem);
            }
        }
        unknown
    }

    pub fn value(&mut self, key: &'static str) -> Option<&'t Value<'t>> {
        self.known.push(key);
        self.table.get(key)
    }

    fn typed<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl Fn(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<(T, Span)> {
        let value = self.value(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            let kind = value.get_ref().type_str();
            self.problem(span(value), format!("`{key}` must be {expected}, not {} {kind}", article(kind)));
        }
        found.map(|found| (found, span(value)))
    }

    pub fn string(&mut self, key: &'static str) -> Option<(&'t str, Span)> {
        self.typed(key, "a string", DeValue::as_str)
    }

    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.string(key).map(|(text, _)| text.trim().to_owned())
    }

    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.typed(key, "true or false", DeValue::as_bool).map(|(flag, _)| flag)
    }

    pub fn number(&mut self, key: &'static str) -> Option<u32> {
        self.typed(key, "a whole number", |value| value.as_integer()?.as_str().parse().ok()).map(|(number, _)| number)
    }

    /// One of several words.
    pub fn choice<T: Clone>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        let (text, place) = self.string(key)?;
        let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| value.clone());
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let mut problem = Problem::new(place, format!("`{key}` must be one of {}, not `{text}`", names.join(", ")));
            problem.help = nearest(text, names).map(|meant| format!("did you mean `{meant}`?")).unwrap_or_default();
            self.problems.push(problem);
        }
        found
    }

    /// A table within; both share the list of problems.
    fn table(&mut self, key: &'static str, name: impl Into<String>) -> Option<Table<'t, '_>> {
        let (table, _) = self.typed(key, "a table", DeValue::as_table)?;
        Some(Table::new(table, name, self.problems))
    }

    /// Reads a table within and reports its other keys.
    pub fn within<T>(
        &mut self,
        key: &'static str,
        name: impl Into<String>,
        read: impl FnOnce(&mut Table<'t, '_>) -> T,
    ) -> Option<T> {
        let mut table = self.table(key, name)?;
        let found = read(&mut table);
        table.finish();
        Some(found)
    }

    /// All tables in a table of tables, with their keys.
    pub fn tables(&mut self, key: &'static str) -> Vec<(&'t str, Span, &'t DeTable<'t>)> {
        let Some((table, _)) = self.typed(key, "a table", DeValue::as_table) else { return Vec::new() };
        let mut found = Vec::new();
        for (key, value) in table {
            match value.get_ref().as_table() {
                Some(table) => found.push((key.get_ref().as_ref(), span(key), table)),
                None => self.problem(span(value), format!("`{}` must be a table here", key.get_ref())),
            }
        }
        // In the order of the file.
        found.sort_by_key(|(_, span, _)| span.start);
        found
    }

    /// What stands in a table within, as written.
    pub fn entries(&mut self, key: &'static str) -> Vec<(&'t Spanned<Cow<'t, str>>, &'t Value<'t>)> {
        let Some((table, _)) = self.typed(key, "a table", DeValue::as_table) else { return Vec::new() };
        let mut found: Vec<_> = table.iter().collect();
        found.sort_by_key(|(key, _)| key.span().start);
        found
    }

    /// All tables of a list of tables, with their places.
    pub fn list(&mut self, key: &'static str) -> Vec<(Span, &'t DeTable<'t>)> {
        let Some((items, _)) = self.typed(key, "a list of tables", DeValue::as_array) else { return Vec::new() };
        let mut found = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => found.push((span(item), table)),
                None => self.problem(span(item), format!("`{key}` may hold only tables")),
            }
        }
        found
    }

    /// The place of the first of some keys.
    pub fn first(&self, keys: &[&str]) -> Option<Span> {
        self.table.keys().filter(|key| keys.contains(&key.get_ref().as_ref())).map(span).min()
    }

    /// Reports that a key should be there.
    pub fn missing(&mut self, key: &str) {
        let place = self.table.keys().map(span).min().unwrap_or_default();
        let message = format!("{} needs `{key}`", self.name);
        self.problem(place, message);
    }

    /// The list of problems.
    pub fn problems(&mut self) -> &mut Vec<Problem> {
        self.problems
    }

    /// A list of strings, or a single one; each with its place.
    pub fn strings(&mut self, key: &'static str) -> Vec<(&'t str, Span)> {
        self.texts(key, |text, place| vec![(text, place)])
    }

    /// A list of strings, or the lines of a single one; each with its place in the source.
    pub fn lines(&mut self, key: &'static str, source: &str) -> Vec<(&'t str, Span)> {
        self.texts(key, |text, place| lines(text, place, source))
    }

    fn texts(
        &mut self,
        key: &'static str,
        single: impl FnOnce(&'t str, Span) -> Vec<(&'t str, Span)>,
    ) -> Vec<(&'t str, Span)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::String(text) => single(text, span(value)),
            DeValue::Array(items) => {
                let mut found = Vec::new();
                for item in items {
                    match item.get_ref().as_str() {
                        Some(text) => found.push((text, span(item))),
                        None => self.problem(span(item), format!("`{key}` may hold only strings")),
                    }
                }
                found
            }
            other => {
                let kind = other.type_str();
                self.problem(span(value), format!("`{key}` must be a list of strings, not {} {kind}", article(kind)));
                Vec::new()
            }
        }
    }
}

/// The lines of a string that say something, each with its place in the source.
fn lines<'t>(text: &'t str, place: Span, source: &str) -> Vec<(&'t str, Span)> {
    let mut origins = origins(source.get(place.range()).unwrap_or_default(), text).peekable();
    // Lines and origins both go forward.
    let mut origin = |at: usize| {
        while origins.next_if(|(before, _)| *before < at).is_some() {}
        origins.peek().map_or(place.end, |(_, origin)| place.end.min(place.start + *origin as u32))
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let with_place = lines.map(|line| {
        let from = line.as_ptr() as usize - text.as_ptr() as usize;
        let start = origin(from);
        (line, Span { start, end: origin(from + line.len()).max(start) })
    });
    with_place.collect()
}

/// The origin of each character of a string: its byte in the string and its byte in the literal; last, both ends.
fn origins<'a>(literal: &'a str, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let quotes = if literal.starts_with("\"\"\"") || literal.starts_with("\'\'\'") { 3 } else { 1 };
    let escapes = literal.starts_with('"');
    let rest = move |at: usize| literal.get(at..).unwrap_or_default();
    let mut at = quotes;
    // The line break after the quotation marks is not part of the string.
    if quotes == 3 {
        at += rest(at).len() - rest(at).strip_prefix("\r\n").or(rest(at).strip_prefix('\n')).unwrap_or(rest(at)).len();
    }
    text.char_indices().chain([(text.len(), ' ')]).map(move |(place, c)| {
        // A backslash at the end of a line removes the white space after it.
        while let Some(trimmed) =
            rest(at).strip_prefix('\\').filter(|rest| escapes && rest.starts_with(char::is_whitespace))
        {
            at += 1 + trimmed.len() - trimmed.trim_start().len();
        }
        let origin = at;
        at += match (rest(at).as_bytes(), c) {
            ([b'\\', kind, ..], _) if escapes => match kind {
                b'x' => 4,
                b'u' => 6,
                b'U' => 10,
                _ => 2,
            },
            ([b'\r', b'\n', ..], '\n') => 2,
            _ => c.len_utf8(),
        };
        (place, origin)
    })
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'i']) { "an" } else { "a" }
}

/// The most unclosed arrays and tables that are reported.
const MOST_OPEN: usize = 8;

/// A file without its unclosed arrays and inline tables, each of which would swallow all that follows. It is reported,
/// and the text from its line to the next key or table becomes blank; everything else keeps its place.
pub(crate) fn closed<'s>(source: &'s str, problems: &mut Vec<Problem>) -> Cow<'s, str> {
    let mut text = Cow::Borrowed(source);
    for _ in 0..MOST_OPEN {
        let (document, errors) = DeTable::parse_recoverable(&text);
        let end = errors.iter().find(|error| unclosed(error)).and_then(toml::de::Error::span);
        let Some(open) = end.and_then(|end| open(document.get_ref().values(), &text, end.start)) else { break };
        let from = text[..open].rfind('\n').map_or(0, |at| at + 1);
        let lines = text[open..].split_inclusive('\n').skip(1);
        let next = text[open..].find('\n').map_or(text.len(), |at| open + at + 1);
        let to = next + lines.take_while(|line| !begins(line)).map(str::len).sum::<usize>();
        let bracket = &text[open..=open];
        problems.push(Problem::new(Span::new(open..open + 1), format!("this `{bracket}` is not closed")));
        let blank = text[from..to].split('\n').map(|line| " ".repeat(line.len())).collect::<Vec<_>>().join("\n");
        text = format!("{}{blank}{}", &text[..from], &text[to..]).into();
    }
    text
}

/// Whether an array or inline table is not closed.
pub(crate) fn unclosed(error: &Error) -> bool {
    error.message().starts_with("unclosed array") || error.message().starts_with("unclosed inline")
}

/// Where the first array or inline table begins that is not closed: it goes on to `end`, or lacks its bracket.
fn open<'t>(values: impl Iterator<Item = &'t Value<'t>>, text: &str, end: usize) -> Option<usize> {
    let first = values.filter_map(|value| {
        let raw = text.get(value.span()).unwrap_or_default();
        let cut = raw.starts_with('[') && !raw.ends_with(']') || raw.starts_with('{') && !raw.ends_with('}');
        let own = (cut || value.span().end == end).then_some(value.span().start);
        let inner = match value.get_ref() {
            DeValue::Array(items) => open(items.iter(), text, end),
            DeValue::Table(table) => open(table.values(), text, end),
            _ => return None,
        };
        own.into_iter().chain(inner).min()
    });
    first.min()
}

/// Whether a line looks like the start of a table or a key with its value.
fn begins(line: &str) -> bool {
    let name = |name: &str| {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ' | '"' | '\'');
        !name.trim().is_empty() && name.chars().all(plain)
    };
    let header = line.trim_start_matches('[').split_once(']').map_or("", |(header, _)| header);
    if line.starts_with('[') {
        name(header) && !header.starts_with(['"', '\''])
    } else {
        line.split_once('=').is_some_and(|(key, _)| name(key))
    }
}
