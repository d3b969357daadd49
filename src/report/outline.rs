//! `star-lint outline`: how files were read.

use super::json::Place;
use super::plural;
use super::text::{first_in_line, printable};
use crate::check::{AnswerText, metrics, one_line, spoken_time};
use crate::linter::Linter;
use crate::parse::{Kinds, Note, Reason};
use crate::rules::{Counted, RuleSet};
use crate::source::{LineIndex, Source};
use serde::Serialize;
use std::fmt::Write;

/// How one file was read.
#[derive(Serialize)]
pub struct Outline {
    path: String,
    answers: Vec<AnswerOutline>,
    left_alone: Vec<LeftOutline>,
}

/// What is no answer, and why.
#[derive(Serialize)]
struct LeftOutline {
    /// Whether it has labels.
    #[serde(skip)]
    labelled: bool,
    reason: &'static str,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct AnswerOutline {
    title: Option<String>,
    inferred: bool,
    words: usize,
    seconds: usize,
    start: Place,
    end: Place,
    sections: Vec<SectionOutline>,
    /// Where the sections were inferred: each sentence, and how sure its section is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<GuessOutline>,
    metrics: Vec<MetricOutline>,
    agency: Agency,
}

/// Who acts in the Action and the Result, as plain counts: judging them is left to the reader.
#[derive(Serialize)]
struct Agency {
    /// Actions of the candidate.
    own: usize,
    /// Actions of a group that do not show the candidate's part.
    team: usize,
    /// Actions without an actor.
    nobody: usize,
}

impl Agency {
    fn of(reading: &AnswerText, rules: &RuleSet<'static>) -> Agency {
        let scope = Kinds::ACTION.union(Kinds::RESULT);
        let count = |counted| {
            rules.counted(counted, reading.language).map_or(0, |vocabulary| reading.find(vocabulary, scope).len())
        };
        Agency { own: count(Counted::Own), team: count(Counted::Group), nobody: count(Counted::Nobody) }
    }
}

#[derive(Serialize)]
struct SectionOutline {
    kinds: Vec<&'static str>,
    label: String,
    inferred: bool,
    words: usize,
    start: Place,
    end: Place,
}

/// A sentence whose section was inferred.
#[derive(Serialize)]
struct GuessOutline {
    kind: &'static str,
    /// How sure it is, of 100.
    percent: u8,
    start: Place,
    end: Place,
    /// How it begins.
    #[serde(skip)]
    text: String,
}

#[derive(Serialize)]
struct MetricOutline {
    section: &'static str,
    text: String,
    start: Place,
    end: Place,
}

/// How the rules of a linter read a note.
pub fn read(linter: &Linter, source: &Source) -> Outline {
    let views = linter.workspace().settings(&source.path).views(&[]);
    outline(source, &linter.read(source), &views[0].rules)
}

/// Reads a note as the rules do.
pub fn outline(source: &Source, note: &Note, rules: &RuleSet<'static>) -> Outline {
    let text = source.text.as_str();
    let index = LineIndex::new(text);
    let answers = (0..note.answers.len()).map(|number| {
        let reading = AnswerText::new(note, number, text, rules);
        let answer = reading.answer;
        let words = reading.words.star_words(answer);
        let (start, end) = Place::pair(&index, answer.span);
        let sections = answer.sections.iter().zip(&reading.words.counts).map(|(section, &words)| {
            let (start, end) = Place::pair(&index, section.span);
            let label = section.label.of(text).trim().to_owned();
            SectionOutline {
                kinds: section.kinds.names().collect(),
                label,
                inferred: answer.is_inferred(),
                words,
                start,
                end,
            }
        });
        let metrics = metrics(&reading, rules).into_iter().map(|(section, span)| {
            let (start, end) = Place::pair(&index, span);
            MetricOutline { section: answer.sections[section].name(), text: span.of(text).to_owned(), start, end }
        });
        let sentences = answer.guesses.iter().map(|guess| {
            let (start, end) = Place::pair(&index, guess.span);
            let kind = guess.kind.names().next().unwrap_or_default();
            let text = one_line(guess.span.of(text));
            GuessOutline { kind, percent: guess.percent, start, end, text }
        });
        AnswerOutline {
            title: answer.title_line(text),
            inferred: answer.is_inferred(),
            words,
            seconds: rules.seconds(words),
            start,
            end,
            sections: sections.collect(),
            sentences: sentences.collect(),
            metrics: metrics.collect(),
            agency: Agency::of(&reading, rules),
        }
    });
    let mut left: Vec<_> = note.left_alone.iter().chain(&note.outside).collect();
    left.sort_by_key(|left| left.span);
    let left_alone = left.into_iter().map(|left| {
        let (start, end) = Place::pair(&index, left.span);
        let reason = match left.reason {
            Reason::Form => "a blank form",
            Reason::Explanation => "an explanation, not a story",
            Reason::Labels => "too few or too doubtful labels for an answer",
            Reason::Text => "text that belongs to no answer",
            Reason::Code => "code",
            Reason::Comment => "a comment",
        };
        let labelled = !matches!(left.reason, Reason::Text | Reason::Code | Reason::Comment);
        LeftOutline { labelled, reason, start, end }
    });
    let left_alone = left_alone.collect();
    Outline { path: source.path.display().to_string(), answers: answers.collect(), left_alone }
}

/// The JSON document for several files.
pub fn json(files: &[String]) -> String {
    format!("{{\"version\":1,\"files\":[{}]}}\n", files.join(",\n"))
}

/// One file of the JSON document.
pub fn json_file(outline: &Outline) -> String {
    super::text::to_json(outline)
}

/// One file for people.
pub fn human_file(outline: &Outline) -> String {
    let mut out = format!("{}\n", first_in_line(&outline.path));
    if outline.answers.is_empty() {
        let labels = |left: &LeftOutline| left.labelled;
        let why = if outline.left_alone.iter().any(labels) {
            ""
        } else {
            ": no Situation, Task, Action or Result is labelled"
        };
        let _ = writeln!(out, "  no answer found{why}");
    }
    for answer in &outline.answers {
        let title = answer.title.as_deref().map_or_else(|| "(untitled)".into(), first_in_line);
        let (line, words) = (answer.start.line, plural(answer.words, "word"));
        let _ = writeln!(out, "  {title}\n    line {line}, {words}, {} to say", spoken_time(answer.seconds));
        for section in &answer.sections {
            let name = section.kinds.join(" + ");
            let lines = lines(&section.start, &section.end);
            let _ = writeln!(out, "    {name:<18} {:>9}  {lines}", plural(section.words, "word"));
        }
        for GuessOutline { kind, percent, start, text, .. } in &answer.sentences {
            let _ =
                writeln!(out, "    guessed {kind:<10} {percent:>3}% sure  line {}: {}", start.line, printable(text));
        }
        let Agency { own, team, nobody } = answer.agency;
        let _ = writeln!(out, "    who acts           you {own}, a group {team}, nobody named {nobody}");
        for metric in &answer.metrics {
            let text = metric.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let text = printable(&text);
            let _ = writeln!(out, "    metric in {:<9} {text} (line {})", metric.section, metric.start.line);
        }
    }
    for LeftOutline { reason, start, end, .. } in &outline.left_alone {
        let _ = writeln!(out, "  left alone: {}, {reason}", lines(start, end));
    }
    out
}

/// The lines from one place to another, in words.
fn lines(start: &Place, end: &Place) -> String {
    if start.line == end.line { format!("line {}", start.line) } else { format!("lines {}-{}", start.line, end.line) }
}
