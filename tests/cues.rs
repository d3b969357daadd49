//! Cues: patterns with weights in a rule file, and the rules that sum them.

mod common;

use common::Folder;

const RULES: &str = r#"
[cues.praise]
bias = -1
[cues.praise.words]
'(big|great) success' = 0.8
'very <word>' = 0.5
'{metric}' = -2
'happy' = 0.4

[rules.praise]
level = "warning"
scope = ["result"]
check.cues = { cues = "praise", at-least = 0.1 }
summary = "the Result praises itself"
message = "praise, not an outcome: {cues}"
also = "and this"
help = "what changed?"
[[rules.praise.examples]]
bad = "It was a great success and the client was very pleased."
good = "It was a great success."
"#;

fn note(result: &str) -> String {
    format!(
        "**Situation:** The till jammed every Monday.\n**Task:** I had to stop that.\n\
         **Action:** I took the drawer apart and oiled the rail.\n**Result:** {result}\n"
    )
}

fn praised(name: &str, rules: &str, result: &str) -> String {
    let folder = Folder::new(name, &[("star-lint.toml", rules), ("a.md", &note(result))]);
    let run = folder.run(&["--select", "praise", "--format", "concise", "a.md"]);
    assert!(run.err.is_empty() || run.code != Some(2), "{}", run.err);
    run.out
}

#[test]
fn a_sentence_is_found_where_its_cues_are_enough_and_the_finding_names_them() {
    let out = praised("cues-enough", RULES, "It was a great success and everybody was very happy.");
    let wanted = "warning[praise]: praise, not an outcome: \"great success\", \"very happy\", \"happy\"";
    assert!(out.contains("a.md:4:22: ") && out.contains(wanted), "{out}");
}

#[test]
fn one_cue_is_not_enough_and_another_speaks_against_it() {
    for result in ["It was a great success.", "It was a great success, very happy people, and 40% fewer jams."] {
        let out = praised("cues-few", RULES, result);
        assert!(!out.contains("praise, not"), "{result}: {out}");
    }
}

#[test]
fn cues_of_two_sentences_are_summed_where_the_rule_says_so() {
    let result = "It was a great success. The owner was very glad.";
    assert!(!praised("cues-apart", RULES, result).contains("praise, not"));
    let section = RULES.replace("at-least = 0.1", "at-least = 0.1, of = \"section\"");
    assert!(praised("cues-together", &section, result).contains("praise, not"));
}

#[test]
fn a_later_file_changes_a_weight_and_the_limit() {
    let result = "It was a great success.";
    let louder = format!("{RULES}\n");
    let louder = louder.replace("'(big|great) success' = 0.8", "'(big|great) success' = 1.2");
    assert!(praised("cues-weight", &louder, result).contains("praise, not"));
    let lower = RULES.replace("at-least = 0.1", "at-least = -0.5");
    assert!(praised("cues-limit", &lower, result).contains("praise, not"));
}

#[test]
fn the_examples_of_a_rule_with_cues_are_run() {
    let folder = Folder::new("cues-examples", &[("rules.toml", RULES)]);
    let run = folder.run(&["rules", "test", "rules.toml"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    folder.write("rules.toml", &RULES.replace("= 0.8", "= 0.1"));
    assert_eq!(folder.run(&["rules", "test", "rules.toml"]).code, Some(1));
}

#[test]
fn what_is_wrong_with_cues_is_told_with_its_place() {
    let cases = [
        ("'happy' = 0.4", "'happy' = \"much\"", "a weight is a number between -100 and 100"),
        ("'happy' = 0.4", "'happy' = { action = 1 }", "only the cues of `sections`"),
        ("'happy' = 0.4", "'(happy' = 1", "(happy"),
        ("'happy' = 0.4", "'{happyness}' = 1", "there is no vocabulary or class `happyness`"),
        ("cues = \"praise\"", "cues = \"prase\"", "did you mean `praise`?"),
        ("cues = \"praise\", ", "", "this check needs `cues`"),
        ("bias = -1", "bais = -1", "did you mean `bias`?"),
        ("{cues}", "{cue}", "did you mean `cues`?"),
    ];
    for (old, new, wanted) in cases {
        let folder =
            Folder::new("cues-wrong", &[("star-lint.toml", &RULES.replacen(old, new, 1)), ("a.md", &note("Fine."))]);
        let run = folder.run(&["a.md"]);
        assert!(
            run.code == Some(2) && run.err.contains(wanted) && run.err.contains("star-lint.toml:"),
            "{new}: {}",
            run.err
        );
    }
}

/// All that a table of sections may say.
const SECTIONS: &str = "
[cues.sections]
bias = { action = 0.5 }
[cues.sections.words]
'as a result' = { result = 2, action = -0.5 }
[cues.sections.before]
'asked me' = { task = 0.5 }
[cues.sections.after]
'so i' = { task = 0.5 }
[cues.sections.place]
first = { situation = 1 }
second = { situation = 0.5 }
third = { task = 0.5 }
last = { result = 1 }
last-but-one = { result = 0.5 }
last-but-two = { action = 0.5 }
short = { other = 0.1 }
long = { action = 0.1 }
tenth-1 = { situation = 0.5 }
tenth-2 = { situation = 0.5 }
tenth-3 = { task = 0.5 }
tenth-4 = { task = 0.5 }
tenth-5 = { action = 0.5 }
tenth-6 = { action = 0.5 }
tenth-7 = { action = 0.5 }
tenth-8 = { action = 0.5 }
tenth-9 = { result = 0.5 }
tenth-10 = { result = 0.5 }
[cues.sections.order]
situation = { task = 0.5 }
task = { situation = -1 }
action = { result = 0.1 }
result = { situation = -3 }
other = { situation = -3 }
";

#[test]
fn the_cues_of_sections_have_a_weight_for_each_section() {
    let run = |text: &str| {
        let folder = Folder::new("cues-sections", &[("star-lint.toml", text), ("a.md", &note("40% fewer jams."))]);
        folder.run(&["a.md"])
    };
    let right = run(SECTIONS);
    assert!(right.code != Some(2) && right.err.is_empty(), "{}", right.err);
    for (old, new, wanted) in [
        ("short =", "brief =", "`brief` is not a place"),
        ("{ other = 0.1 }", "0.1", "have a weight for each section"),
        ("{ other = 0.1 }", "{ others = 0.1 }", "`others` is not a section"),
        ("task = { situation = -1 }", "tasks = { situation = -1 }", "`tasks` is not a section"),
    ] {
        let wrong = run(&SECTIONS.replacen(old, new, 1));
        assert!(wrong.code == Some(2) && wrong.err.contains(wanted), "{new}: {}", wrong.err);
    }
}
