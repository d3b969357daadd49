//! Report formats, listed in [`FORMATS`]. Each turns findings into text and prints nothing itself; [`human`] is the only
//! module that knows annotate-snippets.

pub mod concise;
pub mod github;
pub mod gitlab;
#[cfg(feature = "human")]
pub mod human;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod outline;
pub mod rdjson;
pub mod sarif;
pub mod statistics;
pub(crate) mod text;
#[cfg(feature = "human")]
mod view;

use crate::config::Workspace;
use crate::diagnostic::{Diagnostic, Level};
use crate::linter::{Hidden, Linted, Summary};
use crate::paths::{real, relative};
use crate::source::{LineIndex, Source};
use statistics::{Statistics, Tally};
use std::io;
use std::path::Path;
pub(crate) use text::printable;

/// The formats of `star-lint check`; the first is what it uses by itself.
pub const FORMATS: &[Format] = &[
    #[cfg(feature = "human")]
    human::FORMAT,
    concise::FORMAT,
    json::FORMAT,
    jsonl::FORMAT,
    sarif::FORMAT,
    github::FORMAT,
    gitlab::FORMAT,
    junit::FORMAT,
    rdjson::FORMAT,
];

/// A format by its name.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Makes the report of a run.
    pub report: fn(&Context) -> Box<dyn Report>,
    /// How it counts findings, if it can.
    pub statistics: Option<Statistics>,
}

/// What a report may have to know before the first file.
pub struct Context<'a> {
    /// Where the rules come from.
    pub workspace: &'a Workspace,
    /// Whether to colour.
    pub color: bool,
    /// Whether the terminal shows links.
    pub links: bool,
    /// The columns of the terminal.
    pub width: usize,
    /// Whether to leave out the summary.
    pub quiet: bool,
}

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
    /// Whether it fails the run with nothing but findings that are too low to be shown.
    pub fails_unseen: bool,
}

/// The findings that are not shown, in words: "2 warnings and 1 info"; empty where there is none.
pub(crate) fn hidden(summary: &Summary) -> String {
    counted(&[(summary.hidden[0], "warning"), (summary.hidden[1], "info")]).join(" and ")
}

/// What was left alone, in words.
pub(crate) fn left_alone(summary: &Summary) -> String {
    let [forms, explanations, doubtful] = summary.blocks;
    let blocks = [(forms, "form left blank"), (explanations, "explanation"), (doubtful, "block of doubtful labels")];
    counted(&[&[(summary.without, "file without an answer")], &blocks[..]].concat()).join(", ")
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

    /// Whether the end of the report says what was checked and what was left alone.
    fn sums_up(&self) -> bool {
        false
    }

    /// What stands after all files.
    fn finish(&self, summary: &Summary, tally: &Tally) -> String;
}

impl<'a> Checked<'a> {
    /// What was found in a note.
    pub fn new(source: &'a Source, linted: &'a Linted) -> Checked<'a> {
        let Linted { titles, diagnostics, hidden, fail_on, .. } = linted;
        let fails_unseen = linted.fails && !linted.fails_visibly;
        Checked { source, titles, diagnostics, hidden, fail_on: *fail_on, fails_unseen }
    }
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
        let way = relative(&real(&self.source.path), &real(Path::new(".")));
        String::from_utf8_lossy(&way).into_owned()
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

/// The other places of a finding, for formats that have no field for them: `also at 7:12: and this`.
fn elsewhere(diagnostic: &Diagnostic, index: &LineIndex) -> Vec<String> {
    let places = diagnostic.labels.iter().map(|label| {
        let at = index.position(label.span.start);
        let text = if label.text.is_empty() { String::new() } else { format!(": {}", printable(&label.text)) };
        format!("also at {}:{}{text}", at.line, at.column)
    });
    places.collect()
}

/// "1 file", "2 files", "2 fixes", "2 files without an answer".
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    let (noun, rest) = noun.split_at(noun.find(' ').unwrap_or(noun.len()));
    let ending = if noun.ends_with('x') { "es" } else { "s" };
    format!("{count} {noun}{ending}{rest}")
}

/// What there is of some things: "1 error", "2 warnings".
pub(crate) fn counted(things: &[(usize, &str)]) -> Vec<String> {
    things.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| plural(*count, noun)).collect()
}
