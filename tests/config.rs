//! Which configuration holds for which note, and what is said of it.

mod common;

use common::{Folder, WEAK};

const METRIC: [&str; 2] = ["--select", "missing-metric"];

#[test]
fn configurations_hold_from_each_note_upwards_and_the_nearest_wins() {
    let folder = Folder::new(
        "config-nearest",
        &[
            ("star-lint.toml", "[rules.missing-metric]\nlevel = \"error\"\n[rules.hedging]\nlevel = \"off\"\n"),
            ("a.md", WEAK),
            ("inner/.star-lint.toml", "[rules.missing-metric]\nlevel = \"info\"\n"),
            ("inner/b.md", WEAK),
            ("inner/deep/c.md", WEAK),
            ("alone/star-lint.toml", "root = true\n"),
            ("alone/d.md", WEAK),
        ],
    );
    let expected = ["a.md:4 error", "alone/d.md:4 warning", "inner/b.md:4 info", "inner/deep/c.md:4 info"];
    assert_eq!(folder.found(&METRIC), expected.map(|place| format!("{place} missing-metric")));
    // What the inner file does not name comes from the outer one.
    let shown = folder.run(&["--show-config", "inner/b.md"]).out;
    assert!(shown.contains("rules.hedging.level = \"off\"  # star-lint.toml:4"), "{shown}");
    assert!(shown.contains("rules.missing-metric.level = \"info\"  # inner/.star-lint.toml:2"), "{shown}");
    // A path given from elsewhere is the same note.
    let found = folder.found(&[&METRIC[..], &["inner/deep/../b.md", "./alone/d.md"]].concat());
    assert_eq!(found, ["inner/deep/../b.md:4 info missing-metric", "./alone/d.md:4 warning missing-metric"]);
    assert_eq!(folder.found(&[&METRIC[..], &["--no-config", "a.md"]].concat()), ["a.md:4 warning missing-metric"]);
    assert_eq!(
        folder.found(&[&METRIC[..], &["--config", "inner/.star-lint.toml", "a.md"]].concat()),
        ["a.md:4 info missing-metric"]
    );
}

#[test]
fn standard_input_has_the_configuration_of_its_name() {
    let folder =
        Folder::new("config-stdin", &[("inner/star-lint.toml", "[rules.missing-metric]\nlevel = \"error\"\n")]);
    let args = ["-", "--format", "concise", "--select", "missing-metric", "--stdin-filename"];
    assert!(folder.run_with(&[&args[..], &["inner/a.md"]].concat(), WEAK).out.contains("error[missing-metric]"));
    assert!(folder.run_with(&[&args[..], &["a.md"]].concat(), WEAK).out.contains("warning[missing-metric]"));
}

#[test]
fn a_rule_says_what_the_outline_counts_with_it() {
    let rule = |key: &str| format!("[rules.mine]\nsummary = \"-\"\nmessage = \"-\"\nlevel = \"off\"\n{key}\n");
    let vocabulary = "[vocabulary.mine]\nwords = \"zuka\"\n";
    let words = rule("outline = \"own\"\ncheck.phrases = { vocabulary = \"mine\" }") + vocabulary;
    let length = rule("outline = \"own\"\ncheck.length = { max = 9 }");
    let note = "S: It was late.\n\nT: I had to go.\n\nA: I wrote it, zuka and zuka.\n\nR: Zuka.\n";
    let folder = Folder::new("config-outline", &[("words.toml", &words), ("length.toml", &length), ("a.md", note)]);
    let outline = |config: &str| folder.run(&["outline", "--config", config, "a.md"]);
    assert!(outline("words.toml").out.contains("you 3, a group 0"), "{}", outline("words.toml").out);
    // A later rule counts in place of the built-in one only if it looks for a vocabulary.
    let wrong = outline("length.toml");
    assert!(wrong.out.contains("you 1, a group 0"), "{}", wrong.out);
    assert!(
        wrong.err.contains("error: `outline` works only") && wrong.err.contains("length.toml:1:8"),
        "{}",
        wrong.err
    );
    assert_eq!(wrong.code, Some(2));
}

#[test]
fn overrides_hold_for_their_paths() {
    let config = "[rules.word-count]\ncheck.length = { max = 20 }\n\n[[overrides]]\npaths = [\"amazon/**\", \"*.txt\"]\n\
                  extends = [\"amazon\"]\n[overrides.rules.missing-metric]\nlevel = \"error\"\n";
    let folder = Folder::new(
        "config-overrides",
        &[("star-lint.toml", config), ("a.md", WEAK), ("amazon/b.md", WEAK), ("c.txt", WEAK)],
    );
    assert_eq!(
        folder.found(&METRIC),
        ["a.md:4 warning", "amazon/b.md:4 error", "c.txt:4 error"].map(|place| format!("{place} missing-metric"))
    );
    let shown = folder.run(&["--show-config", "amazon/b.md"]).out;
    assert!(shown.contains("rules.word-count.check.length.max = 450  # rules/profiles/amazon.toml:"), "{shown}");
    assert!(shown.contains("rules.missing-metric.level = \"error\"  # star-lint.toml:8"), "{shown}");
    assert!(folder.run(&["--show-config", "a.md"]).out.contains("length.max = 20  # star-lint.toml:2"));
}

#[test]
fn a_note_chooses_its_profile() {
    let front = format!("---\ntitle: x\nstar-lint: amazon # for now\n---\n# Dive Deep\n\n{WEAK}");
    let list = format!("---\nstar-lint:\n  - amazon\n  - us-federal\n---\n# Dive Deep\n\n{WEAK}");
    let comment = format!("<!-- star-lint: us-federal -->\n# Dive Deep\n\n{WEAK}");
    let wrong = format!("<!-- star-lint: amazn -->\n# Dive Deep\n\n{WEAK}");
    let files = [("front.md", &*front), ("list.md", &*list), ("comment.md", &*comment), ("wrong.md", &*wrong)];
    let folder = Folder::new("config-note", &files);
    folder.write("star-lint.toml", "extends = [\"netflix\"]\n");
    let under = |name: &str| {
        let run = folder.run(&["--format", "json", name]);
        let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let findings = json["diagnostics"].as_array().expect("findings").clone();
        let rules: Vec<String> =
            findings.iter().map(|finding| finding["rule"].as_str().expect("a rule").into()).collect();
        (rules, findings, run)
    };
    let (rules, ..) = under("front.md");
    assert!(
        rules.contains(&"amazon-dive-deep".into()) && !rules.iter().any(|rule| rule.starts_with("netflix")),
        "{rules:?}"
    );
    let (rules, findings, _) = under("list.md");
    assert!(rules.contains(&"amazon-dive-deep".into()));
    let length = findings.iter().find(|finding| finding["rule"] == "word-count").expect("word-count");
    assert_eq!(length["profiles"], serde_json::json!(["amazon"]), "200 words an essay have no lower limit");
    let (rules, ..) = under("comment.md");
    assert!(!rules.iter().any(|rule| rule.starts_with("amazon") || rule == "missing-learning"), "{rules:?}");
    let (rules, _, run) = under("wrong.md");
    assert_eq!(run.code, Some(2));
    assert_eq!(run.err, "error: wrong.md:1:17: there is no profile `amazn`; did you mean `amazon`?\n");
    assert!(rules.iter().any(|rule| rule.starts_with("netflix")), "the rest is checked: {rules:?}");
    // The command line has the last word.
    let found = folder.found(&["--profile", "us-federal", "front.md"]);
    assert!(!found.iter().any(|finding| finding.contains("amazon-")), "{found:?}");
}

#[test]
fn each_finding_says_whose_it_is() {
    let folder = Folder::new("config-two", &[("a.md", &format!("# Ownership\n\n{WEAK}"))]);
    let run = folder.run(&["--profile", "netflix", "--profile", "amazon", "--format", "json", "a.md"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let whose = |rule: &str| {
        let findings = json["diagnostics"].as_array().expect("findings").iter();
        let findings: Vec<_> = findings.filter(|finding| finding["rule"] == rule).collect();
        assert_eq!(findings.len(), 1, "{rule} is one finding");
        findings[0]["profiles"].to_string()
    };
    assert_eq!(whose("netflix-autonomy"), "[\"netflix\"]");
    assert_eq!(whose("missing-learning"), "[\"netflix\"]", "a warning there, an info elsewhere");
    assert_eq!(whose("team-reliance"), "[\"netflix\",\"amazon\"]");
    assert_eq!(whose("vague-result"), "[]", "everybody's");
    let human =
        folder.run(&["--profile", "netflix", "--profile", "amazon", "--select", "missing-learning", "a.md"]).out;
    assert!(human.contains("= note: asked for by netflix"), "{human}");
}

#[test]
fn excludes_hold_for_named_paths_too_and_say_so() {
    let config = "[files]\ninclude = [\"*.mdx\", \"*.md\"]\nexclude = [\n  \"drafts/\",\n  \"old*.md\",\n]\n";
    let files =
        [("star-lint.toml", config), ("a.mdx", WEAK), ("b.txt", WEAK), ("drafts/c.md", WEAK), ("old1.md", WEAK)];
    let folder = Folder::new("config-exclude", &files);
    assert_eq!(folder.found(&METRIC), ["a.mdx:4 warning missing-metric"]);
    let run = folder.run(&["--format", "concise", "--select", "missing-metric", "drafts/c.md", "old1.md", "b.txt"]);
    assert!(run.out.starts_with("b.txt:4"), "what is named is read: {}", run.out);
    assert_eq!(
        run.err,
        "note: drafts/c.md is excluded by star-lint.toml:4; --no-exclude reads it\n\
         note: old1.md is excluded by star-lint.toml:5; --no-exclude reads it\n"
    );
    assert_eq!(
        folder.found(&[&METRIC[..], &["--no-exclude", "old1.md"]].concat()),
        ["old1.md:4 warning missing-metric"]
    );
    let run = folder.run(&["--format", "concise", "drafts"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    assert_eq!(run.err, "note: drafts is excluded by star-lint.toml:4; --no-exclude reads it\n");
    assert_eq!(
        folder.found(&[&METRIC[..], &["--no-exclude", "drafts"]].concat()),
        ["drafts/c.md:4 warning missing-metric"]
    );
    // Nothing but excluded files, as a commit of drafts gives: no findings, and no complaint.
    let run = folder.run(&["old1.md"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
}

#[test]
fn levels_of_the_run_can_be_set() {
    let folder = Folder::new(
        "config-levels",
        &[("star-lint.toml", "fail-on = \"never\"\nmin-level = \"error\"\n"), ("a.md", WEAK)],
    );
    let run = folder.run(&["--format", "concise", "a.md"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    assert_eq!(folder.run(&["--fail-on", "warning", "a.md"]).code, Some(1));
    assert!(folder.run(&["--min-level", "warning", "--format", "concise", "a.md"]).out.contains("missing-metric"));
    let shown = folder.run(&["--show-config", "--fail-on", "info"]).out;
    assert!(shown.contains("fail-on = \"info\"  # --fail-on\n"), "{shown}");
    assert!(shown.contains("min-level = \"error\"  # star-lint.toml:2\n"), "{shown}");
}

#[test]
fn what_is_shown_is_a_configuration() {
    let config = "extends = [\"netflix\", \"house.toml\"]\n[vocabulary.leak]\nphrases = [\"Bluebird\"]\n[labels.result]\nwords = [\"harvest\"]\n";
    let house = "[rules.hedging]\nallow = [\"kind of blue\"]\n";
    let folder = Folder::new("config-shown", &[("star-lint.toml", config), ("house.toml", house), ("a.md", WEAK)]);
    let shown = folder.run(&["--show-config", "a.md"]);
    assert_eq!((shown.code, shown.err.as_str()), (Some(0), ""));
    for line in [
        "rules.word-count.check.length.max = 150  # rules/profiles/netflix.toml:",
        "rules.hedging.allow = [\"kind of blue\"]  # house.toml:2",
        "vocabulary.leak.phrases = [\"Bluebird\"]  # star-lint.toml:3",
        "labels.result.words = [\"harvest\"]  # star-lint.toml:5",
        "rules.missing-metric.level = \"warning\"  # rules/evidence.toml:",
        "words-per-minute = 150  # built in",
    ] {
        assert!(shown.out.contains(line), "{line}\n{}", shown.out);
    }
    let kept = shown.out.lines().filter(|line| !line.contains("extends")).collect::<Vec<_>>().join("\n");
    folder.write("again/star-lint.toml", &format!("root = true\n{kept}"));
    folder.write("again/a.md", WEAK);
    let again = folder.run(&["--show-config", "again/a.md"]);
    assert_eq!((again.code, again.err.as_str()), (Some(0), ""), "what is shown can be read");
    let values = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| Some(line.split_once("  # ")?.0.to_owned()))
            .filter(|line| !line.starts_with("extends"))
            .collect()
    };
    let (shown, again) = (values(&shown.out), values(&again.out));
    assert!(shown.len() > 100);
    for value in &shown {
        assert!(again.contains(value), "{value} is not read as it was shown");
    }
}

#[test]
fn mistakes_name_file_line_and_the_right_word() {
    let config = "extends = [\"netflx\"]\nfail-on = \"warn\"\n[rules.hedgin]\nlevel = \"off\"\n[rules.blame]\nlevl = \"off\"\n[files]\nexlude = []\n";
    let folder = Folder::new("config-wrong", &[("star-lint.toml", config), ("a.md", WEAK)]);
    let run = folder.run(&["--format", "concise", "a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.out.contains("missing-metric"), "the note is checked all the same");
    for (place, meant) in [
        ("star-lint.toml:1:12", "did you mean `netflix`?"),
        ("star-lint.toml:2:11", "did you mean `warning`?"),
        ("star-lint.toml:3:8", "did you mean `hedging`?"),
        ("star-lint.toml:6:1", "did you mean `level`?"),
        ("star-lint.toml:8:1", "did you mean `exclude`?"),
    ] {
        assert!(run.err.contains(place) && run.err.contains(meant), "{place} {meant}\n{}", run.err);
    }
    assert_eq!(run.err.matches("error: ").count(), 5, "each once: {}", run.err);
    let run = folder.run(&["--profile", "amazn", "--no-config", "a.md"]);
    assert_eq!((run.code, run.err.as_str()), (Some(2), "error: there is no profile `amazn`; did you mean `amazon`?\n"));
}

#[test]
fn settings_of_the_run_do_not_hide_in_files_that_others_extend() {
    let files = [
        ("star-lint.toml", "extends = [\"house.toml\"]\n"),
        ("house.toml", "[files]\nexclude = [\"a.md\"]\n"),
        ("a.md", WEAK),
    ];
    let run = Folder::new("config-hidden", &files).run(&["a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("house.toml:1:2") && run.err.contains("belongs in a star-lint.toml"), "{}", run.err);
}

#[test]
fn a_profile_of_ones_own() {
    let acme = "[profile]\ntitle = \"ACME\"\ndescription = \"d\"\nas-of = \"2026-01\"\nbasis = \"stated\"\nsources = [\"s\"]\n\
                [rules.word-count]\ncheck.length = { max = 10 }\n";
    let folder = Folder::new("config-acme", &[("acme.toml", acme), ("a.md", WEAK)]);
    let run = folder.run(&[
        "--profile",
        "acme.toml",
        "--profile",
        "aps",
        "--format",
        "json",
        "--select",
        "word-count",
        "a.md",
    ]);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(json["diagnostics"][0]["profiles"], serde_json::json!(["acme"]), "{}{}", run.out, run.err);
}

#[test]
fn init_writes_a_file_that_changes_nothing_and_never_overwrites() {
    let folder = Folder::new("config-init", &[("a.md", WEAK)]);
    let before = folder.run(&["--format", "json", "a.md"]).out;
    let run = folder.run(&["init"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (Some(0), "note: wrote star-lint.toml; its comments explain every setting\n")
    );
    let after = folder.run(&["--format", "json", "a.md"]);
    assert_eq!((after.out, after.err.as_str()), (before, ""));
    let written = folder.read("star-lint.toml");
    let again = folder.run(&["init"]);
    assert_eq!(
        (again.code, again.err.as_str()),
        (Some(2), "error: star-lint.toml already exists; nothing was written\n")
    );
    assert_eq!(folder.read("star-lint.toml"), written);
    std::fs::remove_file(folder.path("star-lint.toml")).expect("a file");
    assert_eq!(folder.run(&["init", "--profile", "meta"]).code, Some(0));
    assert!(folder.read("star-lint.toml").contains("\nextends = [\"meta\"]\n"));
    assert!(folder.found(&["a.md"]).iter().any(|finding| finding.contains("meta-")));
}

#[test]
fn what_a_file_says_holds_against_profiles_that_are_chosen_elsewhere() {
    let config = "[rules.word-count]\ncheck.length = { min = 1, max = 10 }\n[rules.netflix-autonomy]\nlevel = \"off\"\n\
                  [rules.amazon-ownership]\nlevel = \"warning\"\n[[overrides]]\npaths = [\"amazon/\"]\nextends = [\"amazon\"]\n";
    let note = format!("---\nstar-lint: netflix\n---\n# Ownership\n\n{WEAK}");
    let plain = format!("# Ownership\n\n{WEAK}");
    let files = [("star-lint.toml", config), ("chosen.md", &*note), ("plain.md", &*plain), ("amazon/a.md", &*plain)];
    let folder = Folder::new("config-against", &files);
    for args in [&["chosen.md"][..], &["--profile", "netflix", "plain.md"]] {
        let run = folder.run(&[args, &["--format", "concise"]].concat());
        assert!(run.out.contains("9 over the limit of 10"), "the limit of the file: {}", run.out);
        assert!(!run.out.contains("netflix-autonomy") && run.out.contains("netflix-initiative"), "{}", run.out);
        assert_eq!(run.err, "");
    }
    // The override comes after the file, and what the file says of a rule of the profile waits for it.
    let run = folder.run(&["--format", "concise", "amazon/a.md"]);
    assert!(run.out.contains("aim for at least 100") && run.out.contains("warning[amazon-ownership]"), "{}", run.out);
    let shown = folder.run(&["--show-config", "amazon/a.md"]).out;
    assert!(shown.contains("rules.amazon-ownership.level = \"warning\"  # star-lint.toml:6"), "{shown}");
    assert!(shown.contains("rules.word-count.check.length.max = 450  # rules/profiles/amazon.toml"), "{shown}");
}

#[test]
fn tags_are_headings_and_front_matter() {
    let tags = format!("---\ntags: [story, dive-deep, \"#frugality\"]\n---\n# A title\n\n{WEAK}");
    let above =
        format!("# Ownership\n\n## One\n\n{WEAK}\n## Two\n\nPrinciples: Think Big\n\n{WEAK}\n# Other\n\n{WEAK}");
    let folder = Folder::new("config-tags", &[("above.md", &*above), ("tags.md", &*tags)]);
    let found = folder.found(&["--profile", "amazon", "."]);
    let hints: Vec<&str> = found.iter().map(String::as_str).filter(|finding| finding.contains("amazon-")).collect();
    let expected = [
        "above.md:3 info amazon-ownership",
        "above.md:10 info amazon-ownership",
        "above.md:10 info amazon-think-big",
        "tags.md:4 info amazon-dive-deep",
        "tags.md:4 info amazon-frugality",
    ];
    assert_eq!(hints, expected);
}

#[test]
fn a_configuration_without_words_finds_what_the_built_in_rules_find() {
    let notes =
        ["examples/good/stories.md", "examples/weak/export.md", "tests/notes/layouts.md", "tests/notes/german.md"];
    let files = [
        ("level.toml", "[rules.cliche]\nlevel = \"info\"\n"),
        ("words.toml", "[vocabulary.leak]\nphrases = [\"zzz\"]\n"),
    ];
    let folder = Folder::new("config-same", &files);
    let run = |config: &str| {
        let mut command = common::star_lint();
        let output = command.args(["--format", "json", "--config"]).arg(folder.path(config)).args(notes).output();
        String::from_utf8(output.expect("star-lint runs").stdout).expect("UTF-8")
    };
    let built_in =
        common::star_lint().args(["--format", "json", "--no-config"]).args(notes).output().expect("star-lint runs");
    let built_in = String::from_utf8(built_in.stdout).expect("UTF-8");
    assert!(built_in.len() > 1000);
    assert_eq!(run("level.toml"), built_in);
    assert_eq!(run("words.toml"), built_in);
}

#[test]
fn a_rule_file_is_tested_wherever_it_lies() {
    let own = include_str!("notes/own.toml");
    let folder = Folder::new("config-rules-test", &[("rules/own.toml", own), ("notes/a.md", WEAK)]);
    let first = folder.run(&["rules", "test", "rules/own.toml"]);
    assert_eq!(first.code, Some(0), "{}{}", first.out, first.err);
    assert!(!first.out.starts_with('0'), "{}", first.out);
    for path in ["./rules/own.toml", "notes/../rules/own.toml"] {
        assert_eq!(folder.run(&["rules", "test", path]).out, first.out, "{path}");
    }
}

/// What is said of a configuration, and how the run ends.
fn said(name: &str, config: &str) -> (Option<i32>, String) {
    let folder = Folder::new(&format!("config-said-{name}"), &[("star-lint.toml", config), ("a.md", WEAK)]);
    let run = folder.run(&["--format", "concise", "a.md"]);
    assert!(run.out.contains("missing-metric"), "the note is checked: {}{}", run.out, run.err);
    (run.code, run.err)
}

#[test]
fn what_has_no_effect_is_told() {
    let own = "summary = \"s\"\ncheck.phrases = { vocabulary = \"hedge\" }\n";
    let cases = [
        ("[vocabulary.leek]\nphrases = [\"Bluebird\"]\n", "star-lint.toml:1:13", "did you mean `leak`?"),
        (
            "[rules.word-count]\ncheck.length = { min = 300, max = 100 }\n",
            "star-lint.toml:2:",
            "`min` is 300 and `max` is 100",
        ),
        (
            "[rules.thin-action]\ncheck.share = { min = 60, max = 20 }\n",
            "star-lint.toml:2:",
            "`min` is 60 and `max` is 20",
        ),
        (&format!("[rules.own]\n{own}message = \"see {{txt}}\"\n"), "star-lint.toml:4:16", "did you mean `text`?"),
        (&format!("[rules.own]\n{own}message = \"m\"\nlabel = \"{{words}}\"\n"), "star-lint.toml:5:10", "{words}"),
        (
            &format!("[rules.own]\n{own}message = \"m\"\nhelp = \"{{Text}}\"\n"),
            "star-lint.toml:5:9",
            "did you mean `text`?",
        ),
        ("[rules.word-count]\nmessage = \"{word} too many\"\n", "star-lint.toml:2:12", "did you mean `words`?"),
        ("[rules.word-count]\nremove = { safe = \"filler\" }\n", "star-lint.toml:1:8", "`remove`"),
        ("[rules.word-count]\nscope = [\"action\"]\n", "star-lint.toml:1:8", "`scope`"),
        ("[rules.word-count]\nallow = [\"x\"]\n", "star-lint.toml:2:", "`allow`"),
        (
            "[rules.missing-metric]\ncheck.require = { vocabulary = \"metric\", softer = { vocabulary = \"hedge\", message = \"{txt}\", label = \"l\" } }\n",
            "star-lint.toml:2:",
            "did you mean `text`?",
        ),
        ("[labels.results]\nwords = [\"x\"]\n", "star-lint.toml:1:9", "did you mean `result`?"),
    ];
    for (config, place, words) in cases {
        let (code, err) = said("effect", config);
        assert_eq!(code, Some(2), "{config}{err}");
        assert!(err.contains(place) && err.contains(words), "{config}{place} {words}\n{err}");
        assert_eq!(err.matches("error: ").count(), 1, "{config}{err}");
    }
    // What may be meant is no error: limits that are far from those of another file, words that another file may use.
    for (limit, words) in [
        ("word-count]\ncheck.length.min = 900", "`min` is 900 and `max` is 350"),
        ("action-count]\ncheck.count.min = 99", "`min` is 99 and `max` is"),
    ] {
        let (code, err) = said("limit", &format!("[rules.{limit}\n"));
        assert!(code == Some(1) && err.starts_with("warning: ") && err.contains(words), "{err}");
    }
    let (code, err) = said("unused", "[vocabulary.my-own-words]\nphrases = [\"synergy\"]\n");
    assert_eq!(code, Some(1), "{err}");
    assert!(
        err.contains("warning: nothing uses the vocabulary `my-own-words`") && err.contains("star-lint.toml:1:13"),
        "{err}"
    );
    // Those that only an override, a profile or another vocabulary uses are used.
    let used = format!(
        "[vocabulary.mine]\nphrases = [\"a b\"]\n[vocabulary.shows-innovation]\nphrases = [\"c d\"]\n[vocabulary.inner]\n\
         phrases = [\"e f\"]\n[vocabulary.leak]\npatterns = ['{{inner}} g']\n[[overrides]]\npaths = [\"x.md\"]\n\
         [overrides.rules.own]\n{own}message = \"m\"\nabout = \"mine\"\n"
    );
    assert_eq!(said("used", &used), (Some(1), String::new()));
}

#[test]
fn what_is_not_closed_is_one_error_and_the_rest_holds() {
    let rest = "min-level = \"info\"\n[rules.hedging]\nlevel = \"off\"\nallow = [\"a\", \"b\"]\n[rules.team-reliance]\nlevel = \"info\"\n";
    for open in [
        "extends = [\"netflix\"\n",
        "extends = [\n  \"netflix\",\n",
        "rules.blame = { level = \"off\"\n",
        "files.exclude = [[\"a\"]\n",
    ] {
        let folder = Folder::new("config-open", &[("star-lint.toml", &format!("{open}{rest}")), ("a.md", WEAK)]);
        let run = folder.run(&["--format", "concise", "a.md"]);
        assert_eq!((run.code, run.err.matches("error: ").count()), (Some(2), 1), "{open}{}", run.err);
        assert!(run.err.contains("star-lint.toml:1:") && run.err.contains("is not closed"), "{open}{}", run.err);
        assert!(run.out.contains("info[team-reliance]"), "{open}{}", run.out);
    }
    // Each is told, and what else is wrong.
    let two = format!("fail-on = [\"a\"\n{rest}[files]\nexclude = [\"x\"\ninclude = [\"*.md\"]\nlevl = 1\n");
    let (code, err) = said("two", &two);
    assert_eq!((code, err.matches("error: ").count()), (Some(2), 3), "{err}");
}

#[test]
fn names_have_a_shape_and_links_are_links() {
    let rule = |name: &str, url: &str| {
        format!(
            "[rules.{name}]\nsummary = \"s\"\nmessage = \"m\"\nurl = \"{url}\"\ncheck.phrases = {{ vocabulary = \"hedge\" }}\n"
        )
    };
    for name in [
        "\"x\\u001b]0;PWN\\u0007\"",
        "\"a\\nerror: b\"",
        "\"a b\"",
        "Own",
        "\"-a\"",
        "\"a--b\"",
        "\"\"",
        "\"\\u202ea\"",
        "a_b",
    ] {
        let (code, err) = said("names", &rule(name, "https://example.org"));
        assert_eq!(code, Some(2), "{name}: {err}");
        assert!(err.contains("star-lint.toml:1:8") && err.contains("lower-case letters"), "{name}: {err}");
        assert_eq!(err.matches("error: ").count(), if name.contains("error") { 2 } else { 1 }, "{name}: {err}");
        let (_, err) = said("names", &format!("[vocabulary.{name}]\nphrases = [\"x\"]\n"));
        assert!(err.contains("star-lint.toml:1:13") && err.contains("lower-case letters"), "{name}: {err}");
    }
    for url in [
        "javascript:alert(1)",
        "https://a\\u001b]8;;b",
        "file:///etc",
        "https://a b",
        "https://\\u202ea",
        "x",
        "http://",
    ] {
        let (code, err) = said("urls", &rule("own", url));
        assert_eq!(code, Some(2), "{url}: {err}");
        assert!(err.contains("star-lint.toml:4:7") && err.contains("http"), "{url}: {err}");
    }
    assert_eq!(said("urls", &rule("own-2", "https://example.org/a?b=c#d")), (Some(1), String::new()));
    let profile = "[profile]\ntitle = \"t\"\ndescription = \"d\"\nas-of = \"2026-01\"\n";
    let folder = Folder::new("config-profile-name", &[("a\u{1b}[31m.toml", profile), ("a.md", WEAK)]);
    let run = folder.run(&["--profile", "a\u{1b}[31m.toml", "a.md"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(
        run.err.contains("lower-case letters") && !run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'),
        "{}",
        run.err
    );
}

#[test]
fn a_word_that_was_meant_is_named() {
    let folder = Folder::new("config-meant", &[("a.md", WEAK)]);
    let run = folder.run(&["chek", "a.md", "-q"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("error: chek: no such file or folder; did you mean the command `check`?\n"),
        "{}",
        run.err
    );
    let run = folder.run(&["--select", "netflix-autonomy", "a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("`netflix-autonomy`") && run.err.contains("--profile netflix"), "{}", run.err);
}

#[test]
fn explain_shows_the_values_in_force_and_where_they_come_from() {
    let folder = Folder::new("config-explain", &[("a.md", WEAK)]);
    let shown = folder.run(&["explain", "word-count"]).out;
    for line in [
        "rules.word-count.level = \"warning\"  # rules/length.toml:",
        "length.min = 60  # rules/length.toml:",
        "length.max = 350  # rules/length.toml:",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    folder.write("star-lint.toml", "extends = [\"netflix\"]\n[rules.word-count]\ncheck.length.max = 170\n[rules.amazon-ownership]\nlevel = \"warning\"\n");
    let shown = folder.run(&["explain", "word-count"]).out;
    assert!(shown.contains("Settings in force under netflix"), "{shown}");
    assert!(
        shown.contains("length.max = 170  # star-lint.toml:3")
            && shown.contains("length.min = 100  # rules/profiles/netflix.toml:"),
        "{shown}"
    );
    let shown = folder.run(&["explain", "amazon-ownership"]).out;
    assert!(shown.contains("Settings in force under amazon, a profile that is not active here"), "{shown}");
    assert!(shown.contains("rules.amazon-ownership.level = \"warning\"  # star-lint.toml:5"), "{shown}");
    let shown = folder.run(&["explain", "netflix-autonomy"]).out;
    assert!(shown.contains("Settings in force under netflix:"), "{shown}");
}

#[test]
fn a_limit_of_ones_own_file_is_not_asked_for_by_a_profile() {
    let note = format!("# Title\n\n{WEAK}");
    let folder = Folder::new("config-whose", &[("a.md", &note), ("star-lint.toml", "extends = [\"netflix\"]\n")]);
    let args = ["--select", "word-count", "a.md"];
    assert!(folder.run(&args).out.contains("asked for by netflix"));
    folder
        .write("star-lint.toml", "extends = [\"netflix\"]\n[rules.word-count]\ncheck.length = { min = 1, max = 5 }\n");
    let run = folder.run(&args);
    assert!(run.out.contains("14 over the limit of 5") && !run.out.contains("asked for by"), "{}", run.out);
    folder.write("star-lint.toml", "extends = [\"netflix\"]\n[rules.word-count]\nlevel = \"error\"\n");
    assert!(folder.run(&args).out.contains("asked for by netflix"), "the limit is the profile's");
}

#[test]
fn a_name_cannot_look_like_a_line_of_the_report() {
    let config = "\"a\\nerror: forged\" = 1\n[labels.\"a\\nerror: b\"]\n";
    let folder = Folder::new("config-forged", &[("star-lint.toml", config), ("a.md", WEAK)]);
    let (checked, shown) = (folder.run(&["a.md"]), folder.run(&["--show-config"]));
    assert!(checked.err.contains("forged") && checked.err.contains("error: b"), "the names are shown: {}", checked.err);
    for text in [checked.out, checked.err, shown.out, shown.err] {
        let forged =
            |line: &&str| line.trim_start().starts_with("error: forged") || line.trim_start().starts_with("error: b");
        assert_eq!(text.lines().find(forged), None, "{text}");
    }
}

#[test]
fn a_lesson_is_asked_for_where_the_title_asks_or_the_configuration_does() {
    let answer = |title: &str, last: &str| {
        format!(
            "# {title}\n\n**Situation:** The pump was late.\n\n**Task:** I had to fit it.\n\n**Action:** I fitted it.\n\n**Result:** It ran.\n\n{last}"
        )
    };
    let maxim = "**Learning:** Patience is a virtue.\n";
    let lesson = "**Learning:** I order the pump a month ahead now.\n";
    let files = [
        ("failure.md", answer("A failure", "")),
        ("maxim.md", answer("A mistake", maxim)),
        ("lesson.md", answer("A mistake", lesson)),
        ("speed.md", answer("A quick job", "")),
    ];
    let folder = Folder::new("config-learning", &files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let only = ["--select", "missing-learning"];
    assert_eq!(folder.found(&only), ["failure.md:1 info missing-learning", "maxim.md:3 info missing-learning"]);
    folder.write("star-lint.toml", "[rules.missing-learning]\nabout = \"\"\n");
    let everywhere = folder.found(&only);
    assert!(everywhere.contains(&"speed.md:1 info missing-learning".into()), "{everywhere:?}");
    assert!(!everywhere.iter().any(|found| found.starts_with("lesson.md")), "{everywhere:?}");
    assert_eq!(folder.run(&["--show-config", "speed.md"]).err, "");
}
