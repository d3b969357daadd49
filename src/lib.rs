//! star-lint: a compiler-style linter for behavioural-interview answers in STAR form (Situation, Task, Action, Result).
//!
//! A [`Linter`] lints a [`Source`] under the configuration of a [`Workspace`] and returns [`Diagnostic`]s, which
//! [`report`] turns into text. It reads no arguments, prints nothing and writes no files: the command line and every other
//! front end are built on it.
//!
//! ```
//! use star_lint::report::{Checked, Report, concise::Concise};
//! use star_lint::{Linter, Selection, Source, Workspace};
//!
//! let linter = Linter::new(Workspace::default(), Selection::default());
//! let story = Source::new("story.md", "**Situation:** Our deploys took a day.\n**Task:** I had to fix that.\n\
//!     **Action:** We rebuilt the pipeline.\n**Result:** It is much better.\n");
//! let linted = linter.lint(&story);
//! let text = Concise.file(&Checked::new(&story, &linted));
//! assert!(text.contains("story.md:4:13: warning[missing-metric]"), "{text}");
//! ```
//!
//! Without its default features the crate is this engine alone: `cli` adds the command line, `server` the language server,
//! `human` the report in the style of rustc, `parallel` the use of all cores for one large note.
//!
//! Data flows one way, and a module knows only those before it: `source`, `diagnostic` → `parse` → `language` →
//! `rules` → `check` → `fix` → `config` → `linter` → `records` → [`report`] → `cli`, `server`.

// Some helpers are called by the command line only.
#![cfg_attr(not(feature = "cli"), allow(dead_code))]

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod atomic_write;
#[doc(hidden)]
pub mod bank;
#[doc(hidden)]
pub mod baseline;
#[doc(hidden)]
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod config;
#[doc(hidden)]
pub mod diagnostic;
mod disk;
#[doc(hidden)]
pub mod examples;
#[doc(hidden)]
pub mod fingerprint;
#[doc(hidden)]
pub mod fix;
#[cfg(any(feature = "cli", feature = "server"))]
mod ignored;
#[doc(hidden)]
pub mod infer;
#[doc(hidden)]
pub mod language;
#[doc(hidden)]
pub mod lexicon;
mod linter;
mod parallel;
#[doc(hidden)]
pub mod parse;
mod paths;
#[doc(hidden)]
pub mod records;
pub mod report;
#[doc(hidden)]
pub mod rules;
#[cfg(feature = "server")]
#[doc(hidden)]
pub mod server;
#[doc(hidden)]
pub mod source;
#[doc(hidden)]
pub mod suggest;
#[cfg(any(feature = "cli", feature = "server"))]
#[doc(hidden)]
pub mod walk;

pub use baseline::{Baseline, BaselineError};
pub use config::{Options, Workspace};
pub use diagnostic::{Applicability, Diagnostic, Fix, Label, Level};
pub use fix::Fixed;
pub use linter::{Hidden, Linted, Linter, Selection, Summary};
pub use parse::Note;
pub use rules::RuleSet;
pub use source::{LineIndex, Position, Source, Span};
