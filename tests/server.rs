//! The language server, as an editor sees it: findings while one types, under the configuration as it is at the moment.
#![cfg(feature = "server")]

mod common;

use common::client::{Client, able, rules, uri};
use common::{Folder, WEAK};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[test]
fn findings_come_when_a_note_is_opened_and_changed() {
    let folder = Folder::new("server-open", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    let note = folder.path("a.md");
    client.open(&note, WEAK);
    let found = client.diagnostics(&note, 1);
    assert!(rules(&found).contains(&"missing-metric"), "{found:?}");
    client.replace(&note, 2, &WEAK.replace("It was significantly better", "Exports take 2 seconds instead of 40"));
    let found = client.diagnostics(&note, 2);
    assert!(!rules(&found).contains(&"missing-metric"), "{found:?}");
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&note) } }));
    assert_eq!(client.diagnostics(&note, 2), found);
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&note) } }));
    assert!(client.until(&note, <[Value]>::is_empty).is_empty());
    assert!(client.leave().success());
}

#[test]
fn a_diagnostic_says_what_the_report_says() {
    let text = WEAK.replace("rewrite it", "rewrite it and we we tested it");
    let folder = Folder::new("server-says", &[("a.md", &text)]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&folder.path("a.md"), &text);
    let found = client.diagnostics(&folder.path("a.md"), 1);
    let of = |rule: &str| found.iter().find(|found| found["code"] == rule).unwrap_or_else(|| panic!("{found:?}"));
    let metric = of("missing-metric");
    assert_eq!(metric["severity"], 2);
    assert_eq!(metric["source"], "star-lint");
    assert!(metric["codeDescription"]["href"].as_str().expect("a link").ends_with("rules.md#missing-metric"));
    let (message, help) = metric["message"].as_str().expect("a message").split_once('\n').expect("help");
    let json: Value = serde_json::from_str(&folder.run(&["--format", "json", "."]).out).expect("JSON");
    let told = json["diagnostics"].as_array().expect("a list").iter().find(|it| it["rule"] == "missing-metric");
    let told = told.expect("the same finding");
    assert_eq!((&told["message"], &told["help"]), (&json!(message), &json!(help)));
    let team = of("team-reliance")["relatedInformation"].as_array().expect("other places");
    assert_eq!(team[0]["location"]["uri"], uri(&folder.path("a.md")));
    assert_eq!(of("doubled-word")["tags"], json!([1]));
}

/// Findings as `line:column-line:column level rule message`.
fn short(found: &Value, level: &str, message: &str) -> String {
    let at = |place: &Value| format!("{}:{}", place["line"], place["character"]);
    let (start, end) = (at(&found["range"]["start"]), at(&found["range"]["end"]));
    format!("{start}-{end} {level} {} {message}", found["code"])
}

/// The notes below a folder of the project.
fn notes(folder: &str) -> Vec<PathBuf> {
    let (mut folders, mut notes) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md" || it == "txt") {
                notes.push(path);
            }
        }
    }
    notes
}

#[test]
fn the_findings_are_those_of_the_command_line() {
    let root = Folder(PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let mut client = Client::begin(&root, json!({ "general": { "positionEncodings": ["utf-32"] } }), Value::Null);
    let mut checked = 0;
    for folder in ["examples", "tests/notes"] {
        let report = root.run(&["--format", "json", folder]);
        let report: Value = serde_json::from_str(&report.out).expect("JSON");
        for path in notes(folder) {
            let name = path.strip_prefix(&root.0).expect("a note of the project").to_string_lossy().into_owned();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            // Editors keep the mark at the beginning of a file to themselves.
            client.open(&path, text.trim_start_matches('\u{feff}'));
            let level =
                |found: &Value| ["", "error", "warning", "info"][found["severity"].as_u64().unwrap_or(0) as usize];
            let message = |found: &Value| found["message"].as_str().and_then(|it| it.lines().next()).map(str::to_owned);
            let found = client.diagnostics(&path, 1);
            let found: Vec<String> =
                found.iter().map(|it| short(it, level(it), &message(it).expect("a message"))).collect();
            let of_path = report["diagnostics"].as_array().expect("a list").iter().filter(|it| it["path"] == name);
            let told = of_path.map(|it| {
                let at = |place: &Value| {
                    let number = |key: &str| place[key].as_u64().expect("a number") - 1;
                    json!({ "line": number("line"), "character": number("column") })
                };
                let range = json!({ "start": at(&it["start"]), "end": at(&it["end"]) });
                let level = it["level"].as_str().expect("a level");
                let profiles: Vec<&str> =
                    it["profiles"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let message = it["message"].as_str().expect("a message");
                let asked = format!("{message} (asked for by {})", profiles.join(", "));
                let message = if profiles.is_empty() { message } else { &asked };
                short(&json!({ "range": range, "code": it["rule"] }), level, message)
            });
            assert_eq!(found, told.collect::<Vec<_>>(), "{name}");
            checked += found.len();
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn characters_are_counted_as_agreed() {
    let folder = Folder::new("server-units", &[]);
    let note = folder.path("a.md");
    let text = format!("{WEAK}\n\u{1f600}\u{e9}\u{301} the the\n").replace("better.\n\n", "better.\n");
    for (offered, agreed, character) in [
        (json!(null), "utf-16", 5),
        (json!(["utf-16"]), "utf-16", 5),
        (json!(["utf-16", "utf-32"]), "utf-32", 4),
        (json!(["utf-16", "utf-8"]), "utf-8", 9),
        (json!("nonsense"), "utf-16", 5),
    ] {
        let mut client = Client::start(&folder, &[]);
        let capabilities =
            client.initialize(&folder, json!({ "general": { "positionEncodings": offered } }), Value::Null);
        assert_eq!(capabilities["positionEncoding"], agreed);
        client.open(&note, &text);
        let found = client.diagnostics(&note, 1);
        let doubled = found.iter().find(|found| found["code"] == "doubled-word").expect("a doubled word");
        assert_eq!(doubled["range"]["start"]["character"], character, "{agreed}");
        // A change of what stands behind it.
        let at = |more: u64| json!({ "line": 4, "character": character + more });
        let change = json!({ "range": { "start": at(0), "end": at(4) }, "text": "" });
        let about = json!({ "uri": uri(&note), "version": 2 });
        client.tell("textDocument/didChange", json!({ "textDocument": about, "contentChanges": [change] }));
        let found = client.diagnostics(&note, 2);
        assert!(!rules(&found).contains(&"doubled-word"), "{agreed}: {found:?}");
    }
}

#[test]
fn changes_of_parts_are_made_one_after_the_other() {
    let folder = Folder::new("server-parts", &[]);
    let note = folder.path("a.md");
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&note, "");
    let mut changes = Vec::new();
    for (line, text) in WEAK.split_inclusive('\n').enumerate() {
        // Letter by letter, at the end, which every position behind it means too.
        for (character, letter) in text.chars().enumerate() {
            let character = if character % 2 == 0 { character } else { character + 100 };
            let at = json!({ "line": line, "character": character });
            changes.push(json!({ "range": { "start": at, "end": at }, "text": letter.to_string() }));
        }
    }
    let about = json!({ "uri": uri(&note), "version": 2 });
    client.tell("textDocument/didChange", json!({ "textDocument": about, "contentChanges": changes }));
    let typed = client.diagnostics(&note, 2);
    client.replace(&note, 3, WEAK);
    assert_eq!(typed, client.diagnostics(&note, 3));
    assert!(typed.len() > 2, "{typed:?}");
}

#[test]
fn no_stale_answer_is_published() {
    let folder = Folder::new("server-stale", &[]);
    let note = folder.path("a.md");
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&note, WEAK);
    let mut last = 1;
    for version in 2..60 {
        client.replace(&note, version, &format!("{WEAK}{}", "We we did it.\n".repeat(version as usize % 7)));
        last = version;
    }
    let found = client.diagnostics(&note, last);
    let doubled = rules(&found).iter().filter(|rule| **rule == "doubled-word").count();
    assert_eq!(doubled, last as usize % 7);
    client.replace(&note, last + 1, WEAK);
    let _ = client.diagnostics(&note, last + 1);
    // Nothing of an older version came after a newer one.
    let versions: Vec<i64> = client.rest().iter().filter_map(|it| it["params"]["version"].as_i64()).collect();
    assert!(versions.is_sorted() && versions.iter().all(|version| *version <= i64::from(last)), "{versions:?}");
    assert!(versions.len() < 40, "each change was linted: {versions:?}");
}

#[test]
fn a_note_without_answers_is_left_alone_unless_asked() {
    let folder = Folder::new("server-without", &[("star-lint.toml", "[files]\nexclude = [\"drafts/\"]\n")]);
    let prose = "# Shopping\n\nMilk, bread and butter.\n";
    let mut client = Client::begin(&folder, able(), Value::Null);
    for (name, text) in [("list.md", prose), ("drafts/a.md", WEAK), ("a.rs", WEAK)] {
        client.open(&folder.path(name), text);
        assert_eq!(client.diagnostics(&folder.path(name), 1), [0; 0], "{name}");
    }
    let mut client = Client::begin(&folder, able(), json!({ "everyNote": true }));
    client.open(&folder.path("list.md"), prose);
    assert_eq!(rules(&client.diagnostics(&folder.path("list.md"), 1)), ["no-answer"]);
    // A text that was never saved is one that somebody writes.
    let item = json!({ "uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": WEAK });
    client.tell("textDocument/didOpen", json!({ "textDocument": item }));
    let published = client.wait(|it| it["params"]["uri"] == "untitled:Untitled-1");
    assert!(published["params"]["diagnostics"].as_array().expect("a list").len() > 2);
}

#[test]
fn a_configuration_counts_before_it_is_saved() {
    let folder = Folder::new("server-unsaved", &[("notes/star-lint.toml", "root = true\n")]);
    let (note, config) = (folder.path("notes/a.md"), folder.path("notes/star-lint.toml"));
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&note, WEAK);
    assert!(rules(&client.diagnostics(&note, 1)).contains(&"missing-metric"));
    client.open(&config, "root = true\n[rules.missing-metric]\nlevel = \"off\"\n");
    client.until(&note, |found| !rules(found).contains(&"missing-metric"));
    client.replace(&config, 2, "root = true\n[rules.missing-metric]\nlevel = \"error\"\n");
    client.until(&note, |found| found.iter().any(|it| it["code"] == "missing-metric" && it["severity"] == 1));
    client.replace(&config, 3, "root = true\n[rules.missing-metrik]\nlevel = \"error\"\n");
    let found = client.until(&config, |found| !found.is_empty());
    assert!(found[0]["message"].as_str().is_some_and(|it| it.contains("did you mean")), "{found:?}");
    assert_eq!(found[0]["range"]["start"]["line"], 1);
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&config) } }));
    client.until(&config, <[Value]>::is_empty);
    // What is on disk counts again.
    client.until(&note, |found| found.iter().any(|it| it["code"] == "missing-metric" && it["severity"] == 2));
}

#[test]
fn a_configuration_that_changes_on_disk_is_seen() {
    let folder = Folder::new("server-disk", &[("a.md", WEAK)]);
    let note = folder.path("a.md");
    let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::begin(&folder, watches, Value::Null);
    let registered = client.wait(|it| it["method"] == "client/registerCapability");
    assert_eq!(registered["params"]["registrations"][0]["registerOptions"]["watchers"][0]["globPattern"], "**/*.toml");
    client.open(&note, WEAK);
    assert!(rules(&client.diagnostics(&note, 1)).contains(&"missing-metric"));
    folder.write("star-lint.toml", "extends = [\"house.toml\"]\n");
    folder.write("house.toml", "[rules.missing-metric]\nlevel = \"off\"\n");
    let changed = |name: &str| json!({ "changes": [{ "uri": uri(&folder.path(name)), "type": 1 }] });
    client.tell("workspace/didChangeWatchedFiles", changed("star-lint.toml"));
    client.until(&note, |found| !rules(found).contains(&"missing-metric"));
    folder.write("house.toml", "[rules.missing-metric]\nlevel = \"loud\"\n");
    client.tell("workspace/didChangeWatchedFiles", changed("house.toml"));
    // The problem is told where it is, although nobody has the file open.
    let found = client.until(&folder.path("house.toml"), |found| !found.is_empty());
    let said = folder.run(&["."]).err;
    let message = found[0]["message"].as_str().and_then(|it| it.lines().next()).expect("a message");
    assert!(said.contains(message) && said.contains("house.toml:2:9"), "{message}\n{said}");
    folder.write("house.toml", "");
    client.tell("workspace/didChangeWatchedFiles", changed("house.toml"));
    client.until(&folder.path("house.toml"), <[Value]>::is_empty);
}

#[test]
fn a_configuration_that_changes_on_disk_is_seen_by_a_client_that_does_not_tell() {
    let folder = Folder::new("server-look", &[]);
    let note = folder.path("a.md");
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&note, WEAK);
    assert!(rules(&client.diagnostics(&note, 1)).contains(&"missing-metric"));
    folder.write("star-lint.toml", "[rules.missing-metric]\nlevel = \"off\"\n");
    for version in 2.. {
        client.replace(&note, version, &format!("{WEAK}{}", "\n".repeat(version as usize % 2)));
        if !rules(&client.diagnostics(&note, version)).contains(&"missing-metric") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert!(version < 1000, "it is never seen");
    }
}

/// A client in which a note is open, and a rule file that was misspelt and is corrected.
fn corrected(folder: &Folder, note: &Path, house: &Path) -> Client {
    let mut client = Client::begin(folder, able(), Value::Null);
    client.open(note, WEAK);
    let _ = client.diagnostics(note, 1);
    client.open(house, "[rules.filler]\nlevle = \"off\"\n");
    client.until(house, |found| found.len() == 1);
    client.replace(house, 2, "[rules.missing-metric]\nlevel = \"off\"\n");
    client
}

#[test]
fn rule_files_are_checked_as_they_are_written() {
    let folder = Folder::new("server-rules", &[("star-lint.toml", "extends = [\"house.toml\"]\n"), ("house.toml", "")]);
    let (note, house) = (folder.path("a.md"), folder.path("house.toml"));
    let mut client = corrected(&folder, &note, &house);
    client.until(&house, <[Value]>::is_empty);
    client.until(&note, |found| !rules(found).contains(&"missing-metric"));
    // A TOML file of something else is none of its business.
    client.open(&folder.path("Cargo.toml"), "[package]\nname = \"a\"\n");
    assert_eq!(client.diagnostics(&folder.path("Cargo.toml"), 1), [0; 0]);
}

#[test]
fn profiles_and_settings_of_the_editor_count() {
    let folder = Folder::new("server-settings", &[("other.toml", "[rules.team-reliance]\nlevel = \"error\"\n")]);
    let note = folder.path("a.md");
    let asks = json!({ "workspace": { "configuration": true } });
    let mut client = Client::begin(&folder, asks, json!({ "profiles": ["amazon"] }));
    client.open(&note, WEAK);
    let first = client.diagnostics(&note, 1);
    let told = folder.run_with(&["--format", "json", "--profile", "amazon", "--stdin-filename", "a.md", "-"], WEAK);
    let told: Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(first.len(), told["diagnostics"].as_array().expect("a list").len());
    let asked = client.wait(|it| it["method"] == "workspace/configuration");
    assert_eq!(asked["params"]["items"][0]["section"], "star-lint");
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": [{ "config": "other.toml" }] }));
    client.until(&note, |found| found.iter().any(|it| it["code"] == "team-reliance" && it["severity"] == 1));
    // A profile that does not exist is a problem of the run, and the notes are still linted.
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    let asked = client.wait(|it| it["method"] == "workspace/configuration");
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": [{ "profiles": ["amzon"] }] }));
    let shown = client.wait(|it| it["method"] == "window/showMessage");
    assert!(shown["params"]["message"].as_str().is_some_and(|it| it.contains("amazon")), "{shown}");
    client.until(&note, |found| found.iter().any(|it| it["code"] == "team-reliance" && it["severity"] == 2));
    // The profile of a note itself, which is told where it stands.
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&note, WEAK);
    client.replace(&note, 2, &format!("<!-- star-lint: amzon -->\n{WEAK}"));
    let found = client.diagnostics(&note, 2);
    assert_eq!((found[0]["range"]["start"]["character"].as_u64(), &found[0]["severity"]), (Some(16), &json!(1)));
}

#[test]
fn names_of_rules_are_proposed() {
    let folder = Folder::new("server-names", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&folder.path("star-lint.toml"), "[rules.hed]\n");
    client.open(&folder.path("a.md"), "<!-- star-lint-disable-next-line dou -->\n");
    for (name, character, rule) in [("star-lint.toml", 10, "hedging"), ("a.md", 36, "doubled-word")] {
        let place = json!({ "line": 0, "character": character });
        let about = json!({ "uri": uri(&folder.path(name)) });
        let found = client.ask("textDocument/completion", json!({ "textDocument": about, "position": place }));
        let found = found.as_array().expect("a list");
        let item = found.iter().find(|item| item["label"] == rule).expect("the rule");
        assert_eq!(item["textEdit"]["range"]["start"]["character"], character - 3, "{item}");
        assert!(item["detail"].as_str().is_some_and(|it| it.len() > 10), "{item}");
    }
}

#[cfg(unix)]
#[test]
fn a_rule_file_is_one_however_it_is_reached() {
    let files = [("notes/star-lint.toml", "extends = [\"house.toml\"]\n"), ("notes/house.toml", "")];
    let folder = Folder::new("server-links", &files);
    std::os::unix::fs::symlink("notes", folder.path("way")).expect("a link");
    let (note, house) = (folder.path("way/a.md"), folder.path("way/house.toml"));
    let mut client = corrected(&folder, &note, &house);
    client.until(&note, |found| !rules(found).contains(&"missing-metric"));
    let elsewhere = uri(&folder.path("notes/house.toml"));
    let told = client.rest().iter().any(|it| it["params"]["uri"] == elsewhere);
    assert!(!told, "it is told under its other name");
}

#[test]
fn a_workspace_is_asked_about_again_and_again() {
    let folder = Folder::new("server-again", &[("a.md", WEAK), ("b.md", WEAK), ("drafts/c.md", WEAK)]);
    folder.write("star-lint.toml", "[files]\nexclude = [\"drafts/\"]\n");
    let mut pulls = able();
    pulls["textDocument"]["diagnostic"] = json!({});
    pulls["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    let mut client = Client::begin(&folder, pulls, Value::Null);
    let kinds = |client: &mut Client, before: &Value| {
        let items = client.ask("workspace/diagnostic", json!({ "previousResultIds": before }))["items"].clone();
        let items = items.as_array().expect("a list");
        let ids = items.iter().map(|it| json!({ "uri": it["uri"], "value": it["resultId"] })).collect::<Value>();
        let kinds: Vec<String> = items.iter().map(|it| it["kind"].as_str().expect("a kind").to_owned()).collect();
        (kinds, ids)
    };
    let (first, ids) = kinds(&mut client, &json!([]));
    assert_eq!(first, ["full", "full"]);
    let (again, ids) = kinds(&mut client, &ids);
    assert_eq!(again, ["unchanged", "unchanged"]);
    folder.write("b.md", &format!("{WEAK}The the end.\n"));
    let (changed, ids) = kinds(&mut client, &ids);
    assert_eq!(changed, ["unchanged", "full"]);
    // The configuration is another: nothing that was found under the old one is kept.
    client.open(&folder.path("star-lint.toml"), "[rules.missing-metric]\nlevel = \"off\"\n");
    let _ = client.wait(|it| it["method"] == "workspace/diagnostic/refresh");
    let (renewed, _) = kinds(&mut client, &ids);
    assert_eq!(renewed, ["full", "full", "full", "full"], "two notes, a draft and the configuration");
}
