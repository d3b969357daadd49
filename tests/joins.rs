//! One cause, one finding: what `joins` of a rule does.

mod common;

use common::Folder;

const RULES: &str = "root = true\n[rules.blue]\nlevel = \"warning\"\nscope = [\"action\", \"result\"]\nmessage = \"{text} is blue\"\nsummary = \"blue\"\n\
    label = \"why blue?\"\njoins = [\"dark\"]\ncheck.phrases = { vocabulary = \"blue\" }\n[vocabulary.blue]\nwords = \"blue\"\n[vocabulary.dark]\npatterns = ['dark <word>']\n";

/// The report under a rule `dark`, in which the rule `blue` is.
fn report(name: &str, dark: &str, action: &str, result: &str) -> serde_json::Value {
    let config = format!("{RULES}[rules.dark]\nlevel = \"info\"\nmessage = \"dark\"\nsummary = \"dark\"\n{dark}\n");
    let note = format!(
        "**Situation:** The hall of our school was old.\n\n**Task:** I had to paint it.\n\n**Action:** {action}\n\n**Result:** {result}\n"
    );
    let folder = Folder::new(name, &[("star-lint.toml", &config), ("a.md", &note)]);
    let run = folder.run(&["--select", "blue", "--select", "dark", "--format", "json"]);
    assert_eq!(run.err, "");
    serde_json::from_str(&run.out).expect("JSON")
}

/// The findings: rule, section, and what is said at further places.
fn found(report: &serde_json::Value) -> Vec<String> {
    let all = report["diagnostics"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let labels = |found: &serde_json::Value| {
        found["labels"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|label| text(&label["text"]))
            .collect::<Vec<_>>()
            .join(",")
    };
    all.map(|found| format!("{} {} {}", text(&found["rule"]), text(&found["section"]), labels(found))).collect()
}

#[test]
fn words_that_two_rules_object_to_are_one_finding() {
    let dark = "check.phrases = { vocabulary = \"dark\" }";
    let found = |action: &str| found(&report("joins-words", dark, action, "They came back."));
    assert_eq!(found("It was dark blue."), ["dark action why blue?"]);
    assert_eq!(
        found("It was dark red. It was blue."),
        ["dark action ", "blue action "],
        "other words are another cause"
    );
    assert_eq!(found("It was blue."), ["blue action "]);
}

#[test]
fn what_a_section_lacks_is_told_with_the_reason() {
    let dark = "scope = [\"result\"]\ncheck.require = { vocabulary = \"dark\" }";
    let found = |action: &str, result: &str| found(&report("joins-section", dark, action, result));
    assert_eq!(found("It was red.", "It was red. It was blue."), ["dark result why blue?"]);
    assert_eq!(
        found("It was blue.", "It was red."),
        ["blue action ", "dark result "],
        "another section is another cause"
    );
    assert_eq!(found("It was red.", "It was dark red. It was blue."), ["blue result "]);
}

#[test]
fn joining_a_rule_that_does_not_exist_is_reported() {
    let folder = Folder::new(
        "joins-unknown",
        &[("star-lint.toml", "[rules.hedging]\njoins = [\"weak-verbs\"]\n"), ("a.md", "")],
    );
    let run = folder.run(&["a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("weak-verb") && run.err.contains("star-lint.toml:2:10"), "{}", run.err);
}
