//! A folder of a test's own, and the real binary run in it.
#![allow(dead_code)]

#[cfg(feature = "server")]
pub mod client;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A weak answer: no metric, "we" in the Action, a vague Result.
pub const WEAK: &str = "**Situation:** We had a slow export.\n**Task:** I had to fix it.\n\
    **Action:** We decided to rewrite it.\n**Result:** It was significantly better.\n";

/// The names of all formats of reports.
pub fn formats() -> impl Iterator<Item = &'static str> {
    star_lint::report::FORMATS.iter().map(|format| format.name)
}

/// Says that a test is skipped and why, also where the output of tests that pass is not shown.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// The most memory that a process took so far, in bytes.
pub fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// The binary.
pub fn star_lint() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_star-lint"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("FORCE_HYPERLINK");
    command
}

/// A folder of a test's own, empty at first.
pub struct Folder(pub PathBuf);

/// What a run gave.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let run = Run { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!run.err.contains("panicked at"), "{}", run.err);
        run
    }
}

impl Folder {
    /// A folder of this name with these files.
    pub fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for the test");
        // Where the tests lie within a project that has a configuration, it does not count here.
        let folder = Folder(folder);
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file")
    }

    /// Runs star-lint in the folder.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    /// The same, with something on standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Run {
        let mut child = star_lint()
            .current_dir(&self.0)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("star-lint starts");
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("input is read");
        child.wait_with_output().expect("star-lint ends").into()
    }

    /// The findings, as `path:line level rule`.
    pub fn found(&self, args: &[&str]) -> Vec<String> {
        let run = self.run(&[&["--format", "jsonl"], args].concat());
        assert!(matches!(run.code, Some(0..=2)), "it ended with {:?}: {}", run.code, run.err);
        let parse = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
        let short = |finding: serde_json::Value| {
            let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            format!("{}:{} {} {}", text("path"), finding["start"]["line"], text("level"), text("rule"))
        };
        run.out.lines().map(parse).map(short).collect()
    }
}
