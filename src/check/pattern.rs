//! `check.pattern`: regular expressions of users, on the raw text of each section.

use super::answer_text::AnswerText;
use super::message::diagnostic;
use crate::diagnostic::Diagnostic;
use crate::rules::{Rule, RuleSet};
use crate::source::Span;
use std::borrow::Cow;

/// Runs the check. An expression that does not compile was reported when the rules were loaded.
pub fn check(
    rule: &Rule<'static>,
    patterns: &[Cow<str>],
    rules: &RuleSet<'static>,
    reading: &AnswerText,
    found: &mut Vec<Diagnostic>,
) {
    for pattern in patterns {
        let Ok(expression) = rules.expressions.get(pattern) else { continue };
        for (_, section) in reading.sections(rule.scope) {
            let base = section.span.start as usize;
            for hit in expression.matches(section.span.of(reading.text)) {
                let span = Span::new(base + hit.start..base + hit.end);
                found.push(diagnostic(rule, span, reading, Some(section), &[]));
            }
        }
    }
}
