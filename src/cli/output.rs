//! Standard output. One that takes no more, a full disk or a reader who has left, costs the report and not the run: what
//! is to be fixed is fixed to the end, and the exit code is that of any other run.

use std::io::{self, IsTerminal, Write};

/// See the module.
pub struct Output {
    to: io::BufWriter<Box<dyn Write>>,
    failed: Option<io::Error>,
}

impl Output {
    /// Standard output: a terminal shows each piece at once, anything else is written to in larger ones.
    pub fn new() -> Output {
        let capacity = if io::stdout().is_terminal() { 0 } else { 1 << 16 };
        Output { to: io::BufWriter::with_capacity(capacity, Box::new(io::stdout().lock())), failed: None }
    }

    /// Standard error in its place.
    pub fn aside() -> Output {
        Output { to: io::BufWriter::with_capacity(0, Box::new(io::stderr())), failed: None }
    }

    /// Whether nothing that is written arrives any more.
    pub fn is_closed(&self) -> bool {
        self.failed.is_some()
    }
}

impl Write for Output {
    /// Never fails: [`Write::flush`] says what went wrong.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed.is_none() {
            self.failed = self.to.write_all(bytes).err();
        }
        Ok(bytes.len())
    }

    /// What went wrong since the beginning; a reader who has left has seen enough.
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
