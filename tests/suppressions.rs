//! Comments that silence findings, the baseline, and what is said of those that silence nothing.

mod common;

use common::{Folder, WEAK};
use star_lint::parse::directives::DirectiveKind;

/// An answer whose Action is given.
fn note(action: &str) -> String {
    format!(
        "**Situation:** The export was slow.\n**Task:** I had to fix it.\n**Action:** {action}\n**Result:** It takes 4 minutes, down from 40.\n"
    )
}

const RULES: [&str; 6] = ["--select", "team-reliance", "--select", "hedging", "--select", "unused-suppression"];

fn found(name: &str, text: &str) -> Vec<String> {
    let folder = Folder::new(&format!("suppress-{name}"), &[("a.md", text)]);
    let found = folder.found(&[&RULES[..], &["a.md"]].concat());
    found.into_iter().map(|finding| finding.replacen("a.md:", "", 1)).collect()
}

#[test]
fn a_comment_silences_what_it_names_where_it_says() {
    let line =
        note("We wrote it. <!-- star-lint-disable-line team-reliance -- shared on purpose -->\nI kind of tested it.");
    assert_eq!(found("line", &line), ["4 warning hedging"]);
    let next =
        note("I looked.\n\n<!-- star-lint-disable-next-line hedging -->\n\nI kind of tested it.\n\nI kind of sent it.");
    assert_eq!(found("next", &next), ["9 warning hedging"], "the next line that has text, however many blank ones");
    let item = note(
        "\n\n- I looked.\n  <!-- star-lint-disable-next-line hedging, team-reliance -->\n- I kind of tested it. We sent it.\n- We wrote it down.",
    );
    assert_eq!(found("item", &item), ["8 warning team-reliance"]);
    let region = note(
        "<!-- star-lint-disable hedging -->\n\nI kind of tested it.\n\n<!-- star-lint-enable hedging -->\n\nI kind of sent it.",
    );
    assert_eq!(found("region", &region), ["9 warning hedging"]);
    let all = note(
        "<!-- star-lint-disable -->\n\nI kind of tested it. We sent it.\n\n<!-- star-lint-enable -->\n\nI kind of sent it.",
    );
    assert_eq!(found("all", &all), ["9 warning hedging"]);
    let file =
        format!("{}\n<!--\nstar-lint-disable-file\n  hedging\n-- several lines -->\n", note("I kind of tested it."));
    assert_eq!(found("file", &file), Vec::<String>::new());
    let inline = note("I kind of tested <!-- star-lint-disable-line --> it. We sent it.");
    assert_eq!(found("inline", &inline), Vec::<String>::new());
    let code = note("`<!-- star-lint-disable-line -->` I kind of tested it.");
    assert_eq!(found("code", &code), ["3 warning hedging"], "code is no comment");
}

#[test]
fn comments_that_silence_nothing_are_reported() {
    let idle = note("I tested it. <!-- star-lint-disable-line hedging -->");
    assert_eq!(found("idle", &idle), ["3 warning unused-suppression"]);
    let half = note("We tested it. <!-- star-lint-disable-line hedging team-reliance -->");
    assert_eq!(found("half", &half), ["3 warning unused-suppression"]);
    let twice =
        note("<!-- star-lint-disable-file hedging -->\n\nI kind of tested it. <!-- star-lint-disable-line hedging -->");
    assert_eq!(found("twice", &twice), ["3 warning unused-suppression"], "the nearer one is enough");
    let enable = note("<!-- star-lint-enable hedging -->\n\nI tested it.");
    assert_eq!(found("enable", &enable), ["3 warning unused-suppression"]);
    let off = note("I tested it. <!-- star-lint-disable-line missing-risk -->");
    assert_eq!(found("off", &off), Vec::<String>::new(), "a rule that is off here may be on elsewhere");
    let unknown = note("I kind of tested it. <!-- star-lint-disable-line hedgin -->\n<!-- star-lint-disable-lines -->");
    let folder = Folder::new("suppress-unknown", &[("a.md", &unknown)]);
    let run = folder.run(&[&RULES[..], &["--format", "concise", "a.md"]].concat());
    assert!(run.out.contains("star-lint does not know `hedgin`; did you mean `hedging`?"), "{}", run.out);
    assert!(run.out.contains("`star-lint-disable-lines`; did you mean `star-lint-disable-line`?"), "{}", run.out);
    assert!(run.out.contains("warning[hedging]"), "it silences nothing");
    // An ignored rule still speaks, so that its comments are not idle.
    let folder =
        Folder::new("suppress-ignored", &[("a.md", &note("I kind of tested it. <!-- star-lint-disable-line -->"))]);
    let run = folder.run(&["--ignore", "hedging", "--format", "concise", "a.md"]);
    assert!(!run.out.contains("unused-suppression"), "{}", run.out);
}

#[test]
fn idle_comments_are_taken_out() {
    let text = note(
        "I looked. <!-- star-lint-disable-next-line hedging -->\nI tested it. <!-- star-lint-disable-line team-reliance -->\n\
         We sent it. <!-- star-lint-disable-line hedging, team-reliance -- because -->\n<!-- star-lint-disable-file blame -->",
    );
    let folder = Folder::new("suppress-fix", &[("a.md", &text)]);
    folder.run(&["--fix", "a.md"]);
    let wanted = note("I looked.\nI tested it.\nWe sent it. <!-- star-lint-disable-line team-reliance -- because -->");
    assert_eq!(folder.read("a.md"), wanted);
}

#[test]
fn every_verb_is_known() {
    let hedge = "I kind of did it.";
    let verbs = [
        ("disable-line", format!("{hedge} <!-- star-lint-disable-line hedging -->")),
        ("disable-next-line", format!("\n\n<!-- star-lint-disable-next-line hedging -->\n\n{hedge}")),
        ("disable-file", format!("{hedge} <!-- star-lint-disable-file hedging -->")),
        ("disable", format!("\n\n<!-- star-lint-disable hedging -->\n\n{hedge}")),
        ("enable", format!("\n\n<!-- star-lint-disable hedging -->\n\n{hedge}\n\n<!-- star-lint-enable hedging -->")),
    ];
    let mut known = DirectiveKind::VERBS.map(|(verb, _)| verb);
    known.sort_unstable();
    let mut tried = verbs.each_ref().map(|(verb, _)| *verb);
    tried.sort_unstable();
    assert_eq!(tried, known);
    assert_eq!(found("verb-none", &note(hedge)), ["3 warning hedging"]);
    for (verb, action) in verbs {
        assert_eq!(
            found(&format!("verb-{verb}"), &note(&action)),
            [""; 0],
            "{verb} silences what it names, and is known"
        );
    }
}

#[test]
fn suppressions_are_written_for_what_is_found() {
    let story = "Situation: We had a slow export.\r\nTask: I had to fix it.\r\nAction: We wrote it again.  \r\nResult: It was much better.\r\n";
    let table = "| Part | Text |\n|---|---|\n| Situation | The export failed. |\n| Task | I had to mend it. |\n| Action | We rewrote it. |\n| Result | It is much better. |\n";
    let fence = "# A story\n\n```text\nSituation: The export failed.\nTask: I had to mend it.\nAction: We rewrote it.\nResult: It is much better.\n```";
    let files = [("crlf.txt", story), ("table.md", table), ("fence.md", fence), ("plain.md", WEAK)];
    let folder = Folder::new("suppress-add", &files);
    let run = folder.run(&["--add-suppressions", "."]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("silenced"), "{}", run.err);
    let run = folder.run(&["--fail-on", "info", "--format", "concise", "."]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""));
    assert!(
        folder
            .read("crlf.txt")
            .contains("again. <!-- star-lint-disable-line action-count team-reliance thin-action -->  \r\nResult")
    );
    assert!(folder.read("table.md").contains("better. <!-- star-lint-disable-line"), "{}", folder.read("table.md"));
    let once = folder.read("fence.md");
    folder.run(&["--add-suppressions", "."]);
    assert_eq!(folder.read("fence.md"), once, "twice is once");
    // Only what is shown is silenced.
    let folder = Folder::new("suppress-add-some", &[("a.md", WEAK)]);
    folder.run(&["--add-suppressions", "--select", "team-reliance", "a.md"]);
    assert_eq!(folder.read("a.md").matches("star-lint-").count(), 1);
}

#[test]
fn suppressions_of_headings_and_bare_labels_silence_nothing_that_comes() {
    let story = |label: &str| {
        let section = |name: &str, text: &str| format!("{}\n\n{text}\n\n", label.replace('X', name));
        let text = ["We had a slow export.", "I had to fix it.", "We decided to rewrite it.", "It was much better."];
        let names = ["Situation", "Task", "Action", "Result"];
        names.iter().zip(text).map(|(name, text)| section(name, text)).collect::<String>()
    };
    let labels = ["### X", "### **X**", "X\n------", "- X", "**X**", "  ## X ##", "1. X"];
    for (number, label) in labels.into_iter().enumerate() {
        for title in ["", "# A time you improved something\n\n", "\u{feff}# A time\n\n"] {
            let text = format!("{title}{}", story(label));
            let folder = Folder::new(&format!("suppress-headings-{number}"), &[("a.md", &text)]);
            let before = folder.found(&["a.md"]).len();
            assert!(before > 3, "{text}");
            let run = folder.run(&["--add-suppressions", "a.md"]);
            assert_eq!(run.code, Some(0), "{}", run.err);
            let silent = folder.read("a.md");
            assert!(!silent.contains("disable-file"), "{silent}");
            assert_eq!(folder.found(&["--fail-on", "info", "a.md"]), [""; 0], "{silent}");
            // A line without its comment is the line that it was.
            let bare = |line: &&str| !line.contains("disable-next-line");
            let without = |line: &str| line.split(" <!-- star-lint").next().unwrap_or_default().to_owned() + "\n";
            let left: String = silent.lines().filter(bare).map(without).collect();
            assert_eq!(left.trim_start_matches('\u{feff}'), text.trim_start_matches('\u{feff}'));
            folder.write("a.md", &silent.replace("We decided", "I kind of tested it.\nWe decided"));
            assert!(!folder.found(&["a.md"]).is_empty(), "what comes is told: {silent}");
        }
    }
}
