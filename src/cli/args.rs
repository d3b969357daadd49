//! The command line: options and their help. Nothing happens here but parsing.

mod shared;
mod values;

use crate::report::Format;
use crate::report::bank::BankFormat;
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

pub use shared::{ConfigArgs, InputArgs, ReportArgs};
pub use values::{Color, FailOn, MinLevel, OutlineFormat, RecordFormat};

/// Lint behavioural-interview answers in STAR form (Situation, Task, Action, Result).
///
/// Finds the answers in Markdown and text notes and points at the words that weaken them: no measured
/// outcome, "we" where the interviewer asks what you did, too many words, a missing section.
/// Works offline, reports the same findings every time, and changes your notes only when you ask it to.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 no findings at or above --fail-on, 1 some, 2 a problem with the run.\n\n\
    Examples:\n  star-lint answer.md         check one note\n  star-lint .                 check every .md, .markdown and .txt file below this folder\n  \
    star-lint outline story.md  show how a note was read\n  star-lint explain hedging   why a rule exists, with examples\n  \
    star-lint --profile amazon  check for an interview at Amazon")]
pub struct Cli {
    /// What to do; without a command, check.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of check.
    #[command(flatten)]
    pub check: CheckArgs,
    /// With --version, also print the commit and the digest of the built-in rules
    #[arg(long, requires = "version")]
    verbose: bool,
}

/// The command line without a command. To build all commands takes longer than to check a short note.
#[derive(Debug, Parser)]
#[command(name = "star-lint", version)]
struct CheckAlone {
    #[command(flatten)]
    check: CheckArgs,
    #[arg(long, requires = "version")]
    verbose: bool,
}

impl Cli {
    /// Parses the words of a command line, the first of which is the name of the program.
    ///
    /// # Errors
    /// What is wrong with them, or the help or version that they ask for.
    pub fn parse_words(words: &[OsString]) -> Result<Cli, clap::Error> {
        // Commands are plain words. With anything else in front, there is no command.
        let plain =
            |word: &OsString| word.to_str().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
        let (alone, named) = match words {
            [program, word, rest @ ..] if word == "check" => ([std::slice::from_ref(program), rest].concat(), true),
            [_, word, ..] if plain(word) => return Cli::try_parse_from(words),
            words => (words.to_owned(), false),
        };
        match CheckAlone::try_parse_from(alone) {
            Ok(CheckAlone { check, verbose }) => return Ok(Cli { command: None, check, verbose }),
            Err(error) if error.kind() == ErrorKind::DisplayVersion && !named => return Err(error),
            // Help and errors speak of the commands.
            Err(_) => {}
        }
        Cli::try_parse_from(words)
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check notes (this is what star-lint does without a command)
    Check(CheckArgs),
    /// Show how notes are read: answers, sections, words, speaking time, metrics
    Outline(OutlineArgs),
    /// Look at all stories together: what they cover, what is missing, what is told twice
    Bank(BankArgs),
    /// Show or write section labels into answers that have none
    Annotate(AnnotateArgs),
    /// Run the language server that editors talk to on standard input and output
    #[cfg(feature = "server")]
    Server(ServerArgs),
    /// List the rules, or test a rule file against its own examples
    Rules(RulesArgs),
    /// Explain a rule: why it exists, examples, how to configure it
    Explain(ExplainArgs),
    /// List the profiles of companies and schemes, or show one
    Profiles(ProfilesArgs),
    /// Write a commented star-lint.toml into the current folder
    Init(InitArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
    /// Print the JSON Schema of star-lint.toml, for editors
    Schema,
}

/// `star-lint check`.
#[derive(Debug, Default, Args)]
pub struct CheckArgs {
    /// Files and folders; `-` for standard input; nothing for the current folder
    pub paths: Vec<PathBuf>,
    /// Format of the report
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Read answers from standard input as records, one a line: {"id": …, "text": …}; for --format jsonl and concise
    #[arg(long = "input", value_enum, value_name = "FORMAT", conflicts_with_all = ["output_file", "fix", "unsafe_fixes",
        "diff", "add_suppressions", "baseline", "statistics", "show_config"])]
    pub records: Option<RecordFormat>,
    /// How notes are read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Which findings are reported, and where.
    #[command(flatten)]
    pub report: ReportArgs,
    /// Apply fixes that cannot change what the text says
    #[arg(long, help_heading = "Changing notes")]
    pub fix: bool,
    /// Also apply fixes that may change what the text says
    #[arg(long, help_heading = "Changing notes")]
    pub unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing; exit code 1 if there is something to change
    #[arg(long, help_heading = "Changing notes", conflicts_with_all = ["statistics", "baseline", "output_file"])]
    pub diff: bool,
    /// Write a suppression comment beside each finding
    #[arg(long, help_heading = "Changing notes", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "baseline", "output_file"])]
    pub add_suppressions: bool,
    /// Count the findings by rule instead of showing them
    #[arg(long)]
    pub statistics: bool,
    /// Print every setting in force for these paths and where it was set, and exit
    #[arg(long, conflicts_with = "output_file")]
    pub show_config: bool,
}

impl CheckArgs {
    /// Whether notes are to be changed.
    pub fn fix_wanted(&self) -> bool {
        self.fix || self.unsafe_fixes
    }
}

/// `star-lint outline`.
#[derive(Debug, Args)]
pub struct OutlineArgs {
    /// Files and folders; `-` for standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Format of the outline
    #[arg(long, value_enum, default_value_t)]
    pub format: OutlineFormat,
    /// How notes are read.
    #[command(flatten)]
    pub input: InputArgs,
}

/// `star-lint bank`.
#[derive(Debug, Args)]
pub struct BankArgs {
    /// Files and folders; `-` for standard input; nothing for the current folder
    pub paths: Vec<PathBuf>,
    /// Format of the report; the findings across notes in any format of check
    #[arg(long, value_enum, default_value_t)]
    pub format: BankFormat,
    /// Find stories for this question (repeatable)
    #[arg(long, value_name = "QUESTION")]
    pub question: Vec<String>,
    /// Find stories for the questions in FILE, one a line
    #[arg(long, value_name = "FILE")]
    pub questions: Option<PathBuf>,
    /// What changed since a revision of git, or since FILE.json that --format json wrote
    #[arg(long, value_name = "REVISION|FILE.json")]
    pub compare: Option<String>,
    /// How notes are read.
    #[command(flatten)]
    pub input: InputArgs,
    /// Which findings across notes are reported, and where.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `star-lint annotate`.
#[derive(Debug, Args)]
pub struct AnnotateArgs {
    /// Files and folders; `-` for standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Show what would change as a patch; this is what it does unless told to write
    #[arg(long, conflicts_with = "write")]
    pub diff: bool,
    /// Write the labels into the files; with standard input, print the new text
    #[arg(long)]
    pub write: bool,
    /// How notes are read.
    #[command(flatten)]
    pub input: InputArgs,
}

/// `star-lint server`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// Add a line to this file for each message and for what came of it; no text of a note goes into it
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Where rules come from.
    #[command(flatten)]
    pub rules: ConfigArgs,
}

/// `star-lint rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// What to do instead of listing.
    #[command(subcommand)]
    pub command: Option<RulesCommand>,
    /// Where rules come from.
    #[command(flatten)]
    pub rules: ConfigArgs,
}

/// `star-lint rules test`.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// Run the examples of a rule file: every bad one must be reported, and no good one
    Test {
        /// The rule file
        file: PathBuf,
    },
}

/// `star-lint explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule, such as missing-metric
    pub rule: String,
    /// Where rules come from.
    #[command(flatten)]
    pub rules: ConfigArgs,
}

/// `star-lint profiles`.
#[derive(Debug, Args)]
pub struct ProfilesArgs {
    /// Show this profile: what it changes, its sources and its hints
    pub name: Option<String>,
}

/// `star-lint init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Build on this profile (repeatable)
    #[arg(long, value_name = "NAME")]
    pub profile: Vec<String>,
}

/// `star-lint completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}
