//! One configuration or rule file that was read, with its globs ready, and every problem in it.

use super::globs::Globs;
use crate::rules::file::RuleFile;
use crate::rules::load::Problem;
use crate::rules::reader;
use crate::source::Source;
use std::path::{Path, PathBuf};

/// See the module.
#[derive(Debug)]
pub struct Layer {
    /// Its name for people and its text.
    pub source: Source,
    /// What it says.
    pub file: RuleFile,
    /// What is wrong in it by itself.
    pub problems: Vec<Problem>,
    /// Its absolute folder, from which its globs and the files that it extends are found.
    pub folder: PathBuf,
    /// Its name, where it is a profile.
    pub profile: Option<String>,
    /// `[files] include`.
    pub include: Globs,
    /// `[files] exclude`.
    pub exclude: Globs,
    /// The paths of each override.
    pub overrides: Vec<Globs>,
}

impl Layer {
    /// A file on disk; `path` is absolute.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(path: &Path) -> std::io::Result<Layer> {
        let mut source = Source::read(path, crate::source::MEGABYTES)?;
        source.path = shown(path);
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Layer::new(source, folder, name))
    }

    /// A profile that comes with star-lint.
    pub fn built_in(name: &str, text: &str) -> Layer {
        let source = Source { path: format!("rules/profiles/{name}.toml").into(), text: text.to_owned() };
        Layer::new(source, PathBuf::new(), name.to_owned())
    }

    /// Its absolute path; of a built-in profile, its name.
    pub fn path(&self) -> PathBuf {
        self.folder.join(self.source.path.file_name().unwrap_or_default())
    }

    fn new(source: Source, folder: PathBuf, name: String) -> Layer {
        let mut problems = Vec::new();
        let file = reader::read(&source.text, &mut problems);
        let mut globs = |patterns| Globs::new(&folder, patterns, &mut problems);
        let (include, exclude) = (globs(&file.run.include), globs(&file.run.exclude));
        let overrides = file.run.overrides.iter().map(|part| globs(&part.paths)).collect();
        let profile = file.profile.is_some().then_some(name);
        Layer { source, file, problems, folder, profile, include, exclude, overrides }
    }
}

/// A path as people want to see it: from the current folder where it lies below that.
pub fn shown(path: &Path) -> PathBuf {
    path.strip_prefix(super::here()).unwrap_or(path).to_owned()
}
