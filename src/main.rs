//! The star-lint binary: arguments in, exit code out.

use clap::Parser;
use star_lint::cli::{self, Outcome};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::args::Cli::try_parse().map_or_else(|error| cli::explain_usage(&error), cli::run) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Trouble) => ExitCode::from(2),
        Err(error) => {
            cli::complain(&error.to_string());
            ExitCode::from(2)
        }
    }
}
