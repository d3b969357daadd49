//! When texts are linted, and when the configuration is read again.

use super::client::{Client, Hints, Settings};
use super::diagnostics;
use super::document::Kind;
use super::engine::Engine;
use super::session::Session;
use super::uri;
use super::work::Done;
use crate::config::Options;
use crate::disk::{current, real};
use gen_lsp_types as lsp;
use lsp_server::Response;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// How long a text stays unchanged before it is linted: shorter than the time between two keys, longer than the time
/// between the changes of one command.
pub(super) const QUIET: Duration = Duration::from_millis(15);

/// How often the files of the configuration are looked at where the client does not tell of changes.
const LOOK: Duration = Duration::from_millis(500);

impl Session {
    /// Reads the configuration again if it has changed on disk, where the client does not tell.
    fn look(&mut self) {
        if self.client.watches || self.stamp.0.is_some_and(|last| last.elapsed() < LOOK) {
            return;
        }
        let stamp = self.engine.stamp(self.documents.values().map(|document| document.path.as_path()));
        let before = &self.stamp.1;
        let changed = |(path, time): &(PathBuf, Option<SystemTime>)| {
            before.iter().any(|(known, before)| known == path && before != time)
        };
        let renewed = stamp.iter().any(changed);
        self.stamp = (Some(Instant::now()), stamp);
        if renewed {
            self.renew();
        }
    }

    /// The folder to which paths are relative.
    pub(super) fn folder(&self) -> PathBuf {
        self.folders.first().cloned().unwrap_or_else(current)
    }

    /// Reads the configuration again when it has not changed for a moment.
    pub(super) fn renew_soon(&mut self) {
        self.renewal = Some(Instant::now() + QUIET);
    }

    /// Reads the configuration again, and lints everything under it.
    pub(super) fn renew(&mut self) {
        self.renewal = None;
        let first = self.engine.number == 0;
        let settings = &self.client.settings;
        let mut options = Options { folder: self.folder(), ..self.options.clone() };
        if options.profiles.is_empty() {
            options.profiles.clone_from(&settings.profiles);
        }
        if options.file.is_none() && !options.none {
            options.file = settings.config.as_ref().map(|file| options.folder.join(file));
        }
        let toml = self.documents.values().filter(|document| document.kind == Kind::Toml && document.saved);
        let open = toml.map(|document| (document.path.as_path(), document.text()));
        self.engine = Arc::new(Engine::new(self.engine.number + 1, options, open));
        for document in self.documents.values_mut() {
            document.renew(&self.client, &self.engine);
        }
        let engine = self.engine.clone();
        let folders = self.folders.iter().map(|folder| folder.join("note.md"));
        let files = self.documents.values().map(|document| document.path.with_file_name("note.md"));
        let notes: HashSet<PathBuf> = folders.chain(files).collect();
        self.pool.add(Box::new(move || {
            for note in &notes {
                engine.learn(note);
            }
            Done::Learned
        }));
        let client = self.client.clone();
        if !client.pulls {
            let now = Instant::now();
            self.due = self.documents.keys().map(|uri| (uri.clone(), now)).collect();
        }
        // Nothing was answered yet that could be asked for again.
        if first {
            return;
        }
        if client.pulls {
            self.ask("workspace/diagnostic/refresh", Value::Null);
        }
        if client.refreshes_hints {
            self.ask("workspace/inlayHint/refresh", Value::Null);
        }
        if client.refreshes_lenses && client.settings.hints == Hints::Lens {
            self.ask("workspace/codeLens/refresh", Value::Null);
        }
    }

    /// Publishes the problems of configurations that are not open, where they are not those that were published, and
    /// shows those that are in no file.
    pub(super) fn tell_problems(&mut self) {
        for complaint in self.engine.complaints() {
            self.log.line(&complaint);
            let message = format!("star-lint: {complaint}");
            if self.shown.insert(complaint) {
                self.notify("window/showMessage", &json!({ "type": 1, "message": message }));
            }
        }
        let toml = self.documents.values().filter(|document| document.kind == Kind::Toml);
        let open: HashSet<PathBuf> = toml.flat_map(|document| [document.path.clone(), real(&document.path)]).collect();
        let problems = self.engine.problems().into_iter().filter(|(path, _)| !open.contains(path));
        let mut now: BTreeMap<PathBuf, Vec<lsp::Diagnostic>> = problems
            .map(|(path, (source, found))| {
                let found = diagnostics::of_file(&source, &found, &uri::uri(&path), &self.client);
                (path, found)
            })
            .collect();
        let gone: Vec<PathBuf> = self.published.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
        for path in gone {
            self.published.remove(&path);
            // What is published of an open one comes from linting it.
            if !open.contains(&path) || self.client.pulls {
                self.publish(&uri::uri(&path), Vec::new());
            }
        }
        now.retain(|path, found| self.published.get(path) != Some(found));
        for (path, found) in now {
            self.publish(&uri::uri(&path), found.clone());
            self.published.insert(path, found);
        }
    }

    /// Asks the client to tell of files that change, and for its settings.
    pub(super) fn register(&mut self) {
        if self.client.watches {
            let watchers = json!({ "watchers": [{ "globPattern": "**/*.toml" }] });
            let method = "workspace/didChangeWatchedFiles";
            let registration = json!({ "id": "files", "method": method, "registerOptions": watchers });
            self.ask("client/registerCapability", json!({ "registrations": [registration] }));
        }
        if self.client.tells_settings {
            self.ask_settings();
        }
    }

    pub(super) fn ask_settings(&mut self) {
        let id = self.ask("workspace/configuration", json!({ "items": [{ "section": "star-lint" }] }));
        self.asked.1 = Some(id);
    }

    pub(super) fn response(&mut self, response: Response) {
        if self.asked.1.as_ref() != Some(&response.id) {
            return;
        }
        self.asked.1 = None;
        if let Ok(value) = response.response_result
            && let Some(settings) = value.get(0).filter(|settings| settings.is_object())
        {
            self.set(Settings::new(settings));
        }
    }

    /// Takes new settings.
    pub(super) fn set(&mut self, settings: Settings) {
        if settings != self.client.settings {
            self.client = Arc::new(Client { settings, ..(*self.client).clone() });
            self.renew();
        }
    }

    /// Lints a text after a while, unless the client asks for its diagnostics itself.
    pub(super) fn lint(&mut self, uri: String, after: Duration) {
        self.look();
        if !self.client.pulls {
            self.due.insert(uri, Instant::now() + after);
        }
    }
}
