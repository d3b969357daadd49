//! Layouts of notes: what each line is read as. The notes of `layouts/notes.txt` have the kinds of sections in a margin;
//! `=== 2 a table` begins a note with two answers.

mod common;

use common::Folder;
use serde_json::Value;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// A note and what is to be read in it.
struct Case {
    name: String,
    answers: usize,
    text: String,
    /// The letters of the sections on each line.
    lines: Vec<BTreeSet<char>>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("layouts/notes.txt").lines() {
        if let Some(head) = line.strip_prefix("=== ") {
            let (answers, name) = head.split_once(' ').expect("a number and a name");
            let answers = answers.parse().expect("a number of answers");
            cases.push(Case { name: name.to_owned(), answers, text: String::new(), lines: Vec::new() });
        } else if let Some(case) = cases.last_mut() {
            let (margin, text) = line.split_once('|').unwrap_or_else(|| panic!("no margin: {line}"));
            case.lines.push(margin.trim().chars().collect());
            case.text += text;
            case.text.push('\n');
        }
    }
    cases
}

/// The letters of the sections on each line of a file that was outlined.
fn read(file: &Value, lines: usize) -> Vec<BTreeSet<char>> {
    let mut read = vec![BTreeSet::new(); lines];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let number = |value: &Value| value["line"].as_u64().expect("a line") as usize;
    for section in list(&file["answers"]).iter().flat_map(|answer| list(&answer["sections"])) {
        if section["words"] == 0 {
            continue;
        }
        let kinds = list(&section["kinds"]);
        let letters = kinds.iter().filter_map(|kind| match kind.as_str() {
            Some("other") => None,
            kind => kind.and_then(|kind| kind.chars().next()).map(|letter| letter.to_ascii_uppercase()),
        });
        let letters: Vec<char> = letters.collect();
        for line in &mut read[number(&section["start"]) - 1..number(&section["end"])] {
            line.extend(&letters);
        }
    }
    read
}

/// What is wrong with how these notes are read.
fn mistakes(name: &str, change: fn(&str) -> String) -> Vec<String> {
    let cases = cases();
    let names: Vec<String> = (0..cases.len()).map(|number| format!("{number}.md")).collect();
    let folder = Folder::new(name, &[]);
    for (name, case) in names.iter().zip(&cases) {
        folder.write(name, &change(&case.text));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let run = folder.run(&[&["outline", "--format", "json"], &*names].concat());
    let outlined: Value = serde_json::from_str(&run.out).expect("JSON");
    let mut wrong = Vec::new();
    for (case, file) in cases.iter().zip(outlined["files"].as_array().expect("files")) {
        let answers = file["answers"].as_array().map_or(0, Vec::len);
        let read = read(file, case.lines.len());
        let blank: Vec<bool> = case.text.lines().map(|line| line.trim_matches(['>', ' ']).is_empty()).collect();
        let lines = read.iter().zip(&case.lines).zip(blank).enumerate();
        let lines = lines.filter(|(_, ((read, expected), blank))| !blank && read != expected);
        let lines: Vec<String> =
            lines.map(|(index, ((read, _), _))| format!("{}:{}", index + 1, read.iter().collect::<String>())).collect();
        if answers != case.answers || !lines.is_empty() {
            wrong.push(format!("{}: {answers} answers, {}", case.name, lines.join(" ")));
        }
    }
    wrong
}

#[test]
fn every_layout_is_read_line_by_line() {
    assert_eq!(mistakes("layouts", str::to_owned), [""; 0]);
}

#[test]
fn every_layout_is_read_with_letters_composed_or_not() {
    assert_eq!(mistakes("layouts-nfd", |text| text.nfd().collect()), [""; 0]);
}

#[test]
fn notes_without_answers_are_silent_in_a_walk() {
    let folder = Folder::new("layouts-silent", &[]);
    for (number, case) in cases().iter().enumerate().filter(|(_, case)| case.answers == 0) {
        folder.write(&format!("{number}.md"), &case.text);
    }
    let run = folder.run(&["--format", "concise"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
}

/// A story bank, and other things around it.
const BANK: &str = "---\ntags: [stories]\n---\n# Stories\n\nMy five best ones, for Tuesday.\n\n\
    | Story | Situation | Task | Action | Result |\n|---|---|---|---|---|\n\
    | Bakery | A third of our orders was late. | I had to find out why. | We decided to ride along. | It was significantly better. |\n\
    | Choir | | | | |\n\n```sh\nls\n```\n\n<!-- ask Eva -->\n";

#[test]
fn findings_in_a_table_stand_in_its_cells() {
    let folder = Folder::new("layouts-cells", &[("bank.md", BANK)]);
    let run = folder.run(&["--format", "concise", "--select", "vague-result", "--select", "team-reliance", "bank.md"]);
    let found: Vec<&str> = run.out.lines().map(|line| line.split(']').next().unwrap_or_default()).collect();
    assert_eq!(found, ["bank.md:10:71: warning[team-reliance", "bank.md:10:102: warning[vague-result"], "{}", run.out);
}

/// The same stories as columns.
const COLUMNS: &str = "| | Bakery | Choir |\n|---|---|---|\n\
    | Situation | A third of our orders was late. | We had no tenor for the concert. |\n\
    | Task | I had to find out why. | I had promised to find one. |\n\
    | Action | We decided to ride along. | I called three schools. |\n\
    | Result | Four a week are late now. | It was significantly better. |\n";

#[test]
fn findings_in_columns_stand_in_their_cells_below_the_titles_of_the_first_row() {
    let folder = Folder::new("layouts-columns", &[("bank.md", COLUMNS)]);
    let run = folder.run(&["--format", "concise", "--select", "vague-result", "--select", "team-reliance", "bank.md"]);
    let found: Vec<&str> = run.out.lines().map(|line| line.split(']').next().unwrap_or_default()).collect();
    assert_eq!(found, ["bank.md:5:12: warning[team-reliance", "bank.md:6:43: warning[vague-result"], "{}", run.out);
    let run = folder.run(&["outline", "--format", "json", "bank.md"]);
    let outlined: Value = serde_json::from_str(&run.out).expect("JSON");
    let answers = outlined["files"][0]["answers"].as_array().cloned().unwrap_or_default();
    let titles: Vec<&str> = answers.iter().filter_map(|answer| answer["title"].as_str()).collect();
    assert_eq!(titles, ["Bakery", "Choir"], "{}", run.out);
}

#[test]
fn an_outline_says_what_was_left_alone_and_why() {
    let folder = Folder::new("layouts-left-alone", &[("bank.md", BANK)]);
    let run = folder.run(&["outline", "bank.md"]);
    let left: Vec<&str> = run.out.lines().filter_map(|line| line.trim().strip_prefix("left alone: ")).collect();
    assert_eq!(
        left,
        ["line 6, text that belongs to no answer", "line 11, a blank form", "lines 13-15, code", "line 17, a comment"]
    );
}

#[test]
fn the_summary_counts_what_was_left_alone_and_says_how_to_see_it() {
    let folder = Folder::new("layouts-counted", &[("bank.md", BANK), ("list.md", "# Shopping\n\nFlour.\n")]);
    let run = folder.run(&["--color", "never"]);
    let left = "left alone: 1 file without an answer, 1 form left blank, 1 passage of other text (see `star-lint outline PATH`)";
    assert!(run.out.contains(left), "{}", run.out);
}

#[test]
fn a_line_that_asks_for_a_story_is_its_title_without_a_question_mark() {
    let note = "Tell me about a time you were wrong.\n\n**Situation:** The pump was late.\n\n**Task:** I had to fit it.\n\n**Action:** I fitted it.\n\n**Result:** It ran.\n";
    let folder = Folder::new("layouts-asked", &[("a.md", note)]);
    let outline = folder.run(&["outline", "a.md"]).out;
    assert!(outline.contains("  Tell me about a time you were wrong.\n"), "{outline}");
}
