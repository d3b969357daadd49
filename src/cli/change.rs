//! `--fix`, `--diff` and `--add-suppressions`: what changes notes, or shows how they would change.

use super::check::Checker;
use super::files::{Input, Plan, tell};
use super::output::Output;
use super::{Outcome, Shown, complain, note};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::fix::diff::unified;
use crate::fix::{self, silence::silence};
use crate::parse::{Kinds, markdown, parse};
use crate::paths::{real, relative};
use crate::report::plural;
use crate::source::Source;
use crate::store;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The id of the rule about comments, whose findings no comment silences.
const ABOUT_COMMENTS: &str = "unused-suppression";

/// Fixes one file, on disk or on the way to standard output; how many fixes were made.
///
/// # Errors
/// A line that says why the file could not be written.
pub fn fix(input: &mut Input, checker: &Checker) -> Result<usize, String> {
    let fixed = fixed(input, checker);
    if fixed.count > 0 && !input.piped {
        let path = &input.source.path;
        store::replace(path, input.source.text.as_bytes(), &fixed.text)
            .map_err(|error| format!("cannot fix {}: {error}", path.display()))?;
    }
    input.source.text = fixed.text;
    Ok(fixed.count)
}

fn fixed(input: &Input, checker: &Checker) -> fix::Fixed {
    let least = if checker.args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let find = |text: &str| checker.lint(&with(input, text)).diagnostics;
    fix::fix(&input.source.text, least, find, |text| shape(input, text))
}

/// The same file with another text.
fn with(input: &Input, text: &str) -> Input {
    let source = Source { path: input.source.path.clone(), text: text.to_owned() };
    Input { source, settings: input.settings.clone(), ..*input }
}

/// How a text is read under the rules of a file.
fn shape(input: &Input, text: &str) -> Vec<Vec<Kinds>> {
    input.settings.views().first().map(|view| parse(text, &view.rules.grammar).shape()).unwrap_or_default()
}

/// How many findings are not about comments.
fn loud(found: &[Diagnostic]) -> usize {
    found.iter().filter(|diagnostic| diagnostic.rule != ABOUT_COMMENTS).count()
}

/// Shows the changes of every file (`--diff`), or writes comments into it (`--add-suppressions`).
pub fn run(checker: &Checker, plan: &Plan) -> io::Result<Outcome> {
    // A patch has the bytes of the note; what a terminal shows of it is for people.
    let mut out: Box<dyn Write> =
        if io::stdout().is_terminal() { Box::new(Shown::new()) } else { Box::new(Output::new()) };
    let mut outcome = Outcome::Clean;
    let (mut files, mut changes) = (0, 0);
    let diff = checker.args.diff;
    let folder = if diff { common_folder(plan) } else { PathBuf::new() };
    plan.run(
        |read| {
            let input = read?;
            if diff {
                let fixed = fixed(&input, checker);
                let name = relative(&real(&input.source.path), &folder);
                return Ok((unified(&name, &input.source.text, &fixed), fixed.count));
            }
            silenced(&input, checker)
        },
        |done: Result<(String, usize), String>| {
            match done {
                Ok((text, count)) => {
                    out.write_all(text.as_bytes())?;
                    files += usize::from(count > 0);
                    changes += count;
                    if diff && !text.is_empty() {
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
    let written = out.flush();
    if !checker.args.quiet {
        let what = format!("{} in {}", plural(changes, if diff { "fix" } else { "finding" }), plural(files, "file"));
        note(&match (changes, diff) {
            (0, true) => "nothing to fix".to_owned(),
            (0, false) => "nothing to silence".to_owned(),
            (_, true) if folder == real(Path::new(".")) => format!("{what} would be made"),
            (_, true) => format!("{what} would be made; the patch is to be applied in {}", folder.display()),
            (_, false) => format!("{what} silenced"),
        });
    }
    written.map(|()| if tell(checker.workspace) { Outcome::Trouble } else { outcome })
}

/// Writes comments into one file that silence what is found in it; the new text of standard input, and how many
/// findings there were.
fn silenced(input: &Input, checker: &Checker) -> Result<(String, usize), String> {
    let found = checker.lint(input).diagnostics;
    let (count, text, path) = (loud(&found), &input.source.text, &input.source.path);
    let before = shape(input, text);
    let left = |text: &str| (shape(input, text) == before).then(|| loud(&checker.lint(&with(input, text)).diagnostics));
    let silent = silence(text, &markdown::read(text), &found, ABOUT_COMMENTS, left);
    let silent = silent
        .ok_or_else(|| format!("cannot silence {} without changing how it is read; --baseline can", path.display()))?;
    if input.piped {
        return Ok((silent, count));
    }
    if count > 0 {
        store::replace(path, text.as_bytes(), &silent)
            .map_err(|error| format!("cannot write to {}: {error}", path.display()))?;
    }
    Ok((String::new(), count))
}

/// The folder that a patch is to be applied in: this one, or the nearest above it that holds all files. `patch` and
/// `git apply` change nothing outside of it, nor what a link leads to.
fn common_folder(plan: &Plan) -> PathBuf {
    let here = real(Path::new("."));
    let paths: Vec<_> = plan.paths().map(real).collect();
    let holds = |folder: &&Path| paths.iter().all(|path| path.starts_with(folder));
    here.ancestors().find(holds).unwrap_or(&here).to_owned()
}
