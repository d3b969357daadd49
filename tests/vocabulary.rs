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
    let whole = own.replace("clause = \"cut\"\n", "");
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
        assert!(run.err.contains("bad.toml:2:") && run.err.contains("looked up word by word"), "{line}: {}", run.err);
    }
}
