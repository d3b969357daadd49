//! One configuration or rule file: its text, what it says, and every problem in it.

use super::globs::Globs;
use crate::disk;
use crate::rules::file::RuleFile;
use crate::rules::problem::Problem;
use crate::rules::reader;
use crate::source::{LineIndex, MEGABYTES, Source, Span};
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// The largest file that is read, in bytes: about ten thousand rules.
const MOST_BYTES: u32 = 4_000_000;

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trust {
    /// The user named it.
    Named,
    /// It was found above a note.
    Found,
    /// Another file named it, or it is a link that leads out of its folder.
    Foreign,
}

/// One file of the configuration.
#[derive(Debug)]
pub struct ConfigFile {
    /// Its name for people and its text.
    pub source: Source,
    /// What it says.
    pub file: RuleFile,
    /// What is wrong with it by itself.
    pub problems: Vec<Problem>,
    /// Its absolute folder, to which its globs and the files that it extends are relative.
    pub folder: PathBuf,
    /// Its name if it is a profile.
    pub profile: Option<String>,
    /// `[files] include`.
    pub include: Globs,
    /// `[files] answers`.
    pub answers: Globs,
    /// `[files] exclude`.
    pub exclude: Globs,
    /// `[bank] exclude`.
    pub not_in_bank: Globs,
    /// The paths of each override.
    pub overrides: Globs,
}

impl ConfigFile {
    /// A file on disk; `path` is absolute, `shown` the same for people.
    ///
    /// # Errors
    /// What the file system says. A file that the user did not name must be a plain file; one from elsewhere must also
    /// be a rule file, and nothing of its text is shown if it is not.
    pub fn read(path: &Path, shown: PathBuf, trust: Trust) -> io::Result<ConfigFile> {
        let source = if trust == Trust::Named {
            disk::read(path, MOST_BYTES / 1_000_000).map_err(|error| match error.kind() {
                io::ErrorKind::FileTooLarge => io::Error::new(error.kind(), "too large for a configuration"),
                _ => error,
            })?
        } else {
            let bytes = disk::read_plain(path, MOST_BYTES)?;
            let foreign = |error| if trust == Trust::Foreign { io::Error::other("not a rule file") } else { error };
            Source::from_reader(path, &*bytes, bytes.len(), MEGABYTES).map_err(foreign)?
        };
        let config = ConfigFile::overlay(path, shown, &source.text);
        match config.file.stray.filter(|_| trust == Trust::Foreign) {
            None => Ok(config),
            Some(span) => {
                let line = LineIndex::new(&config.source.text).position(span.start).line;
                let path = config.source.path.display();
                Err(io::Error::other(format!("not a rule file (see line {line}); `--config {path}` shows why")))
            }
        }
    }

    /// A file with this text, whatever is on disk.
    pub fn overlay(path: &Path, shown: PathBuf, text: &str) -> ConfigFile {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        ConfigFile::new(Source::new(shown, text), folder, name)
    }

    /// A setting as on the command line. A value that is no TOML is a string, unless it was meant to be something else.
    pub fn setting(setting: &str, folder: &Path) -> ConfigFile {
        let mut text = Cow::from(setting);
        if let Some((key, value)) = setting.split_once('=')
            && DeTable::parse(setting).is_err()
            && !value.trim_start().starts_with(['[', '{', '"', '\''])
        {
            text = format!("{key}={}", serde_json::Value::from(value)).into();
        }
        ConfigFile::new(Source::new("--set", &*text), folder.to_owned(), String::new())
    }

    /// A profile that comes with star-lint.
    pub fn built_in(name: &str, text: &str) -> ConfigFile {
        let source = Source::new(format!("rules/profiles/{name}.toml"), text);
        ConfigFile::new(source, PathBuf::new(), name.to_owned())
    }

    /// Its absolute path; of a built-in profile, its name.
    pub fn path(&self) -> PathBuf {
        self.folder.join(self.source.path.file_name().unwrap_or_default())
    }

    fn new(source: Source, folder: PathBuf, name: String) -> ConfigFile {
        let mut problems = Vec::new();
        let file = reader::read(&source.text, &mut problems);
        let include = Globs::new(&folder, [&file.run.include], &mut problems);
        let answers = Globs::new(&folder, [&file.run.answers], &mut problems);
        let exclude = Globs::new(&folder, [&file.run.exclude], &mut problems);
        let not_in_bank = Globs::new(&folder, [&file.run.bank.exclude], &mut problems);
        let overrides = Globs::new(&folder, file.run.overrides.iter().map(|part| &part.paths), &mut problems);
        if file.profile.is_some() && !reader::is_name(&name) {
            let message = "a profile takes its name from its file: use lower-case letters and digits, with `-` between words: `my-name.toml`";
            problems.push(Problem::new(Span::default(), message));
        }
        let profile = file.profile.is_some().then_some(name).filter(|name| reader::is_name(name));
        ConfigFile { source, file, problems, folder, profile, include, answers, exclude, not_in_bank, overrides }
    }
}
