//! What `--fix` changes, and that it changes nothing else.

mod common;

use common::Folder;

const NOTE: &str = "# A time\n\n**Situation:** Basically, the export failed and the the shift complained.\n\
    Task: I had to mend it, you know, before the sale.\n**ACTION:** I traced it and erm rewrote the query (basically alone). \
    We um tested it. It was, basically, done, so I think I was a basically happy man.\n**Result:** It runs, basically.\n";

const SAFE: &str = "# A time\n\n**Situation:** The export failed and the shift complained.\n\
    **Task:** I had to mend it before the sale.\n**Action:** I traced it and rewrote the query (basically alone). \
    We tested it. It was done, so I think I was a basically happy man.\n**Result:** It runs.\n";

#[test]
fn safe_fixes_are_made_and_twice_is_once() {
    let folder = Folder::new("fix-safe", &[("a.md", NOTE)]);
    let run = folder.run(&["--fix", "a.md"]);
    assert_eq!(folder.read("a.md"), SAFE);
    assert!(run.out.contains("9 fixed"), "{}", run.out);
    let left = folder.found(&["--select", "doubled-word", "--select", "inconsistent-label", "a.md"]);
    assert!(left.is_empty(), "{left:?}");
    let run = folder.run(&["--fix", "a.md"]);
    assert!(!run.out.contains("fixed"), "{}", run.out);
    assert_eq!(folder.read("a.md"), SAFE);
}

#[test]
fn unsafe_fixes_are_asked_for() {
    let folder = Folder::new("fix-unsafe", &[("a.md", NOTE)]);
    folder.run(&["--unsafe-fixes", "a.md"]);
    assert_eq!(folder.read("a.md"), SAFE.replace("so I think I was", "so I was"));
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let folder = Folder::new("fix-diff", &[("a.md", NOTE), ("b.md", SAFE)]);
    let run = folder.run(&["--diff", "a.md", "b.md"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(folder.read("a.md"), NOTE);
    assert!(run.out.starts_with("--- a/a.md\n+++ b/a.md\n@@ "), "{}", run.out);
    assert!(run.out.contains("-Task: I had to mend it, you know, before the sale.\n"), "{}", run.out);
    assert!(!run.out.contains("b.md"));
    assert_eq!(run.err, "note: 9 fixes in 1 file would be made\n");
    assert_eq!(folder.run(&["--diff", "b.md"]).code, Some(0));
    // The diff is one that git can apply.
    folder.write("fix.patch", &run.out);
    let git = std::process::Command::new("git").current_dir(&folder.0).args(["apply", "-p1", "fix.patch"]).output();
    assert!(git.expect("git runs").status.success());
    assert_eq!(folder.read("a.md"), SAFE);
}

#[test]
fn rules_that_are_off_or_ignored_or_silenced_change_nothing() {
    let silenced = NOTE.replace("# A time\n", "# A time\n<!-- star-lint-disable-file -->\n");
    let folder = Folder::new("fix-off", &[("a.md", &silenced)]);
    folder.run(&["--fix", "a.md"]);
    assert_eq!(folder.read("a.md"), silenced);
    let folder = Folder::new("fix-ignored", &[("a.md", NOTE)]);
    folder.run(&["--fix", "--ignore", "filler", "--ignore", "inconsistent-label", "a.md"]);
    assert_eq!(folder.read("a.md"), NOTE.replace("the the", "the"));
}

#[test]
fn line_endings_permissions_and_links_stay() {
    let text = format!("\u{feff}{}", NOTE.replace('\n', "\r\n"));
    let folder = Folder::new("fix-kept", &[("real/a.md", &text)]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.path("real/a.md");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("permissions");
        std::os::unix::fs::symlink(&path, folder.path("link.md")).expect("a link");
        folder.run(&["--fix", "link.md"]);
        assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert!(std::fs::symlink_metadata(folder.path("link.md")).expect("a link").is_symlink());
    }
    #[cfg(not(unix))]
    folder.run(&["--fix", "real/a.md"]);
    assert_eq!(folder.read("real/a.md"), format!("\u{feff}{}", SAFE.replace('\n', "\r\n")));
    assert_eq!(std::fs::read_dir(folder.path("real")).expect("a folder").count(), 1, "nothing is left behind");
}

#[test]
fn a_note_that_cannot_be_written_is_left_as_it_was() {
    let folder = Folder::new("fix-readonly", &[("a.md", NOTE), ("b.md", NOTE)]);
    let path = folder.path("a.md");
    let mut permissions = std::fs::metadata(&path).expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("permissions");
    let run = folder.run(&["--fix", "a.md", "b.md"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.err, "error: cannot fix a.md: it is read-only; nothing was written\n");
    assert_eq!(folder.read("a.md"), NOTE);
    assert_eq!(folder.read("b.md"), SAFE, "the other one is fixed");
}

#[test]
fn standard_input_is_mended_on_the_way_to_standard_output() {
    let folder = Folder::new("fix-stdin", &[]);
    let run = folder.run_with(&["--fix", "--format", "concise", "-"], NOTE);
    assert_eq!(run.out, SAFE);
    assert!(run.err.contains("-:6:13: warning[missing-metric]"), "{}", run.err);
    let run = folder.run_with(&["--diff", "--stdin-filename", "x.md", "-"], NOTE);
    assert!(run.out.starts_with("--- a/x.md"), "{}", run.out);
}
