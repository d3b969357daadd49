//! `--format concise`: one line a finding, for grep and editors.

use super::{Checked, Report, Summary};
use crate::source::LineIndex;
use annotate_snippets::normalize_untrusted_str;
use std::fmt::Write;

/// See the module.
pub struct Concise;

impl Report for Concise {
    fn file(&self, checked: &Checked) -> String {
        if checked.diagnostics.is_empty() {
            return String::new();
        }
        let index = LineIndex::new(&checked.source.text);
        let path = normalize_untrusted_str(&checked.source.path.display().to_string());
        let mut out = String::new();
        for diagnostic in checked.diagnostics {
            let at = index.position(diagnostic.span.start);
            let (level, message) = (diagnostic.level.name(), normalize_untrusted_str(&diagnostic.message));
            let _ = writeln!(out, "{path}:{}:{}: {level}[{}]: {message}", at.line, at.column, diagnostic.rule);
        }
        out
    }

    fn finish(&self, _: &Summary) -> String {
        String::new()
    }
}
