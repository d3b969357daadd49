//! `--format sarif`: SARIF 2.1.0, for code scanning. Columns count characters, as `columnKind` says.

use super::statistics::Tally;
use super::text::link;
use super::{Checked, Format, Hidden, Report, Summary, printable};
use crate::diagnostic::{Fix, Level};
use crate::fingerprint::fingerprint;
use crate::rules::RuleSet;
use crate::rules::load::MergedRules;
use crate::source::{LineIndex, Span};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// `--format sarif`.
pub(super) const FORMAT: Format = Format {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning",
    report: |context| {
        let here = context.workspace.here();
        Box::new(Sarif::new(here.views(&[]).iter().map(|view| (view.written(), &view.rules))))
    },
    statistics: None,
    record: None,
};

/// A SARIF log of one run.
pub struct Sarif {
    /// The rules, for the description of the tool.
    rules: Vec<Descriptor>,
}

/// A rule as described to the reader of a finding.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    short_description: Text,
    full_description: Text,
    help: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
}

/// A message.
#[derive(Clone, Serialize)]
struct Text {
    text: String,
}

impl Text {
    /// A message for people.
    fn new(text: &str) -> Text {
        Text { text: printable(text).into_owned() }
    }
}

/// How a rule is set.
#[derive(Clone, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: Cow<'a, str>,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Mend>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
}

/// A related location: another place that explains a result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Related {
    id: usize,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

/// Why a result is suppressed: code scanning then closes its alert instead of losing it.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    justification: &'static str,
}

fn suppression(hidden: Hidden) -> Suppression {
    match hidden {
        Hidden::Silenced => Suppression { kind: "inSource", justification: "a comment in the note" },
        Hidden::Known => Suppression { kind: "external", justification: "in the baseline" },
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Clone, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Mend {
    artifact_changes: [Change; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// The name of a level in SARIF.
fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

fn region(index: &LineIndex, span: Span) -> Region {
    let (start, end) = (index.position(span.start), index.position(span.end));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn mend(fix: &Fix, artifact: &Artifact, index: &LineIndex) -> Mend {
    let replacement = |(span, text): &(Span, String)| Replacement {
        deleted_region: region(index, *span),
        inserted_content: Text { text: text.clone() },
    };
    let replacements = fix.edits.iter().map(replacement).collect();
    Mend { artifact_changes: [Change { artifact_location: artifact.clone(), replacements }] }
}

impl Sarif {
    /// A report that describes the rules of these views, each once.
    pub fn new<'r>(views: impl Iterator<Item = (&'r MergedRules, &'r RuleSet<'r>)>) -> Sarif {
        let mut rules: Vec<Descriptor> = Vec::new();
        for (merged, set) in views {
            for written in &merged.rules {
                let Some(rule) =
                    set.rule(&written.id).filter(|rule| rules.iter().all(|known| known.id != printable(&rule.id)))
                else {
                    continue;
                };
                let text = |key: &str| Text::new(written.patch.texts.get(key).map_or("", String::as_str));
                rules.push(Descriptor {
                    id: printable(&written.id).into_owned(),
                    short_description: text("summary"),
                    full_description: text("why"),
                    help: text("help"),
                    help_uri: link(&rule.url).map(str::to_owned),
                    default_configuration: Configuration { level: level(rule.level) },
                });
            }
        }
        Sarif { rules }
    }
}

impl Report for Sarif {
    fn start(&self) -> String {
        concat!(
            r#"{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"#,
            r#""columnKind":"unicodeCodePoints","results":["#
        )
        .into()
    }

    fn file(&self, checked: &Checked) -> String {
        let artifact = Artifact { uri: uri(&checked.path()) };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let index = LineIndex::new(&checked.source.text);
        let shown = checked.diagnostics.iter().map(|diagnostic| (diagnostic, None));
        let hidden = checked.hidden.iter().map(|(diagnostic, hidden)| (diagnostic, Some(*hidden)));
        let findings = shown.chain(hidden).map(|(diagnostic, hidden)| {
            let words = fingerprint(diagnostic, &checked.source.text);
            let count = seen.entry(words.clone()).and_modify(|count| *count += 1).or_insert(1);
            let physical = |span| Physical { artifact_location: artifact.clone(), region: region(&index, span) };
            let related = diagnostic.labels.iter().enumerate().map(|(number, label)| Related {
                id: number + 1,
                physical_location: match &label.source {
                    None => physical(label.span),
                    Some(source) => Physical {
                        artifact_location: Artifact { uri: uri(&super::path(source)) },
                        region: region(&LineIndex::new(&source.text), label.span),
                    },
                },
                message: Some(Text::new(&label.text)).filter(|message| !message.text.is_empty()),
            });
            let finding = Finding {
                rule_id: printable(&diagnostic.rule),
                level: level(diagnostic.level),
                message: Text::new(&diagnostic.message_with_profiles()),
                locations: [Location { physical_location: physical(diagnostic.span) }],
                related_locations: related.collect(),
                partial_fingerprints: BTreeMap::from([("starLint/v1", format!("{words}:{count}"))]),
                fixes: diagnostic.fix.iter().map(|fix| mend(fix, &artifact, &index)).collect(),
                suppressions: hidden.into_iter().map(suppression).collect(),
            };
            super::text::to_json(&finding)
        });
        findings.collect::<Vec<_>>().join(",\n")
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        let rules = super::text::to_json(&self.rules);
        let (version, page) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
        format!(
            "],\n\"tool\":{{\"driver\":{{\"name\":\"star-lint\",\"version\":\"{version}\",\
             \"informationUri\":\"{page}\",\"rules\":{rules}}}}}}}]}}\n"
        )
    }
}

/// A path as a URI, relative where the path is: what is neither a letter, a digit nor one of a few marks is escaped.
fn uri(path: &str) -> String {
    let mut out = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}
