//! Every rule is tested by its own examples: the bad one is found, the good one is not.

use star_lint::examples;
use star_lint::rules::builtin;
use star_lint::rules::load::layers;

#[test]
fn rules_find_their_bad_examples_and_only_them() {
    let layers = layers(builtin::FILES, &mut Vec::new());
    let rules = builtin::rule_set();
    let report = examples::run(&layers, &rules, 0..builtin::FILES.len());
    assert_eq!(report.rules, rules.rules.len());
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
}
