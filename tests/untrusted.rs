//! What a folder of notes that somebody else made may try: nothing in it hangs a run, takes memory without bound or
//! shows what lies elsewhere.
#![cfg(unix)]

mod common;

use common::{Folder, Run, WEAK, skipped};
use std::os::unix::fs::symlink;
use std::process::Command;

const METRIC: [&str; 4] = ["--format", "concise", "--select", "missing-metric"];

/// A run that may take a minute and a gigabyte, and not more.
fn bounded(folder: &Folder, args: &[&str]) -> Run {
    let line = "ulimit -v 1000000; exec timeout 60 \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", line, env!("CARGO_BIN_EXE_star-lint")]).args(args).current_dir(&folder.0);
    command.env("XDG_CONFIG_HOME", folder.path("home")).env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env("GIT_CONFIG_SYSTEM", "/dev/null").env("HOME", folder.path("home"));
    command.output().expect("sh runs").into()
}

fn pipe(folder: &Folder, name: &str) -> bool {
    let made = Command::new("mkfifo").arg(folder.path(name)).status().is_ok_and(|status| status.success());
    if !made {
        skipped("there is no mkfifo");
    }
    made
}

#[test]
fn files_that_tell_what_to_ignore_are_plain_and_small_or_passed_over() {
    let names = [".ignore", ".gitignore", ".git/info/exclude", "home/git/ignore"];
    let files = [("notes/a.md", WEAK), ("notes/deep/b.md", WEAK), (".git/info/x", ""), ("home/git/x", "")];
    let many: String = (0..200_000).map(|number| format!("a{number}*b\n")).collect();
    let long = format!("{}\n", "[a-z]*".repeat(300_000));
    for name in names.into_iter().chain(["notes/.gitignore", "notes/deep/.ignore"]) {
        for kind in ["zero", "pipe", "folder", "many", "long"] {
            let folder = Folder::new("untrusted-ignore", &files);
            let path = folder.path(name);
            match kind {
                "zero" => symlink("/dev/zero", path).expect("a link"),
                "pipe" if !pipe(&folder, name) => return,
                "pipe" => {}
                "folder" => std::fs::create_dir_all(path).expect("a folder"),
                "many" => folder.write(name, &many),
                _ => folder.write(name, &long),
            }
            let run = bounded(&folder, &[&METRIC[..], &["notes"]].concat());
            assert_eq!(run.code, Some(2), "{name}, {kind}: {}", run.err);
            assert_eq!(run.err.matches("error: ").count(), 1, "{name}, {kind}: {}", run.err);
            assert!(run.err.contains(&format!("{name}: ")), "{name}, {kind}: {}", run.err);
            let places: Vec<&str> = run.out.lines().filter_map(|line| line.split(':').next()).collect();
            assert_eq!(places, ["notes/a.md", "notes/deep/b.md"], "{name}, {kind}: {}", run.out);
        }
    }
}

#[test]
fn what_is_ignored_in_many_folders_is_bounded_together() {
    let folder = Folder::new("untrusted-ignores", &[]);
    let many: String = (0..9_000).map(|number| format!("a{number}*b\n")).collect();
    for number in 0..40 {
        folder.write(&format!("{number}/.gitignore"), &many);
        folder.write(&format!("{number}/deeper/a.md"), WEAK);
    }
    let run = bounded(&folder, &[&METRIC[..], &["."]].concat());
    assert_eq!(run.out.matches("missing-metric").count(), 40, "{}", run.err);
    assert!(run.err.lines().all(|line| line.contains("/.gitignore: ")), "{}", run.err);
}

#[test]
fn files_are_ignored_as_git_ignores_them() {
    let files = [
        (".gitignore", "build/\n*.tmp.md\n/only-here.md\n!keep.tmp.md\n"),
        (".ignore", "!deep/back.tmp.md\n"),
        (".git/info/exclude", "excluded.md\n"),
        ("home/git/ignore", "global.md\n"),
        ("a.md", WEAK),
        (".hidden.md", WEAK),
        ("build/a.md", WEAK),
        ("x.tmp.md", WEAK),
        ("keep.tmp.md", WEAK),
        ("only-here.md", WEAK),
        ("excluded.md", WEAK),
        ("global.md", WEAK),
        ("deep/.gitignore", "local.md\n!.seen.md\n"),
        ("deep/only-here.md", WEAK),
        ("deep/local.md", WEAK),
        ("deep/.seen.md", WEAK),
        ("deep/back.tmp.md", WEAK),
        ("deep/er/local.md", WEAK),
        ("deep/er/b.md", WEAK),
    ];
    let folder = Folder::new("untrusted-git", &files);
    let places = |args: &[&str]| -> Vec<String> {
        let run = bounded(&folder, &[&METRIC[..], args].concat());
        assert_eq!(run.err, "");
        run.out
            .lines()
            .filter(|line| line.contains("missing"))
            .map(|line| line.split(':').next().unwrap_or_default().to_owned())
            .collect()
    };
    let deep = ["deep/.seen.md", "deep/back.tmp.md", "deep/er/b.md", "deep/only-here.md"];
    assert_eq!(places(&["."]), [&["a.md"], &deep[..], &["keep.tmp.md"]].concat());
    assert_eq!(places(&["deep"]), deep);
    assert_eq!(places(&["./deep/er", "deep/er"]), ["deep/er/b.md"]);
    // A folder that the user names is read, ignored or not.
    assert_eq!(places(&["build"]), ["build/a.md"]);
}
