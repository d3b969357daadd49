//! Every format writes any note in any file: no panic, valid JSON and XML, no control character.
#![no_main]

#[path = "../../tests/whole/mod.rs"]
mod whole;

use libfuzzer_sys::fuzz_target;
use star_lint::diagnostic::Level;
use star_lint::check;
use star_lint::parse::parse;
use star_lint::report::Checked;
use star_lint::rules::builtin;
use star_lint::source::Source;
use star_lint::{Options, Workspace};

fuzz_target!(|text: &str| {
    let rules = builtin::rule_set();
    let (name, text) = text.split_once('\n').unwrap_or(("a.md", text));
    let note = parse(text, &rules.grammar);
    let diagnostics = check::check(&note, text, &rules);
    let source = Source::new(name, text);
    let titles: Vec<_> = note.answers.iter().map(|answer| answer.title.map(|title| title.of(text).to_owned())).collect();
    let checked = Checked { source: &source, titles: &titles, diagnostics: &diagnostics, hidden: &[], fail_on: Level::Warning, fails_unseen: false };
    let workspace = Workspace::new(Options { none: true, ..Options::default() });
    whole::reports_are_whole(&checked, &workspace);
});
