//! `--format json`: the findings as one document, in the schema of `docs/formats.md`.

use super::{Checked, Report, Summary};
use crate::diagnostic::Diagnostic;
use crate::source::{LineIndex, Span};
use serde::Serialize;

/// A place in a file: 1-based line and column (in characters), and the offset in bytes.
#[derive(Serialize)]
pub struct Place {
    pub(super) line: usize,
    column: usize,
    offset: u32,
}

impl Place {
    /// The place of a byte offset.
    pub fn new(index: &LineIndex, offset: u32) -> Place {
        let at = index.position(offset);
        Place { line: at.line, column: at.column, offset }
    }

    /// The places where a span starts and ends.
    pub fn pair(index: &LineIndex, span: Span) -> (Place, Place) {
        (Place::new(index, span.start), Place::new(index, span.end))
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    path: String,
    start: Place,
    end: Place,
    answer: Option<&'a str>,
    section: Option<&'static str>,
    help: Option<&'a str>,
    fix: Option<()>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Totals {
    files: usize,
    answers: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// See the module.
pub struct Json;

fn finding<'a>(diagnostic: &'a Diagnostic, checked: &'a Checked, index: &LineIndex) -> Finding<'a> {
    let (start, end) = Place::pair(index, diagnostic.span);
    let title = diagnostic.answer.and_then(|answer| checked.titles.get(answer)).and_then(Option::as_deref);
    Finding {
        rule: &diagnostic.rule,
        level: diagnostic.level.name(),
        message: &diagnostic.message,
        path: checked.source.path.display().to_string(),
        start,
        end,
        answer: title,
        section: diagnostic.section,
        help: Some(diagnostic.help.as_str()).filter(|help| !help.is_empty()),
        fix: None,
        url: None,
    }
}

impl Report for Json {
    fn start(&self) -> String {
        "{\"version\":1,\"diagnostics\":[".into()
    }

    fn file(&self, checked: &Checked) -> String {
        if checked.diagnostics.is_empty() {
            return String::new();
        }
        let index = LineIndex::new(&checked.source.text);
        let findings = checked.diagnostics.iter().map(|diagnostic| finding(diagnostic, checked, &index));
        findings.filter_map(|finding| serde_json::to_string(&finding).ok()).collect::<Vec<_>>().join(",\n")
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn finish(&self, summary: &Summary) -> String {
        let Summary { files, answers, errors, warnings, infos, .. } = *summary;
        let totals = serde_json::to_string(&Totals { files, answers, errors, warnings, infos }).unwrap_or_default();
        format!("],\n\"summary\":{totals}}}\n")
    }
}
