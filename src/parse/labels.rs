//! Finds the label that a line begins with: `**Situation:**`, `- S:`, `### Action`, `| Result |`, `<h3>Task</h3>`.
//!
//! It looks at one raw line at a time and only says what could be a label. Whether it is one depends on its
//! neighbours, which `answers` looks at.

use super::asides::without_asides;
use super::cursor::Cursor;
use super::grammar::Grammar;
use super::head::{Head, eat_qualifier, is_colon};
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark, Style};
use super::label_words::{self, Meaning};
use super::lead::Lead;
use super::uses::Uses;
use crate::source::Span;

/// A bold head of more words, of which none is known, is no label.
const MOST_UNKNOWN_WORDS: usize = 8;

/// What a line begins with.
#[derive(Default)]
pub(super) struct Beginning {
    /// What could be a label; one of unknown words (with no kinds) when it is set off as labels are.
    pub label: Option<LabelCandidate>,
    /// What is a label where those before and after it say so: a name with more words or a letter out of place.
    pub likely: Option<LabelCandidate>,
}

/// What the line `whole`, whose first byte is at `base` in the file, begins with.
pub(super) fn at_start(whole: &str, base: u32, grammar: &Grammar) -> Beginning {
    let line = without_asides(whole);
    let (lead, mut start) = Lead::read(line);
    let opens = |head: &Head| {
        label_words::classify(head.words, true, grammar).is_some_and(|meaning| meaning.kinds != Kinds::NONE)
    };
    let mut head = Head::read(&lead, start);
    // "> [!note] Situation" or "> [!situation] At the bakery".
    if let Some(at) = lead.callout.filter(|_| !head.as_ref().is_some_and(opens)) {
        let callout = Head::callout(Cursor::new(line, at)).filter(opens);
        start = if callout.is_some() { Cursor::new(line, at) } else { start };
        head = callout.or(head);
    }
    let Some(Head { words, end, mut after }) = head else { return Beginning::default() };
    let mark = if end == ')' { Mark::Paren } else { lead.mark() };
    let found = label_words::classify(words, mark != Mark::Plain, grammar);
    let few = || words.split_whitespace().count() <= MOST_UNKNOWN_WORDS;
    let likely = match found {
        None if mark == Mark::Plain && end != ':' => None,
        None if few() => label_words::likely(words, mark != Mark::Plain, grammar),
        _ => None,
    };
    let unknown = || (mark == Mark::Bold && !lead.is_code() && few()).then(Meaning::default);
    let mut meaning = found.or_else(unknown);
    if let Some(letter) = meaning.as_mut().filter(|letter| matches!(end, '-' | ')') && letter.uses.is_letter()) {
        spell_out(letter, &mut after, grammar);
    }
    // A bare word needs more than itself to be a label: a mark, a bullet, or a line of its own.
    if mark == Mark::Plain && end == ' ' && !after.rest().trim().is_empty() {
        return Beginning::default();
    }
    let style = Style { mark, indent: lead.indent, bullet: lead.bullet, quote: lead.quote, end };
    let label = lead.label_start(start);
    let label_end = label + line[label..after.at()].trim_end_matches([' ', '|', '\t', '#', '\u{a0}']).len();
    let text = after.rest().trim_start();
    let text = if text.is_empty() { whole.len() } else { line.len() - text.len() };
    let candidate = |Meaning { kinds, uses }| LabelCandidate {
        kinds,
        uses,
        span: Span::new(base as usize + label..base as usize + label_end),
        text: base + text as u32,
        style,
        inline: false,
        lower: words.starts_with(char::is_lowercase),
    };
    Beginning { label: meaning.map(candidate), likely: likely.map(candidate) }
}

/// "S - Situation: …": the word after the letter belongs to the label.
fn spell_out(letter: &mut Meaning, after: &mut Cursor, grammar: &Grammar) {
    let mut word = *after;
    word.eat_while(char::is_whitespace);
    let spelled = word.eat_while(|c| !matches!(c, ':' | '：' | '(' | '（' | '—'));
    let uses = label_words::part_uses(spelled, grammar);
    if uses.is_strong() && letter.kinds.meets(uses.kinds()) {
        eat_qualifier(&mut word);
        word.eat(is_colon);
        *after = word;
        letter.uses = letter.uses.without(Uses::LETTER).union(uses);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// The words of a framework, some others, and letters.
    fn grammar() -> Grammar<'static> {
        let mut words = BTreeMap::new();
        for (kinds, word, letter) in [
            (Kinds::SITUATION, "situation", "s"),
            (Kinds::TASK, "task", "t"),
            (Kinds::ACTION, "action", "a"),
            (Kinds::RESULT, "result", "r"),
        ] {
            let uses = Uses::labelling(kinds);
            words.insert(word.to_owned(), uses.union(Uses::STRONG));
            words.insert(letter.to_owned(), uses.union(Uses::LETTER));
        }
        words.insert("my".to_owned(), Uses::DETERMINER);
        words.insert("and".to_owned(), Uses::JOINER);
        words.insert("question".to_owned(), Uses::QUESTION);
        Grammar::new(words)
    }

    /// The kinds, the label and the text of the label that a line begins with.
    fn read(line: &str) -> Option<(Kinds, &str, &str)> {
        let label = at_start(line, 0, &grammar()).label?;
        Some((label.kinds, label.span.of(line), &line[label.text as usize..]))
    }

    #[test]
    fn labels_are_read_with_their_marks_and_their_text() {
        let both = Kinds::SITUATION.union(Kinds::TASK);
        for (line, kinds, label, text) in [
            ("Situation: it broke", Kinds::SITUATION, "Situation:", "it broke"),
            ("Situation：it broke", Kinds::SITUATION, "Situation：", "it broke"),
            ("Situation", Kinds::SITUATION, "Situation", ""),
            ("Situation - it broke", Kinds::SITUATION, "Situation -", "it broke"),
            ("My task: fix it", Kinds::TASK, "My task:", "fix it"),
            ("S: it broke", Kinds::SITUATION, "S:", "it broke"),
            ("S", Kinds::SITUATION, "S", ""),
            ("(S) it broke", Kinds::SITUATION, "(S)", "it broke"),
            ("[Situation] it broke", Kinds::SITUATION, "[Situation]", "it broke"),
            ("> [!task] fix it", Kinds::TASK, "[!task]", "fix it"),
            ("> [!note]- Task", Kinds::TASK, "Task", ""),
            ("S. it broke", Kinds::SITUATION, "S.", "it broke"),
            ("S) it broke", Kinds::SITUATION, "S)", "it broke"),
            ("- S: it broke", Kinds::SITUATION, "S:", "it broke"),
            ("2. Task: fix it", Kinds::TASK, "Task:", "fix it"),
            ("> Task: fix it", Kinds::TASK, "Task:", "fix it"),
            ("- [x] Task: fix it", Kinds::TASK, "Task:", "fix it"),
            ("**Result:** it held", Kinds::RESULT, "**Result:**", "it held"),
            ("**Result**: it held", Kinds::RESULT, "**Result**:", "it held"),
            ("**Result.** it held", Kinds::RESULT, "**Result.**", "it held"),
            ("**Result** it held", Kinds::RESULT, "**Result**", "it held"),
            ("**Result** — it held", Kinds::RESULT, "**Result** —", "it held"),
            ("**Result** (15 seconds): it held", Kinds::RESULT, "**Result** (15 seconds):", "it held"),
            ("**Result: it held**", Kinds::RESULT, "**Result:", "it held**"),
            ("__Result__: it held", Kinds::RESULT, "__Result__:", "it held"),
            ("***Result***", Kinds::RESULT, "***Result***", ""),
            ("### Action", Kinds::ACTION, "Action", ""),
            ("### Action ###", Kinds::ACTION, "Action", ""),
            ("# Situation - it broke", Kinds::SITUATION, "Situation - it broke", ""),
            ("## Action {#action}", Kinds::ACTION, "Action", ""),
            ("## Action <!-- two minutes -->", Kinds::ACTION, "Action", ""),
            ("| Result | it held |", Kinds::RESULT, "Result", "it held |"),
            ("<h3>Task</h3>", Kinds::TASK, "<h3>Task</h3>", ""),
            ("<b>Task</b>: fix it", Kinds::TASK, "<b>Task</b>:", "fix it"),
            ("Situation / Task: it broke", both, "Situation / Task:", "it broke"),
            ("Situation and Task: it broke", both, "Situation and Task:", "it broke"),
            ("S (Situation): it broke", Kinds::SITUATION, "S (Situation):", "it broke"),
            ("S - Situation: it broke", Kinds::SITUATION, "S - Situation:", "it broke"),
            ("+R: I would ask first", Kinds::OTHER, "+R:", "I would ask first"),
        ] {
            assert_eq!(read(line), Some((kinds, label, text)), "{line}");
        }
    }

    #[test]
    fn bold_words_of_unknown_meaning_could_be_labels() {
        assert_eq!(read("**Tools:** a hammer"), Some((Kinds::NONE, "**Tools:**", "a hammer")));
        assert_eq!(read("**Question:** why?"), Some((Kinds::NONE, "**Question:**", "why?")));
    }

    #[test]
    fn other_lines_begin_with_no_label() {
        for line in [
            "",
            "   ",
            "---",
            "Tools: a hammer",
            "Situation room",
            "Situation, as it was",
            "We had a task: fix it",
            "The result was good",
            "s",
            "s: it broke",
            "1.5 results: good",
            "### Tools",
            "| Tools | a hammer |",
            "**Result**s were good",
            "**Result",
            "**one two three four five six seven eight nine:** ten",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_spelled_out_letter_is_as_good_as_its_word() {
        for line in ["S (Situation): it broke", "S - Situation: it broke", "**S** - Situation: it broke"] {
            let label = at_start(line, 0, &grammar()).label.unwrap_or_else(|| panic!("{line} begins with a label"));
            assert!(label.uses.is_strong() && !label.uses.is_letter(), "{line}");
        }
    }

    #[test]
    fn spans_count_from_the_start_of_the_file() {
        let label = at_start("  - **Task**: fix it", 100, &grammar()).label.expect("a label");
        assert_eq!((label.span, label.text), (Span::new(104..113), 114));
        assert_eq!((label.style.indent, label.style.bullet, label.style.end), (2, true, ':'));
    }

    #[test]
    fn a_line_of_nothing_but_marks_is_read() {
        for mark in ["#", ">", " ", "\t", "*", "-", "|", "<", "1."] {
            assert_eq!(read(&mark.repeat(70_000)), None, "{mark}");
        }
    }
}
