//! Recorded sessions of the language server, one for each thing that it can do: `tests/sessions/*.txt`. A line says what
//! the client does, the lines with `|` below it what comes of it; `SNAPSHOTS=overwrite cargo test --test sessions` writes
//! those anew.
//!
//! `client JSON` begins a session with these capabilities added and these `options`; `open NAME` opens the text in the
//! lines below; `ask METHOD JSON` asks about it; `do TITLE JSON` has the first code action for a place chosen whose title
//! begins so, and shows what becomes of the texts; `tell METHOD JSON` is a notification.
#![cfg(feature = "server")]

mod common;

use common::Folder;
use common::client::{Client, able, uri};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

struct Session {
    folder: Folder,
    client: Option<Client>,
    texts: BTreeMap<String, String>,
    /// The text that was opened last, and the versions of all.
    open: String,
    versions: BTreeMap<String, i32>,
}

/// Adds what a second value has to the first.
fn merge(into: &mut Value, more: &Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (key, value) in more {
                merge(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, more) => *into = more.clone(),
    }
}

impl Session {
    fn new(name: &str) -> Session {
        let folder = Folder::new(&format!("session-{name}"), &[]);
        Session { folder, client: None, texts: BTreeMap::new(), open: String::new(), versions: BTreeMap::new() }
    }

    /// Does what a line says; returns what came of it.
    fn step(&mut self, line: &str, text: &str) -> String {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{line}: {error}"));
        match verb {
            "client" => {
                let asked = parse(rest);
                let mut capabilities = able();
                merge(&mut capabilities, &asked["capabilities"]);
                self.client = Some(Client::begin(&self.folder, capabilities, asked["options"].clone()));
                String::new()
            }
            "file" => {
                self.folder.write(rest, text);
                self.texts.insert(rest.to_owned(), text.to_owned());
                String::new()
            }
            "open" => {
                self.texts.insert(rest.to_owned(), text.to_owned());
                self.versions.insert(rest.to_owned(), 1);
                rest.clone_into(&mut self.open);
                let path = self.folder.path(rest);
                self.client().open(&path, text);
                String::new()
            }
            "tell" => {
                let (method, params) = rest.split_once(' ').expect("parameters");
                self.client().tell(method, parse(params));
                String::new()
            }
            "ask" => {
                let (method, params) = rest.split_once(' ').unwrap_or((rest, "{}"));
                let answer = self.ask(method, parse(params));
                self.shown(&answer)
            }
            "do" => {
                let (title, place) = rest.split_once(" {").expect("a place");
                let range = parse(&format!("{{{place}"));
                let params =
                    json!({ "range": range["range"], "context": { "diagnostics": [], "only": range["only"] } });
                let offers = self.ask("textDocument/codeAction", params);
                let begins = |offer: &&Value| offer["title"].as_str().is_some_and(|it| it.starts_with(title));
                let offers = offers.as_array().expect("a list").clone();
                let offer = offers.iter().find(begins).unwrap_or_else(|| panic!("{line}: {offers:?}"));
                let offer = match &offer["data"] {
                    Value::Null => offer.clone(),
                    _ => self.client().ask("codeAction/resolve", offer.clone()),
                };
                self.apply(&offer["edit"])
            }
            _ => panic!("{line}"),
        }
    }

    fn client(&mut self) -> &mut Client {
        self.client.as_mut().expect("a session")
    }

    fn ask(&mut self, method: &str, mut params: Value) -> Value {
        if method.starts_with("textDocument/") {
            params["textDocument"] = json!({ "uri": uri(&self.folder.path(&self.open)) });
        }
        let answer = self.client().answer(method, params);
        answer.get("error").or(answer.get("result")).cloned().unwrap_or_default()
    }

    /// Makes the edits of an action, as an editor does; returns the new texts.
    fn apply(&mut self, edit: &Value) -> String {
        let mut changed = Vec::new();
        let root = uri(&self.folder.0) + "/";
        let name = |uri: &Value| uri.as_str().and_then(|it| it.strip_prefix(&root)).expect("a text here").to_owned();
        let simple =
            edit["changes"].as_object().into_iter().flatten().map(|(uri, edits)| (name(&json!(uri)), edits.clone()));
        let mut all: Vec<(String, Value)> = simple.collect();
        for change in edit["documentChanges"].as_array().into_iter().flatten() {
            if change["kind"] == "create" {
                self.texts.entry(name(&change["uri"])).or_default();
                continue;
            }
            let about = &change["textDocument"];
            let name = name(&about["uri"]);
            if let Some(version) = self.versions.get(&name).filter(|_| name == self.open) {
                assert_eq!(about["version"], *version, "{name}");
            }
            all.push((name, change["edits"].clone()));
        }
        for (name, edits) in all {
            let text = self.texts.get(&name).expect("a text").clone();
            let mut edits: Vec<(usize, usize, String)> = edits
                .as_array()
                .expect("a list")
                .iter()
                .map(|edit| {
                    let at = |place: &Value| offset(&text, place);
                    let new = edit["newText"].as_str().expect("a text").to_owned();
                    (at(&edit["range"]["start"]), at(&edit["range"]["end"]), new)
                })
                .collect();
            edits.sort();
            let mut new = text.clone();
            edits.iter().rev().for_each(|(start, end, with)| new.replace_range(*start..*end, with));
            if let Some(version) = self.versions.get_mut(&name) {
                *version += 1;
                let (version, path) = (*version, self.folder.path(&name));
                self.client().replace(&path, version, &new);
            }
            // An editor saves what it has not open.
            if !self.versions.contains_key(&name) {
                self.folder.write(&name, &new);
                let changes = json!({ "changes": [{ "uri": uri(&self.folder.path(&name)), "type": 2 }] });
                self.client().tell("workspace/didChangeWatchedFiles", changes);
            }
            changed.push(format!("{name}:\n{new}"));
            self.texts.insert(name, new);
        }
        changed.join("\n")
    }

    /// A value for the record: on several lines, each list of simple values on one.
    fn shown(&self, value: &Value) -> String {
        let root = uri(&self.folder.0);
        let mut out = String::new();
        write(value, 0, &mut out);
        out.replace(&root, "file:///notes")
    }
}

fn write(value: &Value, indent: usize, out: &mut String) {
    let blank = "  ".repeat(indent + 1);
    let short = value.to_string();
    match value {
        _ if short.len() + indent * 2 < 100 && !short.contains("},{") => *out += &short,
        Value::String(text) if text.contains('\n') => {
            for line in text.lines() {
                *out += &format!("\n{blank}{line}");
            }
        }
        Value::Array(items) => {
            for item in items {
                *out += &format!("\n{blank}- ");
                write(item, indent + 1, out);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                *out += &format!("\n{blank}{key}: ");
                write(value, indent + 1, out);
            }
        }
        _ => *out += &short,
    }
}

/// The byte at a position in UTF-8 units.
fn offset(text: &str, place: &Value) -> usize {
    let number = |key: &str| place[key].as_u64().expect("a number") as usize;
    let start: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
    start + number("character")
}

fn replay(path: &Path) -> (String, String) {
    let recorded = std::fs::read_to_string(path).expect("a session").replace("\r\n", "\n");
    let mut session = Session::new(&path.file_stem().expect("a name").to_string_lossy());
    let mut out = String::new();
    let mut lines = recorded.lines().filter(|line| *line != "|" && !line.starts_with("| ")).peekable();
    while let Some(line) = lines.next() {
        out += &format!("{line}\n");
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut text = String::new();
        while let Some(more) = lines.next_if(|line| line.starts_with("    ")) {
            out += &format!("{more}\n");
            text += &format!("{}\n", more[4..].trim_end_matches('$'));
        }
        for line in session.step(line, &text).lines().filter(|line| !line.trim().is_empty()) {
            out += &format!("| {line}\n");
        }
    }
    assert!(session.client.expect("a session").leave().success());
    (recorded, out)
}

#[test]
fn sessions_go_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(paths.len() >= 6, "{paths:?}");
    for path in paths {
        let (recorded, out) = replay(&path);
        if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
            std::fs::write(&path, out).expect("the session is written");
        } else {
            assert_eq!(out, recorded, "{}; SNAPSHOTS=overwrite writes it anew", path.display());
        }
    }
}
