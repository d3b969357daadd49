//! One rule file as it is written: star-lint's own, a user's, or `star-lint.toml`. Only what a file says is
//! set; [`super::load`] lays files over each other.

use super::load::Problem;
use super::toml::{Table, span};
use super::{Structure, Unit};
use crate::diagnostic::Level;
use crate::parse::Kinds;
use crate::parse::grammar::uses;
use crate::source::Span;
use crate::vocabulary::pattern::{self, Item};
use ::toml::de::DeTable;
use std::collections::BTreeMap;

/// A rule file.
#[derive(Clone, Debug, Default)]
pub struct RuleFile {
    /// Rule files that this one builds on.
    pub extends: Vec<(String, Span)>,
    /// How fast an answer is spoken.
    pub words_per_minute: Option<u32>,
    /// The language of the answers, where it is not to be guessed.
    pub language: Option<String>,
    /// Words for the parser: a word or phrase and its uses.
    pub words: Vec<(String, u32)>,
    /// Vocabularies by name.
    pub vocabularies: BTreeMap<String, VocabularyPatch>,
    /// Rules by id, in the order of the file.
    pub rules: Vec<(String, RulePatch)>,
}

/// What a file says of a vocabulary.
#[derive(Clone, Debug, Default)]
pub struct VocabularyPatch {
    /// Phrases, words and patterns.
    pub entries: Vec<(Vec<Item>, Span)>,
    /// Look-alikes.
    pub except: Vec<(Vec<Item>, Span)>,
    /// Cancel in the same sentence.
    pub unless: Vec<(String, Span)>,
    /// Cancel from earlier in the clause.
    pub unless_before: Vec<(String, Span)>,
    /// Needed in the same sentence.
    pub with: Vec<(String, Span)>,
    /// What parts clauses.
    pub clause: Option<(String, Span)>,
}

/// What a file says of a rule.
#[derive(Clone, Debug, Default)]
pub struct RulePatch {
    /// Where its name stands.
    pub span: Span,
    /// See [`super::Rule`].
    pub level: Option<Level>,
    /// See [`super::Rule`].
    pub scope: Option<Kinds>,
    /// See [`super::Rule`].
    pub language: Option<String>,
    /// See [`super::Rule`].
    pub check: Option<WrittenCheck>,
    /// Texts by key: summary, message, label, also, help, why, source, measured.
    pub texts: BTreeMap<&'static str, String>,
    /// Words that the rule never speaks of.
    pub allow: Vec<(Vec<Item>, Span)>,
    /// Pairs of a bad and a good text.
    pub examples: Vec<Example>,
}

/// An example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// A text that the rule must speak of.
    pub bad: String,
    /// A text that it must be silent on; may be empty.
    pub good: String,
    /// Where it stands.
    pub span: Span,
}

/// A check as written: vocabularies by name.
#[derive(Clone, Debug)]
pub struct WrittenCheck {
    /// The kind.
    pub kind: WrittenKind,
    /// Where.
    pub span: Span,
}

/// See [`super::Check`].
#[derive(Clone, Debug)]
pub enum WrittenKind {
    /// See [`super::Check`].
    Sections(Structure),
    /// See [`super::Check`].
    Length(Option<Unit>, Option<u32>, Option<u32>),
    /// See [`super::Check`].
    Share(Option<u32>, Option<u32>),
    /// The vocabulary, whether quotations count, soft sections and the vocabulary of own doing.
    Phrases(Named, bool, Kinds, Named),
    /// See [`super::Require`].
    Require(WrittenRequire),
    /// See [`super::Check`].
    Count(Named, Option<u32>, Option<u32>),
    /// See [`super::Check`].
    Pattern(Vec<(String, Span)>),
    /// See [`super::Check`].
    Acronyms(Named),
}

/// A vocabulary by name, where one was named.
pub type Named = Option<(String, Span)>;

/// See [`super::Require`].
#[derive(Clone, Debug)]
pub struct WrittenRequire {
    /// See [`super::Require`].
    pub vocabulary: Named,
    /// See [`super::Require`].
    pub at_least: u32,
    /// See [`super::Require`].
    pub reflection: bool,
    /// Vocabulary, level, message, label.
    pub softer: Option<(Named, Level, String, String)>,
    /// Sections and vocabulary.
    pub beside: Option<(Kinds, Named)>,
    /// See [`super::Require`].
    pub when: Named,
}

/// The texts of a rule, in the order in which `explain` and the schema show them.
pub const TEXTS: [&str; 8] = ["summary", "message", "label", "also", "help", "why", "source", "measured"];

const LEVELS: [(&str, Level); 4] =
    [("error", Level::Error), ("warning", Level::Warning), ("info", Level::Info), ("off", Level::Off)];

/// Reads a file; everything that could be read is in the result, everything else in `problems`.
pub fn read(source: &str, problems: &mut Vec<Problem>) -> RuleFile {
    let (document, errors) = DeTable::parse_recoverable(source);
    for error in errors {
        let span = error.span().map_or(Span::default(), Span::new);
        problems.push(Problem::new(span, error.message().trim().replace('\n', ", ")));
    }
    let mut reader = Reader { source, file: RuleFile::default() };
    let mut top = Table::new(document.get_ref(), "this file", problems);
    reader.top(&mut top);
    top.finish();
    reader.file
}

struct Reader<'s> {
    source: &'s str,
    file: RuleFile,
}

impl Reader<'_> {
    fn top(&mut self, top: &mut Table) {
        self.file.extends = owned(top.strings("extends", self.source, false));
        self.file.words_per_minute = top.number("words-per-minute");
        self.file.language = top.text("language");
        for (name, place, table) in top.tables("labels") {
            self.labels(name, place, table, top.problems());
        }
        if let Some(mut table) = top.table("reading", "[reading]") {
            const USES: [(&str, u32); 6] = [
                ("joiners", uses::JOINER),
                ("determiners", uses::DETERMINER),
                ("openers", uses::OPENER),
                ("you", uses::YOU),
                ("me", uses::ME),
                ("abbreviations", uses::ABBREVIATION),
            ];
            for (key, bits) in USES {
                for (line, _) in table.strings(key, self.source, true) {
                    self.file.words.extend(line.split_whitespace().map(|word| (word.to_lowercase(), bits)));
                }
            }
            for (line, _) in table.strings("english", self.source, true) {
                self.file.words.extend(line.split_whitespace().map(|word| (word.to_lowercase(), uses::ENGLISH)));
            }
            table.finish();
        }
        for (name, _, table) in top.tables("vocabulary") {
            let mut table = Table::new(table, format!("[vocabulary.{name}]"), top.problems());
            let patch = self.vocabulary(&mut table);
            table.finish();
            self.file.vocabularies.insert(name.to_owned(), patch);
        }
        for (name, place, table) in top.tables("rules") {
            let mut table = Table::new(table, format!("[rules.{name}]"), top.problems());
            let mut patch = self.rule(&mut table);
            patch.span = place;
            table.finish();
            self.file.rules.push((name.to_owned(), patch));
        }
    }

    fn labels(&mut self, name: &str, place: Span, table: &DeTable, problems: &mut Vec<Problem>) {
        let bits = match name {
            "challenge" => 3 | uses::COVERS_TASK,
            "learning" => 16 | uses::LEARNING,
            "leading" => 16 | uses::LEADING,
            "question" => uses::QUESTION,
            "aside" => uses::ASIDE,
            _ => match Kinds::named(name) {
                Some(kinds) => u32::from(kinds.0),
                None => {
                    let known =
                        Kinds::NAMES.into_iter().chain(["challenge", "learning", "leading", "question", "aside"]);
                    let mut problem = Problem::new(place, format!("there are no labels `{name}`"));
                    problem.help = format!("known: {}", known.collect::<Vec<_>>().join(", "));
                    return problems.push(problem);
                }
            },
        };
        let mut table = Table::new(table, format!("[labels.{name}]"), problems);
        for (key, extra) in [("words", uses::STRONG), ("synonyms", 0)] {
            for (word, _) in table.strings(key, self.source, true) {
                self.file.words.push((word.to_lowercase(), bits | extra));
            }
        }
        for (letter, _) in table.strings("letters", self.source, true) {
            let rare = if bits & uses::COVERS_TASK != 0 || bits & 16 != 0 { uses::RARE } else { 0 };
            let bits = if bits & uses::COVERS_TASK != 0 { 1 } else { bits };
            self.file.words.push((letter.to_lowercase(), bits | uses::LETTER | rare));
        }
        table.finish();
    }

    fn vocabulary(&mut self, table: &mut Table) -> VocabularyPatch {
        let mut patch = VocabularyPatch::default();
        for (line, place) in table.strings("words", self.source, true) {
            patch.entries.extend(line.split_whitespace().map(|word| (pattern::phrase(word), place)));
        }
        for (line, place) in table.strings("phrases", self.source, true) {
            patch.entries.push((pattern::phrase(line), place));
        }
        patch.entries.extend(self.patterns(table, "patterns"));
        patch.except = self.patterns(table, "except");
        patch.unless = owned(table.strings("unless", self.source, false));
        patch.unless_before = owned(table.strings("unless-before", self.source, false));
        patch.with = owned(table.strings("with", self.source, false));
        patch.clause = table.string("clause").map(|(name, place)| (name.to_owned(), place));
        patch
    }

    fn patterns(&mut self, table: &mut Table, key: &'static str) -> Vec<(Vec<Item>, Span)> {
        let mut found = Vec::new();
        for (text, place) in table.strings(key, self.source, true) {
            match pattern::parse(text) {
                Ok(items) => found.push((items, place)),
                Err((at, message)) => {
                    let exact = self
                        .source
                        .get(place.range())
                        .and_then(|raw| raw.find(text))
                        .map(|quote| place.start as usize + quote + at);
                    let span = exact.map_or(place, |at| Span::new(at..at + 1));
                    table.problem(span, message);
                }
            }
        }
        found
    }

    fn rule(&mut self, table: &mut Table) -> RulePatch {
        let mut patch = RulePatch {
            level: table.choice("level", &LEVELS),
            scope: self.kinds(table, "scope"),
            ..RulePatch::default()
        };
        patch.language = table.text("language");
        for key in TEXTS {
            if let Some(text) = table.text(key) {
                patch.texts.insert(key, text);
            }
        }
        patch.allow = self.patterns(table, "allow");
        patch.check = table.value("check").and_then(|value| self.check(value, table));
        if let Some(examples) = table.value("examples") {
            for example in examples.get_ref().as_array().into_iter().flatten() {
                let place = span(example);
                let Some(fields) = example.get_ref().as_table() else {
                    table.problem(place, "an example is a table with `bad` and `good`");
                    continue;
                };
                let mut fields = Table::new(fields, "an example", table.problems());
                let mut text = |key| fields.string(key).map(|(text, _)| text.to_owned()).unwrap_or_default();
                let (bad, good) = (text("bad"), text("good"));
                fields.finish();
                patch.examples.push(Example { bad, good, span: place });
            }
        }
        patch
    }

    fn kinds(&mut self, table: &mut Table, key: &'static str) -> Option<Kinds> {
        let names = table.strings(key, self.source, false);
        let mut kinds = (!names.is_empty()).then_some(Kinds::NONE);
        for (name, place) in names {
            match Kinds::named(name) {
                Some(kind) => kinds = kinds.map(|kinds| kinds.union(kind)),
                None => {
                    table.problem(place, format!("`{name}` is no section; sections are {}", Kinds::NAMES.join(", ")))
                }
            }
        }
        kinds
    }

    fn check(&mut self, value: &super::toml::Value, outer: &mut Table) -> Option<WrittenCheck> {
        let place = span(value);
        let Some(table) = value.get_ref().as_table() else {
            outer.problem(place, "a check is a table such as `check.phrases = { vocabulary = \"…\" }`");
            return None;
        };
        let mut table = Table::new(table, "check", outer.problems());
        let mut kinds = Vec::new();
        const STRUCTURES: [(&str, Structure); 5] = [
            ("missing", Structure::Missing),
            ("empty", Structure::Empty),
            ("order", Structure::Order),
            ("duplicate", Structure::Duplicate),
            ("none", Structure::NoAnswer),
        ];
        kinds.extend(table.choice("sections", &STRUCTURES).map(WrittenKind::Sections));
        if let Some(mut length) = table.table("length", "check.length") {
            let of = length
                .choice("of", &[("answer", Unit::Answer), ("section", Unit::Section), ("sentence", Unit::Sentence)]);
            kinds.push(WrittenKind::Length(of, length.number("min"), length.number("max")));
            length.finish();
        }
        if let Some(mut share) = table.table("share", "check.share") {
            kinds.push(WrittenKind::Share(share.number("min"), share.number("max")));
            share.finish();
        }
        if let Some(mut phrases) = table.table("phrases", "check.phrases") {
            let soft = self.kinds(&mut phrases, "soft").unwrap_or(Kinds::NONE);
            let quoted = phrases.flag("quoted").unwrap_or(false);
            kinds.push(WrittenKind::Phrases(
                named(&mut phrases, "vocabulary"),
                quoted,
                soft,
                named(&mut phrases, "own"),
            ));
            phrases.finish();
        }
        if let Some(mut require) = table.table("require", "check.require") {
            kinds.push(WrittenKind::Require(self.require(&mut require)));
            require.finish();
        }
        if let Some(mut count) = table.table("count", "check.count") {
            kinds.push(WrittenKind::Count(named(&mut count, "vocabulary"), count.number("min"), count.number("max")));
            count.finish();
        }
        let patterns = owned(table.strings("pattern", self.source, false));
        if !patterns.is_empty() {
            kinds.push(WrittenKind::Pattern(patterns));
        }
        if let Some(mut acronyms) = table.table("acronyms", "check.acronyms") {
            kinds.push(WrittenKind::Acronyms(named(&mut acronyms, "known")));
            acronyms.finish();
        }
        if kinds.len() > 1 {
            table.problem(place, "a rule has one check; make a second rule for the other");
        }
        table.finish();
        kinds.into_iter().next().map(|kind| WrittenCheck { kind, span: place })
    }

    fn require(&mut self, table: &mut Table) -> WrittenRequire {
        let vocabulary = named(table, "vocabulary");
        let at_least = table.number("at-least").unwrap_or(1);
        let reflection = table.flag("reflection").unwrap_or(false);
        let when = named(table, "when");
        let softer = table.table("softer", "check.require.softer").map(|mut softer| {
            let level = softer.choice("level", &LEVELS).unwrap_or(Level::Info);
            let mut text = |key| softer.text(key).unwrap_or_default();
            let (message, label) = (text("message"), text("label"));
            let vocabulary = named(&mut softer, "vocabulary");
            softer.finish();
            (vocabulary, level, message, label)
        });
        let beside = table.table("beside", "check.require.beside").map(|mut beside| {
            let scope = self.kinds(&mut beside, "scope").unwrap_or(Kinds::NONE);
            let vocabulary = named(&mut beside, "vocabulary");
            beside.finish();
            (scope, vocabulary)
        });
        WrittenRequire { vocabulary, at_least, reflection, softer, beside, when }
    }
}

fn named(table: &mut Table, key: &'static str) -> Named {
    table.string(key).map(|(name, place)| (name.to_owned(), place))
}

fn owned(strings: Vec<(&str, Span)>) -> Vec<(String, Span)> {
    strings.into_iter().map(|(text, place)| (text.to_owned(), place)).collect()
}
