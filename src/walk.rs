//! Which files a run reads: paths as given, folders walked as git sees them.

use ignore::WalkBuilder;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path, as given or below the folder that was given.
    pub path: PathBuf,
    /// Whether the user named it, rather than a folder that holds it.
    pub named: bool,
}

/// Says whether a walk goes into a folder (`true`) or reads a file (`false`).
pub type Wants = dyn Fn(&Path, bool) -> bool + Send + Sync;

/// The files of all paths, each once, in the order of the paths; within a folder by name. Errors are kept in
/// their place: they do not stop the walk.
pub fn files(paths: &[PathBuf], wants: &Arc<Wants>) -> Vec<Result<Entry, (PathBuf, io::Error)>> {
    let mut found = Vec::new();
    for path in paths {
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => folder(path, wants, &mut found),
            Ok(_) => found.push(Ok(Entry { path: path.clone(), named: true })),
            Err(error) => found.push(Err((path.clone(), error))),
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|entry| entry.as_ref().map_or(true, |entry| seen.insert(entry.path.clone())));
    found
}

fn folder(root: &Path, wants: &Arc<Wants>, found: &mut Vec<Result<Entry, (PathBuf, io::Error)>>) {
    let mut walk = WalkBuilder::new(root);
    let folders = wants.clone();
    walk.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        entry.depth() == 0 || !is_folder || folders(entry.path(), true)
    });
    walk.require_git(false).sort_by_file_path(|a, b| a.cmp(b));
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                if !wants(&path, false) {
                    continue;
                }
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
