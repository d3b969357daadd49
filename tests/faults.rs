//! What can go wrong with files while star-lint runs: each fault costs its own file and nothing else, and a note that
//! is fixed is the old one or the new one, never half of it.
#![cfg(unix)]

mod common;

use common::{Folder, WEAK, skipped, star_lint};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A note with something to fix, long enough that writing it takes a while.
fn fixable() -> String {
    let weak = "**Situation:** The the export was slow.\n\n**Task:** I had to fix it.\n\n**Action:** I basically \
                counted the the failures.\n\n**Result:** It fell from 9 to 3 minutes.\n\n";
    format!("## Late\n\n{weak}").repeat(40)
}

/// The note as `--fix` leaves it.
fn fixed(name: &str, text: &str) -> String {
    let folder = Folder::new(name, &[("note.md", text)]);
    folder.run(&["--fix", "note.md"]);
    let fixed = folder.read("note.md");
    assert_ne!(fixed, text, "there is something to fix");
    fixed
}

/// Starts star-lint in a folder and does not wait for it.
fn start(folder: &Folder, args: &[&str]) -> Child {
    let mut command = star_lint();
    command.current_dir(&folder.0).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("star-lint starts")
}

/// A command for a user without special rights: root may read and write everything.
fn unprivileged(folder: &Folder) -> Option<Command> {
    let user = Command::new("id").arg("-u").output().ok()?;
    if user.stdout != b"0\n" {
        let mut command = Command::new(env!("CARGO_BIN_EXE_star-lint"));
        command.current_dir(&folder.0);
        return Some(command);
    }
    let drop = ["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_star-lint")];
    let mut command = Command::new("setpriv");
    command.args(drop).current_dir(&folder.0);
    // Through a shell: what setpriv itself starts may still have the rights to reach a folder that is closed to others.
    let [rights @ .., binary] = drop;
    let line = ["sh", "-c", "exec \"$0\" --version", binary];
    let works = Command::new("setpriv").args(rights).args(line).current_dir(&folder.0).output();
    if works.is_ok_and(|output| output.status.success()) {
        return Some(command);
    }
    skipped("root has every right, and star-lint cannot be run as somebody else here");
    None
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("permissions");
}

#[test]
fn a_note_without_permission_costs_only_itself() {
    let folder = Folder::new("faults-permission", &[("a.md", WEAK), ("b.md", WEAK)]);
    let Some(mut command) = unprivileged(&folder) else { return };
    set_mode(&folder.path("a.md"), 0o000);
    let run = command.args(["--format", "concise", "--select", "missing-metric", "a.md", "b.md"]).output();
    let run = common::Run::from(run.expect("star-lint runs"));
    set_mode(&folder.path("a.md"), 0o644);
    assert_eq!((run.code, run.err.as_str()), (Some(2), "error: a.md: permission denied\n"));
    assert!(run.out.starts_with("b.md:4"), "{}", run.out);
}

#[test]
fn a_note_in_a_folder_that_is_read_only_is_not_fixed_and_stays() {
    let folder = Folder::new("faults-folder", &[("note.md", &fixable())]);
    let Some(mut command) = unprivileged(&folder) else { return };
    set_mode(&folder.path("note.md"), 0o666);
    set_mode(&folder.0, 0o555);
    let run = common::Run::from(command.args(["--fix", "note.md"]).output().expect("star-lint runs"));
    set_mode(&folder.0, 0o755);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.starts_with("error: cannot fix note.md: permission denied: cannot create a file in "),
        "{}",
        run.err
    );
    assert_eq!(folder.read("note.md"), fixable());
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_note() {
    // A limit on the size of files stands for the full disk: writing fails half way in the same manner.
    let folder = Folder::new("faults-disk", &[("note.md", &fixable())]);
    let line = "trap '' XFSZ; ulimit -f 8; exec \"$0\" --fix -q note.md > /dev/null";
    let run = Command::new("sh").args(["-c", line, env!("CARGO_BIN_EXE_star-lint")]).current_dir(&folder.0).output();
    let run = common::Run::from(run.expect("sh runs"));
    assert_eq!(run.code, Some(2));
    assert!(run.err.starts_with("error: cannot fix note.md: "), "{}", run.err);
    assert_eq!(folder.read("note.md"), fixable());
    let left = std::fs::read_dir(&folder.0).expect("a folder").count();
    assert_eq!(left, 1, "nothing is left beside the note");
}

#[test]
fn a_kill_during_a_fix_leaves_the_old_note_or_the_new_one() {
    let (old, new) = (fixable(), fixed("faults-kill-new", &fixable()));
    let folder = Folder::new("faults-kill", &[]);
    let (mut kept, mut changed) = (0, 0);
    for turn in 0..60 {
        folder.write("note.md", &old);
        let mut run = start(&folder, &["--fix", "-q", "note.md"]);
        std::thread::sleep(Duration::from_micros(500 * turn));
        let _ = run.kill();
        let _ = run.wait();
        match folder.read("note.md") {
            text if text == old => kept += 1,
            text if text == new => changed += 1,
            text => panic!("after {turn} half milliseconds the note is neither:\n{text}"),
        }
    }
    assert!(kept > 0, "no kill came before the fix was made: {changed}");
    // A signal in the middle of writing, for sure.
    folder.write("note.md", &old);
    let line = "ulimit -f 8; exec \"$0\" --fix -q note.md";
    let run = Command::new("sh").args(["-c", line, env!("CARGO_BIN_EXE_star-lint")]).current_dir(&folder.0).output();
    assert_eq!(run.expect("sh runs").status.code(), None, "the signal ends it");
    assert_eq!(folder.read("note.md"), old);
}

#[test]
fn notes_that_vanish_while_they_are_read_cost_only_themselves() {
    let folder = Folder::new("faults-vanish", &[]);
    for number in 0..300 {
        folder.write(&format!("gone/{number:03}.md"), WEAK);
        folder.write(&format!("stays/{number:03}.md"), WEAK);
    }
    let mut run = start(&folder, &["--format", "concise", "--select", "missing-metric", "."]);
    std::thread::sleep(Duration::from_millis(5));
    std::fs::remove_dir_all(folder.path("gone")).expect("a folder");
    let (mut out, mut err) = (String::new(), String::new());
    run.stdout.take().expect("a pipe").read_to_string(&mut out).expect("a report");
    run.stderr.take().expect("a pipe").read_to_string(&mut err).expect("messages");
    let code = run.wait().expect("star-lint ends").code();
    assert_eq!(out.lines().filter(|line| line.starts_with("stays/")).count(), 300, "{err}");
    assert_eq!(code, Some(if err.is_empty() { 1 } else { 2 }));
    assert!(err.lines().all(|line| line.starts_with("error: gone")), "{err}");
}

#[test]
fn a_note_that_is_replaced_while_it_is_read_is_one_or_the_other() {
    let other = WEAK.replace("It was significantly better", "It fell by 3%");
    let folder = Folder::new("faults-replace", &[("note.md", WEAK)]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                folder.write("new", if turn % 2 == 0 { &other } else { WEAK });
                let _ = std::fs::rename(folder.path("new"), folder.path("note.md"));
            }
        });
        let seen: Vec<_> = (0..40).map(|_| folder.run(&["--select", "missing-metric", "-q", "note.md"])).collect();
        done.store(true, Ordering::Relaxed);
        for run in seen {
            assert!(matches!(run.code, Some(0 | 1)), "{}", run.err);
            assert_eq!(run.out.is_empty(), run.code == Some(0));
        }
    });
}

#[test]
fn a_pipe_in_a_folder_is_passed_by_and_a_named_one_is_read() {
    let folder = Folder::new("faults-pipe", &[("a.md", WEAK)]);
    match Command::new("mkfifo").arg(folder.path("pipe.md")).status() {
        Ok(status) if status.success() => {}
        _ => return skipped("there is no mkfifo"),
    }
    assert_eq!(folder.found(&["--select", "missing-metric", "."]), ["a.md:4 warning missing-metric"]);
    std::thread::scope(|scope| {
        scope.spawn(|| std::fs::write(folder.path("pipe.md"), WEAK));
        let found = folder.found(&["--select", "missing-metric", "pipe.md"]);
        assert_eq!(found, ["pipe.md:4 warning missing-metric"]);
    });
}

#[test]
fn links_to_themselves_and_to_nothing_are_told() {
    let folder = Folder::new("faults-links", &[("a.md", WEAK)]);
    std::os::unix::fs::symlink("self.md", folder.path("self.md")).expect("a link");
    std::os::unix::fs::symlink("nowhere.md", folder.path("dead.md")).expect("a link");
    let run = folder.run(&["--format", "concise", "--select", "missing-metric", "self.md", "dead.md", "a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("error: dead.md: no such file or folder\n"), "{}", run.err);
    assert!(run.err.contains("error: self.md: "), "{}", run.err);
    assert!(run.out.starts_with("a.md:4"), "{}", run.out);
    assert_eq!(folder.found(&["--select", "missing-metric", "."]).len(), 1, "a walk follows no links");
}

/// A run within a limit that `prlimit` sets, by a user without special rights.
fn limited(folder: &Folder, limit: &str, args: &[&str]) -> Option<common::Run> {
    let own = unprivileged(folder)?;
    let words: Vec<_> = [own.get_program()].into_iter().chain(own.get_args()).collect();
    // A large environment would take the small stack.
    let path = std::env::vars_os().filter(|(name, _)| name == "PATH");
    // The limit is set once the rights are gone: before, it would be in the way of that.
    let (program, before) = words.split_last()?;
    let words: Vec<_> = before.iter().copied().chain(["prlimit".as_ref(), limit.as_ref(), *program]).collect();
    match Command::new(words[0]).args(&words[1..]).args(args).env_clear().envs(path).current_dir(&folder.0).output() {
        Ok(output) if output.status.code() != Some(127) => Some(common::Run::from(output)),
        _ => {
            skipped("there is no prlimit");
            None
        }
    }
}

#[test]
fn without_threads_the_work_is_done_on_one() {
    let folder = Folder::new("faults-threads", &[("long.md", &fixable().repeat(4))]);
    (0..20).for_each(|number| folder.write(&format!("notes/{number:02}.md"), WEAK));
    (0..20).for_each(|number| folder.write(&format!("deep/{number:02}/a.md"), WEAK));
    for args in
        [&["--format", "concise", "."][..], &["--format", "human", "long.md"], &["outline", "."], &["--diff", "."]]
    {
        let all = Folder::run(&folder, args);
        for limit in ["--nproc=1", "--nproc=2", "--nproc=3"] {
            let Some(run) = limited(&folder, limit, args) else { return };
            assert_eq!((run.code, run.err), (all.code, all.err.clone()), "{limit} {args:?}");
            assert!(run.out == all.out, "{limit} {args:?}");
        }
    }
}

#[test]
fn a_small_stack_is_enough() {
    let nested = format!("{}{WEAK}", "> ".repeat(2_000));
    let folder = Folder::new("faults-stack", &[("a.md", WEAK), ("b.md", &nested)]);
    for args in [
        &["."][..],
        &["--help"],
        &["rules"],
        &["explain", "word-count"],
        &["--show-config"],
        &["--profile", "amazon", "."],
    ] {
        let all = Folder::run(&folder, args);
        for stack in [16, 64, 256] {
            let Some(run) = limited(&folder, &format!("--stack={}", stack * 1024), args) else { return };
            assert_eq!(
                (run.code, run.out, run.err),
                (all.code, all.out.clone(), all.err.clone()),
                "{stack} kB: {args:?}"
            );
        }
    }
}

#[test]
fn a_note_for_which_there_is_no_memory_is_told() {
    let folder = Folder::new("faults-memory", &[("a.md", WEAK)]);
    let large = std::fs::File::create(folder.path("large.md")).expect("a file");
    large.set_len(200_000_000).expect("a sparse file");
    let line = "ulimit -v 150000; exec \"$0\" --format concise a.md large.md";
    let run = Command::new("sh").args(["-c", line, env!("CARGO_BIN_EXE_star-lint")]).current_dir(&folder.0).output();
    let run = common::Run::from(run.expect("sh runs"));
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.starts_with("error: large.md: ") && run.out.contains("a.md:4"), "{}{}", run.err, run.out);
}
