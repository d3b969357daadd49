//! What a file says of rules and vocabularies that has no effect: it is told, for it was meant to have one.

use super::builtin;
use super::file::{RuleFile, RulePatch, WrittenKind};
use super::load::{Problem, names};
use super::{Structure, Unit};
use crate::language::definition::references;
use crate::suggest::nearest;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Tells what has no effect in a patch of a rule, which is `whole` with it.
pub fn told(patch: &RulePatch, whole: &RulePatch, file: usize, problems: &mut Vec<Problem>) {
    let Some(check) = &whole.check else { return };
    let mut tell = |problem: Problem| problems.push(Problem { file, ..problem });
    let known = placeholders(&check.kind);
    for (name, span) in patch.placeholders.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        let names = known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
        let problem = Problem::new(*span, format!("`{{{name}}}` is not filled in here"));
        let problem = problem.meaning(nearest(&name.to_lowercase(), known.iter().copied()));
        let help = if problem.help.is_empty() { format!("known here: {names}") } else { problem.help.clone() };
        tell(Problem { help, ..problem });
    }
    let phrases = matches!(check.kind, WrittenKind::Phrases(..));
    if (patch.remove.0.is_some() || patch.remove.1.is_some()) && !phrases {
        tell(Problem::new(patch.span, "`remove` works only in a rule with `check.phrases`"));
    }
    if let Some((_, span)) = patch.allow.first().filter(|_| !phrases) {
        tell(Problem::new(*span, "`allow` works only in a rule with `check.phrases`"));
    }
    let everywhere = matches!(
        check.kind,
        WrittenKind::Sections(
            Structure::Empty | Structure::Order | Structure::Duplicate | Structure::NoAnswer | Structure::Unlabelled
        ) | WrittenKind::Length(None | Some(Unit::Answer), ..)
            | WrittenKind::Labels
            | WrittenKind::Suppressions
    );
    if patch.scope.is_some() && everywhere {
        tell(Problem::new(patch.span, "`scope` changes nothing: this check looks at the answer as a whole"));
    }
    let Some(new) = &patch.check else { return };
    if let (Some(min), Some(max)) = limits(&check.kind)
        && min > max
    {
        let problem = Problem::new(new.span, format!("`min` is {min} and `max` is {max}: nothing fits between them"));
        let both = matches!(limits(&new.kind), (Some(_), Some(_)));
        tell(if both { problem } else { problem.mild() });
    }
}

/// The limits of a check.
fn limits(kind: &WrittenKind) -> (Option<u32>, Option<u32>) {
    match kind {
        WrittenKind::Length(_, min, max) | WrittenKind::Share(min, max) | WrittenKind::Count(_, min, max) => {
            (*min, *max)
        }
        _ => (None, None),
    }
}

/// What the texts of a rule may hold between braces.
fn placeholders(kind: &WrittenKind) -> &'static [&'static str] {
    match kind {
        WrittenKind::Sections(Structure::Missing) => &["text", "section", "missing"],
        WrittenKind::Sections(Structure::Order) => &["text", "section", "before"],
        WrittenKind::Sections(Structure::NoAnswer) => &["templates"],
        WrittenKind::Sections(Structure::Unlabelled) => &["text", "section", "sections", "sure"],
        WrittenKind::Length(..) => &["text", "section", "words", "time", "min", "max", "excess", "lack"],
        WrittenKind::Share(..) => &["text", "section", "words", "all", "share", "min", "max"],
        WrittenKind::Count(..) => &["text", "section", "count", "min", "max"],
        WrittenKind::Cues(..) => &["text", "section", "cues"],
        WrittenKind::Acronyms(_) => &["text", "section", "names"],
        WrittenKind::Labels => &["text", "section", "wanted"],
        WrittenKind::Suppressions => &["text", "hint"],
        _ => &["text", "section"],
    }
}

/// Tells the vocabularies of a file that none of some files uses: a name that is nearly a built-in one is a mistake.
pub fn unused<'f>(
    file: &RuleFile,
    number: usize,
    files: impl Iterator<Item = &'f RuleFile>,
    problems: &mut Vec<Problem>,
) {
    static BUILT_IN: OnceLock<BTreeSet<String>> = OnceLock::new();
    if file.vocabularies.is_empty() {
        return;
    }
    let built_in = BUILT_IN.get_or_init(|| {
        let files = builtin::FILES.iter().chain(&builtin::PROFILES).chain(&builtin::SHARED);
        files.flat_map(|(_, text)| super::reader::read(text, &mut Vec::new()).vocabularies.into_keys()).collect()
    });
    let mut used = BTreeSet::new();
    files.for_each(|file| uses(file, &mut |name| used.extend([name.to_owned()])));
    let idle = |name: &String| !built_in.contains(name) && !used.contains(name);
    for (name, patch) in file.vocabularies.iter().filter(|(name, _)| idle(name)) {
        let problem = Problem::new(patch.span, format!("nothing uses the vocabulary `{name}`"));
        let problem = Problem { file: number, ..problem };
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
        rule.check.iter().flat_map(names).for_each(|(name, _)| found(name));
        rule.allow.iter().for_each(|(items, _)| references(items, found));
    }
    for vocabulary in file.vocabularies.values() {
        vocabulary.entries.iter().chain(&vocabulary.except).for_each(|(items, _)| references(items, found));
        let named = vocabulary.unless.iter().chain(&vocabulary.unless_before).chain(&vocabulary.with);
        named.chain(&vocabulary.clause).for_each(|(name, _)| found(name));
    }
    file.cues.values().flat_map(|cues| cues.words.values()).for_each(|cue| references(&cue.items, found));
    file.run.overrides.iter().for_each(|over| uses(&over.part, found));
}
