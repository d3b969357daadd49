//! The lines of a stream, read ahead by a thread while those before them are worked on. However long the stream is, no
//! more than a few megabytes and one line wait; and no line waits for the next one to come.

use crate::records::Line;
use std::io::{self, BufRead, Read};
use std::mem::take;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The bytes that may wait before reading pauses.
const MOST_WAITING: usize = 2_000_000;

/// The lines that wait.
#[derive(Default)]
struct Waiting {
    lines: Vec<Line>,
    bytes: usize,
    /// How the stream ended, once it has.
    end: Option<io::Result<()>>,
}

/// A stream that is read ahead.
#[derive(Default)]
pub struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Queue {
    /// Starts to read lines of at most `longest` bytes. Blank lines are numbered and left out.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start(from: impl Read + Send + 'static, longest: usize) -> io::Result<Arc<Queue>> {
        let queue = Arc::new(Queue::default());
        let filled = queue.clone();
        std::thread::Builder::new().spawn(move || {
            let end = filled.fill(io::BufReader::with_capacity(1 << 16, from), longest);
            filled.lock().end = Some(end);
            filled.changed.notify_all();
        })?;
        Ok(queue)
    }

    /// All lines that wait, at least one; none at the end of the stream.
    ///
    /// # Errors
    /// That of reading, once, after the lines before it.
    pub fn next(&self) -> io::Result<Vec<Line>> {
        let idle = |waiting: &mut Waiting| waiting.lines.is_empty() && waiting.end.is_none();
        let mut waiting = self.changed.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        if waiting.lines.is_empty() {
            return waiting.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| Vec::new());
        }
        waiting.bytes = 0;
        let lines = take(&mut waiting.lines);
        self.changed.notify_all();
        Ok(lines)
    }

    fn fill(&self, mut from: impl BufRead, longest: usize) -> io::Result<()> {
        for number in 1.. {
            let mut text = Vec::new();
            // A line break of two bytes is no part of the limit.
            if from.by_ref().take(longest as u64 + 2).read_until(b'\n', &mut text)? == 0 {
                break;
            }
            let whole = text.ends_with(b"\n");
            while text.last().is_some_and(u8::is_ascii_whitespace) {
                text.pop();
            }
            let line = if text.len() > longest {
                if !whole {
                    skip_line(&mut from)?;
                }
                Line { number, text: Err("larger than the limit; --max-size reads more".into()) }
            } else if text.is_empty() {
                continue;
            } else {
                Line { number, text: Ok(text) }
            };
            let full = |waiting: &mut Waiting| waiting.bytes > MOST_WAITING;
            let mut waiting = self.changed.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
            waiting.bytes += line.text.as_ref().map_or(0, Vec::len) + size_of::<Line>();
            waiting.lines.push(line);
            self.changed.notify_all();
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads to the end of a line and keeps nothing of it.
fn skip_line(from: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = from.fill_buf()?;
        let (length, ends) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        from.consume(length);
        if ends {
            return Ok(());
        }
    }
}
