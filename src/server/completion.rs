//! What can be written at the cursor: in a configuration what its schema has, in a note the names of profiles and rules.

use super::document::{Document, Kind};
use super::question::Question;
use super::toml::{Part, place};
use crate::config::SCHEMA;
use crate::parse::directives::DirectiveKind;
use crate::rules::builtin::{PROFILES, SHARED};
use crate::source::Span;
use gen_lsp_types as lsp;
use serde_json::Value;

/// Something that can be written.
struct Proposal {
    label: String,
    about: String,
    kind: lsp::CompletionItemKind,
}

/// What can be written.
pub fn complete(document: &Document, question: &Question) -> Option<Vec<lsp::CompletionItem>> {
    let positions = document.positions();
    let at = positions.offset(question.position);
    let before = &document.text()[..at as usize];
    let (proposals, written, quote) = match document.kind {
        Kind::Toml if document.engine.uses(&document.path) => in_configuration(before)?,
        Kind::Toml => return None,
        Kind::Note => in_note(document, before)?,
    };
    let range = positions.range(Span { start: at - written.len() as u32, end: at });
    let items = proposals.into_iter().map(|Proposal { label, about, kind }| {
        let new_text = format!("{quote}{label}{quote}");
        lsp::CompletionItem {
            filter_text: Some(new_text.clone()),
            text_edit: Some(lsp::TextEdit { range, new_text }.into()),
            label,
            kind: Some(kind),
            detail: (!about.is_empty()).then_some(about),
            ..lsp::CompletionItem::default()
        }
    });
    Some(items.collect())
}

/// The proposals, what is written of one already, and the mark around it.
type Proposed = (Vec<Proposal>, String, &'static str);

fn in_configuration(before: &str) -> Option<Proposed> {
    let place = place(before)?;
    let root: Value = serde_json::from_str(SCHEMA).ok()?;
    let schemas = follow(&root, &place.path);
    let mut proposals = Vec::new();
    for schema in schemas {
        match place.part {
            Part::Value { .. } => values(&root, schema, &mut proposals),
            Part::Header | Part::Key => {
                for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                    let is_table = || resolved(&root, property).iter().any(|it| it["type"] == "object");
                    if place.part == Part::Key || name == "overrides" || is_table() {
                        let kind = lsp::CompletionItemKind::Property;
                        proposals.push(Proposal { label: name.clone(), about: about(property), kind });
                    }
                }
            }
        }
    }
    // What is no text has no quotation marks.
    let quote = match place.part {
        Part::Value { quoted: false } if !proposals.iter().any(|it| matches!(it.label.as_str(), "true" | "false")) => {
            "\""
        }
        _ => "",
    };
    Some((proposals, place.written, quote))
}

fn about(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().to_owned()
}

/// A schema, or those that it stands for.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    if let Some(name) = schema["$ref"].as_str() {
        return root.pointer(name.trim_start_matches('#')).into_iter().collect();
    }
    match schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        Some(all) => all.iter().flat_map(|schema| resolved(root, schema)).collect(),
        None => vec![schema],
    }
}

/// The schemas of what is at a path.
fn follow<'s>(root: &'s Value, path: &[String]) -> Vec<&'s Value> {
    let mut all = vec![root];
    for name in path {
        let below = all.into_iter().flat_map(|schema| {
            let table = if schema["items"].is_object() { resolved(root, &schema["items"]) } else { vec![schema] };
            table.into_iter().filter_map(|schema| {
                let own = schema["properties"].get(name);
                own.or_else(|| Some(&schema["additionalProperties"]).filter(|other| other.is_object()))
            })
        });
        all = below.flat_map(|schema| resolved(root, schema)).collect();
    }
    // The keys of a list of tables are those of its items.
    let items = |schema: &'s Value| resolved(root, &schema["items"]);
    let tables: Vec<_> =
        all.iter().flat_map(|schema| items(schema)).filter(|it| it["properties"].is_object()).collect();
    all.into_iter().chain(tables).collect()
}

fn values(root: &Value, schema: &Value, proposals: &mut Vec<Proposal>) {
    for schema in [schema].into_iter().chain(resolved(root, &schema["items"])) {
        for value in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !proposals.iter().any(|known| known.label == value) {
                let kind = lsp::CompletionItemKind::EnumMember;
                proposals.push(Proposal { label: value.to_owned(), about: String::new(), kind });
            }
        }
        if schema["type"] == "boolean" {
            let kind = lsp::CompletionItemKind::Keyword;
            let both = ["true", "false"].map(|label| Proposal { label: label.into(), about: String::new(), kind });
            proposals.extend(both);
        }
    }
}

/// The beginning of a comment for star-lint, or of its line in front matter.
const NAME: &str = "star-lint";

fn in_note(document: &Document, before: &str) -> Option<Proposed> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let written = before[before.trim_end_matches(is_name).len()..].to_owned();
    let proposals = if let Some(at) = before.rfind("<!--").filter(|at| !before[*at..].contains("-->")) {
        match before[at + 4..].trim_start().strip_prefix(NAME)? {
            rest if rest.starts_with(':') => profiles(),
            rest if rest.starts_with('-') && !rest.contains(char::is_whitespace) => {
                let verb = |(verb, _): (&str, DirectiveKind)| Proposal {
                    label: format!("{NAME}-{verb}"),
                    about: String::new(),
                    kind: lsp::CompletionItemKind::Keyword,
                };
                DirectiveKind::VERBS.map(verb).into()
            }
            // After `--` stands the reason.
            rest if rest.starts_with('-') && !rest.contains(" --") => rules(document),
            _ => return None,
        }
    } else {
        let matter = document.note().document.front_matter?;
        if before.len() as u32 >= matter.end || !chooses_profiles(before) {
            return None;
        }
        profiles()
    };
    Some((proposals, written, ""))
}

/// Whether a value of `star-lint` is being written at the end of front matter.
fn chooses_profiles(before: &str) -> bool {
    let mut lines = before.lines().rev();
    let starts = |line: &str| line.strip_prefix(NAME).is_some_and(|rest| rest.trim_start().starts_with([':', '=']));
    let own = lines.next().unwrap_or_default();
    let is_item = |line: &&str| line.trim_start().starts_with('-') && !line.starts_with("---");
    starts(own) || is_item(&own) && lines.find(|line| !is_item(line)).is_some_and(starts)
}

fn profiles() -> Vec<Proposal> {
    let shared = |name: &str| SHARED.iter().any(|(shared, _)| *shared == name);
    let names = PROFILES.iter().map(|(name, _)| *name).filter(|name| !shared(name));
    let kind = lsp::CompletionItemKind::EnumMember;
    names.map(|name| Proposal { label: name.to_owned(), about: String::new(), kind }).collect()
}

fn rules(document: &Document) -> Vec<Proposal> {
    let rules = document.views().iter().flat_map(|view| &view.written().rules);
    let mut proposals: Vec<Proposal> = Vec::new();
    for rule in rules {
        if !proposals.iter().any(|known| known.label == rule.id) {
            let summary = rule.patch.texts.get("summary").map_or("", String::as_str);
            let about = summary.split_whitespace().collect::<Vec<_>>().join(" ");
            let kind = lsp::CompletionItemKind::EnumMember;
            proposals.push(Proposal { label: rule.id.clone(), about, kind });
        }
    }
    proposals
}
