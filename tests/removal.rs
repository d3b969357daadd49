//! No entry of a vocabulary is idle: without it, a sentence that the vocabulary should find would be missed, or one that
//! it should pass would be found.

use star_lint::examples;
use star_lint::language::compile::compile;
use star_lint::language::definition::{Definition, FileId, Origin};
use star_lint::language::index::Id;
use star_lint::rules::RuleSet;
use star_lint::rules::builtin;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The built-in vocabularies, and one more for each entry that could be taken out.
struct Without {
    rules: RuleSet<'static>,
    ids: BTreeMap<String, Id>,
}

impl Without {
    fn new(written: &BTreeMap<String, Arc<Definition>>) -> Self {
        let mut all = written.clone();
        for (name, whole) in written.iter().filter(|(_, definition)| !definition.finds.is_empty()) {
            for (number, entry) in whole.entries.iter().enumerate() {
                all.insert(
                    format!("{name}-only{number}"),
                    Arc::new(Definition {
                        entries: vec![entry.clone()],
                        verbs: Vec::new(),
                        nouns: Vec::new(),
                        ..(**whole).clone()
                    }),
                );
            }
            for number in 0..whole.except.len() {
                let mut fewer = (**whole).clone();
                fewer.except.remove(number);
                all.insert(format!("{name}-without{number}"), Arc::new(fewer));
            }
        }
        let (index, ids) = compile(all, builtin::base().irregulars()).expect("vocabularies that compile");
        let mut rules = builtin::rule_set();
        rules.index = index;
        Without { rules, ids }
    }

    fn matches(&self, name: &str, sentence: &str) -> bool {
        !examples::matches(&self.rules, self.ids[name], sentence).is_empty()
    }
}

#[test]
fn every_entry_is_missed_when_it_is_taken_out() {
    let written = builtin::base().vocabularies();
    let files: Vec<_> = builtin::files().collect();
    let without = Without::new(written);
    let text = |origin: Origin| {
        let FileId::BuiltIn(number) = origin.file else { return String::new() };
        let (file, source) = files[number];
        format!("{file}.toml: {}", source.get(origin.span.range()).unwrap_or_default())
    };
    let (mut idle, mut entries) = (Vec::new(), 0);
    for (name, whole) in written.iter().filter(|(_, definition)| !definition.finds.is_empty()) {
        entries += whole.entries.len() + whole.except.len();
        let mut alone = vec![false; whole.entries.len()];
        for (sentence, _) in &whole.finds {
            let matching: Vec<usize> =
                (0..alone.len()).filter(|number| without.matches(&format!("{name}-only{number}"), sentence)).collect();
            if let [number] = matching[..] {
                alone[number] = true;
            }
        }
        let missed = whole.entries.iter().zip(alone).filter(|(_, alone)| !alone);
        idle.extend(missed.map(|(entry, _)| text(entry.origin)));
        for (number, entry) in whole.except.iter().enumerate() {
            let held = |sentence: &str| without.matches(&format!("{name}-without{number}"), sentence);
            if !whole.passes.iter().any(|(sentence, _)| held(sentence)) {
                idle.push(format!("except of {}", text(entry.origin)));
            }
        }
    }
    assert!(entries > 0, "no vocabulary has sentences");
    assert!(idle.is_empty(), "{} of {entries} entries are idle:\n{}", idle.len(), idle.join("\n"));
}
