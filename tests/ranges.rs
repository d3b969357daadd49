//! What a check lets pass: a usual length within the limits, a Task that the Situation tells, acronyms in a match.

mod common;

use common::Folder;

/// The findings of a rule in a note: level and message.
fn found(name: &str, config: &str, rule: &str, note: &str) -> Vec<String> {
    let folder = Folder::new(name, &[("star-lint.toml", &format!("root = true\n{config}")), ("a.md", note)]);
    let run = folder.run(&["--select", rule, "--format", "json"]);
    assert_eq!(run.err, "");
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let text = |found: &serde_json::Value, key: &str| found[key].as_str().expect("text").to_owned();
    let all = report["diagnostics"].as_array().expect("a list").iter();
    all.map(|found| format!("{}: {}", text(found, "level"), text(found, "message"))).collect()
}

/// A note whose four sections have so many words.
fn note(words: usize) -> String {
    let action = vec!["rowed"; words - 9].join(" ");
    format!("**Situation:** It rained hard.\n\n**Task:** I had to.\n\n**Action:** I {action}.\n\n**Result:** Dry.\n\n")
        .replace("It rained hard", "It rained")
}

#[test]
fn a_length_that_is_unusual_but_within_the_limits_is_an_info() {
    let usual = "[rules.word-count]\ncheck.length = { min = 20, max = 80, usual = { min = 30, max = 40, message = \"{words}, not {min} to {max}\" } }\n";
    let found = |config: &str, words| found("usual-length", config, "word-count", &note(words));
    assert_eq!(found(usual, 35), [""; 0]);
    assert!(found(usual, 50)[0].starts_with("info: ") && found(usual, 50)[0].ends_with(", not 30 to 40"));
    assert!(found(usual, 25)[0].starts_with("info: "));
    assert!(found(usual, 100)[0].starts_with("warning: "));
    let narrower = format!(
        "{usual}\n[[overrides]]\npaths = [\"a.md\"]\n[overrides.rules.word-count]\ncheck.length = {{ max = 70 }}\n"
    );
    assert_eq!(found(&narrower, 50), [""; 0], "what was usual says nothing of other limits");
}

#[test]
fn a_task_that_the_situation_tells_is_not_missing() {
    let missing = |situation: &str| {
        let note = format!("**Situation:** {situation}\n\n**Action:** I swapped the cable.\n\n**Result:** It held.\n");
        found("told-task", "", "missing-section", &note)
    };
    for told in [
        "The till crashed. I had to get it through Christmas.",
        "The till crashed, and my job was to keep it alive.",
        "The till crashed, and it fell to me to mend it.",
        "As deputy I was responsible for a till that crashed.",
    ] {
        assert_eq!(missing(told), [""; 0], "{told}");
    }
    for untold in ["The till crashed.", "The till crashed, and I had to wait.", "We were supposed to close at six."] {
        assert_eq!(missing(untold), ["error: this answer has no Task"], "{untold}");
    }
}

#[test]
fn an_acronym_that_is_a_name_or_explained_is_no_finding() {
    let acronyms = |action: &str| {
        let note = format!(
            "**Situation:** It rained.\n\n**Task:** I had to go.\n\n**Action:** {action}\n\n**Result:** Dry.\n"
        );
        found("placed-acronym", "", "acronym", &note)
    };
    for clear in ["I rang the airline KLO.", "I filled in the KLO, a form for carers.", "I worked for KLO."] {
        assert_eq!(acronyms(clear), [""; 0], "{clear}");
    }
    assert_eq!(acronyms("I took it to the KLO."), ["info: abbreviations the listener may not know: KLO"]);
}
