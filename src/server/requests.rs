//! What the server can do, and who does it.

use super::client::Client;
use super::document::Document;
use super::question::Question;
use super::session::{Phase, Session};
use super::work::Refusal;
use super::{actions, completion, diagnostics, hover, outline, uri, workspace};
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Request};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What the server can do, for `initialize`.
pub fn capabilities(client: &Client) -> Value {
    let kinds = [actions::QUICK, actions::REWRITE, actions::ALL];
    let mut able = json!({
        "positionEncoding": client.encoding.kind(),
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "codeActionProvider": { "codeActionKinds": kinds, "resolveProvider": true },
        "hoverProvider": true,
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "completionProvider": { "triggerCharacters": ["[", ".", "\"", "=", ":"] },
        "inlayHintProvider": true,
        "codeLensProvider": {},
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    });
    if client.pulls {
        let provider =
            json!({ "identifier": "star-lint", "interFileDependencies": true, "workspaceDiagnostics": true });
        able["diagnosticProvider"] = provider;
    }
    able
}

impl Session {
    /// Answers what belongs to the conversation itself, and has the rest answered.
    pub(super) fn request(&mut self, request: Request) {
        match (self.phase, request.method.as_str()) {
            (Phase::Start, "initialize") => {
                self.start(&request.params);
                let capabilities = capabilities(&self.client);
                let server = json!({ "name": "star-lint", "version": env!("CARGO_PKG_VERSION") });
                self.answer(request.id, Ok(json!({ "capabilities": capabilities, "serverInfo": server })));
            }
            (Phase::Start, _) => {
                self.refuse(request.id, ErrorCode::ServerNotInitialized, "the session begins with `initialize`");
            }
            (Phase::Stopped | Phase::Over(_), _) => {
                self.refuse(request.id, ErrorCode::InvalidRequest, "the session was shut down");
            }
            (Phase::Open, "initialize") => {
                self.refuse(request.id, ErrorCode::InvalidRequest, "the session has begun already");
            }
            (Phase::Open, "shutdown") => {
                self.phase = Phase::Stopped;
                self.due.clear();
                for (id, pending) in std::mem::take(&mut self.pending) {
                    pending.cancelled.store(true, Ordering::Relaxed);
                    self.refuse(id, ErrorCode::RequestCanceled, "the session was shut down");
                }
                self.answer(request.id, Ok(Value::Null));
            }
            (Phase::Open, _) => {
                // The answer is under the configuration as it is now.
                if self.renewal.is_some() {
                    self.renew();
                }
                self.dispatch(request);
            }
        }
    }

    /// Begins the session.
    pub(super) fn start(&mut self, params: &Value) {
        let listed = params["workspaceFolders"].as_array().into_iter().flatten().map(|folder| &folder["uri"]);
        let uris = listed.chain([&params["rootUri"]]).filter_map(Value::as_str);
        let mut folders: Vec<PathBuf> = uris.filter_map(|uri| uri::path(&lsp::Uri(uri.to_owned()))).collect();
        folders.extend(params["rootPath"].as_str().map(PathBuf::from));
        let mut known = HashSet::new();
        folders.retain(|folder| known.insert(folder.clone()));
        // A client without workspace folders names one and the same in two ways.
        if params["workspaceFolders"].as_array().is_none() {
            folders.truncate(1);
        }
        self.folders = folders;
        self.client = Arc::new(Client::new(params));
        self.phase = Phase::Open;
        self.log.line(&format!("{:?} in {:?}", self.client, self.folders));
        self.renew();
    }

    /// Has a request answered.
    pub(super) fn dispatch(&mut self, request: Request) {
        match request.method.as_str() {
            "textDocument/diagnostic" => self.ask_text(request, diagnostics::pull),
            "textDocument/codeAction" => self.ask_text(request, actions::offer),
            "codeAction/resolve" => self.resolve(request),
            "textDocument/hover" => self.ask_text(request, hover::hover),
            "textDocument/documentSymbol" => self.ask_text(request, outline::symbols),
            "textDocument/foldingRange" => self.ask_text(request, outline::folds),
            "textDocument/inlayHint" => self.ask_text(request, outline::hints),
            "textDocument/codeLens" => self.ask_text(request, outline::lenses),
            "textDocument/completion" => self.ask_text(request, completion::complete),
            "workspace/diagnostic" => self.ask_workspace(request),
            other => {
                let why = format!("star-lint does not know `{other}`");
                self.refuse(request.id, ErrorCode::MethodNotFound, &why);
            }
        }
    }

    /// A request about one open text, which is answered by `answer`.
    fn ask_text<T: Serialize + 'static>(&mut self, request: Request, answer: fn(&Document, &Question) -> T) {
        let question: Question = match serde_json::from_value(request.params) {
            Ok(question) => question,
            Err(error) => return self.refuse(request.id, ErrorCode::InvalidParams, &error.to_string()),
        };
        let uri = &question.text_document.uri;
        let Some(document) = self.documents.get(uri).cloned() else {
            return self.refuse(request.id, ErrorCode::RequestFailed, &format!("`{uri}` is not open"));
        };
        let about = document.clone();
        self.work(request.id, Some(&about), move |_| to_value(&answer(&document, &question)));
    }

    /// The edit of a code action that was chosen.
    fn resolve(&mut self, request: Request) {
        let mut action = request.params;
        let chosen: Option<actions::Chosen> =
            action.get_mut("data").and_then(|data| serde_json::from_value(data.take()).ok());
        let document = chosen.as_ref().and_then(|chosen| self.documents.get(&chosen.uri)).cloned();
        let (Some(chosen), Some(document)) = (chosen, document) else {
            return self.refuse(request.id, ErrorCode::InvalidParams, "this is no action of star-lint");
        };
        if (chosen.version, chosen.engine) != (document.version, document.engine.number) {
            return self.refuse(request.id, ErrorCode::ContentModified, "the text has changed");
        }
        let about = document.clone();
        self.work(request.id, Some(&about), move |_| {
            let edit = actions::edit(&document, &chosen.deed);
            let edit = edit.ok_or_else(|| (ErrorCode::RequestFailed, chosen.deed.excuse().to_owned()))?;
            action["edit"] = to_value(&edit)?;
            Ok(action)
        });
    }

    fn ask_workspace(&mut self, request: Request) {
        let params = request.params;
        let open = self.documents.values().map(|document| (document.path.clone(), document.clone())).collect();
        let search = workspace::Search {
            folders: self.folders.clone(),
            open,
            engine: self.engine.clone(),
            client: self.client.clone(),
            out: self.out(),
        };
        self.work(request.id, None, move |cancelled| to_value(&search.run(&params, cancelled)));
    }
}

fn to_value(result: &impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}
