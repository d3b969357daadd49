//! What the client tells without asking: which texts are open and what is in them.

use super::client::Settings;
use super::document::{Change, Document, Item, Kind};
use super::renewal::QUIET;
use super::session::{Phase, Session};
use super::uri;
use gen_lsp_types as lsp;
use lsp_server::Notification;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// What `didOpen` says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opened {
    text_document: Item,
}

/// What `didChange` says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    text_document: Named,
    content_changes: Vec<Change>,
}

/// A version of a text.
#[derive(Deserialize)]
struct Named {
    uri: lsp::Uri,
    version: i32,
}

impl Session {
    pub(super) fn notification(&mut self, Notification { method, params }: Notification) {
        match (self.phase, method.as_str()) {
            (Phase::Stopped, "exit") => self.phase = Phase::Over(true),
            (_, "exit") => self.phase = Phase::Over(false),
            (Phase::Open, "initialized") => self.register(),
            (Phase::Open, "$/cancelRequest") => self.cancel(&params["id"]),
            (Phase::Open, "textDocument/didOpen") => self.with(params, Session::open),
            (Phase::Open, "textDocument/didChange") => self.with(params, Session::change),
            (Phase::Open, "textDocument/didSave") => self.saved(&params["textDocument"]["uri"]),
            (Phase::Open, "textDocument/didClose") => self.close(&params["textDocument"]["uri"]),
            (Phase::Open, "workspace/didChangeConfiguration") => {
                if self.client.tells_settings {
                    self.ask_settings();
                } else if params["settings"].is_object() {
                    self.set(Settings::new(&params["settings"]));
                }
            }
            (Phase::Open, "workspace/didChangeWatchedFiles") => {
                let changed = params["changes"].as_array().into_iter().flatten().filter_map(|it| it["uri"].as_str());
                let mut paths = changed.filter_map(|uri| uri::path(&lsp::Uri(uri.to_owned())));
                if paths.any(|path| self.engine.uses(&path)) {
                    self.renew_soon();
                }
            }
            (Phase::Open, "workspace/didChangeWorkspaceFolders") => {
                let of = |key: &str| {
                    let uris = params["event"][key].as_array().into_iter().flatten();
                    let uris = uris.filter_map(|it| it["uri"].as_str()).map(|uri| lsp::Uri(uri.to_owned()));
                    uris.filter_map(|uri| uri::path(&uri)).collect::<Vec<_>>()
                };
                let (added, removed) = (of("added"), of("removed"));
                self.folders.retain(|folder| !removed.contains(folder) && !added.contains(folder));
                self.folders.extend(added);
                self.renew();
            }
            // What the protocol allows a server not to know.
            _ => {}
        }
    }

    /// Calls `act` with parameters, if they are as they should be.
    fn with<P: DeserializeOwned>(&mut self, params: Value, act: fn(&mut Session, P)) {
        match serde_json::from_value(params) {
            Ok(params) => act(self, params),
            // What is wrong with them may quote a note.
            Err(_) => self.log.line("left alone: its parameters are not as they should be"),
        }
    }

    fn open(&mut self, Opened { text_document: item }: Opened) {
        let uri = item.uri.0.clone();
        let document = Document::new(item, &self.folder(), &self.client, &self.engine);
        let configures = document.kind == Kind::Toml && self.engine.uses(&document.path);
        self.documents.insert(uri.clone(), document);
        if configures {
            self.renew();
        } else {
            self.lint(uri, Duration::ZERO);
        }
    }

    fn change(&mut self, params: Changed) {
        let Named { uri, version } = params.text_document;
        let Some(document) = self.documents.get_mut(&uri.0) else {
            return self.log.line(&format!("left alone: {uri} is not open"));
        };
        document.change(version, params.content_changes);
        if document.kind == Kind::Toml && self.engine.uses(&document.path) {
            self.renew_soon();
        } else {
            self.lint(uri.0, QUIET);
        }
    }

    fn saved(&mut self, uri: &Value) {
        let Some(document) = uri.as_str().and_then(|uri| self.documents.get(uri)) else { return };
        if document.kind == Kind::Toml && self.engine.uses(&document.path) {
            self.renew();
        } else {
            self.lint(document.uri.0.clone(), Duration::ZERO);
        }
    }

    fn close(&mut self, uri: &Value) {
        let Some(document) = uri.as_str().and_then(|uri| self.documents.remove(uri)) else { return };
        self.due.remove(&document.uri.0);
        if !self.client.pulls {
            self.publish(&document.uri, Vec::new());
        }
        if document.kind == Kind::Toml && self.engine.uses(&document.path) {
            self.renew();
        }
    }
}
