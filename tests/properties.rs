//! Properties that hold for any text: spans, order, and that nothing panics.

use proptest::prelude::*;
use star_lint::check::{self, Reading};
use star_lint::parse::{Note, parse};
use star_lint::report::{Checked, Report, concise::Concise, human::Human, json::Json};
use star_lint::rules::builtin;
use star_lint::source::{LineIndex, Source, Span};
use std::path::Path;

fn holds(span: Span, text: &str) {
    let range = span.range();
    assert!(range.start <= range.end && range.end <= text.len(), "{range:?} of {}", text.len());
    assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{range:?}");
}

fn examine(text: &str) -> (Note, usize) {
    let rules = builtin::rule_set();
    let note = parse(text, &rules.grammar);
    for (number, answer) in note.answers.iter().enumerate() {
        holds(answer.span, text);
        answer.title.into_iter().for_each(|title| holds(title, text));
        let mut end = 0;
        for section in &answer.sections {
            holds(section.label, text);
            holds(section.span, text);
            assert!(section.label.start >= end, "sections overlap");
            assert!(section.span.start >= section.label.end, "a label is in its text");
            end = section.span.end;
        }
        let reading = Reading::new(&note, number, text, &rules);
        let mut at = 0;
        for token in &reading.words.tokens {
            holds(token.span, text);
            assert!(token.span.start >= at && !token.span.is_empty(), "tokens overlap");
            at = token.span.end;
        }
        let mut next = 0;
        for sentence in &reading.words.sentences {
            assert!(sentence.tokens.start >= next && sentence.tokens.end > sentence.tokens.start);
            next = sentence.tokens.end;
        }
    }
    let found = check::check(&note, text, &rules);
    let index = LineIndex::new(text);
    for diagnostic in &found {
        holds(diagnostic.span, text);
        diagnostic.labels.iter().for_each(|label| holds(label.span, text));
        assert!(index.position(diagnostic.span.start).column >= 1);
        assert!(!diagnostic.message.contains('{') || diagnostic.message.contains('`'), "{}", diagnostic.message);
    }
    assert!(found.is_sorted_by(|a, b| a.sort_key() <= b.sort_key()));
    let source = Source { path: Path::new("a.md").to_owned(), text: text.to_owned() };
    let titles = vec![None; note.answers.len()];
    let checked = Checked { source: &source, titles, diagnostics: &found };
    for report in [&Human::new(true, true, 60, false) as &dyn Report, &Concise, &Json] {
        let out = report.file(&checked);
        assert_eq!(out.is_empty(), found.is_empty());
    }
    serde_json::from_str::<serde_json::Value>(&format!("[{}]", Json.file(&checked))).expect("the report is JSON");
    (note, found.len())
}

/// Pieces of notes, well and badly made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("**Situation:** ".into()),
        Just("- **Task**: ".into()),
        Just("### Action\n".into()),
        Just("Result: ".into()),
        Just("> **RESULT:** ".into()),
        Just("**R：** ".into()),
        Just("(S) it was (T) I had (A) we did (R) 5%".into()),
        Just("Question: ".into()),
        Just("1. Why?\n".into()),
        Just("**What happened next:** ".into()),
        Just("| Situation | we had \"two\" weeks |\n".into()),
        Just("<h3>Action</h3><p>We <!-- x".into()),
        Just("```\nSITUATION: a\n".into()),
        Just("---\n".into()),
        Just("\u{feff}".into()),
        Just("We decided that — kind of — it’s 40% “better”.".into()),
        Just("from 5 to [XX] $, e.g. Dr. No. 10.0.0.1 a@b.c PAY-4711 https://x.y/(z)".into()),
        Just("\r\n\r\n".into()),
        Just("\n".into()),
        Just("  ".into()),
        Just("\u{a0}été 情境 👩‍🚒 \u{1b}[31m\0".into()),
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_without_harm(text in "(?s).{0,300}") {
        examine(&text);
    }

    #[test]
    fn any_mixture_of_pieces_is_read_without_harm(pieces in prop::collection::vec(piece(), 0..40)) {
        examine(&pieces.concat());
    }
}

/// What the properties found before.
#[test]
fn old_finds_stay_found() {
    examine("Question: (S) I was late (T) I had to call (A) I did (R) I got 5 % off\n");
    examine(
        "Result: ```\nSITUATION: a\n\u{feff}Result: - **Task**: (S) a (T) I had (A) we did (R) 5%```\nSITUATION: a\n",
    );
    examine("```\nSITUATION: a\nTASK: I\nACTION: b\n```\nResult: ```\nSITUATION: a");
}

#[test]
fn the_same_bytes_give_the_same_findings_with_any_line_ending() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notes/layouts.md")).expect("a note");
    let (note, found) = examine(&text);
    let (other, others) = examine(&text.replace('\n', "\r\n"));
    assert_eq!((note.answers.len(), found), (other.answers.len(), others));
    assert_eq!(note.answers.len(), 15);
}
