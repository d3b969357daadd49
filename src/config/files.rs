//! Which files hold for a note: those above it, what they extend, and profiles by name. Each is read once.
//!
//! Files that are found may be somebody else's: what they extend lies below their folder, or where the user allows it.

use super::layer::{ConfigFile, Trust};
use super::stack::{AppliedFile, ChosenProfile, Problems, Stack};
use super::{NAMES, Options};
use crate::paths::absolute;
use crate::rules::builtin;
use crate::rules::load::Problem;
use crate::suggest::nearest;
use std::collections::{HashMap, HashSet};
use std::fs::canonicalize;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most files that may extend each other in a row.
const DEPTH: usize = 16;

/// The files of a workspace, as far as they were read.
#[derive(Default)]
pub struct Files {
    options: Arc<Options>,
    /// Files that are not as they are on disk: an editor has them open.
    overlays: HashMap<PathBuf, String>,
    /// By folder: its files, the outermost first.
    chains: HashMap<PathBuf, Arc<Vec<Arc<ConfigFile>>>>,
    layers: HashMap<(PathBuf, Trust), Arc<ConfigFile>>,
    profiles: HashMap<String, Arc<ConfigFile>>,
    /// What a name means in a folder, for files that began in another one.
    extended: HashMap<(PathBuf, PathBuf, String), Result<Arc<ConfigFile>, String>>,
    problems: Problems,
    /// Lines for the user about what is in no file.
    complaints: Vec<String>,
}

/// How a file came to be extended.
struct Way {
    /// The folder of the first one.
    home: PathBuf,
    /// The files that led here.
    files: Vec<*const ConfigFile>,
    /// All that were added.
    seen: HashSet<*const ConfigFile>,
    /// Whether one of them is a profile: what it extends is part of it.
    profile: bool,
}

impl Way {
    fn new(home: &Path) -> Way {
        Way { home: home.to_owned(), files: Vec::new(), seen: HashSet::new(), profile: false }
    }
}

impl Files {
    /// Nothing is read yet.
    pub fn new(options: Arc<Options>, overlays: HashMap<PathBuf, String>) -> Files {
        Files { options, overlays, ..Files::default() }
    }

    /// What holds in place of files on disk.
    pub fn overlays(&self) -> &HashMap<PathBuf, String> {
        &self.overlays
    }

    /// The configurations that hold in a folder.
    pub fn chain(&mut self, folder: &Path) -> Arc<Vec<Arc<ConfigFile>>> {
        if let Some(chain) = self.chains.get(folder) {
            return chain.clone();
        }
        let own = match &self.options.file {
            _ if self.options.none => None,
            Some(file) => Some((file.clone(), Trust::Named)),
            None => {
                let is_there = |path: &PathBuf| self.overlays.contains_key(path) || path.symlink_metadata().is_ok();
                let found = NAMES.map(|name| folder.join(name)).into_iter().find(is_there);
                found.map(|path| match (canonicalize(&path), canonicalize(folder)) {
                    (Ok(target), Ok(folder)) if !target.starts_with(&folder) => (path, Trust::Foreign),
                    _ => (path, Trust::Found),
                })
            }
        };
        let layer = own.and_then(|(path, trust)| match self.layer(&path, trust) {
            Ok(layer) => Some(layer),
            Err(error) => {
                let shown = self.shown(&absolute(&self.options.folder, &path));
                self.complain(format!("cannot read the configuration {}: {error}", shown.display()));
                None
            }
        });
        let outer = (self.options.file.is_none()
            && !self.options.none
            && layer.as_ref().is_none_or(|layer| !layer.file.run.root))
        .then(|| folder.parent())
        .flatten();
        let mut chain = outer.map(|outer| self.chain(outer).to_vec()).unwrap_or_default();
        chain.extend(layer);
        let chain = Arc::new(chain);
        self.chains.insert(folder.to_owned(), chain.clone());
        chain
    }

    /// A file, read once; its own problems are told once.
    fn layer(&mut self, path: &Path, trust: Trust) -> io::Result<Arc<ConfigFile>> {
        let key = (absolute(&self.options.folder, path), trust);
        if let Some(layer) = self.layers.get(&key) {
            return Ok(layer.clone());
        }
        let shown = self.shown(&key.0);
        let layer = match self.overlays.get(&key.0) {
            Some(text) => ConfigFile::overlay(&key.0, shown, text),
            None => ConfigFile::read(&key.0, shown, trust)?,
        };
        let layer = Arc::new(layer);
        self.problems.extend(layer.problems.iter().map(|problem| (layer.clone(), problem.clone())));
        self.layers.insert(key, layer.clone());
        Ok(layer)
    }

    /// A profile that comes with star-lint.
    ///
    /// # Errors
    /// That there is none of this name.
    pub fn built_in(&mut self, name: &str) -> Result<Arc<ConfigFile>, String> {
        if let Some(layer) = self.profiles.get(name) {
            return Ok(layer.clone());
        }
        let names = || builtin::PROFILES.iter().map(|(name, _)| *name);
        let Some((_, text)) = builtin::PROFILES.iter().chain(&builtin::SHARED).find(|(known, _)| *known == name) else {
            let hint = nearest(name, names()).map(|meant| format!("did you mean `{meant}`?"));
            let hint = hint.unwrap_or_else(|| "`star-lint profiles` lists them".into());
            return Err(format!("there is no profile `{name}`; {hint}"));
        };
        let layer = Arc::new(ConfigFile::built_in(name, text));
        self.profiles.insert(name.to_owned(), layer.clone());
        Ok(layer)
    }

    /// What lies over the built-in rules for a path, without profiles of the note and the command line; and whether it
    /// is the same for all notes of its folder.
    pub fn stack(&mut self, path: &Path) -> (Stack, bool) {
        let (mut stack, mut same) = (Stack::default(), true);
        for layer in self.chain(path.parent().unwrap_or(path)).iter() {
            let overs = layer.overrides.lists(path, false).into_keys().map(Some);
            for over in [None].into_iter().chain(overs) {
                let part = AppliedFile { layer: layer.clone(), over };
                self.add(&mut stack, part, &mut Way::new(&layer.folder));
            }
            same &= layer.file.run.overrides.is_empty();
        }
        (stack, same)
    }

    /// Adds a part after what it extends.
    fn add(&mut self, stack: &mut Stack, part: AppliedFile, way: &mut Way) {
        let mut choices = Vec::new();
        way.files.push(Arc::as_ptr(&part.layer));
        for (name, span) in &part.file().extends {
            let layer = match self.extended(&part.layer, name, way) {
                Ok(layer) => layer,
                Err(message) => {
                    self.problems.push((part.layer.clone(), Problem::new(*span, message)));
                    continue;
                }
            };
            let below = AppliedFile { layer: layer.clone(), over: None };
            match &layer.profile {
                Some(name) if !way.profile => {
                    let parts = self.chosen(below, way.home.clone(), way.files.clone());
                    choices.push(ChosenProfile { name: name.clone(), parts });
                }
                _ if way.seen.insert(Arc::as_ptr(&layer)) => self.add(stack, below, way),
                _ => {}
            }
        }
        way.files.pop();
        if !choices.is_empty() {
            (stack.profiles, stack.at) = (choices, stack.parts.len());
        }
        stack.parts.push(part);
    }

    /// A profile with everything that it builds on.
    fn chosen(&mut self, part: AppliedFile, home: PathBuf, files: Vec<*const ConfigFile>) -> Vec<AppliedFile> {
        let mut inner = Stack::default();
        self.add(&mut inner, part, &mut Way { home, files, seen: HashSet::new(), profile: true });
        inner.parts
    }

    /// A file that another one extends: a profile by name, or a rule file by its path.
    fn extended(&mut self, from: &ConfigFile, name: &str, way: &Way) -> Result<Arc<ConfigFile>, String> {
        if !name.ends_with(".toml") && !name.contains(['/', '\\']) {
            return self.built_in(name);
        }
        let key = (way.home.clone(), from.folder.clone(), name.to_owned());
        let layer = if let Some(known) = self.extended.get(&key) {
            known.clone()?
        } else {
            let found = self.rule_file(&from.folder.join(name), name, &way.home);
            self.extended.insert(key, found.clone());
            found?
        };
        let path = canonicalize(layer.path());
        let same = |file: &*const ConfigFile| *file == Arc::as_ptr(&layer);
        let itself = || path.is_ok_and(|path| canonicalize(from.path()).is_ok_and(|from| from == path));
        if way.files.len() > DEPTH || way.files.iter().any(same) || itself() {
            return Err(format!("`{name}` extends itself, or more than {DEPTH} files extend one another"));
        }
        Ok(layer)
    }

    /// A rule file below a folder, or where the user allows it.
    fn rule_file(&mut self, path: &Path, name: &str, home: &Path) -> Result<Arc<ConfigFile>, String> {
        let real = self.real(path);
        let options = self.options.clone();
        let mut folders = [home].into_iter().chain(options.allow_extends.iter().map(PathBuf::as_path));
        if !folders.any(|folder| real.starts_with(self.real(folder))) {
            let home = self.shown(home);
            let home = if home.as_os_str().is_empty() { Path::new("this folder") } else { home.as_path() };
            let message = "is outside {}; use `--allow-extends FOLDER` to read rule files from there";
            return Err(format!("`{name}` {}", message.replace("{}", &home.display().to_string())));
        }
        let layer = self.layer(&real, Trust::Foreign).map_err(|error| format!("cannot read `{name}`: {error}"))?;
        if let Some(place) = layer.file.run.place {
            let message = "this belongs in a star-lint.toml, not in a file that others extend";
            self.problems.push((layer.clone(), Problem::new(place, message)));
        }
        Ok(layer)
    }

    /// Puts profiles in place of those that the files name, as if the outermost one extended them: what the files
    /// say of themselves still holds.
    ///
    /// # Errors
    /// What is wrong with a name or the file of it.
    pub fn choose(&mut self, stack: &mut Stack, names: &[&str]) -> Result<(), String> {
        let mut choices = Vec::new();
        for name in names {
            let layer = if name.ends_with(".toml") {
                self.layer(Path::new(name), Trust::Named)
                    .map_err(|error| format!("cannot read the profile {name}: {error}"))?
            } else {
                self.built_in(name)?
            };
            let home = layer.folder.clone();
            let name = layer.profile.clone().unwrap_or_else(|| "own".to_owned());
            choices
                .push(ChosenProfile { name, parts: self.chosen(AppliedFile { layer, over: None }, home, Vec::new()) });
        }
        if !choices.is_empty() {
            (stack.profiles, stack.at) = (choices, 0);
        }
        Ok(())
    }

    /// A path as people want to see it: from the current folder where it lies below that.
    fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.options.folder).unwrap_or(path).to_owned()
    }

    fn real(&self, path: &Path) -> PathBuf {
        canonicalize(path).unwrap_or_else(|_| absolute(&self.options.folder, path))
    }

    /// Keeps a line for the user.
    pub fn complain(&mut self, line: String) {
        self.complaints.push(line);
    }

    /// What went wrong since it was asked for last: in files, and lines of what is in no file.
    pub fn problems(&mut self) -> (Problems, Vec<String>) {
        (std::mem::take(&mut self.problems), std::mem::take(&mut self.complaints))
    }
}
