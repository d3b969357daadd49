//! Which files a run reads: paths as given, and what git does not ignore in folders.

use crate::ignored::{Ignored, Problems};
use crate::parallel;
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path as given, or below the folder that was given.
    pub path: PathBuf,
    /// Whether the user named the file itself, rather than a folder.
    pub named: bool,
}

/// Decides whether a walk enters a folder (`true`) or reads a file (`false`).
pub type Wants = dyn Fn(&Path, bool) -> bool + Send + Sync;

/// The file at a path, or the files of a folder sorted by name, preceded by errors; an error never stops the walk.
pub fn files(path: &Path, wants: &Arc<Wants>) -> Vec<Result<Entry, (PathBuf, io::Error)>> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => folder(path, wants),
        Ok(_) => vec![Ok(Entry { path: path.to_owned(), named: true })],
        Err(error) => vec![Err((path.to_owned(), error))],
    }
}

/// A folder to read.
struct Folder {
    /// As the user wrote it.
    path: PathBuf,
    /// Absolute, with links resolved.
    real: PathBuf,
    /// What is ignored in it; until its own ignore files are read, what the folders above say.
    ignored: Arc<Ignored>,
    entries: Vec<DirEntry>,
}

/// How many folders are read at a time: the last ones found, which keeps the queue short.
const BATCH: usize = 32;

fn folder(root: &Path, wants: &Arc<Wants>) -> Vec<Result<Entry, (PathBuf, io::Error)>> {
    let real = match std::fs::canonicalize(root) {
        Ok(real) => real,
        Err(error) => return vec![Err((root.to_owned(), error))],
    };
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let ignored = Ignored::above(&real, &mut problems);
    let mut folders = vec![Folder { path: root.to_owned(), real, ignored, entries: Vec::new() }];
    while !folders.is_empty() {
        let mut batch = folders.split_off(folders.len().saturating_sub(BATCH));
        problems.extend(parallel::map_mut(&mut batch, 4, list).into_iter().flatten());
        // In order, so that the same ones are reported each time if there are too many.
        for folder in &mut batch {
            folder.ignore(&mut problems);
        }
        for (new_files, new_folders) in parallel::map_mut(&mut batch, 4, |folder| folder.wanted(&**wants)) {
            files.extend(new_files);
            folders.extend(new_folders);
        }
    }
    problems.sort_by(|a, b| a.0.cmp(&b.0));
    files.sort_by(|a: &PathBuf, b| by_component(a).cmp(by_component(b)));
    let files = files.into_iter().map(|path| Ok(Entry { path, named: false }));
    problems.into_iter().map(Err).chain(files).collect()
}

/// Lists a folder; returns what could not be listed.
fn list(folder: &mut Folder) -> Problems {
    let mut problems = Vec::new();
    let mut wrong = |error| problems.push((folder.path.clone(), error));
    match std::fs::read_dir(&folder.path) {
        Ok(entries) => folder.entries = entries.filter_map(|entry| entry.map_err(&mut wrong).ok()).collect(),
        Err(error) => wrong(error),
    }
    problems
}

impl Folder {
    /// Reads its ignore files.
    fn ignore(&mut self, problems: &mut Problems) {
        let mut found = Vec::new();
        let has = |name: &str| self.entries.iter().any(|entry| entry.file_name() == name);
        self.ignored = self.ignored.below(&self.real, has, &mut found);
        let as_written = |path: PathBuf| match path.strip_prefix(&self.real) {
            Ok(inside) => without_dot(self.path.join(inside)),
            Err(_) => path,
        };
        problems.extend(found.into_iter().map(|(path, error)| (as_written(path), error)));
    }

    /// Its files to read and folders to walk; links are not followed.
    fn wanted(&mut self, wants: &Wants) -> (Vec<PathBuf>, Vec<Folder>) {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in self.entries.drain(..) {
            let Ok(kind) = entry.file_type() else { continue };
            let (path, real) = (self.path.join(entry.file_name()), self.real.join(entry.file_name()));
            let ignored = || self.ignored.holds(&real, kind.is_dir());
            if !kind.is_dir() && !kind.is_file() || ignored() || !wants(&path, kind.is_dir()) {
                continue;
            }
            let path = without_dot(path);
            if kind.is_dir() {
                folders.push(Folder { path, real, ignored: self.ignored.clone(), entries: Vec::new() });
            } else {
                files.push(path);
            }
        }
        (files, folders)
    }
}

/// A path without `./` at its start.
fn without_dot(path: PathBuf) -> PathBuf {
    path.strip_prefix("./").map(Path::to_owned).unwrap_or(path)
}

/// The bytes of a path with 0 for each separator: they compare like paths, name by name, but faster.
fn by_component(path: &Path) -> impl Iterator<Item = u8> {
    let bytes = path.as_os_str().as_encoded_bytes().iter().copied();
    bytes.map(|byte| if std::path::is_separator(byte.into()) { 0 } else { byte })
}
