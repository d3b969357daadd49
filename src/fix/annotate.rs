//! Labels for answers that have none, in the style of those that the file has: nothing else of the text changes. What
//! would then be read in another way than it was guessed is left as it is.

use super::edits::{Edits, apply};
use super::harmless::harmless;
use super::rounds::{Fixed, lines};
use crate::check::title_of;
use crate::parse::quotes::is_quote;
use crate::parse::{Answer, Kinds, Note, Section};
use crate::source::Span;
use std::collections::BTreeMap;

/// A section that is less sure is marked for the reader.
const SURE: usize = 60;

/// What marks it, as a blank that is to be filled in: the rule `placeholder` finds it.
const DOUBT: &str = "[check this label] ";

/// Writes labels into the answers of a text that have none, and says of how many that would change how they are read.
/// `wants` chooses among those answers by their places in the note; `read` gives the note of a text.
pub fn annotate(text: &str, wants: impl Fn(usize) -> bool, read: impl Fn(&str) -> Note) -> (Fixed, usize) {
    let all = 0..text.split_inclusive('\n').count() as u32;
    let mut fixed = Fixed { text: text.to_owned(), count: 0, lines: all.map(Some).collect() };
    let note = read(text);
    let unlabelled = |&answer: &usize| note.answers[answer].is_inferred() && wants(answer);
    let without: Vec<usize> = (0..note.answers.len()).filter(unlabelled).collect();
    let wanted: Vec<Shape> = note.answers.iter().map(|answer| Shape::of(answer, text)).collect();
    let styles = [Style::of(&note, text), Style::default()];
    let mut chosen: BTreeMap<usize, Edits> = BTreeMap::new();
    for style in styles {
        let left: Vec<usize> = without.iter().copied().filter(|answer| !chosen.contains_key(answer)).collect();
        let edits: Vec<Edits> = left.iter().map(|&answer| style.label(&note.answers[answer], text)).collect();
        let with = |numbers: &[usize]| {
            let new = numbers.iter().map(|&number| (left[number], edits[number].clone()));
            chosen.clone().into_iter().chain(new).collect::<BTreeMap<_, _>>()
        };
        let is_read = |numbers: &[usize]| {
            let labelled = with(numbers);
            let new = apply(text, labelled.values().flatten().cloned().collect());
            let answers = read(&new).answers;
            answers.len() == wanted.len()
                && answers.iter().zip(&wanted).enumerate().all(|(number, (answer, wanted))| {
                    Shape::of(answer, &new) == *wanted && (!labelled.contains_key(&number) || !answer.is_inferred())
                })
        };
        let right = harmless(left.len(), is_read);
        chosen = with(&right);
    }
    let edits: Edits = chosen.values().flatten().cloned().collect();
    let new = apply(text, edits.clone());
    fixed.lines = lines(&fixed, &edits, &new);
    fixed.text = new;
    fixed.count = chosen.len();
    (fixed, without.len() - chosen.len())
}

/// How an answer is read: its sections, and with which word each begins and ends.
#[derive(PartialEq)]
struct Shape(Vec<(Kinds, String, String)>);

impl Shape {
    fn of(answer: &Answer, text: &str) -> Shape {
        let section = |section: &Section| {
            let words = section.span.of(text);
            let words = words.strip_prefix(DOUBT).unwrap_or(words);
            let word = |word: Option<&str>| word.unwrap_or_default().to_owned();
            (section.kinds, word(words.split_whitespace().next()), word(words.split_whitespace().next_back()))
        };
        Shape(answer.sections.iter().map(section).collect())
    }
}

/// How labels are written: for each kind what stands from the beginning of its line to its text.
#[derive(Default)]
struct Style(BTreeMap<u8, String>);

impl Style {
    /// That of the answer with the most labels in a note.
    fn of(note: &Note, text: &str) -> Style {
        let labelled = note.answers.iter().filter(|answer| !answer.is_inferred());
        let most = labelled.min_by_key(|answer| std::cmp::Reverse(answer.sections.len()));
        let lead = |section: &Section| {
            let start = text[..section.label.start as usize].rfind('\n').map_or(0, |at| at + 1);
            let lead = &text[start..section.span.start as usize];
            (section.kinds.star_count() == 1 && !section.span.is_empty()).then(|| (section.kinds.0, lead.to_owned()))
        };
        Style(most.into_iter().flat_map(|answer| answer.sections.iter().filter_map(lead)).collect())
    }

    /// The edits that label an answer.
    fn label(&self, answer: &Answer, text: &str) -> Edits {
        answer.sections.iter().map(|section| self.label_section(answer, section, text)).collect()
    }

    fn label_section(&self, answer: &Answer, section: &Section, text: &str) -> (Span, String) {
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let at = section.span.start as usize;
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        // Emphasis and quotation marks are the text's: the label stands before them.
        let before = text[start..at].trim_end_matches(|c: char| is_quote(c) || matches!(c, '*' | '_'));
        let at = start + before.len();
        // The marks of quotes and lists before the text.
        let marked = before.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+' | '•'));
        let numbered = marked.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']).trim();
        let begins_line = numbered.is_empty() || numbered.chars().all(|c| !c.is_alphanumeric());
        let plain = begins_line && before.trim().is_empty();
        let bold = format!("**{}:** ", title_of(section.kinds));
        let lead = self.0.get(&section.kinds.0).filter(|lead| plain || !begins_line || !lead.contains('\n'));
        let lead = lead
            .filter(|lead| plain || !begins_line || lead.starts_with(char::is_alphanumeric) || lead.starts_with("**"));
        let lead = lead.map_or(bold, Clone::clone);
        let guesses = answer
            .guesses
            .iter()
            .filter(|guess| guess.span.start >= section.span.start && guess.span.end <= section.span.end);
        let (sum, count) = guesses.fold((0, 0), |(sum, count), guess| (sum + usize::from(guess.percent), count + 1));
        let doubt = if sum < SURE * count { DOUBT } else { "" };
        let quote: String = before.chars().take_while(|c| matches!(c, '>' | ' ')).collect();
        let quote = if quote.contains('>') { quote } else { String::new() };
        if begins_line {
            let above = text[..start].trim_end_matches(['\n', '\r']).len();
            let apart =
                start == 0 || text[above..start].matches('\n').count() > 1 || !plain || is_heading(&text[..above]);
            let gap = if apart { "" } else { line_end };
            return (Span::new(at..at), format!("{gap}{lead}{doubt}"));
        }
        let from = start + before.trim_end().len();
        let gap = format!("{line_end}{}{line_end}{quote}", quote.trim_end());
        (Span::new(from..at), format!("{gap}{lead}{doubt}"))
    }
}

/// Whether the last line of a text is a heading.
fn is_heading(text: &str) -> bool {
    text.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'))
}
