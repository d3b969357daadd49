//! Options that several commands share: where rules come from, how notes are read, which findings are reported.

use super::values::{Color, FailOn, MinLevel};
use crate::config::Options;
use crate::linter::Selection;
use crate::source::MEGABYTES;
use clap::Args;
use std::path::PathBuf;

/// Where rules come from.
#[derive(Clone, Debug, Default, Args)]
pub struct ConfigArgs {
    /// Use this configuration instead of the star-lint.toml files beside and above each note
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Ignore all configuration files
    #[arg(long)]
    pub no_config: bool,
    /// Check for this company or scheme (repeatable); see `star-lint profiles`
    #[arg(long, value_name = "NAME")]
    pub profile: Vec<String>,
    /// Change one setting for this run, in TOML: `--set rules.hedging.level=off` (repeatable)
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<String>,
    /// Let configurations extend rule files in this folder as well as in their own (repeatable)
    #[arg(long, value_name = "FOLDER")]
    pub allow_extends: Vec<PathBuf>,
}

impl ConfigArgs {
    /// For the workspace.
    pub fn options(&self) -> Options {
        Options {
            file: self.config.clone(),
            none: self.no_config,
            profiles: self.profile.clone(),
            set: self.set.clone(),
            allow_extends: self.allow_extends.clone(),
            ..Options::default()
        }
    }
}

/// How notes are read.
#[derive(Clone, Debug, Default, Args)]
pub struct InputArgs {
    /// File name to show for standard input
    #[arg(long, value_name = "NAME", default_value = "-", hide_default_value = true)]
    pub stdin_filename: PathBuf,
    /// Largest note to read, in megabytes
    #[arg(long, value_name = "MB", default_value_t = MEGABYTES)]
    pub max_size: u32,
    /// Where rules come from.
    #[command(flatten)]
    pub rules: ConfigArgs,
}

/// Whether a word of the command line has the form of a setting.
fn setting(word: &str) -> Result<String, &'static str> {
    let has_key = word.split_once('=').is_some_and(|(key, _)| !key.trim().is_empty());
    has_key.then(|| word.to_owned()).ok_or("a setting has the form KEY=VALUE, such as words-per-minute=120")
}

/// Which findings are reported, and where: what `check` and `bank` share.
#[derive(Clone, Debug, Default, Args)]
pub struct ReportArgs {
    /// Write the report to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Run only these rules or groups of rules, separated by commas (repeatable)
    #[arg(long, value_name = "RULE|GROUP", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these rules or groups of rules, separated by commas (repeatable)
    #[arg(long, value_name = "RULE|GROUP", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Also read what the configuration excludes
    #[arg(long)]
    pub no_exclude: bool,
    /// Lowest level that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Lowest level to show [default: info]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub min_level: Option<MinLevel>,
    /// Report only findings that FILE does not list
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub baseline: Option<PathBuf>,
    /// Rewrite the FILE of --baseline with today's findings
    #[arg(long, requires = "baseline", help_heading = "Baseline")]
    pub update_baseline: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// Print no summary and no progress
    #[arg(short, long)]
    pub quiet: bool,
}

impl ReportArgs {
    /// What is wanted of the findings.
    pub fn selection(&self) -> Selection {
        Selection {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
            min_level: self.min_level.map(MinLevel::level),
            fail_on: self.fail_on.map(FailOn::level),
        }
    }
}
