//! The configuration: which files are in force for a note, and the rules that they make of the built-in ones.
//!
//! `star-lint.toml` files are found from the folder of each note upwards, up to one with `root = true`; an
//! inner one changes what it names. Everything is read once.

mod globs;
pub mod layer;
pub mod show;
pub mod stack;

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::load::Problem;
use crate::rules::{RuleSet, builtin};
use crate::source::{LineIndex, Source, Span};
use crate::suggest::nearest;
use layer::Layer;
use stack::{Choice, Part, Problems, Stack, View};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The names under which a configuration is found.
pub const NAMES: [&str; 2] = ["star-lint.toml", ".star-lint.toml"];

/// The endings of the notes that a walk reads where no configuration says otherwise.
const NOTES: [&str; 3] = ["md", "markdown", "txt"];

/// The most files that may extend each other in a row.
const DEPTH: usize = 16;

/// What the command line says of the configuration.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// This file instead of those that are found.
    pub file: Option<PathBuf>,
    /// No file at all.
    pub none: bool,
    /// Profiles by name, or paths of profiles; they replace those of the files.
    pub profiles: Vec<String>,
    /// Read what `[files] exclude` names as well.
    pub no_exclude: bool,
    /// Rules that are asked for by name: they run also where they are off.
    pub select: Vec<String>,
}

/// What is in force for a note.
pub struct Settings {
    /// The rules, once for each profile; at least one.
    pub views: Vec<View>,
    /// What they were made of.
    pub stack: Stack,
    /// The least level that fails a run, where a file sets it; off for never.
    pub fail_on: Option<Level>,
    /// The least level that is shown, where a file sets it.
    pub min_level: Option<Level>,
}

/// Finds and keeps configurations. Shared by the threads of a run.
#[derive(Default)]
pub struct Workspace {
    options: Options,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By folder: its files, the outermost first.
    chains: HashMap<PathBuf, Arc<Vec<Arc<Layer>>>>,
    layers: HashMap<PathBuf, Arc<Layer>>,
    profiles: HashMap<String, Arc<Layer>>,
    settings: HashMap<Vec<(usize, Option<usize>)>, Arc<Settings>>,
    problems: Problems,
    /// Lines for the user about what is in no file.
    complaints: Vec<String>,
    /// What was told: nothing is told twice.
    told: HashSet<String>,
}

/// A file and what is wrong in it.
pub type Told = (Source, Vec<Diagnostic>);

impl Workspace {
    /// Opens a workspace; nothing is read yet.
    pub fn new(options: Options) -> Workspace {
        Workspace { options, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is in force for a note at a path, or for notes of a folder where the path ends in `/`.
    pub fn settings(&self, note: &Path) -> Arc<Settings> {
        let path = absolute(note);
        let mut state = self.state();
        let mut stack = state.stack(&self.options, &path);
        let names: Vec<&str> = self.options.profiles.iter().map(String::as_str).collect();
        if let Err(complaint) = state.choose(&mut stack, &names) {
            state.complaints.push(complaint);
        }
        state.settings(stack, &self.options.select)
    }

    /// What is in force for notes of the current folder.
    pub fn here(&self) -> Arc<Settings> {
        self.settings(Path::new("note.md"))
    }

    /// The same under the profiles that a note chooses, unless the command line chose some.
    ///
    /// # Errors
    /// The index of a name that is no profile, and what to say of it.
    pub fn chosen(&self, settings: &Arc<Settings>, names: &[&str]) -> Result<Arc<Settings>, (usize, String)> {
        if names.is_empty() || !self.options.profiles.is_empty() {
            return Ok(settings.clone());
        }
        let mut state = self.state();
        for (index, name) in names.iter().enumerate() {
            state.built_in(name).map_err(|complaint| (index, complaint))?;
        }
        let mut once: Vec<&str> = Vec::new();
        names.iter().for_each(|name| {
            if !once.contains(name) {
                once.push(name)
            }
        });
        let mut stack = settings.stack.clone();
        state.choose(&mut stack, &once).map_err(|complaint| (0, complaint))?;
        Ok(state.settings(stack, &self.options.select))
    }

    /// Whether a walk goes into a folder or reads a file.
    pub fn wants(&self, path: &Path, is_folder: bool) -> bool {
        let path = absolute(path);
        let chain = self.state().chain(&self.options, path.parent().unwrap_or(&path));
        let excluded = || chain.iter().any(|layer| layer.exclude.matched(&path, is_folder).is_some());
        (self.options.no_exclude || !excluded()) && (is_folder || is_note(&chain, &path))
    }

    /// Whether a walk reads a file where nothing excludes it.
    pub fn reads(&self, path: &Path) -> bool {
        let path = absolute(path);
        let chain = self.state().chain(&self.options, path.parent().unwrap_or(&path));
        is_note(&chain, &path)
    }

    /// The file that says for the current folder what a walk reads.
    pub fn included(&self) -> Option<String> {
        let chain = self.state().chain(&self.options, here());
        let layer = chain.iter().rev().find(|layer| !layer.include.is_empty())?;
        Some(format!("`include` of {}", layer.source.path.display()))
    }

    /// Where a path was excluded that the user named, as `file:line`.
    pub fn excluded(&self, path: &Path) -> Option<String> {
        let path = absolute(path);
        let chain = self.state().chain(&self.options, path.parent().unwrap_or(&path));
        chain.iter().filter(|_| !self.options.no_exclude).rev().find_map(|layer| {
            let span = layer.exclude.matched(&path, path.is_dir())?;
            let line = LineIndex::new(&layer.source.text).position(span.start).line;
            Some(format!("{}:{line}", layer.source.path.display()))
        })
    }

    /// What is wrong with the configuration so far and was not told before: lines, and files with diagnostics.
    pub fn problems(&self) -> (Vec<String>, Vec<Told>) {
        let mut state = self.state();
        let mut files: BTreeMap<PathBuf, Told> = BTreeMap::new();
        for (layer, problem) in std::mem::take(&mut state.problems) {
            let path = &layer.source.path;
            if state.told.insert(format!("{}:{}: {}", path.display(), problem.span.start, problem.message)) {
                let told = files.entry(path.clone()).or_insert_with(|| (layer.source.clone(), Vec::new()));
                told.1.push(diagnostic(&problem, &layer.source));
            }
        }
        let mut files: Vec<Told> = files.into_values().collect();
        files.iter_mut().for_each(|(_, found)| found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key())));
        let mut complaints = std::mem::take(&mut state.complaints);
        // Folders are looked into by several threads.
        complaints.sort_unstable();
        (complaints.into_iter().filter(|complaint| state.told.insert(complaint.clone())).collect(), files)
    }
}

impl Settings {
    /// The rules of all views.
    pub fn rule_sets(&self) -> Vec<&RuleSet<'static>> {
        self.views.iter().map(|view| &view.rules).collect()
    }
}

impl State {
    /// The configurations that hold in a folder.
    fn chain(&mut self, options: &Options, folder: &Path) -> Arc<Vec<Arc<Layer>>> {
        if let Some(chain) = self.chains.get(folder) {
            return chain.clone();
        }
        let own = match &options.file {
            _ if options.none => None,
            Some(file) => Some(file.clone()),
            None => NAMES.map(|name| folder.join(name)).into_iter().find(|path| path.is_file()),
        };
        let layer = own.and_then(|path| match self.layer(&path) {
            Ok(layer) => Some(layer),
            Err(error) => {
                self.complaints
                    .push(format!("cannot read the configuration {}: {error}", layer::shown(&path).display()));
                None
            }
        });
        let outer =
            (options.file.is_none() && !options.none && layer.as_ref().is_none_or(|layer| !layer.file.run.root))
                .then(|| folder.parent())
                .flatten();
        let mut chain = outer.map(|outer| self.chain(options, outer).to_vec()).unwrap_or_default();
        chain.extend(layer);
        let chain = Arc::new(chain);
        self.chains.insert(folder.to_owned(), chain.clone());
        chain
    }

    /// A file, read once; its own problems are told once.
    fn layer(&mut self, path: &Path) -> io::Result<Arc<Layer>> {
        let path = absolute(path);
        if let Some(layer) = self.layers.get(&path) {
            return Ok(layer.clone());
        }
        let layer = Arc::new(Layer::read(&path)?);
        self.problems.extend(layer.problems.iter().map(|problem| (layer.clone(), problem.clone())));
        self.layers.insert(path, layer.clone());
        Ok(layer)
    }

    fn built_in(&mut self, name: &str) -> Result<Arc<Layer>, String> {
        if let Some(layer) = self.profiles.get(name) {
            return Ok(layer.clone());
        }
        let names = || builtin::PROFILES.iter().map(|(name, _)| *name);
        let Some((_, text)) = builtin::PROFILES.iter().chain(&builtin::SHARED).find(|(known, _)| *known == name) else {
            let hint = nearest(name, names()).map(|meant| format!("did you mean `{meant}`?"));
            let hint = hint.unwrap_or_else(|| "`star-lint profiles` lists them".into());
            return Err(format!("there is no profile `{name}`; {hint}"));
        };
        let layer = Arc::new(Layer::built_in(name, text));
        self.profiles.insert(name.to_owned(), layer.clone());
        Ok(layer)
    }

    /// What lies over the built-in rules for a path, without profiles of the note and the command line.
    fn stack(&mut self, options: &Options, path: &Path) -> Stack {
        let mut stack = Stack::default();
        for layer in self.chain(options, path.parent().unwrap_or(path)).iter() {
            self.add(&mut stack, Part { layer: layer.clone(), over: None }, &mut Vec::new());
            for (number, globs) in layer.overrides.iter().enumerate() {
                if globs.matched(path, false).is_some() {
                    self.add(&mut stack, Part { layer: layer.clone(), over: Some(number) }, &mut Vec::new());
                }
            }
        }
        stack
    }

    /// Adds a part after what it extends. `way`: the files that led here.
    fn add(&mut self, stack: &mut Stack, part: Part, way: &mut Vec<PathBuf>) {
        let mut choices = Vec::new();
        for (name, span) in &part.file().extends {
            let result = match self.extended(&part.layer, name, way) {
                Ok(layer) => {
                    let below = Part { layer: layer.clone(), over: None };
                    way.push(layer.path());
                    match &layer.profile {
                        Some(name) => {
                            let mut inner = Stack::default();
                            self.add(&mut inner, below, way);
                            choices.push(Choice { name: name.clone(), parts: inner.parts });
                        }
                        None => self.add(stack, below, way),
                    }
                    way.pop();
                    Ok(())
                }
                Err(message) => Err(Problem::new(*span, message)),
            };
            if let Err(problem) = result {
                self.problems.push((part.layer.clone(), problem));
            }
        }
        if !choices.is_empty() {
            (stack.profiles, stack.at) = (choices, stack.parts.len());
        }
        stack.parts.push(part);
    }

    /// A file that another one extends: a profile by name, or a rule file by its path.
    fn extended(&mut self, from: &Layer, name: &str, way: &[PathBuf]) -> Result<Arc<Layer>, String> {
        if !name.ends_with(".toml") && !name.contains(['/', '\\']) {
            return self.built_in(name);
        }
        let path = from.folder.join(name);
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let itself = || std::fs::canonicalize(from.path()).is_ok_and(|from| from == path);
        if way.len() >= DEPTH || way.contains(&path) || itself() {
            return Err(format!("`{name}` extends itself, or {DEPTH} files extend each other"));
        }
        let layer = self.layer(&path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
        if let Some(place) = layer.file.run.place {
            let message = "this belongs in a star-lint.toml, not in a file that another one extends";
            let problem = Problem::new(place, message);
            self.problems.push((layer.clone(), problem));
        }
        Ok(layer)
    }

    /// Puts profiles in place of those that the files name, as if the outermost one extended them: what the files
    /// say of themselves still holds.
    fn choose(&mut self, stack: &mut Stack, names: &[&str]) -> Result<(), String> {
        let mut choices = Vec::new();
        for name in names {
            let layer = if name.ends_with(".toml") {
                self.layer(Path::new(name)).map_err(|error| format!("cannot read the profile {name}: {error}"))?
            } else {
                self.built_in(name)?
            };
            let mut inner = Stack::default();
            let name = layer.profile.clone().unwrap_or_else(|| (*name).to_owned());
            self.add(&mut inner, Part { layer, over: None }, &mut Vec::new());
            choices.push(Choice { name, parts: inner.parts });
        }
        if !choices.is_empty() {
            (stack.profiles, stack.at) = (choices, 0);
        }
        Ok(())
    }

    fn settings(&mut self, stack: Stack, select: &[String]) -> Arc<Settings> {
        let key = stack.key();
        if let Some(settings) = self.settings.get(&key) {
            return settings.clone();
        }
        let mut views = stack.views(&mut self.problems);
        for rule in views.iter_mut().flat_map(|view| &mut view.rules.rules) {
            if rule.level == Level::Off && select.iter().any(|name| *name == rule.id) {
                rule.level = Level::Info;
            }
        }
        let run = |read: fn(&crate::rules::file::Run) -> Option<Level>| {
            stack.parts.iter().rev().filter(|part| part.over.is_none()).find_map(|part| read(&part.layer.file.run))
        };
        let (fail_on, min_level) = (run(|run| run.fail_on), run(|run| run.min_level));
        let settings = Arc::new(Settings { views, stack, fail_on, min_level });
        self.settings.insert(key, settings.clone());
        settings
    }
}

/// Whether a file is a note by its name.
fn is_note(chain: &[Arc<Layer>], path: &Path) -> bool {
    match chain.iter().rev().find(|layer| !layer.include.is_empty()) {
        Some(layer) => layer.include.matched(path, false).is_some(),
        None => NOTES.contains(&&*path.extension().unwrap_or_default().to_string_lossy().to_lowercase()),
    }
}

/// A path from the root, without `.` and `..`; links are not followed.
pub fn absolute(path: &Path) -> PathBuf {
    let mut whole = PathBuf::with_capacity(here().as_os_str().len() + path.as_os_str().len() + 1);
    for component in here().join(path).components() {
        match component {
            Component::ParentDir => drop(whole.pop()),
            other => whole.push(other),
        }
    }
    whole
}

/// The current folder, asked for once: a run has one.
fn here() -> &'static Path {
    static HERE: OnceLock<PathBuf> = OnceLock::new();
    HERE.get_or_init(|| std::env::current_dir().unwrap_or_default())
}

fn diagnostic(problem: &Problem, source: &Source) -> Diagnostic {
    let length = source.text.len() as u32;
    let boundary =
        |at: u32| (0..=at.min(length)).rev().find(|&at| source.text.is_char_boundary(at as usize)).unwrap_or(0);
    Diagnostic {
        level: Level::Error,
        span: Span {
            start: boundary(problem.span.start),
            end: boundary(problem.span.end).max(boundary(problem.span.start)),
        },
        message: problem.message.clone().into(),
        help: problem.help.clone().into(),
        ..Diagnostic::default()
    }
}
