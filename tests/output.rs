//! Standard output that takes no more, or whose reader has left, costs the report and nothing else.
#![cfg(unix)]

mod common;

use common::{Folder, Run, WEAK, skipped, star_lint};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Stdio};

/// A note with something to fix and nothing that is more than a hint.
const FIXABLE: &str = "**Situation:** The the export was slow.\n\n**Task:** I had to fix it.\n\n\
    **Action:** I counted the failures and rewrote the the query.\n\n**Result:** It fell from 9 to 3 minutes.\n";

/// Starts star-lint in a folder, with a pipe for each stream.
fn start(folder: &Folder, args: &[&str]) -> Child {
    let mut command = star_lint();
    command.current_dir(&folder.0).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("star-lint starts")
}

/// What a run gives whose standard output is a full disk.
fn on_a_full_disk(folder: &Folder, args: &[&str]) -> Option<Run> {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        skipped("there is no /dev/full");
        return None;
    };
    let mut command = star_lint();
    command.current_dir(&folder.0).args(args).stdin(Stdio::piped()).stdout(full).stderr(Stdio::piped());
    let mut child = command.spawn().expect("star-lint starts");
    // A command that reads nothing may be gone before it is asked to.
    let _ = child.stdin.take().expect("a pipe").write_all(FIXABLE.as_bytes());
    Some(child.wait_with_output().expect("star-lint ends").into())
}

#[test]
fn standard_input_is_mended_beside_files() {
    let folder = Folder::new("output-beside", &[("a.md", FIXABLE), ("b.md", FIXABLE)]);
    for args in [["-", "a.md", "b.md"], ["a.md", "-", "b.md"], ["a.md", "b.md", "-"]] {
        folder.write("a.md", FIXABLE);
        folder.write("b.md", FIXABLE);
        let run = folder.run_with(&[&["--fix", "--quiet", "--select", "doubled-word"], &args[..]].concat(), FIXABLE);
        let mended = FIXABLE.replace("the the", "the").replace("The the", "The");
        assert_eq!((run.code, run.out.as_str()), (Some(0), mended.as_str()), "{}", run.err);
        assert_eq!([folder.read("a.md"), folder.read("b.md")], [mended.as_str(), mended.as_str()]);
    }
    // A file that has the name which standard input is given is still a file.
    folder.write("a.md", FIXABLE);
    let args = ["--fix", "--quiet", "--select", "doubled-word", "--stdin-filename", "a.md", "a.md", "-"];
    let run = folder.run_with(&args, WEAK);
    assert_eq!((run.code, run.out.as_str()), (Some(0), WEAK), "{}", run.err);
    assert!(!folder.read("a.md").contains("the the"));
}

#[test]
fn a_full_disk_is_told_by_every_command() {
    let folder = Folder::new("output-full", &[("a.md", WEAK)]);
    let checks = common::formats().map(|format| vec!["--format", format, "a.md"]);
    let others = [
        "--help",
        "-h",
        "--version",
        "help",
        "help check",
        "check --help",
        "outline a.md",
        "outline --format json a.md",
        "explain hedging",
        "rules",
        "profiles",
        "profiles netflix",
        "man",
        "schema",
        "completions bash",
        "--show-config",
        "--statistics a.md",
        "--diff --unsafe-fixes -",
        "--fix -",
        "--fix - a.md",
        "--add-suppressions -",
    ];
    for args in checks.into_iter().chain(others.map(|line| line.split(' ').collect())) {
        let Some(run) = on_a_full_disk(&folder, &args) else { return };
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
        assert!(
            run.err.contains("error: cannot write to standard output: No space left on device"),
            "{args:?}: {}",
            run.err
        );
    }
}

#[test]
fn fixes_are_made_to_the_end_on_a_full_disk_and_without_a_reader() {
    let names: Vec<String> = (0..300).map(|number| format!("{number:03}.md")).collect();
    let folder = Folder::new("output-fixes", &[]);
    let fill = || names.iter().for_each(|name| folder.write(name, &format!("{FIXABLE}\n{WEAK}")));
    let left = || names.iter().filter(|name| folder.read(name).contains("the the")).count();
    fill();
    let mut run = start(&folder, &["--fix", "."]);
    let mut out = run.stdout.take().expect("a pipe");
    out.read_exact(&mut [0]).expect("a byte");
    drop(out);
    let run = Run::from(run.wait_with_output().expect("star-lint ends"));
    assert_eq!((left(), run.code, run.err.as_str()), (0, Some(1), ""));
    fill();
    let Some(run) = on_a_full_disk(&folder, &["--fix", "."]) else { return };
    assert_eq!((left(), run.code), (0, Some(2)), "{}", run.err);
}

#[test]
fn a_run_without_a_reader_ends_in_silence_with_the_code_of_any_other() {
    let folder = Folder::new("output-reader", &[]);
    (0..200).for_each(|number| folder.write(&format!("{number:03}.md"), WEAK));
    for format in common::formats() {
        for (fail_on, code) in [("warning", 1), ("never", 0)] {
            let mut run = start(&folder, &["--format", format, "--fail-on", fail_on, "."]);
            let mut out = run.stdout.take().expect("a pipe");
            out.read_exact(&mut [0]).expect("a byte");
            drop(out);
            let run = Run::from(run.wait_with_output().expect("star-lint ends"));
            assert_eq!((run.code, run.err.as_str()), (Some(code), ""), "{format}");
        }
    }
}

#[test]
fn a_report_is_written_to_a_file_as_it_would_be_printed() {
    let folder = Folder::new("output-file", &[("a.md", WEAK), ("b.md", WEAK), ("fine.md", FIXABLE)]);
    for format in common::formats() {
        let args = ["--format", format, "--quiet", "--color", "always", "a.md", "b.md"];
        let printed = folder.run(&args);
        let written = folder.run(&[&args[..], &["--output-file", "report"]].concat());
        assert_eq!((written.code, written.out.as_str()), (printed.code, ""), "{format}: {}", written.err);
        assert_eq!(folder.read("report"), printed.out, "{format}");
        std::fs::remove_file(folder.path("report")).expect("a report");
    }
    // The exit code is the usual one, and an older report is replaced as a whole.
    folder.write("report", &"old\n".repeat(9_000));
    let fine = folder.run(&["--format", "concise", "--fail-on", "error", "fine.md", "--output-file", "report"]);
    assert_eq!((fine.code, fine.err.as_str()), (Some(0), ""));
    assert!(folder.read("report").starts_with("fine.md:") && !folder.read("report").contains("old"));
    let missing = folder.run(&["--format", "concise", "a.md", "none.md", "--output-file", "report"]);
    assert!(missing.code == Some(2) && missing.err.contains("none.md: no such file"), "{}", missing.err);
    assert!(folder.read("report").contains("a.md:4:"));
    folder.run(&["--statistics", "a.md", "--output-file", "report"]);
    assert!(folder.read("report").contains("missing-metric"));
    // No colours, unless they are asked for.
    folder.run(&["a.md", "--output-file", "report"]);
    assert!(!folder.read("report").contains('\u{1b}'));
    // Fixed text of standard input is printed, and the report is in the file.
    let run = folder.run_with(&["-", "--fix", "--format", "concise", "--output-file", "report"], FIXABLE);
    assert!(run.out.starts_with("**Situation:** The export") && run.err.is_empty(), "{}", run.err);
    assert!(folder.read("report").starts_with("-:"));
    let left: Vec<_> =
        std::fs::read_dir(&folder.0).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 4, "no temporary file stays: {left:?}");
}

#[test]
fn a_report_that_cannot_be_written_is_told_and_leaves_what_was_there() {
    let folder = Folder::new("output-refused", &[("a.md", WEAK), ("fix.md", FIXABLE), ("kept/report", "old\n")]);
    let check = |to: &str| folder.run(&["--format", "concise", "a.md", "--output-file", to]);
    for to in ["none/report", "kept", "/dev/full"] {
        let run = check(to);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{to}: {}", run.err);
        assert!(run.err.starts_with(&format!("error: cannot write to {to}: ")), "{}", run.err);
    }
    let mut still = std::fs::metadata(folder.path("kept/report")).expect("a report").permissions();
    still.set_readonly(true);
    std::fs::set_permissions(folder.path("kept/report"), still).expect("a mode");
    let run = check("kept/report");
    assert!(run.code == Some(2) && run.err.contains("read-only"), "{}", run.err);
    assert_eq!(folder.read("kept/report"), "old\n");
    // Notes are fixed all the same.
    let run = folder.run(&["--fix", "fix.md", "--output-file", "none/report"]);
    assert!(run.code == Some(2) && !folder.read("fix.md").contains("the the"), "{}", run.err);
    // A note is never taken for a report.
    for args in [&["a.md", "--output-file", "a.md"][..], &["--output-file", "./a.md"], &["--output-file", "a.md", "."]]
    {
        let run = folder.run(args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.err.contains("a.md is one of the notes to check"), "{args:?}: {}", run.err);
        assert_eq!(folder.read("a.md"), WEAK);
    }
    for option in ["--diff", "--add-suppressions", "--show-config"] {
        let run = folder.run(&[option, "a.md", "--output-file", "report"]);
        assert!(run.code == Some(2) && run.err.contains("cannot be used with"), "{}", run.err);
    }
}
