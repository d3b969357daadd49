//! The files of `rules/`, each with its name and its text.
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
