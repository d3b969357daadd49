//! Fixing twice is fixing once, and no fix changes how a note is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use star_lint::diagnostic::Applicability;
use star_lint::parse::parse;
use star_lint::rules::builtin;
use star_lint::{check, fix};

fuzz_target!(|text: &str| {
    let rules = builtin::rule_set();
    let find = |text: &str| check::check(&parse(text, &rules.grammar), text, &rules);
    let shape = |text: &str| parse(text, &rules.grammar).shape();
    let fixed = fix::fix(text, Applicability::Unsafe, find, shape);
    let again = fix::fix(&fixed.text, Applicability::Unsafe, find, shape);
    assert_eq!((again.count, &again.text), (0, &fixed.text));
    assert_eq!(shape(&fixed.text), shape(text));
});
