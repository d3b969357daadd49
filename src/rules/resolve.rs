//! Makes a [`RuleSet`] of merged rule files: vocabularies are compiled, and every name gets the number of its
//! vocabulary. What is wrong is left out and reported.

use super::bank::Across;
use super::check::{Bank, Check, Phrases};
use super::cues::{Cues, SECTIONS};
use super::embedded;
use super::expression::{Budget, Expressions};
use super::fields::Named;
use super::file::WrittenCheck;
use super::load::{MergedRules, WrittenRule};
use super::problem::Problem;
use super::rule::{Removal, Rule};
use super::rule_set::{RuleSet, SENTENCE_START};
use crate::diagnostic::Level;
use crate::language::compile::{CompileError, compile};
use crate::language::definition::{Definition, FileId, Origin, Written};
use crate::language::index::Id;
use crate::language::pool::Pool;
use crate::parse::{Grammar, Kinds};
use crate::source::Span;
use crate::suggest::nearest;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The pace of speech where no file sets one, in words a minute: about the United States average.
const WORDS_PER_MINUTE: u32 = 150;

impl MergedRules {
    /// Checks everything and compiles it. What is wrong is left out of the result and reported in `problems`.
    pub fn compile(&self, problems: &mut Vec<Problem>) -> RuleSet<'static> {
        self.compile_sharing(&Expressions::default(), problems)
    }

    /// The same, with the regular expressions that other rule sets have compiled.
    pub fn compile_sharing(&self, expressions: &Expressions, problems: &mut Vec<Problem>) -> RuleSet<'static> {
        // The compiled form serves only those that apply files to the built-in ones: it is made from these.
        let built_in = if self.applied > 0 && !self.changed { embedded::compiled() } else { None };
        let vocabularies = if built_in.is_some() { BTreeMap::new() } else { (*self.vocabularies).clone() };
        let mut vocabularies = self.checked(vocabularies, problems);
        if built_in.is_none() {
            self.cues.values().for_each(|cues| cues.define(&mut vocabularies));
        }
        let (index, ids, grammar) = if let Some(built_in) = built_in {
            let names = built_in.vocabularies.lines().map(str::to_owned);
            (built_in.index, names.zip(0..).collect(), built_in.grammar)
        } else {
            let (index, ids) = compile(vocabularies, &self.irregulars).unwrap_or_else(|errors| {
                // What is wrong with all files together is reported at the last one.
                let last = Origin { file: FileId::Applied(self.applied.saturating_sub(1)), span: Span::default() };
                let origin = |origin: Origin| if origin.span.is_empty() { last } else { origin };
                let problem = |error: CompileError| {
                    Problem::at(origin(error.origin), error.message).meaning(error.meant.as_deref())
                };
                problems.extend(errors.into_iter().map(problem));
                Default::default()
            });
            (index, ids, Grammar::new((*self.words).clone()))
        };
        let cues: Vec<_> = self.cues.iter().map(|(name, cues)| cues.compile(name, &ids)).collect();
        let mut resolver = Resolver { ids: &ids, cues: &cues, expressions, budget: Budget::new(), problems };
        let rules = self.rules.iter().flat_map(|rule| resolver.rules(rule, self.file_of_check(rule))).collect();
        let mut names: Vec<(Id, &str)> = ids.iter().map(|(name, id)| (*id, name.as_str())).collect();
        names.sort_unstable();
        RuleSet {
            vocabularies: names.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("\n").into(),
            rules,
            sentence_start: ids.get(SENTENCE_START).copied(),
            cues,
            language: self.language.clone().unwrap_or_default().into(),
            index,
            grammar,
            words_per_minute: self.words_per_minute.unwrap_or(WORDS_PER_MINUTE),
            searchers: Pool::default(),
            cue_searchers: Pool::default(),
            searchers_of_one: Pool::default(),
            expressions: expressions.clone(),
        }
    }

    fn file_of_check(&self, rule: &WrittenRule) -> FileId {
        self.checks.get(&rule.id).copied().unwrap_or(rule.file)
    }

    /// The vocabularies, with what rules allow as look-alikes; reports names that are none.
    fn checked(
        &self,
        mut vocabularies: BTreeMap<String, Arc<Definition>>,
        problems: &mut Vec<Problem>,
    ) -> BTreeMap<String, Arc<Definition>> {
        let known = |name: &str| {
            let meant = || nearest(name, self.vocabularies.keys().map(String::as_str)).map(str::to_owned);
            if self.vocabularies.contains_key(name) { Ok(()) } else { Err(meant()) }
        };
        for (name, topic) in self.values.iter().chain(&self.questions) {
            problems.extend(topic.problems(name, known));
        }
        for rule in &self.rules {
            let (file, patch) = (self.file_of_check(rule), &rule.patch);
            let Some(WrittenCheck { check, .. }) = &patch.check else { continue };
            for (name, span) in patch.joins.iter().flatten() {
                let known = || self.rules.iter().map(|rule| rule.id.as_str());
                if !known().any(|id| id == name) && embedded::profile_of(name).is_none() {
                    let place = Origin { file: self.joins.get(&rule.id).copied().unwrap_or(rule.file), span: *span };
                    problems
                        .push(Problem::at(place, format!("there is no rule `{name}`")).meaning(nearest(name, known())));
                }
            }
            let others = [&patch.about, &patch.remove.0, &patch.remove.1];
            let translated = patch.translations.values();
            for (name, span) in check.vocabularies().into_iter().chain(others).flatten().chain(translated) {
                if !self.vocabularies.contains_key(name) {
                    let meant = nearest(name, self.vocabularies.keys().map(String::as_str));
                    let place = Origin { file, span: *span };
                    problems.push(Problem::at(place, format!("there is no vocabulary `{name}`")).meaning(meant));
                }
            }
            if let Some(Some((name, _))) = check.word_list() {
                self.needs_single_words(name, problems);
            }
            if let Check::Phrases(Phrases { vocabulary: Some((name, _)), .. }) = check
                && !patch.allow.is_empty()
                && let Some(definition) = vocabularies.get_mut(name)
            {
                Arc::make_mut(definition).except.extend(
                    patch
                        .allow
                        .iter()
                        .map(|(items, span)| Written { items: items.clone(), origin: Origin { file, span: *span } }),
                );
            }
        }
        vocabularies
    }

    /// `acronyms` and `doubled` look words up; everything else that their vocabulary says would be lost.
    fn needs_single_words(&self, name: &str, problems: &mut Vec<Problem>) {
        let Some(definition) = self.vocabularies.get(name) else { return };
        let Definition { entries, except, unless, unless_before, with, clause, .. } = &**definition;
        let longer = entries.iter().chain(except).filter(|written| written.word().is_none());
        let names = unless.iter().chain(unless_before).chain(with).chain(clause).map(|name| name.origin);
        for place in longer.map(|written| written.origin).chain(names) {
            let message = format!("vocabulary `{name}` is matched word by word, so this has no effect");
            problems.push(Problem::at(place, message).help("list single words"));
        }
    }
}

/// What rules are resolved with.
struct Resolver<'r> {
    ids: &'r BTreeMap<String, Id>,
    cues: &'r [Cues<'static>],
    expressions: &'r Expressions,
    budget: Budget,
    problems: &'r mut Vec<Problem>,
}

impl Resolver<'_> {
    /// A rule, and the same for answers in other languages.
    fn rules(&mut self, written: &WrittenRule, file: FileId) -> Vec<Rule<'static>> {
        let Some(rule) = self.rule(written, file) else { return Vec::new() };
        let mut rules = vec![rule];
        for (code, (name, _)) in &written.patch.translations {
            let check = self.ids.get(name).and_then(|id| rules[0].check.translated(*id));
            let translated =
                |check| Rule { check, language: (*code).into(), outline: rules[0].outline, ..rules[0].clone() };
            let translated = check.map(|check| Rule { remove: Removal::default(), ..translated(check) });
            rules.extend(translated);
        }
        rules
    }

    /// A rule, whose check was written in a file.
    fn rule(&mut self, rule: &WrittenRule, file: FileId) -> Option<Rule<'static>> {
        let patch = &rule.patch;
        for needed in ["summary", "message"] {
            if !patch.texts.contains_key(needed) {
                let place = Origin { file: rule.file, span: patch.span };
                self.problems.push(Problem::at(place, format!("rule `{}` has no `{needed}`", rule.id)));
            }
        }
        let check = self.check(patch.check.as_ref()?, file)?;
        let text = |key: &str| patch.texts.get(key).cloned().unwrap_or_default().into();
        let own_page = patch.texts.contains_key("url");
        Some(Rule {
            id: rule.id.clone().into(),
            group: rule.group.clone().into(),
            level: patch.level.unwrap_or(Level::Warning),
            scope: patch.scope.unwrap_or(Kinds::NONE),
            language: patch.language.clone().unwrap_or_default().into(),
            about: self.id(&patch.about),
            check,
            joins: patch.joins.iter().flatten().map(|(name, _)| name.clone().into()).collect(),
            message: text("message"),
            label: text("label"),
            also: text("also"),
            help: text("help"),
            url: if own_page { text("url") } else { embedded::page(&rule.id, &rule.source).into() },
            remove: Removal { safe: self.id(&patch.remove.0), unsafe_: self.id(&patch.remove.1) },
            outline: patch.outline,
        })
    }

    /// The number of a vocabulary.
    fn id(&self, named: &Named) -> Option<Id> {
        self.ids.get(&named.as_ref()?.0).copied()
    }

    fn check(&mut self, written: &WrittenCheck, file: FileId) -> Option<Check<'static>> {
        let mut check = written.check.map(&mut |named| {
            if named.is_none() {
                let place = Origin { file, span: written.span };
                self.problems.push(Problem::at(place, "this check needs a `vocabulary`"));
            }
            self.id(named)
        })?;
        if let Check::Pattern(patterns) = &mut check {
            let mut spans = written.patterns.iter();
            patterns.retain(|pattern| {
                let place = Origin { file, span: spans.next().copied().unwrap_or_default() };
                let fits = self.budget.takes(|| self.expressions.get(pattern));
                fits.unwrap_or_else(|error| {
                    self.problems.push(Problem::at(place, error.to_string()));
                    false
                })
            });
        }
        if let Check::Bank(Bank { finds: None, .. }) = check {
            let place = Origin { file, span: written.span };
            let names = Across::NAMES.map(|(name, _)| name).join(", ");
            self.problems.push(Problem::at(place, "this check needs `finds`").help(format!("one of {names}")));
            return None;
        }
        if let Check::Cues { table, .. } = &check {
            let known = || self.cues.iter().map(|cues| &*cues.name).filter(|name| *name != SECTIONS);
            if table.is_empty() {
                let place = Origin { file, span: written.span };
                self.problems.push(Problem::at(place, "this check needs `cues`, the name of a table of cues"));
                return None;
            }
            if !known().any(|name| name == table) {
                let place = Origin { file, span: written.patterns.first().copied().unwrap_or(written.span) };
                let problem = Problem::at(place, format!("there are no cues `{table}`"));
                self.problems.push(problem.meaning(nearest(table, known())));
                return None;
            }
        }
        Some(check)
    }
}
