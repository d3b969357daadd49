//! The findings of a whole workspace, for a client that asks for them: of what is open as it is in the editor, of the
//! rest as it is on disk.

use super::client::Client;
use super::diagnostics;
use super::document::Document;
use super::engine::{Engine, source};
use super::transport::Outgoing;
use super::uri::uri;
use crate::disk;
use crate::source::{MEGABYTES, Source};
use crate::walk::{self, Wants};
use gen_lsp_types as lsp;
use lsp_server::{Message, Notification};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// How many files are checked between two reports of progress.
const PIECE: usize = 32;

/// What a workspace is checked with.
pub struct Search {
    /// Its folders.
    pub folders: Vec<PathBuf>,
    /// What is open, by path.
    pub open: BTreeMap<PathBuf, Document>,
    /// What lints.
    pub engine: Arc<Engine>,
    /// Who asks.
    pub client: Arc<Client>,
    /// Where progress goes.
    pub out: Sender<Outgoing>,
}

impl Search {
    /// Checks every note of the workspace, and tells how far it is.
    pub fn run(&self, params: &Value, cancelled: &AtomicBool) -> lsp::WorkspaceDiagnosticReport {
        let before = params["previousResultIds"].as_array().into_iter().flatten().filter_map(|before| {
            Some((lsp::Uri(before["uri"].as_str()?.to_owned()), before["value"].as_str()?.to_owned()))
        });
        let before: HashMap<lsp::Uri, String> = before.collect();
        let token = |name: &str| params.get(name).filter(|token| token.is_string() || token.is_number());
        let (work, partial) = (token("workDoneToken"), token("partialResultToken"));
        let progress = |value: Value| self.progress(work, &value);
        progress(json!({ "kind": "begin", "title": "star-lint", "cancellable": true, "percentage": 0 }));
        let files = self.files();
        let (mut items, mut told) = (Vec::new(), HashSet::new());
        for (number, piece) in files.chunks(PIECE).enumerate() {
            if cancelled.load(Ordering::Relaxed) {
                break;
            }
            let found = piece.iter().filter_map(|path| self.note(path, &before));
            items.extend(found.inspect(|item| {
                let _ = told.insert(uri_of(item).clone());
            }));
            if partial.is_some() {
                self.progress(partial, &json!({ "items": std::mem::take(&mut items) }));
            }
            let done = (number * PIECE + piece.len()) * 100 / files.len();
            progress(json!({ "kind": "report", "percentage": done }));
        }
        for (path, (source, found)) in self.engine.problems() {
            if !self.open.contains_key(&path) {
                let uri = uri(&path);
                let found = diagnostics::of_file(&source, &found, &uri, &self.client);
                told.insert(uri.clone());
                items.push(report(uri, None, found, &before));
            }
        }
        // What is there no more has no findings.
        let gone = before.keys().filter(|uri| !told.contains(*uri));
        let gone = gone.map(|uri| report(uri.clone(), None, Vec::new(), &HashMap::new()));
        items.extend(if cancelled.load(Ordering::Relaxed) { Vec::new() } else { gone.collect() });
        if partial.is_some() {
            self.progress(partial, &json!({ "items": std::mem::take(&mut items) }));
        }
        progress(json!({ "kind": "end" }));
        lsp::WorkspaceDiagnosticReport { items }
    }

    /// The notes of the workspace, each once.
    fn files(&self) -> Vec<PathBuf> {
        let engine = self.engine.clone();
        let wants: Arc<Wants> = Arc::new(move |path, is_folder| engine.linter.workspace().wants(path, is_folder));
        let found = self.folders.iter().flat_map(|folder| walk::files(folder, &wants)).flatten();
        let mut known = HashSet::new();
        let found = found.map(|entry| entry.path).chain(self.open.keys().cloned());
        found.filter(|path| known.insert(path.clone())).collect()
    }

    /// The findings of one file; `None` if it cannot be read.
    fn note(&self, path: &Path, before: &HashMap<lsp::Uri, String>) -> Option<lsp::WorkspaceDocumentDiagnosticReport> {
        if let Some(document) = self.open.get(path) {
            let found = diagnostics::of(document);
            return Some(report(document.uri.clone(), Some(document.version), found, before));
        }
        let uri = uri(path);
        if let Some(known) = self.engine.report(path).filter(|known| before.get(&uri) == Some(known)) {
            return Some(unchanged(uri, None, known));
        }
        let mut made = None;
        self.engine.keep_report(path, || {
            let Source { text, .. } = disk::read(path, MEGABYTES).ok()?;
            let source = source(path, text, self.client.settings.every_note);
            self.engine.learn(path);
            let linted = self.engine.linter.lint(&source);
            let found: Vec<_> = linted.trouble.into_iter().chain(linted.diagnostics).collect();
            let found = diagnostics::of_file(&source, &found, &uri, &self.client);
            let identity = diagnostics::identity(&found);
            made = Some(report(uri, None, found, before));
            Some(identity)
        });
        made
    }

    fn progress(&self, token: Option<&Value>, value: &Value) {
        if let Some(token) = token {
            let (method, params) = ("$/progress".to_owned(), json!({ "token": token, "value": value }));
            let _ = self.out.send(Outgoing::Message(Message::Notification(Notification { method, params })));
        }
    }
}

/// The report of one file: that nothing has changed, or its findings.
fn report(
    uri: lsp::Uri,
    version: Option<i32>,
    items: Vec<lsp::Diagnostic>,
    before: &HashMap<lsp::Uri, String>,
) -> lsp::WorkspaceDocumentDiagnosticReport {
    let identity = diagnostics::identity(&items);
    if before.get(&uri) == Some(&identity) {
        return unchanged(uri, version, identity);
    }
    let full_document_diagnostic_report = lsp::FullDocumentDiagnosticReport { result_id: Some(identity), items };
    lsp::WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
}

/// The report that nothing has changed.
fn unchanged(uri: lsp::Uri, version: Option<i32>, result_id: String) -> lsp::WorkspaceDocumentDiagnosticReport {
    let unchanged_document_diagnostic_report = lsp::UnchangedDocumentDiagnosticReport { result_id };
    lsp::WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
}

fn uri_of(report: &lsp::WorkspaceDocumentDiagnosticReport) -> &lsp::Uri {
    match report {
        lsp::WorkspaceDocumentDiagnosticReport::WorkspaceFullDocumentDiagnosticReport(report) => &report.uri,
        lsp::WorkspaceDocumentDiagnosticReport::WorkspaceUnchangedDocumentDiagnosticReport(report) => &report.uri,
    }
}
