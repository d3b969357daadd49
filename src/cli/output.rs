//! Where reports go: standard output, standard error or a file. If it can no longer be written to, because the disk is
//! full or the reader has left, the run still continues: all fixes are applied, and the exit code is the usual one.

use crate::atomic_write;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// A writer that remembers its first error instead of failing.
pub struct Output {
    to: io::BufWriter<Box<dyn Write>>,
    name: String,
    failed: Option<io::Error>,
}

impl Output {
    /// Standard output: unbuffered to a terminal, in larger pieces to anything else.
    pub fn new() -> Output {
        let capacity = if io::stdout().is_terminal() { 0 } else { 1 << 16 };
        Output::to(io::stdout().lock(), capacity, "standard output")
    }

    /// Standard error instead.
    pub fn aside() -> Output {
        Output::to(io::stderr(), 0, "standard error")
    }

    /// A file, which is replaced as a whole when the output is flushed.
    pub fn file(path: &Path) -> Output {
        Output::to(Whole { path: path.to_owned(), bytes: Vec::new() }, 0, &path.display().to_string())
    }

    fn to(to: impl Write + 'static, capacity: usize, name: &str) -> Output {
        Output { to: io::BufWriter::with_capacity(capacity, Box::new(to)), name: name.to_owned(), failed: None }
    }

    /// Whether writing has failed.
    pub fn is_closed(&self) -> bool {
        self.failed.is_some()
    }
}

impl Write for Output {
    /// Never fails: [`Write::flush`] returns the error.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed.is_none() {
            self.failed = self.to.write_all(bytes).err();
        }
        Ok(bytes.len())
    }

    /// Returns the first error; a reader who has left is none.
    fn flush(&mut self) -> io::Result<()> {
        if self.failed.is_none() {
            self.failed = self.to.flush().err();
        }
        match &self.failed {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(io::Error::new(error.kind(), format!("cannot write to {}: {error}", self.name)))
            }
            _ => Ok(()),
        }
    }
}

/// The content of a file that is written as a whole or not at all.
struct Whole {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        atomic_write::write(&self.path, &String::from_utf8_lossy(&self.bytes))
    }
}
