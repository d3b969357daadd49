//! `star-lint explain`.

use super::args::ExplainArgs;
use super::{Outcome, complain, here, no_rule};
use crate::rules::builtin;
use crate::rules::load::layers;
use std::io::{self, Write};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> io::Result<Outcome> {
    let (settings, outcome) = here(&args.rules);
    let own = || settings.views.iter().map(|view| (view.written().clone(), &view.rules));
    // A hint of a profile can be asked for without the profile.
    let profile = builtin::PROFILES.iter().find(|(_, text)| builtin::has(text, &args.rule));
    let profile =
        profile.map(|(name, text)| layers(builtin::FILES.into_iter().chain([(*name, *text)]), &mut Vec::new()));
    let set = profile.as_ref().map(|layers| layers.compile(&mut Vec::new()));
    let all: Vec<_> = own().chain(profile.clone().zip(set.as_ref())).collect();
    let rules = || all.iter().flat_map(|(layers, set)| layers.rules.iter().map(move |rule| (rule, set)));
    let Some((rule, set)) = rules().find(|(rule, _)| rule.id == args.rule) else {
        complain(&no_rule(&args.rule, rules().map(|(rule, _)| rule.id.as_str())));
        return Ok(Outcome::Trouble);
    };
    let level = set.rule(&rule.id).map_or("off", |rule| rule.level.name());
    let text = |key: &str| rule.patch.texts.get(key).map_or("", String::as_str);
    let mut out = io::stdout().lock();
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
        "\nIn star-lint.toml:\n\n  [rules.{}]\n  level = \"{level}\"   # error, warning, info or off",
        rule.id
    )?;
    out.flush()?;
    Ok(outcome)
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
