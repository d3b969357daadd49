//! The star-lint binary: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words = std::env::args_os().collect();
    ExitCode::from(star_lint::cli::main(words).code())
}
