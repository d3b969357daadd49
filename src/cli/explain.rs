//! `star-lint explain`.

use super::args::{ConfigArgs, ExplainArgs};
use super::{Outcome, complain, here, no_rule};
use crate::config::show;
use crate::config::stack::ProfileView;
use crate::rules::builtin;
use crate::rules::load::WrittenRule;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

/// Runs the command.
pub fn run(args: &ExplainArgs) -> io::Result<Outcome> {
    let (mut settings, outcome) = here(&args.rules);
    let known = |views: &[Arc<ProfileView>]| views.iter().any(|view| written(view, &args.rule).is_some());
    let mut under = "";
    if let Some(name) = builtin::profile_of(&args.rule).filter(|_| !known(&settings.views(&[]))) {
        // A hint can be explained without its profile.
        let profile = [&args.rules.profile[..], &[name.to_owned()]].concat();
        settings = here(&ConfigArgs { profile, ..args.rules.clone() }).0;
        under = name;
    }
    let mut views = settings.views(&[]);
    views.retain(|view| written(view, &args.rule).is_some());
    let Some(rule) = views.first().and_then(|view| written(view, &args.rule)) else {
        let rules: BTreeSet<String> = settings.stack.rules().collect();
        complain(&no_rule(&args.rule, "rule", rules.iter().map(String::as_str)));
        return Ok(Outcome::Trouble);
    };
    let level = |view: &ProfileView| view.rules.rule(&rule.id).map_or("off", |rule| rule.level.name());
    let text = |key: &str| rule.patch.texts.get(key).map_or("", String::as_str);
    let mut out = super::Shown::new();
    writeln!(out, "{}: {}\n{}, {}\n", rule.id, wrap(text("summary"), ""), rule.group, level(&views[0]))?;
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
    for view in &views {
        let profile = view.profile.as_ref().map(|name| format!(" under {name}")).unwrap_or_default();
        let elsewhere = if under.is_empty() { "" } else { ", a profile that is not active here" };
        writeln!(out, "\nSettings in force{profile}{elsewhere}:\n")?;
        show::rule(view, &rule.id).iter().try_for_each(|line| writeln!(out, "  {line}"))?;
    }
    writeln!(
        out,
        "\nTo change it, in a star-lint.toml:\n\n  [rules.{}]\n  level = \"{}\"   # error, warning, info or off\n\nTo silence it in one place of a note:\n\n  <!-- star-lint-disable-next-line {} -- why -->",
        rule.id,
        level(&views[0]),
        rule.id
    )?;
    out.flush()?;
    Ok(outcome)
}

/// What is written of a rule in a view.
fn written<'v>(view: &'v ProfileView, id: &str) -> Option<&'v Arc<WrittenRule>> {
    view.written().rules.iter().find(|rule| rule.id == id)
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
