//! Any text is checked with every rule and every profile: no panic, spans in bounds, findings in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use star_lint::check;
use star_lint::diagnostic::Level;
use star_lint::parse::parse;
use star_lint::rules::load::built_in;
use star_lint::rules::{RuleSet, builtin};
use std::sync::OnceLock;

/// The built-in rules, and those of all profiles on top of each other, every one of them on.
fn rule_sets() -> &'static [RuleSet<'static>] {
    static SETS: OnceLock<Vec<RuleSet<'static>>> = OnceLock::new();
    SETS.get_or_init(|| {
        let files = builtin::all_files();
        let mut all = built_in(files, &mut Vec::new()).compile(&mut Vec::new());
        all.rules.iter_mut().for_each(|rule| rule.level = rule.level.max(Level::Info));
        vec![builtin::rule_set(), all]
    })
}

fuzz_target!(|text: &str| {
    for rules in rule_sets() {
        let note = parse(text, &rules.grammar);
        let mut found = check::check(&note, text, rules);
        assert!(found.is_sorted_by(|a, b| a.sort_key() <= b.sort_key()));
        found.extend(check::no_answer(&note, text, rules));
        for diagnostic in &found {
            assert!(text.get(diagnostic.span.range()).is_some());
            assert!(diagnostic.labels.iter().all(|label| text.get(label.span.range()).is_some()));
            let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
            assert!(edits.into_iter().all(|(span, _)| text.get(span.range()).is_some()));
        }
    }
});
