//! Work that the main loop does not wait for.

use super::Event;
use crate::parallel;
use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, RequestId};
use serde_json::Value;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

/// What a worker brings back.
pub enum Done {
    /// What is found in an open text, under the version and the engine of these numbers.
    Linted {
        /// What the client calls the text.
        uri: String,
        /// The version of the text.
        version: i32,
        /// The number of the engine.
        engine: u64,
        /// What is found in it.
        found: Vec<lsp::Diagnostic>,
        /// How long that took.
        time: Duration,
    },
    /// The answer to a request.
    Answer(RequestId, Result<Value, Refusal>),
    /// The configuration of all open texts was read.
    Learned,
}

/// Why a request is not answered.
pub type Refusal = (ErrorCode, String);

/// A piece of work.
pub type Job = Box<dyn FnOnce() -> Done + Send>;

/// Threads that work off a queue.
pub struct Pool {
    queue: Sender<Job>,
}

/// The most threads, and the least: a large note must not keep the others waiting.
const THREADS: (usize, usize) = (2, 4);

/// The size of their stacks in bytes.
const STACK: usize = 8 << 20;

impl Pool {
    /// Starts the threads, which send what they bring back as events.
    pub fn new(events: &SyncSender<Event>) -> Pool {
        let (queue, jobs) = channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..parallel::cores().clamp(THREADS.0, THREADS.1) {
            let (jobs, events) = (jobs.clone(), events.clone());
            // Where no thread can be started, the others work.
            let _ = Builder::new().stack_size(STACK).spawn(move || work(&jobs, &events));
        }
        Pool { queue }
    }

    /// Adds a piece of work.
    pub fn add(&self, job: Job) {
        // The threads end only with the pool.
        let _ = self.queue.send(job);
    }
}

fn work(jobs: &Mutex<Receiver<Job>>, events: &SyncSender<Event>) {
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(job) = next() {
        if events.send(Event::Done(job())).is_err() {
            break;
        }
    }
}
