//! Lays rule files over each other and makes a [`RuleSet`] of them, or a list of everything that is wrong.

use super::cues::SECTIONS;
use super::expression::{self, Expression};
use super::file::{Named, RuleFile, RulePatch, TEXTS, VocabularyPatch, WrittenCheck, WrittenKind, WrittenPhrases};
use super::written_cues::CuesPatch;
use super::{Check, Phrases, Removal, Require, Rule, RuleSet, Softer, Unit, builtin};
use crate::diagnostic::Level;
use crate::language::compile::compile;
use crate::language::definition::{Definition, Origin, Reference, Written};
use crate::language::index::Id;
use crate::parse::{Grammar, Kinds, Uses};
use crate::source::Span;
use crate::suggest::nearest;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something wrong in a rule file.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The number of the file among those that were loaded.
    pub file: usize,
    /// Where.
    pub span: Span,
    /// What.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// Whether it may well be meant.
    pub mild: bool,
}

impl Problem {
    /// A problem in the first file; [`layers`] gives it its number.
    pub fn new(span: Span, message: impl Into<String>) -> Problem {
        Problem { file: 0, span, message: message.into(), help: String::new(), mild: false }
    }

    /// A problem that does not fail the run.
    pub fn mild(self) -> Problem {
        Problem { mild: true, ..self }
    }

    fn at(place: Origin, message: impl Into<String>) -> Problem {
        Problem { file: place.file, ..Problem::new(place.span, message) }
    }

    /// With the word that was meant, if any.
    pub fn meaning(self, meant: Option<&str>) -> Problem {
        Problem { help: meant.map(|meant| format!("did you mean `{meant}`?")).unwrap_or_default(), ..self }
    }
}

/// The words that a report looks for by itself: outcomes that were measured.
pub const METRIC: &str = "metric";

/// The questions below which prose may be an answer.
pub const QUESTION: &str = "question";

/// Words that have a capital only where they begin a sentence.
pub const SENTENCE_START: &str = "sentence-start";

/// The pace of speech where no file sets one, in words a minute: about the United States average.
const WORDS_PER_MINUTE: u32 = 150;

/// A rule with everything that is written of it, all layers together.
#[derive(Clone, Debug)]
pub struct WrittenRule {
    /// Its id.
    pub id: String,
    /// The name of the file that introduced it.
    pub group: String,
    /// The number of the file that introduced it.
    pub file: usize,
    /// What is said of it.
    pub patch: RulePatch,
}

/// Rule files laid over each other. What a file does not change is shared with the layers that it was laid over.
#[derive(Clone, Debug, Default)]
pub struct MergedRules {
    /// The rules, in the order of the files.
    pub rules: Vec<Arc<WrittenRule>>,
    words_per_minute: Option<u32>,
    language: Option<String>,
    words: Arc<BTreeMap<String, Uses>>,
    vocabularies: Arc<BTreeMap<String, Definition>>,
    cues: Arc<BTreeMap<String, CuesPatch>>,
    /// How many files were read.
    files: usize,
    /// The file that the check of a rule was written in last.
    checks: Arc<BTreeMap<String, usize>>,
    /// Whether words changed after the built-in files: if not, their compiled form serves.
    changed: bool,
    /// What was said of rules before the profile that has them was laid.
    early: BTreeMap<String, Vec<RulePatch>>,
}

/// Reads files in their order; each later one changes what it names. A file is its group name and its text.
pub fn layers<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>, problems: &mut Vec<Problem>) -> MergedRules {
    let mut layers = MergedRules::default();
    for (number, (group, text)) in files.into_iter().enumerate() {
        let mut found = Vec::new();
        let file = super::reader::read(text, &mut found);
        problems.extend(found.into_iter().map(|problem| Problem { file: number, ..problem }));
        layers.apply(group, file, problems);
    }
    layers
}

impl MergedRules {
    /// Lays a file over those that are there; what is wrong with it gets the number of the file, counted from 0.
    pub fn apply(&mut self, group: &str, file: RuleFile, problems: &mut Vec<Problem>) {
        let number = self.files;
        self.files += 1;
        let words = !file.words.is_empty() || !file.vocabularies.is_empty() || !file.cues.is_empty();
        self.changed |=
            number >= builtin::FILES.len() && (words || file.rules.iter().any(|(_, patch)| !patch.allow.is_empty()));
        self.words_per_minute = file.words_per_minute.or(self.words_per_minute);
        self.language = file.language.or(self.language.take());
        for (word, uses) in file.words {
            *Arc::make_mut(&mut self.words).entry(word).or_default() |= uses;
        }
        for (name, patch) in file.vocabularies {
            self.vocabulary(number, name, patch);
        }
        for (name, patch) in file.cues {
            Arc::make_mut(&mut self.cues).entry(name).or_default().change(number, patch);
        }
        for (id, patch) in file.rules {
            match self.rules.iter_mut().find(|rule| rule.id == id) {
                Some(rule) => {
                    if patch.check.is_some() {
                        Arc::make_mut(&mut self.checks).insert(id, number);
                    }
                    let rule = Arc::make_mut(rule);
                    let new = patch.clone();
                    change(&mut rule.patch, patch);
                    super::idle::told(&new, &rule.patch, number, problems);
                }
                // A profile may have it that is not in force here, or is laid later.
                None if patch.check.is_none() && builtin::profile_of(&id).is_some() => {
                    self.early.entry(id).or_default().push(patch);
                }
                None if patch.check.is_none() => {
                    let meant = nearest(&id, self.rules.iter().map(|rule| rule.id.as_str())).map(str::to_owned);
                    let place = Origin { file: number, span: patch.span };
                    let problem = Problem::at(place, format!("there is no rule `{id}`; a new rule needs a `check`"));
                    problems.push(problem.meaning(meant.as_deref()));
                }
                None => {
                    super::idle::told(&patch, &patch, number, problems);
                    Arc::make_mut(&mut self.checks).insert(id.clone(), number);
                    let mut rule = WrittenRule { id, group: group.to_owned(), file: number, patch };
                    self.early.remove(&rule.id).into_iter().flatten().for_each(|patch| change(&mut rule.patch, patch));
                    self.rules.push(Arc::new(rule));
                }
            }
        }
    }

    fn vocabulary(&mut self, file: usize, name: String, patch: VocabularyPatch) {
        let written = |entries: Vec<(Vec<_>, Span)>| {
            entries.into_iter().map(move |(items, span)| Written { items, origin: Origin { file, span } })
        };
        let names = |names: Vec<(String, Span)>| {
            names.into_iter().map(move |(text, span)| Reference { text, origin: Origin { file, span } })
        };
        let definition = Arc::make_mut(&mut self.vocabularies).entry(name).or_default();
        definition.entries.extend(written(patch.entries));
        definition.except.extend(written(patch.except));
        definition.unless.extend(names(patch.unless));
        definition.unless_before.extend(names(patch.unless_before));
        definition.with.extend(names(patch.with));
        definition.clause = names(patch.clause.into_iter().collect()).next().or(definition.clause.take());
    }

    /// Checks everything and compiles it. What is wrong is left out of the result and told in `problems`.
    pub fn compile(&self, problems: &mut Vec<Problem>) -> RuleSet<'static> {
        // Asked for only above the built-in files: it is made from those.
        let built_in = if self.files > builtin::FILES.len() { builtin::rule_set() } else { RuleSet::default() };
        let same = !self.changed && !built_in.vocabularies.is_empty();
        let mut vocabularies = if same { BTreeMap::new() } else { (*self.vocabularies).clone() };
        for rule in &self.rules {
            let file = self.checks.get(&rule.id).copied().unwrap_or(rule.file);
            let Some(check) = &rule.patch.check else { continue };
            let (safe, unsafe_) = &rule.patch.remove;
            let about =
                [&rule.patch.about, safe, unsafe_].into_iter().flatten().map(|(name, span)| (name.as_str(), *span));
            for (name, span) in names(check).into_iter().chain(about) {
                if !self.vocabularies.contains_key(name) {
                    let meant = nearest(name, self.vocabularies.keys().map(String::as_str));
                    let problem = Problem::at(Origin { file, span }, format!("there is no vocabulary `{name}`"));
                    problems.push(problem.meaning(meant));
                }
            }
            let allowed = rule
                .patch
                .allow
                .iter()
                .map(|(items, span)| Written { items: items.clone(), origin: Origin { file, span: *span } });
            if let WrittenKind::Acronyms(Some((name, _))) | WrittenKind::Doubled(Some((name, _))) = &check.kind {
                self.needs_single_words(name, problems);
            }
            if let WrittenKind::Phrases(WrittenPhrases { vocabulary: Some((name, _)), .. }) = &check.kind
                && let Some(definition) = vocabularies.get_mut(name)
            {
                definition.except.extend(allowed);
            }
        }
        if !same {
            self.cues.values().for_each(|cues| cues.define(&mut vocabularies));
        }
        let compiled = if same {
            let ids = built_in.vocabularies.lines().zip(0..).map(|(name, id)| (name.to_owned(), id)).collect();
            Ok((built_in.index, ids))
        } else {
            compile(vocabularies)
        };
        let (index, ids) = compiled.unwrap_or_else(|faults| {
            // What is wrong with all files together is told of the last one.
            let last = Origin { file: self.files.saturating_sub(1), span: Span::default() };
            let origin = |origin: Origin| if origin.span.is_empty() { last } else { origin };
            problems.extend(
                faults
                    .into_iter()
                    .map(|fault| Problem::at(origin(fault.origin), fault.message).meaning(fault.meant.as_deref())),
            );
            Default::default()
        });
        let mut room = Room(Some(expression::ALL));
        let cues = self.cues.iter().map(|(name, cues)| cues.compile(name, &ids)).collect();
        let rules = self.rules.iter().filter_map(|rule| self.rule(rule, &ids, &mut room, problems)).collect();
        let grammar = if same { built_in.grammar } else { Grammar::new((*self.words).clone()) };
        let mut names: Vec<(Id, &str)> = ids.iter().map(|(name, id)| (*id, name.as_str())).collect();
        names.sort_unstable();
        RuleSet {
            vocabularies: names.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("\n").into(),
            rules,
            cues,
            language: self.language.clone().unwrap_or_default().into(),
            metric: ids.get(METRIC).copied(),
            question: ids.get(QUESTION).copied(),
            sentence_start: ids.get(SENTENCE_START).copied(),
            index,
            grammar,
            words_per_minute: self.words_per_minute.unwrap_or(WORDS_PER_MINUTE),
            searchers: Default::default(),
            guessers: Default::default(),
        }
    }

    /// `acronyms` and `doubled` look words up; everything else that their vocabulary says would be lost.
    fn needs_single_words(&self, name: &str, problems: &mut Vec<Problem>) {
        let Some(definition) = self.vocabularies.get(name) else { return };
        let Definition { entries, except, unless, unless_before, with, clause } = definition;
        let longer = entries.iter().chain(except).filter(|written| written.word().is_none());
        let names = unless.iter().chain(unless_before).chain(with).chain(clause).map(|name| name.origin);
        for place in longer.map(|written| written.origin).chain(names) {
            let message = format!("vocabulary `{name}` is matched word by word, so this has no effect");
            let problem = Problem::at(place, message);
            problems.push(Problem { help: "list single words".into(), ..problem });
        }
    }

    fn rule(
        &self,
        rule: &WrittenRule,
        ids: &BTreeMap<String, Id>,
        room: &mut Room,
        problems: &mut Vec<Problem>,
    ) -> Option<Rule<'static>> {
        let patch = &rule.patch;
        for needed in ["summary", "message"] {
            if !patch.texts.contains_key(needed) {
                let place = Origin { file: rule.file, span: patch.span };
                problems.push(Problem::at(place, format!("rule `{}` has no `{needed}`", rule.id)));
            }
        }
        let file = self.checks.get(&rule.id).copied().unwrap_or(rule.file);
        let check = self.check(patch.check.as_ref()?, file, ids, room, problems)?;
        let id = |named: &Named| named.as_ref().and_then(|(name, _)| ids.get(name).copied());
        let text = |key: &str| patch.texts.get(key).cloned().unwrap_or_default().into();
        Some(Rule {
            id: rule.id.clone().into(),
            level: patch.level.unwrap_or(Level::Warning),
            scope: patch.scope.unwrap_or(Kinds::NONE),
            language: patch.language.clone().unwrap_or_default().into(),
            about: id(&patch.about),
            check,
            message: text("message"),
            label: text("label"),
            also: text("also"),
            help: text("help"),
            url: if patch.texts.contains_key("url") {
                text("url")
            } else {
                builtin::page(&rule.id, &rule.group).into()
            },
            remove: Removal { safe: id(&patch.remove.0), unsafe_: id(&patch.remove.1) },
        })
    }

    fn check(
        &self,
        check: &WrittenCheck,
        file: usize,
        ids: &BTreeMap<String, Id>,
        room: &mut Room,
        problems: &mut Vec<Problem>,
    ) -> Option<Check<'static>> {
        let place = Origin { file, span: check.span };
        let id = |named: &Named| named.as_ref().and_then(|(name, _)| ids.get(name).copied());
        let mut needed = |named: &Named| -> Option<Id> {
            if named.is_none() {
                problems.push(Problem::at(place, "this check needs a `vocabulary`"));
            }
            id(named)
        };
        Some(match &check.kind {
            WrittenKind::Sections(structure) => Check::Sections(*structure),
            WrittenKind::Length(of, min, max) => Check::Length { of: of.unwrap_or(Unit::Answer), min: *min, max: *max },
            WrittenKind::Share(min, max) => Check::Share { min: *min, max: *max },
            WrittenKind::Phrases(phrases) => Check::Phrases(Phrases {
                vocabulary: needed(&phrases.vocabulary)?,
                quoted: phrases.quoted,
                each: phrases.each,
                soft: phrases.soft,
                own: id(&phrases.own),
            }),
            WrittenKind::Require(require) => Check::Require(Require {
                vocabulary: needed(&require.vocabulary)?,
                at_least: require.at_least,
                reflection: require.reflection,
                softer: match &require.softer {
                    Some((vocabulary, level, message, label)) => {
                        let (message, label) = (message.clone().into(), label.clone().into());
                        Some(Softer { vocabulary: needed(vocabulary)?, level: *level, message, label })
                    }
                    None => None,
                },
                beside: require.beside.as_ref().and_then(|(scope, vocabulary)| Some((*scope, id(vocabulary)?))),
                when: id(&require.when),
            }),
            WrittenKind::Count(vocabulary, min, max) => {
                Check::Count { vocabulary: needed(vocabulary)?, min: *min, max: *max }
            }
            WrittenKind::Cues(table, at_least, of) => {
                let Some((name, span)) = table else {
                    problems.push(Problem::at(place, "this check needs `cues`, the name of a table of cues"));
                    return None;
                };
                let Some(table) = self.cues.keys().position(|known| known == name).filter(|_| name != SECTIONS) else {
                    let known = self.cues.keys().map(String::as_str).filter(|known| *known != SECTIONS);
                    let problem = Problem::at(Origin { file, span: *span }, format!("there are no cues `{name}`"));
                    problems.push(problem.meaning(nearest(name, known)));
                    return None;
                };
                Check::Cues { table, at_least: at_least.unwrap_or_default(), of: of.unwrap_or(Unit::Sentence) }
            }
            WrittenKind::Pattern(patterns) => {
                let mut right = Vec::new();
                for (pattern, span) in patterns {
                    match room.has(pattern) {
                        Ok(true) => right.push(pattern.clone().into()),
                        Ok(false) => {}
                        Err(message) => problems.push(Problem::at(Origin { file, span: *span }, message)),
                    }
                }
                Check::Pattern(right)
            }
            WrittenKind::Acronyms(known) => Check::Acronyms { known: needed(known)? },
            WrittenKind::Doubled(words) => Check::Doubled { words: needed(words)? },
            WrittenKind::Labels => Check::Labels,
            WrittenKind::Suppressions => Check::Suppressions,
        })
    }
}

/// The memory that is left for regular expressions, in bytes; none once one was told to be too much.
struct Room(Option<usize>);

impl Room {
    /// Whether an expression has room.
    fn has(&mut self, pattern: &str) -> Result<bool, String> {
        let Some(left) = self.0 else { return Ok(false) };
        let new =
            Expression::new(pattern).map_err(|reason| format!("this regular expression cannot be used: {reason}"))?;
        self.0 = left.checked_sub(new.bytes());
        let most = expression::ALL >> 20;
        let told = || {
            format!(
                "with this one, all regular expressions exceed {most} MB, compiled; it and those after it are not used"
            )
        };
        self.0.map(|_| true).ok_or_else(told)
    }
}

/// Every vocabulary that a check names.
pub(super) fn names(check: &WrittenCheck) -> Vec<(&str, Span)> {
    let named: Vec<&Named> = match &check.kind {
        WrittenKind::Phrases(phrases) => vec![&phrases.vocabulary, &phrases.own],
        WrittenKind::Count(vocabulary, ..) | WrittenKind::Acronyms(vocabulary) | WrittenKind::Doubled(vocabulary) => {
            vec![vocabulary]
        }
        WrittenKind::Require(require) => {
            let softer = require.softer.as_ref().map(|softer| &softer.0);
            let beside = require.beside.as_ref().map(|beside| &beside.1);
            [Some(&require.vocabulary), Some(&require.when), softer, beside].into_iter().flatten().collect()
        }
        _ => Vec::new(),
    };
    named.into_iter().flatten().map(|(name, span)| (name.as_str(), *span)).collect()
}

/// Lays a later patch over an earlier one. A check of the same kind changes only what it names.
fn change(old: &mut RulePatch, new: RulePatch) {
    old.level = new.level.or(old.level);
    old.scope = new.scope.or(old.scope);
    old.language = new.language.or(old.language.take());
    old.about = new.about.or(old.about.take());
    old.remove = (new.remove.0.or(old.remove.0.take()), new.remove.1.or(old.remove.1.take()));
    for key in TEXTS {
        if let Some(text) = new.texts.get(key) {
            old.texts.insert(key, text.clone());
        }
    }
    old.allow.extend(new.allow);
    old.examples.extend(new.examples);
    let Some(mut check) = new.check else { return };
    if let Some(before) = &old.check {
        match (&before.kind, &mut check.kind) {
            (WrittenKind::Length(of, min, max), WrittenKind::Length(new_of, new_min, new_max)) => {
                (*new_of, *new_min, *new_max) = (new_of.or(*of), new_min.or(*min), new_max.or(*max));
            }
            (WrittenKind::Cues(table, least, of), WrittenKind::Cues(new_table, new_least, new_of)) => {
                *new_table = new_table.take().or(table.clone());
                (*new_least, *new_of) = (new_least.or(*least), new_of.or(*of));
            }
            (WrittenKind::Share(min, max), WrittenKind::Share(new_min, new_max)) => {
                (*new_min, *new_max) = (new_min.or(*min), new_max.or(*max));
            }
            (WrittenKind::Count(vocabulary, min, max), WrittenKind::Count(new_vocabulary, new_min, new_max)) => {
                (*new_min, *new_max) = (new_min.or(*min), new_max.or(*max));
                *new_vocabulary = new_vocabulary.take().or(vocabulary.clone());
            }
            _ => {}
        }
    }
    old.check = Some(check);
}
