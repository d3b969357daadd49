//! Standard output. If it can no longer be written to, because the disk is full or the reader has left, the run still
//! continues: all fixes are applied, and the exit code is the usual one.

use std::io::{self, IsTerminal, Write};

/// A writer that remembers its first error instead of failing.
pub struct Output {
    to: io::BufWriter<Box<dyn Write>>,
    failed: Option<io::Error>,
}

impl Output {
    /// Standard output: unbuffered to a terminal, in larger pieces to anything else.
    pub fn new() -> Output {
        let capacity = if io::stdout().is_terminal() { 0 } else { 1 << 16 };
        Output { to: io::BufWriter::with_capacity(capacity, Box::new(io::stdout().lock())), failed: None }
    }

    /// Standard error instead.
    pub fn aside() -> Output {
        Output { to: io::BufWriter::with_capacity(0, Box::new(io::stderr())), failed: None }
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
                Err(io::Error::new(error.kind(), format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }
}
