//! What `check` and `bank` share: which findings are wanted, where the report goes and how it looks there.

use super::args::{Color, InputArgs, ReportArgs};
use super::files::{Plan, report_problems};
use super::output::Output;
use super::terminal::{COLUMNS, colors, columns, links, width};
use super::{Outcome, complain, note};
use crate::atomic_write;
use crate::baseline::{Baseline, Scope};
use crate::config::{Options, Workspace};
use crate::disk::real;
use crate::linter::Linter;
use crate::report::{Context, plural};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// What a run starts with: where rules come from, the notes, and whether a configuration has a problem. `None` if a rule
/// that the options name does not exist.
pub fn begin(args: &ReportArgs, input: &InputArgs, paths: &[PathBuf]) -> Option<(Arc<Workspace>, Plan, Outcome)> {
    let options = Options { no_exclude: args.no_exclude, ..input.rules.options() };
    let workspace = Arc::new(Workspace::new(options));
    let plan = Plan::new(paths, input, &workspace);
    let outcome = if report_problems(&workspace) { Outcome::Trouble } else { Outcome::Clean };
    known(args, &plan, &workspace).then_some((workspace, plan, outcome))
}

/// How the report looks where it goes to.
pub fn context<'w>(args: &ReportArgs, workspace: &'w Workspace) -> Context<'w> {
    let (color, links, width) = if args.output_file.is_some() {
        // A file looks the same whatever the terminal is.
        (args.color == Color::Always, false, columns().unwrap_or(COLUMNS))
    } else {
        let color = colors(args.color, &io::stdout());
        (color, links(color), width())
    };
    Context { workspace, color, links, width, quiet: args.quiet }
}

/// The file that the report goes to, if not to standard output.
///
/// # Errors
/// A message, if the file is one of the notes.
pub fn file(args: &ReportArgs, plan: &Plan) -> Result<Option<Output>, String> {
    let Some(path) = &args.output_file else { return Ok(None) };
    if path.exists() && plan.paths().any(|note| real(note) == real(path)) {
        return Err(format!("{} is one of the notes to check; write the report to another file", path.display()));
    }
    Ok(Some(Output::file(path)))
}

/// The baseline that the options name.
///
/// # Errors
/// A message, if it cannot be read.
pub fn baseline(args: &ReportArgs, scope: Scope) -> Result<Option<Baseline>, String> {
    let open = |path| Baseline::open(path, args.update_baseline, scope).map_err(|error| error.to_string());
    args.baseline.as_deref().map(open).transpose()
}

/// Writes a recorded baseline and says so; false if it could not be written.
pub fn keep(args: &ReportArgs, linter: &Linter) -> bool {
    let (Some(baseline), Some(file)) = (linter.baseline(), args.baseline.as_deref()) else { return true };
    let path = file.display();
    let save = |(text, count): (String, usize)| atomic_write::write(file, &text).map(|()| count);
    match baseline.recorded().and_then(|recorded| recorded.map(save).transpose()) {
        Ok(Some(count)) => {
            let findings = plural(count, "finding");
            note(&format!("{findings} written to {path}; --baseline {path} now reports only new ones"));
        }
        Ok(None) if baseline.stale() > 0 => {
            let entries = plural(baseline.stale(), "finding");
            note(&format!("{entries} in {path} can no longer be found; --update-baseline removes them"));
        }
        Ok(None) => {}
        Err(error) => {
            complain(&format!("cannot write the baseline {path}: {error}"));
            return false;
        }
    }
    true
}

/// Whether every rule and group that the options name exists under some configuration of the run.
fn known(args: &ReportArgs, plan: &Plan, workspace: &Workspace) -> bool {
    let here = workspace.here();
    let all = plan.settings().into_iter().map(|(_, settings)| settings).chain([&here]);
    let unknown = args.selection().unknown(all);
    for problem in &unknown {
        complain(problem);
    }
    unknown.is_empty()
}
