//! `docs/contract.md`: every machine format fits its schema, and the schemas list exactly what there is.

mod common;

use common::Folder;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const PAGE: &str = include_str!("../docs/contract.md");

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas").join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

fn assert_fits(name: &str, values: &[Value]) {
    let validator = jsonschema::validator_for(&schema(name)).expect("a schema");
    for value in values {
        let errors: Vec<String> =
            validator.iter_errors(value).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}\n{value}");
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Notes that show every field: findings of all levels and sections, fixes, labels, inferred sections, nothing at all.
fn notes(name: &str) -> Folder {
    let inferred = "## Tell me about a time you mended something\n\nThe pump failed every week. I was asked to mend it. I took it \
        apart and changed the the seal. As a result it has run for 2 years.\n";
    let missing = "**Situation:** It was late.\n\n**Action:** Basically, we ran.\n\n**Result:** TODO\n";
    let weak = include_str!("../examples/weak/export.md").replace("the logs", "the the logs");
    Folder::new(
        name,
        &[("weak.md", &weak), ("inferred.md", inferred), ("missing.md", missing), ("none.md", "Hello.\n")],
    )
}

#[test]
fn reports_fit_their_schemas() {
    let folder = notes("contract-reports");
    let paths = ["weak.md", "inferred.md", "missing.md", "none.md"];
    let run = |args: &[&str]| {
        let run = folder.run(&[args, &["--no-config"], &paths[..]].concat());
        assert!(matches!(run.code, Some(0 | 1)), "{}", run.err);
        run.out
    };
    let check: Value =
        serde_json::from_str(&run(&["check", "--format", "json", "--profile", "amazon", "--profile", "netflix"]))
            .expect("JSON");
    let found = check["diagnostics"].as_array().expect("findings").clone();
    let has = |holds: &dyn Fn(&Value) -> bool| found.iter().any(holds);
    for level in ["error", "warning", "info"] {
        assert!(has(&|found| found["level"] == level), "no {level}");
    }
    assert!(has(&|found| found["fix"].is_object()) && has(&|found| found["labels"][0].is_object()));
    assert!(has(&|found| found["profiles"][0].is_string()) && has(&|found| found["answer"].is_string()));
    assert_fits("check", std::slice::from_ref(&check));
    assert_fits(
        "check",
        &lines(&folder.run(&["--format", "json", "--select", "blame", "weak.md"]).out.replace('\n', "")),
    );
    let jsonl = lines(&run(&["check", "--format", "jsonl", "--profile", "amazon", "--profile", "netflix"]));
    assert_eq!(jsonl, found, "the lines of jsonl are the findings of json");
    assert_fits("finding", &jsonl);
    assert_fits("statistics", &lines(&run(&["check", "--format", "json", "--statistics"])));
    let outline: Value = serde_json::from_str(&run(&["outline", "--format", "json"])).expect("JSON");
    assert!(outline["files"][1]["answers"][0]["sentences"].is_array(), "{outline}");
    assert_fits("outline", &[outline]);
    let inputs = paths.map(|path| json!({"id": path, "text": folder.read(path)}).to_string());
    let records = folder.run_with(
        &["--input", "jsonl", "--format", "jsonl"],
        &format!("{}\n{{\n{{\"text\":\"\"}}\n", inputs.join("\n")),
    );
    assert!(records.out.contains("\"error\":\"-:5:1: EOF"), "{}", records.out);
    assert_fits("record", &lines(&records.out));
    // The schemas refuse what is not there.
    for (name, wrong) in [
        ("check", json!({"version": 2, "diagnostics": [], "summary": check["summary"]})),
        ("check", json!({"version": 1, "diagnostics": [{}], "summary": check["summary"]})),
        ("finding", json!({"rule": "hedging"})),
        ("record", json!({"line": 1, "id": [], "error": null, "diagnostics": [], "summary": check["summary"]})),
        ("statistics", json!([{"rule": "hedging"}])),
        ("outline", json!({"version": 1, "files": [{"path": "a"}]})),
    ] {
        assert!(!jsonschema::is_valid(&schema(name), &wrong), "{name} takes {wrong}");
    }
}

#[test]
fn what_formats_share_is_the_same_in_every_schema() {
    let check = schema("check");
    for (name, shared) in [
        ("finding", &["place", "label", "edit"][..]),
        ("record", &["place", "label", "edit", "totals"]),
        ("outline", &["place"]),
    ] {
        for part in shared {
            assert_eq!(schema(name)["$defs"][part], check["$defs"][part], "{part} of {name}");
        }
    }
    // A finding of a record has all but the path.
    let mut finding = check["$defs"]["finding"]["properties"].clone();
    assert_eq!(schema("finding")["properties"], finding);
    finding.as_object_mut().expect("properties").remove("path");
    assert_eq!(schema("record")["$defs"]["finding"]["properties"], finding);
}

#[test]
fn the_page_lists_every_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    let files = std::fs::read_dir(folder).expect("schemas").map(|file| file.expect("a file").file_name());
    let files: BTreeSet<String> = files.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(files.len(), 6, "{files:?}");
    for name in files {
        assert!(PAGE.contains(&format!("](schemas/{name})")), "{name} is not in docs/contract.md");
    }
}

#[test]
fn the_version_tells_where_it_comes_from() {
    let folder = Folder::new("contract-version", &[]);
    let short = folder.run(&["--version"]).out;
    assert_eq!(short, concat!("star-lint ", env!("CARGO_PKG_VERSION"), "\n"));
    for words in [["--version", "--verbose"], ["--verbose", "--version"], ["-V", "--verbose"]] {
        let long = folder.run(&words);
        assert_eq!(long.code, Some(0), "{}", long.err);
        let rest = long.out.strip_prefix(&short).expect("the short version first");
        let (commit, rules) = rest.split_once("\nrules: ").expect("the digest");
        assert!(commit.starts_with("commit: "), "{commit}");
        let digest = rules.trim_end();
        assert!(digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
        assert_eq!(digest, star_lint::rules::builtin::digest());
    }
    assert_eq!(folder.run(&["--verbose"]).code, Some(2), "alone it says nothing");
}
