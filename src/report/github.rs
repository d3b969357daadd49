//! `--format github`: workflow commands that GitHub Actions shows as annotations beside the lines.

use super::statistics::Tally;
use super::{Checked, Format, Report, Summary, elsewhere, printable};
use crate::diagnostic::Level;

/// `--format github`.
pub(super) const FORMAT: Format = Format {
    name: "github",
    about: "GitHub Actions annotations",
    report: |_| Box::new(Github),
    statistics: None,
    record: None,
};

/// Commands that annotate lines on GitHub.
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
            let mut lines = vec![printable(&diagnostic.message_with_profiles()).into_owned()];
            if !diagnostic.help.is_empty() {
                lines.push(format!("help: {}", printable(&diagnostic.help)));
            }
            lines.extend(elsewhere(diagnostic, index));
            let text = lines.iter().map(|line| data(line)).collect::<Vec<_>>().join("%0A");
            format!(
                "::{command} file={path},line={},col={},endLine={},endColumn={},title={title}::{text}\n",
                start.line, start.column, end.line, end.column,
            )
        });
        lines.concat()
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        String::new()
    }
}

/// The text of a command, in which GitHub decodes escapes.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

/// A value of a command: a comma or colon would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
