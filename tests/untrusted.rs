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
    let many: String = (0..50_000).map(|number| format!("a{number}*b\n")).collect();
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
    for number in 0..15 {
        folder.write(&format!("{number}/.gitignore"), &many);
        folder.write(&format!("{number}/deeper/a.md"), WEAK);
    }
    let run = bounded(&folder, &[&METRIC[..], &["."]].concat());
    assert_eq!(run.out.matches("missing-metric").count(), 15, "{}", run.err);
    // Four of them have 36,000 lines, of the 40,000 that are kept.
    assert_eq!(run.err.matches("/.gitignore: more than 40000 lines").count(), 11, "{}", run.err);
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

#[test]
fn a_configuration_that_is_no_plain_file_is_told_and_the_notes_are_checked() {
    for kind in ["zero", "pipe", "folder", "nothing", "large"] {
        let outer = "[rules.team-reliance]\nlevel = \"error\"\n";
        let folder = Folder::new("untrusted-config", &[("star-lint.toml", outer), ("notes/a.md", WEAK)]);
        let path = folder.path("notes/.star-lint.toml");
        match kind {
            "zero" => symlink("/dev/zero", path).expect("a link"),
            "pipe" if !pipe(&folder, "notes/.star-lint.toml") => return,
            "pipe" => {}
            "folder" => std::fs::create_dir_all(path).expect("a folder"),
            "nothing" => symlink("nowhere.toml", path).expect("a link"),
            _ => std::fs::write(path, "# large\n".repeat(1_000_000)).expect("a file"),
        }
        let run = bounded(&folder, &["--format", "concise", "."]);
        assert_eq!(run.code, Some(2), "{kind}: {}", run.err);
        let told = "error: cannot read the configuration notes/.star-lint.toml: ";
        assert!(run.err.starts_with(told) && run.err.lines().count() == 1, "{kind}: {}", run.err);
        assert!(run.out.contains("error[team-reliance]"), "{kind}: the outer one holds: {}", run.out);
    }
}

#[test]
fn extends_reads_rule_files_below_the_configuration_and_shows_nothing_of_others() {
    let secret = "TOKEN=hunter2\n";
    let toml = "[database]\npassword = \"hunter2\"\n";
    let files = [
        ("secrets.toml", toml),
        (".env", secret),
        ("house.toml", "[rules.team-reliance]\nlevel = \"error\"\n"),
        ("repo/secrets.toml", toml),
        ("repo/broken.toml", secret),
        ("repo/rules/a.toml", "extends = [\"../b.toml\"]\n"),
        ("repo/b.toml", "[rules.team-reliance]\nlevel = \"info\"\n"),
        ("repo/a.md", WEAK),
    ];
    let folder = Folder::new("untrusted-extends", &files);
    symlink("../.env", folder.path("repo/link.toml")).expect("a link");
    symlink("/dev/zero", folder.path("repo/zero.toml")).expect("a link");
    std::fs::create_dir_all(folder.path("repo/folder.toml")).expect("a folder");
    let piped = pipe(&folder, "repo/pipe.toml");
    let absolute = folder.path("secrets.toml").display().to_string();
    let mut names = vec![
        "/etc/shadow",
        "/etc/passwd",
        "/proc/self/environ",
        "/proc/self/status",
        "../.env",
        "../secrets.toml",
        &*absolute,
        "link.toml",
        "zero.toml",
        "folder.toml",
        "secrets.toml",
        "broken.toml",
        "../house.toml",
        "/dev/stdin",
    ];
    names.extend(piped.then_some("pipe.toml"));
    for name in names {
        folder.write("repo/star-lint.toml", &format!("extends = [\"{name}\"]\n"));
        let run = bounded(&folder, &["--format", "concise", "repo"]);
        assert_eq!(run.code, Some(2), "{name}: {}", run.err);
        assert!(run.err.contains("repo/star-lint.toml:1:12"), "{name}: {}", run.err);
        for word in ["hunter2", "TOKEN", "database", "password", "root:", "Name:", "HOME"] {
            assert!(!run.err.contains(word) && !run.out.contains(word), "{name} shows {word}: {}", run.err);
        }
        assert!(run.out.contains("warning[team-reliance]"), "{name}: the notes are checked: {}", run.out);
    }
    // Below the folder, also from a folder within.
    folder.write("repo/star-lint.toml", "extends = [\"rules/a.toml\"]\n");
    let run = bounded(&folder, &["--format", "concise", "repo"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(run.out.contains("info[team-reliance]"), "{}", run.out);
    // Elsewhere where the user says so.
    folder.write("repo/star-lint.toml", "extends = [\"../house.toml\"]\n");
    let run = bounded(&folder, &["--format", "concise", "--allow-extends", ".", "repo"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(run.out.contains("error[team-reliance]"), "{}", run.out);
    // A configuration that the user names is shown.
    let run = bounded(&folder, &["--config", "repo/secrets.toml", "repo"]);
    assert!(run.err.contains("unknown key `database`"), "{}", run.err);
}

#[test]
fn a_configuration_that_is_a_link_to_elsewhere_shows_nothing_of_it() {
    let files =
        [("home.toml", "[rules.team-reliance]\nlevel = \"error\"\n"), (".env", "TOKEN=hunter2\n"), ("repo/a.md", WEAK)];
    let folder = Folder::new("untrusted-link", &files);
    symlink("../.env", folder.path("repo/star-lint.toml")).expect("a link");
    let run = bounded(&folder, &["--format", "concise", "repo"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("repo/star-lint.toml") && !run.err.contains("hunter2") && !run.err.contains("TOKEN"),
        "{}",
        run.err
    );
    std::fs::remove_file(folder.path("repo/star-lint.toml")).expect("a link");
    symlink("../home.toml", folder.path("repo/star-lint.toml")).expect("a link");
    let run = bounded(&folder, &["--format", "concise", "repo"]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(run.out.contains("error[team-reliance]"), "{}", run.out);
}

#[test]
fn rule_files_that_many_extend_are_read_and_laid_once() {
    let folder = Folder::new("untrusted-diamond", &[("a.md", WEAK)]);
    for profile in ["", "[profile]\ntitle = \"t\"\ndescription = \"d\"\nas-of = \"2026-01\"\n"] {
        for depth in 0..15 {
            let text = format!("extends = [\"l{}.toml\", \"r{}.toml\"]\n{profile}", depth + 1, depth + 1);
            folder.write(&format!("l{depth}.toml"), &text);
            folder.write(&format!("r{depth}.toml"), &text);
        }
        let last = "[rules.team-reliance]\nlevel = \"error\"\n";
        folder.write("l15.toml", &format!("{profile}{last}"));
        folder.write("r15.toml", "[rules.missing-metric]\nlevel = \"error\"\n");
        folder.write("star-lint.toml", "extends = [\"l1.toml\", \"r1.toml\"]\n");
        let run = bounded(&folder, &["--format", "concise", "a.md"]);
        assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
        for rule in ["team-reliance", "missing-metric"] {
            assert!(run.out.contains(&format!("error[{rule}]")), "{}", run.out);
        }
    }
}

#[test]
fn profiles_in_ever_new_orders_take_no_more_memory() {
    let names = ["netflix", "amazon", "google", "meta", "microsoft", "apple"];
    let folder = Folder::new("untrusted-orders", &[]);
    for number in 0..120 {
        let mut order = names.to_vec();
        order.rotate_left(number % 6);
        order.swap(number % 5, 5);
        order.truncate(2 + number % 5);
        folder.write(&format!("{number:03}.md"), &format!("---\nstar-lint: [{}]\n---\n\n{WEAK}", order.join(", ")));
    }
    let run = bounded(&folder, &["--format", "concise", "--select", "missing-metric", "."]);
    assert_eq!((run.out.lines().count(), run.err.as_str()), (120, ""));
}

#[test]
fn many_folders_with_configurations_of_their_own_take_no_more_memory() {
    // A set of rules with words of its own takes some 6 MB, and 12 sets are kept.
    for config in ["[rules.hedging]\nlevel = \"off\"\n", "[vocabulary.leak]\nphrases = [\"Project Bluebird\"]\n"] {
        let folder = Folder::new("untrusted-folders", &[]);
        for number in 0..80 {
            folder.write(&format!("{number:03}/star-lint.toml"), config);
            folder.write(&format!("{number:03}/a.md"), WEAK);
        }
        let line = "ulimit -d 160000; exec \"$0\" \"$@\"";
        let mut command = Command::new("sh");
        command.args([
            "-c",
            line,
            env!("CARGO_BIN_EXE_star-lint"),
            "--format",
            "concise",
            "--select",
            "missing-metric",
            ".",
        ]);
        let run = Run::from(command.current_dir(&folder.0).output().expect("sh runs"));
        assert_eq!((run.out.lines().count(), run.err.as_str()), (80, ""));
    }
}

#[test]
fn thousands_of_overrides_hold_for_their_notes_alone() {
    let over = |number| {
        format!(
            "[[overrides]]\npaths = [\"{number}/*.md\", \"!{number}/b.md\"]\nrules.missing-metric.level = \"error\"\n"
        )
    };
    let folder = Folder::new("untrusted-overrides", &[]);
    folder.write("star-lint.toml", &(0..2_000).map(over).collect::<String>());
    for number in 0..100 {
        folder.write(&format!("{}/a.md", number * 20), WEAK);
        folder.write(&format!("{}/b.md", number * 20), WEAK);
    }
    let run = bounded(&folder, &[&METRIC[..], &["."]].concat());
    assert_eq!(run.err, "");
    let levels =
        |name: &str, level: &str| run.out.lines().filter(|line| line.contains(name) && line.contains(level)).count();
    assert_eq!((levels("/a.md", ": error["), levels("/b.md", ": warning[")), (100, 100), "{}", run.out);
}
