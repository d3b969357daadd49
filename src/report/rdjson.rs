//! `--format rdjson`: Reviewdog Diagnostic Format, for comments on changes. Its columns count bytes, from 1.

use super::statistics::Tally;
use super::text::link;
use super::{Checked, Format, Report, Summary, printable};
use crate::diagnostic::Level;
use crate::source::{LineIndex, Span};
use serde::Serialize;
use std::borrow::Cow;

/// `--format rdjson`.
pub(super) const FORMAT: Format = Format {
    name: "rdjson",
    about: "Reviewdog Diagnostic Format",
    report: |_| Box::new(Rdjson),
    statistics: None,
    record: None,
};

/// Diagnostics for reviewdog.
pub struct Rdjson;

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: Cow<'a, str>,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

fn range(index: &LineIndex, span: Span) -> Range {
    let place = |offset: u32| {
        let line = index.line(offset);
        Place { line: line + 1, column: (offset - index.line_span(line).start) as usize + 1 }
    };
    Range { start: place(span.start), end: place(span.end) }
}

impl Report for Rdjson {
    fn start(&self) -> String {
        let url = env!("CARGO_PKG_REPOSITORY");
        format!("{{\"source\":{{\"name\":\"star-lint\",\"url\":\"{url}\"}},\n\"diagnostics\":[")
    }

    fn file(&self, checked: &Checked) -> String {
        let path = checked.path();
        let findings = checked.each(|diagnostic, index| {
            let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
            let related = diagnostic.labels.iter().map(|label| {
                let other = label.source.as_ref().map(|source| (super::path(source), LineIndex::new(&source.text)));
                let (path, index) = other.as_ref().map_or((&path, index), |(path, index)| (path, index));
                Related {
                    message: printable(&label.text),
                    location: Location { path: path.clone(), range: range(index, label.span) },
                }
            });
            let finding = Finding {
                message: printable(&diagnostic.message_with_profiles()).into_owned(),
                location: Location { path: path.clone(), range: range(index, diagnostic.span) },
                severity: match diagnostic.level {
                    Level::Error => "ERROR",
                    Level::Warning => "WARNING",
                    Level::Info | Level::Off => "INFO",
                },
                code: Code { value: printable(&diagnostic.rule), url: link(&diagnostic.url) },
                suggestions: edits.map(|(span, text)| Suggestion { range: range(index, *span), text }).collect(),
                related_locations: related.collect(),
            };
            super::text::to_json(&finding)
        });
        findings.join(",\n")
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        "]}\n".into()
    }
}
