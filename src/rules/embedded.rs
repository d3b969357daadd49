//! What the binary holds of the rules: the text of each file, and the compiled form of all of them.
//!
//! `rules/compiled.bin` is made from the TOML files by `tests/generated.rs`, which fails when it is stale.

use super::files::{CUES, LABELS, LEXICON, PROFILES, SHARED, VOCABULARIES};
use super::reader;
use super::rule_set::RuleSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The files with rules, in the order in which people see them.
const RULES: [(&str, &str); 9] = [
    ("structure", include_str!("../../rules/structure.toml")),
    ("length", include_str!("../../rules/length.toml")),
    ("evidence", include_str!("../../rules/evidence.toml")),
    ("ownership", include_str!("../../rules/ownership.toml")),
    ("growth", include_str!("../../rules/growth.toml")),
    ("wording", include_str!("../../rules/wording.toml")),
    ("bank", include_str!("../../rules/bank.toml")),
    ("privacy", include_str!("../../rules/privacy.toml")),
    ("meta", include_str!("../../rules/meta.toml")),
];

/// The built-in files, each with its name below `rules/` and its text.
pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
    LABELS.into_iter().chain(RULES).chain(LEXICON).chain(VOCABULARIES).chain(CUES)
}

/// The built-in files, what profiles share, and the profiles.
pub fn all_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    files().chain(SHARED).chain(PROFILES)
}

/// The page of a rule, by its id and the file that introduced it; empty for rules of users.
pub(super) fn page(id: &str, file: &str) -> String {
    let page = if RULES.iter().any(|(name, _)| *name == file) {
        "rules"
    } else if PROFILES.iter().any(|(name, _)| *name == file) {
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
        let rules = reader::read(text, &mut Vec::new()).rules.into_iter();
        let own = rules.filter(|(_, rule)| rule.check.is_some() && rule.texts.contains_key("summary"));
        own.map(move |(id, _)| (id, name))
    };
    RULES.get_or_init(|| PROFILES.into_iter().flat_map(introduced).collect()).get(id).copied()
}

/// The names of the values of all profiles.
pub(super) fn values() -> Vec<String> {
    let names = |(_, text)| reader::read(text, &mut Vec::new()).values.into_iter().map(|(name, _)| name);
    PROFILES.into_iter().flat_map(names).collect()
}

/// The names of all built-in vocabularies.
pub(super) fn vocabularies() -> &'static BTreeSet<String> {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    // Reading all files once more would take as long as everything else that a changed vocabulary costs.
    let base = || compiled().map(|rules| rules.vocabularies.into_owned()).unwrap_or_default();
    let names = |(_, text)| reader::read(text, &mut Vec::new()).vocabularies.into_keys();
    let others = || SHARED.into_iter().chain(PROFILES).flat_map(names);
    NAMES.get_or_init(|| base().lines().map(str::to_owned).chain(others()).collect())
}

static COMPILED: &[u8] = include_bytes!("../../rules/compiled.bin");

/// The compiled rules; `None` where they are stale or damaged, as they can be only while star-lint itself is changed.
pub(super) fn compiled() -> Option<RuleSet<'static>> {
    postcard::from_bytes(COMPILED).ok()
}
