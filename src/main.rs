//! The star-lint binary: arguments in, exit code out.

use star_lint::cli::{self, Outcome};
use std::io;
use std::process::ExitCode;

/// The stack that the work has, in bytes: that of the first thread may be small.
const STACK: usize = 8 << 20;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(code) => code.unwrap_or(ExitCode::from(2)),
        // There are no threads to be had.
        Err(_) => run(),
    }
}

fn run() -> ExitCode {
    match cli::run(cli::arguments()) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Trouble) => ExitCode::from(2),
        // Whoever read the report has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("error: cannot write the report: {error}\n"));
            ExitCode::from(2)
        }
    }
}
