//! The progress of a long run: a line on standard error that disappears at the end. It is shown only on a terminal, and
//! only if the run takes a while.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// How long a run may be silent.
const PATIENCE: Duration = Duration::from_millis(500);

/// The line that shows the progress.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
}

impl Progress {
    /// The progress of a run over this many files.
    pub fn new(files: usize, quiet: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        Progress { bar, started: Instant::now(), shown: quiet || files < 2 }
    }

    /// Counts a file.
    pub fn step(&mut self) {
        if !self.shown && self.started.elapsed() >= PATIENCE {
            self.shown = true;
            if let Ok(style) = ProgressStyle::with_template("checking {pos} of {len} files") {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    /// Writes to the terminal while the line is hidden.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Removes the line.
    pub fn finish(&mut self) {
        self.bar.finish_and_clear();
    }
}
