//! Reads one rule file and collects everything that is wrong in it.

use super::file::{
    Basis, Example, Named, Override, Profile, RuleFile, RulePatch, Run, TEXTS, VocabularyPatch, WrittenCheck,
    WrittenKind, WrittenPhrases, WrittenRequire,
};
use super::load::Problem;
use super::toml::{Table, closed, span, unclosed};
use super::{Structure, Unit, written_cues};
use crate::diagnostic::Level;
use crate::language::pattern::{self, Item};
use crate::parse::{Kinds, Uses};
use crate::source::Span;
use crate::suggest::nearest;
use ::toml::de::DeTable;

const LEVELS: [(&str, Level); 4] =
    [("error", Level::Error), ("warning", Level::Warning), ("info", Level::Info), ("off", Level::Off)];

/// `fail-on`: as for levels, and never.
const FAIL_ON: [(&str, Level); 4] =
    [("error", Level::Error), ("warning", Level::Warning), ("info", Level::Info), ("never", Level::Off)];

/// Reads a file; everything that could be read is in the result, everything else in `problems`.
pub fn read(source: &str, problems: &mut Vec<Problem>) -> RuleFile {
    let whole;
    let (mut document, mut errors) = DeTable::parse_recoverable(source);
    if errors.iter().any(unclosed) {
        whole = closed(source, problems);
        (document, errors) = DeTable::parse_recoverable(&whole);
    }
    for error in errors {
        let span = error.span().map_or(Span::default(), Span::new);
        problems.push(Problem::new(span, error.message().trim().replace('\n', ", ")));
    }
    let stray = problems.first().map(|problem| problem.span);
    let mut top = Table::new(document.get_ref(), "this file", problems);
    let mut file = Reader::part(source, &mut top);
    file.profile = top.table("profile", "[profile]").map(profile);
    file.run = run(source, &mut top);
    file.stray = stray.or(top.finish());
    file
}

struct Reader<'s> {
    source: &'s str,
    file: RuleFile,
}

impl Reader<'_> {
    /// What a file or an override says of rules and words.
    fn part(source: &str, table: &mut Table) -> RuleFile {
        let mut reader = Reader { source, file: RuleFile::default() };
        reader.top(table);
        reader.file
    }

    fn top(&mut self, top: &mut Table) {
        self.file.extends = owned(top.strings("extends", self.source, false));
        self.file.words_per_minute = top.number("words-per-minute");
        self.file.language = top.text("language");
        for (name, place, table) in top.tables("labels") {
            self.labels(name, place, table, top.problems());
        }
        if let Some(mut table) = top.table("reading", "[reading]") {
            const USES: [(&str, Uses); 6] = [
                ("joiners", Uses::JOINER),
                ("determiners", Uses::DETERMINER),
                ("openers", Uses::OPENER),
                ("you", Uses::YOU),
                ("me", Uses::ME),
                ("abbreviations", Uses::ABBREVIATION),
            ];
            for (key, uses) in USES {
                for (line, _) in table.strings(key, self.source, true) {
                    self.file.words.extend(line.split_whitespace().map(|word| (word.to_lowercase(), uses)));
                }
            }
            for (line, _) in table.strings("english", self.source, true) {
                self.file.words.extend(line.split_whitespace().map(|word| (word.to_lowercase(), Uses::ENGLISH)));
            }
            table.finish();
        }
        for (name, place, table) in top.tables("vocabulary") {
            if !shaped(name, place, top.problems()) {
                continue;
            }
            let mut table = Table::new(table, format!("[vocabulary.{name}]"), top.problems());
            let patch = VocabularyPatch { span: place, ..self.vocabulary(&mut table) };
            table.finish();
            self.file.vocabularies.insert(name.to_owned(), patch);
        }
        for (name, place, table) in top.tables("cues") {
            if !shaped(name, place, top.problems()) {
                continue;
            }
            let mut table = Table::new(table, format!("[cues.{name}]"), top.problems());
            let patch = written_cues::read(name, place, &mut table);
            table.finish();
            self.file.cues.insert(name.to_owned(), patch);
        }
        for (name, place, table) in top.tables("rules") {
            if !shaped(name, place, top.problems()) {
                continue;
            }
            let mut table = Table::new(table, format!("[rules.{name}]"), top.problems());
            let mut patch = self.rule(&mut table);
            patch.span = place;
            table.finish();
            self.file.rules.push((name.to_owned(), patch));
        }
    }

    fn labels(&mut self, name: &str, place: Span, table: &DeTable, problems: &mut Vec<Problem>) {
        let uses = match name {
            "challenge" => Uses::labelling(Kinds::SITUATION.union(Kinds::TASK)).union(Uses::COVERS_TASK),
            "learning" => Uses::labelling(Kinds::OTHER).union(Uses::LEARNING),
            "leading" => Uses::labelling(Kinds::OTHER).union(Uses::LEADING),
            "question" => Uses::QUESTION,
            "aside" => Uses::ASIDE,
            _ => match Kinds::named(name) {
                Some(kinds) => Uses::labelling(kinds),
                None => {
                    let known =
                        [&Kinds::NAMES[..], &["challenge", "learning", "leading", "question", "aside"]].concat();
                    let problem = Problem::new(place, format!("there are no labels called `{name}`"));
                    return problems.push(match nearest(name, known.iter().copied()) {
                        Some(meant) => problem.meaning(Some(meant)),
                        None => Problem { help: format!("known: {}", known.join(", ")), ..problem },
                    });
                }
            },
        };
        let mut table = Table::new(table, format!("[labels.{name}]"), problems);
        for (key, extra) in [("words", Uses::STRONG), ("synonyms", Uses::NONE)] {
            for (word, _) in table.strings(key, self.source, true) {
                self.file.words.push((word.to_lowercase(), uses.union(extra)));
            }
        }
        for (letter, _) in table.strings("letters", self.source, true) {
            let covers_task = uses.has(Uses::COVERS_TASK);
            let rare = covers_task || uses.kinds().meets(Kinds::OTHER);
            let rare = if rare { Uses::RARE } else { Uses::NONE };
            let label = if covers_task { Uses::labelling(Kinds::SITUATION) } else { uses };
            self.file.words.push((letter.to_lowercase(), label.union(Uses::LETTER).union(rare)));
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
        patch.about = named(table, "about");
        for key in TEXTS {
            let Some((text, place)) = table.string(key) else { continue };
            if key == "url" && !is_link(text) {
                table.problem(
                    place,
                    "a `url` begins with https:// or http:// and has neither spaces nor control characters",
                );
                continue;
            }
            if matches!(key, "message" | "label" | "also" | "help") {
                self.placeholders(place, &mut patch);
            }
            patch.texts.insert(key, text.trim().to_owned());
        }
        if let Some(mut remove) = table.table("remove", "remove") {
            patch.remove = (named(&mut remove, "safe"), named(&mut remove, "unsafe"));
            remove.finish();
        }
        patch.allow = self.patterns(table, "allow");
        let check = table.value("check");
        patch.check = check.and_then(|value| self.check(value, table));
        // A milder message has placeholders as well.
        let require = check.and_then(|check| check.get_ref().as_table()?.get("require"));
        require.into_iter().for_each(|require| self.placeholders(span(require), &mut patch));
        for (place, fields) in table.list("examples") {
            let mut fields = Table::new(fields, "an example", table.problems());
            let mut text = |key| fields.string(key).map(|(text, _)| text.to_owned()).unwrap_or_default();
            let (bad, good) = (text("bad"), text("good"));
            fields.finish();
            patch.examples.push(Example { bad, good, span: place });
        }
        patch
    }

    /// What stands between braces in a text as it is written.
    fn placeholders(&self, place: Span, patch: &mut RulePatch) {
        let raw = self.source.get(place.range()).unwrap_or_default();
        for (at, _) in raw.match_indices('{') {
            let name = raw[at + 1..].split_once('}').map_or("", |(name, _)| name);
            if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
                let start = place.start as usize + at;
                patch.placeholders.push((name.to_owned(), Span::new(start..start + name.len() + 2)));
            }
        }
    }

    fn kinds(&mut self, table: &mut Table, key: &'static str) -> Option<Kinds> {
        let names = table.strings(key, self.source, false);
        let mut kinds = (!names.is_empty()).then_some(Kinds::NONE);
        for (name, place) in names {
            match Kinds::named(name) {
                Some(kind) => kinds = kinds.map(|kinds| kinds.union(kind)),
                None => {
                    table.problem(place, format!("`{name}` is not a section; sections are {}", Kinds::NAMES.join(", ")))
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
        const STRUCTURES: [(&str, Structure); 6] = [
            ("missing", Structure::Missing),
            ("empty", Structure::Empty),
            ("order", Structure::Order),
            ("duplicate", Structure::Duplicate),
            ("none", Structure::NoAnswer),
            ("unlabelled", Structure::Unlabelled),
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
            let each = phrases.flag("each").unwrap_or(false);
            let (vocabulary, own) = (named(&mut phrases, "vocabulary"), named(&mut phrases, "own"));
            kinds.push(WrittenKind::Phrases(WrittenPhrases { vocabulary, quoted, each, soft, own }));
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
        if let Some(mut cues) = table.table("cues", "check.cues") {
            let at_least = cues.value("at-least").and_then(|value| written_cues::number(value, cues.problems()));
            let of = cues
                .choice("of", &[("answer", Unit::Answer), ("section", Unit::Section), ("sentence", Unit::Sentence)]);
            kinds.push(WrittenKind::Cues(named(&mut cues, "cues"), at_least, of));
            cues.finish();
        }
        if let Some(mut doubled) = table.table("doubled", "check.doubled") {
            kinds.push(WrittenKind::Doubled(named(&mut doubled, "words")));
            doubled.finish();
        }
        kinds.extend(table.choice("labels", &[("style", ())]).map(|()| WrittenKind::Labels));
        kinds.extend(table.choice("suppressions", &[("unused", ())]).map(|()| WrittenKind::Suppressions));
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

/// `[profile]`.
fn profile(mut table: Table) -> Profile {
    let mut text = |key| {
        let text = table.text(key);
        if text.is_none() {
            table.missing(key);
        }
        text.unwrap_or_default()
    };
    let (title, description, as_of) = (text("title"), text("description"), text("as-of"));
    let sources = table.strings("sources", "", false).into_iter().map(|(source, _)| source.to_owned()).collect();
    let basis = table.choice("basis", &Basis::NAMES).unwrap_or(Basis::Folklore);
    table.finish();
    Profile { title, description, as_of, sources, basis }
}

/// The keys that a `star-lint.toml` has beside those of a rule file.
fn run(source: &str, top: &mut Table) -> Run {
    let mut run = Run {
        root: top.flag("root").unwrap_or(false),
        fail_on: top.choice("fail-on", &FAIL_ON),
        min_level: top.choice("min-level", &LEVELS[..3]),
        ..Run::default()
    };
    if let Some(mut files) = top.table("files", "[files]") {
        run.include = owned(files.strings("include", source, false));
        run.answers = owned(files.strings("answers", source, false));
        run.exclude = owned(files.strings("exclude", source, false));
        files.finish();
    }
    for (place, table) in top.list("overrides") {
        let mut table = Table::new(table, "[[overrides]]", top.problems());
        let paths = owned(table.strings("paths", source, false));
        if paths.is_empty() {
            table.problem(place, "an override needs `paths`, such as `paths = [\"amazon/**\"]`");
        }
        let part = Reader::part(source, &mut table);
        table.finish();
        run.overrides.push(Override { paths, part });
    }
    run.place = top.first(&["root", "fail-on", "min-level", "files", "overrides"]);
    run
}

/// Whether a name is one: what is shown to people and written in comments may not be anything.
pub fn is_name(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.split('-').all(part)
}

/// Tells of a name that is none.
fn shaped(name: &str, place: Span, problems: &mut Vec<Problem>) -> bool {
    if !is_name(name) {
        problems
            .push(Problem::new(place, "a name has lower-case letters and digits, with `-` between words: `my-name`"));
    }
    is_name(name)
}

/// Whether a text is a link that can be shown.
fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let shown = |c: char| c.is_alphanumeric() || c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(shown))
}

fn named(table: &mut Table, key: &'static str) -> Named {
    table.string(key).map(|(name, place)| (name.to_owned(), place))
}

fn owned(strings: Vec<(&str, Span)>) -> Vec<(String, Span)> {
    strings.into_iter().map(|(text, place)| (text.to_owned(), place)).collect()
}
