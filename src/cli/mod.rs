//! The commands: each reads what it needs, calls the library and prints. No other module prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod annotate;
pub mod args;
mod bank;
mod change;
mod check;
mod completions;
mod explain;
mod files;
mod history;
mod init;
mod outline;
mod output;
mod problem;
mod profiles;
mod progress;
mod queue;
mod records;
mod reporting;
mod rules;
#[cfg(feature = "server")]
mod server;
mod show;
mod terminal;

use crate::config::{Settings, Workspace};
use crate::diagnostic::{Diagnostic, Level};
use crate::report::human::Human;
use crate::report::{Checked, Report, printable};
use crate::rules::builtin;
use crate::source::Source;
use args::{Cli, Color, Command, ConfigArgs};
use clap::CommandFactory;
use clap::error::ErrorKind;
use output::Output;
use std::ffi::OsString;
use std::io::{self, Write};
use std::sync::Arc;
use terminal::{colors, width};

/// How a run ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing at or above the level that fails.
    #[default]
    Clean,
    /// Findings.
    Found,
    /// Usage, configuration or input was wrong.
    Trouble,
}

impl Outcome {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Trouble => 2,
        }
    }
}

/// Runs a command line.
///
/// # Errors
/// Any error of writing to standard output, except that the reader has left.
fn run(cli: Cli) -> io::Result<Outcome> {
    match cli.command {
        None => check::run(&cli.check),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Outline(args)) => outline::run(&args),
        Some(Command::Annotate(args)) => annotate::run(&args),
        #[cfg(feature = "server")]
        Some(Command::Server(args)) => server::run(&args),
        Some(Command::Bank(args)) => bank::run(&args),
        Some(Command::Rules(args)) => rules::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Profiles(args)) => profiles::run(&args),
        Some(Command::Init(args)) => Ok(init::run(&args)),
        Some(Command::Completions(args)) => completions::run(args.shell),
        Some(Command::Man) => completions::man(),
        Some(Command::Schema) => completions::schema(),
    }
}

/// The size of the stack in bytes: that of the calling thread may be small.
const STACK: usize = 8 << 20;

/// The command line from end to end: runs these words, the first of which is the name of the program.
pub fn main(words: Vec<OsString>) -> Outcome {
    let words = Arc::new(words);
    let run_them = {
        let words = words.clone();
        move || run_words(&words)
    };
    match std::thread::Builder::new().stack_size(STACK).spawn(run_them).map(std::thread::JoinHandle::join) {
        Ok(outcome) => outcome.unwrap_or(Outcome::Trouble),
        // No thread could be started.
        Err(_) => run_words(&words),
    }
}

fn run_words(words: &[OsString]) -> Outcome {
    arguments(words).map_or_else(|error| explain_usage(&error, words), run).unwrap_or_else(|error| {
        complain(&error.to_string());
        Outcome::Trouble
    })
}

/// Prints help and version on standard output, and errors of the command line on standard error.
fn explain_usage(error: &clap::Error, words: &[OsString]) -> io::Result<Outcome> {
    if error.use_stderr() {
        let _ = error.print();
        return Ok(Outcome::Trouble);
    }
    let (mut out, text) = (Output::new(), error.render());
    let color = colors(Color::Auto, &io::stdout());
    out.write_all(if color { text.ansi().to_string() } else { text.to_string() }.as_bytes())?;
    if error.kind() == ErrorKind::DisplayVersion && words.iter().any(|word| word == "--verbose") {
        let commit = option_env!("STAR_LINT_COMMIT").unwrap_or("not recorded by this build");
        writeln!(out, "commit: {commit}\nrules: {}", builtin::digest())?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// A problem with the run itself: one line on standard error.
pub fn complain(message: &str) {
    let message = printable(message);
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {message}");
}

/// Parses the words of a command line. Errors are in text that is safe to show.
fn arguments(words: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::parse_words(words).map_err(|error| {
        if !error.use_stderr() {
            return error;
        }
        // The same error for arguments that are safe to show.
        let words: Vec<OsString> =
            words.iter().map(|word| printable(&word.to_string_lossy()).into_owned().into()).collect();
        let again = Cli::parse_words(&words).err();
        again.unwrap_or_else(|| Cli::command().error(error.kind(), printable(&error.to_string()).into_owned()))
    })
}

/// A harmless note about the run on standard error.
fn note(message: &str) {
    let message = printable(message);
    let _ = writeln!(anstream::stderr(), "\u{1b}[1mnote\u{1b}[0m: {message}");
}

/// Standard output for texts of rules and configurations, which may come from strangers: each line is made safe to show.
struct Shown {
    out: Output,
    line: Vec<u8>,
}

impl Shown {
    fn new() -> Shown {
        Shown { out: Output::new(), line: Vec::new() }
    }

    /// Writes the first `length` buffered bytes.
    fn send(&mut self, length: usize) -> io::Result<()> {
        let text: Vec<u8> = self.line.drain(..length).collect();
        self.out.write_all(crate::report::text::lines(&String::from_utf8_lossy(&text)).as_bytes())
    }
}

impl Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.line.extend(bytes);
        let whole = self.line.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        self.send(whole)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send(self.line.len())?;
        self.out.flush()
    }
}

/// The settings of the current folder; problems of the configuration go to standard error.
fn here(args: &ConfigArgs) -> (Arc<Settings>, Outcome) {
    let workspace = Workspace::new(args.options());
    let settings = workspace.here();
    let wrong = files::report_problems(&workspace);
    (settings, if wrong { Outcome::Trouble } else { Outcome::Clean })
}

/// Draws the problems of a configuration file like findings.
fn draw(source: &Source, diagnostics: &[Diagnostic]) {
    let report = Human::new(colors(Color::Auto, &io::stderr()), false, width(), true);
    let checked = Checked { source, titles: &[], diagnostics, hidden: &[], fail_on: Level::Off, fails_unseen: false };
    let _ = anstream::stderr().write_all(report.file(&checked).as_bytes());
}

/// Standard input of at most so many megabytes as a source.
fn standard_input(name: &std::path::Path, megabytes: u32) -> io::Result<Source> {
    Source::from_reader(name, io::stdin().lock(), 0, megabytes)
}
