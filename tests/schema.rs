//! The JSON Schema of `star-lint.toml` is made here from the rules and profiles, and held against the reader: a key
//! that one of them knows and the other does not fails a test. `SNAPSHOTS=overwrite cargo test --test schema` writes
//! `docs/star-lint.schema.json` anew.

use serde_json::{Value, json};
use star_lint::parse::Uses;
use star_lint::rules::builtin;
use star_lint::rules::cues::Place;
use star_lint::rules::file::TEXTS;
use star_lint::rules::reader;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An object with these properties and no others.
fn object(properties: Value) -> Value {
    let mut object = json!({ "type": "object", "additionalProperties": false });
    object["properties"] = properties;
    object
}

/// A list of strings, or one.
fn strings(description: &str) -> Value {
    json!({ "description": description, "type": ["array", "string"], "items": { "type": "string" } })
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string" })
}

fn number(description: &str) -> Value {
    json!({ "description": description, "type": "integer", "minimum": 0 })
}

fn decimal(description: &str) -> Value {
    json!({ "description": description, "type": "number" })
}

fn flag(description: &str) -> Value {
    json!({ "description": description, "type": "boolean" })
}

fn one_of(description: &str, names: &[&str]) -> Value {
    json!({ "description": description, "enum": names })
}

const KINDS: [&str; 5] = ["situation", "task", "action", "result", "other"];

const LEVELS: [&str; 4] = ["error", "warning", "info", "off"];

fn check() -> Value {
    let vocabulary = || text("the name of a vocabulary");
    let sections = || json!({ "$ref": "#/$defs/sections" });
    let (min, max) = (number("the fewest"), number("the most"));
    let require = object(json!({
        "vocabulary": vocabulary(), "at-least": number("the fewest matches; 1 where nothing is said"),
        "reflection": vocabulary(), "when": vocabulary(),
        "softer": object(json!({
            "vocabulary": vocabulary(), "level": one_of("the level then", &LEVELS),
            "message": text("the message then"), "label": text("the label then"),
        })),
        "beside": object(json!({ "scope": sections(), "vocabulary": vocabulary() })),
    }));
    let mut check = object(json!({
        "sections": one_of("sections that are not as they should be", &["missing", "empty", "order", "duplicate", "none", "unlabelled", "language"]),
        "told": vocabulary(),
        "length": object(json!({
            "of": one_of("what is measured, in words", &["answer", "section", "sentence"]), "min": min, "max": max,
            "usual": object(json!({ "min": min, "max": max, "message": text("the message outside this range") })),
        })),
        "share": object(json!({ "min": number("in percent"), "max": number("in percent") })),
        "phrases": object(json!({
            "vocabulary": vocabulary(), "quoted": flag("whether words in quotation marks count"), "soft": sections(),
            "unless-near": vocabulary(), "unless-section": vocabulary(), "narrow": object(json!({ "scope": sections(), "vocabulary": vocabulary() })),
            "own": vocabulary(), "each": flag("whether each match is a finding, rather than each sentence"),
        })),
        "repeats": object(json!({
            "of": sections(), "max": number("the largest share, in percent"), "unless": vocabulary(),
        })),
        "require": require,
        "count": object(json!({ "vocabulary": vocabulary(), "min": min, "max": max })),
        "cues": object(json!({
            "cues": text("the name of a table of cues"), "at-least": decimal("the least sum that is a finding; 0 where nothing is said"),
            "of": one_of("what is summed; a sentence where nothing is said", &["answer", "section", "sentence"]),
        })),
        "pattern": strings("regular expressions, on the text of each section"),
        "acronyms": object(json!({ "known": vocabulary(), "unless": vocabulary() })),
        "doubled": object(json!({ "words": vocabulary() })),
        "labels": one_of("labels that are written in different styles", &["style"]),
        "suppressions": one_of("comments for star-lint that silence nothing", &["unused"]),
        "bank": object(json!({
            "finds": one_of("what is seen only across notes", &["uncovered", "overused", "duplicate", "numbers"]),
            "min": number("from where on it is a finding"), "max": number("up to where it is none"),
        })),
    }));
    check["minProperties"] = json!(1);
    // One kind of check; `told` belongs to `sections`.
    check["if"] = json!({ "required": ["told"] });
    check["then"] = json!({ "required": ["sections"], "maxProperties": 2 });
    check["else"] = json!({ "maxProperties": 1 });
    check
}

/// One of the groups of built-in rules, or a new one.
fn group() -> Value {
    let groups: BTreeSet<&str> = builtin::base().rules.iter().map(|rule| &*rule.group).collect();
    json!({
        "description": "the group that a rule can be selected with", "type": "string",
        "anyOf": [{ "enum": groups }, { "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" }],
    })
}

/// What the parser knows of words, and by which words it knows each language.
fn reading() -> Value {
    let mut properties = json!({
        "joiners": strings("words that join labels"), "determiners": strings("words before a label"),
        "openers": strings("words that open a question"), "you": strings("words of questions"),
        "told": strings("words that tell what happened"),
        "me": strings("words of stories"), "abbreviations": strings("words that end with a full stop"),
    });
    for (_, name, _) in Uses::LANGUAGES {
        properties[name] = strings("grammar words by which the language is known");
    }
    properties
}

fn rule() -> Value {
    let mut properties = json!({
        "group": group(),
        "level": one_of("how much a finding matters", &LEVELS),
        "scope": { "$ref": "#/$defs/sections" },
        "language": text("the language whose words it knows, such as en"),
        "about": text("a vocabulary that the headings of an answer must match"),
        "check": check(),
        "remove": object(json!({
            "safe": text("a vocabulary of words that --fix removes"),
            "unsafe": text("a vocabulary of words that --unsafe-fixes removes"),
        })),
        "outline": one_of("what `star-lint outline` counts with its vocabulary", &["metrics", "own", "group", "nobody"]),
        "allow": strings("words that the rule never reports"),
        "translations": object(Value::Object(
            Uses::LANGUAGES.into_iter().map(|(code, ..)| (code.to_owned(), text("the vocabulary in this language"))).collect(),
        )),
        "joins": strings("rules whose finding tells what this one finds at the same place"),
        "examples": { "type": "array", "items": object(json!({
            "bad": text("a text in which the rule must find something"), "good": text("a text in which it must find nothing"),
        })) },
    });
    for key in TEXTS {
        properties[key] = text("a text; see docs/rule-files.md");
    }
    object(properties)
}

/// What a file and an override may both say.
fn part() -> Value {
    let known = |text: &str| reader::read(text, &mut Vec::new());
    let own = builtin::files().map(|(_, text)| known(text));
    let profiles = builtin::PROFILES.iter().map(|(_, text)| known(text));
    let rules: BTreeMap<String, Value> = own
        .chain(profiles)
        .flat_map(|file| file.rules)
        .filter_map(|(id, patch)| {
            let summary = patch.texts.get("summary")?.clone();
            Some((id, json!({ "description": summary, "$ref": "#/$defs/rule" })))
        })
        .collect();
    let labels =
        ["situation", "task", "action", "result", "other", "challenge", "learning", "leading", "question", "aside"];
    let label = object(json!({
        "words": strings("labels that need no further evidence"), "synonyms": strings("labels only among other labels"),
        "letters": strings("labels of one letter"),
    }));
    let labels: BTreeMap<&str, Value> = labels.into_iter().map(|name| (name, label.clone())).collect();
    let names: Vec<&str> = builtin::PROFILES.iter().map(|(name, _)| *name).collect();
    json!({
        "extends": {
            "description": "profiles by name, or paths to rule files", "type": ["array", "string"],
            "items": { "anyOf": [{ "enum": names }, { "type": "string" }] },
        },
        "group": group(),
        "words-per-minute": number("how fast you speak"),
        "language": text("the language of the answers, such as en; detected in each answer if left out"),
        "labels": object(json!(labels)),
        "reading": object(reading()),
        "irregular": object(json!({
            "verbs": strings("a verb, its past, participle, gerund and third person"),
            "nouns": strings("a noun and its plural"),
        })),
        "vocabulary": { "type": "object", "additionalProperties": { "$ref": "#/$defs/vocabulary" } },
        "values": { "description": "values that stories are held against", "type": "object", "additionalProperties": { "$ref": "#/$defs/topic" } },
        "questions": { "description": "families of questions", "type": "object", "additionalProperties": { "$ref": "#/$defs/topic" } },
        "amounts": object(json!({
            "rough": strings("words that make an amount a rough one"),
            "rates": strings("words between an amount and a unit that make it a rate, such as per"),
            "numbers": { "description": "words and their numbers", "type": "object", "additionalProperties": { "type": "number" } },
            "scales": { "description": "words that multiply the number before them", "type": "object", "additionalProperties": { "type": "number" } },
            "units": { "description": "units, each as so many of a base unit", "type": "object", "additionalProperties": { "type": "string" } },
        })),
        "cues": {
            "description": "tables of cues", "type": "object", "properties": { "sections": { "$ref": "#/$defs/section-cues" } },
            "additionalProperties": { "$ref": "#/$defs/cues" },
        },
        "rules": { "type": "object", "properties": rules, "additionalProperties": { "$ref": "#/$defs/rule" } },
    })
}

fn schema() -> Value {
    let names = || strings("names of vocabularies");
    let vocabulary = object(json!({
        "words": strings("single words"), "phrases": strings("phrases"), "patterns": strings("patterns"),
        "verbs": strings("verbs in their base form; each matches in all its forms"),
        "nouns": strings("nouns in the singular; each matches in both numbers"),
        "finds": strings("sentences in which it must match"), "passes": strings("sentences in which it must not match"),
        "except": strings("look-alikes"), "unless": names(), "unless-before": names(), "with": names(),
        "clause": text("a vocabulary that separates clauses"),
    }));
    let of_each = |description: &str, value: Value| json!({ "description": description, "type": "object", "additionalProperties": value });
    let weights = || object(KINDS.map(|kind| (kind.to_owned(), decimal("a weight"))).into_iter().collect());
    let cues = object(json!({
        "bias": decimal("what every sum begins with"), "words": of_each("patterns with their weights", decimal("a weight")),
    }));
    let section_cues = object(json!({
        "bias": weights(), "words": of_each("patterns in the sentence", weights()),
        "before": of_each("patterns in the sentence before", weights()),
        "after": of_each("patterns in the sentence after", weights()),
        "earlier": of_each("patterns in any sentence before", weights()),
        "later": of_each("patterns in any sentence after", weights()),
        "place": object(Place::NAMES.map(|place| (place.to_owned(), weights())).into_iter().collect()),
        "order": object(KINDS.map(|kind| (kind.to_owned(), weights())).into_iter().collect()),
    }));
    let mut properties = part();
    let paths = || strings("globs as in .gitignore, from the folder of this file");
    let over = {
        let mut over = part();
        over["paths"] = paths();
        let mut over = object(over);
        over["required"] = json!(["paths"]);
        over
    };
    properties["overrides"] = json!({ "description": "settings for some notes only", "type": "array", "items": over });
    properties["root"] = flag("whether to ignore the configurations of the folders above");
    properties["fail-on"] = one_of("the lowest level that fails a run", &["error", "warning", "info", "never"]);
    properties["min-level"] = one_of("the lowest level that is shown", &["error", "warning", "info"]);
    properties["files"] = object(json!({ "include": paths(), "exclude": paths(), "answers": paths() }));
    properties["bank"] = object(json!({
        "questions": strings("questions that the stories should answer"),
        "tags": { "description": "tags of your own, and the value or question that each stands for", "type": "object", "additionalProperties": { "type": "string" } },
        "without": strings("values and questions that are not wanted"),
        "exclude": paths(),
    }));
    properties["profile"] = object(json!({
        "title": text("its title"), "description": text("what it is about"),
        "as-of": text("the month in which the sources were read"), "sources": strings("where it comes from"),
        "order": number("where a profile of star-lint itself stands in the list"),
        "basis": one_of("whether employers state it or candidates tell it", &["stated", "folklore"]),
    }));
    let mut schema = object(properties);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["$id"] = json!(concat!(env!("CARGO_PKG_REPOSITORY"), "/raw/main/docs/star-lint.schema.json"));
    schema["title"] = json!("star-lint.toml");
    schema["description"] = json!("The configuration of star-lint, a rule file, or a profile.");
    schema["$defs"] = json!({
        "topic": object(json!({
            "title": text("what people call it"), "named": text("the vocabulary of tags, headings and questions that name it"),
            "shows": text("the vocabulary of words in a story that show it"), "scope": { "$ref": "#/$defs/sections" },
            "at-least": number("in how many sentences they must stand; 1 where nothing is said"),
        })),
        "rule": rule(), "vocabulary": vocabulary, "cues": cues, "section-cues": section_cues,
        "sections": {
            "description": "sections of an answer", "type": ["array", "string"],
            "items": { "enum": ["situation", "task", "action", "result", "other"] },
        },
    });
    schema
}

#[test]
fn the_schema_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/star-lint.schema.json");
    let wanted = format!("{:#}\n", schema());
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(&path, &wanted).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let printed =
        std::process::Command::new(env!("CARGO_BIN_EXE_star-lint")).arg("schema").output().expect("star-lint runs");
    assert!(printed.stdout == found.as_bytes(), "`schema` prints another schema than docs/ has");
    assert!(found == wanted, "the schema is stale: SNAPSHOTS=overwrite cargo test --test schema");
}

/// The keys that the reader knows in a table, from what it says of one that nobody knows.
fn known_keys(header: &str) -> BTreeSet<String> {
    let mut problems = Vec::new();
    reader::read(&format!("{header}\nqqqqqqqqqqqqqqqqqqqq = 1\n"), &mut problems);
    let help = problems.iter().find(|problem| problem.message.contains("qqqq")).map(|problem| problem.help.clone());
    let help = help.unwrap_or_else(|| panic!("{header}: nothing is said of an unknown key: {problems:?}"));
    let keys = help.strip_prefix("known here: ").unwrap_or_else(|| panic!("{header}: {help}"));
    keys.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema = schema();
    for (header, pointer) in [
        ("", ""),
        ("[[overrides]]", "/properties/overrides/items"),
        ("[files]", "/properties/files"),
        ("[bank]", "/properties/bank"),
        ("[values.x]", "/$defs/topic"),
        ("[questions.x]", "/$defs/topic"),
        ("[amounts]", "/properties/amounts"),
        ("[rules.x.check.bank]", "/$defs/rule/properties/check/properties/bank"),
        ("[profile]", "/properties/profile"),
        ("[reading]", "/properties/reading"),
        ("[irregular]", "/properties/irregular"),
        ("[labels.task]", "/properties/labels/properties/task"),
        ("[vocabulary.x]", "/$defs/vocabulary"),
        ("[rules.x]", "/$defs/rule"),
        ("[[rules.x.examples]]", "/$defs/rule/properties/examples/items"),
        ("[rules.x.remove]", "/$defs/rule/properties/remove"),
        ("[rules.x.check]", "/$defs/rule/properties/check"),
        ("[rules.x.check.length.usual]", "/$defs/rule/properties/check/properties/length/properties/usual"),
        ("[rules.x.check.length]", "/$defs/rule/properties/check/properties/length"),
        ("[rules.x.check.share]", "/$defs/rule/properties/check/properties/share"),
        ("[rules.x.check.phrases]", "/$defs/rule/properties/check/properties/phrases"),
        ("[rules.x.check.repeats]", "/$defs/rule/properties/check/properties/repeats"),
        ("[rules.x.check.require]", "/$defs/rule/properties/check/properties/require"),
        ("[rules.x.check.require.softer]", "/$defs/rule/properties/check/properties/require/properties/softer"),
        ("[rules.x.check.require.beside]", "/$defs/rule/properties/check/properties/require/properties/beside"),
        ("[rules.x.check.count]", "/$defs/rule/properties/check/properties/count"),
        ("[cues.x]", "/$defs/cues"),
        ("[cues.sections]", "/$defs/section-cues"),
        ("[rules.x.check.cues]", "/$defs/rule/properties/check/properties/cues"),
        ("[rules.x.check.acronyms]", "/$defs/rule/properties/check/properties/acronyms"),
        ("[rules.x.check.doubled]", "/$defs/rule/properties/check/properties/doubled"),
    ] {
        let place = schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in the schema"));
        let properties = place["properties"].as_object().unwrap_or_else(|| panic!("{pointer} has no properties"));
        let named: BTreeSet<String> = properties.keys().cloned().collect();
        assert_eq!(named, known_keys(header), "{header}");
    }
}

/// A TOML text as JSON, for the validator.
fn as_json(text: &str) -> Value {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_schema_says_yes_and_no_as_the_reader_does() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let example = include_str!("../rules/init.toml");
    // What the example keeps in comments is right as well.
    let commented: Vec<&str> =
        example.lines().filter_map(|line| line.strip_prefix("# ").filter(|line| is_toml(line))).collect();
    let files = builtin::all_files().map(|(_, text)| text);
    for text in files.chain([example, &commented.join("\n")]) {
        let mut problems = Vec::new();
        reader::read(text, &mut problems);
        assert!(problems.is_empty(), "{problems:?}\n{text}");
        let errors: Vec<String> = validator.iter_errors(&as_json(text)).map(|error| format!("{error}")).collect();
        assert!(errors.is_empty(), "{errors:?}\n{text}");
    }
    for wrong in [
        "profil = 1",
        "root = 1",
        "fail-on = \"warn\"",
        "min-level = \"never\"",
        "[files]\nexlude = []",
        "[rules.hedging]\nlevel = \"loud\"",
        "[rules.hedging]\nscope = [\"actions\"]",
        "[rules.word-count.check.length]\nmax = \"150\"",
        "[rules.hedging.check]\nphrase = 1",
        "[profile]\nbasis = \"hearsay\"",
        "[bank]\nquestion = []",
        "[bank.tags]\nlate = 1",
        "[values.x]\nname = \"X\"",
        "[rules.x.check.bank]\nfinds = \"twins\"",
        "[[overrides]]\nextends = [\"netflix\"]",
        "[labels.outcome]\nwords = []",
        "[cues.praise.words]\nfine = { action = 1 }",
        "[cues.sections.words]\nfine = 1",
        "[cues.sections.place]\nmiddle = { action = 1 }",
    ] {
        let mut problems = Vec::new();
        reader::read(wrong, &mut problems);
        assert!(!problems.is_empty(), "the reader takes {wrong:?}");
        assert!(!validator.is_valid(&as_json(wrong)), "the schema takes {wrong:?}");
    }
}

/// Whether a commented line is a setting rather than prose.
fn is_toml(line: &str) -> bool {
    line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '))
}
