//! What a case file cannot say: closed pipes, standard input, and the same bytes every time.

mod common;

use common::{Folder, WEAK, skipped, star_lint};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    Folder::new(name, &[]).0
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let note = folder("pipe").join("many.md");
    std::fs::write(&note, (0..3000).map(|number| format!("## Story {number}\n\n{WEAK}\n")).collect::<String>())
        .expect("a note");
    let mut child =
        star_lint().arg(&note).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("star-lint starts");
    let mut first = [0; 64];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("some output");
    let output = child.wait_with_output().expect("star-lint ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn standard_input_gets_a_name() {
    let mut child = star_lint()
        .args(["-", "--stdin-filename", "draft.md", "--format", "concise", "--select", "team-reliance"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("star-lint starts");
    child.stdin.take().expect("a pipe").write_all(WEAK.as_bytes()).expect("input is read");
    let output = child.wait_with_output().expect("star-lint ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("draft.md:3:13: warning[team-reliance]"));
}

#[test]
fn folders_are_walked_as_git_sees_them_and_always_in_the_same_order() {
    let root = folder("walk");
    for (name, text) in
        [(".gitignore", "drafts/\n"), ("b.md", WEAK), ("a.txt", WEAK), ("c.rs", WEAK), ("plan.md", "Milk")]
    {
        std::fs::write(root.join(name), text).expect("a file");
    }
    for (inner, name) in [("drafts", "d.md"), ("deep/er", "e.markdown")] {
        std::fs::create_dir_all(root.join(inner)).expect("a folder");
        std::fs::write(root.join(inner).join(name), WEAK).expect("a file");
    }
    let run = || {
        let output =
            star_lint().current_dir(&root).args(["--format", "concise", "--select", "missing-metric"]).output();
        String::from_utf8(output.expect("star-lint runs").stdout).expect("UTF-8")
    };
    let first = run();
    let files: Vec<&str> = first.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(files, ["a.txt", "b.md", "deep/er/e.markdown"]);
    assert!((0..20).all(|_| run() == first));
}

#[test]
fn a_configuration_is_found_from_the_current_folder_upwards() {
    let root = folder("config");
    std::fs::write(root.join("star-lint.toml"), "[rules.missing-metric]\nlevel = \"error\"\n").expect("a file");
    std::fs::create_dir_all(root.join("amazon")).expect("a folder");
    std::fs::write(root.join("amazon/a.md"), WEAK).expect("a note");
    let run = |args: &[&str]| {
        let output = star_lint().current_dir(root.join("amazon")).args(args).output().expect("star-lint runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let args = ["a.md", "--format", "concise", "--select", "missing-metric"];
    assert!(run(&args).contains("error[missing-metric]"));
    assert!(run(&[&args[..], &["--no-config"]].concat()).contains("warning[missing-metric]"));
}

#[test]
fn colour_only_where_it_is_wanted() {
    let run = |args: &[&str], no_color: bool| {
        let mut command = star_lint();
        command.arg("examples/weak/export.md").args(args);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        String::from_utf8(command.output().expect("star-lint runs").stdout).expect("UTF-8").contains('\u{1b}')
    };
    assert!(!run(&[], false), "a pipe is not coloured");
    assert!(run(&["--color", "always"], true));
    assert!(!run(&["--color", "never"], false));
}

#[test]
fn escape_sequences_never_reach_the_terminal() {
    let note = folder("escape").join("\u{1b}[31mred.md");
    std::fs::write(&note, WEAK.replace("decided", "decided \u{1b}]0;title\u{7}")).expect("a note");
    for format in common::formats() {
        let output =
            star_lint().arg(&note).args(["--format", format, "--color", "never"]).output().expect("star-lint runs");
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(!output.stdout.contains(&0x1b), "{format}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn completions_are_scripts_that_know_the_options() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = star_lint().args(["completions", shell]).output().expect("star-lint runs");
        let script = String::from_utf8(output.stdout).expect("UTF-8");
        for word in ["profile", "show-config", "add-suppressions", "outline"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        let file = folder(&format!("completions-{shell}")).join("script");
        std::fs::write(&file, &script).expect("a file");
        // Where the shell is there, it must be able to read it.
        if let Ok(read) = Command::new(shell).arg("-n").arg(&file).output() {
            assert!(read.status.success(), "{shell}: {}", String::from_utf8_lossy(&read.stderr));
        } else {
            skipped(&format!("{shell} is not installed to read its script"));
        }
    }
    // What bash would offer after a few letters.
    let script = folder("completions-try").join("script");
    let output = star_lint().args(["completions", "bash"]).output().expect("star-lint runs");
    std::fs::write(&script, output.stdout).expect("a file");
    let ask = "source \"$0\"; COMP_WORDS=(star-lint --fo); COMP_CWORD=1; _star__lint star-lint --fo star-lint; echo \"${COMPREPLY[@]}\"";
    match Command::new("bash").args(["-c", ask]).arg(&script).output() {
        Ok(offer) => assert_eq!(String::from_utf8_lossy(&offer.stdout), "--format\n"),
        Err(error) => skipped(&format!("bash: {error}")),
    }
}

#[test]
fn the_manual_page_has_every_option() {
    let page = star_lint().arg("man").output().expect("star-lint runs").stdout;
    let page = String::from_utf8(page).expect("UTF-8").replace("\\-", "-");
    let help = String::from_utf8(star_lint().arg("--help").output().expect("star-lint runs").stdout).expect("UTF-8");
    assert!(page.contains(".TH star-lint 1"), "{page}");
    let options = help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
    let options: Vec<&str> = options.map(|word| word.trim_end_matches(['.', ',', ';'])).collect();
    assert!(options.len() > 20, "{options:?}");
    assert!(options.iter().all(|option| page.contains(option)), "{page}");
}

/// Runs a line of the shell on a terminal of its own; what it showed.
#[cfg(unix)]
fn on_a_terminal(line: &str, folder: &std::path::Path) -> Option<String> {
    let shown = Command::new("script")
        .args(["-qec", line, "/dev/null"])
        .current_dir(folder)
        .env("STAR_LINT", env!("CARGO_BIN_EXE_star-lint"))
        .env("TERM", "xterm")
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output();
    match shown {
        Ok(shown) => Some(String::from_utf8_lossy(&shown.stdout).into_owned()),
        Err(error) => {
            skipped(&format!("no terminal to be had from `script`: {error}"));
            None
        }
    }
}

#[cfg(unix)]
#[test]
fn a_long_walk_shows_how_far_it_is_on_a_terminal_only() {
    let names = ["a.md", "b.md", "c.md", "d.md"];
    let folder = Folder::new("progress", &names.map(|name| (name, WEAK)));
    // Standard input keeps the run waiting for longer than it is silent.
    let line = |options: &str| {
        format!("(sleep 1; cat a.md) | \"$STAR_LINT\" {options} --format concise a.md - b.md c.md d.md")
    };
    let Some(shown) = on_a_terminal(&line(""), &folder.0) else { return };
    assert!(shown.contains("checking 2 of 5 files"), "{shown:?}");
    let last = shown.rfind("of 5 files").expect("progress");
    assert!(
        shown[last..].contains("\u{1b}[2K") || shown[last..].contains("\u{1b}[K"),
        "it is gone when done: {shown:?}"
    );
    assert!(!on_a_terminal(&line("--quiet"), &folder.0).unwrap_or_default().contains("checking"));
    assert!(!on_a_terminal(&line("2>err"), &folder.0).unwrap_or_default().contains("checking"));
    assert_eq!(folder.read("err"), "", "a file is no terminal");
}

#[cfg(unix)]
#[test]
fn a_device_is_no_note_and_a_pipe_is() {
    let folder = Folder::new("device", &[("a.md", WEAK)]);
    let run = folder.run(&["--format", "concise", "--select", "missing-metric", "/dev/zero", "a.md"]);
    assert_eq!((run.code, run.err.as_str()), (Some(2), "error: /dev/zero: a device, not a note\n"));
    assert!(run.out.starts_with("a.md:4"), "the other one is checked");
    let line = "\"$0\" --format concise --select missing-metric <(cat a.md)";
    let piped =
        Command::new("bash").args(["-c", line, env!("CARGO_BIN_EXE_star-lint")]).current_dir(&folder.0).output();
    match piped {
        Ok(piped) => assert!(String::from_utf8_lossy(&piped.stdout).contains(":4:13: warning[missing-metric]")),
        Err(error) => skipped(&format!("bash: {error}")),
    }
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_walked_once() {
    let folder = Folder::new("circle", &[("inner/a.md", WEAK)]);
    std::os::unix::fs::symlink(&folder.0, folder.path("inner/back")).expect("a link");
    let found = folder.found(&["--select", "missing-metric", "."]);
    assert_eq!(found, ["inner/a.md:4 warning missing-metric"]);
}
