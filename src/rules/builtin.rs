//! The rules that come with star-lint: the TOML files, and their compiled form, which is what a run uses.
//!
//! `rules/compiled.bin` is made from the TOML files by `tests/generated.rs`, which fails when it is stale.

use super::RuleSet;
use super::load::layers;

/// The files, each with its group name and text, in the order in which they are listed.
pub const FILES: [(&str, &str); 20] = [
    ("labels", include_str!("../../rules/labels.toml")),
    ("structure", include_str!("../../rules/structure.toml")),
    ("length", include_str!("../../rules/length.toml")),
    ("evidence", include_str!("../../rules/evidence.toml")),
    ("ownership", include_str!("../../rules/ownership.toml")),
    ("growth", include_str!("../../rules/growth.toml")),
    ("wording", include_str!("../../rules/wording.toml")),
    ("privacy", include_str!("../../rules/privacy.toml")),
    ("grammar", include_str!("../../rules/vocabulary/grammar.toml")),
    ("verbs", include_str!("../../rules/vocabulary/verbs.toml")),
    ("numbers", include_str!("../../rules/vocabulary/numbers.toml")),
    ("metrics", include_str!("../../rules/vocabulary/metrics.toml")),
    ("outcomes", include_str!("../../rules/vocabulary/outcomes.toml")),
    ("people", include_str!("../../rules/vocabulary/people.toml")),
    ("actors", include_str!("../../rules/vocabulary/actors.toml")),
    ("doubt", include_str!("../../rules/vocabulary/doubt.toml")),
    ("phrases", include_str!("../../rules/vocabulary/phrases.toml")),
    ("reflection", include_str!("../../rules/vocabulary/reflection.toml")),
    ("placeholders", include_str!("../../rules/vocabulary/placeholders.toml")),
    ("acronyms", include_str!("../../rules/vocabulary/acronyms.toml")),
];

static COMPILED: &[u8] = include_bytes!("../../rules/compiled.bin");

/// The built-in rules, ready to run.
pub fn rule_set() -> RuleSet<'static> {
    // A stale or damaged block can only come from an unfinished change to star-lint itself.
    postcard::from_bytes(COMPILED).unwrap_or_else(|_| compile())
}

/// The built-in rules from their TOML files.
pub fn compile() -> RuleSet<'static> {
    layers(FILES, &mut Vec::new()).compile(&mut Vec::new())
}

/// The bytes that `rules/compiled.bin` should have.
pub fn compiled() -> Vec<u8> {
    postcard::to_allocvec(&compile()).unwrap_or_default()
}
