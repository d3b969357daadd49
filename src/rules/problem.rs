//! What is wrong in a rule file.

use crate::language::definition::{FileId, Origin};
use crate::source::Span;

/// Something wrong in a rule file.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The file among those that were loaded.
    pub file: FileId,
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// Whether it may well be meant.
    pub mild: bool,
}

impl Problem {
    /// A problem in a file that is read by itself: whoever knows which one it is says so.
    pub fn new(span: Span, message: impl Into<String>) -> Problem {
        Problem { file: FileId::default(), span, message: message.into(), help: String::new(), mild: false }
    }

    /// A problem at a place in one of several files.
    pub fn at(place: Origin, message: impl Into<String>) -> Problem {
        Problem::new(place.span, message).within(place.file)
    }

    /// The same problem in a file that is known now.
    pub fn within(self, file: FileId) -> Problem {
        Problem { file, ..self }
    }

    /// A problem that does not fail the run.
    pub fn mild(self) -> Problem {
        Problem { mild: true, ..self }
    }

    /// With what to do about it.
    pub fn help(self, help: impl Into<String>) -> Problem {
        Problem { help: help.into(), ..self }
    }

    /// With the word that was meant, if any.
    pub fn meaning(self, meant: Option<&str>) -> Problem {
        self.help(meant.map(|meant| format!("did you mean `{meant}`?")).unwrap_or_default())
    }
}
