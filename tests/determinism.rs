//! The same bytes come out for one and for many threads, whatever the locale, the working directory and the order in
//! which the file system gives its files.

mod common;

use common::{Folder, WEAK, star_lint};
use std::process::Command;

/// Enough notes that several threads are at work, some with profiles and configurations of their own.
fn notebook(name: &str) -> Folder {
    let folder = Folder::new(name, &[("star-lint.toml", "extends = [\"netflix\", \"amazon\"]\n")]);
    for number in 0..30 {
        let text = format!("# Story {number}: Ownership\n\n{}\n", WEAK.repeat(1 + number % 4));
        folder.write(&format!("part {}/note {number}.md", number % 5), &text);
    }
    folder.write("part 1/star-lint.toml", "[rules.hedging]\nlevl = \"off\"\n");
    folder.write("part 2/star-lint.toml", "extends = [\"google\"]\n");
    folder.write("part 3/chosen.md", &format!("---\nstar-lint: meta\n---\n\n{WEAK}"));
    folder.write("part 3/wrong.md", &format!("---\nstar-lint: mta\n---\n\n{WEAK}"));
    folder
}

/// What a run gave, both streams and the exit code.
fn bytes(command: &mut Command) -> (Vec<u8>, Vec<u8>, Option<i32>) {
    let output = command.output().expect("star-lint runs");
    (output.stdout, output.stderr, output.status.code())
}

#[test]
fn fifty_runs_give_the_same_bytes() {
    let folder = notebook("determinism-runs");
    let plain = Folder::new("determinism-plain", &[]);
    (0..30).for_each(|number| plain.write(&format!("{}/{number}.md", number % 7), &WEAK.repeat(1 + number % 3)));
    let run = |format: &str| {
        let mut command = star_lint();
        command.current_dir(&folder.0).args(["--format", format, "."]);
        command
    };
    let first = bytes(&mut run("json"));
    assert_eq!(first.2, Some(2), "a mistake in a configuration and a profile that is not there");
    let again = || {
        let mut command = star_lint();
        command.current_dir(&plain.0).args(["--no-config", "."]);
        command
    };
    let plainly = bytes(again().args(["--format", "json"]));
    assert!(plainly.2 == Some(1) && plainly.0.len() > 10_000 && plainly.1.is_empty(), "there is much to put in order");
    for _ in 0..50 {
        assert!(bytes(again().args(["--format", "json"])) == plainly);
    }
    assert!((0..3).all(|_| bytes(&mut run("json")) == first));
    for locale in ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.SJIS"] {
        let mut command = again();
        command.args(["--format", "json"]).env("LC_ALL", locale).env("LANG", locale).env("TZ", "Asia/Tokyo");
        assert!(bytes(&mut command) == plainly, "{locale}");
    }
    for format in common::formats() {
        let in_format = || bytes(again().args(["--format", format]));
        assert!(in_format() == in_format(), "{format}");
    }
}

#[test]
fn one_thread_gives_what_many_give() {
    let folder = notebook("determinism-threads");
    let mut many = star_lint();
    let many = bytes(many.current_dir(&folder.0).args(["--format", "jsonl", "."]));
    assert!(many.2 == Some(2) && many.0.len() > 10_000, "findings, and a mistake in a configuration");
    let mut one = Command::new("taskset");
    one.args(["-c", "0"]).arg(env!("CARGO_BIN_EXE_star-lint")).args(["--format", "jsonl", "."]).current_dir(&folder.0);
    match one.output() {
        Ok(_) => assert!(bytes(&mut one) == many),
        Err(error) => common::skipped(&format!("taskset: {error}")),
    }
}

#[test]
fn the_order_of_arguments_is_the_order_of_the_report_and_nothing_else() {
    let folder = notebook("determinism-order");
    let lines = |paths: &[&str]| {
        let mut command = star_lint();
        command.current_dir(&folder.0).args(["--format", "jsonl"]).args(paths);
        let output = command.output().expect("star-lint runs");
        String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (there, mut back) = (lines(&["part 0", "part 2", "part 4"]), lines(&["part 4", "part 2", "part 0"]));
    assert_ne!(there, back);
    let mut sorted = there;
    sorted.sort();
    back.sort();
    assert_eq!(sorted, back);
    // From within, the same findings under shorter names.
    let mut command = star_lint();
    let output =
        command.current_dir(folder.path("part 4")).args(["--format", "jsonl", "."]).output().expect("star-lint runs");
    let within = String::from_utf8(output.stdout).expect("UTF-8").replace("\"path\":\"", "\"path\":\"part 4/");
    assert_eq!(within.lines().map(str::to_owned).collect::<Vec<_>>(), lines(&["part 4"]));
}
