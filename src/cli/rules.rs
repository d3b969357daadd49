//! `star-lint rules` and `star-lint rules test`.

use super::args::{ConfigArgs, RulesArgs, RulesCommand};
use super::problem::FileProblem;
use super::{Outcome, complain, here};
use crate::diagnostic::Level;
use crate::disk::current;
use crate::examples;
use crate::language::definition::FileId;
use crate::paths::absolute;
use std::io::{self, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &RulesArgs) -> io::Result<Outcome> {
    let mut out = super::Shown::new();
    if let Some(RulesCommand::Test { file }) = &args.command {
        return test(file, args, &mut out);
    }
    let (settings, outcome) = here(&args.rules);
    let views = settings.views(&[]);
    for (number, view) in views.iter().enumerate() {
        if let Some(profile) = view.profile.as_ref().filter(|_| views.len() > 1) {
            writeln!(out, "{}under {profile}:", if number == 0 { "" } else { "\n" })?;
        }
        for (place, (group, rules)) in view.written().groups().into_iter().enumerate() {
            writeln!(out, "{}{group}", if place == 0 { "" } else { "\n" })?;
            for rule in rules {
                let level = view.rules.rule(&rule.id).map_or(Level::Off, |rule| rule.level);
                let summary = rule.patch.texts.get("summary").map_or("", String::as_str);
                let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
                writeln!(out, "  {:<20} {:<8} {summary}", rule.id, level.name())?;
            }
        }
    }
    out.flush()?;
    Ok(outcome)
}

/// Tests a rule file on top of the built-in rules.
fn test(file: &Path, args: &RulesArgs, out: &mut impl Write) -> io::Result<Outcome> {
    if let Err(error) = std::fs::metadata(file) {
        complain(&FileProblem::unreadable(file, &error).to_string());
        return Ok(Outcome::Trouble);
    }
    let ConfigArgs { profile, set, .. } = args.rules.clone();
    let config = ConfigArgs { config: Some(file.to_owned()), profile, set, ..ConfigArgs::default() };
    let (settings, outcome) = here(&config);
    let views = settings.views(&[]);
    let Some(view) = views.first() else { return Ok(outcome) };
    let own =
        view.parts.iter().position(|part| part.over.is_none() && part.config.path() == absolute(&current(), file));
    let own = |file| own.map(FileId::Applied) == Some(file);
    let mut report = examples::run(view.written(), &view.rules, own);
    let sentences = examples::run_sentences(view.written(), &view.rules, own);
    report.examples += sentences.examples;
    report.failures.extend(sentences.failures);
    for failure in &report.failures {
        writeln!(out, "{failure}")?;
    }
    let rules = crate::report::plural(report.rules, "rule");
    writeln!(out, "{rules}, {}: {} failed", crate::report::plural(report.examples, "example"), report.failures.len())?;
    out.flush()?;
    let found = if report.failures.is_empty() { Outcome::Clean } else { Outcome::Found };
    Ok(outcome.max(found))
}
