//! What a rule found: a level, a place, a message and what helps. Every report format is made from this.

use crate::source::Span;
use serde::{Deserialize, Serialize};

/// How much a finding matters. `Off` is for rules only: a diagnostic is never off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule does not run.
    Off,
    /// Worth a look; never fails a run by default.
    Info,
    /// Weakens the story.
    Warning,
    /// Breaks a hard, checkable fact: a section that is missing, a placeholder that was left in.
    Error,
}

impl Level {
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

/// Words beside the primary ones that explain a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where they stand.
    pub span: Span,
    /// What they have to do with it.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule, such as `missing-metric`.
    pub rule: String,
    /// How much it matters under the configuration in force.
    pub level: Level,
    /// The words that the finding is about.
    pub span: Span,
    /// What is wrong, in one line without a full stop.
    pub message: String,
    /// A few words beside the primary span; may be empty.
    pub label: String,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// Facts that were counted, such as how words were counted.
    pub notes: Vec<String>,
    /// What to do, or the question an interviewer would ask; may be empty.
    pub help: String,
    /// The sentence that holds the primary span, where the rule looks at sentences: what a narrow report cuts to.
    pub context: Option<Span>,
    /// Index of the answer in its note.
    pub answer: Option<usize>,
    /// The kind of section it was found in: `situation`, `task`, `action`, `result` or `other`.
    pub section: Option<&'static str>,
}

impl Diagnostic {
    /// Diagnostics of a file are reported in this order.
    pub fn sort_key(&self) -> (u32, u32, std::cmp::Reverse<Level>, &str) {
        (self.span.start, self.span.end, std::cmp::Reverse(self.level), &self.rule)
    }
}
