//! `star-lint rules` and `star-lint rules test`.

use super::args::{RulesArgs, RulesCommand};
use super::{Outcome, complain, load, unreadable};
use crate::diagnostic::Level;
use crate::examples;
use std::io::{self, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &RulesArgs) -> io::Result<Outcome> {
    let mut out = io::stdout().lock();
    if let Some(RulesCommand::Test { file }) = &args.command {
        return test(file, args, &mut out);
    }
    let (loaded, outcome) = load(&args.rules);
    let mut group = "";
    let layers = loaded.written();
    for rule in &layers.rules {
        if rule.group != group {
            writeln!(out, "{}{}", if group.is_empty() { "" } else { "\n" }, rule.group)?;
            group = &rule.group;
        }
        let level = loaded.rules.rule(&rule.id).map_or(Level::Off, |rule| rule.level);
        let summary = rule.patch.texts.get("summary").map_or("", String::as_str);
        writeln!(out, "  {:<18} {:<8} {summary}", rule.id, level.name())?;
    }
    out.flush()?;
    Ok(outcome)
}

/// Tests a rule file, laid over the built-in rules.
fn test(file: &Path, args: &RulesArgs, out: &mut impl Write) -> io::Result<Outcome> {
    if let Err(error) = std::fs::metadata(file) {
        complain(&unreadable(file, &error));
        return Ok(Outcome::Trouble);
    }
    let config = super::ConfigArgs { config: Some(file.to_owned()), no_config: args.rules.no_config };
    let (loaded, outcome) = load(&config);
    let report = examples::run(&loaded.layers, &loaded.rules, loaded.own_files());
    for failure in &report.failures {
        writeln!(out, "{failure}")?;
    }
    let rules = crate::report::plural(report.rules, "rule");
    writeln!(out, "{rules}, {}: {} failed", crate::report::plural(report.examples, "example"), report.failures.len())?;
    out.flush()?;
    let found = if report.failures.is_empty() { Outcome::Clean } else { Outcome::Found };
    Ok(outcome.max(found))
}
