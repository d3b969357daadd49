//! The rules that come with star-lint: the TOML files, and their compiled form, which is what a run uses.
//!
//! `rules/compiled.bin` is made from the TOML files by `tests/generated.rs`, which fails when it is stale.

use super::RuleSet;
use super::files::{LABELS, VOCABULARIES};
pub use super::files::{PROFILES, SHARED};
use super::load::{MergedRules, layers};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The files with rules, in the order in which people see them.
const RULES: [(&str, &str); 8] = [
    ("structure", include_str!("../../rules/structure.toml")),
    ("length", include_str!("../../rules/length.toml")),
    ("evidence", include_str!("../../rules/evidence.toml")),
    ("ownership", include_str!("../../rules/ownership.toml")),
    ("growth", include_str!("../../rules/growth.toml")),
    ("wording", include_str!("../../rules/wording.toml")),
    ("privacy", include_str!("../../rules/privacy.toml")),
    ("meta", include_str!("../../rules/meta.toml")),
];

/// The built-in files, each with its name below `rules/` and its text.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    LABELS.into_iter().chain(RULES).chain(VOCABULARIES)
}

/// The page of a rule, by its id and the file that introduced it; empty for rules of users.
pub fn page(id: &str, group: &str) -> String {
    let page = if files().any(|(name, _)| name == group) {
        "rules"
    } else if PROFILES.iter().any(|(name, _)| *name == group) {
        "profiles"
    } else {
        return String::new();
    };
    format!("{}/blob/main/docs/{page}.md#{id}", env!("CARGO_PKG_REPOSITORY"))
}

/// The profile that introduces a rule of this id.
pub fn profile_of(id: &str) -> Option<&'static str> {
    static RULES: OnceLock<BTreeMap<String, &'static str>> = OnceLock::new();
    let introduced = |(name, text): (&'static str, &str)| {
        let rules = super::reader::read(text, &mut Vec::new()).rules.into_iter();
        let own = rules.filter(|(_, rule)| rule.check.is_some() && rule.texts.contains_key("summary"));
        own.map(move |(id, _)| (id, name))
    };
    RULES.get_or_init(|| PROFILES.into_iter().flat_map(introduced).collect()).get(id).copied()
}

/// The layers of the built-in files, read once.
pub fn base() -> &'static MergedRules {
    static BASE: OnceLock<MergedRules> = OnceLock::new();
    BASE.get_or_init(|| layers(files(), &mut Vec::new()))
}

static COMPILED: &[u8] = include_bytes!("../../rules/compiled.bin");

/// The built-in rules, ready to run.
pub fn rule_set() -> RuleSet<'static> {
    // A stale or damaged block can only come from an unfinished change to star-lint itself.
    postcard::from_bytes(COMPILED).unwrap_or_else(|_| compile())
}

/// The built-in rules from their TOML files.
pub fn compile() -> RuleSet<'static> {
    base().compile(&mut Vec::new())
}

/// The bytes that `rules/compiled.bin` should have.
pub fn compiled() -> Vec<u8> {
    postcard::to_allocvec(&compile()).unwrap_or_default()
}
