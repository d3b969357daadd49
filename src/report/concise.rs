//! `--format concise`: one line per finding, for grep and editors.

use super::statistics::{Statistics, Tally};
use super::text::first_in_line;
use super::{Checked, Format, Report, Summary, printable};
use crate::records::Answered;
use std::fmt::Write;

/// `--format concise`.
pub(super) const FORMAT: Format = Format {
    name: "concise",
    about: "One line per finding",
    report: |_| Box::new(Concise),
    statistics: Some(Statistics::LIST),
    record: Some(|Answered { error, source, linted, .. }| {
        let error = error.iter().map(|error| printable(error) + "\n");
        error.collect::<String>() + &Concise.file(&Checked::new(source, linted))
    }),
};

/// One line per finding.
pub struct Concise;

impl Report for Concise {
    fn has_a_line_for_each(&self) -> bool {
        true
    }

    fn file(&self, checked: &Checked) -> String {
        let path = checked.path();
        let path = first_in_line(&path);
        let mut lines = String::new();
        checked.each(|diagnostic, index| {
            let at = index.position(diagnostic.span.start);
            let (level, told) = (diagnostic.level.name(), diagnostic.message_with_profiles());
            let (rule, message) = (printable(&diagnostic.rule), printable(&told));
            let _ = writeln!(lines, "{path}:{}:{}: {level}[{rule}]: {message}", at.line, at.column);
        });
        lines
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        String::new()
    }
}
