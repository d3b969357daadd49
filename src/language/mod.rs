//! Named sets of phrases and patterns, matched on the tokens of a sentence.
//!
//! All vocabularies of a rule set share one index: each token is looked up once, and only the patterns that can begin
//! there are tried. Patterns see words, not bytes, so they match across line breaks, emphasis and curly apostrophes.
//! [`pattern`] reads the notation, [`compile`] builds the [`index`], [`matcher`] runs it.

mod anchors;
mod builder;
mod candidates;
mod chart;
mod class;
mod code;
pub mod compile;
pub mod definition;
mod ends;
mod features;
pub mod index;
pub mod inflection;
pub mod matcher;
mod numbers;
mod opening;
pub mod pattern;
pub mod pool;
mod rows;
mod symbols;
#[cfg(test)]
mod tests;
