//! Settings of rules and vocabularies that have no effect. They are reported, because they were meant to have one.

use super::check::{Check, Limits};
use super::embedded;
use super::file::{RuleFile, RulePatch};
use super::problem::Problem;
use crate::language::definition::{FileId, references};
use crate::suggest::nearest;
use std::collections::BTreeSet;

/// Reports what has no effect in a patch of a rule; `whole` is the rule with the patch.
pub fn report(patch: &RulePatch, whole: &RulePatch, file: FileId, problems: &mut Vec<Problem>) {
    let Some(written) = &whole.check else { return };
    let check = &written.check;
    let mut report = |problem: Problem| problems.push(problem.within(file));
    let known = check.placeholders();
    for (name, span) in patch.placeholders.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        let problem = Problem::new(*span, format!("`{{{name}}}` is not filled in here"));
        let meant = nearest(&name.to_lowercase(), known.iter().copied());
        let names = || known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
        report(if meant.is_some() { problem.meaning(meant) } else { problem.help(format!("known here: {}", names())) });
    }
    let phrases = matches!(check, Check::Phrases(_));
    if (patch.remove.0.is_some() || patch.remove.1.is_some()) && !phrases {
        report(Problem::new(patch.span, "`remove` works only in a rule with `check.phrases`"));
    }
    if let Some((_, span)) = patch.allow.first().filter(|_| !phrases) {
        report(Problem::new(*span, "`allow` works only in a rule with `check.phrases`"));
    }
    if patch.outline.is_some() && check.subject().is_none() {
        let message = "`outline` works only in a rule with `check.phrases`, `check.require` or `check.count`";
        report(Problem::new(patch.span, message));
    }
    if patch.scope.is_some() && check.looks_at_the_whole() {
        report(Problem::new(patch.span, "`scope` changes nothing: this check looks at the answer as a whole"));
    }
    let Some(new) = &patch.check else { return };
    if let Limits { min: Some(min), max: Some(max) } = check.limits()
        && min > max
    {
        let problem = Problem::new(new.span, format!("`min` is {min} and `max` is {max}: nothing fits between them"));
        let both = matches!(new.check.limits(), Limits { min: Some(_), max: Some(_) });
        report(if both { problem } else { problem.mild() });
    }
}

/// Reports the vocabularies of a file that none of the files uses. A name close to a built-in one is a mistake; others
/// may be meant.
pub fn unused<'f>(
    file: &RuleFile,
    number: FileId,
    files: impl Iterator<Item = &'f RuleFile>,
    problems: &mut Vec<Problem>,
) {
    if file.vocabularies.is_empty() {
        return;
    }
    let built_in = embedded::vocabularies();
    let mut used = BTreeSet::new();
    files.for_each(|file| uses(file, &mut |name| used.extend([name.to_owned()])));
    let idle = |name: &String| !built_in.contains(name) && !used.contains(name);
    for (name, patch) in file.vocabularies.iter().filter(|(name, _)| idle(name)) {
        let problem = Problem::new(patch.span, format!("nothing uses the vocabulary `{name}`")).within(number);
        problems.push(match nearest(name, built_in.iter().map(String::as_str)) {
            Some(meant) => problem.meaning(Some(meant)),
            None => problem.mild(),
        });
    }
}

/// Every vocabulary that a file names.
fn uses(file: &RuleFile, found: &mut impl FnMut(&str)) {
    for (_, rule) in &file.rules {
        let (safe, unsafe_) = &rule.remove;
        [&rule.about, safe, unsafe_].into_iter().flatten().for_each(|(name, _)| found(name));
        rule.check.iter().flat_map(|written| written.check.vocabularies()).flatten().for_each(|(name, _)| found(name));
        rule.translations.values().for_each(|(name, _)| found(name));
        rule.allow.iter().for_each(|(items, _)| references(items, found));
    }
    for (_, topic) in file.values.iter().chain(&file.questions) {
        [&topic.named, &topic.shows].into_iter().flatten().for_each(|(name, _)| found(name));
    }
    for vocabulary in file.vocabularies.values() {
        vocabulary.entries.iter().chain(&vocabulary.except).for_each(|(items, _)| references(items, found));
        let named = vocabulary.unless.iter().chain(&vocabulary.unless_before).chain(&vocabulary.with);
        named.chain(&vocabulary.clause).for_each(|(name, _)| found(name));
    }
    file.cues.values().flat_map(|cues| cues.words.values()).for_each(|cue| references(&cue.items, found));
    file.run.overrides.iter().for_each(|over| uses(&over.part, found));
}
