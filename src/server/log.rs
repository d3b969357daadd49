//! The log of `--log`: what was asked and how long it took. No text of a note goes into it.

use std::fs::File;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// A file with a line for each event, or nothing.
pub struct Log {
    file: Option<Mutex<File>>,
    start: Instant,
}

impl Log {
    /// A log that goes to a file, if there is one.
    pub fn new(file: Option<File>) -> Log {
        Log { file: file.map(Mutex::new), start: Instant::now() }
    }

    /// Adds a line; a full disk does not end the session.
    pub fn line(&self, text: &str) {
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = writeln!(file, "{:9.3} {}", self.start.elapsed().as_secs_f64(), crate::report::printable(text));
        }
    }
}
