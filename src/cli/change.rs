//! `--fix`, `--diff` and `--add-suppressions`: change notes, or show how they would change.

use super::args::CheckArgs;
use super::files::{Input, Plan, report_problems};
use super::output::Output;
use super::problem::FileProblem;
use super::{Outcome, Shown, complain, note};
use crate::atomic_write;
use crate::diagnostic::Applicability;
use crate::disk::real;
use crate::fix::Fixed;
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
    let diff = args.diff;
    let folder = if diff { common_folder(plan) } else { PathBuf::new() };
    let total = total(plan, diff, |input| {
        if diff {
            let fixed = linter.fix(&input.source, least(args));
            return Ok(Change { text: patch(&input.source, &fixed, &folder), count: fixed.count, left: 0 });
        }
        silenced(&input, linter)
    })?;
    if !args.report.quiet {
        let count = plural(total.count, if diff { "fix" } else { "finding" });
        let what = format!("{count} in {}", plural(total.files, "file"));
        note(&match (total.count, diff) {
            (0, true) => "nothing to fix".to_owned(),
            (0, false) => "nothing to silence".to_owned(),
            (_, true) if folder == real(Path::new(".")) => format!("{what} would be made"),
            (_, true) => format!("{what} would be made; apply the patch in {}", folder.display()),
            (_, false) => format!("{what} silenced"),
        });
    }
    let wrong = report_problems(linter.workspace());
    total.written.map(|()| if wrong { Outcome::Trouble } else { total.outcome })
}

/// Writes comments into one file that silence its findings, or shows standard input with them.
fn silenced(input: &Input, linter: &Linter) -> Result<Change, FileProblem> {
    let (silent, count) = linter.silence(&input.source);
    let text = silent.ok_or_else(|| FileProblem::NotSilenced(input.source.path.clone()))?;
    if input.piped {
        return Ok(Change { text, count, left: 0 });
    }
    if count > 0 {
        replace(&input.source, &text)?;
    }
    Ok(Change { text: String::new(), count, left: 0 })
}

/// What came of one file.
pub(super) struct Change {
    /// What is printed.
    pub text: String,
    /// How many changes were made, or are shown.
    pub count: usize,
    /// How many could not be made.
    pub left: usize,
}

/// What came of all files.
pub(super) struct Total {
    /// How many of them are changed.
    pub files: usize,
    /// How many changes there are.
    pub count: usize,
    /// How many could not be made.
    pub left: usize,
    /// The outcome of the run.
    pub outcome: Outcome,
    /// Whether all could be printed.
    pub written: io::Result<()>,
}

/// Changes every file, or shows how it would change, which then counts as a finding.
pub(super) fn total(
    plan: &Plan,
    shows: bool,
    change: impl Fn(Input) -> Result<Change, FileProblem> + Sync,
) -> io::Result<Total> {
    // A patch needs the exact bytes of the note; a terminal gets a safe version.
    let mut out: Box<dyn Write> =
        if io::stdout().is_terminal() { Box::new(Shown::new()) } else { Box::new(Output::new()) };
    let mut total = Total { files: 0, count: 0, left: 0, outcome: Outcome::Clean, written: Ok(()) };
    plan.run(
        |read| change(read?),
        |done| {
            let outcome = match done {
                Ok(Change { text, count, left }) => {
                    out.write_all(text.as_bytes())?;
                    total.files += usize::from(count > 0);
                    total.count += count;
                    total.left += left;
                    if shows && count > 0 { Outcome::Found } else { Outcome::Clean }
                }
                Err(problem) => {
                    complain(&problem.to_string());
                    Outcome::Trouble
                }
            };
            total.outcome = total.outcome.max(outcome);
            Ok(())
        },
    )?;
    total.written = out.flush();
    Ok(total)
}

/// The patch of a file, to be applied in a folder.
pub(super) fn patch(source: &Source, fixed: &Fixed, folder: &Path) -> String {
    inert(&unified(&relative(&real(&source.path), folder), &source.text, fixed))
}

/// Writes a text in place of a note.
pub(super) fn replace(note: &Source, text: &str) -> Result<(), FileProblem> {
    atomic_write::replace(&note.path, note.text.as_bytes(), text)
        .map_err(|error| FileProblem::NotWritten { path: note.path.clone(), reason: error.to_string() })
}

/// The folder in which to apply a patch: this one, or the nearest parent that holds all files. `patch` and `git apply`
/// change nothing outside of it and follow no links.
pub(super) fn common_folder(plan: &Plan) -> PathBuf {
    let here = real(Path::new("."));
    let paths: Vec<_> = plan.paths().map(real).collect();
    let holds = |folder: &&Path| paths.iter().all(|path| path.starts_with(folder));
    here.ancestors().find(holds).unwrap_or(&here).to_owned()
}
