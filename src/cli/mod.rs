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
mod rules;
#[cfg(feature = "server")]
mod server;
mod show;

use crate::baseline::Baseline;
use crate::config::{Settings, Workspace};
use crate::diagnostic::{Diagnostic, Level};
use crate::report::human::Human;
use crate::report::{Checked, Report, printable};
use crate::rules::builtin;
use crate::source::{LineIndex, Source};
use crate::suggest::nearest;
use anstream::ColorChoice;
use args::{Cli, Color, Command, ConfigArgs};
use clap::CommandFactory;
use clap::error::ErrorKind;
use output::Output;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

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

/// Says in one line that a rule does not exist, and which one may be meant.
fn no_rule<'r>(name: &str, what: &str, rules: impl Iterator<Item = &'r str>) -> String {
    if let Some(profile) = builtin::profile_of(name) {
        return format!(
            "`{name}` is a rule of the profile {profile}, which is not active here; add --profile {profile}"
        );
    }
    let hint = nearest(name, rules).map(|meant| format!("did you mean `{meant}`?"));
    format!("there is no {what} `{name}`; {}", hint.as_deref().unwrap_or("`star-lint rules` lists them"))
}

/// A harmless note about the run on standard error.
fn note(message: &str) {
    let message = printable(message);
    let _ = writeln!(anstream::stderr(), "\u{1b}[1mnote\u{1b}[0m: {message}");
}

/// A problem with a note, with its place.
fn placed(source: &Source, problem: &Diagnostic) -> String {
    let at = LineIndex::new(&source.text).position(problem.span.start);
    format!("{}:{}:{}: {}", source.path.display(), at.line, at.column, problem.message)
}

/// Writes a recorded baseline and says so; false if it could not be written.
fn keep(baseline: &Baseline, path: Option<&Path>) -> bool {
    let file = path.unwrap_or(Path::new(""));
    let path = file.display();
    let save = |(text, count): (String, usize)| crate::atomic_write::write(file, &text).map(|()| count);
    match baseline.recorded().and_then(|recorded| recorded.map(save).transpose()) {
        Ok(Some(count)) => {
            let findings = crate::report::plural(count, "finding");
            note(&format!("{findings} written to {path}; --baseline {path} now reports only new ones"));
        }
        Ok(None) if baseline.stale() > 0 => {
            let entries = crate::report::plural(baseline.stale(), "finding");
            note(&format!("{entries} in {path} can no longer be found; --update-baseline removes them"));
        }
        Ok(None) => {}
        Err(error) => {
            complain(&format!("cannot write the baseline {path}: {error}"));
            return false;
        }
    }
    true
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

/// Whether links can be shown on standard output. `FORCE_HYPERLINK` says yes where nothing else does.
fn links(color: bool) -> bool {
    color && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// Whether to colour what goes to `stream`.
fn colors(wanted: Color, stream: &impl anstream::stream::RawStream) -> bool {
    match wanted {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// The columns where there is no terminal.
const COLUMNS: usize = 100;

/// The columns that the environment asks for.
fn columns() -> Option<usize> {
    let columns: usize = std::env::var("COLUMNS").ok()?.parse().ok()?;
    Some(columns.clamp(40, 400))
}

/// The columns of the terminal.
fn width() -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0).clamp(40, 400));
    columns().or_else(terminal).unwrap_or(COLUMNS)
}

/// Standard input of at most so many megabytes as a source.
fn standard_input(name: &std::path::Path, megabytes: u32) -> io::Result<Source> {
    Source::from_reader(name, io::stdin().lock(), 0, megabytes)
}
