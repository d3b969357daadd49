//! `--format github`: workflow commands that GitHub Actions shows as annotations beside the lines.

use super::statistics::Tally;
use super::{Checked, Report, Summary};
use crate::diagnostic::Level;

/// See the module.
pub struct Github;

impl Report for Github {
    fn has_a_line_for_each(&self) -> bool {
        true
    }

    fn file(&self, checked: &Checked) -> String {
        let path = property(&checked.path());
        let lines = checked.each(|diagnostic, index| {
            let command = match diagnostic.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Info | Level::Off => "notice",
            };
            let (start, end) = (index.position(diagnostic.span.start), index.position(diagnostic.span.end));
            let title = property(&format!("star-lint ({})", diagnostic.rule));
            let mut text = diagnostic.told().into_owned();
            if !diagnostic.help.is_empty() {
                text += &format!("\nhelp: {}", diagnostic.help);
            }
            format!(
                "::{command} file={path},line={},col={},endLine={},endColumn={},title={title}::{}\n",
                start.line,
                start.column,
                end.line,
                end.column,
                data(&text)
            )
        });
        lines.concat()
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        String::new()
    }
}

/// What a command says: a line break would end it, and other control characters would reach the log raw.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A value of a command: a comma or colon would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
