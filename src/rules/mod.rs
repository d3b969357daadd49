//! Rules as data. [`reader`] reads one TOML [`mod@file`], [`load`] merges several and `resolve` makes a [`RuleSet`] of
//! them; [`builtin`] holds the files that come with star-lint. What there is to say of a kind of check is in [`check`].

pub mod bank;
pub mod builtin;
pub mod check;
pub mod cues;
mod embedded;
pub mod expression;
mod fields;
pub mod file;
mod files;
pub(crate) mod idle;
pub mod load;
mod phrases;
pub mod problem;
pub mod reader;
mod require;
mod resolve;
mod rule;
pub mod rule_set;
pub(crate) mod toml;
pub mod written_cues;

pub use bank::{Across, Amounts, BankSettings, Topic};
pub use check::{Bank, Check, Limits, Phrases, Repeats, Require, Softer, Structure, Unit, Usual};
pub use rule::{Counted, Removal, Rule};
pub use rule_set::RuleSet;
