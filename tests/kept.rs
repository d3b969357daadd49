//! What belongs to a note beside its text stays under `--fix`, or the note is left alone; and what others save
//! meanwhile is never lost.
#![cfg(unix)]

mod common;

use common::{Folder, Run, WEAK, skipped, star_lint};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const NOTE: &str = "**Situation:** The the export was slow.\n\n**Task:** I had to fix it.\n\n\
    **Action:** I counted the failures and rewrote the the query.\n\n**Result:** It fell from 9 to 3 minutes.\n";

fn mended() -> String {
    NOTE.replace("The the", "The").replace("the the", "the")
}

/// What a program says, where it is there and succeeds.
fn program(name: &str, args: &[&str], path: &Path) -> Option<String> {
    let output = Command::new(name).args(args).arg(path).output().ok().filter(|output| output.status.success());
    if output.is_none() {
        skipped(&format!("{name} is not there, or not for this file system"));
    }
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn is_root() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if !root {
        skipped("only root may give files away");
    }
    root
}

/// star-lint as somebody without special rights; only for root.
fn as_somebody(folder: &Folder, user: u32, groups: &str, args: &[&str]) -> Option<Run> {
    let (user, groups) = (format!("--reuid={user}"), format!("--groups={groups}"));
    let mut command = Command::new("setpriv");
    command.args([&user, "--regid=12345", &groups]).arg(star_lint().get_program()).args(args).current_dir(&folder.0);
    match command.output() {
        Ok(output) if output.status.code().is_some_and(|code| code < 126) => Some(output.into()),
        _ => {
            skipped("star-lint cannot be run as somebody else here");
            None
        }
    }
}

#[test]
fn owner_group_and_permissions_stay() {
    let folder = Folder::new("kept-owner", &[("a.md", NOTE)]);
    let path = folder.path("a.md");
    let owner = if is_root() { (12345, 23456) } else { (folder.0.metadata().expect("a folder").uid(), 0) };
    let given = chown(&path, Some(owner.0), (owner.1 > 0).then_some(owner.1));
    given.expect("one may give one's own file to oneself");
    for mode in [0o640, 0o4755, 0o2711, 0o6777, 0o600] {
        std::fs::write(&path, NOTE).expect("a note");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).expect("permissions");
        let before = path.metadata().expect("a note");
        let run = folder.run(&["--fix", "-q", "a.md"]);
        let after = path.metadata().expect("a note");
        assert_eq!((run.err.as_str(), folder.read("a.md")), ("", mended()));
        let kept = |meta: &std::fs::Metadata| (meta.uid(), meta.gid(), meta.mode());
        assert_eq!(kept(&after), kept(&before), "{mode:o}");
    }
}

#[test]
fn a_note_of_somebody_else_is_refused_where_its_owner_cannot_be_kept() {
    if !is_root() {
        return;
    }
    // Everybody may write here; a file that somebody else makes is his.
    let base = tempfile::tempdir().expect("a folder");
    std::fs::set_permissions(base.path(), PermissionsExt::from_mode(0o777)).expect("permissions");
    let folder = Folder(base.path().to_owned());
    for (owner, group, mode, fixed) in [
        (11111, 12345, 0o666, false),
        (12345, 55555, 0o666, false),
        (12345, 12345, 0o640, true),
        (12345, 23456, 0o660, true),
    ] {
        folder.write("a.md", NOTE);
        let path = folder.path("a.md");
        chown(&path, Some(owner), Some(group)).expect("root may give it away");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).expect("permissions");
        let Some(run) = as_somebody(&folder, 12345, "23456", &["--fix", "-q", "a.md"]) else { return };
        let meta = path.metadata().expect("a note");
        assert_eq!((meta.uid(), meta.gid(), meta.mode() & 0o777), (owner, group, mode), "{}", run.err);
        if fixed {
            assert_eq!((run.err.as_str(), folder.read("a.md")), ("", mended()));
        } else {
            assert_eq!(run.err, "error: cannot fix a.md: its owner and group cannot be kept; nothing was written\n");
            assert_eq!((run.code, folder.read("a.md")), (Some(2), NOTE.to_owned()));
        }
        assert_eq!(std::fs::read_dir(&folder.0).expect("a folder").count(), 1, "nothing is left beside it");
    }
}

#[test]
fn a_note_with_several_names_is_refused() {
    let folder = Folder::new("kept-links", &[("a.md", NOTE)]);
    std::fs::hard_link(folder.path("a.md"), folder.path("b.md")).expect("a hard link");
    for args in [&["--fix", "-q", "a.md", "b.md"][..], &["--add-suppressions", "-q", "a.md", "b.md"]] {
        folder.write("a.md", &format!("{NOTE}\n{WEAK}"));
        let run = folder.run(args);
        assert_eq!(run.code, Some(2));
        let lines: Vec<&str> = run.err.lines().collect();
        assert_eq!(lines.len(), 2, "{}", run.err);
        let why = "it has 2 hard links, and a new file would keep only one of them; nothing was written";
        assert!(lines.iter().all(|line| line.starts_with("error: cannot ") && line.ends_with(why)), "{}", run.err);
        assert_eq!(folder.read("b.md"), format!("{NOTE}\n{WEAK}"));
        let number = |name: &str| folder.path(name).metadata().expect("a note").ino();
        assert_eq!(number("a.md"), number("b.md"), "they are still one file");
    }
}

/// An access list as the kernel keeps it: the owner and a user may read and write, the group may read.
#[cfg(target_os = "linux")]
fn access_list(user: u32) -> Vec<u8> {
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (kind, rights, id) in
        [(1_u16, 6_u16, u32::MAX), (2, 6, user), (4, 4, u32::MAX), (16, 6, u32::MAX), (32, 0, u32::MAX)]
    {
        list.extend([kind.to_le_bytes(), rights.to_le_bytes()].concat());
        list.extend(id.to_le_bytes());
    }
    list
}

#[cfg(target_os = "linux")]
#[test]
fn extended_attributes_and_access_lists_stay() {
    let folder = Folder::new("kept-attributes", &[("a.md", NOTE)]);
    let path = folder.path("a.md");
    let given = [("user.comment", &b"mine"[..]), ("user.empty", b""), ("user.long", &[7; 3000])];
    for (name, value) in given {
        if let Err(error) = rustix::fs::setxattr(&path, name, value, rustix::fs::XattrFlags::empty()) {
            return skipped(&format!("no extended attributes here: {error}"));
        }
    }
    let value = |name: &str| {
        let mut found = [0; 4000];
        rustix::fs::getxattr(&path, name, &mut found).map(|length| found[..length].to_vec())
    };
    // Once without an access list where the folder has one for new files, once with one of its own.
    let list = "system.posix_acl_access";
    let set = |path: &Path, name: &str, user| {
        rustix::fs::setxattr(path, name, &access_list(user), rustix::fs::XattrFlags::empty())
    };
    let lists = set(&folder.0, "system.posix_acl_default", 11111).is_ok();
    for own in [false, true] {
        if own && (!lists || set(&path, list, 12345).is_err()) {
            return skipped("no access lists here");
        }
        folder.write("a.md", NOTE);
        let (before, mode) = (value(list), path.metadata().expect("a note").mode());
        let run = folder.run(&["--fix", "-q", "a.md"]);
        assert_eq!((run.err.as_str(), folder.read("a.md")), ("", mended()));
        for (name, given) in &given {
            assert_eq!(value(name).as_deref(), Ok(*given), "{name}");
        }
        assert_eq!((value(list), path.metadata().expect("a note").mode()), (before, mode));
        assert_eq!(value(list).is_ok(), own);
    }
}

#[test]
fn what_is_no_plain_file_is_refused() {
    let folder = Folder::new("kept-pipe", &[("real.md", NOTE)]);
    if program("mkfifo", &[], &folder.path("pipe.md")).is_none() {
        return;
    }
    std::thread::scope(|scope| {
        scope.spawn(|| std::fs::write(folder.path("pipe.md"), NOTE));
        let run = folder.run(&["--fix", "-q", "pipe.md"]);
        assert_eq!(run.err, "error: cannot fix pipe.md: it is not a plain file; nothing was written\n");
        assert_eq!(run.code, Some(2));
    });
    symlink("real.md", folder.path("link.md")).expect("a link");
    assert_eq!(folder.run(&["--fix", "-q", "link.md"]).err, "");
    assert!(folder.path("link.md").is_symlink());
    assert_eq!(folder.read("real.md"), mended());
}

/// Changes a note again and again while `--fix` runs on it; returns what star-lint said.
fn beside(folder: &Folder, save: impl Fn(usize) + Sync) -> Vec<Run> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (save, stop) = (&save, &done);
        scope.spawn(move || {
            for turn in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                save(turn);
                std::thread::sleep(Duration::from_micros(200));
            }
        });
        let runs = (0..40).map(|_| folder.run(&["--fix", "-q", "--select", "doubled-word", "note.md"])).collect();
        done.store(true, Ordering::Relaxed);
        runs
    })
}

#[test]
fn what_an_editor_saves_by_renaming_is_never_lost() {
    let folder = Folder::new("kept-rename", &[("note.md", NOTE)]);
    let saved = std::sync::Mutex::new(0);
    let runs = beside(&folder, |turn| {
        folder.write("new", &format!("{NOTE}\nsaved {turn}\n"));
        std::fs::rename(folder.path("new"), folder.path("note.md")).expect("it is saved");
        *saved.lock().expect("a number") = turn;
    });
    for run in runs {
        assert!(run.code == Some(0) || run.err.contains("it was changed by another program"), "{}", run.err);
    }
    let last = saved.into_inner().expect("a number");
    assert!(folder.read("note.md").contains(&format!("saved {last}\n")), "the last one is there");
}

/// Runs star-lint with a pause of half a second before it puts the new file in place; `None` without strace.
#[cfg(target_os = "linux")]
fn with_a_pause(folder: &Folder, meanwhile: impl FnOnce()) -> Option<Run> {
    let pause = "inject=renameat2,rename,renameat:delay_enter=700000:when=1";
    let mut command = Command::new("strace");
    command.args(["-f", "-o", "/dev/null", "-e", "trace=renameat2,rename,renameat", "-e", pause]);
    command.arg(star_lint().get_program()).args(["--fix", "-q", "note.md"]).current_dir(&folder.0);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.spawn().map_err(|error| skipped(&format!("strace: {error}"))).ok()?;
    std::thread::sleep(Duration::from_millis(350));
    meanwhile();
    let output = child.wait_with_output().expect("strace ends");
    if String::from_utf8_lossy(&output.stderr).contains("ptrace") {
        skipped("strace may not trace here");
        return None;
    }
    Some(output.into())
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_saved_in_the_very_last_moment_is_there() {
    let folder = Folder::new("kept-moment", &[("note.md", NOTE)]);
    let append = || {
        let mut file = std::fs::File::options().append(true).open(folder.path("note.md")).expect("the note");
        file.write_all(b"appended\n").expect("a line");
    };
    let rename = || {
        folder.write("new", &format!("{NOTE}renamed\n"));
        std::fs::rename(folder.path("new"), folder.path("note.md")).expect("it is saved");
    };
    for (save, mark) in [(&append as &dyn Fn(), "appended\n"), (&rename, "renamed\n")] {
        folder.write("note.md", NOTE);
        let Some(run) = with_a_pause(&folder, save) else { return };
        assert_eq!(run.err, "error: cannot fix note.md: it was changed by another program; nothing was written\n");
        assert_eq!((run.code, folder.read("note.md")), (Some(2), format!("{NOTE}{mark}")));
        assert_eq!(std::fs::read_dir(&folder.0).expect("a folder").count(), 1, "nothing is left beside it");
    }
}

#[test]
fn two_fixes_at_once_are_one() {
    let folder = Folder::new("kept-two", &[]);
    for turn in 0..20 {
        folder.write("note.md", NOTE);
        let start = || {
            star_lint()
                .current_dir(&folder.0)
                .args(["--fix", "-q", "--select", "doubled-word", "note.md"])
                .spawn()
                .expect("it starts")
        };
        let runs = [start(), start()].map(|run| run.wait_with_output().expect("it ends").status.code());
        assert_eq!((folder.read("note.md"), runs), (mended(), [Some(0); 2]), "{turn}");
    }
    assert_eq!(std::fs::read_dir(&folder.0).expect("a folder").count(), 1, "nothing is left beside it");
}
