//! The configuration: which files apply to a note, and the rules that result.
//!
//! `star-lint.toml` files are looked for in the folder of each note and in those above it, up to one that has
//! `root = true`. An inner file overrides the settings that it names. Every file is read once.

pub mod config_file;
pub mod edit;
mod files;
mod globs;
pub mod show;
pub mod stack;
mod views;

use crate::diagnostic::{Diagnostic, Level};
use crate::paths::absolute;
use crate::rules::problem::Problem;
use crate::source::{LineIndex, Source, Span};
use config_file::ConfigFile;
use files::Files;
pub use stack::ProfileView;
use stack::{Key, Stack};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use views::Views;

/// The names under which a configuration is found.
pub const NAMES: [&str; 2] = ["star-lint.toml", ".star-lint.toml"];

/// The JSON Schema of `star-lint.toml`; a test keeps it up to date.
pub const SCHEMA: &str = include_str!("../../docs/star-lint.schema.json");

/// The extensions of the notes that a walk reads unless a configuration says otherwise.
const NOTES: [&str; 3] = ["md", "markdown", "txt"];

/// What the command line says about the configuration.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// This file instead of the ones that would be found.
    pub file: Option<PathBuf>,
    /// No file at all.
    pub none: bool,
    /// Profiles by name, or paths of profiles; they replace those of the files.
    pub profiles: Vec<String>,
    /// Settings that override those of all files, each as `KEY=VALUE` in TOML; a value that is no TOML is a string.
    pub set: Vec<String>,
    /// Also read what `[files] exclude` leaves out.
    pub no_exclude: bool,
    /// Folders besides their own from which files may extend rule files.
    pub allow_extends: Vec<PathBuf>,
    /// The folder to which relative paths are relative; the current one if it is empty.
    pub folder: PathBuf,
}

/// What applies to a note.
pub struct Settings {
    /// What its rules are made of.
    pub stack: Stack,
    /// The lowest level that fails a run, if a file sets it; off for never.
    pub fail_on: Option<Level>,
    /// The lowest level that is shown, if a file sets it.
    pub min_level: Option<Level>,
    views: Arc<Views>,
}

/// Finds and keeps configurations. Shared by the threads of a run.
///
/// ```
/// use star_lint::{Linter, Options, Selection, Source, Workspace};
///
/// // The rules as they come, and one text in place of what an editor has not saved yet.
/// let workspace = Workspace::new(Options { folder: "/notes".into(), ..Options::default() });
/// workspace.overlay("star-lint.toml".as_ref(), Some("[rules.missing-metric]\nlevel = \"error\"\n".into()));
/// let linter = Linter::new(workspace, Selection::default());
/// let story = Source::new("a.md", "S: It was late.\n\nT: I had to go.\n\nA: I ran.\n\nR: I was there.\n");
/// assert!(linter.lint(&story).diagnostics.iter().any(|found| found.rule == "missing-metric"));
/// ```
pub struct Workspace {
    options: Arc<Options>,
    views: Arc<Views>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    files: Files,
    settings: HashMap<Key, Arc<Settings>>,
    /// By folder, if the same settings apply to all of its notes.
    folders: HashMap<PathBuf, Arc<Settings>>,
    /// What was reported: nothing is reported twice.
    reported: HashSet<String>,
}

/// A file and what is wrong with it.
pub type Told = (Source, Vec<Diagnostic>);

impl Workspace {
    /// Opens a workspace without reading anything yet.
    pub fn new(options: Options) -> Workspace {
        let folder = absolute(&crate::disk::current(), &options.folder);
        let options = Arc::new(Options { folder, ..options });
        let state = State { files: Files::new(options.clone(), HashMap::new()), ..State::default() };
        Workspace { options, views: Arc::default(), state: Mutex::new(state) }
    }

    /// Uses a text in place of a configuration or rule file on disk while an editor has it open; `None` goes back to
    /// the file on disk. Every file is read again afterwards.
    pub fn overlay(&self, path: &Path, text: Option<String>) {
        let mut state = self.state();
        let mut overlays = state.files.overlays().clone();
        let path = absolute(&self.options.folder, path);
        match text {
            Some(text) => drop(overlays.insert(path, text)),
            None => drop(overlays.remove(&path)),
        }
        *state = State { files: Files::new(self.options.clone(), overlays), ..State::default() };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What applies to the note at a path.
    #[doc(hidden)]
    pub fn settings(&self, note: &Path) -> Arc<Settings> {
        let path = absolute(&self.options.folder, note);
        let folder = path.parent().unwrap_or(&path);
        let mut state = self.state();
        if let Some(settings) = state.folders.get(folder) {
            return settings.clone();
        }
        let (mut stack, same) = state.files.stack(&path);
        let names: Vec<&str> = self.options.profiles.iter().map(String::as_str).collect();
        if let Err(complaint) = state.files.choose(&mut stack, &names) {
            state.files.complain(complaint);
        }
        let key = stack.profiles.iter().flat_map(|choice| stack.key(Some(choice))).chain(stack.key(None)).collect();
        let settings = state.settings.entry(key).or_insert_with(|| self.of(stack)).clone();
        if same {
            state.folders.insert(folder.to_owned(), settings.clone());
        }
        settings
    }

    fn of(&self, stack: Stack) -> Arc<Settings> {
        let run = |read: fn(&crate::rules::file::Run) -> Option<Level>| {
            stack.parts.iter().rev().filter(|part| part.over.is_none()).find_map(|part| read(&part.config.file.run))
        };
        let (fail_on, min_level) = (run(|run| run.fail_on), run(|run| run.min_level));
        let settings = Settings { stack, fail_on, min_level, views: self.views.clone() };
        if self.views.has_room() {
            // Compiled now, so that its problems are reported before the notes are checked.
            settings.views(&[]);
        }
        Arc::new(settings)
    }

    /// What applies to notes in the current folder.
    #[doc(hidden)]
    pub fn here(&self) -> Arc<Settings> {
        self.settings(Path::new("note.md"))
    }

    /// The same with the profiles that a note chooses, unless the command line chose some.
    ///
    /// # Errors
    /// The index of a name that is no profile, and a message about it.
    #[doc(hidden)]
    pub fn chosen(&self, settings: &Arc<Settings>, names: &[&str]) -> Result<Arc<Settings>, (usize, String)> {
        if names.is_empty() || !self.options.profiles.is_empty() {
            return Ok(settings.clone());
        }
        let mut state = self.state();
        for (index, name) in names.iter().enumerate() {
            state.files.built_in(name).map_err(|complaint| (index, complaint))?;
        }
        let mut once: Vec<&str> = Vec::new();
        for name in names {
            if !once.contains(name) {
                once.push(name);
            }
        }
        let mut stack = settings.stack.clone();
        state.files.choose(&mut stack, &once).map_err(|complaint| (0, complaint))?;
        Ok(self.of(stack))
    }

    /// Whether a walk enters a folder or reads a file.
    #[doc(hidden)]
    pub fn wants(&self, path: &Path, is_folder: bool) -> bool {
        let path = absolute(&self.options.folder, path);
        let chain = self.state().files.chain(path.parent().unwrap_or(&path));
        let excluded = || chain.iter().any(|config| config.exclude.matched(&path, is_folder).is_some());
        (self.options.no_exclude || !excluded()) && (is_folder || is_note(&chain, &path))
    }

    /// The file in which settings for a note belong: the innermost configuration that applies to it, as an absolute path
    /// and its text.
    #[doc(hidden)]
    pub fn nearest(&self, note: &Path) -> Option<(PathBuf, String)> {
        let path = absolute(&self.options.folder, note);
        let chain = self.state().files.chain(path.parent().unwrap_or(&path));
        chain.last().map(|config| (config.path(), config.source.text.clone()))
    }

    /// Whether configurations are looked for.
    #[doc(hidden)]
    pub fn looks(&self) -> bool {
        !self.options.none && self.options.file.is_none()
    }

    /// The absolute path of a file, as people are shown it.
    #[doc(hidden)]
    pub fn absolute(&self, shown: &Path) -> PathBuf {
        absolute(&self.options.folder, shown)
    }

    /// Whether a walk would read a file if nothing excluded it.
    #[doc(hidden)]
    pub fn reads(&self, path: &Path) -> bool {
        let path = absolute(&self.options.folder, path);
        let chain = self.state().files.chain(path.parent().unwrap_or(&path));
        is_note(&chain, &path)
    }

    /// Whether a configuration says that a note holds answers, with labels or without.
    #[doc(hidden)]
    pub fn holds_answers(&self, path: &Path) -> bool {
        let path = absolute(&self.options.folder, path);
        let chain = self.state().files.chain(path.parent().unwrap_or(&path));
        chain.iter().any(|file| !file.answers.is_empty() && file.answers.matched(&path, false).is_some())
    }

    /// Whether the stories of a note belong to the bank.
    #[doc(hidden)]
    pub fn is_in_bank(&self, path: &Path) -> bool {
        let path = absolute(&self.options.folder, path);
        let chain = self.state().files.chain(path.parent().unwrap_or(&path));
        !chain.iter().any(|file| !file.not_in_bank.is_empty() && file.not_in_bank.matched(&path, false).is_some())
    }

    /// The file whose `include` decides what a walk of the current folder reads.
    #[doc(hidden)]
    pub fn included(&self) -> Option<String> {
        let chain = self.state().files.chain(&self.options.folder);
        let config = chain.iter().rev().find(|config| !config.include.is_empty())?;
        Some(format!("`include` of {}", config.source.path.display()))
    }

    /// What excludes a path, as `file:line`.
    #[doc(hidden)]
    pub fn excluded(&self, path: &Path) -> Option<String> {
        let path = absolute(&self.options.folder, path);
        let chain = self.state().files.chain(path.parent().unwrap_or(&path));
        chain.iter().filter(|_| !self.options.no_exclude).rev().find_map(|config| {
            let span = config.exclude.matched(&path, path.is_dir())?;
            let line = LineIndex::new(&config.source.text).position(span.start).line;
            Some(format!("{}:{line}", config.source.path.display()))
        })
    }

    /// The configuration and rule files that were named and could not be read, as absolute paths: where there is no disk,
    /// whoever has their texts can add them.
    #[doc(hidden)]
    pub fn unread(&self) -> Vec<PathBuf> {
        self.state().files.unread().to_vec()
    }

    /// The problems that were not reported before: lines about those in no file, and files with diagnostics.
    pub fn problems(&self) -> (Vec<String>, Vec<Told>) {
        let mut state = self.state();
        let (mut problems, mut complaints) = state.files.problems();
        problems.extend(self.views.problems());
        let mut files: BTreeMap<(&Path, &str), Told> = BTreeMap::new();
        for (config, problem) in &problems {
            let Source { path, text, .. } = &config.source;
            if state.reported.insert(format!("{}:{}: {}", path.display(), problem.span.start, problem.message)) {
                // Settings of the command line have one name and different texts.
                let told = files.entry((path, text)).or_insert_with(|| (config.source.clone(), Vec::new()));
                told.1.push(diagnostic(problem, &config.source));
            }
        }
        let mut files: Vec<Told> = files.into_values().collect();
        for (_, found) in &mut files {
            found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        }
        // Several threads look into folders.
        complaints.sort_unstable();
        (complaints.into_iter().filter(|complaint| state.reported.insert(complaint.clone())).collect(), files)
    }
}

impl Default for Workspace {
    fn default() -> Workspace {
        Workspace::new(Options::default())
    }
}

/// What the files of a note say of the bank.
#[derive(Clone, Debug, Default)]
pub struct BankSettings {
    /// Questions to be answered.
    pub questions: Vec<String>,
    /// Tags, in lower case, and the value or question that each stands for.
    pub tags: Vec<(String, String)>,
    /// Values and questions that are not wanted.
    pub without: Vec<String>,
}

impl Settings {
    /// What the files say of the bank; an inner file adds to an outer one.
    pub fn bank(&self) -> BankSettings {
        let mut bank = BankSettings::default();
        for part in self.stack.parts.iter().filter(|part| part.over.is_none()) {
            let said = &part.config.file.run.bank;
            bank.questions.extend(said.questions.iter().map(|(question, _)| question.clone()));
            bank.tags.extend(said.tags.iter().map(|(tag, name, _)| (tag.clone(), name.clone())));
            bank.without.extend(said.without.iter().map(|(name, _)| name.clone()));
        }
        bank
    }

    /// The rules, once for each profile and at least once. Those in `select` run even if they are off.
    pub fn views(&self, select: &[String]) -> Vec<Arc<ProfileView>> {
        self.views.of(&self.stack, select)
    }
}

/// Whether a file is a note, going by its name.
fn is_note(chain: &[Arc<ConfigFile>], path: &Path) -> bool {
    match chain.iter().rev().find(|config| !config.include.is_empty()) {
        Some(config) => config.include.matched(path, false).is_some(),
        None => NOTES.contains(&&*path.extension().unwrap_or_default().to_string_lossy().to_lowercase()),
    }
}

fn diagnostic(problem: &Problem, source: &Source) -> Diagnostic {
    let length = source.text.len() as u32;
    let boundary =
        |at: u32| (0..=at.min(length)).rev().find(|&at| source.text.is_char_boundary(at as usize)).unwrap_or(0);
    Diagnostic {
        level: if problem.mild { Level::Warning } else { Level::Error },
        span: Span {
            start: boundary(problem.span.start),
            end: boundary(problem.span.end).max(boundary(problem.span.start)),
        },
        message: problem.message.clone().into(),
        help: problem.help.clone().into(),
        ..Diagnostic::default()
    }
}
