//! `star-lint annotate`: labels for answers that have none.

mod common;

use common::Folder;
use std::process::Command;

const STORY: &str = "# The tills\n\nAt my last job in a garden centre the tills froze every Saturday and the queue reached the car park. \
    I was asked to find the cause before the spring sale.\n\nI watched two shifts and wrote down every freeze. \
    I found that the price list was loaded anew for each customer. I moved that to the night and trained the four \
    cashiers.\n\nAs a result the tills run on Saturdays again. Everybody was happier.\n";

const LABELLED: &str = "# The tills\n\n**Situation:** At my last job in a garden centre the tills froze every Saturday and the queue reached the car park.\n\n\
    **Task:** I was asked to find the cause before the spring sale.\n\n**Action:** I watched two shifts and wrote down every freeze. \
    I found that the price list was loaded anew for each customer. I moved that to the night and trained the four \
    cashiers.\n\n**Result:** As a result the tills run on Saturdays again. Everybody was happier.\n";

/// The rules that spoke, each with its level.
fn findings(folder: &Folder, name: &str) -> Vec<(String, String)> {
    let run = folder.run(&["--format", "json", name]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let all = report["diagnostics"].as_array().expect("a list").iter();
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let mut all: Vec<_> = all.map(|found| (text(&found["rule"]), text(&found["level"]))).collect();
    all.retain(|(rule, _)| rule != "unlabelled");
    all.sort();
    all
}

#[test]
fn labels_are_shown_first_and_written_when_asked_for() {
    let folder = Folder::new("annotate-write", &[("a.md", STORY)]);
    let run = folder.run(&["annotate", "a.md"]);
    assert_eq!((run.code, folder.read("a.md").as_str()), (Some(1), STORY));
    assert!(
        run.out.contains("+**Task:** I was asked") && run.err.contains("1 answer in 1 file would be labelled"),
        "{}{}",
        run.out,
        run.err
    );
    let run = folder.run(&["annotate", "--write", "a.md"]);
    assert_eq!((run.code, folder.read("a.md").as_str()), (Some(0), LABELLED), "{}", run.err);
    let run = folder.run(&["annotate", "--write", "a.md"]);
    assert!(run.code == Some(0) && run.err.contains("no answer without labels"), "{}", run.err);
}

#[test]
fn what_is_found_afterwards_is_the_same_at_full_level() {
    let folder = Folder::new("annotate-levels", &[("a.md", STORY)]);
    let before = findings(&folder, "a.md");
    folder.run(&["annotate", "--write", "a.md"]);
    let after = findings(&folder, "a.md");
    let rules = |all: &[(String, String)]| all.iter().map(|(rule, _)| rule.clone()).collect::<Vec<_>>();
    assert_eq!(rules(&before), rules(&after));
    let level =
        |all: &[(String, String)], rule: &str| all.iter().find(|found| found.0 == rule).map(|found| found.1.clone());
    assert_eq!(level(&before, "missing-metric").as_deref(), Some("info"), "{before:?}");
    assert_eq!(level(&after, "missing-metric").as_deref(), Some("warning"), "{after:?}");
}

#[test]
fn the_patch_applies() {
    let folder = Folder::new("annotate-patch", &[("a.md", STORY), ("b.md", &STORY.replace('\n', "\r\n"))]);
    let run = folder.run(&["annotate", "--diff", "a.md", "b.md"]);
    folder.write("labels.patch", &run.out);
    let git = |args: &[&str]| Command::new("git").current_dir(&folder.0).args(args).output();
    let Ok(output) = git(&["init", "-q", "."]).and_then(|_| git(&["apply", "labels.patch"])) else {
        return common::skipped("there is no git");
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(folder.read("a.md"), LABELLED);
    assert_eq!(folder.read("b.md"), LABELLED.replace('\n', "\r\n"));
}

#[test]
fn labels_are_written_as_the_file_writes_them() {
    let other = "# The gate\n\n### Situation\n\nThe gate stuck.\n\n### Task\n\nI had to mend it.\n\n### Action\n\nI oiled it.\n\n### Result\n\nIt opens in 2 seconds.\n\n";
    let question = STORY.replace("# The tills", "# Tell me about a time you solved a problem");
    let folder = Folder::new("annotate-style", &[("a.md", &format!("{other}{question}"))]);
    let run = folder.run(&["annotate", "--write", "a.md"]);
    let text = folder.read("a.md");
    assert!(text.contains("\n\n### Task\n\nI was asked to find"), "{}{text}", run.err);
    let plain =
        |text: &str| text.split_whitespace().filter(|word| !word.starts_with('#')).collect::<Vec<_>>().join(" ");
    let mut words = plain(&text);
    for label in ["Situation At", "Task I was", "Action I watched", "Result As"] {
        let (_, first) = label.split_once(' ').expect("a label and a word");
        words = words.replace(label, first);
    }
    assert_eq!(words, plain(&format!("{other}{question}")));
}

#[test]
fn lists_and_quotes_keep_their_marks() {
    let list = "## How did you handle a conflict?\n\n- At the depot two drivers claimed the same tour every Monday.\n- I was asked to settle it before the holidays.\n- I listened to both of them and drew up a rota.\n- I explained it to the crew and changed it once.\n- As a result nobody has complained for 8 months.\n";
    let folder = Folder::new("annotate-list", &[("a.md", list)]);
    let run = folder.run(&["annotate", "--write", "a.md"]);
    let text = folder.read("a.md");
    assert!(
        text.contains("\n- **Situation:** At the depot") && text.contains("\n- **Result:** As a result"),
        "{}{text}",
        run.err
    );
    let quote = "> At the depot two drivers claimed the same tour. I was asked to settle it before the holidays. I listened to both of them and drew up a rota. As a result nobody has complained for 8 months.\n";
    folder.write("b.md", quote);
    let run = folder.run(&["annotate", "--write", "b.md"]);
    let text = folder.read("b.md");
    assert!(
        text.lines().all(|line| line.starts_with('>')) && text.contains("\n>\n> **Task:** I was"),
        "{}{text}",
        run.err
    );
}

#[test]
fn a_label_that_is_not_sure_is_marked_and_the_rules_find_the_mark() {
    let folder = Folder::new("annotate-doubt", &[("a.md", STORY)]);
    // What the table says of one sentence is turned until the Situation and the Task are as likely.
    let unsure =
        "[cues.sections.words]\n'garden centre' = { situation = -2.3, task = 2.3 }\n'was asked' = { task = -3 }\n";
    folder.write("star-lint.toml", unsure);
    folder.run(&["annotate", "--write", "a.md"]);
    let text = folder.read("a.md");
    assert!(text.contains(":** [check this label] "), "{text}");
    let run = folder.run(&["--format", "concise", "--select", "placeholder", "a.md"]);
    assert!(run.out.contains("[placeholder]"), "{}{text}", run.out);
}

#[test]
fn a_label_stands_before_the_emphasis_that_its_text_begins_with() {
    let bold = STORY.replace("At my last job", "**At my last job**").replace("I watched", "*I* watched");
    let folder = Folder::new("annotate-emphasis", &[("a.md", &bold)]);
    folder.run(&["annotate", "--write", "a.md"]);
    let text = folder.read("a.md");
    assert!(text.contains("\n**Situation:** **At my last job** in"), "{text}");
    assert!(text.contains("\n**Action:** *I* watched"), "{text}");
}

#[test]
fn what_is_said_about_a_story_before_it_is_no_part_of_it() {
    let draft =
        STORY.replace("# The tills\n\n", "## Tell me about a time you solved a problem\n\n*draft 2, 90 seconds*\n\n");
    let folder = Folder::new("annotate-aside", &[("a.md", &draft)]);
    folder.run(&["annotate", "--write", "a.md"]);
    let text = folder.read("a.md");
    assert!(text.contains("\n\n*draft 2, 90 seconds*\n\n**Situation:** At my"), "{text}");
}

#[test]
fn standard_input_is_labelled_to_standard_output() {
    let folder = Folder::new("annotate-stdin", &[]);
    let run = folder.run_with(&["annotate", "--write", "-"], STORY);
    assert_eq!((run.code, run.out.as_str()), (Some(0), LABELLED), "{}", run.err);
}
