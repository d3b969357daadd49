//! `star-lint completions`, `man` and `schema`: what other programs need to know about this one.

use super::args::Cli;
use super::{Outcome, output::Output};
use crate::config::SCHEMA;
use clap::CommandFactory;
use std::io::{self, Write};

/// Prints the completions for a shell.
pub fn run(shell: clap_complete::Shell) -> io::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "star-lint", &mut script);
    print(&script)
}

/// Prints the manual page.
pub fn man() -> io::Result<Outcome> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    print(&page)
}

/// Prints the schema.
pub fn schema() -> io::Result<Outcome> {
    print(SCHEMA.as_bytes())
}

fn print(bytes: &[u8]) -> io::Result<Outcome> {
    let mut out = Output::new();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Outcome::Clean)
}
