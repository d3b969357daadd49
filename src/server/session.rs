//! The state of a session: what is open, what is under way, and what the client was told.

use super::client::Client;
use super::diagnostics;
use super::document::Document;
use super::engine::Engine;
use super::log::Log;
use super::transport::{Incoming, Outgoing};
use super::work::{Done, Pool, Refusal};
use crate::config::Options;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before `initialize`.
    Start,
    /// Under way.
    Open,
    /// After `shutdown`.
    Stopped,
    /// After `exit`; whether it came after `shutdown`.
    Over(bool),
}

/// A request that is being worked on.
pub(super) struct Pending {
    /// The text that it is about, with its version and engine.
    about: Option<(String, i32, u64)>,
    pub(super) cancelled: Arc<AtomicBool>,
}

/// The state of a session.
pub struct Session {
    pub(super) options: Options,
    pub(super) client: Arc<Client>,
    pub(super) folders: Vec<PathBuf>,
    pub(super) engine: Arc<Engine>,
    pub(super) documents: BTreeMap<String, Document>,
    pub(super) phase: Phase,
    pub(super) out: Sender<Outgoing>,
    pub(super) pool: Pool,
    pub(super) log: Arc<Log>,
    /// When texts are to be linted, and which are being linted.
    pub(super) due: HashMap<String, Instant>,
    pub(super) running: HashSet<String>,
    /// When the configuration is to be read again.
    pub(super) renewal: Option<Instant>,
    pub(super) pending: HashMap<RequestId, Pending>,
    /// The problems of files that are not open, as they were published.
    pub(super) published: BTreeMap<PathBuf, Vec<lsp::Diagnostic>>,
    /// The problems that were shown in a message, each once.
    pub(super) shown: HashSet<String>,
    /// How many requests went to the client, and the one that asked for its settings.
    pub(super) asked: (i32, Option<RequestId>),
    /// When the files of the configuration were last looked at, and how they were.
    pub(super) stamp: (Option<Instant>, Vec<(PathBuf, Option<SystemTime>)>),
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

    pub(super) fn cancel(&mut self, id: &Value) {
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

    pub(super) fn publish(&self, uri: &lsp::Uri, diagnostics: Vec<lsp::Diagnostic>) {
        let version = self.documents.get(&uri.0).map(|document| document.version);
        let params = lsp::PublishDiagnosticsParams { uri: uri.clone(), version, diagnostics };
        self.notify("textDocument/publishDiagnostics", &params);
    }

    pub(super) fn notify(&self, method: &str, params: &impl serde::Serialize) {
        let params = serde_json::to_value(params).unwrap_or_default();
        self.send(Outgoing::Message(Notification { method: method.to_owned(), params }.into()));
    }

    pub(super) fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.asked.0 += 1;
        let id = RequestId::from(self.asked.0);
        self.send(Outgoing::Message(Request { id: id.clone(), method: method.to_owned(), params }.into()));
        id
    }

    /// A way to send messages from elsewhere.
    pub(super) fn out(&self) -> Sender<Outgoing> {
        self.out.clone()
    }

    pub(super) fn send(&self, message: Outgoing) {
        // The writer has ended if the client has gone, which ends the session too.
        let _ = self.out.send(message);
    }
}
