//! Answers as records on standard input: each is answered in its turn, whatever the others are, and in little memory.

mod common;

use common::{Folder, Run, WEAK, formats, skipped, star_lint};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const ALL: [&str; 5] = ["--no-config", "--format", "jsonl", "--input", "jsonl"];

fn records(name: &str, options: &[&str], input: &str) -> (Run, Vec<Value>) {
    let run = Folder::new(&format!("records-{name}"), &[]).run_with(&[&ALL, options].concat(), input);
    let lines = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (run, lines)
}

/// The rules of the findings of an answer.
fn rules(answer: &Value) -> Vec<&str> {
    answer["diagnostics"].as_array().expect("findings").iter().filter_map(|found| found["rule"].as_str()).collect()
}

#[test]
fn each_record_has_the_findings_of_a_note_with_its_text() {
    let texts =
        [WEAK, include_str!("../examples/weak/export.md"), include_str!("../examples/good/export.md"), "Hello.\n"];
    let input: String =
        texts.iter().enumerate().map(|(id, text)| format!("{}\n", json!({"id": id, "text": text}))).collect();
    let (run, answers) = records("same", &[], &input);
    assert_eq!((run.code, run.err.as_str(), answers.len()), (Some(1), "", texts.len()));
    for (number, (text, answer)) in texts.iter().zip(&answers).enumerate() {
        let folder = Folder::new("records-note", &[("a.md", text)]);
        let mut note: Value =
            serde_json::from_str(&folder.run(&["--no-config", "--format", "json", "a.md"]).out).expect("JSON");
        for found in note["diagnostics"].as_array_mut().expect("findings") {
            found.as_object_mut().expect("a finding").remove("path");
        }
        assert_eq!((&answer["id"], &answer["line"]), (&json!(number), &json!(number + 1)));
        assert_eq!((&answer["diagnostics"], &answer["summary"]), (&note["diagnostics"], &note["summary"]), "{text}");
        assert_eq!(answer["error"], Value::Null);
    }
    // The same as lines for people, under their ids.
    let run = Folder::new("records-concise", &[])
        .run_with(&["--no-config", "--format", "concise", "--input", "jsonl"], &input);
    assert!(run.out.starts_with("0:"), "{}", run.out);
    assert_eq!(run.out.lines().count(), answers.iter().map(|answer| rules(answer).len()).sum::<usize>());
}

#[test]
fn the_page_shows_what_is_printed() {
    let page = include_str!("../docs/formats.md");
    let block = |language: &str| {
        let section = page.split_once("## `check --input jsonl`").expect("the section").1;
        let block = section.split_once(&format!("```{language}\n")).expect("a block").1;
        block.split_once("```").expect("its end").0
    };
    let command = block("sh").trim_end().strip_suffix(" < examples/batch/answers.jsonl").expect("the records");
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let run = Folder::new("records-page", &[]).run_with(&words, include_str!("../examples/batch/answers.jsonl"));
    assert_eq!((run.code, run.out.as_str()), (Some(2), block("json")));
}

#[test]
fn ids_are_given_back_as_they_were_written() {
    let ids = ["1", "-0.50", "123456789012345678901234567890", r#""a\"b""#, r#""\u202e/é""#, "null"];
    let input: String =
        ids.iter().map(|id| format!("{{\"text\":\"\",\"id\": {id} ,\"other\":[1,{{}}]}}\r\n")).collect();
    let (run, answers) = records("ids", &[], &format!("\u{feff}{input}\n  \n{{\"text\":\"\"}}"));
    assert_eq!(answers.len(), ids.len() + 1, "{}", run.out);
    for (id, line) in ids.iter().zip(run.out.lines()) {
        assert!(line.contains(&format!("\"id\":{id},")), "{id}: {line}");
    }
    assert_eq!(
        (&answers[6]["id"], &answers[6]["line"]),
        (&Value::Null, &json!(9)),
        "without an id, its line says which it is"
    );
}

#[test]
fn a_broken_record_is_answered_with_an_error_and_the_others_are_checked() {
    let good = format!("{}\n", json!({"id": "good", "text": WEAK})).into_bytes();
    let broken: [(&[u8], &str, &str); 14] = [
        (b"{\"id\": 1, \"text\": \"a", "null", "EOF while parsing a string"),
        (b"{\"id\": \"a\", \"text\": \"a\"} {}", "null", ":26: trailing characters"),
        (b"text", "null", ":1: not a JSON object; a record is one line such as {"),
        (b"[1, \"text\"]", "null", "not a JSON object"),
        (b"{\"id\": 7}", "7", "there is no `text`"),
        (b"{\"id\": 7, \"text\": null}", "7", "there is no `text`"),
        (b"{\"id\": \"x\", \"text\": 5}", "\"x\"", "invalid type: integer `5`, expected a string"),
        (b"{\"id\": 1, \"id\": 2, \"text\": \"\"}", "null", "duplicate field `id`"),
        (b"{\"id\": 1, \"text\": \"\", \"text\": \"\"}", "1", "duplicate field `text`"),
        (b"{\"id\": [1], \"text\": \"\"}", "null", "the `id` is neither a string nor a number"),
        (b"{\"id\": 1, \"text\": \"\xc3\xa9\xff\"}", "null", ":21: not UTF-8: byte 0xff"),
        (b"{\"id\": 1, \"text\": \"\\ud800\"}", "1", "hex escape"),
        (b"{\"id\": 1, \"text\": \"a\tb\"}", "null", "control character"),
        (b"{\"id\": 3, \"text\": \"<!-- star-lint: nowhere -->\\n\"}", "3", "3:1:"),
    ];
    let mut input = good.clone();
    for (record, ..) in &broken {
        input.extend([record, &b"\n"[..], &good].concat());
    }
    let large = json!({"id": "large", "text": "a".repeat(1_100_000)});
    input.extend(format!("{large}\n{large}").into_bytes());
    let mut child = star_lint()
        .args(ALL)
        .args(["--max-size", "1"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("star-lint starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let run: Run = child.wait_with_output().expect("star-lint ends").into();
    writer.join().expect("the writer ends").expect("all is read");
    let answers: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 2 * broken.len() + 3);
    assert_eq!(run.code, Some(2));
    assert_eq!(
        run.err,
        format!(
            "error: {} of {} records could not be checked; the first is in line 2\n",
            broken.len() + 2,
            answers.len()
        )
    );
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer["line"], json!(number + 1));
        if number % 2 == 0 && number <= 2 * broken.len() {
            assert_eq!((&answer["id"], &answer["error"]), (&json!("good"), &Value::Null), "{answer}");
            assert!(rules(answer).contains(&"missing-metric"), "{answer}");
        }
    }
    for (number, (record, id, message)) in broken.iter().enumerate() {
        let (answer, record) = (&answers[2 * number + 1], String::from_utf8_lossy(record));
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(error.contains(message), "{record}: {error}");
        assert!(*id == "3" || error.starts_with(&format!("-:{}:", 2 * number + 2)), "{record}: {error}");
        assert_eq!(answer["id"].to_string(), *id, "{record}");
    }
    for answer in &answers[2 * broken.len() + 1..] {
        assert!(answer["error"].as_str().is_some_and(|error| error.contains("--max-size reads more")), "{answer}");
    }
}

#[test]
fn the_exit_code_is_that_of_the_worst_record() {
    let record = |text: &str| format!("{}\n", json!({"text": text}));
    let good = record(include_str!("../examples/good/export.md"));
    assert_eq!(records("clean", &[], &good).0.code, Some(0));
    assert_eq!(records("empty", &[], "").0.code, Some(0));
    assert_eq!(records("found", &[], &format!("{}{good}", record(WEAK))).0.code, Some(1));
    assert_eq!(records("never", &["--fail-on", "never"], &record(WEAK)).0.code, Some(0));
    assert_eq!(records("trouble", &[], &format!("{{\n{}{good}", record(WEAK))).0.code, Some(2));
    let (run, answers) = records("profile", &["--profile", "amazon", "--select", "missing-metric"], &record(WEAK));
    assert_eq!((run.code, rules(&answers[0])), (Some(1), vec!["missing-metric"]));
}

#[test]
fn only_formats_with_a_place_for_a_record_and_only_standard_input() {
    let folder = Folder::new("records-usage", &[("a.jsonl", "{}\n")]);
    for format in formats().filter(|format| !["concise", "jsonl"].contains(format)) {
        let run = folder.run_with(&["--input", "jsonl", "--format", format], "");
        assert_eq!(run.code, Some(2));
        assert_eq!(run.err, "error: --input works only with these formats: concise, jsonl; add --format jsonl\n");
    }
    let run = folder.run_with(&["--input", "jsonl", "--format", "jsonl", "a.jsonl"], "");
    assert_eq!(
        (run.code, run.err.as_str()),
        (Some(2), "error: --input reads standard input: put `<` before a.jsonl\n")
    );
    assert_eq!(folder.run_with(&["--input", "jsonl", "--format", "jsonl", "-"], "").code, Some(0));
    assert_eq!(folder.run_with(&["--input", "jsonl", "--format", "jsonl", "--fix"], "").code, Some(2));
}

#[test]
fn an_answer_does_not_wait_for_the_next_record() {
    let mut child =
        star_lint().args(ALL).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("star-lint starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    for id in 0..3 {
        writeln!(pipe, "{}\n{}", json!({"id": id, "text": WEAK}), json!({"id": id, "text": ""})).expect("it is read");
        for _ in 0..2 {
            let answer: Value = serde_json::from_str(&answers.next().expect("an answer").expect("text")).expect("JSON");
            assert_eq!(answer["id"], id);
        }
    }
    drop(pipe);
    assert!(answers.next().is_none());
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn a_stream_of_any_length_takes_the_same_memory() {
    let record = format!("{}\n", json!({"id": 1, "text": "S: It was late.", "other": "a".repeat(20_000)}));
    // A line that never ends is passed over as it comes.
    let endless = "a".repeat(100_000);
    for (name, piece, options) in [("records", &record, &[][..]), ("a line", &endless, &["--max-size", "1"][..])] {
        let peak = |pieces: usize| {
            let mut child = star_lint()
                .args(ALL)
                .args(options)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("star-lint starts");
            let mut pipe = child.stdin.take().expect("a pipe");
            (0..pieces).for_each(|_| pipe.write_all(piece.as_bytes()).expect("it is read"));
            let peak = common::peak_of(child.id());
            drop(pipe);
            assert!(matches!(child.wait().expect("it ends").code(), Some(1 | 2)), "{name}");
            peak
        };
        // 20 MB and ten times as much.
        let pieces = 20_000_000 / piece.len();
        let (Some(short), Some(long)) = (peak(pieces), peak(10 * pieces)) else {
            return skipped("the memory of a process cannot be read here");
        };
        assert!(long < short + 15_000_000, "{name}: {short} bytes, and ten times as many {long}");
        assert!(long < 80_000_000, "{name}: {long} bytes");
    }
}
