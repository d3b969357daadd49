//! What options with a fixed choice may be.

use crate::diagnostic::Level;
use crate::report::bank::BankFormat;
use crate::report::{FORMATS, Format};
use clap::ValueEnum;
use clap::builder::PossibleValue;

/// `--format` of check: the list of formats is that of the reports.
impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name).help(self.about))
    }
}

impl Default for Format {
    fn default() -> Format {
        FORMATS[0]
    }
}

/// `--format` of bank: likewise.
impl ValueEnum for BankFormat {
    fn value_variants<'a>() -> &'a [BankFormat] {
        BankFormat::all()
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name).help(self.about))
    }
}

impl Default for BankFormat {
    fn default() -> BankFormat {
        BankFormat::all()[0]
    }
}

/// `--input` of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RecordFormat {
    /// One JSON object per line
    Jsonl,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// As a level; off for never.
    pub fn level(self) -> Level {
        match self {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Info => Level::Info,
            FailOn::Never => Level::Off,
        }
    }
}

/// `--min-level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum MinLevel {
    Error,
    Warning,
    Info,
}

impl MinLevel {
    /// As a level.
    pub fn level(self) -> Level {
        match self {
            MinLevel::Error => Level::Error,
            MinLevel::Warning => Level::Warning,
            MinLevel::Info => Level::Info,
        }
    }
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
