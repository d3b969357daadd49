//! `star-lint annotate`.

use super::args::AnnotateArgs;
use super::change::common_folder;
use super::files::{Plan, report_problems};
use super::output::Output;
use super::problem::FileProblem;
use super::{Outcome, Shown, complain, note};
use crate::atomic_write;
use crate::config::Workspace;
use crate::disk::real;
use crate::fix::diff::unified;
use crate::linter::{Linter, Selection};
use crate::paths::relative;
use crate::report::plural;
use crate::report::text::inert;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

/// What came of one file.
struct Done {
    text: String,
    labelled: usize,
    left: usize,
}

/// Runs the command: shows what would change, or writes it.
pub fn run(args: &AnnotateArgs) -> io::Result<Outcome> {
    let workspace = Arc::new(Workspace::new(args.rules.options()));
    let plan = Plan::new(&args.paths, &args.stdin_filename, args.max_size, &workspace);
    let mut outcome = if report_problems(&workspace) { Outcome::Trouble } else { Outcome::Clean };
    let linter = Linter::new(workspace, Selection::default());
    let mut out: Box<dyn Write> =
        if io::stdout().is_terminal() { Box::new(Shown::new()) } else { Box::new(Output::new()) };
    let folder = common_folder(&plan);
    let (mut files, mut labelled, mut left) = (0, 0, 0);
    plan.run(
        |read| {
            let input = read?;
            let (fixed, left) = linter.annotate(&input.source);
            let path = &input.source.path;
            let labelled = fixed.count;
            let text = match (args.write, input.piped) {
                (false, _) => inert(&unified(&relative(&real(path), &folder), &input.source.text, &fixed)),
                (true, true) => fixed.text,
                (true, false) => {
                    if labelled > 0 {
                        atomic_write::replace(path, input.source.text.as_bytes(), &fixed.text).map_err(|error| {
                            FileProblem::NotWritten { path: path.clone(), reason: error.to_string() }
                        })?;
                    }
                    String::new()
                }
            };
            Ok(Done { text, labelled, left })
        },
        |done: Result<Done, FileProblem>| {
            match done {
                Ok(done) => {
                    out.write_all(done.text.as_bytes())?;
                    files += usize::from(done.labelled > 0);
                    (labelled, left) = (labelled + done.labelled, left + done.left);
                    if !args.write && done.labelled > 0 {
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
    let would = if args.write { "labelled" } else { "would be labelled" };
    note(&match labelled {
        0 => "no answer without labels to label".to_owned(),
        _ => format!("{} in {} {would}", plural(labelled, "answer"), plural(files, "file")),
    });
    if left > 0 {
        note(&format!("{} left as written: labels would change how the text is read", plural(left, "answer")));
    }
    written.map(|()| outcome)
}
