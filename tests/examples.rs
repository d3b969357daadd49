//! Every rule is tested by its own examples: the bad one is found, the good one is not.

use star_lint::examples;
use star_lint::language::definition::FileId;
use star_lint::rules::{builtin, reader};

#[test]
fn rules_find_their_bad_examples_and_only_them() {
    let rules = builtin::rule_set();
    let report = examples::run(builtin::base(), &rules, |_| true);
    assert_eq!(report.rules, builtin::base().rules.len());
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
}

#[test]
fn vocabularies_match_in_what_they_find_and_in_nothing_that_passes() {
    let report = examples::run_sentences(builtin::base(), &builtin::rule_set(), |_| true);
    assert!(report.failures.is_empty(), "{}", report.failures.join("\n"));
    assert!(report.examples > 50, "{} sentences were run", report.examples);
}

#[test]
fn hints_of_profiles_find_their_bad_examples_and_only_them() {
    let mut hints = 0;
    for profile in builtin::PROFILES {
        let mut merged = builtin::base().clone();
        for (name, text) in builtin::SHARED.into_iter().chain([profile]) {
            merged.apply(name, reader::read(text, &mut Vec::new()), &mut Vec::new());
        }
        let rules = merged.compile(&mut Vec::new());
        let report = examples::run(&merged, &rules, |file| matches!(file, FileId::Applied(_)));
        assert!(report.failures.is_empty(), "{}: {}", profile.0, report.failures.join("\n"));
        // A rule that the profile brings has a summary; one that it only tunes has none.
        assert_eq!(report.rules, profile.1.matches("\nsummary = ").count(), "{}", profile.0);
        hints += report.rules;
    }
    assert!(hints > 40, "{hints} hints were run");
}
