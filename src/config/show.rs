//! `--show-config`: every setting that applies, with the file and line that set it.
//!
//! The settings are read from the TOML itself, so they are shown as they were written. A later file replaces a value of
//! the same name and adds to a list of words.

use super::stack::ProfileView;
use crate::diagnostic::Level;
use crate::rules::builtin;
use crate::rules::file::TEXTS;
use crate::source::LineIndex;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A setting: its dotted name, its value as written, and where.
struct Setting {
    key: String,
    value: String,
    offset: u32,
}

/// What a profile changes in rules that exist without it, apart from texts and words.
pub fn changes(text: &str) -> Vec<(String, String)> {
    let settings = settings(text, None);
    let own = |key: &str| {
        let rule = key.split('.').take(2).collect::<Vec<_>>().join(".");
        settings.iter().any(|setting| setting.key == format!("{rule}.summary"))
    };
    let changes = settings.iter().filter(|setting| is_knob(&setting.key) && !own(&setting.key));
    changes.map(|setting| (setting.key.clone(), setting.value.clone())).collect()
}

/// The settings of a view, one per line: valid TOML with the origins as comments.
pub fn lines(view: &ProfileView, extra: &[((String, String), &str)]) -> Vec<String> {
    let mut all: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut order = Vec::new();
    let mut set = |key: String, value: String, place: String| {
        if all.insert(key.clone(), (value, place)).is_none() {
            order.push(key);
        }
    };
    set("words-per-minute".into(), view.rules.words_per_minute.to_string(), "built in".into());
    for (name, text) in builtin::files() {
        let index = LineIndex::new(text);
        for Setting { key, value, offset } in settings(text, None).into_iter().filter(|setting| is_knob(&setting.key)) {
            set(key, value, format!("rules/{name}.toml:{}", index.position(offset).line));
        }
    }
    let mut said = BTreeSet::new();
    for part in &view.parts {
        let source = &part.config.source;
        let index = LineIndex::new(&source.text);
        let settings = settings(&source.text, part.over);
        let introduced: Vec<String> =
            settings.iter().filter_map(|setting| setting.key.strip_suffix("summary")).map(str::to_owned).collect();
        for Setting { key, value, offset } in settings {
            // An earlier setting of a rule that is introduced only now still applies.
            if introduced.iter().any(|rule| key.starts_with(rule)) && said.contains(&key) {
                continue;
            }
            said.insert(key.clone());
            let place = format!("{}:{}", source.path.display(), index.position(offset).line);
            // An addition to a list is shown beside the list.
            if grows(&key) { set(format!("{key} # +{place}"), value, place) } else { set(key, value, place) }
        }
    }
    for ((key, value), place) in extra {
        set(key.clone(), value.clone(), (*place).to_owned());
    }
    let line = |key: &String| {
        let (value, place) = &all[key];
        let name = key.split(" # ").next().unwrap_or(key);
        format!("{name} = {value}  # {place}")
    };
    order.iter().map(line).collect()
}

/// The settings of one rule, its level included, as [`lines`] shows them.
pub fn rule(view: &ProfileView, id: &str) -> Vec<String> {
    let own = format!("rules.{id}.");
    let mut lines: Vec<String> = lines(view, &[]).into_iter().filter(|line| line.starts_with(&own)).collect();
    let texts = TEXTS.map(|key| format!("{own}{key} = "));
    lines.retain(|line| !texts.iter().any(|text| line.starts_with(text)));
    let level = format!("{own}level = ");
    if !lines.iter().any(|line| line.starts_with(&level)) {
        let name = view.rules.rule(id).map_or(Level::Off, |rule| rule.level).name();
        lines.insert(0, format!("{level}\"{name}\"  # built in"));
    }
    lines
}

/// Whether a setting changes what a rule does, rather than what it says.
fn is_knob(key: &str) -> bool {
    match key.split_once('.') {
        None => !matches!(key, "extends" | "group"),
        Some(("rules", rest)) => {
            let name = rest.split_once('.').map_or("", |(_, name)| name);
            matches!(name, "group" | "level" | "about" | "scope" | "language" | "remove") || name.starts_with("check.")
        }
        Some(_) => false,
    }
}

/// Whether a later file adds to a setting instead of replacing it.
fn grows(key: &str) -> bool {
    key.starts_with("vocabulary.") || key.starts_with("labels.") || key.ends_with(".allow")
}

/// Every value that is written in a file, or in one of its overrides.
fn settings(text: &str, over: Option<usize>) -> Vec<Setting> {
    let text = &*crate::rules::toml::closed(text, &mut Vec::new());
    let (document, _) = DeTable::parse_recoverable(text);
    let mut found = Vec::new();
    let table = document.get_ref();
    match over {
        None => flatten(table, "", text, &mut found),
        Some(number) => {
            let overrides = table.get("overrides").and_then(|value| value.get_ref().as_array());
            if let Some(table) = overrides.and_then(|list| list.get(number)).and_then(|item| item.get_ref().as_table())
            {
                flatten(table, "", text, &mut found);
            }
        }
    }
    found.sort_by_key(|setting| setting.offset);
    found
}

fn flatten(table: &DeTable, name: &str, text: &str, found: &mut Vec<Setting>) {
    for (key, value) in table {
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        // A key that needs quotation marks stays as it was written.
        let own =
            if key.get_ref().chars().all(bare) { key.get_ref() } else { text.get(key.span()).unwrap_or_default() };
        let key = if name.is_empty() { own.to_owned() } else { format!("{name}.{own}") };
        match value.get_ref() {
            _ if key == "overrides" || key == "profile" || key.ends_with(".examples") => {}
            // A check is shown by its keys, not as a table.
            DeValue::Table(inner) => flatten(inner, &key, text, found),
            _ => found.push(Setting { value: written(value, text), key, offset: value.span().start as u32 }),
        }
    }
}

/// A value as it was written, on one line.
fn written(value: &Spanned<DeValue>, text: &str) -> String {
    let raw = text.get(value.span()).unwrap_or_default();
    match value.get_ref() {
        _ if !raw.contains('\n') => raw.to_owned(),
        DeValue::String(text) => format!("{:?}", text.split_whitespace().collect::<Vec<_>>().join(" ")),
        _ => raw.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
