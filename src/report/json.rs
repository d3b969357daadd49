//! `--format json`, in the schema of `docs/formats.md`.

use super::statistics::{Statistics, Tally};
use super::text::link;
use super::{Checked, Format, Report, Summary, printable};
use crate::diagnostic::Applicability;
use crate::source::{LineIndex, Span};
use serde::Serialize;
use std::borrow::Cow;

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
    message: Cow<'a, str>,
    /// The note; the findings of a record are within it.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    start: Place,
    end: Place,
    labels: Vec<Other<'a>>,
    answer: Option<&'a str>,
    section: Option<&'static str>,
    help: Option<Cow<'a, str>>,
    profiles: &'a [String],
    fix: Option<Mend<'a>>,
    url: Option<&'a str>,
}

/// A label: another place that explains a finding.
#[derive(Serialize)]
struct Other<'a> {
    /// The note, if it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    start: Place,
    end: Place,
    text: Cow<'a, str>,
}

/// The fix of a finding.
#[derive(Serialize)]
struct Mend<'a> {
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: Place,
    end: Place,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct Totals {
    files: usize,
    answers: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    fixed: usize,
}

impl Totals {
    pub(super) fn new(summary: &Summary) -> Totals {
        let Summary { files, answers, errors, warnings, infos, fixed, .. } = *summary;
        Totals { files, answers, errors, warnings, infos, fixed }
    }
}

/// `--format json`.
pub(super) const FORMAT: Format = Format {
    name: "json",
    about: "One JSON document",
    report: |_| Box::new(Json),
    statistics: Some(Statistics::JSON),
    record: None,
};

/// One document.
pub struct Json;

/// The findings of a file, each as one line of JSON.
pub(super) fn findings(checked: &Checked) -> Vec<String> {
    findings_in(checked, Some(&checked.path()))
}

/// The same, with this path of the file or none.
pub(super) fn findings_in(checked: &Checked, path: Option<&str>) -> Vec<String> {
    checked.each(|diagnostic, index| {
        let (start, end) = Place::pair(index, diagnostic.span);
        let title = diagnostic.answer.and_then(|answer| checked.titles.get(answer as usize)).and_then(Option::as_deref);
        let fix = diagnostic.fix.as_ref().map(|fix| {
            let edits = fix.edits.iter().map(|(span, text)| {
                let (start, end) = Place::pair(index, *span);
                Edit { start, end, text }
            });
            Mend { applicability: fix.applicability, edits: edits.collect() }
        });
        let labels = diagnostic.labels.iter().map(|label| {
            let other = label.source.as_ref().map(|source| LineIndex::new(&source.text));
            let (start, end) = Place::pair(other.as_ref().unwrap_or(index), label.span);
            let path = label.source.as_ref().map(|source| super::path(source));
            Other { path, start, end, text: printable(&label.text) }
        });
        let finding = Finding {
            rule: &diagnostic.rule,
            level: diagnostic.level.name(),
            message: printable(&diagnostic.message),
            path,
            start,
            end,
            labels: labels.collect(),
            answer: title,
            section: diagnostic.section,
            help: Some(printable(&diagnostic.help)).filter(|help| !help.is_empty()),
            profiles: &diagnostic.profiles,
            fix,
            url: link(&diagnostic.url),
        };
        super::text::to_json(&finding)
    })
}

impl Report for Json {
    fn start(&self) -> String {
        "{\"version\":1,\"diagnostics\":[".into()
    }

    fn file(&self, checked: &Checked) -> String {
        findings(checked).join(",\n")
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn finish(&self, summary: &Summary, _: &Tally) -> String {
        let totals = super::text::to_json(&Totals::new(summary));
        format!("],\n\"summary\":{totals}}}\n")
    }
}
