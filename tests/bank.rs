//! `star-lint bank`, on real files: what is seen only across notes.

mod common;

use common::{Folder, skipped};
use serde_json::Value;
use std::process::Command;

/// A story with this title, result and lines between title and sections.
fn story(title: &str, tags: &str, situation: &str, result: &str) -> String {
    format!(
        "## {title}\n\n{tags}\n\n**Situation:** {situation}\n\n**Task:** I had to mend it before the week was over.\n\n\
         **Action:** I counted the jars twice, moved the shelf and wrote a page about it.\n\n**Result:** {result}\n\n"
    )
}

const FIRST: &str =
    "The nightly export of the warehouse stopped twice a week in winter, and the drivers waited at the gate.";
const SECOND: &str = "Our choir lost its hall when the roof of the school came down after a storm in March.";

fn json(folder: &Folder, args: &[&str]) -> Value {
    let run = folder.run(&[&["bank", "--format", "json"], args].concat());
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err))
}

/// The rules of the findings across notes.
fn rules(bank: &Value) -> Vec<&str> {
    let found = bank["diagnostics"].as_array().expect("findings");
    found.iter().filter_map(|found| found["rule"].as_str()).filter(|rule| *rule != "uncovered-value").collect()
}

/// The values of a story, by why they are its own.
fn values<'b>(bank: &'b Value, story: usize, why: &str) -> Vec<&'b str> {
    let cells = bank["stories"][story]["cells"].as_array().expect("cells");
    cells
        .iter()
        .filter(|cell| cell[why].as_array().is_some_and(|places| !places.is_empty()))
        .filter_map(|cell| cell["value"].as_str())
        .collect()
}

#[test]
fn stories_are_listed_with_what_is_told_of_them() {
    let text = format!(
        "# Notes\n\n{}",
        story(
            "The export",
            "Tags: deadline, night work",
            &format!("{FIRST} It was in 2021."),
            "It takes 4 minutes now, down from 40."
        )
    );
    let folder = Folder::new("bank-stories", &[("a.md", &text)]);
    let bank = json(&folder, &[]);
    let story = &bank["stories"][0];
    assert_eq!((&story["title"], &story["line"]), (&"The export".into(), &3.into()));
    assert_eq!(story["tags"], serde_json::json!(["deadline", "night work"]));
    assert_eq!(story["when"], "in 2021");
    assert_eq!(story["metrics"].as_array().map(Vec::len), Some(1));
    assert_eq!(story["lesson"], false);
    assert_eq!(values(&bank, 0, "named"), ["deadline"]);
}

#[test]
fn authors_say_what_a_story_is_for_in_many_places() {
    for (before, tags) in [
        ("", "Best for: failure"),
        ("", "- **Competency:** failure, grit"),
        ("", "*Also answers: \"a time you failed\"*"),
        ("---\ntags:\n  - failure\n---\n", ""),
        ("---\ncategory: failure\n---\n", ""),
        ("# Failure\n\n", ""),
    ] {
        let text = format!("{before}{}", story("The shelf", tags, SECOND, "It holds 40 jars."));
        let folder = Folder::new("bank-tags", &[("a.md", &text)]);
        assert_eq!(values(&json(&folder, &[]), 0, "named"), ["failure"], "{text}");
    }
}

#[test]
fn a_heading_about_everything_names_nothing() {
    let text = format!(
        "# Conflict, failure, deadlines and leadership\n\n{}",
        story("The shelf", "", SECOND, "It holds 40 jars.")
    );
    let folder = Folder::new("bank-everything", &[("a.md", &text)]);
    assert!(values(&json(&folder, &[]), 0, "named").is_empty());
}

#[test]
fn a_title_may_name_many_and_front_matter_speaks_of_one_story() {
    let folder = Folder::new("bank-title", &[]);
    folder.write("a.md", &story("A failure, a conflict and a deadline", "", SECOND, "It holds 40 jars."));
    assert_eq!(values(&json(&folder, &[]), 0, "named"), ["conflict", "failure", "deadline"]);
    let [one, other] = [("One", FIRST), ("Other", SECOND)].map(|(name, text)| story(name, "", text, "It works."));
    folder.write("a.md", &format!("---\ntags: failure\n---\n{one}\n{other}"));
    assert!((0..2).all(|story| values(&json(&folder, &[]), story, "named").is_empty()));
}

#[test]
fn words_show_values_and_a_cell_says_where() {
    let text = story("The choir", "", "I disagreed with the conductor about the hall.", "All 40 singers stayed.");
    let folder = Folder::new("bank-words", &[("a.md", &text)]);
    let bank = json(&folder, &[]);
    let cells = bank["stories"][0]["cells"].as_array().expect("cells").clone();
    let cell = cells.iter().find(|cell| cell["value"] == "disagreement").expect("a cell");
    assert_eq!((&cell["shown"][0]["text"], &cell["shown"][0]["start"]["line"]), (&"disagreed".into(), &5.into()));
}

#[test]
fn a_profile_brings_its_own_values() {
    let text = story("The choir", "Principles: Dive Deep", SECOND, "All 40 singers stayed.");
    let folder = Folder::new("bank-profile", &[("a.md", &text)]);
    let bank = json(&folder, &["--profile", "amazon"]);
    assert_eq!(values(&bank, 0, "named"), ["amazon-dive-deep"]);
    let empty: Vec<&str> = bank["diagnostics"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|found| found["rule"] == "uncovered-value")
        .filter_map(|found| found["message"].as_str())
        .collect();
    assert!(empty.contains(&"no story shows Frugality") && !empty.contains(&"no story shows Dive Deep"), "{empty:?}");
    // With two profiles there are two tables.
    let both = json(&folder, &["--profile", "amazon", "--profile", "netflix"]);
    let titles: Vec<&str> =
        both["coverage"].as_array().expect("groups").iter().filter_map(|group| group["profile"].as_str()).collect();
    assert_eq!(titles, ["amazon", "netflix"]);
}

#[test]
fn a_story_told_twice_is_found_over_files_with_both_places() {
    let long = story("The export", "", &format!("{FIRST} Nobody else was on nights."), "It has run for six months.");
    let short = story("Nights", "", FIRST, "It has run for six months.");
    let folder = Folder::new(
        "bank-twice",
        &[
            ("a.md", &long),
            ("b.md", &short),
            (
                "c.md",
                &story("The choir", "", SECOND, "All stayed.").replace(
                    "I counted the jars twice, moved the shelf and wrote a page about it.",
                    "I rang nine halls and booked the mill.",
                ),
            ),
        ],
    );
    let bank = json(&folder, &[]);
    let found: Vec<&Value> = bank["diagnostics"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|found| found["rule"] == "duplicate-story")
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["path"], &found[0]["labels"][0]["path"]), (&"b.md".into(), &"a.md".into()));
    let run = folder.run(&["bank"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.out.contains("--> b.md:1:4") && run.out.contains("::: a.md:1:4"), "{}", run.out);
    assert!(run.out.contains("this version is 5 words shorter"), "{}", run.out);
}

#[test]
fn forms_and_short_stories_are_not_told_twice() {
    let short = |title: &str| {
        format!(
            "## {title}\n\n**Situation:** It rained.\n\n**Task:** I had to go.\n\n**Action:** I ran.\n\n**Result:** I was there.\n\n"
        )
    };
    let folder = Folder::new("bank-short", &[("a.md", &format!("{}{}", short("One"), short("Two")))]);
    assert!(!rules(&json(&folder, &[])).contains(&"duplicate-story"));
}

#[test]
fn numbers_that_differ_are_found_and_roundings_are_not() {
    let cases = [
        ("I cut the build from 40 to 12 minutes.", "I cut the build from 45 to 12 minutes.", true),
        (
            "The garden of the school fed 1.2 M visitors of the town.",
            "The garden of the school fed 1,200,000 visitors of the town.",
            false,
        ),
        (
            "The garden of the school fed half the visitors of the town.",
            "The garden of the school fed 50% of the visitors of the town.",
            false,
        ),
        (
            "The whole choir practised two hours every Monday evening.",
            "The whole choir practised 120 minutes every Monday evening.",
            false,
        ),
        ("The school sold a dozen jars of honey that summer.", "The school sold 12 jars of honey that summer.", false),
        (
            "The school sold about 400 jars of honey that summer.",
            "The school sold 412 jars of honey that summer.",
            false,
        ),
        ("The school sold 400 jars of honey that summer.", "The school sold 700 jars of honey that summer.", true),
        ("The school sold 400 jars of honey that summer.", "The bakery lent 700 chairs to guests in winter.", false),
        // What lines of a list are about, ranges and rates are not the same thing with another number.
        (
            "I shortened the average queue at the ticket counter by 30 percent.",
            "I shortened the average queue at the cloakroom counter by 20 percent.",
            false,
        ),
        ("The choir of the town grew by 5–10% each year.", "The choir of the town grew by 85% each year.", false),
        (
            "The rota of the ward cost the sister 6 hours a week.",
            "The rota of the ward cost the sister 2 hours.",
            false,
        ),
    ];
    for (one, other, differs) in cases {
        let other_story = story("Other", "", SECOND, other)
            .replace("I counted the jars twice, moved the shelf and wrote a page about it.", "I rang nine halls.")
            .replace("I had to mend it before the week was over.", "It was mine.");
        let folder = Folder::new("bank-numbers", &[("a.md", &story("One", "", FIRST, one)), ("b.md", &other_story)]);
        let bank = json(&folder, &[]);
        assert_eq!(rules(&bank).contains(&"different-numbers"), differs, "{one} {other} {}", bank["diagnostics"]);
    }
}

#[test]
fn a_story_that_carries_too_much_is_found() {
    let tags = "Tags: conflict, failure, ambiguity, deadline, feedback";
    let folder = Folder::new(
        "bank-overused",
        &[
            ("a.md", &story("One", tags, FIRST, "It takes 4 minutes.")),
            ("b.md", &story("Two", "", SECOND, "All stayed.")),
        ],
    );
    assert!(rules(&json(&folder, &[])).contains(&"overused-story"));
}

#[test]
fn findings_across_notes_are_silenced_kept_and_printed_like_others() {
    let twin = story("Nights", "", FIRST, "It has run for six months.");
    let files = [("a.md", story("The export", "", FIRST, "It has run for six months.")), ("b.md", twin.clone())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::new("bank-findings", &files);
    let format = |format: &str| folder.run(&["bank", "--select", "duplicate-story", "--format", format]).out;
    assert!(format("concise").contains("b.md:1:4: warning[duplicate-story]"), "{}", format("concise"));
    for name in common::formats().filter(|name| *name != "human") {
        assert!(format(name).contains("duplicate-story"), "{name}: {}", format(name));
    }
    assert!(
        format("sarif")
            .contains("\"relatedLocations\":[{\"id\":1,\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"a.md\"}"),
        "{}",
        format("sarif")
    );
    // Check does not see them, nor does it call a comment for them unused.
    let silenced = format!("<!-- star-lint-disable-next-line duplicate-story -- a short version -->\n{twin}");
    folder.write("b.md", &silenced);
    assert_eq!(folder.run(&["bank", "--select", "duplicate-story"]).code, Some(0));
    let check = folder.run(&["check", "--format", "concise"]).out;
    assert!(!check.contains("unused-suppression") && !check.contains("duplicate-story"), "{check}");
    folder.write("b.md", &twin);
    folder.write("c.md", "## Tell me about a mistake\n\n**Situation:** Basically the export broke.\n\n**Task:** It fell to me.\n\n**Action:** We fixed it.\n\n**Result:** It got better.\n");
    let kept = folder.run(&["bank", "--baseline", "bank.json", "--update-baseline"]);
    assert_eq!(kept.code, Some(0), "{}{}", kept.out, kept.err);
    assert_eq!(folder.run(&["bank", "--baseline", "bank.json"]).code, Some(0));
    // One file serves both commands: each rewrites its own findings and leaves those of the other.
    let check = |update: &[&str]| folder.run(&[&["check", "--quiet", "--baseline", "bank.json"], update].concat());
    assert_eq!(check(&[]).code, Some(1));
    assert_eq!(check(&["--update-baseline"]).code, Some(0));
    let shared = folder.read("bank.json");
    assert!(shared.contains("duplicate-story") && shared.contains("team-reliance"), "{shared}");
    assert_eq!(folder.run(&["bank", "--baseline", "bank.json", "--update-baseline"]).code, Some(0));
    assert_eq!(folder.read("bank.json"), shared);
    for known in [check(&[]), folder.run(&["bank", "--baseline", "bank.json"])] {
        assert_eq!(known.code, Some(0), "{}", known.out);
        assert!(!known.err.contains("can no longer be found"), "{}", known.err);
    }
    let off = folder.run(&["bank", "--fail-on", "never"]);
    assert_eq!(off.code, Some(0), "{}", off.err);
}

#[test]
fn the_report_goes_to_a_file_and_rules_that_do_not_exist_are_named() {
    let note = story("The export", "", FIRST, "It has run for six months.");
    let folder = Folder::new("bank-output", &[("a.md", &note)]);
    let page = folder.run(&["bank", "--format", "html", "--output-file", "bank.html"]);
    assert_eq!((page.code, page.out.as_str()), (Some(0), ""), "{}", page.err);
    assert!(folder.read("bank.html").starts_with("<!doctype html>"));
    let over = folder.run(&["bank", "--output-file", "a.md"]);
    assert_eq!(over.code, Some(2));
    assert!(over.err.contains("a.md is one of the notes"), "{}", over.err);
    assert_eq!(folder.read("a.md"), note);
    let wrong = folder.run(&["bank", "--select", "duplicate-storey"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("did you mean `duplicate-story`?"), "{}", wrong.err);
}

#[test]
fn questions_are_answered_with_what_spoke_for_each_story() {
    let folder = Folder::new(
        "bank-questions",
        &[
            (
                "a.md",
                &story("The choir", "", "I disagreed with the conductor about the hall.", "All 40 singers stayed."),
            ),
            ("b.md", &story("The export", "", FIRST, "It takes 4 minutes.")),
            (
                "q.txt",
                "# Round one\n\n1. Tell me about a time you disagreed with your manager\n- When did you meet an alien?\n",
            ),
        ],
    );
    let run = folder.run(&["bank", "a.md", "b.md", "--questions", "q.txt"]);
    let at = run.out.find("Questions, by the words").unwrap_or_else(|| panic!("{}", run.out));
    let told = &run.out[at..];
    assert!(told.contains("asks for Disagreement") && told.contains("1. The choir (a.md:1)"), "{told}");
    assert!(told.contains("shows Disagreement: “disagreed”"), "{told}");
    assert!(told.contains("When did you meet an alien?") && told.contains("no story is known to answer it"), "{told}");
    assert!(told.contains("2 questions, 1 without a good story"), "{told}");
    let missing = folder.run(&["bank", "a.md", "--questions", "none.txt"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("cannot read the questions none.txt"), "{}", missing.err);
}

#[test]
fn the_configuration_has_questions_tags_and_what_is_left_out() {
    let folder = Folder::new(
        "bank-config",
        &[
            (
                "star-lint.toml",
                "[bank]\nquestions = [\"Tell me about a conflict\"]\nwithout = [\"innovation\"]\nexclude = [\"old/**\"]\n[bank.tags]\n\"rows\" = \"conflict\"\n",
            ),
            ("a.md", &story("The choir", "Tags: rows", SECOND, "All stayed.")),
            ("old/b.md", &story("The export", "", FIRST, "It takes 4 minutes.")),
        ],
    );
    let bank = json(&folder, &[]);
    assert_eq!(bank["stories"].as_array().map(Vec::len), Some(1));
    assert_eq!(values(&bank, 0, "named"), ["conflict"]);
    assert_eq!(bank["questions"][0]["stories"][0]["story"], 0);
    let told = bank["diagnostics"].to_string();
    assert!(!told.contains("no story shows Innovation") && told.contains("no story shows Feedback"), "{told}");
    folder.write("star-lint.toml", "[bank]\nwithout = [\"inovation\"]\n[bank.tags]\nrows = \"amazon-frugality\"\n");
    let run = folder.run(&["bank"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("there is no value or question `inovation`") && run.err.contains("did you mean `innovation`?"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("frugality"), "{}", run.err);
}

#[test]
fn growth_is_told_since_a_saved_bank_and_since_a_revision() {
    let before = story("The export", "", FIRST, "It is better.");
    let folder =
        Folder::new("bank-growth", &[("a.md", &before), ("b.md", &story("The choir", "", SECOND, "All stayed."))]);
    folder.write("was.json", &folder.run(&["bank", "--format", "json"]).out);
    let git = |args: &[&str]| {
        Command::new("git")
            .arg("-C")
            .arg(&folder.0)
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(args)
            .output()
    };
    let has_git = git(&["init", "-q"]).is_ok_and(|out| out.status.success());
    if has_git {
        for args in [&["add", "a.md", "b.md"][..], &["commit", "-qm", "One"]] {
            assert!(git(args).is_ok_and(|out| out.status.success()));
        }
    }
    folder.write("a.md", &story("The export", "Tags: deadline", FIRST, "It takes 4 minutes now, down from 40."));
    std::fs::rename(folder.path("b.md"), folder.path("c.md")).expect("renamed");
    folder.write("d.md", &story("The jar", "", "A jar broke on the stairs of the shop.", "Nobody fell."));
    for what in ["was.json", "HEAD"].into_iter().filter(|what| has_git || *what != "HEAD") {
        let out = folder.run(&["bank", "--compare", what]).out;
        let at = out.find(&format!("Since {what}")).unwrap_or_else(|| panic!("{out}"));
        let told = out[at..].split("warning[").next().unwrap_or_default();
        assert!(told.contains("has a metric now") && told.contains("shows Deadline now"), "{told}");
        assert!(told.contains("The jar (d.md:1): new"), "{told}");
        assert!(!told.contains("The choir"), "a file with another name holds the same story: {told}");
    }
    let gone = folder.run(&["bank", "--compare", "no-such-branch"]);
    assert_eq!(gone.code, Some(2));
    assert!(gone.err.contains("cannot compare with no-such-branch") && gone.err.contains("FILE.json"), "{}", gone.err);
    folder.write("bad.json", "{}");
    assert!(folder.run(&["bank", "--compare", "bad.json"]).err.contains("not a saved bank"));
    // No option of git can be smuggled in.
    assert_eq!(folder.run(&["bank", "--compare", "--output=x"]).code, Some(2));
    assert!(!folder.path("x").exists());
}

#[test]
fn what_cannot_be_read_costs_nothing_of_the_rest() {
    let folder = Folder::new("bank-unreadable", &[("a.md", &story("The choir", "", SECOND, "All stayed."))]);
    std::fs::write(folder.path("b.md"), [0xff, 0xff]).expect("written");
    let run = folder.run(&["bank"]);
    assert_eq!(run.code, Some(2));
    assert!(run.out.contains("1 story in 1 file") && run.err.contains("b.md"), "{}{}", run.out, run.err);
    let empty = Folder::new("bank-empty", &[]).run(&["bank"]);
    assert_eq!(empty.code, Some(2));
    assert!(empty.err.contains("no notes found"), "{}", empty.err);
}

#[test]
fn the_report_fits_80_columns() {
    let title = "Tell me about a time when 我们 waited far too long for an answer that never came to anybody";
    let folder = Folder::new(
        "bank-columns",
        &[(
            "a.md",
            &story(
                title,
                "Tags: a very long tag, another long tag, and one more tag for the end of it",
                SECOND,
                "All stayed.",
            ),
        )],
    );
    for line in folder.run(&["bank", "--profile", "amazon", "--question", "Why?"]).out.lines() {
        let width: usize = line.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum();
        assert!(width <= 80, "{width} columns: {line}");
    }
}

/// Titles, tags and texts that want to be more than text.
fn hostile(name: &str) -> Folder {
    let title = "</script><script>document.title='owned'</script> \"quoted\" 'single' <img src=x onerror=alert(1)> \u{202e}txet\u{202c} \u{1b}[31m & | `code`";
    let text = format!(
        "{}{}",
        story(
            title,
            "Tags: \"><b>bold</b>, deadline",
            "</style></article><h1>Owned</h1>\u{0}\u{7} We waited.",
            "It was significantly better <mark> for </mark> all."
        ),
        story("Plain", "", SECOND, "All 40 singers stayed.")
    );
    Folder::new(name, &[("a \"b\"&<c>.md", &text)])
}

#[test]
fn hostile_text_is_text_in_every_format() {
    let folder = hostile("bank-hostile");
    let page = folder.run(&["bank", "--format", "html", "--question", "<b>What?</b>"]).out;
    assert_eq!(page.matches("<script>").count(), 1, "only our own script");
    assert_eq!(page.matches("<style>").count(), 1);
    for tag in ["<img", "<b>bold", "<h1>Owned", "\u{202e}", "\u{0}", "\u{1b}", "onerror=alert(1)>"] {
        assert!(!page.contains(tag), "{tag:?}");
    }
    assert!(page.contains("Content-Security-Policy") && page.contains("default-src 'none'"));
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing points to the network");
    let markdown = folder.run(&["bank", "--format", "markdown"]).out;
    assert!(!markdown.contains("<img") && !markdown.contains("<script"), "{markdown}");
    for format in ["human", "json", "markdown"] {
        let out = folder.run(&["bank", "--format", format]).out;
        assert!(!out.contains(['\u{202e}', '\u{1b}', '\u{0}', '\u{7}']), "{format}: {out}");
    }
}

#[test]
fn the_saved_bank_fits_its_schema() {
    let folder = hostile("bank-schema");
    let bank = json(&folder, &["--profile", "amazon", "--question", "Why did you wait?"]);
    let schema: Value = serde_json::from_str(include_str!("../docs/schemas/bank.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(&bank).map(|error| format!("{} {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(!validator.is_valid(&serde_json::json!({ "version": 1, "stories": [{}] })));
}

#[test]
fn the_example_shows_what_the_bank_finds() {
    let bank = json(&Folder::new("bank-example", &[]), &[concat!(env!("CARGO_MANIFEST_DIR"), "/examples/bank")]);
    assert_eq!(bank["stories"].as_array().map(Vec::len), Some(12));
    let mut found = rules(&bank);
    found.sort_unstable();
    assert_eq!(found, ["different-numbers", "different-numbers", "duplicate-story"]);
}

/// A thousand files of ten stories each, for measuring: `cargo test --release --test bank -- --ignored --nocapture ten_thousand`
/// leaves them in the folder that it prints.
#[test]
#[ignore = "writes a thousand files, to measure by hand"]
fn ten_thousand_stories() {
    let folder = Folder::new("bank-large", &[]);
    let mut number = 7_u64;
    let mut word = || {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let syllables = ["ba", "ke", "lo", "mi", "ru", "sa", "te", "vo", "na", "di"];
        (0..3).map(|part| syllables[(number >> (33 + part * 5)) as usize % 10]).collect::<String>()
    };
    for file in 0..1_000 {
        let mut text = String::new();
        for story in 0..10 {
            let mut words = |count: usize| (0..count).map(|_| word()).collect::<Vec<_>>().join(" ");
            let (title, a, b, c) = (words(4), words(30), words(50), words(20));
            text += &format!(
                "## {title}\n\n**Situation:** When the {a} stopped we waited.\n\n**Task:** I had to mend the same form as everybody.\n\n**Action:** I moved {b}. I disagreed with the plan.\n\n**Result:** It took {} minutes, and {c} stayed.\n\n",
                file + story
            );
        }
        folder.write(&format!("{file:04}.md"), &text);
    }
    common::skipped(&format!("measure in {}", folder.0.display()));
    assert_eq!(json(&folder, &[])["stories"].as_array().map(Vec::len), Some(10_000));
}

/// The page in a real browser, where there is one.
#[test]
#[ignore = "needs Chromium; .ci/run asks for it where there is one"]
fn the_page_works_in_a_browser() {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let Some(browser) = names
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|out| out.status.success()))
    else {
        return skipped("there is no Chromium here");
    };
    let folder = hostile("bank-browser");
    let page = folder.run(&["bank", "--format", "html"]).out;
    folder.write("page.html", &page);
    // The page itself does not let anything in: what is to be tried is written into a copy.
    let tried = "text.value='singers';text.dispatchEvent(new Event('input'));document.title=[...document.querySelectorAll('article')].filter(a=>!a.hidden).length+' left'";
    let copy = page.replacen("script-src 'sha256-", "script-src 'unsafe-inline' 'x-", 1).replacen(
        "filter();\n</script>",
        &format!("filter();\n{tried}</script>"),
        1,
    );
    folder.write("tried.html", &copy);
    let dump = |name: &str, more: &[&str]| {
        let out = Command::new(browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=2000",
            ])
            .args(more)
            .arg(format!("file://{}", folder.path(name).display()))
            .output()
            .expect("the browser runs");
        (String::from_utf8_lossy(&out.stdout).into_owned(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let (dom, log) = dump("page.html", &["--dump-dom"]);
    assert!(!log.contains("CONSOLE"), "{log}");
    assert!(dom.contains("2 shown</output>"), "the script runs under the policy: {dom}");
    assert!(dom.contains("<title>Stories</title>") && !dom.contains("<form hidden"), "nothing of a note runs");
    let (dom, log) = dump("tried.html", &["--dump-dom"]);
    assert!(dom.contains("<title>1 left</title>"), "the filter leaves one story: {dom} {log}");
    for (name, size, scheme) in [("wide", "1200,2400", 1), ("phone", "390,2400", 0)] {
        let shot = folder.path(&format!("{name}.png"));
        let (_, log) = dump(
            "page.html",
            &[
                &format!("--screenshot={}", shot.display()),
                &format!("--window-size={size}"),
                &format!("--blink-settings=preferredColorScheme={scheme}"),
                "--hide-scrollbars",
            ],
        );
        assert!(std::fs::metadata(&shot).is_ok_and(|meta| meta.len() > 20_000), "{name}: {log}");
    }
}
