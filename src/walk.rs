//! Which files a run reads: paths as given, folders walked as git sees them.

use ignore::WalkBuilder;
use ignore::types::TypesBuilder;
use std::io;
use std::path::{Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path, as given or below the folder that was given.
    pub path: PathBuf,
    /// Whether the user named it, rather than a folder that holds it.
    pub named: bool,
}

/// The files that star-lint reads in folders.
const NOTES: [&str; 3] = ["*.md", "*.markdown", "*.txt"];

/// The files of all paths, each once, in the order of the paths; within a folder by name. Errors are kept in
/// their place: they do not stop the walk.
pub fn files(paths: &[PathBuf]) -> Vec<Result<Entry, (PathBuf, io::Error)>> {
    let mut found = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => folder(path, &mut found),
            Ok(_) => found.push(Ok(Entry { path: path.clone(), named: true })),
            Err(error) => found.push(Err((path.clone(), error))),
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|entry| entry.as_ref().map_or(true, |entry| seen.insert(entry.path.clone())));
    found
}

fn folder(root: &Path, found: &mut Vec<Result<Entry, (PathBuf, io::Error)>>) {
    let mut types = TypesBuilder::new();
    for glob in NOTES {
        // The globs are constants that are known to be well formed.
        let _ = types.add("note", glob);
    }
    types.select("note");
    let mut walk = WalkBuilder::new(root);
    if let Ok(types) = types.build() {
        walk.types(types);
    }
    walk.require_git(false).sort_by_file_path(|a, b| a.cmp(b));
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
                found.push(Ok(Entry { path, named: false }));
            }
            Ok(_) => {}
            Err(error) => {
                let message = error.to_string();
                let error = error.into_io_error().unwrap_or_else(|| io::Error::other(message));
                found.push(Err((root.to_owned(), error)));
            }
        }
    }
}
