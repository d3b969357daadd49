//! What a rule found: a level, a place, a message and what helps. Every report format is made from this.

use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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

/// Words of a finding. Those of built-in rules are in the binary and take no memory, however many findings there are.
pub type Text = Cow<'static, str>;

/// Words beside the primary ones that explain a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where they stand.
    pub span: Span,
    /// What they have to do with it.
    pub text: Text,
}

/// Whether a fix may be made without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// What the text says may change: only with `--unsafe-fixes`.
    Unsafe,
    /// What the text says stays as it is.
    Safe,
}

/// A change of the text that removes the cause of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// What is put in place of which bytes; in the order of the text, without overlap.
    pub edits: Vec<(Span, String)>,
}

/// One finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule, such as `missing-metric`.
    pub rule: Text,
    /// How much it matters under the configuration in force.
    pub level: Level,
    /// The words that the finding is about.
    pub span: Span,
    /// What is wrong, in one line without a full stop.
    pub message: Text,
    /// A few words beside the primary span; may be empty.
    pub label: Text,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do, or the question an interviewer would ask; may be empty.
    pub help: Text,
    /// How to mend it without knowing the story, where that can be done.
    pub fix: Option<Fix>,
    /// The page of the rule; empty where it has none.
    pub url: Text,
    /// The profiles that ask for it, where they do not all agree; empty where it holds for everybody.
    pub profiles: Vec<String>,
    /// Index of the answer in its note.
    pub answer: Option<u32>,
    /// The kind of section it was found in: `situation`, `task`, `action`, `result` or `other`.
    pub section: Option<&'static str>,
}

impl Diagnostic {
    /// The message, and whose it is where it is not everybody's.
    pub fn message_with_profiles(&self) -> Cow<'_, str> {
        match self.profiles.is_empty() {
            true => Cow::Borrowed(&self.message),
            false => format!("{} (asked for by {})", self.message, self.profiles.join(", ")).into(),
        }
    }

    /// Diagnostics of a file are reported in this order.
    pub fn sort_key(&self) -> (u32, u32, std::cmp::Reverse<Level>, &str) {
        (self.span.start, self.span.end, std::cmp::Reverse(self.level), &self.rule)
    }
}
