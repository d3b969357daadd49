//! `--format concise`: one line a finding, for grep and editors.

use super::statistics::Tally;
use super::{Checked, Report, Summary, printable};

/// See the module.
pub struct Concise;

impl Report for Concise {
    fn file(&self, checked: &Checked) -> String {
        let path = printable(&checked.path());
        let lines = checked.each(|diagnostic, index| {
            let at = index.position(diagnostic.span.start);
            let (level, message) = (diagnostic.level.name(), printable(&diagnostic.told()));
            format!("{path}:{}:{}: {level}[{}]: {message}\n", at.line, at.column, diagnostic.rule)
        });
        lines.concat()
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        String::new()
    }
}
