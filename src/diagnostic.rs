//! What a rule found: a level, a place, a message and help. Every report format is built from it.

use crate::source::{LineIndex, Source, Span};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// How much a finding matters. `Off` is for rules only: a diagnostic is never off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule does not run.
    #[default]
    Off,
    /// Worth a look; never fails a run by default.
    Info,
    /// Weakens the story.
    Warning,
    /// Breaks a hard, checkable fact: a section that is missing, a placeholder that was left in.
    Error,
}

impl Level {
    /// The level below, for what is less sure; what is only told stays.
    #[must_use]
    pub fn milder(self) -> Level {
        match self {
            Level::Error => Level::Warning,
            Level::Warning | Level::Info => Level::Info,
            Level::Off => Level::Off,
        }
    }

    /// The name as written in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// Text of a finding. Texts of built-in rules are borrowed from the binary, so thousands of findings share them.
pub type Text = Cow<'static, str>;

/// Another place in the text that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The note that it is in, if that is another one than the finding's.
    pub source: Option<Arc<Source>>,
    /// Where it is.
    pub span: Span,
    /// What it has to do with the finding; may be empty.
    pub text: Text,
}

impl Label {
    /// A place in the note of the finding.
    pub fn new(span: Span, text: Text) -> Label {
        Label { source: None, span, text }
    }
}

/// Whether a fix may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// May change what the text says: applied only with `--unsafe-fixes`.
    Unsafe,
    /// Does not change what the text says.
    Safe,
}

/// A change of the text that removes the cause of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied without asking.
    pub applicability: Applicability,
    /// Spans and their replacements, in the order of the text and without overlap.
    pub edits: Vec<(Span, String)>,
}

/// One finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule, such as `missing-metric`.
    pub rule: Text,
    /// How much it matters, under the configuration of the note.
    pub level: Level,
    /// The words that the finding is about.
    pub span: Span,
    /// What is wrong, in one line without a full stop.
    pub message: Text,
    /// A few words shown beside the span; may be empty.
    pub label: Text,
    /// Other places that explain the finding.
    pub labels: Vec<Label>,
    /// What to do, or the question an interviewer would ask; may be empty.
    pub help: Text,
    /// How to fix it, where that needs no knowledge of the story.
    pub fix: Option<Fix>,
    /// The page of the rule; empty where it has none.
    pub url: Text,
    /// The profiles that ask for it; empty if all of them do.
    pub profiles: Vec<String>,
    /// Index of the answer in its note.
    pub answer: Option<u32>,
    /// The kind of section it was found in: `situation`, `task`, `action`, `result` or `other`.
    pub section: Option<&'static str>,
}

impl Diagnostic {
    /// The message, with the profiles that ask for it if not all do.
    pub fn message_with_profiles(&self) -> Cow<'_, str> {
        if self.profiles.is_empty() {
            Cow::Borrowed(&self.message)
        } else {
            format!("{} (asked for by {})", self.message, self.profiles.join(", ")).into()
        }
    }

    /// What is wrong, with its place: `path:line:column: message`.
    pub fn placed(&self, source: &Source) -> String {
        let at = LineIndex::new(&source.text).position(self.span.start);
        format!("{}:{}:{}: {}", source.path.display(), at.line, at.column, self.message)
    }

    /// The labels in the note of the finding itself.
    pub fn labels_here(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().filter(|label| label.source.is_none())
    }

    /// Diagnostics of a file are reported in this order.
    pub fn sort_key(&self) -> (u32, u32, std::cmp::Reverse<Level>, &str) {
        (self.span.start, self.span.end, std::cmp::Reverse(self.level), &self.rule)
    }
}
