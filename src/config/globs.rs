//! Globs of a configuration, written as in `.gitignore`, from the folder of the file that has them.

use crate::rules::load::Problem;
use crate::source::Span;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};

/// Some globs and where each was written.
#[derive(Debug)]
pub struct Globs {
    folder: PathBuf,
    matcher: Gitignore,
    written: Vec<(String, Span)>,
}

impl Globs {
    /// Globs from a folder; what is wrong with one is a problem at its place.
    pub fn new(folder: &Path, written: &[(String, Span)], problems: &mut Vec<Problem>) -> Globs {
        let mut builder = GitignoreBuilder::new(folder);
        for (glob, span) in written {
            if let Err(error) = builder.add_line(None, glob) {
                problems.push(Problem::new(*span, format!("`{glob}` is no glob: {error}")));
            }
        }
        let matcher = builder.build().unwrap_or_else(|_| Gitignore::empty());
        Globs { folder: folder.to_owned(), matcher, written: written.to_vec() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Where the glob was written that matches an absolute path or a folder that holds it.
    pub fn matched(&self, path: &Path, is_folder: bool) -> Option<Span> {
        let inside = path.strip_prefix(&self.folder).ok().filter(|_| !self.is_empty())?;
        match self.matcher.matched_path_or_any_parents(inside, is_folder) {
            ignore::Match::Ignore(glob) => {
                self.written.iter().rev().find(|(written, _)| written == glob.original()).map(|(_, span)| *span)
            }
            _ => None,
        }
    }
}
