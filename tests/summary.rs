//! What is said of a run as a whole: what was hidden, what was left alone, what could not be read, and why it fails.

mod common;

use common::{Folder, Run, WEAK, skipped, star_lint};

const GOOD: &str = include_str!("../examples/good/export.md");
const FORM: &str = "# Mine\n\n**Situation:** [what happened]\n**Task:** [your task]\n**Action:** [what you did]\n**Result:** [what came of it]\n";
const METHOD: &str = "# The method\n\n**Situation:** Describe the setting.\n**Task:** Explain your goal.\n\
    **Action:** Describe what you did.\n**Result:** Share what happened.\n";
const TICKET: &str = "# A ticket\n\nIt broke at night.\n\nResult: it works again.\n";

#[test]
fn what_the_least_level_hides_is_counted_and_a_failure_says_why() {
    let folder = Folder::new("summary-level", &[("a.md", WEAK)]);
    let why = "note: this run fails because of findings that min-level hides: 2 warnings; --min-level info shows everything\n";
    let rules = ["--select", "missing-metric", "--select", "team-reliance", "a.md"];
    let run = |args: &[&str]| folder.run(&[args, &rules[..]].concat());
    let hidden = run(&["--min-level", "error"]);
    assert_eq!((hidden.code, hidden.err.as_str()), (Some(1), why));
    assert!(
        hidden.out.starts_with("nothing shown (2 warnings hidden by min-level): 1 file, 1 answer"),
        "{}",
        hidden.out
    );
    for format in common::formats().filter(|format| *format != "human") {
        let hidden = run(&["--min-level", "error", "--quiet", "--format", format]);
        assert_eq!((hidden.code, hidden.err.as_str()), (Some(1), why), "{format}");
    }
    // The configuration may say so as well.
    folder.write("star-lint.toml", "min-level = \"error\"\n");
    assert_eq!(run(&[]).err, why);
    folder.write(
        "star-lint.toml",
        "[rules.team-reliance]\nlevel = \"error\"\n[rules.missing-metric]\nlevel = \"info\"\n",
    );
    let partly = run(&["--min-level", "error"]);
    assert_eq!((partly.code, partly.err.as_str()), (Some(1), ""), "what is shown says why");
    assert!(partly.out.contains("\n1 error (1 info hidden by min-level): 1 file"), "{}", partly.out);
    let never = run(&["--min-level", "error", "--fail-on", "never", "--select", "missing-metric"]);
    assert_eq!((never.code, never.err.as_str()), (Some(0), ""));
    assert!(!run(&[]).out.contains("hidden"));
}

#[test]
fn what_was_left_alone_is_counted_and_outline_shows_it() {
    let files =
        [("form.md", FORM), ("good.md", GOOD), ("method.md", METHOD), ("milk.md", "Milk\n"), ("ticket.md", TICKET)];
    let folder = Folder::new("summary-left", &files);
    let run = folder.run(&["."]);
    let left = "left alone: 4 files without an answer, 1 form left blank, 1 explanation, 1 block of doubtful labels \
        (see `star-lint outline PATH`)\n";
    assert_eq!(run.code, Some(0));
    assert!(run.out.starts_with("nothing to report: 5 files, 1 answer"), "{}", run.out);
    assert!(run.out.ends_with(left), "{}", run.out);
    let outline = folder.run(&["outline", "form.md", "method.md", "milk.md", "ticket.md"]).out;
    let wanted = "form.md\n  no answer found\n  left alone: lines 3-6, a blank form\n\
        method.md\n  no answer found\n  left alone: lines 3-6, an explanation, not a story\n\
        milk.md\n  no answer found: no Situation, Task, Action or Result is labelled\n  left alone: line 1, text that belongs to no answer\n\
        ticket.md\n  no answer found\n  left alone: line 3, text that belongs to no answer\n  left alone: line 5, too few or too doubtful labels for an answer\n";
    assert_eq!(outline, wanted);
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&["outline", "--format", "json", "ticket.md"]).out).expect("JSON");
    assert_eq!(json["files"][0]["left_alone"][1]["start"]["line"], 5);
    // Formats without a summary: where nothing at all was checked, it is said.
    folder.write("good.md", "Bread\n");
    let note = "note: no answers found; left alone: 5 files without an answer, 1 form left blank, 1 explanation, \
        1 block of doubtful labels; see `star-lint outline PATH`\n";
    for format in ["concise", "json", "github"] {
        assert_eq!(folder.run(&["--format", format, "."]).err, note, "{format}");
    }
    assert_eq!(folder.run(&["--format", "concise", "--quiet", "."]).err, "");
    assert!(!folder.run(&["milk.md"]).out.contains("left alone"), "a finding says so");
}

#[test]
fn a_path_that_could_not_be_read_is_counted() {
    let folder = Folder::new("summary-unread", &[("good.md", GOOD)]);
    let run = folder.run(&["missing.md"]);
    assert_eq!((run.code, run.err.as_str()), (Some(2), "error: missing.md: no such file or folder\n"));
    assert_eq!(run.out, "1 path not read, nothing checked: 0 files, 0 answers\n");
    let run = folder.run(&["missing.md", "gone.md", "good.md"]);
    assert!(run.out.starts_with("2 paths not read, nothing else to report: 1 file, 1 answer"), "{}", run.out);
    folder.write("weak.md", WEAK);
    let run = folder.run(&["missing.md", "--select", "missing-metric", "weak.md"]);
    assert!(run.out.contains("\n1 warning, 1 path not read: 1 file"), "{}", run.out);
}

#[test]
fn one_is_said_in_the_singular() {
    let story = "**Situation:** It was late.\n\n**Task:** I had to.\n\n**Action:** I called.\n\n**Result:** Done.\n";
    let folder = Folder::new("summary-one", &[("a.md", story)]);
    let config = "[rules.long-sentence]\nlevel = \"info\"\ncheck.length = { of = \"sentence\", max = 0 }\n";
    folder.write("star-lint.toml", config);
    let run = folder.run(&["--format", "concise", "."]);
    assert!(run.out.contains("this Result is only 1 word long\n"), "{}", run.out);
    assert!(run.out.contains("this sentence is 1 word long\n"), "{}", run.out);
    assert!(run.out.contains("this sentence is 2 words long\n"), "{}", run.out);
    assert!(!run.out.contains("1 words"), "{}", run.out);
}

#[test]
fn nothing_to_change_is_said_in_words() {
    let folder = Folder::new("summary-nothing", &[("good.md", GOOD)]);
    assert_eq!(folder.run(&["--diff", "."]).err, "note: nothing to fix\n");
    assert_eq!(folder.run(&["--add-suppressions", "."]).err, "note: nothing to silence\n");
}

#[test]
fn nothing_found_names_what_took_the_notes() {
    let folder = Folder::new("summary-nothing-found", &[("notes/a.md", WEAK), ("notes/b.md", WEAK)]);
    folder.write("star-lint.toml", "# mine\n[files]\nexclude = [\"notes/\"]\n");
    let run = folder.run(&["."]);
    let place = "star-lint.toml:3";
    assert_eq!((run.code, run.out.as_str()), (Some(2), "nothing checked: 0 files, 0 answers\n"));
    assert_eq!(run.err, format!("error: no notes found: {place} excludes every note here; --no-exclude reads them\n"));
    assert_eq!(folder.run(&["--no-exclude", "."]).code, Some(1));
    folder.write("star-lint.toml", "[files]\ninclude = [\"*.rst\"]\n");
    let run = folder.run(&["."]);
    assert!(run.err.contains("no notes found: `include` of star-lint.toml matches no file"), "{}", run.err);
    folder.write("star-lint.toml", "");
    folder.write(".gitignore", "notes/\n");
    let run = folder.run(&["."]);
    assert_eq!(
        run.err,
        "error: no notes found: star-lint reads .md, .markdown and .txt files that git does not ignore\n"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let base = tempfile::tempdir().expect("a folder");
    let folder = Folder(base.path().to_owned());
    folder.write("deep/locked/a.md", WEAK);
    folder.write("b.md", WEAK);
    let mode =
        |path: &str, mode| std::fs::set_permissions(folder.path(path), PermissionsExt::from_mode(mode)).expect("mode");
    mode("", 0o755);
    mode("deep/locked", 0o000);
    let drop = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let rule = ["--format", "concise", "--select", "missing-metric"];
    for (from, named) in [(".", "deep/locked"), ("deep", "deep/locked"), ("./deep", "deep/locked")] {
        let mut command = std::process::Command::new("setpriv");
        command.args(drop).arg(star_lint().get_program()).args(rule).arg(from).current_dir(&folder.0);
        let Ok(output) = command.output() else { return skipped("there is no setpriv") };
        if output.status.code().is_none_or(|code| code > 2)
            || String::from_utf8_lossy(&output.stderr).contains("setpriv")
        {
            return skipped("star-lint cannot be run as somebody else here");
        }
        let run = Run::from(output);
        assert_eq!((run.code, run.err), (Some(2), format!("error: {named}: permission denied\n")));
        assert_eq!(run.out.contains("b.md:4"), from == ".");
    }
    mode("deep/locked", 0o755);
}

#[test]
fn a_file_that_is_named_twice_is_one() {
    let folder = Folder::new("summary-twice", &[("notes/a.md", WEAK), ("notes/b.md", WEAK)]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("notes/a.md", folder.path("link.md")).expect("a link");
        std::os::unix::fs::symlink("notes", folder.path("linked")).expect("a link");
        let found = folder.found(&["--select", "missing-metric", "link.md", "linked", "notes/a.md"]);
        assert_eq!(found, ["link.md:4 warning missing-metric", "linked/b.md:4 warning missing-metric"]);
    }
    let absolute = folder.path("notes/a.md");
    let paths =
        ["notes/./a.md", "-", "./notes/a.md", absolute.to_str().expect("UTF-8"), "-", "notes", "notes/../notes", "."];
    let found = folder.found(&[&["--select", "missing-metric"], &paths[..]].concat());
    assert_eq!(found, ["notes/./a.md:4 warning missing-metric", "notes/b.md:4 warning missing-metric"]);
    // Once named is named, wherever it was found first.
    folder.write("notes/c.md", "Milk\n");
    let found = folder.found(&["--select", "no-answer", "notes", "notes/c.md"]);
    assert_eq!(found, ["notes/c.md:1 warning no-answer"]);
    let text =
        "**Situation:** The the export.\n\n**Task:** I had to.\n\n**Action:** I rewrote it.\n\n**Result:** 3% off.\n";
    folder.write("notes/a.md", text);
    let run = folder.run(&["--fix", "--select", "doubled-word", "./notes/a.md", "notes/a.md"]);
    assert!(run.out.starts_with("1 fixed: 1 file, 1 answer"), "{}", run.out);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}
