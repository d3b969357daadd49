//! How far a long walk is: a line on standard error that is gone when the run is done. It appears only on a terminal,
//! and only when the run takes longer than people like to wait without a word.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// How long a run may be silent.
const PATIENCE: Duration = Duration::from_millis(500);

/// See the module.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: bool,
}

impl Progress {
    /// The progress of a run over so many files.
    pub fn new(files: usize, quiet: bool) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden());
        Progress { bar, started: Instant::now(), shown: quiet || files < 2 }
    }

    /// One more file is done.
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

    /// Does something to the terminal while the line is out of the way.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
    }

    /// Takes the line away.
    pub fn finish(&mut self) {
        self.bar.finish_and_clear();
    }
}
