//! What can be asked.

use serde::Deserialize;
use star_lint::{Level, Options, Selection, Workspace};
use std::collections::BTreeMap;

/// A question.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Question {
    /// What is to be said of notes, as a report in one of the formats of the command line.
    Check { notes: Vec<Note>, format: String, setup: Setup },
    /// For each path, whether a folder is to be entered or a file to be read, and what excludes it; paths of folders end
    /// in `/`.
    Wants { paths: Vec<String>, setup: Setup },
    /// What there is to say about a rule.
    Explain { rule: String, setup: Setup },
    /// The profiles.
    Profiles,
}

/// A note.
#[derive(Deserialize)]
pub struct Note {
    pub path: String,
    pub text: String,
    /// Whether the user named it, rather than a folder that holds it.
    #[serde(default = "yes")]
    pub named: bool,
}

fn yes() -> bool {
    true
}

/// Under which configuration.
#[derive(Clone, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Setup {
    /// To which relative paths are relative.
    folder: String,
    /// The texts of configuration and rule files, by absolute path. There are no others.
    files: BTreeMap<String, String>,
    /// One of them that is used for all notes.
    config: Option<String>,
    profiles: Vec<String>,
    min_level: Option<Level>,
    fail_on: Option<Level>,
}

impl Setup {
    /// The same with one more profile.
    pub fn with_profile(mut self, name: &str) -> Setup {
        self.profiles.push(name.to_owned());
        self
    }

    /// The configuration, and which findings are wanted.
    pub fn open(&self) -> (Workspace, Selection) {
        let workspace = Workspace::new(Options {
            file: self.config.as_ref().map(Into::into),
            profiles: self.profiles.clone(),
            folder: ["/", &self.folder].concat().into(),
            ..Options::default()
        });
        for (path, text) in &self.files {
            workspace.overlay(path.as_ref(), Some(text.clone()));
        }
        let selection = Selection { min_level: self.min_level, fail_on: self.fail_on, ..Selection::default() };
        (workspace, selection)
    }
}
