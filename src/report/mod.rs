//! Report formats. Each turns findings into text and prints nothing itself; [`human`] is the only module
//! that knows annotate-snippets.

pub mod concise;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod outline;
pub mod rdjson;
pub mod sarif;
pub mod statistics;
pub mod text;

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{LineIndex, Source};
use statistics::Tally;
use std::io;
use std::path::{Component, Path};
pub use text::printable;

/// One file that was checked.
pub struct Checked<'a> {
    /// Its name and text.
    pub source: &'a Source,
    /// The title of each answer, where it has one.
    pub titles: &'a [Option<String>],
    /// What was found and is to be shown.
    pub diagnostics: &'a [Diagnostic],
    /// What was found and is not, for formats that tell of it.
    pub hidden: &'a [(Diagnostic, Hidden)],
    /// The least level that fails the run; `Off` where none does.
    pub fail_on: Level,
}

/// Why a finding is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A comment in the note silences it.
    Silenced,
    /// It stands in the baseline.
    Known,
}

/// What a run counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Files in which no answer was found.
    pub without: usize,
    /// Answers in them.
    pub answers: usize,
    /// Findings of this level.
    pub errors: usize,
    /// Findings of this level.
    pub warnings: usize,
    /// Findings of this level.
    pub infos: usize,
    /// Words and seconds of the answers together.
    pub words: usize,
    /// The time to say them, in seconds.
    pub seconds: usize,
    /// Fixes that were made.
    pub fixed: usize,
}

impl Summary {
    /// Counts a finding.
    pub fn count(&mut self, level: Level) {
        match level {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
            Level::Info => self.infos += 1,
            Level::Off => {}
        }
    }

    /// Adds another summary.
    pub fn add(&mut self, other: &Summary) {
        self.files += other.files;
        self.without += other.without;
        self.answers += other.answers;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.words += other.words;
        self.seconds += other.seconds;
        self.fixed += other.fixed;
    }
}

/// So many lines of a report are made before they are written: some megabytes.
const MOST_LINES: usize = 1 << 15;

/// A format of `star-lint check`.
pub trait Report: Sync {
    /// What stands before all files.
    fn start(&self) -> String {
        String::new()
    }

    /// The findings of one file; empty where there is nothing to say.
    fn file(&self, checked: &Checked) -> String;

    /// Whether each finding is a line of its own, with nothing between them.
    fn has_a_line_for_each(&self) -> bool {
        false
    }

    /// The same piece by piece, for a file that has more to say than is to be held in memory.
    ///
    /// # Errors
    /// What `out` returns.
    fn pieces(&self, checked: &Checked, out: &mut dyn FnMut(&str) -> io::Result<()>) -> io::Result<()> {
        if !self.has_a_line_for_each() {
            return out(&self.file(checked));
        }
        let piece = |diagnostics| self.file(&Checked { diagnostics, ..*checked });
        checked.diagnostics.chunks(MOST_LINES).try_for_each(|diagnostics| out(&piece(diagnostics)))
    }

    /// What is to be said of a file that could not be checked, in formats that have a place for it.
    fn trouble(&self, _: &str) -> String {
        String::new()
    }

    /// What stands between two files that are not empty.
    fn between(&self) -> &'static str {
        ""
    }

    /// What stands after all files.
    fn finish(&self, summary: &Summary, tally: &Tally) -> String;
}

impl Checked<'_> {
    /// Whether a finding fails the run.
    pub fn fails(&self, diagnostic: &Diagnostic) -> bool {
        self.fail_on != Level::Off && diagnostic.level >= self.fail_on
    }

    /// The path of the file as tools want it: with `/` on every system.
    pub fn path(&self) -> String {
        let path = self.source.path.to_string_lossy();
        if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace('\\', "/") }
    }

    /// The path from the current folder, the same however the user wrote it: with `..` where it is beside that folder.
    fn path_from_here(&self) -> String {
        let here = whole(Path::new("."));
        let path = whole(&self.source.path);
        let shared = here.iter().zip(&path).take_while(|(here, path)| here == path).count();
        let up = std::iter::repeat_n("..".into(), here.len() - shared);
        up.chain(path.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
    }

    /// Does something with each finding, with the index of the lines at hand.
    pub fn each<T>(&self, mut write: impl FnMut(&Diagnostic, &LineIndex) -> T) -> Vec<T> {
        if self.diagnostics.is_empty() {
            return Vec::new();
        }
        let index = LineIndex::new(&self.source.text);
        self.diagnostics.iter().map(|diagnostic| write(diagnostic, &index)).collect()
    }
}

/// The parts of a path from the root, without `.` and `..`; links are not followed.
fn whole(path: &Path) -> Vec<String> {
    let mut parts = Vec::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => parts.truncate(1.max(parts.len() - 1)),
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts
}

/// The other places of a finding, for formats that have no field for them: `also at 7:12: and this`.
fn elsewhere(diagnostic: &Diagnostic, index: &LineIndex) -> Vec<String> {
    let places = diagnostic.labels.iter().map(|label| {
        let at = index.position(label.span.start);
        let text = if label.text.is_empty() { String::new() } else { format!(": {}", printable(&label.text)) };
        format!("also at {}:{}{text}", at.line, at.column)
    });
    places.collect()
}

/// "1 file", "2 files", "2 fixes".
pub fn plural(count: usize, noun: &str) -> String {
    let ending = if noun.ends_with('x') { "es" } else { "s" };
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}{ending}") }
}
