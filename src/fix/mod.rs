//! Applies the fixes of findings to a text, and writes comments that silence findings. Pure: no file is touched.

pub mod annotate;
pub mod diff;
mod edits;
mod harmless;
mod rounds;
pub mod silence;

pub use rounds::{Fixed, fix};
