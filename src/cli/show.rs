//! `star-lint check --show-config`.

use super::Outcome;
use super::args::CheckArgs;
use super::files::Plan;
use crate::config::{Workspace, show};
use crate::linter::names_rule;
use std::io::{self, Write};

/// Prints the different settings of a run, each with its first file.
pub fn run(args: &CheckArgs, plan: &Plan, workspace: &Workspace) -> io::Result<Outcome> {
    let mut out = super::Shown::new();
    let here = workspace.here();
    let mut all: Vec<_> =
        plan.settings().into_iter().map(|(path, settings)| (path.display().to_string(), settings)).collect();
    if all.is_empty() {
        all.push(("this folder".into(), &here));
    }
    let quoted = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    let level = |key: &str, level: Option<String>| Some((key.to_owned(), format!("\"{}\"", level?)));
    let fail_on = level("fail-on", args.report.fail_on.map(|level| quoted(&level)));
    let min_level = level("min-level", args.report.min_level.map(|level| quoted(&level)));
    let levels = [(fail_on, "--fail-on"), (min_level, "--min-level")];
    let levels: Vec<_> = levels.into_iter().filter_map(|(set, place)| Some((set?, place))).collect();
    for (number, (path, settings)) in all.iter().enumerate() {
        let views = settings.views(&[]);
        for (place, view) in views.iter().enumerate() {
            let profile = view.profile.as_ref().map(|name| format!(" under {name}")).unwrap_or_default();
            let blank = if number == 0 && place == 0 { "" } else { "\n" };
            let name = crate::report::printable(path);
            writeln!(out, "{blank}# for {name}{profile}; later files change what they name:")?;
            writeln!(out, "#   built in ({})", crate::report::plural(view.written().rules.len(), "rule"))?;
            for part in &view.parts {
                let over = part.over.map(|number| format!(", override {}", number + 1)).unwrap_or_default();
                writeln!(out, "#   {}{over}", part.config.source.path.display())?;
            }
            let ignored = view.rules.rules.iter().filter(|rule| names_rule(&args.report.ignore, &rule.id, &views));
            let ignored = ignored.map(|rule| ((format!("rules.{}.level", rule.id), "\"off\"".to_owned()), "--ignore"));
            let extra: Vec<_> = levels.iter().cloned().chain(ignored).collect();
            show::lines(view, &extra).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
