//! The language server: the same findings as the command line, while a note is being written.
//!
//! One thread reads messages, one writes them, the main loop keeps the `session`, and a few workers lint and answer.
//! The main loop never waits for them: what comes back too late, because the text has changed in the meantime, is thrown
//! away.

mod actions;
mod client;
mod completion;
mod diagnostics;
mod document;
mod engine;
mod hover;
mod log;
mod measure;
mod outline;
mod positions;
mod question;
mod renewal;
mod requests;
mod session;
mod texts;
mod toml;
mod transport;
mod uri;
mod work;
mod workspace;

use crate::config::Options;
use crate::disk::current;
use crate::paths::absolute;
use log::Log;
use session::Session;
use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::sync::mpsc::{RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;
use transport::{Incoming, Outgoing};
use work::{Done, Pool};

/// What the main loop waits for.
enum Event {
    /// A message, or something else.
    Incoming(Incoming),
    /// The client has gone.
    Closed,
    /// A worker is done.
    Done(Done),
}

/// How many events may wait: a client that floods the server waits for it.
const WAITING: usize = 64;

/// How long the last messages may take on their way out.
const LAST: Duration = Duration::from_secs(1);

/// Serves the client on standard input and output until it leaves. Returns whether it did so as the protocol has it.
///
/// # Errors
/// No thread can be started.
pub fn run(options: Options, log: Option<File>) -> io::Result<bool> {
    let here = current();
    let options = Options {
        file: options.file.map(|file| absolute(&here, &file)),
        allow_extends: options.allow_extends.iter().map(|folder| absolute(&here, folder)).collect(),
        ..options
    };
    let (events, inbox) = sync_channel(WAITING);
    let (out, written) = writer(&events)?;
    reader(&events)?;
    let mut session = Session::new(options, out, Pool::new(&events), Log::new(log));
    while !session.is_over() {
        let event = match session.due() {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => inbox.recv_timeout(wait),
        };
        match event {
            Ok(Event::Incoming(incoming)) => session.incoming(incoming),
            Ok(Event::Done(done)) => session.done(done),
            Err(RecvTimeoutError::Timeout) => {}
            Ok(Event::Closed) | Err(RecvTimeoutError::Disconnected) => break,
        }
        session.tick();
    }
    let orderly = session.end();
    // The writer ends with the session. A client that reads no more is not waited for.
    let _ = written.recv_timeout(LAST);
    Ok(orderly)
}

/// Starts the thread that reads. It ends with the process: nothing else ends a read.
fn reader(events: &SyncSender<Event>) -> io::Result<JoinHandle<()>> {
    let events = events.clone();
    Builder::new().spawn(move || {
        let mut input = BufReader::new(io::stdin().lock());
        while let Ok(Some(incoming)) = transport::read(&mut input) {
            if events.send(Event::Incoming(incoming)).is_err() {
                return;
            }
        }
        let _ = events.send(Event::Closed);
    })
}

/// Starts the thread that writes, which sends nothing on the second channel but closes it when it is done.
fn writer(events: &SyncSender<Event>) -> io::Result<(Sender<Outgoing>, std::sync::mpsc::Receiver<()>)> {
    let (out, outbox) = channel::<Outgoing>();
    let (done, written) = channel();
    let events = events.clone();
    Builder::new().spawn(move || {
        let _done: Sender<()> = done;
        let mut output = BufWriter::new(io::stdout().lock());
        for message in outbox {
            if transport::write(&mut output, &message).is_err() {
                let _ = events.send(Event::Closed);
                return;
            }
        }
    })?;
    Ok((out, written))
}
