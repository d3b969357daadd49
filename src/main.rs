//! The star-lint binary: arguments in, exit code out.

use star_lint::cli::{self, Outcome};
use std::process::ExitCode;

/// The size of the stack in bytes: that of the main thread may be small.
const STACK: usize = 8 << 20;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(code) => code.unwrap_or(ExitCode::from(2)),
        // No thread could be started.
        Err(_) => run(),
    }
}

fn run() -> ExitCode {
    match cli::arguments().map_or_else(|error| cli::explain_usage(&error), cli::run) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Trouble) => ExitCode::from(2),
        Err(error) => {
            cli::complain(&error.to_string());
            ExitCode::from(2)
        }
    }
}
