//! What other programs may use of star-lint: the public items are listed in `docs/api.txt`, and the engine alone builds
//! and works. Both run cargo, so they are for `cargo test -- --ignored` and `.ci/run`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cargo(folder: &Path, args: &[&str], target: &Path) {
    let run = Command::new(env!("CARGO")).args(args).current_dir(folder).env("CARGO_TARGET_DIR", target).output();
    let run = run.expect("cargo runs");
    assert!(run.status.success(), "{args:?}\n{}", String::from_utf8_lossy(&run.stderr));
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("api")
}

/// The values of an attribute in a page, as far as they begin so.
fn attributes<'p>(page: &'p str, name: &str, beginning: &'static str) -> impl Iterator<Item = &'p str> {
    let mark = format!("{name}=\"{beginning}");
    page.match_indices(&mark).map(|(at, _)| at + mark.len()).collect::<Vec<_>>().into_iter().map(move |at| {
        let rest = &page[at..];
        &rest[..rest.find('"').unwrap_or(rest.len())]
    })
}

/// Every public item, with its methods, fields and variants, as the documentation has them.
fn items(docs: &Path) -> String {
    let all = std::fs::read_to_string(docs.join("all.html")).expect("the list of all items");
    let mut items = BTreeSet::new();
    for page in attributes(&all, "href", "").filter(|page| page.ends_with(".html") && !page.contains("..")) {
        let Some((kind, name)) = page.rsplit('/').next().and_then(|file| file.split_once('.')) else { continue };
        let path = page.rsplit_once('/').map(|(folder, _)| format!("{}::", folder.replace('/', "::")));
        let name = format!("{}{}", path.unwrap_or_default(), name.trim_end_matches(".html"));
        if !["struct", "enum", "trait", "fn", "type", "constant"].contains(&kind) {
            continue;
        }
        items.insert(format!("{kind} {name}"));
        let text = std::fs::read_to_string(docs.join(page)).expect("the page of an item");
        // What comes of traits that are implemented, by hand or by the compiler, stands behind.
        let own = ["id=\"trait-implementations\"", "id=\"synthetic-implementations\"", "id=\"implementors\""];
        let text = &text[..own.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len())];
        for part in ["method.", "tymethod.", "structfield.", "variant."] {
            let own = attributes(text, "id", part).filter(|part| !part.contains('.'));
            items.extend(own.map(|part| format!("{kind} {name}::{part}")));
        }
    }
    items.into_iter().map(|item| item + "\n").collect()
}

#[test]
#[ignore = "it documents the crate, which takes a minute"]
fn the_public_items_are_those_that_are_listed() {
    cargo(Path::new(env!("CARGO_MANIFEST_DIR")), &["doc", "--no-deps", "--lib", "--locked"], &target());
    let items = items(&target().join("doc/star_lint"));
    let listed = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.txt");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        std::fs::write(&listed, &items).expect("the list is written");
    }
    let known = std::fs::read_to_string(&listed).unwrap_or_default();
    assert!(items.lines().count() > 60, "{items}");
    let lacks = |of: &str, line: &&str| !of.lines().any(|other| other == *line);
    let new: Vec<_> = items.lines().filter(|line| lacks(&known, line)).collect();
    let gone: Vec<_> = known.lines().filter(|line| lacks(&items, line)).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "new: {new:?}, gone: {gone:?}; SNAPSHOTS=overwrite cargo test --test api -- --ignored writes docs/api.txt anew"
    );
}

/// A program that wants the engine alone.
const PROGRAM: &str = r#"
use star_lint::{Linter, Selection, Source, Workspace};

fn main() {
    let linter = Linter::new(Workspace::default(), Selection::default());
    let note = "**Situation:** It was slow.\n**Task:** I had to.\n**Action:** We decided to wait.\n**Result:** It was better.\n";
    for found in linter.lint(&Source::new("a.md", note)).diagnostics {
        println!("{} {}", found.level.name(), found.rule);
    }
}
"#;

#[test]
#[ignore = "it builds the crate once more, which takes a minute"]
fn the_engine_alone_lints_a_text() {
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("api-program");
    std::fs::create_dir_all(folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         star-lint = {{ path = {root:?}, default-features = false }}\n"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    std::fs::write(folder.join("src/main.rs"), PROGRAM).expect("a program");
    std::fs::copy(Path::new(root).join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock");
    cargo(&folder, &["build", "--offline"], &target());
    let tree =
        Command::new(env!("CARGO")).args(["tree", "--offline", "--edges", "normal"]).current_dir(&folder).output();
    let tree = String::from_utf8(tree.expect("cargo runs").stdout).expect("UTF-8");
    for door in ["clap", "annotate-snippets", "rayon", "tempfile", "ignore "] {
        assert!(!tree.contains(door), "the engine needs {door}:\n{tree}");
    }
    let out = Command::new(target().join("debug/program")).output().expect("the program runs").stdout;
    let out = String::from_utf8(out).expect("UTF-8");
    assert!(out.lines().any(|line| line == "warning team-reliance"), "{out}");
}
