//! Answers as records, one a line of JSON: `{"id": …, "text": …}`. Each is read and linted independently of the others,
//! and one that is broken is told with an error.

use crate::config::Settings;
use crate::linter::{FEW_NOTES, Linted, Linter};
use crate::parallel;
use crate::source::Source;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::path::Path;
use std::sync::Arc;

/// One line of a stream, without its break.
pub struct Line {
    /// From 1.
    pub number: usize,
    /// What it holds, or why that was not read.
    pub text: Result<Vec<u8>, String>,
}

/// A record that was linted.
pub struct Answered<'l> {
    /// The line that it is in, from 1.
    pub line: usize,
    /// Its id, a string or a number, as it was written.
    pub id: Option<&'l RawValue>,
    /// Why its text could not be linted, or not as it asks for, with the place.
    pub error: Option<String>,
    /// Its text, under its id as a name; empty if it is broken.
    pub source: Source,
    /// What was found in it.
    pub linted: Linted,
}

/// What a record looks like, for messages.
const FORM: &str = r#"a record is one line such as {"id": 1, "text": "…"}"#;

/// The fields that are read; there may be others.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    text: Option<String>,
}

/// The only field of a record that is broken.
#[derive(Deserialize)]
struct IdAlone<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// A record that cannot be checked: its id if that can be read, the column, and what is wrong.
struct Broken<'a> {
    id: Option<&'a RawValue>,
    column: usize,
    message: String,
}

/// Lints records on all cores and calls `look` with each; what that returns is in their order. `name` is that of the stream.
pub fn answer<T: Send>(
    lines: &[Line],
    name: &Path,
    linter: &Linter,
    look: impl Fn(Answered) -> T + Sync + Send,
) -> Vec<T> {
    let settings = linter.workspace().settings(name);
    parallel::map(lines.len(), FEW_NOTES, |at| look(answer_one(&lines[at], name, linter, &settings)))
}

fn answer_one<'l>(line: &'l Line, name: &Path, linter: &Linter, settings: &Arc<Settings>) -> Answered<'l> {
    let number = line.number;
    let (id, text, mut error) = match fields(line) {
        Ok((id, text)) => (id, Some(text), None),
        Err(Broken { id, column, message }) => {
            (id, None, Some(format!("{}:{number}:{column}: {message}; {FORM}", name.display())))
        }
    };
    let called = id.map_or_else(|| format!("line {number}"), called);
    let source = Source::new(called, text.unwrap_or_default());
    let linted = if error.is_none() { linter.lint_under(&source, settings) } else { Linted::default() };
    if let Some(trouble) = &linted.trouble {
        error = Some(trouble.placed(&source));
    }
    Answered { line: number, id, error, source, linted }
}

/// The id and the text of a record.
fn fields(line: &Line) -> Result<(Option<&RawValue>, String), Broken<'_>> {
    let broken = |id, column, message: &str| Broken { id, column, message: message.to_owned() };
    let bytes = line.text.as_ref().map_err(|reason| broken(None, 1, reason))?;
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = error.valid_up_to();
        broken(None, column(bytes, good), &format!("not UTF-8: byte 0x{:02x}", bytes[good]))
    })?;
    let text = text.strip_prefix('\u{feff}').filter(|_| line.number == 1).unwrap_or(text);
    if !text.trim_start().starts_with('{') {
        return Err(broken(None, 1, "not a JSON object"));
    }
    let id = || serde_json::from_str::<IdAlone>(text).ok().and_then(|alone| alone.id).filter(|id| is_name(id));
    let read: Fields = serde_json::from_str(text).map_err(|error| {
        let at = format!(" at line {} column {}", error.line(), error.column());
        let message = error.to_string();
        broken(id(), column(text.as_bytes(), error.column().saturating_sub(1)), message.trim_end_matches(&at))
    })?;
    match (read.id, read.text) {
        (Some(id), _) if !is_name(id) => Err(broken(None, 1, "the `id` is neither a string nor a number")),
        (id, Some(text)) => Ok((id, text)),
        (id, None) => Err(broken(id, 1, "there is no `text`")),
    }
}

/// Whether an id is a string or a number.
fn is_name(id: &RawValue) -> bool {
    id.get().starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit())
}

/// An id as a name: a string without its quotes.
fn called(id: &RawValue) -> String {
    serde_json::from_str(id.get()).unwrap_or_else(|_| id.get().to_owned())
}

/// The column of a byte, from 1, in characters.
fn column(line: &[u8], at: usize) -> usize {
    String::from_utf8_lossy(&line[..at.min(line.len())]).chars().count() + 1
}
