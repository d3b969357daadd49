//! `star-lint explain`.

use super::args::ExplainArgs;
use super::{Outcome, complain, load, no_rule};
use std::io::{self, Write};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> io::Result<Outcome> {
    let (loaded, outcome) = load(&args.rules);
    let layers = loaded.written();
    let Some(rule) = layers.rules.iter().find(|rule| rule.id == args.rule) else {
        complain(&no_rule(&args.rule, layers.rules.iter().map(|rule| rule.id.as_str())));
        return Ok(Outcome::Trouble);
    };
    let level = loaded.rules.rule(&rule.id).map_or("off", |rule| rule.level.name());
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

fn wrap(text: &str, indent: &str) -> String {
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
