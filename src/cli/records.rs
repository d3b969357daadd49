//! `star-lint check --input jsonl`: answers as records on standard input, one a line, of any number. Each is answered in
//! its turn and independently of the others; one that is broken is answered with an error.

use super::args::CheckArgs;
use super::output::Output;
use super::queue::{Line, Queue};
use super::{Outcome, complain, files};
use crate::config::Settings;
use crate::linter::{FEW_NOTES, Linted, Linter};
use crate::parallel;
use crate::report::records::Record;
use crate::report::{Checked, FORMATS, plural};
use crate::source::{Source, most_bytes};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// The paths of a run: where it reads records, standard input.
///
/// # Errors
/// The arguments name something else, or a format that cannot show records.
pub fn paths(args: &CheckArgs) -> Result<Vec<PathBuf>, String> {
    if args.records.is_none() {
        return Ok(args.paths.clone());
    }
    let standard_input = Path::new("-");
    if let Some(path) = args.paths.iter().find(|path| *path != standard_input) {
        return Err(format!("--input reads standard input: put `<` before {}", path.display()));
    }
    if args.format.record.is_none() {
        let able = FORMATS.iter().filter(|format| format.record.is_some()).map(|format| format.name);
        let able = able.collect::<Vec<_>>().join(", ");
        return Err(format!("--input works only with these formats: {able}; add --format jsonl"));
    }
    Ok(vec![standard_input.to_owned()])
}

/// Runs the command.
pub fn run(args: &CheckArgs, linter: &Linter, show: fn(&Record) -> String) -> io::Result<Outcome> {
    let name = &args.input.stdin_filename;
    let settings = linter.workspace().settings(name);
    let queue = Queue::start(io::stdin(), most_bytes(args.input.max_size))?;
    let mut out = Output::new();
    let (mut outcome, mut count, mut broken, mut first) = (Outcome::Clean, 0, 0, None);
    let read = loop {
        let lines = match queue.next() {
            Ok(lines) if lines.is_empty() => break Ok(()),
            Ok(lines) => lines,
            Err(error) => break Err(error),
        };
        let answers = parallel::map(lines.len(), FEW_NOTES, |at| answer(&lines[at], name, linter, &settings, show));
        for (line, (text, ended)) in lines.iter().zip(answers) {
            let _ = out.write_all(text.as_bytes());
            outcome = outcome.max(ended);
            count += 1;
            if ended == Outcome::Trouble {
                broken += 1;
                first.get_or_insert(line.number);
            }
        }
        out.flush()?;
        if out.is_closed() {
            break Ok(());
        }
    };
    if let Some(first) = first {
        let count = plural(count, "record");
        complain(&format!("{broken} of {count} could not be checked; the first is in line {first}"));
    }
    if let Err(error) = &read {
        complain(&format!("cannot read standard input: {error}"));
    }
    let told = files::report_problems(linter.workspace());
    Ok(if read.is_err() || told { Outcome::Trouble } else { outcome })
}

/// What is said of one record, and how it ended.
fn answer(
    line: &Line,
    name: &Path,
    linter: &Linter,
    settings: &Arc<Settings>,
    show: fn(&Record) -> String,
) -> (String, Outcome) {
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
    let outcome = match (&error, linted.fails) {
        (Some(_), _) => Outcome::Trouble,
        (None, true) => Outcome::Found,
        (None, false) => Outcome::Clean,
    };
    let checked = Checked::new(&source, &linted);
    (show(&Record { line: number, id, error, checked, summary: linted.summary }), outcome)
}

/// The id and the text of a record.
fn fields(line: &Line) -> Result<(Option<&RawValue>, String), Broken<'_>> {
    let broken = |id, column, message: &str| Broken { id, column, message: message.to_owned() };
    let Some(bytes) = &line.text else {
        return Err(broken(None, 1, "larger than the limit; --max-size reads more"));
    };
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
