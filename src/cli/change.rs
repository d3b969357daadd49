//! `--fix`, `--diff` and `--add-suppressions`: change notes, or show how they would change.

use super::args::CheckArgs;
use super::files::{Input, Plan, report_problems};
use super::output::Output;
use super::problem::FileProblem;
use super::{Outcome, Shown, complain, note};
use crate::atomic_write;
use crate::diagnostic::Applicability;
use crate::disk::real;
use crate::fix::diff::unified;
use crate::linter::Linter;
use crate::paths::relative;
use crate::report::plural;
use crate::report::text::inert;
use crate::source::Source;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Fixes one file, on disk or on the way to standard output; returns the number of fixes.
///
/// # Errors
/// The file could not be written.
pub fn fix(input: &mut Input, args: &CheckArgs, linter: &Linter) -> Result<usize, FileProblem> {
    let fixed = linter.fix(&input.source, least(args));
    if fixed.count > 0 && !input.piped {
        let path = &input.source.path;
        atomic_write::replace(path, input.source.text.as_bytes(), &fixed.text)
            .map_err(|error| FileProblem::NotFixed { path: path.clone(), reason: error.to_string() })?;
    }
    input.source.text = fixed.text;
    Ok(fixed.count)
}

/// The fixes that are wanted.
fn least(args: &CheckArgs) -> Applicability {
    if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
}

/// Shows the changes of every file (`--diff`), or writes comments into it (`--add-suppressions`).
pub fn run(args: &CheckArgs, linter: &Linter, plan: &Plan) -> io::Result<Outcome> {
    // A patch needs the exact bytes of the note; a terminal gets a safe version.
    let mut out: Box<dyn Write> =
        if io::stdout().is_terminal() { Box::new(Shown::new()) } else { Box::new(Output::new()) };
    let mut outcome = Outcome::Clean;
    let (mut files, mut changes) = (0, 0);
    let diff = args.diff;
    let folder = if diff { common_folder(plan) } else { PathBuf::new() };
    plan.run(
        |read| {
            let input = read?;
            if diff {
                let fixed = linter.fix(&input.source, least(args));
                let name = relative(&real(&input.source.path), &folder);
                return Ok((inert(&unified(&name, &input.source.text, &fixed)), fixed.count));
            }
            silenced(&input, linter)
        },
        |done: Result<(String, usize), FileProblem>| {
            match done {
                Ok((text, count)) => {
                    out.write_all(text.as_bytes())?;
                    files += usize::from(count > 0);
                    changes += count;
                    if diff && !text.is_empty() {
                        outcome = outcome.max(Outcome::Found);
                    }
                }
                Err(problem) => {
                    complain(&problem.to_string());
                    outcome = Outcome::Trouble;
                }
            }
            Ok(())
        },
    )?;
    let written = out.flush();
    if !args.quiet {
        let what = format!("{} in {}", plural(changes, if diff { "fix" } else { "finding" }), plural(files, "file"));
        note(&match (changes, diff) {
            (0, true) => "nothing to fix".to_owned(),
            (0, false) => "nothing to silence".to_owned(),
            (_, true) if folder == real(Path::new(".")) => format!("{what} would be made"),
            (_, true) => format!("{what} would be made; apply the patch in {}", folder.display()),
            (_, false) => format!("{what} silenced"),
        });
    }
    written.map(|()| if report_problems(linter.workspace()) { Outcome::Trouble } else { outcome })
}

/// Writes comments into one file that silence its findings; returns the new text of standard input, and the number of
/// findings.
fn silenced(input: &Input, linter: &Linter) -> Result<(String, usize), FileProblem> {
    let (silent, count) = linter.silence(&input.source);
    let Source { path, text, .. } = &input.source;
    let silent = silent.ok_or_else(|| FileProblem::NotSilenced(path.clone()))?;
    if input.piped {
        return Ok((silent, count));
    }
    if count > 0 {
        atomic_write::replace(path, text.as_bytes(), &silent)
            .map_err(|error| FileProblem::NotWritten { path: path.clone(), reason: error.to_string() })?;
    }
    Ok((String::new(), count))
}

/// The folder in which to apply a patch: this one, or the nearest parent that holds all files. `patch` and `git apply`
/// change nothing outside of it and follow no links.
pub(super) fn common_folder(plan: &Plan) -> PathBuf {
    let here = real(Path::new("."));
    let paths: Vec<_> = plan.paths().map(real).collect();
    let holds = |folder: &&Path| paths.iter().all(|path| path.starts_with(folder));
    here.ancestors().find(holds).unwrap_or(&here).to_owned()
}
