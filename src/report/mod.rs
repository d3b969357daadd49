//! Report formats, listed in [`FORMATS`]. Each turns findings into text and prints nothing itself; [`human`] is the only
//! module that knows annotate-snippets.

#[cfg(feature = "human")]
pub mod bank;
pub mod concise;
#[doc(hidden)]
pub mod explain;
pub mod github;
pub mod gitlab;
#[cfg(feature = "human")]
pub mod human;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod outline;
pub mod rdjson;
mod records;
pub mod sarif;
pub mod statistics;
pub(crate) mod text;
#[cfg(feature = "human")]
mod view;

use crate::config::Workspace;
use crate::diagnostic::{Diagnostic, Level};
use crate::disk::real;
use crate::linter::{Hidden, Linted, Summary};
use crate::paths::{relative, shown};
use crate::records::Answered;
use crate::source::{LineIndex, Source};
use statistics::{Statistics, Tally};
use std::io;
use std::path::Path;
#[doc(hidden)]
pub use text::{link, printable};

/// The formats of `star-lint check`; the first is the default.
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
    /// How it shows one record of a stream of answers, if it can.
    pub record: Option<fn(&Answered) -> String>,
}

/// What a report may need to know before the first file.
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
    /// The findings to show.
    pub diagnostics: &'a [Diagnostic],
    /// The findings that a comment or the baseline hides, for formats that mention them.
    pub hidden: &'a [(Diagnostic, Hidden)],
    /// The lowest level that fails the run; `Off` if none does.
    pub fail_on: Level,
    /// Whether it fails the run only because of findings below the level that is shown.
    pub fails_unseen: bool,
}

/// The findings that are not shown, in words: "2 warnings and 1 info"; empty if there are none.
pub(crate) fn hidden(summary: &Summary) -> String {
    counted(&[(summary.hidden[0], "warning"), (summary.hidden[1], "info")]).join(" and ")
}

/// What was left alone, in words.
pub(crate) fn left_alone(summary: &Summary) -> String {
    let [forms, explanations, doubtful, others] = summary.blocks;
    let blocks = [
        (forms, "form left blank"),
        (explanations, "explanation"),
        (doubtful, "block of doubtful labels"),
        (others, "passage of other text"),
    ];
    counted(&[&[(summary.without, "file without an answer")], &blocks[..]].concat()).join(", ")
}

/// How many lines of a report are made before they are written: some megabytes.
const MOST_LINES: usize = 1 << 15;

/// A format of `star-lint check`.
pub trait Report: Sync {
    /// The text before all files.
    fn start(&self) -> String {
        String::new()
    }

    /// The findings of one file; empty if there are none.
    fn file(&self, checked: &Checked) -> String;

    /// Whether each finding is a line of its own, with nothing in between.
    fn has_a_line_for_each(&self) -> bool {
        false
    }

    /// The same piece by piece, for a file whose report is too large to be held in memory.
    ///
    /// # Errors
    /// The errors of `out`.
    fn pieces(&self, checked: &Checked, out: &mut dyn FnMut(&str) -> io::Result<()>) -> io::Result<()> {
        if !self.has_a_line_for_each() {
            return out(&self.file(checked));
        }
        let piece = |diagnostics| self.file(&Checked { diagnostics, ..*checked });
        checked.diagnostics.chunks(MOST_LINES).try_for_each(|diagnostics| out(&piece(diagnostics)))
    }

    /// A file that could not be checked, in formats that have a place for such errors.
    fn trouble(&self, _: &str) -> String {
        String::new()
    }

    /// The text between two files with findings.
    fn between(&self) -> &'static str {
        ""
    }

    /// Whether the report ends with a summary of what was checked and what was left alone.
    fn sums_up(&self) -> bool {
        false
    }

    /// The text after all files.
    fn finish(&self, summary: &Summary, tally: &Tally) -> String;
}

impl<'a> Checked<'a> {
    /// A note and the result of linting it.
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

    /// The path of the file, with `/` on every system.
    pub fn path(&self) -> String {
        path(self.source)
    }

    /// The path relative to the current folder, with `..` if needed, however the user wrote it.
    fn path_from_here(&self) -> String {
        let way = relative(&real(&self.source.path), &real(Path::new(".")));
        String::from_utf8_lossy(&way).into_owned()
    }

    /// Calls `write` with each finding and the index of the lines.
    pub fn each<T>(&self, mut write: impl FnMut(&Diagnostic, &LineIndex) -> T) -> Vec<T> {
        if self.diagnostics.is_empty() {
            return Vec::new();
        }
        let index = LineIndex::new(&self.source.text);
        self.diagnostics.iter().map(|diagnostic| write(diagnostic, &index)).collect()
    }
}

/// The path of a note, with `/` on every system.
pub(crate) fn path(source: &Source) -> String {
    shown(&source.path)
}

/// The other places of a finding, for formats that have no field for them: `also at 7:12: and this`.
fn elsewhere(diagnostic: &Diagnostic, index: &LineIndex) -> Vec<String> {
    let places = diagnostic.labels.iter().map(|label| {
        let (mut at, mut path) = (index.position(label.span.start), String::new());
        if let Some(source) = &label.source {
            at = LineIndex::new(&source.text).position(label.span.start);
            path = format!("{}:", printable(&self::path(source)));
        }
        let text = if label.text.is_empty() { String::new() } else { format!(": {}", printable(&label.text)) };
        format!("also at {path}{}:{}{text}", at.line, at.column)
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

/// The things that there are any of: "1 error", "2 warnings".
pub(crate) fn counted(things: &[(usize, &str)]) -> Vec<String> {
    things.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| plural(*count, noun)).collect()
}
