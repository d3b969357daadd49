//! No entry of a vocabulary is idle: without it, a sentence that the vocabulary should find would be missed, or one that
//! it should pass would be found.

use star_lint::examples;
use star_lint::language::compile::compile;
use star_lint::language::definition::{Definition, FileId, Origin};
use star_lint::language::index::Id;
use star_lint::rules::RuleSet;
use star_lint::rules::builtin;
use std::collections::{BTreeMap, BTreeSet};
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

    /// Which of the vocabularies made for a kind of change match in a sentence, by their numbers.
    fn matching(&self, name: &str, change: &str, count: usize, sentence: &str) -> BTreeSet<usize> {
        let ids: Vec<Id> = (0..count).map(|number| self.ids[&format!("{name}-{change}{number}")]).collect();
        let found = examples::matches(&self.rules, &ids, sentence).into_iter();
        found.filter_map(|(id, _)| ids.iter().position(|asked| *asked == id)).collect()
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
            let matching = without.matching(name, "only", alone.len(), sentence);
            if let (1, Some(number)) = (matching.len(), matching.first()) {
                alone[*number] = true;
            }
        }
        let missed = whole.entries.iter().zip(alone).filter(|(_, alone)| !alone);
        idle.extend(missed.map(|(entry, _)| text(entry.origin)));
        let mut held = BTreeSet::new();
        for (sentence, _) in &whole.passes {
            held.extend(without.matching(name, "without", whole.except.len(), sentence));
        }
        let unheld = whole.except.iter().enumerate().filter(|(number, _)| !held.contains(number));
        idle.extend(unheld.map(|(_, entry)| format!("except of {}", text(entry.origin))));
    }
    assert!(entries > 0, "no vocabulary has sentences");
    assert!(idle.is_empty(), "{} of {entries} entries are idle:\n{}", idle.len(), idle.join("\n"));
}
