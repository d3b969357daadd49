//! star-lint: a compiler-style linter for behavioural-interview answers in STAR form.
//!
//! The data walks one way: a [`source`] is [`parse`]d into a note, [`check`]ed with [`rules`] whose words
//! come from [`vocabulary`] files, and what was found is [`diagnostic`]s that [`report`] prints.
//!
//! ```
//! use star_lint::{check, parse, rules};
//!
//! let rules = rules::builtin::rule_set();
//! let text = "**Situation:** Our deploys took a day.\n**Task:** I had to fix that.\n\
//!             **Action:** We rebuilt the pipeline.\n**Result:** It is much better.\n";
//! let note = parse::parse(text, &rules.grammar);
//! let found = check::check(&note, text, &rules);
//! assert!(found.iter().any(|diagnostic| diagnostic.rule == "missing-metric"));
//! ```

pub mod baseline;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod examples;
pub mod fingerprint;
pub mod fix;
#[cfg(feature = "cli")]
mod ignored;
pub mod lexicon;
mod linter;
mod parallel;
pub mod parse;
mod paths;
pub mod report;
pub mod rules;
pub mod source;
#[cfg(feature = "cli")]
pub mod store;
pub mod suggest;
pub mod vocabulary;
#[cfg(feature = "cli")]
pub mod walk;

pub use config::{Options, Workspace};
pub use linter::{Hidden, Linted, Linter, Selection, Summary};
pub use source::{LineIndex, Source, Span};
