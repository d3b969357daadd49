//! What there is to say about a rule: why it exists, examples, its settings and how to change them. As text for a
//! terminal, as Markdown for an editor or as JSON for a program.

use crate::config::show;
use crate::config::stack::ProfileView;
use crate::rules::load::WrittenRule;
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;

/// A rule and the views in which it is written, of which there is at least one.
pub struct Explanation<'v> {
    rule: &'v WrittenRule,
    views: Vec<&'v ProfileView>,
}

impl<'v> Explanation<'v> {
    /// What the views say of a rule; `None` where none of them has it.
    pub fn new(views: &'v [Arc<ProfileView>], id: &str) -> Option<Explanation<'v>> {
        let all = views.iter().filter_map(|view| {
            let rule = view.written().rules.iter().find(|rule| rule.id == id)?;
            Some((&**rule, &**view))
        });
        let (rules, views): (Vec<_>, Vec<_>) = all.unzip();
        Some(Explanation { rule: rules.first()?, views })
    }

    fn text(&self, key: &str) -> &'v str {
        self.rule.patch.texts.get(key).map_or("", String::as_str)
    }

    fn level(&self) -> &'static str {
        let rule = self.views.first().and_then(|view| view.rules.rule(&self.rule.id));
        rule.map_or("off", |rule| rule.level.name())
    }

    /// What is said besides the summary, each part with how it is introduced.
    fn parts(&self) -> impl Iterator<Item = (&'static str, &'v str)> {
        let parts = [("", "why"), ("What to do: ", "help"), ("Source: ", "source"), ("Measured: ", "measured")];
        let parts = parts.map(|(title, key)| (title, self.text(key)));
        parts.into_iter().filter(|(_, text)| !text.is_empty())
    }

    fn examples(&self) -> impl Iterator<Item = (&'static str, &'v str)> {
        let examples = self.rule.patch.examples.iter();
        let both = examples.flat_map(|example| [("weak", example.bad.as_str()), ("fine", example.good.as_str())]);
        both.filter(|(_, text)| !text.is_empty())
    }

    /// The settings in force, for each view.
    fn settings(&self) -> impl Iterator<Item = (String, Vec<String>)> {
        self.views.iter().map(|view| {
            let profile = view.profile.as_ref().map(|name| format!(" under {name}")).unwrap_or_default();
            (profile, show::rule(view, &self.rule.id))
        })
    }

    /// For a terminal; `aside` is added to what the settings are of.
    pub fn plain(&self, aside: &str) -> String {
        let WrittenRule { id, group, .. } = self.rule;
        let mut out = format!("{id}: {}\n{group}, {}\n\n", wrap(self.text("summary"), ""), self.level());
        for (title, text) in self.parts() {
            let _ = writeln!(out, "{}\n", wrap(&format!("{title}{text}"), ""));
        }
        for (mark, text) in self.examples() {
            let _ = writeln!(out, "  {mark}:\n{}", wrap_lines(text, "    "));
        }
        for (profile, lines) in self.settings() {
            let _ = writeln!(out, "\nSettings in force{profile}{aside}:\n");
            out += &lines.iter().map(|line| format!("  {line}\n")).collect::<String>();
        }
        let level = self.level();
        out + &format!(
            "\nTo change it, in a star-lint.toml:\n\n  [rules.{id}]\n  level = \"{level}\"   # error, warning, info or off\n\nTo silence it in one place of a note:\n\n  <!-- star-lint-disable-next-line {id} -- why -->\n"
        )
    }

    /// For a program.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Explained<'e> {
            rule: &'e str,
            group: &'e str,
            level: &'static str,
            summary: String,
            why: String,
            help: String,
            source: String,
            measured: String,
            examples: Vec<[&'e str; 2]>,
        }
        let text = |key| one_line(self.text(key));
        super::text::to_json(&Explained {
            rule: &self.rule.id,
            group: &self.rule.group,
            level: self.level(),
            summary: text("summary"),
            why: text("why"),
            help: text("help"),
            source: text("source"),
            measured: text("measured"),
            examples: self.examples().map(|(mark, text)| [mark, text.trim_end()]).collect(),
        })
    }

    /// For an editor.
    pub fn markdown(&self) -> String {
        let WrittenRule { id, group, .. } = self.rule;
        let mut out = format!("**{id}**: {} ({group}, {})\n", one_line(self.text("summary")), self.level());
        for (title, text) in self.parts() {
            let _ = write!(out, "\n{title}{}\n", one_line(text));
        }
        for (mark, text) in self.examples() {
            let _ = write!(out, "\n{mark}:\n\n{}", fenced("", text.trim_end()));
        }
        for (profile, lines) in self.settings() {
            let _ = write!(out, "\nSettings in force{profile}:\n\n{}", fenced("toml", &lines.join("\n")));
        }
        out
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A fenced block, whatever fences its text has.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
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
