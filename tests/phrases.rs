//! What the sentences around a match and its section change for `check.phrases`.

mod common;

use common::Folder;

const RULE: &str = "root = true\n[rules.blue]\nlevel = \"warning\"\nscope = [\"action\", \"result\"]\nmessage = \"{text}\"\n\
    summary = \"blue\"\n[[rules.blue.examples]]\nbad = \"It was blue.\"\ngood = \"It was red.\"\n\
    [vocabulary.blue]\nwords = \"blue\"\n[vocabulary.dark]\nwords = \"dark\"\n";

/// The lines in which the rule speaks.
fn lines(name: &str, keys: &str, action: &str, result: &str) -> Vec<String> {
    let config = format!("{RULE}[rules.blue.check.phrases]\nvocabulary = \"blue\"\n{keys}\n");
    let note = format!(
        "**Situation:** The hall of our school was dark.\n\n**Task:** I had to paint it.\n\n**Action:** {action}\n\n**Result:** {result}\n"
    );
    let folder = Folder::new(name, &[("star-lint.toml", &config), ("a.md", &note)]);
    folder.found(&["--select", "blue"])
}

#[test]
fn a_neighbouring_sentence_of_the_section_takes_a_finding_back() {
    let keys = "unless-near = \"dark\"";
    let found = |action: &str| lines("phrases-near", keys, action, "They came back.").len();
    assert_eq!(found("It was blue. It rained. It was dark."), 1);
    assert_eq!(found("It was blue. It was dark."), 0);
    assert_eq!(found("It was dark. It was blue."), 0);
    assert_eq!(found("It was dark and blue."), 1, "its own sentence is for `unless` of the vocabulary");
    assert_eq!(lines("phrases-near", keys, "It was dark.", "It was blue.").len(), 1, "another section is no neighbour");
}

#[test]
fn some_sections_ask_for_more() {
    let keys = "narrow = { scope = [\"result\"], vocabulary = \"dark\" }";
    let found = |action: &str, result: &str| lines("phrases-narrow", keys, action, result).len();
    assert_eq!(found("It was blue.", "It was red."), 1);
    assert_eq!(found("It was red.", "It was blue. It was dark."), 0);
    assert_eq!(found("It was red.", "It was dark blue."), 1);
}

#[test]
fn soft_sections_are_told_mildly_and_only_without_a_deed_of_ones_own() {
    let keys = "soft = [\"result\"]\nown = \"dark\"";
    let found = |action: &str, result: &str| lines("phrases-soft", keys, action, result);
    let mild = found("It was red.", "It was blue.");
    assert!(mild.len() == 1 && mild[0].contains("info"), "{mild:?}");
    assert_eq!(found("It was dark.", "It was blue."), [""; 0]);
    assert_eq!(found("It was blue. It was dark.", "It was red.").len(), 1, "the Action is not soft");
}
