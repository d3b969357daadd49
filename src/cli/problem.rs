//! What can go wrong with one file of a run. The other files are still checked.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A problem with a file, which its text describes in one line.
#[derive(Clone, Debug)]
pub enum FileProblem {
    /// It cannot be read; the command that may be meant by its name.
    Unreadable { path: PathBuf, reason: String, meant: Option<String> },
    /// It cannot be replaced with its fixed version.
    NotFixed { path: PathBuf, reason: String },
    /// Suppression comments cannot be written to it.
    NotWritten { path: PathBuf, reason: String },
    /// No comments can silence its findings.
    NotSilenced(PathBuf),
}

impl FileProblem {
    /// The problem of reading a file.
    pub fn unreadable(path: &Path, error: &io::Error) -> FileProblem {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => error.to_string(),
        };
        FileProblem::Unreadable { path: path.to_owned(), reason, meant: None }
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            FileProblem::Unreadable { path, reason, meant } => {
                write!(f, "{}: {reason}", path.display())?;
                meant.iter().try_for_each(|meant| write!(f, "; did you mean the command `{meant}`?"))
            }
            FileProblem::NotFixed { path, reason } => write!(f, "cannot fix {}: {reason}", path.display()),
            FileProblem::NotWritten { path, reason } => write!(f, "cannot write to {}: {reason}", path.display()),
            FileProblem::NotSilenced(path) => write!(
                f,
                "cannot silence the findings in {} without changing how it is read; use --baseline instead",
                path.display()
            ),
        }
    }
}
