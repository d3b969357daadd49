//! The commands: each reads what it needs, calls the library and prints. Nothing below this room prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

pub mod args;
mod change;
mod check;
mod completions;
mod explain;
mod files;
mod init;
mod lint;
mod outline;
mod profiles;
mod progress;
mod rules;
mod show;

use crate::config::{Settings, Workspace};
use crate::diagnostic::{Diagnostic, Level};
use crate::report::human::Human;
use crate::report::{Checked, Report};
use crate::source::Source;
use crate::suggest::nearest;
use anstream::ColorChoice;
use args::{Cli, Color, Command, ConfigArgs};
use std::io::{self, Write};
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

/// Runs a command line.
///
/// # Errors
/// Only what writing to standard output gives, a closed pipe among them.
pub fn run(cli: Cli) -> io::Result<Outcome> {
    match cli.command {
        None => check::run(&cli.check),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Outline(args)) => outline::run(&args),
        Some(Command::Rules(args)) => rules::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Profiles(args)) => profiles::run(&args),
        Some(Command::Init(args)) => init::run(&args),
        Some(Command::Completions(args)) => completions::run(args.shell),
        Some(Command::Man) => completions::man(),
        Some(Command::Schema) => completions::schema(),
    }
}

/// A problem with the run itself: one line on standard error.
fn complain(message: &str) {
    let message = crate::report::printable(message);
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {message}");
}

/// A rule that the user named and that is not there, as one line.
fn no_rule<'r>(name: &str, rules: impl Iterator<Item = &'r str>) -> String {
    let hint = nearest(name, rules).map(|meant| format!("did you mean `{meant}`?"));
    format!("there is no rule `{name}`; {}", hint.as_deref().unwrap_or("`star-lint rules` lists them"))
}

/// A note about the run on standard error, nothing to worry about.
fn note(message: &str) {
    let message = crate::report::printable(message);
    let _ = writeln!(anstream::stderr(), "\u{1b}[1mnote\u{1b}[0m: {message}");
}

/// Standard output for texts of rules and configurations, which may be somebody else's: what a terminal or the log of a
/// build could obey is shown instead of sent, line by line.
struct Shown {
    out: io::StdoutLock<'static>,
    line: Vec<u8>,
}

impl Shown {
    fn new() -> Shown {
        Shown { out: io::stdout().lock(), line: Vec::new() }
    }

    /// Sends so many bytes of what waits.
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

/// What is in force in the current folder; problems of the configuration go to standard error.
fn here(args: &ConfigArgs) -> (Arc<Settings>, Outcome) {
    let workspace = Workspace::new(args.options());
    let settings = workspace.here();
    let wrong = files::tell(&workspace);
    (settings, if wrong { Outcome::Trouble } else { Outcome::Clean })
}

/// Draws what is wrong in a file of the configuration, as findings are drawn.
fn draw(source: &Source, diagnostics: &[Diagnostic]) {
    let report = Human::new(colors(Color::Auto, &io::stderr()), false, width(), true);
    let checked = Checked { source, titles: &[], diagnostics, hidden: &[], fail_on: Level::Off };
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

/// The columns of the terminal, or of a page where there is none.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(100).clamp(40, 400)
}

/// A file that could not be read, as one line.
fn unreadable(path: &std::path::Path, error: &io::Error) -> String {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    format!("{}: {reason}", path.display())
}

/// Standard input of at most so many megabytes as a source.
fn standard_input(name: &std::path::Path, megabytes: u32) -> io::Result<Source> {
    Source::from_reader(name, io::stdin().lock(), 0, megabytes)
}
