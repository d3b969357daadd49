//! `star-lint annotate`.

use super::args::AnnotateArgs;
use super::change::{Change, common_folder, patch, replace, total};
use super::files::{Plan, report_problems};
use super::{Outcome, note};
use crate::config::Workspace;
use crate::linter::{Linter, Selection};
use crate::report::plural;
use std::io;
use std::sync::Arc;

/// Runs the command: shows what would change, or writes it.
pub fn run(args: &AnnotateArgs) -> io::Result<Outcome> {
    let workspace = Arc::new(Workspace::new(args.input.rules.options()));
    let plan = Plan::new(&args.paths, &args.input, &workspace);
    let outcome = if report_problems(&workspace) { Outcome::Trouble } else { Outcome::Clean };
    let linter = Linter::new(workspace, Selection::default());
    let folder = common_folder(&plan);
    let total = total(&plan, !args.write, |input| {
        let (fixed, left) = linter.annotate(&input.source);
        let text = match (args.write, input.piped) {
            (false, _) => patch(&input.source, &fixed, &folder),
            (true, true) => fixed.text,
            (true, false) if fixed.count == 0 => String::new(),
            (true, false) => replace(&input.source, &fixed.text).map(|()| String::new())?,
        };
        Ok(Change { text, count: fixed.count, left })
    })?;
    let would = if args.write { "labelled" } else { "would be labelled" };
    note(&match total.count {
        0 => "no answer without labels to label".to_owned(),
        count => format!("{} in {} {would}", plural(count, "answer"), plural(total.files, "file")),
    });
    if total.left > 0 {
        note(&format!("{} left as written: labels would change how the text is read", plural(total.left, "answer")));
    }
    total.written.map(|()| total.outcome.max(outcome))
}
