//! Changes of a note that leave what it says as it is may not change what is found in it: how its lines end and are
//! wrapped, how it is indented, which bullets and quotation marks it has, how its letters are composed.

mod cases;

use proptest::prelude::*;
use star_lint::check;
use star_lint::diagnostic::Applicability;
use star_lint::fix;
use star_lint::parse::{Note, parse};
use star_lint::rules::{RuleSet, builtin};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static RULES: LazyLock<RuleSet> = LazyLock::new(builtin::rule_set);

/// A change, by the name that a failure shows.
type Change = (&'static str, fn(&str) -> String);

const CHANGES: [Change; 19] = [
    ("CRLF", |text| text.replace('\n', "\r\n")),
    ("lone CR", |text| text.replace('\n', "\r")),
    ("a byte-order mark", |text| format!("\u{feff}{text}")),
    ("NFD", |text| text.nfd().collect()),
    ("two spaces before each line", |text| before_each(text, "  ")),
    ("four spaces before each line", |text| before_each(text, "    ")),
    ("a tab before each line", |text| before_each(text, "\t")),
    ("white space in blank lines", |text| text.replace("\n\n", "\n  \n")),
    ("bullets of +", |text| bullets(text, "+ ")),
    ("bullets of *", |text| bullets(text, "* ")),
    ("bullets of •", |text| bullets(text, "• ")),
    ("curly quotes", |text| quotes(text, '“', '”')),
    ("German quotes", |text| quotes(text, '„', '“')),
    ("French quotes", |text| quotes(text, '«', '»')),
    ("__bold__", |text| text.replace("**", "__")),
    ("50 columns", |text| wrap(text, 50)),
    ("64 columns", |text| wrap(text, 64)),
    ("80 columns", |text| wrap(text, 80)),
    ("100 columns", |text| wrap(text, 100)),
];

fn before_each(text: &str, margin: &str) -> String {
    let line = |line: &str| if line.trim().is_empty() { line.to_owned() } else { format!("{margin}{line}") };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn bullets(text: &str, mark: &str) -> String {
    let line = |line: &str| line.strip_prefix("- ").map_or(line.to_owned(), |rest| format!("{mark}{rest}"));
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

fn quotes(text: &str, open: char, close: char) -> String {
    let mut opened = false;
    let mark = |c: char| match c {
        '"' => {
            opened = !opened;
            if opened { open } else { close }
        }
        '\n' => {
            opened = false;
            c
        }
        _ => c,
    };
    text.chars().map(mark).collect()
}

/// The text with lines of at most so many characters, as an editor wraps them: what belongs to a bullet or a quote stays
/// in it; headings, tables, code and HTML stay as they are.
fn wrap(text: &str, columns: usize) -> String {
    let mut wrapped = Vec::new();
    let mut fenced = false;
    for line in text.split('\n') {
        fenced ^= line.trim_start().starts_with("```");
        let words = line.trim_start_matches(['>', ' ']);
        let apart = fenced || line.contains("<!--") || words.starts_with(['#', '|', '<']);
        if apart || line.chars().count() <= columns {
            wrapped.push(line.to_owned());
            continue;
        }
        let margin = &line[..line.len() - words.len()];
        let bullet = if words.starts_with(['-', '*', '+', '•']) && words[1..].starts_with(' ') { "  " } else { "" };
        let mut current = margin.to_owned();
        for (number, word) in words.split(' ').enumerate() {
            let mark = word.chars().all(|c| !c.is_alphanumeric()) || word.ends_with(['.', ')']) && word.len() < 4;
            if number > 0 && current.chars().count() + 1 + word.chars().count() > columns && !mark {
                let full = std::mem::replace(&mut current, format!("{margin}{bullet}"));
                wrapped.push(full);
            } else if number > 0 {
                current.push(' ');
            }
            current += word;
        }
        wrapped.push(current);
    }
    wrapped.join("\n")
}

/// What may not change: the sections of each answer, its words, and how often each rule speaks.
#[derive(Debug, PartialEq)]
struct Seen {
    shape: Vec<String>,
    words: usize,
    rules: BTreeMap<String, usize>,
}

fn seen(text: &str) -> Seen {
    let note: Note = parse(text, &RULES.grammar);
    let (found, words) = check::find(&note, text, &RULES);
    let mut rules = BTreeMap::new();
    for found in &found {
        *rules.entry(found.rule.to_string()).or_default() += 1;
    }
    Seen { shape: note.shape().iter().map(|kinds| format!("{kinds:?}")).collect(), words, rules }
}

/// What `--fix` makes of a text, as words.
fn fixed(text: &str) -> Vec<String> {
    let find = |text: &str| check::check(&parse(text, &RULES.grammar), text, &RULES);
    let fixed = fix::fix(text, Applicability::Safe, find, |text| parse(text, &RULES.grammar).shape());
    fixed.text.split_whitespace().filter(|word| *word != ">").map(str::to_owned).collect()
}

fn holds_for(text: &str, name: &str) {
    let expected = seen(text);
    for (change, apply) in CHANGES {
        // `**` within a word, or within code, is no label.
        if change == "__bold__" && text.contains("```") {
            continue;
        }
        assert_eq!(seen(&apply(text)), expected, "{change} changes what is found in {name}:\n{}", apply(text));
    }
    let expected = fixed(text);
    for columns in [50, 70, 90] {
        assert_eq!(fixed(&wrap(text, columns)), expected, "{columns} columns change what is fixed in {name}");
    }
}

#[test]
fn the_examples_are_read_alike_however_they_are_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["examples/good", "examples/weak", "examples/notebook", "examples/notebook/amazon", "tests/notes"];
    let mut count = 0;
    for entry in folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).expect("a folder")) {
        let path = entry.expect("an entry").path();
        if !path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
            continue;
        }
        if let Ok(text) = std::fs::read_to_string(&path) {
            holds_for(&text, &path.display().to_string());
            count += 1;
        }
    }
    assert!(count > 12, "{count} notes");
}

/// The words that a line break puts at the start of a line are words of their sentence.
#[test]
fn a_word_of_a_wrapped_sentence_is_no_label() {
    let endings = [
        "changed the whole\nprocess.",
        "changed the whole\nprocess",
        "wrote \"this is my\nsolution.\"",
        "wrote down all the\nsteps.",
        "waited for the\nresult.",
        "followed a simple\naction plan: cut queries.",
        "looked at the\nresults — good ones.",
        "liked what came of my first\napproach: it was small.",
        "did what was my\ntask, and more.",
        "explained the\n**process** to two others.",
        "explained the\n*result*.",
        "told them about the background and\ncontext: we had no tests.",
        "described the\n(A) and the (B) plan.",
    ];
    for (situation, task, action, result) in [
        ("**Situation:** ", "**Task:** ", "**Action:** ", "**Result:** "),
        ("Situation: ", "Task: ", "Action: ", "Result: "),
        ("## Situation\n", "## Task\n", "## Action\n", "## Result\n"),
        ("- **Situation** – ", "- **Task** – ", "- **Action** – ", "- **Result** – "),
        ("S: ", "T: ", "A: ", "R: "),
    ] {
        for ending in endings {
            let text = format!(
                "{situation}Every export took an hour.\n\n{task}I had to find out why.\n\n{action}I measured each \
                 query and {ending}\n\n{result}Exports take 4 minutes now.\n"
            );
            let one_line = text.replace(ending, &ending.replace('\n', " "));
            assert_eq!(seen(&text), seen(&one_line), "{text}");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(fixed(&text), words(&text), "{text}");
        }
    }
}

#[test]
fn labels_on_lines_of_one_paragraph_are_labels() {
    for text in [
        "Situation: slow deploys\nTask: make them fast\nAction: I wrote a cache\nResult: 40% faster\n",
        "situation: slow deploys\ntask: make them fast\naction: I wrote a cache\nresult: 40% faster\n",
        "**Situation** It was slow.\n**Task** It was mine to mend.\n**Action** I wrote a cache.\n**Result** 40% faster.\n",
        "Situation\nIt was slow\nTask\nI had to mend it\nAction\nI wrote a cache\nResult\nIt is 40% faster\n",
        "(S) It was slow (T) I had to mend it\n(A) I wrote a cache (R) It is 40% faster\n",
        "A time when I improved something that everybody had been complaining about for years\nSituation: slow\n\
         Task: mine\nAction: I wrote a cache\nResult: 40% faster\n",
    ] {
        assert_eq!(seen(text).shape.len(), 1, "{text}");
        assert_eq!(seen(text).shape[0].matches("Kinds").count(), 4, "{text}");
    }
}

#[test]
fn a_comment_or_an_attribute_after_a_heading_leaves_it_a_label() {
    let plain =
        "## Situation\n\nIt was slow.\n\n## Task\n\nI had to.\n\n## Action\n\nI did.\n\n## Result\n\n5% less.\n";
    for aside in [" <!-- star-lint-disable-line hedging -->", " {#action}", " {.step #a1} <!-- x -->", " ## {#a}"] {
        let text = plain.replace("## Action\n", &format!("## Action{aside}\n"));
        let (mut with, without) = (seen(&text), seen(plain));
        with.rules.remove("unused-suppression");
        assert_eq!(with, without, "{text}");
    }
}

#[test]
fn only_the_top_of_a_file_is_metadata() {
    let answer = "**Situation:** It was slow.\n**Task:** I had to.\n**Action:** I did it.\n**Result:** 5% less.\n";
    let answers = |text: &str| seen(text).shape.len();
    assert_eq!(answers(&format!("---\ntitle: x\n---\n\n{answer}")), 1);
    assert_eq!(answers(&format!("# Notes\n\n---\n{answer}\n---\n{answer}\n---\n")), 2);
    assert_eq!(answers(&format!("---\n{answer}\n---\n\n{answer}")), 2);
    assert_eq!(answers(&format!("\n---\ntitle: x\n{answer}\n---\n")), 1);
    assert_eq!(answers(&format!("+++\ntitle = 'x'\n+++\n{answer}")), 1);
    assert_eq!(answers(&format!("---\ntitle: x\n\n{answer}")), 1);
}

#[test]
fn a_title_on_two_lines_is_one_title() {
    let answer = "\n**Situation:** It was slow.\n**Task:** I had to.\n**Action:** I did it.\n**Result:** 5% less.\n";
    for (question, whole) in [
        ("Tell me about a time when you\nmade a mistake?\n", "Tell me about a time when you made a mistake?"),
        ("**Tell me about a time\nwhen you failed**\n", "Tell me about a time when you failed"),
        ("> Tell me about a time\n> when you failed?\n", "Tell me about a time when you failed?"),
        ("1. Tell me about a time when\nyou failed?\n", "Tell me about a time when you failed?"),
        ("Question: Tell me about a time\nwhen you failed\n", "Tell me about a time when you failed"),
    ] {
        let text = format!("{question}{answer}");
        let note = parse(&text, &RULES.grammar);
        assert_eq!(note.answers[0].title_line(&text).as_deref(), Some(whole), "{text}");
        assert_eq!(
            seen(&text),
            seen(&format!("{}\n{answer}", question.trim_end().replace("\n> ", " ").replace('\n', " ")))
        );
    }
}

/// Labels of one answer, in several looks and languages.
fn labels() -> impl Strategy<Value = [String; 4]> {
    let words = prop::sample::select(vec![
        ["Situation", "Task", "Action", "Result"],
        ["SITUATION", "TASK", "ACTION", "RESULT"],
        ["Situación", "Tarea", "Acción", "Resultado"],
        ["Situação", "Tarefa", "Ação", "Resultado"],
        ["Situation", "Tâche", "Action", "Résultat"],
        ["Tình huống", "Nhiệm vụ", "Hành động", "Kết quả"],
        ["상황", "과제", "행동", "결과"],
        ["状況", "課題", "行動", "結果"],
        ["Ситуация", "Задача", "Действие", "Результат"],
        ["Context", "Goal", "Approach", "Outcome"],
        ["S", "T", "A", "R"],
    ]);
    let look = prop::sample::select(vec![
        ("**", ":**"),
        ("**", "**:"),
        ("- **", ":** "),
        ("", ":"),
        ("> **", ":**"),
        ("### ", "\n"),
    ]);
    (words, look).prop_map(|(words, (before, after))| words.map(|word| format!("{before}{word}{after} ")))
}

fn sentence() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "I measured each query and changed the whole process.",
        "We decided to rewrite the export, which was basically my own task: cut the queries.",
        "That was the situation: nobody knew who owned the job, and so it was kind of mine.",
        "My manager said \"we need a result by Friday\", and I asked why.",
        "Results — good ones — came after two weeks, and the action plan was mine.",
        "The queue went from 4,000 to 300 e-mails, i.e. 92% fewer, in six weeks.",
        "I called Dr. Vega at the clinic; she said it's fine, etc. and I wrote it down.",
        "It was a significantly better outcome for everybody, and the the team was happy.",
        "Après l’été, j’ai réduit les délais de 30 %.",
        "I learned to ask \"who needs this?\" before I start.",
        "I think I wrote 40 pages of notes — context, goals, steps — in one night.",
        "The new approach: ask first. The old solution: guess.",
    ])
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn a_note_is_read_alike_however_it_is_written(
        title in prop::option::of(sentence()),
        labels in labels(),
        texts in prop::collection::vec(prop::collection::vec(sentence(), 1..5), 4),
    ) {
        let mut text = title.map(|title| format!("# {title}\n\n")).unwrap_or_default();
        for (label, sentences) in labels.iter().zip(&texts) {
            text += &format!("{label}{}\n\n", sentences.join(" "));
        }
        // Synonyms may need bold type or a title to be labels, and a sentence below a heading may look like one.
        let doubtful = labels[0].contains("Context") || texts.iter().any(|text| text[0].starts_with("Results"));
        prop_assert!(doubtful || seen(&text).shape.len() == 1, "no answer is read in {}", text);
        holds_for(&text, "a generated note");
    }
}
