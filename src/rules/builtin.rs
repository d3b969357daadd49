//! The rules that come with star-lint: their files, and what they make, which is what a run uses.

use super::embedded;
pub use super::embedded::{all_files, files, profile_of};
pub use super::files::{PROFILES, SHARED};
use super::load::{MergedRules, built_in};
use super::rule_set::RuleSet;
use std::sync::OnceLock;

/// The built-in files merged, which are read once.
pub fn base() -> &'static MergedRules {
    static BASE: OnceLock<MergedRules> = OnceLock::new();
    BASE.get_or_init(|| built_in(files(), &mut Vec::new()))
}

/// The built-in rules, ready to run.
pub fn rule_set() -> RuleSet<'static> {
    embedded::compiled().unwrap_or_else(compile)
}

/// The built-in rules from their TOML files.
pub fn compile() -> RuleSet<'static> {
    base().compile(&mut Vec::new())
}

/// The digest of all built-in files: it changes with every change of a rule, a word or a profile.
pub fn digest() -> String {
    crate::fingerprint::digest(all_files())
}

/// The bytes that `rules/compiled.bin` should have.
pub fn compiled() -> Vec<u8> {
    postcard::to_allocvec(&compile()).unwrap_or_default()
}
