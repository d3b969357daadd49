//! The files in the folders of `rules/`, each with its name and its text.
//!
//! Made from the folders by `tests/generated.rs`.

/// Labels and what the parser knows of words, a file for each language.
pub const LABELS: [(&str, &str); 21] = [
    ("labels/ar", include_str!("../../rules/labels/ar.toml")),
    ("labels/da", include_str!("../../rules/labels/da.toml")),
    ("labels/de", include_str!("../../rules/labels/de.toml")),
    ("labels/en", include_str!("../../rules/labels/en.toml")),
    ("labels/es", include_str!("../../rules/labels/es.toml")),
    ("labels/fr", include_str!("../../rules/labels/fr.toml")),
    ("labels/hi", include_str!("../../rules/labels/hi.toml")),
    ("labels/id", include_str!("../../rules/labels/id.toml")),
    ("labels/it", include_str!("../../rules/labels/it.toml")),
    ("labels/ja", include_str!("../../rules/labels/ja.toml")),
    ("labels/ko", include_str!("../../rules/labels/ko.toml")),
    ("labels/nl", include_str!("../../rules/labels/nl.toml")),
    ("labels/no", include_str!("../../rules/labels/no.toml")),
    ("labels/pl", include_str!("../../rules/labels/pl.toml")),
    ("labels/pt", include_str!("../../rules/labels/pt.toml")),
    ("labels/ru", include_str!("../../rules/labels/ru.toml")),
    ("labels/sv", include_str!("../../rules/labels/sv.toml")),
    ("labels/tr", include_str!("../../rules/labels/tr.toml")),
    ("labels/uk", include_str!("../../rules/labels/uk.toml")),
    ("labels/vi", include_str!("../../rules/labels/vi.toml")),
    ("labels/zh", include_str!("../../rules/labels/zh.toml")),
];

/// Classes of words and their forms.
pub const LEXICON: [(&str, &str); 5] = [
    ("lexicon/irregular", include_str!("../../rules/lexicon/irregular.toml")),
    ("lexicon/nouns", include_str!("../../rules/lexicon/nouns.toml")),
    ("lexicon/praise", include_str!("../../rules/lexicon/praise.toml")),
    ("lexicon/qualities", include_str!("../../rules/lexicon/qualities.toml")),
    ("lexicon/verbs", include_str!("../../rules/lexicon/verbs.toml")),
];

/// Words and patterns.
pub const VOCABULARIES: [(&str, &str); 16] = [
    ("vocabulary/acronyms", include_str!("../../rules/vocabulary/acronyms.toml")),
    ("vocabulary/actors", include_str!("../../rules/vocabulary/actors.toml")),
    ("vocabulary/doubt", include_str!("../../rules/vocabulary/doubt.toml")),
    ("vocabulary/grammar", include_str!("../../rules/vocabulary/grammar.toml")),
    ("vocabulary/metrics", include_str!("../../rules/vocabulary/metrics.toml")),
    ("vocabulary/numbers", include_str!("../../rules/vocabulary/numbers.toml")),
    ("vocabulary/orders", include_str!("../../rules/vocabulary/orders.toml")),
    ("vocabulary/outcomes", include_str!("../../rules/vocabulary/outcomes.toml")),
    ("vocabulary/people", include_str!("../../rules/vocabulary/people.toml")),
    ("vocabulary/phrases", include_str!("../../rules/vocabulary/phrases.toml")),
    ("vocabulary/placeholders", include_str!("../../rules/vocabulary/placeholders.toml")),
    ("vocabulary/reflection", include_str!("../../rules/vocabulary/reflection.toml")),
    ("vocabulary/secrets", include_str!("../../rules/vocabulary/secrets.toml")),
    ("vocabulary/told", include_str!("../../rules/vocabulary/told.toml")),
    ("vocabulary/verbs", include_str!("../../rules/vocabulary/verbs.toml")),
    ("vocabulary/verdicts", include_str!("../../rules/vocabulary/verdicts.toml")),
];

/// Tables of patterns with weights, and what else tells answers without labels.
pub const CUES: [(&str, &str); 2] = [
    ("cues/sections", include_str!("../../rules/cues/sections.toml")),
    ("cues/story", include_str!("../../rules/cues/story.toml")),
];

/// The profiles in the order in which people see them.
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

/// What profiles share; a file extends it by its name, as it does a profile.
pub const SHARED: [(&str, &str); 1] = [("values", include_str!("../../rules/profiles/values.toml"))];
