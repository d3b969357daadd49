//! A user's own vocabularies do what docs/rule-files.md says, in every place where they may stand.

mod common;

use common::Folder;

/// A note with this Action, and a rule that finds the vocabulary `own`.
fn found(name: &str, vocabularies: &str, action: &str) -> Vec<String> {
    let rule = "[rules.own]\nlevel = \"warning\"\nscope = [\"action\"]\nsummary = \"s\"\nmessage = \"<{text}>\"\ncheck.phrases = { vocabulary = \"own\" }\n";
    let note =
        format!("**Situation:** It was so.\n**Task:** It was mine.\n**Action:** {action}\n**Result:** It ran.\n");
    let files = [("rules.toml", &*format!("{rule}{vocabularies}")), ("a.md", &*note)];
    let folder = Folder::new(&format!("vocabulary-{name}"), &files);
    let run = folder.run(&["--config", "rules.toml", "--select", "own", "--format", "json", "a.md"]);
    assert_eq!(run.err, "", "{name}");
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let all = report["diagnostics"].as_array().expect("a list").iter();
    all.map(|found| found["message"].as_str().expect("a text").trim_matches(['<', '>']).to_owned()).collect()
}

#[test]
fn the_context_of_a_vocabulary_holds_where_a_pattern_names_it() {
    let gear = "[vocabulary.own]\npatterns = ['the {gear} broke']\n[vocabulary.gear]\nwords = \"pump crane\"\nphrases = [\"tower crane\"]\n";
    let say = "The pump broke. The crane broke at noon. The tower crane broke again.";
    let with = |name: &str, context: &str| found(name, &format!("{gear}{context}"), say);
    assert_eq!(with("plain", ""), ["The pump broke", "The crane broke", "The tower crane broke"]);
    assert_eq!(with("except", "except = [\"crane\"]\n"), ["The pump broke"]);
    assert_eq!(with("except-more", "except = ['crane broke <any>']\n"), ["The pump broke"]);
    let noon = "[vocabulary.noon]\nwords = \"noon\"\n";
    assert_eq!(with("unless", &format!("unless = [\"noon\"]\n{noon}")), ["The pump broke", "The tower crane broke"]);
    assert_eq!(with("with", &format!("with = [\"noon\"]\n{noon}")), ["The crane broke"]);
    // Through two names, and in a look-alike.
    let two =
        gear.replace("{gear}", "{site}") + "except = [\"pump\"]\n[vocabulary.site]\npatterns = ['{gear}', 'yard']\n";
    assert_eq!(
        found("two", &two, "The pump broke. The crane broke. The yard broke."),
        ["The crane broke", "The yard broke"]
    );
    let mask = "[vocabulary.own]\nwords = \"broke\"\nexcept = ['{gear} broke']\n[vocabulary.gear]\nwords = \"pump crane\"\nexcept = [\"crane\"]\n";
    assert_eq!(found("mask", mask, "The pump broke. The crane broke."), ["broke"]);
}

#[test]
fn what_stands_before_in_the_clause_cancels() {
    let own = "[vocabulary.own]\npatterns = ['sold <word>']\nunless-before = [\"denial\"]\nclause = \"cut\"\n[vocabulary.denial]\nwords = \"never\"\n[vocabulary.cut]\nwords = \"but\"\n";
    let say = "I never sold bread. I sold milk and never sold salt. I never slept but sold rice.";
    assert_eq!(found("clause", own, say), ["sold milk", "sold rice"]);
    let named = own.replace("vocabulary.own]", "vocabulary.sale]") + "[vocabulary.own]\npatterns = ['{sale}']\n";
    assert_eq!(found("clause-named", &named, say), ["sold milk", "sold rice"]);
    // Without clauses the whole sentence counts.
    let whole = own.replace("clause = \"cut\"\n", "").replace("[vocabulary.cut]\nwords = \"but\"\n", "");
    assert_eq!(found("clause-whole", &whole, say), ["sold milk"]);
}

#[test]
fn a_vocabulary_that_is_looked_up_word_by_word_has_single_words() {
    let note = "**Situation:** It was so.\n**Task:** It was mine.\n**Action:** I moved the KRPQ to the QFLM.\n**Result:** It ran.\n";
    let config = "[vocabulary.known-acronym]\nwords = \"krpq qflm\"\nexcept = [\"QFLM\"]\n";
    let folder = Folder::new("vocabulary-words", &[("good.toml", config), ("a.md", note)]);
    let run = folder.run(&["--config", "good.toml", "--select", "acronym", "--format", "concise", "a.md"]);
    assert!(run.out.contains("may not know: QFLM") && run.err.is_empty(), "{}{}", run.out, run.err);
    for line in ["phrases = [\"the QFLM\"]", "patterns = ['Q*']", "except = ['QFLM server']", "unless = [\"metric\"]"] {
        folder.write("bad.toml", &format!("[vocabulary.known-acronym]\n{line}\n"));
        let run = folder.run(&["--config", "bad.toml", "--format", "concise", "a.md"]);
        assert_eq!(run.code, Some(2), "{line}");
        assert!(run.err.contains("bad.toml:2:") && run.err.contains("matched word by word"), "{line}: {}", run.err);
    }
}

/// For each of these Results, what is said of a note that has it, as `level rule`.
fn told(name: &str, results: &[String]) -> Vec<Vec<String>> {
    let folder = Folder::new(&format!("vocabulary-{name}"), &[]);
    for (number, result) in results.iter().enumerate() {
        let note = format!(
            "**Situation:** The nightly export of the warehouse failed twice.\n**Task:** I had to mend the export before the autumn sale.\n**Action:** I traced the failures to one query and rewrote it to read in pages.\n**Result:** {result}\n"
        );
        folder.write(&format!("{number}.md"), &note);
    }
    let found = folder.found(&["--no-config", "--select", "placeholder", "--select", "missing-metric", "."]);
    let of = |number: usize| {
        let place = format!("{number}.md:4 ");
        found.iter().filter_map(|found| found.strip_prefix(&place)).map(str::to_owned).collect()
    };
    let told: Vec<Vec<String>> = (0..results.len()).map(of).collect();
    assert_eq!(told.iter().map(Vec::len).sum::<usize>(), found.len(), "something else is found: {found:?}");
    told
}

#[test]
fn a_number_that_is_to_come_is_a_placeholder_and_no_metric() {
    let open = [
        "[X]%",
        "[N]%",
        "$[amount]",
        "X%",
        "<X>%",
        "[metric] %",
        "XX hours",
        "[X] hours",
        "[x]%",
        "[ ]%",
        "[%]",
        "£[x]",
        "N hours",
        "(X)%",
        "<amount>",
        "<number of days>",
        "[X]x",
        "#X",
        "**[X]**%",
        "\\[X\\]%",
        "[#] users",
        "$[X]k",
        "[X]-hour",
        "X-day",
        "X times",
        "XXk users",
        "$XM",
        "X ms",
        "_____________ hours",
        "[..]",
        "[??]",
        "{X}%",
        "[TBC]",
        "X,XXX users",
        "from X to Y",
    ];
    let short = open.iter().map(|open| format!("We cut the cost by {open}."));
    let long = open
        .iter()
        .map(|open| format!("The export now takes {open} less than it did in the weeks before the autumn sale began."));
    let results: Vec<String> = short.chain(long).collect();
    for (result, rules) in results.iter().zip(told("open", &results)) {
        assert_eq!(rules, ["warning missing-metric", "error placeholder"], "{result}");
    }
}

#[test]
fn what_looks_like_a_number_to_come_is_left_alone() {
    let fine = [
        "[x] Done, and the shift starts 20 minutes earlier.",
        "I typed it as List<String>, and the shift starts 20 minutes earlier.",
        "The <b>shift</b> starts 20 minutes earlier<br>than before.",
        "It now runs on OS X, 20 minutes earlier.",
        "The x axis shows 20 minutes less.",
        "It is 3x faster and sends no 4xx errors.",
        "The shift (see [the plan](https://example.com/x) and [1]) starts 20 minutes earlier.",
    ];
    for (result, rules) in fine.iter().zip(told("fine", &fine.map(str::to_owned))) {
        assert_eq!(rules, [""; 0], "{result}");
    }
}

#[test]
fn what_is_begun_and_not_finished_is_told() {
    let begun = ["We cut the cost by [10]%.", "It was better because...", "We saved the team:"];
    for (result, rules) in begun.iter().zip(told("begun", &begun.map(str::to_owned))) {
        assert_eq!(rules, ["warning missing-metric"], "{result}");
    }
    // One cause, one finding.
    assert_eq!(told("begun-not", &["[what came of it]".to_owned()]), [["error placeholder"]]);
}

/// What star-lint says of a configuration, without the lines that quote it.
fn trouble(name: &str, config: &str) -> String {
    let note = "**Situation:** It was so.\n**Task:** It was mine.\n**Action:** I did it.\n**Result:** It ran.\n";
    let folder = Folder::new(&format!("vocabulary-{name}"), &[("rules.toml", config), ("a.md", note)]);
    folder.run(&["--config", "rules.toml", "--format", "concise", "a.md"]).err
}

#[test]
fn a_fault_in_a_long_string_is_told_at_its_line_also_behind_escapes() {
    let escaped = r#"caf\u00e9 \"x\" \U0001F600"#;
    for (name, quotes, first, fault) in [
        ("plain", r#"""""#, "fine", "the {leek}"),
        ("literal", "'''", r"fi\u", r"the\ {leek}"),
        ("escape", r#"""""#, escaped, r"the caf\u00e9 {leek}"),
        ("twice", r#"""""#, "the \\\n   zebra runs", r"the caf\u00e9 {leek}"),
    ] {
        for end in ["\n", "\r\n"] {
            let config =
                format!("[vocabulary.own]\npatterns = {quotes}\n{first}\nfine\n{fault}\n{quotes}\n").replace('\n', end);
            let line = 5 + first.matches('\n').count();
            let err = trouble(&format!("place-{name}-{}", end.len()), &config);
            assert!(err.contains(&format!("rules.toml:{line}:1\n")) && err.contains("`leek`"), "{name}: {err}");
        }
    }
}

/// A rule of these expressions.
fn expressions(patterns: &[String]) -> String {
    format!(
        "[rules.own]\nlevel = \"info\"\nsummary = \"s\"\nmessage = \"<{{text}}>\"\nscope = [\"action\"]\ncheck.pattern = {patterns:?}\n"
    )
}

#[test]
fn expressions_that_are_too_large_together_are_told_once_and_the_others_work() {
    // Each takes about half a megabyte, compiled.
    let mut patterns: Vec<String> = (0..200).map(|number| format!("zebra{number}a{{1000}}{{10}}")).collect();
    patterns[0] = "I did".to_owned();
    let folder = Folder::new("vocabulary-together", &[("rules.toml", &expressions(&patterns)), ("a.md", common::WEAK)]);
    let run = folder.run(&["--config", "rules.toml", "--format", "concise", "a.md"]);
    assert_eq!(
        (run.code, run.err.matches("the compiled regular expressions exceed").count()),
        (Some(2), 1),
        "{}",
        run.err
    );
    assert!(run.out.contains("missing-metric"), "{}", run.out);
}

#[test]
fn matches_of_expressions_are_found_wherever_they_stand_in_a_long_section() {
    let config = expressions(&["(?s)begin.*?end".to_owned(), "zebra$|zebra".to_owned(), "\\Ait".to_owned()]);
    let gap = "x ".repeat(400);
    let fill = "the pump ran. ".repeat(90);
    let action = format!("it {fill}begin {gap}end {fill}begin {gap}{gap}end zebra {fill}zebra {fill} begin end");
    let note =
        format!("**Situation:** It was so.\n**Task:** It was mine.\n**Action:** {action}\n**Result:** It ran.\n");
    let folder = Folder::new("vocabulary-windows", &[("rules.toml", &config), ("a.md", &note)]);
    let run = folder.run(&["--config", "rules.toml", "--select", "own", "--format", "jsonl", "a.md"]);
    let lengths: Vec<i64> = run
        .out
        .lines()
        .map(|line| {
            let found: serde_json::Value = serde_json::from_str(line).expect("JSON");
            found["end"]["offset"].as_i64().unwrap_or_default() - found["start"]["offset"].as_i64().unwrap_or_default()
        })
        .collect();
    // The second pair is further apart than a match may be.
    assert_eq!(lengths, [2, 809, 5, 5, 9], "{}", run.err);
}

/// The findings of a rule, as messages with their pages, in a note with this Action.
fn pages(name: &str, rules: &str, action: &str) -> Vec<String> {
    let note =
        format!("**Situation:** It was so.\n**Task:** It was mine.\n**Action:** {action}\n**Result:** It ran.\n");
    let folder = Folder::new(&format!("vocabulary-{name}"), &[("rules.toml", rules), ("a.md", &note)]);
    let run = folder.run(&["--config", "rules.toml", "--select", "own", "--format", "jsonl", "a.md"]);
    assert_eq!(run.err, "", "{name}");
    let text = |line: &str| {
        let found: serde_json::Value = serde_json::from_str(line).expect("JSON");
        format!("{} {}", found["message"].as_str().unwrap_or_default(), found["url"].as_str().unwrap_or_default())
    };
    run.out.lines().map(text).collect()
}

#[test]
fn what_is_asked_for_only_somewhere_is_asked_for_there_and_has_its_page() {
    let rules = "[rules.own]\nlevel = \"info\"\nscope = [\"action\"]\nsummary = \"s\"\nmessage = \"no guard\"\nurl = \"https://example.com/guard\"\n\
        check.require = { vocabulary = \"guard\", when = \"crane\" }\n\
        [vocabulary.guard]\nwords = \"guard\"\n[vocabulary.crane]\nwords = \"crane\"\nexcept = [\"paper crane\"]\n";
    assert_eq!(pages("when", rules, "I ran the crane."), ["no guard https://example.com/guard"]);
    assert_eq!(pages("when-there", rules, "I ran the crane and set a guard."), [""; 0]);
    assert_eq!(pages("when-not", rules, "I ran the pump."), [""; 0]);
    assert_eq!(pages("when-except", rules, "I sold a paper crane."), [""; 0]);
}

#[test]
fn a_row_of_vocabularies_is_followed_as_far_as_it_is_allowed() {
    let row = |length: usize, way: &str| {
        let each = (1..length).map(|at| match way {
            "patterns" => format!("[vocabulary.own-{at}]\npatterns = ['{{own-{}}}', 'crane{at} mast']\n", at + 1),
            _ => format!("[vocabulary.own-{at}]\nwords = 'crane'\n{way} = ['{{own-{}}}']\n", at + 1),
        });
        each.collect::<String>() + &format!("[vocabulary.own-{length}]\nwords = 'crane'\n")
    };
    let note =
        "**Situation:** It was so.\n**Task:** It was mine.\n**Action:** I rigged the crane.\n**Result:** It ran.\n";
    let rule = "[rules.craned]\nsummary = 'a crane'\nlevel = 'warning'\nscope = ['action']\nhelp = 'none'\nwhy = 'none'\nsource = 'none'\ncheck.phrases = { vocabulary = 'own-1' }\nmessage = 'here'\n[[rules.craned.examples]]\nbad = 'A crane.'\ngood = 'A mast.'\n";
    // Each look-alike stands between its vocabulary and the next; an even number of them leaves the word.
    for (way, length) in [("patterns", 64), ("except", 31)] {
        let rules = row(length, way) + rule;
        let folder = Folder::new(&format!("vocabulary-row-{way}"), &[("rules.toml", &rules), ("a.md", note)]);
        let run = folder.run(&["--config", "rules.toml", "--format", "concise", "--select", "craned", "a.md"]);
        assert!(run.err.is_empty() && run.out.starts_with("a.md:3:26"), "{way}: {} {}", run.out, run.err);
    }
    for (number, vocabularies) in [row(65, "patterns"), row(4000, "patterns"), row(33, "except")].iter().enumerate() {
        let err = trouble(&format!("row-{number}"), vocabularies);
        assert!(err.contains("more than 64 vocabularies in a row"), "{err}");
    }
}

#[test]
fn patterns_and_names_that_cannot_be_are_told_where_they_stand() {
    for (number, (vocabulary, place, message)) in [
        ("[vocabulary.own]\npatterns = ['crane{2']", "2:19", "this `{` is not closed"),
        ("[vocabulary.own]\npatterns = ['crane{']", "2:19", "this `{` is not closed"),
        ("[vocabulary.own]\npatterns = ['crane{2,1}']", "2:19", "a repetition is"),
        ("[vocabulary.own]\npatterns = ['(a|)']", "2:14", "an alternative is empty"),
        ("[vocabulary.own]\npatterns = ['crane(s|d)']", "2:19", "are two words; leave a space"),
        ("[vocabulary.own]\npatterns = ['(un|re)load']", "2:21", "are two words; leave a space"),
        ("[vocabulary.own]\npatterns = ['{own} a']", "2:", "refers to itself"),
        ("[vocabulary.own]\nwords = 'a'\nexcept = ['{own} b']", "3:", "refers to itself"),
        ("[vocabulary.digits]\nwords = 'crane'", "2:", "is a class of tokens"),
        ("[vocabulary.'own except']\nwords = 'crane'", "1:", "a name has lower-case letters and digits"),
        ("[vocabulary.own]\nclause = 'metric'", "2:", "without `unless-before`"),
    ]
    .iter()
    .enumerate()
    {
        let err = trouble(&format!("told-{number}"), &format!("{vocabulary}\n"));
        assert!(err.contains(message) && err.contains(&format!("rules.toml:{place}")), "{vocabulary}: {err}");
    }
}

#[test]
fn the_page_for_those_who_write_no_code_shows_the_file_that_is_tested() {
    let page = include_str!("../docs/adding-a-rule.md");
    assert!(page.contains(&format!("```toml\n{}```", include_str!("../examples/words.toml"))));
}
