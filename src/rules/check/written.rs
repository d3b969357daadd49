//! A check as it is written in a rule file, and what a later file leaves of it.

use super::{Bank, Check, Limits, Repeats, Require, Structure, Unit, Usual};
use crate::parse::Kinds;
use crate::rules::bank::Across;
use crate::rules::fields::{Named, named, owned, sections};
use crate::rules::phrases::Phrases;
use crate::rules::toml::Table;
use crate::rules::written_cues;
use crate::source::Span;
use std::borrow::Cow;

impl Check<'static, Named> {
    /// Reads the checks in a `check` table, of which a rule has one, and where its patterns are, or the name of its
    /// cues.
    pub(in crate::rules) fn read(table: &mut Table) -> (Vec<Check<'static, Named>>, Vec<Span>) {
        let mut found = Vec::new();
        let told = named(table, "told").map(Some);
        found.extend(table.choice("sections", &Structure::NAMES).map(|structure| Check::Sections(structure, told)));
        found.extend(table.within("length", "check.length", |length| Check::Length {
            of: length.choice("of", &Unit::NAMES),
            limits: Limits::read(length),
            usual: length.within("usual", "check.length.usual", |usual| Usual {
                limits: Limits::read(usual),
                message: usual.text("message").unwrap_or_default().into(),
            }),
        }));
        found.extend(table.within("share", "check.share", |share| Check::Share(Limits::read(share))));
        found.extend(table.within("repeats", "check.repeats", |repeats| {
            Check::Repeats(Repeats {
                of: sections(repeats, "of").unwrap_or(Kinds::NONE),
                limits: Limits { min: None, max: repeats.number("max") },
                unless: named(repeats, "unless").map(Some),
            })
        }));
        found.extend(table.within("phrases", "check.phrases", |phrases| Check::Phrases(Phrases::read(phrases))));
        found.extend(table.within("require", "check.require", |require| Check::Require(Require::read(require))));
        found.extend(table.within("count", "check.count", |count| Check::Count {
            vocabulary: named(count, "vocabulary"),
            limits: Limits::read(count),
        }));
        found.extend(
            table.within("doubled", "check.doubled", |doubled| Check::Doubled { words: named(doubled, "words") }),
        );
        found.extend(table.choice("labels", &[("style", Check::Labels)]));
        found.extend(table.choice("suppressions", &[("unused", Check::Suppressions)]));
        found.extend(table.within("bank", "check.bank", |bank| {
            Check::Bank(Bank { finds: bank.choice("finds", &Across::NAMES), limits: Limits::read(bank) })
        }));
        let (patterns, mut spans): (Vec<_>, Vec<_>) = owned(table.strings("pattern")).into_iter().unzip();
        if !patterns.is_empty() {
            found.push(Check::Pattern(patterns.into_iter().map(Cow::Owned).collect()));
        }
        found.extend(table.within("acronyms", "check.acronyms", |acronyms| Check::Acronyms {
            known: named(acronyms, "known"),
            unless: named(acronyms, "unless").map(Some),
        }));
        found.extend(table.within("cues", "check.cues", |cues| {
            let (table, span) = cues.string("cues").unzip();
            spans.extend(span);
            let at_least = cues.value("at-least").and_then(|value| written_cues::number(value, cues.problems()));
            Check::Cues {
                table: table.unwrap_or_default().to_owned().into(),
                at_least,
                of: cues.choice("of", &Unit::NAMES),
            }
        }));
        (found, spans)
    }

    /// The check of a later file, with what it leaves as it was in an earlier one of the same kind.
    pub(in crate::rules) fn over(mut self, before: &Check<'static, Named>) -> Check<'static, Named> {
        match (&mut self, before) {
            (Check::Sections(structure, told), Check::Sections(structure_before, told_before)) => {
                *told = told.take().or_else(|| told_before.clone()).filter(|_| structure == structure_before);
            }
            (
                Check::Length { of, limits, usual },
                Check::Length { of: of_before, limits: limits_before, usual: usual_before },
            ) => {
                *of = of.or(*of_before);
                // What was usual within other limits says nothing of these.
                if *limits == Limits::default() && usual.is_none() {
                    usual.clone_from(usual_before);
                }
                *limits = limits.or(*limits_before);
            }
            (
                Check::Cues { table, at_least, of },
                Check::Cues { table: table_before, at_least: least_before, of: of_before },
            ) => {
                if table.is_empty() {
                    table.clone_from(table_before);
                }
                *at_least = at_least.or(*least_before);
                *of = of.or(*of_before);
            }
            (Check::Bank(bank), Check::Bank(before)) => {
                bank.finds = bank.finds.or(before.finds);
                bank.limits = bank.limits.or(before.limits);
            }
            (Check::Share(limits), Check::Share(limits_before)) => *limits = limits.or(*limits_before),
            (Check::Repeats(new), Check::Repeats(before)) => {
                new.limits = new.limits.or(before.limits);
                new.unless = new.unless.take().or_else(|| before.unless.clone());
                if new.of == Kinds::NONE {
                    new.of = before.of;
                }
            }
            (Check::Acronyms { known, unless }, Check::Acronyms { known: known_before, unless: unless_before }) => {
                *known = known.take().or_else(|| known_before.clone());
                *unless = unless.take().or_else(|| unless_before.clone());
            }
            (Check::Count { vocabulary, limits }, Check::Count { vocabulary: named_before, limits: limits_before }) => {
                *vocabulary = vocabulary.take().or_else(|| named_before.clone());
                *limits = limits.or(*limits_before);
            }
            _ => {}
        }
        self
    }
}
