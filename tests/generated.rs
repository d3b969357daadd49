//! Files that are made from others are kept in git; these tests fail when they are stale.
//! `SNAPSHOTS=overwrite cargo test --test generated` makes them anew.

use star_lint::rules::builtin;
use star_lint::rules::load::layers;
use std::path::Path;

fn current(path: &str, wanted: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(&path, wanted).expect("the file can be written");
    }
    let found = std::fs::read(&path).unwrap_or_default();
    assert!(found == wanted, "{} is stale: SNAPSHOTS=overwrite cargo test --test generated", path.display());
}

/// Every problem of the built-in rule files, each with its file and line.
#[test]
fn rule_files_are_right() {
    let mut problems = Vec::new();
    layers(builtin::FILES, &mut problems).compile(&mut problems);
    let told: Vec<String> = problems
        .iter()
        .map(|problem| {
            let (name, text) = builtin::FILES[problem.file];
            let line = text[..problem.span.start as usize].lines().count().max(1);
            format!("{name}.toml:{line}: {} {}", problem.message, problem.help)
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn compiled_rules_are_current() {
    current("rules/compiled.bin", &builtin::compiled());
}
