//! Which files a run reads: paths as given, folders walked as git sees them.

use ignore::{WalkBuilder, WalkState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

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

/// The file of a path, or those of a folder by name, after what could not be read of it, which does not stop the walk.
pub fn files(path: &Path, wants: &Arc<Wants>) -> Vec<Result<Entry, (PathBuf, io::Error)>> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => folder(path, wants),
        Ok(_) => vec![Ok(Entry { path: path.to_owned(), named: true })],
        Err(error) => vec![Err((path.to_owned(), error))],
    }
}

fn folder(root: &Path, wants: &Arc<Wants>) -> Vec<Result<Entry, (PathBuf, io::Error)>> {
    let mut walk = WalkBuilder::new(root);
    let folders = wants.clone();
    walk.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        entry.depth() == 0 || !is_folder || folders(entry.path(), true)
    });
    let (sender, receiver) = mpsc::channel();
    walk.require_git(false).build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let path = entry.into_path();
                    if wants(&path, false) {
                        let _ = sender.send(Ok(plain(path)));
                    }
                }
                Ok(_) => {}
                Err(error) => drop(sender.send(Err(error))),
            }
            WalkState::Continue
        })
    });
    drop(sender);
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for result in receiver {
        match result {
            Ok(path) => files.push(path),
            Err(error) => {
                let (path, message) = (place(&error).map_or(root.to_owned(), plain), error.to_string());
                errors.push((path, error.into_io_error().unwrap_or_else(|| io::Error::other(message))));
            }
        }
    }
    // The threads find them in any order.
    errors.sort_by(|a, b| a.0.cmp(&b.0));
    files.sort_by(|a: &PathBuf, b| by_component(a).cmp(by_component(b)));
    let files = files.into_iter().map(|path| Ok(Entry { path, named: false }));
    errors.into_iter().map(Err).chain(files).collect()
}

/// A path below the current folder without the `./` that a walk of `.` puts before it.
fn plain(path: PathBuf) -> PathBuf {
    let inner = path.strip_prefix("./").ok().filter(|inner| !inner.as_os_str().is_empty());
    inner.map(Path::to_owned).unwrap_or(path)
}

/// What could not be read.
fn place(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place(err),
        ignore::Error::Partial(errors) => errors.iter().find_map(place),
        _ => None,
    }
}

/// The bytes of a path with the least one for each separator: they compare as paths do, name by name, but sooner.
fn by_component(path: &Path) -> impl Iterator<Item = u8> {
    let bytes = path.as_os_str().as_encoded_bytes().iter().copied();
    bytes.map(|byte| if std::path::is_separator(byte.into()) { 0 } else { byte })
}
