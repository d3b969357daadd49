//! Which files apply to a note: those in the folders above it, what they extend, and profiles by name. Each is read
//! once.
//!
//! A file that was found may be somebody else's: it may extend only files below its own folder, or in folders that the
//! user allows.

use super::config_file::{ConfigFile, Trust};
use super::stack::{AppliedFile, ChosenProfile, Problems, Stack};
use super::{NAMES, Options};
use crate::disk::real_from;
use crate::paths::absolute;
use crate::rules::builtin;
use crate::rules::problem::Problem;
use crate::source::Span;
use crate::suggest::nearest;
use std::collections::{HashMap, HashSet};
use std::fs::canonicalize;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The longest chain of files that extend one another.
const DEPTH: usize = 16;

/// The files that were read so far, and what was wrong with them.
#[derive(Default)]
pub struct Files {
    options: Arc<Options>,
    /// Texts that replace those on disk: an editor has the files open.
    overlays: HashMap<PathBuf, String>,
    /// The settings of the command line, which apply after all files.
    set: Vec<Arc<ConfigFile>>,
    /// The files that apply in each folder, the outermost first.
    chains: HashMap<PathBuf, Arc<Vec<Arc<ConfigFile>>>>,
    configs: HashMap<(PathBuf, Trust), Arc<ConfigFile>>,
    profiles: HashMap<String, Arc<ConfigFile>>,
    /// What `extends` of a file leads to: by the folder of the file that began the chain, its own folder, and the name.
    extended: HashMap<(PathBuf, PathBuf, String), Result<Arc<ConfigFile>, String>>,
    problems: Problems,
    /// Problems that are in no file, a line each.
    complaints: Vec<String>,
    /// The files that were named and could not be read.
    unread: Vec<PathBuf>,
}

/// The chain of `extends` that is being followed.
struct Way {
    /// The folder of the file that began it.
    home: PathBuf,
    /// The files from there to here.
    files: Vec<*const ConfigFile>,
    /// Every file that was added on the way.
    seen: HashSet<*const ConfigFile>,
    /// Whether one of the files is a profile, to which all that it extends belongs.
    profile: bool,
}

impl Way {
    fn new(home: &Path) -> Way {
        Way { home: home.to_owned(), files: Vec::new(), seen: HashSet::new(), profile: false }
    }
}

impl Files {
    /// Starts with nothing read.
    pub fn new(options: Arc<Options>, overlays: HashMap<PathBuf, String>) -> Files {
        let set = options.set.iter().map(|setting| Arc::new(ConfigFile::setting(setting, &options.folder)));
        let mut files = Files { set: set.collect(), options, overlays, ..Files::default() };
        for config in files.set.clone() {
            files.take_problems(&config);
            if config.file.run.root {
                let message = "`root` has no effect here; `--no-config` ignores all files";
                files.problems.push((config, Problem::new(Span::default(), message)));
            }
        }
        files
    }

    /// The texts that replace those on disk.
    pub fn overlays(&self) -> &HashMap<PathBuf, String> {
        &self.overlays
    }

    /// What applies in a folder: its files, the outermost first, and the settings of the command line.
    pub fn chain(&mut self, folder: &Path) -> Arc<Vec<Arc<ConfigFile>>> {
        let found = self.found(folder);
        if self.set.is_empty() { found } else { Arc::new([&found[..], &self.set].concat()) }
    }

    /// The files that apply in a folder, the outermost first.
    fn found(&mut self, folder: &Path) -> Arc<Vec<Arc<ConfigFile>>> {
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
        let config = own.and_then(|(path, trust)| match self.config(&path, trust) {
            Ok(config) => Some(config),
            Err(error) => {
                let shown = self.shown(&absolute(&self.options.folder, &path));
                self.complain(format!("cannot read the configuration {}: {error}", shown.display()));
                None
            }
        });
        let outer = (self.options.file.is_none()
            && !self.options.none
            && config.as_ref().is_none_or(|config| !config.file.run.root))
        .then(|| folder.parent())
        .flatten();
        let mut chain = outer.map(|outer| self.found(outer).to_vec()).unwrap_or_default();
        chain.extend(config);
        let chain = Arc::new(chain);
        self.chains.insert(folder.to_owned(), chain.clone());
        chain
    }

    /// A file, which is read once and whose own problems are reported once.
    fn config(&mut self, path: &Path, trust: Trust) -> io::Result<Arc<ConfigFile>> {
        let key = (absolute(&self.options.folder, path), trust);
        if let Some(config) = self.configs.get(&key) {
            return Ok(config.clone());
        }
        let shown = self.shown(&key.0);
        let config = match self.overlays.get(&key.0) {
            Some(text) => ConfigFile::overlay(&key.0, shown, text),
            None => ConfigFile::read(&key.0, shown, trust).inspect_err(|_| self.unread.push(key.0.clone()))?,
        };
        let config = Arc::new(config);
        self.take_problems(&config);
        self.configs.insert(key, config.clone());
        Ok(config)
    }

    /// Keeps what is wrong with a file by itself.
    fn take_problems(&mut self, config: &Arc<ConfigFile>) {
        self.problems.extend(config.problems.iter().map(|problem| (config.clone(), problem.clone())));
    }

    /// A profile that comes with star-lint.
    ///
    /// # Errors
    /// Where there is none of this name.
    pub fn built_in(&mut self, name: &str) -> Result<Arc<ConfigFile>, String> {
        if let Some(config) = self.profiles.get(name) {
            return Ok(config.clone());
        }
        let names = || builtin::PROFILES.iter().map(|(name, _)| *name);
        let Some((_, text)) = builtin::PROFILES.iter().chain(&builtin::SHARED).find(|(known, _)| *known == name) else {
            let hint = nearest(name, names()).map(|meant| format!("did you mean `{meant}`?"));
            let hint = hint.unwrap_or_else(|| "`star-lint profiles` lists them".into());
            return Err(format!("there is no profile `{name}`; {hint}"));
        };
        let config = Arc::new(ConfigFile::built_in(name, text));
        self.profiles.insert(name.to_owned(), config.clone());
        Ok(config)
    }

    /// What applies to a path above the built-in rules, before profiles of the note and the command line; and whether
    /// it is the same for all notes of the folder.
    pub fn stack(&mut self, path: &Path) -> (Stack, bool) {
        let (mut stack, mut same) = (Stack::default(), true);
        for config in self.chain(path.parent().unwrap_or(path)).iter() {
            let overs = config.overrides.lists(path, false).into_keys().map(Some);
            for over in [None].into_iter().chain(overs) {
                let part = AppliedFile { config: config.clone(), over };
                self.add(&mut stack, part, &mut Way::new(&config.folder));
            }
            same &= config.file.run.overrides.is_empty();
        }
        (stack, same)
    }

    /// Adds a file after those that it extends.
    fn add(&mut self, stack: &mut Stack, part: AppliedFile, way: &mut Way) {
        let mut choices = Vec::new();
        way.files.push(Arc::as_ptr(&part.config));
        for (name, span) in &part.file().extends {
            let config = match self.extended(&part.config, name, way) {
                Ok(config) => config,
                Err(message) => {
                    self.problems.push((part.config.clone(), Problem::new(*span, message)));
                    continue;
                }
            };
            let below = AppliedFile { config: config.clone(), over: None };
            match &config.profile {
                Some(name) if !way.profile => {
                    let parts = self.chosen(below, way.home.clone(), way.files.clone());
                    choices.push(ChosenProfile { name: name.clone(), parts });
                }
                _ if way.seen.insert(Arc::as_ptr(&config)) => self.add(stack, below, way),
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
        let config = if let Some(known) = self.extended.get(&key) {
            known.clone()?
        } else {
            let found = self.rule_file(&from.folder.join(name), name, &way.home);
            self.extended.insert(key, found.clone());
            found?
        };
        let path = canonicalize(config.path());
        let same = |file: &*const ConfigFile| *file == Arc::as_ptr(&config);
        let itself = || path.is_ok_and(|path| canonicalize(from.path()).is_ok_and(|from| from == path));
        if way.files.len() > DEPTH || way.files.iter().any(same) || itself() {
            return Err(format!("`{name}` extends itself, or more than {DEPTH} files extend one another"));
        }
        Ok(config)
    }

    /// A rule file, which must be below the folder or where the user allows it.
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
        let config = self.config(&real, Trust::Foreign).map_err(|error| format!("cannot read `{name}`: {error}"))?;
        if let Some(place) = config.file.run.place {
            let message = "this belongs in a star-lint.toml, not in a file that others extend";
            self.problems.push((config.clone(), Problem::new(place, message)));
        }
        Ok(config)
    }

    /// Replaces the profiles that the files extend, as if the outermost file extended these instead. What the files
    /// themselves say still applies on top.
    ///
    /// # Errors
    /// What is wrong with a name or with its file.
    pub fn choose(&mut self, stack: &mut Stack, names: &[&str]) -> Result<(), String> {
        let mut choices = Vec::new();
        for name in names {
            let config = if name.ends_with(".toml") {
                self.config(Path::new(name), Trust::Named)
                    .map_err(|error| format!("cannot read the profile {name}: {error}"))?
            } else {
                self.built_in(name)?
            };
            let home = config.folder.clone();
            let name = config.profile.clone().unwrap_or_else(|| "own".to_owned());
            choices
                .push(ChosenProfile { name, parts: self.chosen(AppliedFile { config, over: None }, home, Vec::new()) });
        }
        if !choices.is_empty() {
            (stack.profiles, stack.at) = (choices, 0);
        }
        Ok(())
    }

    /// A path as people want to see it: relative to the current folder where it is below that.
    fn shown(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.options.folder).unwrap_or(path).to_owned()
    }

    fn real(&self, path: &Path) -> PathBuf {
        real_from(&self.options.folder, path)
    }

    /// The files that were named and could not be read.
    pub fn unread(&self) -> &[PathBuf] {
        &self.unread
    }

    /// Keeps a problem that is in no file.
    pub fn complain(&mut self, line: String) {
        self.complaints.push(line);
    }

    /// The problems since the last call: those in files, and lines about those in none.
    pub fn problems(&mut self) -> (Problems, Vec<String>) {
        (std::mem::take(&mut self.problems), std::mem::take(&mut self.complaints))
    }
}
