//! `star-lint check --show-config`.

use super::Outcome;
use super::args::CheckArgs;
use super::files::Plan;
use crate::config::{Workspace, show};
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
    let mut extra = Vec::new();
    let (fail_on, min_level) = (args.fail_on.map(|level| quoted(&level)), args.min_level.map(|level| quoted(&level)));
    let (fail_on, min_level) =
        (fail_on.map(|level| format!("\"{level}\"")), min_level.map(|level| format!("\"{level}\"")));
    if let Some(level) = &fail_on {
        extra.push(("fail-on", level.as_str(), "--fail-on"));
    }
    if let Some(level) = &min_level {
        extra.push(("min-level", level.as_str(), "--min-level"));
    }
    let turned: Vec<(String, &str)> =
        args.ignore.iter().map(|rule| (format!("rules.{rule}.level"), "--ignore")).collect();
    extra.extend(turned.iter().map(|(key, place)| (key.as_str(), "\"off\"", *place)));
    for (number, (path, settings)) in all.iter().enumerate() {
        for (place, view) in settings.views(&[]).iter().enumerate() {
            let profile = view.profile.as_ref().map(|name| format!(" under {name}")).unwrap_or_default();
            let blank = if number == 0 && place == 0 { "" } else { "\n" };
            let name = crate::report::printable(path);
            writeln!(out, "{blank}# for {name}{profile}; later files change what they name:")?;
            writeln!(out, "#   built in ({})", crate::report::plural(view.written().rules.len(), "rule"))?;
            for part in &view.parts {
                let over = part.over.map(|number| format!(", override {}", number + 1)).unwrap_or_default();
                writeln!(out, "#   {}{over}", part.config.source.path.display())?;
            }
            show::lines(view, &extra).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}
