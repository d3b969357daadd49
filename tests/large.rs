//! Notes of a size that nobody writes. They end in good time and in bounded memory; how fast is for the benchmarks.
//!
//! With optimisation (`cargo test --release --test large`) the sizes are those of `docs/reliability.md`; without it,
//! where the program is many times slower, a hundredth of them.

mod common;
#[path = "../benches/notes/mod.rs"]
mod notes;

use common::{Folder, star_lint};
use std::fs::File;
use std::process::Stdio;
use std::time::Duration;

/// What the sizes are divided by.
const PART: usize = if cfg!(debug_assertions) { 100 } else { 1 };

/// Runs star-lint on a note; its exit code, its report and the most memory that it took, in bytes, where the system
/// tells.
fn check(name: &str, text: &str, options: &[&str]) -> (Option<i32>, String, Option<u64>) {
    let folder = Folder::new(&format!("large-{name}"), &[("note.md", text)]);
    let report = folder.path("report.txt");
    let mut run = star_lint()
        .args(["--no-config", "--format", "concise"])
        .args(options)
        .arg(folder.path("note.md"))
        .stdout(Stdio::from(File::create(&report).expect("a file for the report")))
        .spawn()
        .expect("star-lint starts");
    let mut peak = None;
    let code = loop {
        peak = common::peak_of(run.id()).max(peak);
        match run.try_wait().expect("star-lint runs") {
            Some(status) => break status.code(),
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let told = std::fs::read_to_string(&report).expect("the report");
    let _ = std::fs::remove_dir_all(&folder.0);
    (code, told, peak)
}

/// The bound on memory: 30 MB and six times the note.
fn assert_bounded(name: &str, peak: Option<u64>, text: &str) {
    assert_bounded_with(name, peak, text, 0);
}

/// The bound where a note is full of findings: half a kilobyte more for each.
fn assert_bounded_with(name: &str, peak: Option<u64>, text: &str, findings: usize) {
    let bound = 30_000_000 + 6 * text.len() as u64 + 500 * findings as u64;
    match peak {
        Some(peak) => assert!(peak <= bound, "{name} took {peak} bytes, more than {bound}"),
        None => common::skipped("the memory of a process cannot be read here"),
    }
}

/// The bound where a note is little but marks, links, or lines of a character: the tree of the Markdown parser.
const TIMES_OF_A_FLOOD: u64 = 75;

fn assert_flood(name: &str, peak: Option<u64>, text: &str) {
    let bound = 40_000_000 + TIMES_OF_A_FLOOD * text.len() as u64;
    match peak {
        Some(peak) => assert!(peak <= bound, "{name} took {peak} bytes, more than {bound}"),
        None => common::skipped("the memory of a process cannot be read here"),
    }
}

/// An answer whose Action is this.
fn story(action: &str) -> String {
    format!(
        "**Situation:** It was late.\n\n**Task:** I had to go.\n\n**Action:** {action}\n\n**Result:** It fell by 3%.\n"
    )
}

/// Hostile text in an Action: star-lint comes to the end of it, in bounded memory, and reads the Result behind it. What it
/// costs is for the bench of instructions.
fn survives(name: &str, action: &str) {
    let text = story(action);
    let (code, told, peak) = check(name, &text, &[]);
    assert!(matches!(code, Some(0 | 1)), "{name} ended with {code:?}");
    assert!(!told.contains("no-answer"), "{name} was not read as an answer:\n{told}");
    assert!(!told.contains("missing-metric"), "the Result behind {name} was not read:\n{told}");
    assert_flood(name, peak, &text);
}

#[test]
fn a_file_of_100_megabytes() {
    let text = notes::book(1, 100_000_000 / PART);
    let (code, told, peak) = check("book", &text, &[]);
    assert_eq!(code, Some(1));
    assert!(told.lines().count() > 100_000 / PART, "{} findings", told.lines().count());
    assert_bounded("a book", peak, &text);
}

#[test]
fn a_file_larger_than_the_limit_is_refused_with_the_option_that_reads_it() {
    let folder = Folder::new("large-limit", &[("a.md", &notes::book(2, 1_100_000)), ("b.md", common::WEAK)]);
    let run = folder.run(&["--max-size", "1", "."]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("a.md: larger than 1 MB; --max-size reads more"), "{}", run.err);
    assert!(run.out.contains("b.md"), "the findings of the other file are there:\n{}", run.out);
    assert_eq!(folder.run(&["--max-size", "2", "."]).code, Some(1));
}

#[test]
fn a_million_lines() {
    survives("lines", &"I did one thing more.\n".repeat(1_000_000 / PART));
    let (code, ..) = check("blank-lines", &"\n".repeat(1_000_000 / PART), &[]);
    assert_eq!(code, Some(1), "a file that was named and holds no answer is a finding");
}

#[test]
fn one_line_of_50_megabytes() {
    let sentence = "I called the depot and we decided to wait. ";
    let text = story(&sentence.repeat(50_000_000 / sentence.len() / PART));
    let (code, _, peak) = check("line", &text, &[]);
    assert_eq!(code, Some(1));
    assert_bounded("a line", peak, &text);
    let text = story(&"a".repeat(50_000_000 / PART));
    let (code, _, peak) = check("word", &text, &[]);
    assert_eq!(code, Some(1));
    assert_bounded("a word", peak, &text);
}

#[test]
fn ten_thousand_lists_or_quotes_within_each_other() {
    survives("lists", &format!("\n\n{}I did it.", "- ".repeat(10_000)));
    survives("quotes", &format!("\n\n{}I did it.", "> ".repeat(10_000)));
    survives("emphasis", &format!("{}I did it{}", "*".repeat(10_000), "*".repeat(10_000)));
    survives("brackets", &format!("{}I did it{}", "[".repeat(10_000), "]".repeat(10_000)));
    survives("tags", &format!("I did.\n\n{}", "<div>".repeat(10_000)));
}

#[test]
fn a_hundred_thousand_answers() {
    let one = "## A failure\n\n**Situation:** It was late.\n\n**Task:** I had to go.\n\n**Action:** I ran.\n\n**Result:** 3% less.\n\n";
    let (code, told, _) = check("answers", &one.repeat(100_000 / PART), &["--select", "missing-learning"]);
    assert!(matches!(code, Some(0 | 1)));
    assert_eq!(told.lines().count(), 100_000 / PART);
    let text = format!("{}\n", common::WEAK).repeat(100_000 / PART);
    let (code, told, peak) = check("weak-answers", &text, &[]);
    assert_eq!(code, Some(1));
    let findings = told.lines().count();
    assert!(findings > 500_000 / PART, "{findings} findings");
    assert_bounded_with("a file of weak answers", peak, &text, findings);
}

#[test]
fn a_flood_of_cells_links_and_references() {
    let (columns, cells) = (10_000 / PART, |of: &str| of.repeat(10_000 / PART));
    survives(
        "cells",
        &format!("I did.\n\n|{}\n|{}\n{}", cells("a|"), cells("-|"), format!("|{}\n", cells("b|")).repeat(100)),
    );
    survives("rows", &format!("I did.\n\n|{}\n|{}\n{}", cells("a|"), cells("-|"), "|b\n".repeat(columns * 10)));
    survives("links", &"[I called](a) ".repeat(500_000 / PART));
    survives("open-links", &"[a](".repeat(50_000 / PART));
    let names = |form: &dyn Fn(usize) -> String| (0..200_000 / PART).map(form).collect::<String>();
    survives("references", &format!("{}\n\n{}", names(&|n| format!("[a{n}] ")), names(&|n| format!("[a{n}]: b\n"))));
    survives("entities", &"&amp;".repeat(500_000 / PART));
    survives("code", &(1..2_000 / PART).map(|ticks| format!("{} ", "`".repeat(ticks))).collect::<String>());
}

#[test]
fn a_flood_of_marks_takes_a_bounded_multiple_of_its_size() {
    for (name, piece) in
        [("links", "[a]"), ("emphasis", "*a* "), ("lines", "1\n"), ("blank", "\n"), ("code", "`a`"), ("items", "- \n")]
    {
        let text = piece.repeat(20_000_000 / piece.len() / PART);
        let (code, _, peak) = check(&format!("flood-{name}"), &text, &[]);
        assert_eq!(code, Some(1), "{name}");
        assert_flood(name, peak, &text);
    }
}

#[test]
fn lines_below_deep_lists_and_quotes() {
    for mark in ["> ", "- ", "- > "] {
        survives(
            "deep-lines",
            &format!("\n\n{}I did it.\n{}", mark.repeat(40_000 / PART), "a\n".repeat(40_000 / PART)),
        );
    }
    for gap in [" ", "\u{a0}"] {
        survives("gap", &format!("I met Dr.{}Vega.", gap.repeat(200_000)));
    }
    survives("rules-in-items", &format!("I did.\n\n{}", "* ---\n".repeat(100_000 / PART)));
}

#[test]
fn long_rows_of_marks_and_labels() {
    for (number, row) in
        [". ", "(S) ", "S: \n", "**Action:** ", "(a ", ") ", "\" ", "“a ", "e.g. ", "1,", "a-", "'", "a:"]
            .into_iter()
            .enumerate()
    {
        survives(&format!("row-{number}"), &format!("I did. {}", row.repeat(300_000 / PART)));
    }
}

#[test]
fn a_hundred_thousand_comments_and_profiles() {
    let region = "<!-- star-lint-disable hedging -->\n\nI think so.\n\n<!-- star-lint-enable hedging -->\n\n";
    survives("regions", &format!("\n\n{}", region.repeat(50_000 / PART)));
    let names = (0..30_000 / PART).map(|n| format!("<!-- star-lint-disable a{n} -->\n\n")).collect::<String>();
    survives("names", &format!("\n\n{names}"));
    let chosen = format!("---\nstar-lint: [{}]\n---\n\n{}", "netflix, ".repeat(50_000 / PART), common::WEAK);
    assert_eq!(check("profiles", &chosen, &[]).0, Some(1));
}

#[test]
fn prose_without_labels() {
    let story = "The pump failed every week. I was asked to mend it. I took it apart and changed the seal, and then I tested it for a \
        month. As a result it has run for 2 years.\n\n";
    let asked = format!("## Tell me about a time you mended something.\n\n{story}");
    let capitals = format!("I did. {}", "I Then The ".repeat(300_000 / PART));
    for (name, text) in
        [("stories", asked.repeat(50_000 / PART)), ("story", story.repeat(5_000)), ("capitals", capitals)]
    {
        let (code, told, peak) = check(&format!("prose-{name}"), &text, &[]);
        assert!(matches!(code, Some(0 | 1)), "{name} ended with {code:?}");
        assert!(name == "capitals" || told.contains("[unlabelled]"), "{name} was not read as an answer:\n{told}");
        assert_flood(name, peak, &text);
    }
}
