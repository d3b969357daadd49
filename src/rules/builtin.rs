//! The rules that come with star-lint: the TOML files, and their compiled form, which is what a run uses.
//!
//! `rules/compiled.bin` is made from the TOML files by `tests/generated.rs`, which fails when it is stale.

use super::RuleSet;
use super::load::{MergedRules, layers};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The files, each with its group name and text, in the order in which they are listed.
pub const FILES: [(&str, &str); 23] = [
    ("labels", include_str!("../../rules/labels.toml")),
    ("structure", include_str!("../../rules/structure.toml")),
    ("length", include_str!("../../rules/length.toml")),
    ("evidence", include_str!("../../rules/evidence.toml")),
    ("ownership", include_str!("../../rules/ownership.toml")),
    ("growth", include_str!("../../rules/growth.toml")),
    ("wording", include_str!("../../rules/wording.toml")),
    ("privacy", include_str!("../../rules/privacy.toml")),
    ("meta", include_str!("../../rules/meta.toml")),
    ("story", include_str!("../../rules/story.toml")),
    ("sections", include_str!("../../rules/sections.toml")),
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

/// The profiles, each with its name and text, in the order in which they are listed.
pub const PROFILES: [(&str, &str); 12] = [
    ("netflix", include_str!("../../rules/profiles/netflix.toml")),
    ("amazon", include_str!("../../rules/profiles/amazon.toml")),
    ("google", include_str!("../../rules/profiles/google.toml")),
    ("meta", include_str!("../../rules/profiles/meta.toml")),
    ("microsoft", include_str!("../../rules/profiles/microsoft.toml")),
    ("apple", include_str!("../../rules/profiles/apple.toml")),
    ("stripe", include_str!("../../rules/profiles/stripe.toml")),
    ("mckinsey-pei", include_str!("../../rules/profiles/mckinsey-pei.toml")),
    ("uk-civil-service", include_str!("../../rules/profiles/uk-civil-service.toml")),
    ("us-federal", include_str!("../../rules/profiles/us-federal.toml")),
    ("aps", include_str!("../../rules/profiles/aps.toml")),
    ("nhs", include_str!("../../rules/profiles/nhs.toml")),
];

/// Words that profiles share; a file may extend it by its name, as it may a profile.
pub const SHARED: [(&str, &str); 1] = [("values", include_str!("../../rules/profiles/values.toml"))];

/// The page of a rule, by its id and the file that introduced it; empty for rules of users.
pub fn page(id: &str, group: &str) -> String {
    let has = |files: &[(&str, &str)]| files.iter().any(|(name, _)| *name == group);
    let page = if has(&FILES) {
        "rules"
    } else if has(&PROFILES) {
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
    BASE.get_or_init(|| layers(FILES, &mut Vec::new()))
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
