//! The command line as typed. Parsing does nothing but parse.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Lint behavioural-interview answers in STAR form (Situation, Task, Action, Result).
///
/// Finds the answers in Markdown and text notes and points at the words that weaken them: no measured
/// result, "we" where the interviewer asks what you did, too many words, a section that is missing.
/// Works offline and changes nothing.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 nothing to fix, 1 findings at or above --fail-on, 2 the run itself had a problem.\n\n\
    Examples:\n  star-lint answer.md         check one note\n  star-lint .                 check every .md, .markdown and .txt file below this folder\n  \
    star-lint outline story.md  show how a note was read\n  star-lint explain hedging   why a rule exists, with examples"
)]
pub struct Cli {
    /// What to do; without a command, check.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The options of check.
    #[command(flatten)]
    pub check: CheckArgs,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check notes (this is what star-lint does without a command)
    Check(CheckArgs),
    /// Show how notes were read: answers, sections, words, speaking time, metrics
    Outline(OutlineArgs),
    /// List the rules, or test a rule file against its own examples
    Rules(RulesArgs),
    /// Explain a rule: why it exists, examples, how to configure it
    Explain(ExplainArgs),
}

/// Where rules come from.
#[derive(Debug, Default, Args)]
pub struct ConfigArgs {
    /// Use this configuration instead of the nearest star-lint.toml
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use the built-in rules only
    #[arg(long)]
    pub no_config: bool,
}

/// `star-lint check`.
#[derive(Debug, Default, Args)]
pub struct CheckArgs {
    /// Files and folders; `-` for standard input; nothing for the current folder
    pub paths: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The file name that findings in standard input get
    #[arg(long, value_name = "NAME", default_value = "-", hide_default_value = true)]
    pub stdin_filename: PathBuf,
    /// Run only this rule (repeatable)
    #[arg(long, value_name = "RULE")]
    pub select: Vec<String>,
    /// Do not run this rule (repeatable)
    #[arg(long, value_name = "RULE")]
    pub ignore: Vec<String>,
    /// The least level that makes the exit code 1
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    pub fail_on: FailOn,
    /// The least level that is shown
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    pub min_level: MinLevel,
    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// No summary line
    #[arg(short, long)]
    pub quiet: bool,
    /// Where rules come from.
    #[command(flatten)]
    pub rules: ConfigArgs,
}

/// `star-lint outline`.
#[derive(Debug, Args)]
pub struct OutlineArgs {
    /// Files and folders; `-` for standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// How the outline is written
    #[arg(long, value_enum, default_value_t)]
    pub format: OutlineFormat,
    /// The file name that standard input gets
    #[arg(long, value_name = "NAME", default_value = "-", hide_default_value = true)]
    pub stdin_filename: PathBuf,
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
    /// Run the examples of a rule file: each bad one must be found, each good one must not
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

/// `--format` of check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Snippets of the note with the words marked
    #[default]
    Human,
    /// One line a finding
    Concise,
    /// One JSON document
    Json,
}

/// `--format` of outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutlineFormat {
    /// A list
    #[default]
    Human,
    /// One JSON document
    Json,
}

/// `--fail-on`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FailOn {
    Error,
    #[default]
    Warning,
    Info,
    Never,
}

/// `--min-level`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum MinLevel {
    Error,
    Warning,
    #[default]
    Info,
}

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
