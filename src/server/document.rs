//! An open text at one version and under one engine. What is read from it is read once.

use super::client::Client;
use super::engine::{Engine, source};
use super::positions::{Encoding, Positions};
use super::uri;
use crate::config::ProfileView;
use crate::linter::Linted;
use crate::parse::Note;
use crate::source::Source;
use gen_lsp_types::{Range, Uri};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// What star-lint makes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It may hold answers.
    Note,
    /// It may be a configuration or a rule file.
    Toml,
}

/// A text that is opened.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// What the client calls it.
    pub uri: Uri,
    language_id: String,
    version: i32,
    text: String,
}

/// A change of a text: of a part of it, or of all.
#[derive(Deserialize)]
pub struct Change {
    #[serde(default)]
    range: Option<Range>,
    text: String,
}

/// A text as the client last sent it.
#[derive(Clone)]
pub struct Document {
    /// What the client calls it.
    pub uri: Uri,
    /// Its absolute path; for a text that was never saved, one in the folder of the workspace.
    pub path: PathBuf,
    /// Whether it is a file.
    pub saved: bool,
    /// What it is.
    pub kind: Kind,
    /// The version that the client gave it.
    pub version: i32,
    /// The text.
    pub source: Arc<Source>,
    /// What the client can do.
    pub client: Arc<Client>,
    /// What lints it.
    pub engine: Arc<Engine>,
    reading: Arc<Reading>,
}

/// What was read from a text.
#[derive(Default)]
struct Reading {
    linted: OnceLock<Linted>,
    note: OnceLock<Note>,
    views: OnceLock<Vec<Arc<ProfileView>>>,
}

impl Document {
    /// A text that was opened.
    pub fn new(item: Item, folder: &Path, client: &Arc<Client>, engine: &Arc<Engine>) -> Document {
        let path = uri::path(&item.uri);
        let toml = path.as_ref().is_some_and(|path| path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml")))
            || item.language_id == "toml";
        let saved = path.is_some();
        let path = path.unwrap_or_else(|| folder.join("untitled.md"));
        Document {
            uri: item.uri,
            saved,
            kind: if toml { Kind::Toml } else { Kind::Note },
            version: item.version,
            source: Arc::new(source(&path, item.text, client.settings.every_note)),
            path,
            client: client.clone(),
            engine: engine.clone(),
            reading: Arc::default(),
        }
    }

    /// The same text after some changes, which are made one after the other.
    pub fn change(&mut self, version: i32, changes: Vec<Change>) {
        let mut text = self.source.text.clone();
        for Change { range, text: new } in changes {
            if let Some(range) = range {
                let span = Positions::new(&text, self.client.encoding).span(range);
                text.replace_range(span.range(), &new);
            } else {
                text = new;
            }
        }
        self.version = version;
        self.source = Arc::new(source(&self.path, text, self.client.settings.every_note));
        self.reading = Arc::default();
    }

    /// The same text for another client or engine.
    pub fn renew(&mut self, client: &Arc<Client>, engine: &Arc<Engine>) {
        self.source = Arc::new(Source { named: client.settings.every_note, ..(*self.source).clone() });
        (self.client, self.engine, self.reading) = (client.clone(), engine.clone(), Arc::default());
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The positions of the text.
    pub fn positions(&self) -> Positions<'_> {
        Positions::new(self.text(), self.encoding())
    }

    /// How the client counts characters.
    pub fn encoding(&self) -> Encoding {
        self.client.encoding
    }

    /// Whether star-lint reads it as a note: not what the configuration excludes.
    pub fn is_note(&self) -> bool {
        self.kind == Kind::Note && (!self.saved || self.engine.wants(&self.path))
    }

    /// What was found in it.
    pub fn linted(&self) -> &Linted {
        self.reading.linted.get_or_init(|| {
            if !self.is_note() {
                return Linted::default();
            }
            self.engine.learn(&self.path);
            let linted = self.engine.linter.lint(&self.source);
            self.engine.learn(&self.path);
            linted
        })
    }

    /// Its answers.
    pub fn note(&self) -> &Note {
        let read = || if self.is_note() { self.engine.linter.read(&self.source) } else { Note::default() };
        self.reading.note.get_or_init(read)
    }

    /// The rules that apply to it, at least one set.
    pub fn views(&self) -> &[Arc<ProfileView>] {
        self.reading.views.get_or_init(|| self.engine.linter.views(&self.source))
    }
}
