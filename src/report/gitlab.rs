//! `--format gitlab`: a code quality report, which GitLab shows in merge requests.

use super::statistics::Tally;
use super::{Checked, Format, Report, Summary, elsewhere, printable};
use crate::diagnostic::Level;
use crate::fingerprint::fingerprint;
use serde::Serialize;
use std::collections::HashMap;

/// `--format gitlab`.
pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    about: "A GitLab code quality report",
    report: |_| Box::new(Gitlab),
    statistics: None,
    record: None,
};

/// A code quality report.
pub struct Gitlab;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Report for Gitlab {
    fn start(&self) -> String {
        "[".into()
    }

    fn file(&self, checked: &Checked) -> String {
        let path = checked.path_from_here();
        let mut seen: HashMap<String, usize> = HashMap::new();
        let issues = checked.each(|diagnostic, index| {
            let words = fingerprint(diagnostic, &checked.source.text);
            // The same words twice in a file are two issues; the first keeps its fingerprint when a second appears.
            let count = seen.entry(words.clone()).and_modify(|count| *count += 1).or_default();
            let issue = Issue {
                description: [
                    &[printable(&diagnostic.message_with_profiles()).into_owned()],
                    &*elsewhere(diagnostic, index),
                ]
                .concat()
                .join("; "),
                check_name: &printable(&diagnostic.rule),
                fingerprint: format!("{path}:{words}:{count}"),
                severity: match diagnostic.level {
                    Level::Error => "major",
                    Level::Warning => "minor",
                    Level::Info | Level::Off => "info",
                },
                location: Location {
                    path: &path,
                    lines: Lines {
                        begin: index.position(diagnostic.span.start).line,
                        end: index.position(diagnostic.span.end).line,
                    },
                },
            };
            super::text::to_json(&issue)
        });
        issues.join(",\n")
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        "]\n".into()
    }
}
