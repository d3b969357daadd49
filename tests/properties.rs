//! Properties that hold for any text: spans, order, and that nothing panics.

mod cases;
mod whole;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use star_lint::check::{self, AnswerText};
use star_lint::diagnostic::{Applicability, Diagnostic, Label, Level};
use star_lint::fix::{self, silence::silence};
use star_lint::parse::{Kinds, Note, markdown, parse};
use star_lint::report::concise::Concise;
use star_lint::report::human::Human;
use star_lint::report::json::Json;
use star_lint::report::{Checked, Report};
use star_lint::rules::{RuleSet, builtin};
use star_lint::source::{LineIndex, Source, Span};
use star_lint::{Options, Workspace};
use std::path::Path;
use std::sync::LazyLock;

/// No configuration but what is built in.
static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| Workspace::new(Options { none: true, ..Options::default() }));

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
        let reading = AnswerText::new(&note, number, text, &rules);
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
    let source = Source::new("a.md", text);
    let titles = vec![None; note.answers.len()];
    let checked = Checked {
        source: &source,
        titles: &titles,
        diagnostics: &found,
        hidden: &[],
        fail_on: Level::Warning,
        fails_unseen: false,
    };
    for report in [&Human::new(true, true, 60, false) as &dyn Report, &Concise, &Json] {
        let out = report.file(&checked);
        assert_eq!(out.is_empty(), found.is_empty());
    }
    whole::reports_are_whole(&checked, &WORKSPACE);
    covers(&note, text);
    (note, found.len())
}

/// The lines of a note, with their breaks, are the note; its runs of prose stand in order, each on one line.
fn covers(note: &Note, text: &str) {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for line in &note.document.lines {
        holds(line.span, text);
        let between = &text[at..line.span.start as usize];
        assert!(between.chars().all(|c| matches!(c, '\r' | '\n')), "{between:?} is in no line");
        at = line.span.end as usize;
    }
    assert!(text[at..].chars().all(|c| matches!(c, '\r' | '\n')), "{:?} is in no line", &text[at..]);
    let mut at = 0;
    for run in &note.document.runs {
        holds(run.span, text);
        assert!(run.span.start >= at, "runs overlap");
        let (first, last) = (note.document.line_of(run.span.start), note.document.line_of(run.span.end.max(1) - 1));
        assert!(first == last || run.opaque, "{:?} is on several lines", run.span.of(text));
        at = run.span.end;
    }
    let mut at = 0;
    for answer in &note.answers {
        assert!(answer.span.start >= at, "answers overlap");
        at = answer.span.end;
    }
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
        Just("Basically, I um kind of wrote the the plan, you know.".into()),
        Just("I was, literally, sure, so I think it was, basically.".into()),
        Just("\nACTION: ".into()),
        Just("\n__Task__ ".into()),
        Just(" <!-- star-lint-disable-line hedging filler --> ".into()),
        Just("\n<!-- star-lint-disable-next-line -->\n".into()),
        Just("<!-- star-lint-disable team-reliance -- why --> ".into()),
        Just("\n<!-- star-lint-enable -->".into()),
        "\\PC{0,12}",
    ]
}

/// Pieces that leave nothing open which would swallow a comment after them.
fn sober() -> impl Strategy<Value = String> {
    piece().prop_filter("leaves nothing open", |piece| {
        !piece.contains("```") && !piece.contains('<') && !piece.contains('\u{feff}')
    })
}

fn found(text: &str) -> Vec<Diagnostic> {
    let rules = builtin::rule_set();
    check::check(&parse(text, &rules.grammar), text, &rules)
}

fn shape(text: &str) -> Vec<Vec<Kinds>> {
    parse(text, &builtin::rule_set().grammar).shape()
}

/// What is found, by rule and words, but for what is said about comments.
fn told(text: &str) -> Vec<(String, String)> {
    let found = found(text).into_iter().filter(|found| found.rule != "unused-suppression");
    let mut told: Vec<_> = found.map(|found| (found.rule.to_string(), found.span.of(text).to_owned())).collect();
    told.sort();
    told
}

fn fixes_hold(text: &str) {
    for least in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = fix::fix(text, least, found, shape);
        let again = fix::fix(&fixed.text, least, found, shape);
        assert_eq!((again.count, &again.text), (0, &fixed.text), "twice is not once");
        let (old, new): (Vec<_>, Vec<_>) =
            (text.split_inclusive('\n').collect(), fixed.text.split_inclusive('\n').collect());
        let same: Vec<_> = fixed.lines.iter().zip(&new).filter_map(|(line, new)| Some((line.as_ref()?, new))).collect();
        assert_eq!(fixed.lines.len(), new.len());
        assert!(same.is_sorted_by(|(a, _), (b, _)| a < b), "lines stay in order: {:?}", fixed.text);
        assert!(same.iter().all(|(line, new)| old[**line as usize] == **new), "lines that stay: {:?}", fixed.text);
        assert_eq!(shape(&fixed.text), shape(text), "a fix changes how the note is read: {:?}", fixed.text);
    }
}

/// Letters of all widths, and what stands between words.
fn letters(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let one = prop_oneof![
        12 => "[a-zA-Z,.]".boxed(), 3 => Just(" ".to_owned()).boxed(),
        1 => prop::sample::select(vec!["\t", "é", "e\u{301}", "日", "😀", "👩\u{200d}💻", "“", "   "]).prop_map(str::to_owned).boxed(),
    ];
    prop::collection::vec(one, count).prop_map(|letters| letters.concat())
}

/// The same, half of the time so few that the line fits into a terminal.
fn stretch(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop_oneof![letters(count.start..20), letters(count)]
}

/// What the renderer makes of a whole text, where star-lint hands it the part that is seen.
fn picture_of_the_whole(text: &str, found: &Diagnostic, color: bool, width: usize) -> String {
    use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let annotation = AnnotationKind::Primary.span(found.span.range());
    let annotation = if found.label.is_empty() { annotation } else { annotation.label(&*found.label) };
    let mut snippet = Snippet::source(text).line_start(1).path("a.md").fold(true).annotation(annotation);
    for label in &found.labels {
        snippet = snippet.annotation(AnnotationKind::Context.span(label.span.range()).label(&*label.text));
    }
    let mut group = Group::with_title(Level::INFO.primary_title(&*found.message).id(&*found.rule)).element(snippet);
    if !found.help.is_empty() {
        group = group.element(Level::HELP.message(&*found.help));
    }
    renderer.term_width(width).render(&[group]) + "\n\n"
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn a_long_line_is_shown_as_if_the_renderer_had_all_of_it(
        lines in 0..12usize, indent in " {0,60}|", before in stretch(0..400), words in stretch(1..120), after in stretch(0..400),
        plain in any::<bool>(), color in any::<bool>(), width in 40..200usize, label in ".{0}|[a-z ]{1,30}", beside in 0..3usize,
    ) {
        let clean = |text: String| if plain { text.replace(|c: char| !"é“".contains(c) && (!c.is_ascii() || c == '\t'), "x") } else { text };
        let (before, words, after) = (clean(before), clean(words), clean(after));
        let line = format!("{indent}{before}{words}{after}");
        let text = "a line\n".repeat(lines) + &line + "\nthe last\n";
        let start = "a line\n".len() * lines + indent.len() + before.len();
        let span = Span::new(start..start + words.len());
        let other = after.char_indices().nth(beside * 20).map(|(at, c)| Span::new(span.end as usize + at..span.end as usize + at + c.len_utf8()));
        let labels = other.filter(|_| beside > 0).map(|span| Label::new(span, "and this".into()));
        let found = Diagnostic {
            rule: "rule".into(), level: Level::Info, span, message: "message".into(), label: label.into(),
            labels: labels.into_iter().collect(), help: "help".into(), ..Diagnostic::default()
        };
        let report = Human::new(color, false, width, true);
        let index = LineIndex::new(&text);
        let whole = picture_of_the_whole(&text, &found, color, width);
        // Twice: a picture may be kept for the next finding.
        for _ in 0..2 {
            prop_assert_eq!(report.diagnostic("a.md", &text, &index, &found), whole.clone());
        }
    }
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn any_text_is_read_without_harm(text in "(?s).{0,300}") {
        examine(&text);
    }

    #[test]
    fn any_mixture_of_pieces_is_read_without_harm(pieces in prop::collection::vec(piece(), 0..40)) {
        examine(&pieces.concat());
    }

    #[test]
    fn what_was_learned_of_one_text_changes_nothing_in_the_next(pieces in prop::collection::vec(piece(), 0..40)) {
        static LEARNED: LazyLock<RuleSet> = LazyLock::new(builtin::rule_set);
        let text = pieces.concat();
        let note = parse(&text, &LEARNED.grammar);
        prop_assert_eq!(check::check(&note, &text, &LEARNED), found(&text));
    }

    #[test]
    fn fixing_twice_is_fixing_once(pieces in prop::collection::vec(piece(), 0..40)) {
        fixes_hold(&pieces.concat());
    }

    #[test]
    fn a_suppression_silences_only_what_it_names(pieces in prop::collection::vec(sober(), 0..30)) {
        let text = format!("{}\n\n", pieces.concat());
        let silent = format!("{text}<!-- star-lint-disable-file hedging -->\n");
        let expected: Vec<_> = told(&text).into_iter().filter(|(rule, _)| rule != "hedging").collect();
        prop_assert_eq!(told(&silent), expected);
    }

    #[test]
    fn what_is_found_can_be_silenced(pieces in prop::collection::vec(sober(), 0..30)) {
        let text = pieces.concat();
        prop_assume!(!text.contains('`'), "there is no room for a comment in code");
        let left = |silent: &str| (shape(silent) == shape(&text)).then(|| told(silent).len());
        let mut loud = found(&text);
        loud.retain(|found| found.rule != "unused-suppression");
        let silent = silence(&text, &markdown::read(&text), &loud, left);
        prop_assert!(silent.is_some(), "{}", text);
    }

    #[test]
    fn more_text_in_one_answer_changes_nothing_in_another(more in "[a-zA-Z0-9 ,.%\n]{0,80}") {
        let first = "# One\n\n**Situation:** It was slow.\n\n**Task:** It was mine.\n\n**Action:** We wrote it.\n\n**Result:** It was better.";
        let second = "\n\n# Two\n\n**Situation:** It was late.\n\n**Task:** It was theirs.\n\n**Action:** We sent it.\n\n**Result:** It was fine.\n";
        let of_second = |text: &str| {
            let start = text.find("# Two").expect("the second") as u32;
            let found = found(text).into_iter().filter(|found| found.span.start >= start);
            found.map(|found| (found.rule, found.span.start - start, found.message)).collect::<Vec<_>>()
        };
        prop_assert_eq!(of_second(&format!("{first} {more}{second}")), of_second(&format!("{first}{second}")));
    }
}

/// The properties would not notice pieces of which no answers come, or nothing that is found, fixed or silenced.
#[test]
fn the_pieces_make_answers_with_findings_and_fixes() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut some = |pieces: &dyn Fn(&mut proptest::test_runner::TestRunner) -> String| {
        let (mut answers, mut findings, mut fixes, mut hedges) = (0, 0, 0, 0);
        for _ in 0..100 {
            let text = pieces(&mut runner);
            let found = found(&text);
            answers += usize::from(!shape(&text).is_empty());
            findings += usize::from(found.len() > 1);
            fixes += usize::from(found.iter().any(|found| found.fix.is_some()));
            hedges += usize::from(found.iter().any(|found| found.rule == "hedging"));
        }
        assert!(answers > 20 && findings > 20 && fixes > 10 && hedges > 5, "{answers} {findings} {fixes} {hedges}");
    };
    let next = |tree: Vec<String>| tree.concat();
    some(&|runner| next(prop::collection::vec(piece(), 0..40).new_tree(runner).expect("pieces").current()));
    some(&|runner| next(prop::collection::vec(sober(), 0..30).new_tree(runner).expect("pieces").current()));
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

/// A rule file whose vocabularies cannot be compiled leaves rules without words, and those find nothing.
#[test]
fn rules_without_words_do_no_harm() {
    let wrong = "[vocabulary.a]\npatterns = [\"{nowhere}\"]\n";
    let mut problems = Vec::new();
    let mut layers = builtin::base().clone();
    layers.apply("own", star_lint::rules::reader::read(wrong, &mut problems), &mut problems);
    let rules = layers.compile(&mut problems);
    assert_eq!(problems.len(), 1);
    let text =
        "**Situation:** We had it.\n**Task:** I had it.\n**Action:** We did it.\n**Result:** It was better by 4%.\n";
    let speaks = |rules: &RuleSet<'static>| {
        check::check(&parse(text, &rules.grammar), text, rules).iter().any(|found| found.rule == "team-reliance")
    };
    assert!(speaks(&builtin::rule_set()) && !speaks(&rules));
}
