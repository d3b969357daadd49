//! Merges rule files: a later one changes what it names. [`MergedRules::compile`] makes a rule set of them.

use super::bank::{Amounts, Topic};
use super::file::{RuleFile, RulePatch, TEXTS, VocabularyPatch, WrittenCheck};
use super::problem::Problem;
use super::written_cues::CuesPatch;
use super::{embedded, idle, reader};
use crate::language::definition::{Definition, FileId, Origin, Reference, Written};
use crate::language::inflection::Irregulars;
use crate::parse::Uses;
use crate::source::Span;
use crate::suggest::nearest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A rule with everything that is written of it in all files.
#[derive(Clone, Debug)]
pub struct WrittenRule {
    /// Its id.
    pub id: String,
    /// The group that it belongs to.
    pub group: String,
    /// The name of the file that introduced it.
    pub source: String,
    /// The file that introduced it.
    pub file: FileId,
    /// What is said of it.
    pub patch: RulePatch,
}

/// Rule files merged into one. What a file does not change is shared with what it was merged into.
#[derive(Clone, Debug, Default)]
pub struct MergedRules {
    /// The rules, in the order of the files.
    pub rules: Vec<Arc<WrittenRule>>,
    pub(super) words_per_minute: Option<u32>,
    pub(super) language: Option<String>,
    pub(super) words: Arc<BTreeMap<String, Uses>>,
    pub(super) vocabularies: Arc<BTreeMap<String, Arc<Definition>>>,
    pub(super) irregulars: Arc<Irregulars>,
    pub(super) cues: Arc<BTreeMap<String, CuesPatch>>,
    /// The values that stories are held against, by name.
    pub values: Vec<(String, Topic)>,
    /// The families of questions, by name.
    pub questions: Vec<(String, Topic)>,
    /// What words of amounts stand for.
    pub amounts: Arc<Amounts>,
    /// How many files were applied to the built-in ones.
    pub(super) applied: usize,
    /// The file that the check of a rule was written in last.
    pub(super) checks: Arc<BTreeMap<String, FileId>>,
    /// The file that says last which rules a rule joins.
    pub(super) joins: Arc<BTreeMap<String, FileId>>,
    /// Whether words changed after the built-in files: if not, their compiled form serves.
    pub(super) changed: bool,
    /// What was said of rules before the profile that has them was applied.
    early: BTreeMap<String, Vec<RulePatch>>,
}

/// Reads and merges the files that come with star-lint, each with its name and its text.
pub fn built_in<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>, problems: &mut Vec<Problem>) -> MergedRules {
    let mut merged = MergedRules::default();
    for (number, (name, text)) in files.into_iter().enumerate() {
        let id = FileId::BuiltIn(number);
        let mut found = Vec::new();
        let file = reader::read(text, &mut found);
        problems.extend(found.into_iter().map(|problem| problem.within(id)));
        merged.merge(id, name, file, problems);
    }
    merged
}

impl MergedRules {
    /// Applies a file to those that are there; what is wrong with it gets the number of the file among those that were
    /// applied.
    pub fn apply(&mut self, name: &str, file: RuleFile, problems: &mut Vec<Problem>) {
        let id = FileId::Applied(self.applied);
        self.applied += 1;
        let words = !file.words.is_empty() || !file.vocabularies.is_empty() || !file.cues.is_empty();
        self.changed |= words || file.rules.iter().any(|(_, patch)| !patch.allow.is_empty());
        self.merge(id, name, file, problems);
    }

    fn merge(&mut self, number: FileId, name: &str, file: RuleFile, problems: &mut Vec<Problem>) {
        self.unlike_groups(number, &file, problems);
        let group = file.group(name).to_owned();
        self.words_per_minute = file.words_per_minute.or(self.words_per_minute);
        self.language = file.language.or(self.language.take());
        for (word, uses) in file.words {
            *Arc::make_mut(&mut self.words).entry(word).or_default() |= uses;
        }
        let irregulars = Arc::make_mut(&mut self.irregulars);
        irregulars.verbs.extend(file.irregulars.verbs);
        irregulars.nouns.extend(file.irregulars.nouns);
        for (name, patch) in file.vocabularies {
            self.vocabulary(number, name, patch);
        }
        for (topics, new) in [(&mut self.values, file.values), (&mut self.questions, file.questions)] {
            for (name, topic) in new {
                match topics.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => known.change(topic, number),
                    None => topics.push((name, Topic { file: number, ..topic })),
                }
            }
        }
        Arc::make_mut(&mut self.amounts).extend(file.amounts);
        for (name, patch) in file.cues {
            Arc::make_mut(&mut self.cues).entry(name).or_default().change(number, patch);
        }
        for (id, patch) in file.rules {
            if patch.joins.is_some() {
                Arc::make_mut(&mut self.joins).insert(id.clone(), number);
            }
            match self.rules.iter_mut().find(|rule| rule.id == id) {
                Some(rule) => {
                    if patch.check.is_some() {
                        Arc::make_mut(&mut self.checks).insert(id, number);
                    }
                    let rule = Arc::make_mut(rule);
                    let new = patch.clone();
                    rule.change(patch);
                    idle::report(&new, &rule.patch, number, problems);
                }
                // A profile may have it that is not in force here, or is applied later.
                None if patch.check.is_none() && embedded::profile_of(&id).is_some() => {
                    self.early.entry(id).or_default().push(patch);
                }
                None if patch.check.is_none() => {
                    let meant = nearest(&id, self.rules.iter().map(|rule| rule.id.as_str())).map(str::to_owned);
                    let place = Origin { file: number, span: patch.span };
                    let problem = Problem::at(place, format!("there is no rule `{id}`; a new rule needs a `check`"));
                    problems.push(problem.meaning(meant.as_deref()));
                }
                None => {
                    idle::report(&patch, &patch, number, problems);
                    Arc::make_mut(&mut self.checks).insert(id.clone(), number);
                    let early = self.early.remove(&id);
                    let mut rule = WrittenRule::new(id, &group, name, number, patch);
                    early.into_iter().flatten().for_each(|patch| rule.change(patch));
                    self.rules.push(Arc::new(rule));
                }
            }
        }
    }

    /// Reports the groups of a file that are almost built-in ones. They may be meant.
    fn unlike_groups(&self, number: FileId, file: &RuleFile, problems: &mut Vec<Problem>) {
        let built_in = self.rules.iter().filter(|rule| matches!(rule.file, FileId::BuiltIn(_)));
        let known: BTreeSet<&str> = built_in.map(|rule| &*rule.group).collect();
        for (group, span) in file.rules.iter().map(|(_, rule)| &rule.group).chain([&file.group]).flatten() {
            let meant = nearest(group, known.iter().copied()).filter(|meant| meant != group);
            if meant.is_some() && matches!(number, FileId::Applied(_)) {
                let place = Origin { file: number, span: *span };
                problems
                    .push(Problem::at(place, format!("no other rule is in the group `{group}`")).meaning(meant).mild());
            }
        }
    }

    /// The rules by group, in the order of the files.
    pub fn groups(&self) -> Vec<(&str, Vec<&WrittenRule>)> {
        let mut groups: Vec<(&str, Vec<&WrittenRule>)> = Vec::new();
        for rule in &self.rules {
            match groups.iter_mut().find(|(name, _)| *name == rule.group) {
                Some((_, rules)) => rules.push(rule),
                None => groups.push((&rule.group, vec![rule])),
            }
        }
        groups
    }

    /// What `[bank]` of a file names that is neither a value, of any profile, nor a family of questions.
    pub fn unknown_topics(&self, file: &RuleFile, number: FileId) -> Vec<Problem> {
        let bank = &file.run.bank;
        let named: Vec<(&str, Span)> = bank
            .without
            .iter()
            .map(|(name, span)| (name.as_str(), *span))
            .chain(bank.tags.iter().map(|(_, name, span)| (name.as_str(), *span)))
            .collect();
        if named.is_empty() {
            return Vec::new();
        }
        // A value of a profile that is not in force is one as well.
        let built_in: Vec<String> = embedded::values();
        let known: Vec<&str> = self.values.iter().chain(&self.questions).map(|(name, _)| name.as_str()).collect();
        let known = || known.iter().copied().chain(built_in.iter().map(String::as_str));
        let unknown = named.into_iter().filter(|(name, _)| !known().any(|known| known == *name));
        let problem = |(name, span): (&str, Span)| {
            let place = Origin { file: number, span };
            Problem::at(place, format!("there is no value or question `{name}`")).meaning(nearest(name, known()))
        };
        unknown.map(problem).collect()
    }

    /// The vocabularies as written, by name.
    pub fn vocabularies(&self) -> &BTreeMap<String, Arc<Definition>> {
        &self.vocabularies
    }

    /// The words whose forms are listed.
    pub fn irregulars(&self) -> &Irregulars {
        &self.irregulars
    }

    fn vocabulary(&mut self, file: FileId, name: String, patch: VocabularyPatch) {
        let written = |entries: Vec<(Vec<_>, Span)>| {
            entries.into_iter().map(move |(items, span)| Written { items, origin: Origin { file, span } })
        };
        let names = |names: Vec<(String, Span)>| {
            names.into_iter().map(move |(text, span)| Reference { text, origin: Origin { file, span } })
        };
        let sentences = |sentences: Vec<(String, Span)>| {
            sentences.into_iter().map(move |(text, span)| (text, Origin { file, span }))
        };
        let definition = Arc::make_mut(&mut self.vocabularies).entry(name).or_default();
        let definition = Arc::make_mut(definition);
        definition.verbs.extend(patch.verbs);
        definition.nouns.extend(patch.nouns);
        definition.finds.extend(sentences(patch.finds));
        definition.passes.extend(sentences(patch.passes));
        definition.entries.extend(written(patch.entries));
        definition.except.extend(written(patch.except));
        definition.unless.extend(names(patch.unless));
        definition.unless_before.extend(names(patch.unless_before));
        definition.with.extend(names(patch.with));
        definition.clause = names(patch.clause.into_iter().collect()).next().or(definition.clause.take());
    }
}

impl WrittenRule {
    /// A rule that a file of this name introduces; `group` is that of the file.
    fn new(id: String, group: &str, source: &str, file: FileId, patch: RulePatch) -> WrittenRule {
        let group = patch.group.as_ref().map_or(group, |(group, _)| group).to_owned();
        WrittenRule { id, group, source: source.to_owned(), file, patch }
    }

    /// Merges a later patch into it. A check of the same kind changes only what it names.
    fn change(&mut self, new: RulePatch) {
        let old = &mut self.patch;
        if let Some((group, _)) = &new.group {
            self.group.clone_from(group);
        }
        old.level = new.level.or(old.level);
        old.scope = new.scope.or(old.scope);
        old.language = new.language.or(old.language.take());
        // An empty name takes the condition away.
        old.about = new.about.or(old.about.take()).filter(|(name, _)| !name.is_empty());
        old.outline = new.outline.or(old.outline);
        old.translations.extend(new.translations);
        old.joins = new.joins.or(old.joins.take());
        old.remove = (new.remove.0.or(old.remove.0.take()), new.remove.1.or(old.remove.1.take()));
        for key in TEXTS {
            if let Some(text) = new.texts.get(key) {
                old.texts.insert(key, text.clone());
            }
        }
        old.allow.extend(new.allow);
        old.examples.extend(new.examples);
        let Some(new) = new.check else { return };
        let check = match &old.check {
            Some(before) => new.check.over(&before.check),
            None => new.check,
        };
        old.check = Some(WrittenCheck { check, ..new });
    }
}
