//! What stands in the rules and in their format serves something: a vocabulary is used, a key is exercised.

use serde_json::Value;
use star_lint::rules::{builtin, rule_set};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// The built-in rule files, as JSON.
fn files() -> impl Iterator<Item = (&'static str, Value)> {
    let files = builtin::all_files();
    files.map(|(name, text)| (name, toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))))
}

fn table(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Every string in a value.
fn strings<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(_) => table(value).for_each(|(_, value)| strings(value, found)),
        _ => {}
    }
}

/// The vocabularies that stand in braces in patterns. `{deed:past}` uses the vocabulary of the verbs.
fn braced<'p>(patterns: impl Iterator<Item = &'p str>) -> impl Iterator<Item = &'p str> {
    let braces = patterns.flat_map(|pattern| pattern.split('{').skip(1));
    let names = braces.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.map(|name| name.split(':').next().unwrap_or(name))
}

/// The vocabularies that a rule file names.
fn named(file: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let cues = table(&file["cues"]).flat_map(|(_, cues)| table(&cues["words"])).map(|(cue, _)| cue.as_str());
    names.extend(braced(cues).map(str::to_owned));
    for (_, vocabulary) in table(&file["vocabulary"]) {
        let (mut patterns, mut others) = (Vec::new(), Vec::new());
        for (key, value) in table(vocabulary) {
            match key.as_str() {
                "patterns" | "except" => strings(value, &mut patterns),
                "unless" | "unless-before" | "with" | "clause" => strings(value, &mut others),
                _ => {}
            }
        }
        names.extend(others.into_iter().map(str::to_owned));
        names.extend(braced(patterns.into_iter()).map(str::to_owned));
    }
    for (_, topic) in table(&file["values"]).chain(table(&file["questions"])) {
        names
            .extend([&topic["named"], &topic["shows"]].into_iter().filter_map(|name| name.as_str().map(str::to_owned)));
    }
    for (_, rule) in table(&file["rules"]) {
        let mut found = Vec::new();
        for key in ["check", "about", "remove", "translations"] {
            strings(&rule[key], &mut found);
        }
        names.extend(found.into_iter().map(str::to_owned));
    }
    names
}

#[test]
fn every_built_in_vocabulary_is_used() {
    // What the program itself looks for.
    let bank = ["tag-label", "told-when", "question-opening"];
    let own = [rule_set::SENTENCE_START].into_iter().chain(bank).map(str::to_owned);
    let names: BTreeSet<String> = files().flat_map(|(_, file)| named(&file)).chain(own).collect();
    let mut unused = String::new();
    for (name, file) in files() {
        for (vocabulary, _) in table(&file["vocabulary"]).filter(|(vocabulary, _)| !names.contains(*vocabulary)) {
            let _ = writeln!(unused, "{name}.toml: nothing uses vocabulary {vocabulary}");
        }
    }
    assert!(unused.is_empty(), "{unused}");
}

/// The keys of the format, from its schema; the names of rules and labels are none.
fn keys(schema: &Value, found: &mut BTreeSet<String>) {
    for (place, value) in table(schema) {
        if place == "properties" {
            for (key, value) in table(value) {
                found.insert(key.clone());
                match key.as_str() {
                    "rules" | "labels" => table(&value["properties"]).for_each(|(_, value)| keys(value, found)),
                    _ => keys(value, found),
                }
            }
        } else {
            keys(value, found);
        }
    }
}

/// The sources of the tests but for this one and the schema, which name every key without using it.
fn tests() -> String {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    let mut all = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("tests can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("schema.rs") && !path.ends_with("used.rs") {
                all += &std::fs::read_to_string(&path).unwrap_or_default();
            }
        }
    }
    all
}

/// Whether a text sets a key: to a string, a number, a list, a table, true or false.
fn sets(text: &str, key: &str) -> bool {
    let assigned = format!("{key} = ");
    let dotted = [format!("\n{key}."), format!("\\n{key}.")];
    let table = [format!("[{key}]"), format!("[{key}."), format!(".{key}]"), format!("[[{key}]]")];
    let mut all = text.match_indices(&assigned).map(|(at, _)| (&text[..at], &text[at + assigned.len()..]));
    let begins = |before: &str| {
        let word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        // Rust has names as well.
        (!before.ends_with(word) || before.ends_with("\\n")) && !before.ends_with("let ") && !before.ends_with("mut ")
    };
    let value = |after: &str| {
        after.starts_with(['"', '\'', '[', '{', '\\', '-'])
            || after.starts_with(|c: char| c.is_ascii_digit())
            || after.starts_with("true")
            || after.starts_with("false")
    };
    all.any(|(before, after)| begins(before) && value(after))
        || table.iter().chain(&dotted).any(|table| text.contains(table))
}

#[test]
fn every_key_of_the_format_is_exercised() {
    let schema = include_str!("../docs/star-lint.schema.json");
    let mut all = BTreeSet::new();
    keys(&serde_json::from_str(schema).expect("a schema"), &mut all);
    assert!(all.contains("unless-before") && all.contains("softer") && all.len() > 60, "{all:?}");
    // The built-in rules are run by their examples.
    let rules = builtin::all_files().map(|(_, text)| text);
    let told = rules.collect::<Vec<_>>().join("\n") + &tests();
    let missing: Vec<&String> = all.iter().filter(|key| !sets(&told, key)).collect();
    assert!(missing.is_empty(), "no test sets {missing:?}");
}
