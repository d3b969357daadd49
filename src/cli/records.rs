//! `star-lint check --input jsonl`: answers as records on standard input, one a line, of any number. Each is answered in
//! its turn and independently of the others; one that is broken is answered with an error.

use super::args::CheckArgs;
use super::output::Output;
use super::queue::Queue;
use super::{Outcome, complain, files};
use crate::linter::Linter;
use crate::records::{self, Answered};
use crate::report::{FORMATS, plural};
use crate::source::most_bytes;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
pub fn run(args: &CheckArgs, linter: &Linter, show: fn(&Answered) -> String) -> io::Result<Outcome> {
    let name = &args.input.stdin_filename;
    let queue = Queue::start(io::stdin(), most_bytes(args.input.max_size))?;
    let mut out = Output::new();
    let (mut outcome, mut count, mut broken, mut first) = (Outcome::Clean, 0, 0, None);
    let read = loop {
        let lines = match queue.next() {
            Ok(lines) if lines.is_empty() => break Ok(()),
            Ok(lines) => lines,
            Err(error) => break Err(error),
        };
        let told = records::answer(&lines, name, linter, |answered| (show(&answered), ended(&answered)));
        for (line, (text, ended)) in lines.iter().zip(told) {
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

/// How one record ended.
fn ended(answered: &Answered) -> Outcome {
    match (&answered.error, answered.linted.fails) {
        (Some(_), _) => Outcome::Trouble,
        (None, true) => Outcome::Found,
        (None, false) => Outcome::Clean,
    }
}
