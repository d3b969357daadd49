//! Reads one rule file and collects everything that is wrong in it.

use super::bank::{Amounts, BankSettings, Topic};
use super::check::Check;
use super::fields::{LEVELS, named, owned, sections};
use super::file::{
    Basis, Example, Named, Override, Profile, RuleFile, RulePatch, Run, TEXTS, VocabularyPatch, WrittenCheck,
};
use super::problem::Problem;
use super::rule::Counted;
use super::toml::{Table, Value, closed, span, unclosed};
use super::written_cues;
use crate::diagnostic::Level;
use crate::language::pattern::{self, Item};
use crate::parse::{Kinds, Uses};
use crate::source::Span;
use crate::suggest::nearest;
use ::toml::de::DeTable;

/// The levels of `fail-on`, which may also be `never`.
const FAIL_ON: [(&str, Level); 4] =
    [("error", Level::Error), ("warning", Level::Warning), ("info", Level::Info), ("never", Level::Off)];

/// Reads a file. What can be read is in the result, everything else in `problems`.
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
    file.profile = top.within("profile", "[profile]", profile);
    file.run = run(source, &mut top);
    file.stray = stray.or(top.finish());
    file
}

struct Reader<'s> {
    source: &'s str,
    file: RuleFile,
}

impl Reader<'_> {
    /// What a file or an override says about rules and words.
    fn part(source: &str, table: &mut Table) -> RuleFile {
        let mut reader = Reader { source, file: RuleFile::default() };
        reader.top(table);
        reader.file
    }

    fn top(&mut self, top: &mut Table) {
        self.file.extends = owned(top.strings("extends"));
        self.file.group = group(top);
        self.file.words_per_minute = top.number("words-per-minute");
        self.file.language = top.text("language");
        for (name, place, table) in top.tables("labels") {
            self.labels(name, place, table, top.problems());
        }
        let words = top.within("reading", "[reading]", |table| reading(table, self.source));
        self.file.words.extend(words.into_iter().flatten());
        top.within("irregular", "[irregular]", |table| {
            let irregular = [("verbs", &mut self.file.irregulars.verbs), ("nouns", &mut self.file.irregulars.nouns)];
            for (key, words) in irregular {
                for (line, _) in table.lines(key, self.source) {
                    let mut forms = line.split_whitespace().map(str::to_lowercase);
                    words.extend(forms.next().map(|base| (base, forms.collect())));
                }
            }
        });
        for (name, place, table) in top.tables("vocabulary") {
            if !is_valid(name, place, top.problems()) {
                continue;
            }
            let mut table = Table::new(table, format!("[vocabulary.{name}]"), top.problems());
            let patch = VocabularyPatch { span: place, ..self.vocabulary(&mut table) };
            table.finish();
            self.file.vocabularies.insert(name.to_owned(), patch);
        }
        for (name, place, table) in top.tables("cues") {
            if !is_valid(name, place, top.problems()) {
                continue;
            }
            let mut table = Table::new(table, format!("[cues.{name}]"), top.problems());
            let patch = written_cues::read(name, place, &mut table);
            table.finish();
            self.file.cues.insert(name.to_owned(), patch);
        }
        for (key, topics) in [("values", &mut self.file.values), ("questions", &mut self.file.questions)] {
            for (name, place, table) in top.tables(key) {
                if is_valid(name, place, top.problems()) {
                    let mut table = Table::new(table, format!("[{key}.{name}]"), top.problems());
                    topics.push((name.to_owned(), Topic::read(&mut table, place)));
                    table.finish();
                }
            }
        }
        self.file.amounts = top.within("amounts", "[amounts]", Amounts::read).unwrap_or_default();
        for (name, place, table) in top.tables("rules") {
            if !is_valid(name, place, top.problems()) {
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
            _ => {
                if let Some(kinds) = Kinds::named(name) {
                    Uses::labelling(kinds)
                } else {
                    let known =
                        [&Kinds::NAMES[..], &["challenge", "learning", "leading", "question", "aside"]].concat();
                    let problem = Problem::new(place, format!("there are no labels called `{name}`"));
                    return problems.push(match nearest(name, known.iter().copied()) {
                        Some(meant) => problem.meaning(Some(meant)),
                        None => Problem { help: format!("known: {}", known.join(", ")), ..problem },
                    });
                }
            }
        };
        let mut table = Table::new(table, format!("[labels.{name}]"), problems);
        for (key, extra) in [("words", Uses::STRONG), ("synonyms", Uses::NONE)] {
            for (word, _) in table.lines(key, self.source) {
                self.file.words.push((word.to_lowercase(), uses.union(extra)));
            }
        }
        for (letter, _) in table.lines("letters", self.source) {
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
        for (line, place) in table.lines("words", self.source) {
            patch.entries.extend(line.split_whitespace().map(|word| (pattern::phrase(word), place)));
        }
        for (line, place) in table.lines("phrases", self.source) {
            patch.entries.push((pattern::phrase(line), place));
        }
        for (key, inflected) in [("verbs", &mut patch.verbs), ("nouns", &mut patch.nouns)] {
            for (line, _) in table.lines(key, self.source) {
                inflected.extend(line.split_whitespace().map(str::to_lowercase));
            }
        }
        patch.entries.extend(self.patterns(table, "patterns"));
        patch.except = self.patterns(table, "except");
        patch.unless = owned(table.strings("unless"));
        patch.unless_before = owned(table.strings("unless-before"));
        patch.with = owned(table.strings("with"));
        patch.clause = table.string("clause").map(|(name, place)| (name.to_owned(), place));
        patch.finds = owned(table.strings("finds"));
        patch.passes = owned(table.strings("passes"));
        patch
    }

    fn patterns(&mut self, table: &mut Table, key: &'static str) -> Vec<(Vec<Item>, Span)> {
        let mut found = Vec::new();
        for (text, place) in table.lines(key, self.source) {
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
            group: group(table),
            level: table.choice("level", &LEVELS),
            scope: sections(table, "scope"),
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
        let remove = table.within("remove", "remove", |remove| (named(remove, "safe"), named(remove, "unsafe")));
        patch.remove = remove.unwrap_or_default();
        patch.outline = table.choice("outline", &Counted::NAMES);
        patch.allow = self.patterns(table, "allow");
        let translations = table.within("translations", "translations", |table| {
            let languages = Uses::LANGUAGES.into_iter();
            languages.filter_map(|(code, ..)| Some((code, named(table, code)?))).collect()
        });
        patch.translations = translations.unwrap_or_default();
        patch.joins = table.value("joins").is_some().then(|| owned(table.strings("joins")));
        let check = table.value("check");
        patch.check = check.and_then(|value| Self::check(value, table));
        // A milder message has placeholders as well.
        let require = check.and_then(|check| check.get_ref().as_table()?.get("require"));
        if let Some(require) = require {
            self.placeholders(span(require), &mut patch);
        }
        for (place, fields) in table.list("examples") {
            let mut fields = Table::new(fields, "an example", table.problems());
            let mut text = |key| fields.string(key).map(|(text, _)| text.to_owned()).unwrap_or_default();
            let (bad, good) = (text("bad"), text("good"));
            fields.finish();
            patch.examples.push(Example { bad, good, span: place });
        }
        patch
    }

    /// Collects the names between braces in a text.
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

    fn check(value: &Value, outer: &mut Table) -> Option<WrittenCheck> {
        let place = span(value);
        let Some(table) = value.get_ref().as_table() else {
            outer.problem(place, "a check must be a table, such as `check.phrases = { vocabulary = \"…\" }`");
            return None;
        };
        let mut table = Table::new(table, "check", outer.problems());
        let (checks, patterns) = Check::read(&mut table);
        if checks.len() > 1 {
            table.problem(place, "a rule has only one check; write a second rule for the other");
        }
        table.finish();
        checks.into_iter().next().map(|check| WrittenCheck { check, span: place, patterns })
    }
}

/// `[reading]`: words and how the parser uses them.
fn reading(table: &mut Table, source: &str) -> Vec<(String, Uses)> {
    const USES: [(&str, Uses); 7] = [
        ("joiners", Uses::JOINER),
        ("determiners", Uses::DETERMINER),
        ("openers", Uses::OPENER),
        ("you", Uses::YOU),
        ("me", Uses::ME),
        ("told", Uses::TOLD),
        ("abbreviations", Uses::ABBREVIATION),
    ];
    let mut words = Vec::new();
    let languages = Uses::LANGUAGES.into_iter().map(|(_, name, uses)| (name, uses));
    for (key, uses) in USES.into_iter().chain(languages) {
        for (line, _) in table.lines(key, source) {
            words.extend(line.split_whitespace().map(|word| (word.to_lowercase(), uses)));
        }
    }
    words
}

/// `[profile]`.
fn profile(table: &mut Table) -> Profile {
    let mut text = |key| {
        let text = table.text(key);
        if text.is_none() {
            table.missing(key);
        }
        text.unwrap_or_default()
    };
    let (title, description, as_of) = (text("title"), text("description"), text("as-of"));
    let sources = table.strings("sources").into_iter().map(|(source, _)| source.to_owned()).collect();
    let basis = table.choice("basis", &Basis::NAMES).unwrap_or(Basis::Folklore);
    let order = table.number("order");
    Profile { title, description, as_of, sources, basis, order }
}

/// The keys that only a `star-lint.toml` has.
fn run(source: &str, top: &mut Table) -> Run {
    let mut run = Run {
        root: top.flag("root").unwrap_or(false),
        fail_on: top.choice("fail-on", &FAIL_ON),
        min_level: top.choice("min-level", &LEVELS[..3]),
        ..Run::default()
    };
    let globs = |files: &mut Table| ["include", "answers", "exclude"].map(|key| owned(files.strings(key)));
    [run.include, run.answers, run.exclude] = top.within("files", "[files]", globs).unwrap_or_default();
    run.bank = top.within("bank", "[bank]", BankSettings::read).unwrap_or_default();
    for (place, table) in top.list("overrides") {
        let mut table = Table::new(table, "[[overrides]]", top.problems());
        let paths = owned(table.strings("paths"));
        if paths.is_empty() {
            table.problem(place, "an override needs `paths`, such as `paths = [\"amazon/**\"]`");
        }
        let part = Reader::part(source, &mut table);
        table.finish();
        run.overrides.push(Override { paths, part });
    }
    run.place = top.first(&["root", "fail-on", "min-level", "files", "bank", "overrides"]);
    run
}

/// Whether a name has the form that names must have: they are shown to people and written in comments.
pub fn is_name(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.split('-').all(part)
}

/// The group that a file or a rule names.
fn group(table: &mut Table) -> Named {
    named(table, "group").filter(|(name, place)| is_valid(name, *place, table.problems()))
}

/// Whether a name has the form that names must have; reports it if not.
fn is_valid(name: &str, place: Span, problems: &mut Vec<Problem>) -> bool {
    if !is_name(name) {
        problems
            .push(Problem::new(place, "a name has lower-case letters and digits, with `-` between words: `my-name`"));
    }
    is_name(name)
}

/// Whether a text is a link that is safe to show.
fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let shown = |c: char| c.is_alphanumeric() || c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(shown))
}
