//! The baseline: what was known stays silent, and nothing that goes wrong with it makes a run green.

mod common;

use common::{Folder, Run, WEAK, skipped, star_lint};
use std::path::Path;

/// What a run from a folder gives.
fn run_in(folder: &Path, args: &[&str]) -> Run {
    star_lint().current_dir(folder).args(args).output().expect("star-lint runs").into()
}

const MENDED: &str = "**Situation:** The export was slow.\n**Task:** I had to fix it.\n**Action:** I rewrote it.\n\
    **Result:** It takes 4 minutes, down from 40.\n";

#[test]
fn a_baseline_reports_only_what_is_new() {
    let folder = Folder::new("baseline", &[("notes/a.md", WEAK), ("notes/b.md", WEAK)]);
    let args = ["--baseline", "base.json", "--format", "concise", "notes"];
    let update = [&args[..], &["--update-baseline"]].concat();
    let run = folder.run(&update);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    assert!(run.err.contains("findings written to base.json"), "{}", run.err);
    let written = folder.read("base.json");
    assert!(!written.contains("significantly"), "the words of a note stay in the note");
    let run = folder.run(&args);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""));
    assert_eq!(folder.read("base.json"), written);
    // Lines may move; a new finding of an old kind is new; what was mended is said.
    let moved = format!(
        "# A title\n\nSome words.\n\n{}",
        WEAK.replace("We decided to rewrite it.", "We decided to rewrite it. We sent it out.")
    );
    folder.write("notes/a.md", &moved);
    let run = folder.run(&["--baseline", "base.json", "--format", "concise", "--select", "team-reliance", "notes"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.out, "notes/a.md:7:39: warning[team-reliance]: `We sent`: your part cannot be seen\n");
    folder.write("notes/a.md", MENDED);
    let run = folder.run(&args);
    assert!(run.err.contains("can no longer be found; --update-baseline removes them"), "{}", run.err);
    assert_eq!(folder.run(&update).code, Some(0));
    assert_eq!(folder.run(&args).err, "");
    // From another folder the same notes are the same.
    let inner = run_in(&folder.path("notes"), &["--baseline", "../base.json", "--format", "concise", "b.md"]);
    assert_eq!((inner.code, inner.out.as_str()), (Some(0), ""));
    folder.write("base.json", "{");
    let run = folder.run(&args);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("cannot read the baseline base.json: not a baseline"), "{}", run.err);
}

#[test]
fn a_baseline_that_is_not_there_is_an_error_and_is_not_made() {
    let folder = Folder::new("baseline-missing", &[("a.md", WEAK)]);
    for name in ["basline.json", "nowhere/base.json"] {
        let run = folder.run(&["--baseline", name, "a.md"]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
        assert_eq!(run.err, format!("error: there is no baseline {name}; --update-baseline creates it\n"));
        assert!(!folder.path(name).exists());
    }
}

#[test]
fn a_baseline_that_cannot_be_written_fails_the_run() {
    let folder = Folder::new("baseline-unwritten", &[("a.md", WEAK), ("old.json", "{}")]);
    let update = |name: &str| folder.run(&["--baseline", name, "--update-baseline", "a.md"]);
    let run = update("nowhere/base.json");
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.starts_with("error: cannot write the baseline nowhere/base.json: "), "{}", run.err);
    std::fs::create_dir(folder.path("folder")).expect("a folder");
    for args in [&["--baseline", "folder", "a.md"][..], &["--baseline", "folder", "--update-baseline", "a.md"]] {
        let run = folder.run(args);
        assert_eq!((run.code, run.err.as_str()), (Some(2), "error: the baseline folder is not a plain file\n"));
    }
    let path = folder.path("old.json");
    let mut permissions = path.metadata().expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("permissions");
    let run = update("old.json");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("error: cannot write the baseline old.json: it is read-only"), "{}", run.err);
    assert_eq!(folder.read("old.json"), "{}");
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_no_baselines() {
    let folder = Folder::new("baseline-devices", &[("a.md", WEAK)]);
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        return skipped("there is no mkfifo");
    }
    for name in ["/dev/null", "/dev/zero", "pipe"] {
        for args in [&["--baseline", name, "a.md"][..], &["--baseline", name, "--update-baseline", "a.md"]] {
            let run = folder.run(args);
            assert_eq!((run.code, run.err), (Some(2), format!("error: the baseline {name} is not a plain file\n")));
        }
    }
    use std::os::unix::fs::FileTypeExt;
    assert!(std::fs::metadata("/dev/null").expect("a device").file_type().is_char_device());
}

#[test]
fn paths_are_kept_from_the_folder_of_the_baseline() {
    let folder = Folder::new("baseline-paths", &[("notes/a.md", WEAK), ("notes/deep/b.md", WEAK)]);
    std::fs::create_dir_all(folder.path("ci/known")).expect("a folder");
    let args = ["--baseline", "ci/known/base.json", "--format", "concise", "notes"];
    assert_eq!(folder.run(&[&args[..], &["--update-baseline"]].concat()).code, Some(0));
    let written = folder.read("ci/known/base.json");
    let path = |entry: &serde_json::Value| entry["path"].as_str().expect("a path").to_owned();
    let json: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    let paths: std::collections::BTreeSet<_> =
        json["findings"].as_array().expect("findings").iter().map(path).collect();
    assert!(paths.iter().eq(["../../notes/a.md", "../../notes/deep/b.md"]), "{paths:?}");
    // The whole tree may move, and the run may begin anywhere.
    let moved = Folder::new("baseline-paths-moved", &[]);
    std::fs::remove_dir(&moved.0).expect("it is empty");
    std::fs::rename(&folder.0, &moved.0).expect("it is moved");
    assert_eq!(moved.run(&args).code, Some(0));
    let base = moved.path("ci/known/base.json");
    let base = base.to_str().expect("UTF-8");
    for (from, note) in [("notes", "a.md"), ("notes/deep", "../a.md"), ("ci", "../notes/deep/../a.md")] {
        let run = run_in(&moved.path(from), &["--baseline", base, "--format", "concise", note]);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""), "{from}");
    }
}

#[cfg(unix)]
#[test]
fn a_name_with_a_backslash_is_no_path_and_bytes_that_are_no_text_stay_apart() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("baseline-names", &[("a/b.md", WEAK)]);
    let run = |args: &[&str]| folder.run(&[&["--baseline", "base.json", "--format", "concise", "."], args].concat());
    assert_eq!(run(&["--update-baseline"]).code, Some(0));
    folder.write("a\\b.md", WEAK);
    let fresh = run(&[]);
    assert_eq!(fresh.code, Some(1));
    assert!(fresh.out.lines().all(|line| line.starts_with("a\\b.md:")), "{}", fresh.out);
    let name = |byte: u8| folder.0.join(std::ffi::OsStr::from_bytes(&[byte, b'.', b'm', b'd']));
    if std::fs::write(name(0xfe), WEAK).is_err() {
        return skipped("names are text on this file system");
    }
    assert_eq!(run(&["--update-baseline"]).code, Some(0));
    assert_eq!(run(&[]).code, Some(0));
    std::fs::write(name(0xff), WEAK).expect("a note");
    assert_eq!(run(&[]).code, Some(1), "another name is another note");
}

#[cfg(unix)]
#[test]
fn a_note_is_the_same_through_a_link() {
    let folder = Folder::new("baseline-links", &[("real/a.md", WEAK)]);
    std::os::unix::fs::symlink("real", folder.path("link")).expect("a link");
    let args = |path| ["--baseline", "base.json", "--format", "concise", path];
    assert_eq!(folder.run(&[&args("real")[..], &["--update-baseline"]].concat()).code, Some(0));
    assert_eq!(folder.run(&args("link/a.md")).code, Some(0));
}
