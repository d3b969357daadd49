//! What one run changes of the rules: `--select` and `--ignore` with rules and groups, and `--set`.

mod common;

use common::{Folder, WEAK};

/// The rules that were found, each once.
fn rules(folder: &Folder, args: &[&str]) -> Vec<String> {
    let mut rules: Vec<String> =
        folder.found(args).iter().filter_map(|line| line.rsplit(' ').next()).map(str::to_owned).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// A rule about a word that no other rule knows.
fn rule(name: &str, key: &str) -> String {
    format!(
        "[rules.{name}]\n{key}\nlevel = \"warning\"\ncheck.pattern = 'slow'\nsummary = \"-\"\nmessage = \"-\"\n\
         [[rules.{name}.examples]]\nbad = \"It was slow.\"\n"
    )
}

#[test]
fn rules_and_groups_are_selected_by_name_between_commas() {
    let folder = Folder::new("select-groups", &[("a.md", WEAK)]);
    let evidence = ["missing-metric", "vague-result"];
    assert_eq!(rules(&folder, &["--select", "evidence", "a.md"]), evidence);
    assert_eq!(
        rules(&folder, &["--select", "missing-metric,team-reliance", "a.md"]),
        ["missing-metric", "team-reliance"]
    );
    assert_eq!(rules(&folder, &["--select", "missing-metric", "--select=vague-result", "a.md"]), evidence);
    let both = ["missing-metric", "team-reliance", "vague-result"];
    assert_eq!(rules(&folder, &["--select", "evidence,ownership", "--ignore", "hidden-actor", "a.md"]), both);
    assert_eq!(rules(&folder, &["--select", "evidence", "--ignore", "vague-result", "a.md"]), ["missing-metric"]);
    let all = rules(&folder, &["a.md"]);
    assert!(all.contains(&"word-count".to_owned()) && all.contains(&"team-reliance".to_owned()), "{all:?}");
    let rest = rules(&folder, &["--ignore", "evidence,length", "a.md"]);
    assert!(rest.contains(&"team-reliance".to_owned()), "{rest:?}");
    assert!(!rest.iter().any(|rule| rule == "word-count" || rule == "missing-metric"), "{rest:?}");
    let shown = folder.run(&["--show-config", "--ignore", "evidence", "a.md"]).out;
    assert!(shown.contains("rules.vague-result.level = \"off\"  # --ignore\n"), "{shown}");
}

#[test]
fn a_group_runs_those_of_its_rules_that_are_on() {
    let note = "## Tell me about a failure\n\n".to_owned() + WEAK;
    let folder = Folder::new("select-off", &[("a.md", &note)]);
    assert_eq!(rules(&folder, &["--select", "growth", "a.md"]), ["missing-learning"]);
    // A rule that is named runs even if it is off.
    assert_eq!(rules(&folder, &["--select", "growth,missing-risk", "a.md"]), ["missing-learning", "missing-risk"]);
    assert_eq!(rules(&folder, &["--profile", "netflix", "--select", "own", "a.md"]), [""; 0]);
}

#[test]
fn rules_of_a_file_have_the_group_that_is_written() {
    let config = rule("in-the-file", "")
        + &rule("in-its-own", "group = \"speed\"")
        + "[rules.vague-result]\ngroup = \"speed\"\n";
    let folder = Folder::new("select-own", &[("star-lint.toml", &config), ("a.md", WEAK)]);
    assert_eq!(rules(&folder, &["--select", "own", "a.md"]), ["in-the-file"]);
    assert_eq!(rules(&folder, &["--select", "speed", "a.md"]), ["in-its-own", "vague-result"]);
    folder.write("star-lint.toml", &format!("group = \"pace\"\n{config}"));
    assert_eq!(rules(&folder, &["--select", "pace", "a.md"]), ["in-the-file"]);
    assert_eq!(rules(&folder, &["--select", "evidence", "a.md"]), ["missing-metric"]);
    let listed = folder.run(&["rules"]).out;
    for group in ["\n\npace\n  in-the-file ", "\n\nspeed\n  vague-result ", "\n  in-its-own "] {
        assert!(listed.contains(group), "{listed}");
    }
    assert!(folder.run(&["explain", "in-its-own"]).out.contains("\nspeed, warning\n"));
    // The rules of a profile are a group, too.
    let out = folder.run(&["--profile", "netflix", "--select", "netflix", "--format", "concise", "a.md"]);
    assert!(out.err.is_empty(), "{}", out.err);
}

#[test]
fn a_name_of_a_rule_and_of_a_group_means_the_rule() {
    let config = rule("evidence", "");
    let folder = Folder::new("select-both", &[("star-lint.toml", &config), ("a.md", WEAK)]);
    assert_eq!(rules(&folder, &["--select", "evidence", "a.md"]), ["evidence"]);
}

#[test]
fn names_that_are_neither_rule_nor_group_are_told() {
    let folder = Folder::new("select-wrong", &[("a.md", WEAK)]);
    let run = folder.run(&["--select", "evidense,hedgign", "--ignore", "lenght", "a.md"]);
    let told = "error: there is no rule or group `evidense`; did you mean `evidence`?\n\
                error: there is no rule or group `hedgign`; did you mean `hedging`?\n\
                error: there is no rule or group `lenght`; did you mean `length`?\n";
    assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (Some(2), told, ""));
    // A group of one's own may have any name; one that is nearly another's is told.
    for (group, told) in [("speed", ""), ("evidense", "did you mean `evidence`?")] {
        folder.write("star-lint.toml", &rule("mine", &format!("group = \"{group}\"")));
        let run = folder.run(&["--select", "mine", "a.md"]);
        assert_eq!((run.code, run.err.is_empty()), (Some(1), told.is_empty()), "{}", run.err);
        assert!(run.err.contains(told), "{}", run.err);
        assert!(told.is_empty() || run.err.contains("--> star-lint.toml:2:9"), "{}", run.err);
    }
    folder.write("star-lint.toml", &rule("mine", "group = \"My group\""));
    let run = folder.run(&["a.md"]);
    assert!(run.code == Some(2) && run.err.contains("star-lint.toml:2:9"), "{}", run.err);
}

#[test]
fn one_setting_is_changed_for_one_run() {
    let folder = Folder::new(
        "set-one",
        &[("star-lint.toml", "[rules.missing-metric]\nlevel = \"info\"\n"), ("a.md", WEAK), ("drafts/b.md", WEAK)],
    );
    let metric = |set: &[&str]| folder.found(&[&["--select", "missing-metric", "a.md"], set].concat());
    assert_eq!(metric(&[]), ["a.md:4 info missing-metric"]);
    // A bare word is a string.
    for set in [
        "rules.missing-metric.level=error",
        "rules.missing-metric.level = \"error\"",
        "rules={missing-metric={level='error'}}",
    ] {
        assert_eq!(metric(&["--set", set]), ["a.md:4 error missing-metric"], "{set}");
    }
    // The last one counts, and a profile or the lack of a file changes nothing.
    let level = |level: &str| format!("rules.missing-metric.level={level}");
    assert_eq!(metric(&["--set", &level("off"), "--set", &level("error")]), ["a.md:4 error missing-metric"]);
    assert_eq!(metric(&["--no-config", "--set", &level("error")]), ["a.md:4 error missing-metric"]);
    let run = folder.run(&["--set", "words-per-minute=60", "--format", "concise", "a.md"]);
    assert!(run.out.contains("19 words (0:19 to say)"), "{}", run.out);
    // Settings of the run are settings, too.
    let paths = folder.found(&["--set", "files.exclude=['drafts/']", "--select", "missing-metric"]);
    assert_eq!(paths, ["a.md:4 info missing-metric"]);
    let run = folder.run(&["--set", "fail-on=never", "--set", "min-level=error", "a.md"]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert!(folder.run(&["--set", "extends=['netflix']", "--show-config", "a.md"]).out.contains("under netflix"));
    let shown = folder.run(&["--set", "words-per-minute=60", "--show-config", "a.md"]).out;
    assert!(shown.contains("words-per-minute = 60  # --set:1\n"), "{shown}");
    // Every command that reads rules takes it.
    assert!(folder.run(&["outline", "--set", "words-per-minute=60", "a.md"]).out.contains("0:19"));
    let explained = folder.run(&["explain", "missing-metric", "--set", &level("error")]).out;
    assert!(explained.contains("rules.missing-metric.level = \"error\"  # --set:1\n"), "{explained}");
}

#[test]
fn what_is_wrong_with_a_setting_is_told_at_its_place() {
    let folder = Folder::new("set-wrong", &[("a.md", WEAK)]);
    for (set, told, place) in [
        ("rules.missing-metrik.level=error", "did you mean `missing-metric`?", "--set:1:7"),
        ("word-per-minute=120", "did you mean `words-per-minute`?", "--set:1:1"),
        ("words-per-minute=fast", "`words-per-minute` must be a whole number, not a string", "--set:1:18"),
        ("rules.hedging.level=warn", "did you mean `warning`?", "--set:1:21"),
        ("rules.hedging.scope=[result", "--set:1:2", "--set:1:2"),
        ("two words=1", "--set:1:5", "--set:1:5"),
        ("files.include='a{'", "is not a valid glob", "--set:1:15"),
        ("extends=['nettflix']", "did you mean `netflix`?", "--set:1:10"),
        ("root=true", "`root` has no effect here", "--set:1:1"),
    ] {
        let run = folder.run(&["--set", set, "--select", "missing-metric", "a.md"]);
        assert_eq!(run.code, Some(2), "{set}: {}", run.err);
        assert!(run.err.contains(told) && run.err.contains(place), "{set}: {}", run.err);
        // The notes are still checked.
        assert!(run.out.contains("missing-metric"), "{set}: {}", run.out);
    }
    // Each is told at its own text.
    let run = folder.run(&["--set", "wards=1", "--set", "lavel=error", "a.md"]);
    assert!(run.err.contains("1 | wards=1") && run.err.contains("1 | lavel=\"error\""), "{}", run.err);
    for set in ["words-per-minute", "=1", ""] {
        let run = folder.run(&["--set", set, "a.md"]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{set}: {}", run.err);
        assert!(run.err.contains("KEY=VALUE, such as words-per-minute=120"), "{}", run.err);
    }
}
