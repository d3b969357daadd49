//! What lints under one state of the configuration. Whenever that may have changed there is a new engine, so that work
//! under the old one can go on undisturbed until its result is thrown away.

use crate::config::{NAMES, Options, Told, Workspace};
use crate::disk::real;
use crate::linter::{Linter, Selection};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// A linter, and what is wrong with its configuration.
pub struct Engine {
    /// The linter.
    pub linter: Linter,
    /// Engines are numbered in their order.
    pub number: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By absolute path.
    problems: BTreeMap<PathBuf, Told>,
    /// The problems that are in no file.
    complaints: Vec<String>,
    /// The configuration and rule files that apply somewhere, by absolute path.
    files: BTreeSet<PathBuf>,
    /// What tells the diagnostics of a note on disk, and how the file was then.
    reports: HashMap<PathBuf, (Stamp, String)>,
}

/// When a file was changed last, and its size.
type Stamp = (SystemTime, u64);

fn stamp(path: &Path) -> Option<Stamp> {
    let meta = path.metadata().ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

impl Engine {
    /// An engine for a configuration in which the texts that an editor has open replace those on disk.
    pub fn new<'t>(number: u64, options: Options, open: impl Iterator<Item = (&'t Path, &'t str)>) -> Engine {
        let workspace = Workspace::new(options);
        for (path, text) in open {
            // A configuration is read by the way to it, a file that it extends by where that leads.
            for path in BTreeSet::from([path.to_owned(), real(path)]) {
                workspace.overlay(&path, Some(text.to_owned()));
            }
        }
        let linter = Linter::new(workspace, Selection::default());
        Engine { linter, number, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the configuration of a note, and keeps what is wrong with it.
    pub fn learn(&self, note: &Path) {
        let workspace = self.linter.workspace();
        let settings = workspace.settings(note);
        let (complaints, told) = workspace.problems();
        let stack = &settings.stack;
        let parts = stack.parts.iter().chain(stack.profiles.iter().flat_map(|choice| &choice.parts));
        let paths = parts.filter(|part| !part.config.folder.as_os_str().is_empty()).map(|part| part.config.path());
        let mut state = self.state();
        state.files.extend(paths);
        state.complaints.extend(complaints);
        for (source, found) in told {
            let path = workspace.absolute(&source.path);
            state.problems.entry(path).or_insert_with(|| (source, Vec::new())).1.extend(found);
        }
    }

    /// Every file with problems.
    pub fn problems(&self) -> BTreeMap<PathBuf, Told> {
        self.state().problems.clone()
    }

    /// What is wrong with one file.
    pub fn told(&self, path: &Path) -> Option<Told> {
        let state = self.state();
        state.problems.get(path).or_else(|| state.problems.get(&real(path))).cloned()
    }

    /// The problems that are in no file, which are then forgotten.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.state().complaints)
    }

    /// Whether a file is a configuration or a rule file that applies somewhere.
    pub fn uses(&self, path: &Path) -> bool {
        is_configuration(path) || [path, &real(path)].iter().any(|path| self.state().files.contains(*path))
    }

    /// When the files of the configuration were last changed, those that may yet appear above the notes among them.
    pub fn stamp<'n>(&self, notes: impl Iterator<Item = &'n Path>) -> Vec<(PathBuf, Option<SystemTime>)> {
        let mut files = self.state().files.clone();
        let folders: BTreeSet<&Path> = notes.flat_map(Path::ancestors).skip(1).collect();
        files.extend(folders.into_iter().flat_map(|folder| NAMES.map(|name| folder.join(name))));
        let changed = |path: &PathBuf| path.metadata().and_then(|meta| meta.modified()).ok();
        files.into_iter().map(|path| (path.clone(), changed(&path))).collect()
    }

    /// What tells the diagnostics of a note on disk, if it has not changed since they were made.
    pub fn report(&self, note: &Path) -> Option<String> {
        let now = stamp(note)?;
        self.state().reports.get(note).filter(|(then, _)| *then == now).map(|(_, identity)| identity.clone())
    }

    /// Makes the diagnostics of a note on disk, and keeps what tells them. The file is looked at first: what is written to
    /// it meanwhile makes them old.
    pub fn keep_report(&self, note: &Path, make: impl FnOnce() -> Option<String>) {
        if let (Some(stamp), Some(identity)) = (stamp(note), make()) {
            self.state().reports.insert(note.to_owned(), (stamp, identity));
        }
    }

    /// Whether star-lint reads a file as a note.
    pub fn wants(&self, path: &Path) -> bool {
        self.linter.workspace().wants(path, false)
    }
}

/// Whether a file has the name of a configuration.
pub fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|known| name == *known))
}

/// A note on disk or in an editor, which nobody named unless the user says so of all.
pub fn source(path: &Path, text: String, named: bool) -> Source {
    Source { named, ..Source::new(path, text) }
}
