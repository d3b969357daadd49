//! The page and the npm package, by their own tests: in a browser, and installed from the packed tarball. Where a tool
//! cannot be had, the test says so and ends.

mod common;

use common::skipped;
use std::path::Path;
use std::process::Command;

/// What `web/build.mjs` ends with where there is no Rust for WebAssembly.
const NO_RUST: i32 = 3;

fn there(tool: &str) -> bool {
    Command::new(tool).arg("--version").output().is_ok_and(|out| out.status.success())
}

#[test]
#[ignore = "it builds the engine for WebAssembly, which takes minutes"]
fn the_page_and_the_package_work() {
    if !there("node") || !there("npm") {
        return skipped("there is no Node to build the page with");
    }
    if !["chromium", "chromium-browser", "google-chrome"].into_iter().any(there) {
        return skipped("there is no Chromium to open the page in");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let npm = |args: &[&str]| {
        let mut command = Command::new("npm");
        command.args(args).current_dir(&folder).env("STAR_LINT", env!("CARGO_BIN_EXE_star-lint")).status()
    };
    if !npm(&["ci", "--no-audit", "--no-fund", "--silent"]).expect("npm runs").success() {
        return skipped("npm cannot install what the page is built with");
    }
    let built = Command::new("node").arg("build.mjs").current_dir(&folder).status().expect("node runs");
    if built.code() == Some(NO_RUST) {
        return skipped("there is no Rust for WebAssembly");
    }
    assert!(built.success(), "the page is built");
    assert!(npm(&["test"]).expect("npm runs").success(), "the page and the package pass their tests");
}
