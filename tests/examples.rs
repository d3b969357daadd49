//! Every rule is tested by its own examples: the bad one is found, the good one is not.

use star_lint::examples;
use star_lint::rules::builtin;
use star_lint::rules::load::layers;

#[test]
fn rules_find_their_bad_examples_and_only_them() {
    let layers = layers(builtin::files(), &mut Vec::new());
    let rules = builtin::rule_set();
    let report = examples::run(&layers, &rules, 0..builtin::files().count());
    assert_eq!(report.rules, rules.rules.len());
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
}

#[test]
fn hints_of_profiles_find_their_bad_examples_and_only_them() {
    let mut hints = 0;
    for profile in builtin::PROFILES {
        let files = builtin::files().chain(builtin::SHARED).chain([profile]);
        let layers = layers(files, &mut Vec::new());
        let rules = layers.compile(&mut Vec::new());
        let own = builtin::files().count()..builtin::files().count() + 2;
        let report = examples::run(&layers, &rules, own);
        assert!(report.failures.is_empty(), "{}: {}", profile.0, report.failures.join("\n"));
        // A rule that the profile brings has a summary; one that it only tunes has none.
        assert_eq!(report.rules, profile.1.matches("\nsummary = ").count(), "{}", profile.0);
        hints += report.rules;
    }
    assert!(hints > 40, "{hints} hints were run");
}
