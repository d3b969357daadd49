//! `check.pattern`: regular expressions of users, on the raw text of each section.

use super::Reading;
use super::message::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::rules::{Rule, regex};
use crate::source::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Runs the check. An expression that does not compile was reported when the rules were loaded.
pub fn check(rule: &Rule<'static>, patterns: &[Cow<str>], reading: &Reading, found: &mut Vec<Diagnostic>) {
    for pattern in patterns {
        let Some(regex) = compiled(pattern) else { continue };
        for (_, section) in reading.sections(rule.scope) {
            let base = section.span.start as usize;
            for hit in regex.find_iter(section.span.of(reading.text)).filter(|hit| !hit.is_empty()) {
                let span = Span::new(base + hit.start()..base + hit.end());
                let mut finding = diagnostic(rule, span, reading, Some(section), &[]);
                let sentence = (0..reading.words.sentences.len()).map(|index| reading.sentence(index));
                finding.context =
                    sentence.into_iter().find(|sentence| sentence.start <= span.start && span.end <= sentence.end);
                found.push(finding);
            }
        }
    }
}

/// Each expression is compiled once for a run, when it is first needed.
fn compiled(pattern: &str) -> Option<regex::Regex> {
    static CACHE: OnceLock<Mutex<BTreeMap<String, Option<regex::Regex>>>> = OnceLock::new();
    let mut cache = CACHE.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    cache.entry(pattern.to_owned()).or_insert_with(|| regex(pattern).ok()).clone()
}
