//! `--diff`: a patch that `git apply` and `patch` can apply, whatever the file is called and wherever it lies, and that
//! leads to what `--fix` writes.

mod common;

use common::{Folder, skipped, star_lint};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const NOTE: &str = "# A time\n\n**Situation:** The the export was slow.\n\n**Task:** I had to fix it.\n\n\
    **Action:** I counted the failures and rewrote the the query.\n\n**Result:** It fell from 9 to 3 minutes.\n";

/// Runs a program with a text on standard input; what it says where it fails.
fn feed(program: &str, args: &[&str], folder: &Path, text: &[u8]) -> Result<(), String> {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        skipped(&format!("there is no {program}"));
        return Ok(());
    };
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), text).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let said = || [output.stdout.clone(), output.stderr.clone()].concat();
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&said()).into_owned()) }
}

/// Makes the diff of some paths from a folder, applies it with both programs in `at`, and compares with `--fix`. The
/// notes are those of `real`, below the folder.
fn applies(folder: &Folder, from: &str, args: &[&str], at: &str, real: &[PathBuf]) {
    let run = |option: &str| {
        let mut command = star_lint();
        command.current_dir(folder.path(from)).args([option, "--select", "doubled-word"]).args(args);
        command.output().expect("star-lint runs")
    };
    let read = || real.iter().map(|path| std::fs::read(folder.0.join(path)).expect("a note")).collect::<Vec<_>>();
    let write = |texts: &[Vec<u8>]| {
        real.iter().zip(texts).for_each(|(path, text)| std::fs::write(folder.0.join(path), text).expect("a note"));
    };
    let before = read();
    let diff = run("--diff");
    assert_eq!(diff.status.code(), Some(1), "{args:?}: {}", String::from_utf8_lossy(&diff.stderr));
    assert_eq!(read(), before, "--diff changes nothing");
    run("--fix");
    let fixed = read();
    assert!(before.iter().zip(&fixed).all(|(before, fixed)| before != fixed), "{args:?}: there is something to fix");
    for (program, options) in [("git", &["apply", "-p1"][..]), ("patch", &["-p1", "--no-backup-if-mismatch"])] {
        write(&before);
        let shown = String::from_utf8_lossy(&diff.stdout);
        if let Err(said) = feed(program, options, &folder.path(at), &diff.stdout) {
            panic!("{args:?}: {program}: {said}\n{shown}");
        }
        if Command::new(program).arg("--version").output().is_ok() {
            assert_eq!(read(), fixed, "{args:?}: {program}\n{shown}");
        }
    }
    write(&before);
}

#[test]
fn every_name_can_be_applied() {
    let mut names = vec!["plain.md", "two words.md", " ends .md", "é – 면접.md"];
    if cfg!(unix) {
        names.extend([
            "a\tb.md",
            "say \"no\".md",
            "back\\slash.md",
            "line\nbreak.md",
            "esc\u{1b}[31m.md",
            "rtl\u{202e}.md",
            "\u{9b}.md",
        ]);
    }
    for name in names {
        let folder = Folder::new("diff-names", &[(name, NOTE)]);
        applies(&folder, "", &[name], "", &[name.into()]);
        applies(&folder, "", &["."], "", &[name.into()]);
        let diff = folder.run(&["--diff", "."]).out;
        assert!(!diff.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{diff:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_can_be_applied() {
    use std::os::unix::ffi::OsStringExt;
    let name = PathBuf::from(std::ffi::OsString::from_vec(b"\xe9t\xe9.md".to_vec()));
    let folder = Folder::new("diff-bytes", &[]);
    std::fs::write(folder.0.join(&name), NOTE).expect("a note");
    applies(&folder, "", &["."], "", &[name]);
}

#[test]
fn every_way_to_a_file_can_be_applied() {
    let folder = Folder::new("diff-ways", &[("notes/a.md", NOTE), ("notes/b c/d.md", NOTE)]);
    let absolute = folder.path("notes/a.md");
    let absolute = absolute.to_str().expect("UTF-8");
    let (a, d) = (PathBuf::from("notes/a.md"), PathBuf::from("notes/b c/d.md"));
    for way in ["a.md", "./a.md", ".//a.md", "../notes/a.md", "b c/../a.md", absolute] {
        applies(&folder, "notes", &[way], "notes", std::slice::from_ref(&a));
    }
    applies(&folder, "", &["./notes"], "", &[a.clone(), d.clone()]);
    // From above the note: where the patch is to be applied is said.
    for ways in [["../a.md", "d.md"], [absolute, "../b c/d.md"]] {
        applies(&folder, "notes/b c", &ways, "notes", &[a.clone(), d.clone()]);
        let run = star_lint().current_dir(folder.path("notes/b c")).arg("--diff").args(ways).output();
        let said = String::from_utf8(run.expect("star-lint runs").stderr).expect("UTF-8");
        let place = std::fs::canonicalize(folder.path("notes")).expect("a folder");
        let place = format!("would be made; apply the patch in {}\n", place.display());
        assert!(said.ends_with(&place), "{said}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("notes", folder.path("linked")).expect("a link");
        std::os::unix::fs::symlink("notes/a.md", folder.path("link.md")).expect("a link");
        applies(&folder, "", &["linked/a.md"], "", std::slice::from_ref(&a));
        applies(&folder, "", &["link.md"], "", &[a]);
    }
}

#[test]
fn every_end_of_a_line_can_be_applied() {
    let ends = NOTE.trim_end();
    let texts = [
        NOTE.replace('\n', "\r\n"),
        NOTE.replace("fix it.\n", "fix it.\rIt was late.\r\n"),
        NOTE.replace("slow.", "slow.\rAnd the the shift waited.\r"),
        NOTE.replace("# A time\n", "# A time\r\r"),
        ends.to_owned(),
        format!("{ends} The the end."),
        format!("{ends}\r"),
        format!("\u{feff}{NOTE}"),
        NOTE.replace("export was", "export\u{2028}was\u{85}or\u{b}so\u{c}was"),
        NOTE.replace("slow.", "slow. the\nthe end"),
        format!("{NOTE}\n<!-- star-lint-disable-line doubled-word -->\n\n").repeat(30),
    ];
    for (number, text) in texts.iter().enumerate() {
        let folder = Folder::new("diff-ends", &[("a.md", text)]);
        applies(&folder, "", &["--select", "unused-suppression", "a.md"], "", &["a.md".into()]);
        let hunks = folder.run(&["--diff", "a.md"]).out;
        let marked = |mark| hunks.split('\n').skip(2).filter_map(move |line: &str| line.strip_prefix(mark));
        assert!(!marked('-').any(|line| marked('+').any(|new| new == line)), "{number}: a line that stays\n{hunks}");
    }
}
