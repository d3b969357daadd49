//! The state of a session: what is open, what is under way, and what the client was told.

use super::client::{Client, Hints, Settings};
use super::diagnostics;
use super::document::{Change, Document, Item, Kind};
use super::engine::Engine;
use super::log::Log;
use super::transport::{Incoming, Outgoing};
use super::uri;
use super::work::{Done, Pool, Refusal};
use crate::config::Options;
use crate::disk::{current, real};
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

/// How long a text stays unchanged before it is linted: shorter than the time between two keys, longer than the time
/// between the changes of one command.
const QUIET: Duration = Duration::from_millis(15);

/// How often the files of the configuration are looked at where the client does not tell of changes.
const LOOK: Duration = Duration::from_millis(500);

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Before `initialize`.
    Start,
    /// Under way.
    Open,
    /// After `shutdown`.
    Stopped,
    /// After `exit`; whether it came after `shutdown`.
    Over(bool),
}

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

/// A request that is being worked on.
struct Pending {
    /// The text that it is about, with its version and engine.
    about: Option<(String, i32, u64)>,
    cancelled: Arc<AtomicBool>,
}

/// The state of a session.
pub struct Session {
    options: Options,
    pub(super) client: Arc<Client>,
    pub(super) folders: Vec<PathBuf>,
    pub(super) engine: Arc<Engine>,
    pub(super) documents: BTreeMap<String, Document>,
    phase: Phase,
    out: Sender<Outgoing>,
    pub(super) pool: Pool,
    log: Arc<Log>,
    /// When texts are to be linted, and which are being linted.
    due: HashMap<String, Instant>,
    running: HashSet<String>,
    /// When the configuration is to be read again.
    renewal: Option<Instant>,
    pending: HashMap<RequestId, Pending>,
    /// The problems of files that are not open, as they were published.
    published: BTreeMap<PathBuf, Vec<lsp::Diagnostic>>,
    /// The problems that were shown in a message, each once.
    shown: HashSet<String>,
    /// How many requests went to the client, and the one that asked for its settings.
    asked: (i32, Option<RequestId>),
    /// When the files of the configuration were last looked at, and how they were.
    stamp: (Option<Instant>, Vec<(PathBuf, Option<SystemTime>)>),
}

impl Session {
    /// A session that has not begun.
    pub fn new(options: Options, out: Sender<Outgoing>, pool: Pool, log: Log) -> Session {
        Session {
            engine: Arc::new(Engine::new(0, options.clone(), std::iter::empty())),
            options,
            client: Arc::default(),
            folders: Vec::new(),
            documents: BTreeMap::new(),
            phase: Phase::Start,
            out,
            pool,
            log: Arc::new(log),
            due: HashMap::new(),
            running: HashSet::new(),
            renewal: None,
            pending: HashMap::new(),
            published: BTreeMap::new(),
            shown: HashSet::new(),
            asked: (0, None),
            stamp: (None, Vec::new()),
        }
    }

    /// Whether the client has said that it leaves.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over(_))
    }

    /// Ends the session; returns whether the client left as the protocol has it.
    pub fn end(self) -> bool {
        self.log.line("the session ends");
        self.phase == Phase::Over(true)
    }

    /// How long until there is something to do besides messages.
    pub fn due(&self) -> Option<Duration> {
        let idle = self.due.iter().filter(|(uri, _)| !self.running.contains(*uri)).map(|(_, at)| at);
        let next = idle.chain(&self.renewal).min()?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Starts what is due.
    pub fn tick(&mut self) {
        let now = Instant::now();
        if self.renewal.is_some_and(|at| at <= now) {
            self.renew();
        }
        let ready = |(uri, at): (&String, &Instant)| (*at <= now && !self.running.contains(uri)).then(|| uri.clone());
        let ready: Vec<String> = self.due.iter().filter_map(ready).collect();
        for uri in ready {
            self.due.remove(&uri);
            let Some(document) = self.documents.get(&uri).cloned() else { continue };
            self.running.insert(uri.clone());
            self.pool.add(Box::new(move || {
                let start = Instant::now();
                let found = diagnostics::of(&document);
                let (version, engine) = (document.version, document.engine.number);
                Done::Linted { uri, version, engine, found, time: start.elapsed() }
            }));
        }
    }

    /// Takes what a worker brings back.
    pub fn done(&mut self, done: Done) {
        match done {
            Done::Linted { uri, version, engine, found, time } => {
                self.running.remove(&uri);
                let current = |it: &&Document| it.version == version && it.engine.number == engine;
                // What is stale is linted again, or will be: its next time is set.
                if let Some(document) = self.documents.get(&uri).filter(current) {
                    self.log.line(&format!("linted {uri} version {version} in {time:?}: {} findings", found.len()));
                    let uri = document.uri.clone();
                    let params = lsp::PublishDiagnosticsParams { uri, version: Some(version), diagnostics: found };
                    self.notify("textDocument/publishDiagnostics", &params);
                }
            }
            Done::Answer(id, result) => {
                // Nobody waits for the answer to a request that was cancelled.
                let Some(pending) = self.pending.remove(&id) else { return };
                let stale = pending.about.is_some_and(|(uri, version, engine)| {
                    let document = self.documents.get(&uri);
                    document.is_none_or(|it| it.version != version || it.engine.number != engine)
                });
                let changed = || Err((ErrorCode::ContentModified, "the text has changed".to_owned()));
                self.answer(id, if stale { changed() } else { result });
            }
            Done::Learned => {}
        }
        self.tell_problems();
    }

    /// Takes a message, or what came in its place.
    pub fn incoming(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Message(Message::Request(request)) => {
                self.log.line(&format!("request {} {}", request.id, request.method));
                self.request(request);
            }
            Incoming::Message(Message::Notification(notification)) => {
                self.log.line(&format!("notification {}", notification.method));
                self.notification(notification);
            }
            Incoming::Message(Message::Response(response)) => self.response(response),
            Incoming::Malformed(reason) => {
                self.log.line(&reason);
                self.send(Outgoing::Refusal(reason));
            }
        }
    }

    fn request(&mut self, request: Request) {
        match (self.phase, request.method.as_str()) {
            (Phase::Start, "initialize") => {
                self.start(&request.params);
                let capabilities = super::requests::capabilities(&self.client);
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
    fn start(&mut self, params: &Value) {
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

    fn notification(&mut self, Notification { method, params }: Notification) {
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
            Err(error) => self.log.line(&format!("left alone: {error}")),
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

    /// Lints a text after a while, unless the client asks for its diagnostics itself.
    fn lint(&mut self, uri: String, after: Duration) {
        self.look();
        if !self.client.pulls {
            self.due.insert(uri, Instant::now() + after);
        }
    }

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
    fn folder(&self) -> PathBuf {
        self.folders.first().cloned().unwrap_or_else(current)
    }

    /// Reads the configuration again when it has not changed for a moment.
    fn renew_soon(&mut self) {
        self.renewal = Some(Instant::now() + QUIET);
    }

    /// Reads the configuration again, and lints everything under it.
    fn renew(&mut self) {
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
    fn tell_problems(&mut self) {
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
    fn register(&mut self) {
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

    fn ask_settings(&mut self) {
        let id = self.ask("workspace/configuration", json!({ "items": [{ "section": "star-lint" }] }));
        self.asked.1 = Some(id);
    }

    fn response(&mut self, response: Response) {
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
    fn set(&mut self, settings: Settings) {
        if settings != self.client.settings {
            self.client = Arc::new(Client { settings, ..(*self.client).clone() });
            self.renew();
        }
    }

    /// Gives a request to a worker; `about` is the text that it is about. The worker is told whether it is cancelled.
    pub(super) fn work(
        &mut self,
        id: RequestId,
        about: Option<&Document>,
        job: impl FnOnce(&AtomicBool) -> Result<Value, Refusal> + Send + 'static,
    ) {
        let about = about.map(|document| (document.uri.0.clone(), document.version, document.engine.number));
        let cancelled = Arc::new(AtomicBool::new(false));
        let pending = Pending { about, cancelled: cancelled.clone() };
        if let Some(before) = self.pending.insert(id.clone(), pending) {
            before.cancelled.store(true, Ordering::Relaxed);
        }
        let log = self.log.clone();
        self.pool.add(Box::new(move || {
            if cancelled.load(Ordering::Relaxed) {
                return Done::Answer(id, Ok(Value::Null));
            }
            let start = Instant::now();
            let result = job(&cancelled);
            log.line(&format!("answered {id} in {:?}", start.elapsed()));
            Done::Answer(id, result)
        }));
    }

    fn cancel(&mut self, id: &Value) {
        let Ok(id) = serde_json::from_value::<RequestId>(id.clone()) else { return };
        if let Some(pending) = self.pending.remove(&id) {
            pending.cancelled.store(true, Ordering::Relaxed);
            self.refuse(id, ErrorCode::RequestCanceled, "cancelled");
        }
    }

    /// Answers a request.
    pub(super) fn answer(&self, id: RequestId, result: Result<Value, Refusal>) {
        let response = match result {
            Ok(value) => Response { id, response_result: Ok(value) },
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        self.send(Outgoing::Message(response.into()));
    }

    /// Refuses a request.
    pub(super) fn refuse(&self, id: RequestId, code: ErrorCode, why: &str) {
        self.answer(id, Err((code, why.to_owned())));
    }

    fn publish(&self, uri: &lsp::Uri, diagnostics: Vec<lsp::Diagnostic>) {
        let version = self.documents.get(&uri.0).map(|document| document.version);
        let params = lsp::PublishDiagnosticsParams { uri: uri.clone(), version, diagnostics };
        self.notify("textDocument/publishDiagnostics", &params);
    }

    fn notify(&self, method: &str, params: &impl serde::Serialize) {
        let params = serde_json::to_value(params).unwrap_or_default();
        self.send(Outgoing::Message(Notification { method: method.to_owned(), params }.into()));
    }

    fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.asked.0 += 1;
        let id = RequestId::from(self.asked.0);
        self.send(Outgoing::Message(Request { id: id.clone(), method: method.to_owned(), params }.into()));
        id
    }

    /// A way to send messages from elsewhere.
    pub(super) fn out(&self) -> Sender<Outgoing> {
        self.out.clone()
    }

    fn send(&self, message: Outgoing) {
        // The writer has ended if the client has gone, which ends the session too.
        let _ = self.out.send(message);
    }
}
