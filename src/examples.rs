//! Runs the examples of rules and vocabularies: a rule must report its bad examples and none of its good ones, and a
//! vocabulary must match in each sentence of its `finds` and in none of its `passes`.

use crate::bank;
use crate::check;
use crate::config::ProfileView;
use crate::diagnostic::Level;
use crate::infer::{self, Reach};
use crate::language::definition::FileId;
use crate::language::index::Id;
use crate::language::matcher::Searcher;
use crate::parse::{Kinds, markdown, parse, words};
use crate::rules::load::{MergedRules, WrittenRule};
use crate::rules::{Check, RuleSet, Structure};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The result of a run of examples.
#[derive(Debug, Default)]
pub struct Report {
    /// Rules that have examples.
    pub rules: usize,
    /// Texts that were run.
    pub examples: usize,
    /// The examples that failed, one line each.
    pub failures: Vec<String>,
}

/// Runs the examples of the rules in some files.
pub fn run(merged: &MergedRules, rules: &RuleSet<'static>, of: impl Fn(FileId) -> bool) -> Report {
    let mut report = Report::default();
    for written in merged.rules.iter().filter(|rule| of(rule.file)) {
        let Some(rule) = rules.rule(&written.id) else { continue };
        if written.patch.examples.iter().all(|example| example.bad.is_empty() || example.good.is_empty()) {
            report.failures.push(format!("{}: needs an example with both a bad and a good text", written.id));
        }
        report.rules += 1;
        if matches!(rule.check, Check::Bank(_)) {
            for example in &written.patch.examples {
                for (text, wanted) in
                    [(&example.bad, true), (&example.good, false)].into_iter().filter(|(text, _)| !text.is_empty())
                {
                    report.examples += 1;
                    if finds_across(text, &written.id, merged, rules) != wanted {
                        report.failures.push(format!("{}: {} {text:?}", written.id, how(wanted)));
                    }
                }
            }
            continue;
        }
        let mut only = rules.clone();
        for other in &mut only.rules {
            if other.id == rule.id {
                other.level = other.level.max(Level::Info);
            } else if !matches!(rule.check, Check::Suppressions) {
                // Whether a comment silences anything depends on the other rules being on.
                other.level = Level::Off;
            }
        }
        for example in &written.patch.examples {
            for (text, wanted) in [(&example.bad, true), (&example.good, false)] {
                if text.is_empty() {
                    continue;
                }
                report.examples += 1;
                if finds(text, written, &only) != wanted {
                    report.failures.push(format!("{}: {} {text:?}", written.id, how(wanted)));
                }
            }
        }
    }
    report
}

/// Runs the sentences of the vocabularies in some files.
pub fn run_sentences(merged: &MergedRules, rules: &RuleSet<'static>, of: impl Fn(FileId) -> bool) -> Report {
    let mut report = Report::default();
    let ids: BTreeMap<&str, Id> = rules.vocabularies.lines().zip(0..).collect();
    for (name, definition) in merged.vocabularies() {
        let Some(&id) = ids.get(name.as_str()) else { continue };
        let sentences = [(&definition.finds, true), (&definition.passes, false)];
        let sentences = sentences.into_iter().flat_map(|(all, wanted)| all.iter().map(move |it| (it, wanted)));
        for ((text, _), wanted) in sentences.filter(|((_, origin), _)| of(origin.file)) {
            report.examples += 1;
            let found = matches(rules, &[id], text);
            if found.is_empty() == wanted {
                let how = if wanted { "should match in" } else { "should match nothing in" };
                let what = found.first().map_or(String::new(), |found| format!(", not {:?}", found.1));
                report.failures.push(format!("vocabulary {name}: {how} {text:?}{what}"));
            }
        }
    }
    report
}

/// The matches of vocabularies in a sentence.
pub fn matches(rules: &RuleSet<'static>, ids: &[Id], sentence: &str) -> Vec<(Id, String)> {
    let note = note(sentence, Kinds::STAR[3]);
    let parsed = parse(&note, &rules.grammar);
    let from = note.find(sentence).unwrap_or_default();
    let inside = from..from + sentence.len();
    let mut found = Vec::new();
    for answer in &parsed.answers {
        let words = words::split(answer, &note, &parsed.document, &rules.grammar);
        let asked: Vec<_> = ids.iter().map(|id| (*id, Kinds::ALL)).collect();
        let mut searcher = Searcher::new(&rules.index, &asked);
        let all = searcher.search(&rules.index, &words, &note, |_| Kinds::ALL);
        let spans = all.into_iter().map(|found| (found.vocabulary, words.cover(found.tokens).range()));
        let spans = spans.filter(|(_, span)| inside.start <= span.start && span.end <= inside.end);
        found.extend(spans.map(|(id, span)| (id, note[span].to_owned())));
    }
    found
}

fn how(wanted: bool) -> &'static str {
    if wanted { "should find something in" } else { "should find nothing in" }
}

/// Whether a rule finds something across the stories of an example.
fn finds_across(text: &str, id: &str, merged: &MergedRules, rules: &RuleSet<'static>) -> bool {
    let mut rules = rules.clone();
    rules.rules.iter_mut().filter(|rule| rule.id == id).for_each(|rule| rule.level = rule.level.max(Level::Info));
    let note = parse(text, &rules.grammar);
    let mut merged = merged.clone();
    merged.values.clear();
    let view = ProfileView { profile: None, touched: BTreeSet::new(), rules, merged: Some(merged), parts: Vec::new() };
    bank::found(Source::new("example.md", text), note, view).iter().any(|found| found.rule == id)
}

/// Whether a rule set of one rule finds something in an example.
fn finds(text: &str, written: &WrittenRule, rules: &RuleSet<'static>) -> bool {
    let scope = rules.rule(&written.id).map_or(Kinds::NONE, |rule| rule.scope);
    let none =
        rules.rule(&written.id).is_some_and(|rule| matches!(rule.check, Check::Sections(Structure::NoAnswer, _)));
    let check = rules.rule(&written.id).map(|rule| &rule.check);
    let unlabelled = matches!(check, Some(Check::Sections(Structure::Unlabelled, _)));
    let note = if unlabelled { text.to_owned() } else { note(text, scope) };
    let document = Arc::new(markdown::read(&note));
    let parsed = if unlabelled {
        infer::read(document, &note, rules, Reach::Everywhere)
    } else {
        crate::parse::note(document, &note, &rules.grammar)
    };
    let found = check::check(&parsed, &note, rules);
    (!none && found.iter().any(|diagnostic| diagnostic.rule == written.id))
        || (none && check::no_answer(&parsed, &note, rules).is_some())
}

/// An example that has no labels is the text of the first section that the rule looks at, in an answer whose
/// other sections say as little as possible.
pub fn note(text: &str, scope: Kinds) -> String {
    if text.contains("**") || text.contains("\n#") || text.starts_with('#') {
        return text.to_owned();
    }
    let scope = if scope == Kinds::NONE { Kinds::STAR[2] } else { scope };
    let plain = [
        "The export was slow when I joined.",
        "I was responsible for the export.",
        "I profiled the export and rewrote its query.",
        "The export takes 4 seconds, down from 40.",
    ];
    let mut done = false;
    let mut note = String::new();
    for (kind, plain) in Kinds::STAR.into_iter().zip(plain) {
        let here = !done && kind.meets(scope);
        done |= here;
        let name = check::title_of(kind);
        note += &format!("**{name}:** {}\n\n", if here { text } else { plain });
    }
    if !done {
        note += &format!("**Reflection:** {text}\n");
    }
    note
}
