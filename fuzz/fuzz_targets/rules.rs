//! Any rule file or configuration is read and laid over the built-in rules: no panic, problems in bounds; and a note is
//! checked with what came of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use star_lint::check;
use star_lint::parse::parse;
use star_lint::rules::load::MergedRules;
use star_lint::rules::{builtin, reader};

const NOTE: &str = "# Ownership\n\n**Situation:** We had a slow export.\n**Task:** I had to fix it.\n\
    **Action:** We decided to rewrite it.\n**Result:** It was significantly better, by 40%.\n";

fuzz_target!(|text: &str| {
    let mut problems = Vec::new();
    let file = reader::read(text, &mut problems);
    // To compile all built-in vocabularies anew takes long, so most files are laid over nothing.
    let mut layers = if text.len() % 16 == 0 { builtin::base().clone() } else { MergedRules::default() };
    layers.apply("own", file, &mut problems);
    let rules = layers.compile(&mut problems);
    let note = parse(NOTE, &rules.grammar);
    check::check(&note, NOTE, &rules);
});
