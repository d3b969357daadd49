//! `--fix`, `--diff` and `--add-suppressions`: what changes notes, or shows how they would change.

use super::check::Checker;
use super::files::{Input, Plan, tell};
use super::{Outcome, Shown, complain, note};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::fix::{self, silence::silence};
use crate::parse::{Kinds, markdown, parse};
use crate::report::plural;
use crate::source::Source;
use crate::store;
use similar::TextDiff;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// The id of the rule about comments, whose findings no comment silences.
const ABOUT_COMMENTS: &str = "unused-suppression";

/// Fixes one file, on disk or on the way to standard output; how many fixes were made.
///
/// # Errors
/// A line that says why the file could not be written.
pub fn fix(input: &mut Input, checker: &Checker) -> Result<usize, String> {
    let fixed = fixed(input, checker);
    let piped = is_standard_input(input, checker);
    if piped {
        let _ = io::stdout().lock().write_all(fixed.text.as_bytes());
    } else if fixed.count > 0 {
        store::replace(&input.source.path, &input.source.text, &fixed.text)
            .map_err(|error| format!("cannot fix {}: {error}", input.source.path.display()))?;
    }
    input.source.text = fixed.text;
    Ok(fixed.count)
}

/// Whether the note came through a pipe.
fn is_standard_input(input: &Input, checker: &Checker) -> bool {
    input.source.path == checker.args.stdin_filename && checker.args.paths.iter().any(|path| path.as_os_str() == "-")
}

fn fixed(input: &Input, checker: &Checker) -> fix::Fixed {
    let least = if checker.args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let find = |text: &str| checker.lint(&with(input, text)).diagnostics;
    fix::fix(&input.source.text, least, find, |text| shape(input, text))
}

/// The same file with another text.
fn with(input: &Input, text: &str) -> Input {
    let source = Source { path: input.source.path.clone(), text: text.to_owned() };
    Input { source, named: input.named, settings: input.settings.clone() }
}

/// How a text is read under the rules of a file.
fn shape(input: &Input, text: &str) -> Vec<Vec<Kinds>> {
    input.settings.views.first().map(|view| parse(text, &view.rules.grammar).shape()).unwrap_or_default()
}

/// How many findings are not about comments.
fn loud(found: &[Diagnostic]) -> usize {
    found.iter().filter(|diagnostic| diagnostic.rule != ABOUT_COMMENTS).count()
}

/// Shows the changes of every file (`--diff`), or writes comments into it (`--add-suppressions`).
pub fn run(checker: &Checker, plan: &Plan) -> io::Result<Outcome> {
    // A patch has the bytes of the note; what a terminal shows of it is for people.
    let mut out: Box<dyn Write> =
        if io::stdout().is_terminal() { Box::new(Shown::new()) } else { Box::new(io::stdout().lock()) };
    let mut outcome = Outcome::Clean;
    let (mut files, mut comments) = (0, 0);
    plan.run(
        |read| {
            let input = read?;
            if checker.args.diff {
                let fixed = fixed(&input, checker);
                return Ok((diff(&input.source.path, &input.source.text, &fixed.text), fixed.count));
            }
            let found = checker.lint(&input).diagnostics;
            let count = loud(&found);
            let before = shape(&input, &input.source.text);
            let holds =
                |text: &str| shape(&input, text) == before && loud(&checker.lint(&with(&input, text)).diagnostics) == 0;
            let document = markdown::read(&input.source.text);
            let text = silence(&input.source.text, &document, &found, ABOUT_COMMENTS, holds);
            let text = text.ok_or_else(|| format!("cannot write comments into {}", input.source.path.display()))?;
            if is_standard_input(&input, checker) {
                return Ok((text, count));
            }
            let path = &input.source.path;
            if count > 0 {
                store::replace(path, &input.source.text, &text)
                    .map_err(|error| format!("cannot write to {}: {error}", path.display()))?;
            }
            Ok((String::new(), count))
        },
        |done: Result<(String, usize), String>| {
            match done {
                Ok((text, count)) => {
                    out.write_all(text.as_bytes())?;
                    files += usize::from(count > 0);
                    comments += count;
                    if checker.args.diff && !text.is_empty() {
                        outcome = outcome.max(Outcome::Found);
                    }
                }
                Err(message) => {
                    complain(&message);
                    outcome = Outcome::Trouble;
                }
            }
            Ok(())
        },
    )?;
    out.flush()?;
    let what =
        format!("{} in {}", plural(comments, if checker.args.diff { "fix" } else { "finding" }), plural(files, "file"));
    if !checker.args.quiet {
        note(&if checker.args.diff { format!("{what} would be made") } else { format!("{what} silenced") });
    }
    Ok(if tell(checker.workspace) { Outcome::Trouble } else { outcome })
}

/// A unified diff, as `patch` and `git apply` read it; empty where nothing changes.
fn diff(path: &Path, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let path = path.display().to_string();
    let path = crate::report::printable(&path);
    let header = (format!("a/{path}"), format!("b/{path}"));
    crate::report::text::inert(&TextDiff::from_lines(old, new).unified_diff().header(&header.0, &header.1).to_string())
}
