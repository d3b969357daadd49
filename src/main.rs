//! The star-lint binary: arguments in, exit code out.

use clap::Parser;
use star_lint::cli::args::Cli;
use star_lint::cli::{self, Outcome};
use star_lint::report::printable;
use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(arguments()) {
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

/// The arguments. What clap says of wrong ones repeats them, so it is asked again with what may be shown.
fn arguments() -> Cli {
    let shown = || std::env::args_os().map(|argument| printable(&argument.to_string_lossy()).into_owned());
    Cli::try_parse().unwrap_or_else(|error| Cli::try_parse_from(shown()).err().unwrap_or(error).exit())
}
