//! Times of each stage and of the whole process: `cargo bench --bench stages`.

mod notes;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use star_lint::check;
use star_lint::diagnostic::Level;
use star_lint::parse::parse;
use star_lint::report::human::Human;
use star_lint::report::{Checked, Report};
use star_lint::rules::builtin::rule_set;
use star_lint::source::Source;
use std::path::Path;
use std::process::Command;

fn main() {
    divan::main();
}

/// The texts: one answer, and one file of a megabyte.
const TEXTS: [&str; 2] = ["answer", "megabyte"];

fn text(name: &str) -> String {
    if name == "answer" { notes::one() } else { notes::book(3, 1_000_000) }
}

#[divan::bench]
fn load_rules(bencher: Bencher) {
    bencher.bench(|| black_box(rule_set()).rules.len());
}

#[divan::bench(args = TEXTS)]
fn read_markdown_and_find_answers(bencher: Bencher, name: &str) {
    let (text, rules) = (text(name), rule_set());
    bencher.counter(BytesCount::of_str(&text)).bench(|| parse(black_box(&text), &rules.grammar));
}

#[divan::bench(args = TEXTS)]
fn check_all_rules(bencher: Bencher, name: &str) {
    let (text, rules) = (text(name), rule_set());
    let note = parse(&text, &rules.grammar);
    bencher.counter(BytesCount::of_str(&text)).bench(|| check::find(black_box(&note), &text, &rules));
}

#[divan::bench(args = TEXTS)]
fn check_all_rules_with_nothing_learned(bencher: Bencher, name: &str) {
    let text = text(name);
    let note = parse(&text, &rule_set().grammar);
    let bencher = bencher.counter(BytesCount::of_str(&text)).with_inputs(rule_set);
    bencher.bench_refs(|rules| check::find(black_box(&note), &text, rules));
}

#[divan::bench(args = TEXTS)]
fn draw_findings(bencher: Bencher, name: &str) {
    let (text, rules) = (text(name), rule_set());
    let note = parse(&text, &rules.grammar);
    let diagnostics = check::check(&note, &text, &rules);
    let source = Source::new("note.md", text.clone());
    let report = Human::new(false, false, 100, false);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let (diagnostics, hidden) = (black_box(&diagnostics), &[]);
        report.file(&Checked {
            source: &source,
            titles: &[],
            diagnostics,
            hidden,
            fail_on: Level::Warning,
            fails_unseen: false,
        })
    });
}

/// The binary on a path below the folder of the benchmarks.
fn run(arguments: &[&str]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_star-lint")).args(arguments).current_dir(folder).output();
    let code = output.map(|output| output.status.code());
    assert!(matches!(code, Ok(Some(0 | 1))), "star-lint {arguments:?} ended with {code:?}");
}

#[divan::bench]
fn process_says_its_version() {
    run(&["--version"]);
}

#[divan::bench]
fn process_on_one_answer(bencher: Bencher) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("one.md");
    std::fs::write(path, notes::one()).expect("a note to run on");
    bencher.bench(|| run(&["one.md"]));
}

#[divan::bench(args = ["human", "concise"], sample_count = 20)]
fn process_on_2000_notes(bencher: Bencher, format: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("notes");
    notes::folder(&path, 2_000).expect("notes to run on");
    bencher.bench(|| run(&["--format", format, "notes"]));
}

#[divan::bench(args = ["human", "concise"], sample_count = 20)]
fn process_on_10_megabytes(bencher: Bencher, format: &str) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book.md");
    std::fs::write(path, notes::book(5, 10_000_000)).expect("a note to run on");
    bencher.bench(|| run(&["--format", format, "book.md"]));
}
