//! `star-lint explain`.

use super::args::{ConfigArgs, ExplainArgs};
use super::{Outcome, complain, here, no_rule};
use crate::config::stack::View;
use crate::rules::load::WrittenRule;
use crate::rules::{RuleSet, builtin};
use std::io::{self, Write};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> io::Result<Outcome> {
    let (mut settings, outcome) = here(&args.rules);
    let profile = builtin::PROFILES.iter().find(|(_, text)| builtin::has(text, &args.rule));
    if let Some((name, _)) = profile.filter(|_| args.rules.profile.is_empty()) {
        // A hint of a profile can be asked for without the profile.
        let config = ConfigArgs { no_config: true, profile: vec![(*name).to_owned()], ..ConfigArgs::default() };
        settings = here(&config).0;
    }
    let rules = || settings.views.iter().flat_map(of);
    let Some((rule, set)) = rules().find(|(rule, _)| rule.id == args.rule) else {
        complain(&no_rule(&args.rule, rules().map(|(rule, _)| rule.id.as_str())));
        return Ok(Outcome::Trouble);
    };
    let level = set.rule(&rule.id).map_or("off", |rule| rule.level.name());
    let text = |key: &str| rule.patch.texts.get(key).map_or("", String::as_str);
    let mut out = super::Shown::new();
    writeln!(out, "{}: {}\n{}, {level}\n", rule.id, text("summary"), rule.group)?;
    for (title, key) in [("", "why"), ("What to do: ", "help"), ("Source: ", "source"), ("Measured: ", "measured")] {
        if !text(key).is_empty() {
            writeln!(out, "{}\n", wrap(&format!("{title}{}", text(key)), ""))?;
        }
    }
    for example in &rule.patch.examples {
        for (mark, text) in [("weak", &example.bad), ("fine", &example.good)] {
            if !text.is_empty() {
                writeln!(out, "  {mark}:\n{}", wrap_lines(text, "    "))?;
            }
        }
    }
    writeln!(
        out,
        "\nIn star-lint.toml:\n\n  [rules.{}]\n  level = \"{level}\"   # error, warning, info or off\n\nAt one place of a note:\n\n  <!-- star-lint-disable-next-line {} -- why -->",
        rule.id, rule.id
    )?;
    out.flush()?;
    Ok(outcome)
}

/// What is written of each rule of a view, and the rules as they are in force.
fn of(view: &View) -> impl Iterator<Item = (&WrittenRule, &RuleSet<'static>)> {
    view.written().rules.iter().map(|rule| (rule, &view.rules))
}

/// The columns of explanations: a comfortable line, whatever the terminal.
const COLUMNS: usize = 90;

fn wrap_lines(text: &str, indent: &str) -> String {
    text.trim_end().lines().map(|line| wrap(line, indent)).collect::<Vec<_>>().join("\n")
}

/// Breaks a text into lines of a comfortable length.
pub fn wrap(text: &str, indent: &str) -> String {
    let mut out = String::from(indent);
    let mut column = indent.len();
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if column + width + 1 > COLUMNS && column > indent.len() {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if column > indent.len() {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}
