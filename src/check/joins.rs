//! One cause, one finding: what `joins` of a rule says of findings at the same place.

use crate::diagnostic::{Diagnostic, Label, Level};
use crate::parse::Kinds;
use crate::rules::{Check, Rule, RuleSet, Unit};
use crate::source::Span;

/// Makes the findings of rules that join others labels of those, where they are at the same place.
pub fn join(rules: &RuleSet<'static>, found: &mut Vec<Diagnostic>) {
    for rule in rules.rules.iter().filter(|rule| rule.level != Level::Off && !rule.joins.is_empty()) {
        let joining: Vec<Diagnostic> = found.extract_if(.., |finding| finding.rule == rule.id).collect();
        if joining.is_empty() {
            continue;
        }
        let hosts: Vec<Hosts> = rules
            .rules
            .iter()
            .filter(|host| rule.joins.contains(&host.id))
            .map(|host| Hosts::new(host, found))
            .collect();
        for finding in joining {
            let host = hosts.iter().find_map(|hosts| hosts.at(&finding));
            let Some(host) = host.and_then(|host| found.get_mut(host)) else {
                found.push(finding);
                continue;
            };
            host.level = host.level.max(finding.level);
            host.fix = host.fix.take().or(finding.fix);
            host.labels.push(Label::new(finding.span, finding.label));
            host.labels.extend(finding.labels);
        }
    }
}

/// The findings of a rule that others join.
struct Hosts {
    /// Where they are, in the order of the text, and their indices.
    places: Vec<(Span, usize)>,
    /// The sections that each of them is about, if it is not about its words alone.
    scope: Option<Kinds>,
}

impl Hosts {
    fn new(rule: &Rule<'static>, found: &[Diagnostic]) -> Hosts {
        let own = found.iter().enumerate().filter(|(_, finding)| finding.rule == rule.id);
        let mut places: Vec<(Span, usize)> = own.map(|(index, finding)| (finding.span, index)).collect();
        places.sort_unstable_by_key(|(span, _)| span.start);
        let whole = matches!(
            rule.check,
            Check::Require(_) | Check::Count { .. } | Check::Cues { of: Some(Unit::Answer | Unit::Section), .. }
        );
        Hosts { places, scope: whole.then_some(rule.scope) }
    }

    /// The index of the one at the place of a finding.
    fn at(&self, finding: &Diagnostic) -> Option<usize> {
        let near = if let Some(scope) = self.scope {
            let here = scope == Kinds::NONE || scope.names().any(|name| finding.section == Some(name));
            self.places.first().filter(|_| here)
        } else {
            let before = self.places.partition_point(|(span, _)| span.end <= finding.span.start);
            self.places.get(before).filter(|(span, _)| span.start < finding.span.end)
        };
        near.map(|(_, index)| *index)
    }
}
