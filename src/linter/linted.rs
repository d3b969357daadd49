//! What linting a note gives: findings, shown and hidden, and totals.

use crate::diagnostic::{Diagnostic, Level};

/// What was found in one note.
#[derive(Default)]
pub struct Linted {
    /// The findings to show, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings hidden by a comment or the baseline.
    pub hidden: Vec<(Diagnostic, Hidden)>,
    /// The titles of the answers, each on one line.
    pub titles: Vec<Option<String>>,
    /// Totals.
    pub summary: Summary,
    /// The lowest level that fails a run, `Off` for never.
    pub fail_on: Level,
    /// Whether the note fails a run.
    pub fails: bool,
    /// Whether a finding that is shown fails it.
    pub fails_visibly: bool,
    /// What is wrong with the profiles that the note chooses: an error without a rule.
    pub trouble: Option<Diagnostic>,
}

/// Why a finding is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A comment in the note silences it.
    Silenced,
    /// It is in the baseline.
    Known,
}

/// The totals of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read.
    pub files: usize,
    /// Files and folders that could not be read.
    pub unread: usize,
    /// Files without an answer that were left alone because the user did not name them.
    pub without: usize,
    /// What is no answer, and was left alone: forms, explanations, labels that prove nothing, and passages of other text
    /// beside answers.
    pub blocks: [usize; 4],
    /// Answers in them.
    pub answers: usize,
    /// Findings of this level.
    pub errors: usize,
    /// Findings of this level.
    pub warnings: usize,
    /// Findings of this level.
    pub infos: usize,
    /// Warnings and infos below the lowest level that is shown.
    pub hidden: [usize; 2],
    /// Words of all answers.
    pub words: usize,
    /// The time to say them, in seconds.
    pub seconds: usize,
    /// Fixes that were applied.
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
        self.unread += other.unread;
        self.without += other.without;
        (0..self.blocks.len()).for_each(|reason| self.blocks[reason] += other.blocks[reason]);
        self.answers += other.answers;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.hidden[0] += other.hidden[0];
        self.hidden[1] += other.hidden[1];
        self.words += other.words;
        self.seconds += other.seconds;
        self.fixed += other.fixed;
    }
}
