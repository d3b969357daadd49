//! `star-lint outline`.

use super::args::{OutlineArgs, OutlineFormat};
use super::files::{Plan, Read, report_problems};
use super::output::Output;
use super::problem::FileProblem;
use super::{Outcome, complain};
use crate::config::Workspace;
use crate::linter::{Linter, Selection};
use crate::report::outline;
use std::io::{self, Write};
use std::sync::Arc;

/// Runs the command.
pub fn run(args: &OutlineArgs) -> io::Result<Outcome> {
    let workspace = Arc::new(Workspace::new(args.input.rules.options()));
    let plan = Plan::new(&args.paths, &args.input, &workspace);
    let mut outcome = if report_problems(&workspace) { Outcome::Trouble } else { Outcome::Clean };
    let linter = Linter::new(workspace, Selection::default());
    let mut out = Output::new();
    let json = args.format == OutlineFormat::Json;
    let work = |read: Read| {
        let input = read?;
        let outline = outline::read(&linter, &input.source);
        Ok(if json { outline::json_file(&outline) } else { outline::human_file(&outline) })
    };
    let mut all = Vec::new();
    plan.run(work, |file: Result<String, FileProblem>| {
        match file {
            Ok(text) if json => all.push(text),
            Ok(text) => out.write_all(text.as_bytes())?,
            Err(problem) => {
                complain(&problem.to_string());
                outcome = Outcome::Trouble;
            }
        }
        Ok(())
    })?;
    if json {
        out.write_all(outline::json(&all).as_bytes())?;
    }
    out.flush()?;
    Ok(outcome)
}
