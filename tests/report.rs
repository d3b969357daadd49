//! The picture in the README is what star-lint prints. `SNAPSHOTS=overwrite cargo test --test report` redraws it.

use snapbox::{assert_data_eq, file};
use std::process::Command;

#[test]
fn picture_of_the_output() {
    let output = Command::new(env!("CARGO_BIN_EXE_star-lint"))
        .args(["--color", "always", "--ignore", "confidential", "--min-level", "warning", "examples/weak/export.md"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COLUMNS", "96")
        .output()
        .expect("star-lint runs");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("the report is UTF-8");
    assert_data_eq!(text, file!["../docs/output.svg": TermSvg]);
}
