//! Finds the labels within a line, after its first words: `(T)`, `**A:**`, and `Task:` after the end of a sentence.

use super::cursor::Cursor;
use super::grammar::Grammar;
use super::head::{LONGEST_HEAD, is_colon};
use super::label::{LabelCandidate, Mark, Style};
use super::label_words::{self, Meaning};
use crate::source::Span;

/// The labels within a line whose first byte is at `base` in the file.
pub(super) fn inside(line: &str, base: u32, grammar: &Grammar, out: &mut Vec<LabelCandidate>) {
    let underlined = line.contains('_');
    let mut cursor = Cursor::new(line, 0);
    while let Some(length) = next_mark(cursor.rest().as_bytes(), underlined) {
        cursor = cursor.skip(length);
        let start = cursor;
        let found = match cursor.bump() {
            Some('(') => letter(&mut cursor, grammar).map(|meaning| (start.at(), meaning, Mark::Paren, ')')),
            Some(mark @ ('*' | '_')) if start.at() > 0 && cursor.eat(|c| c == mark) => {
                let marks = if mark == '*' { "**" } else { "__" };
                // Marks that nothing closes: the rest of the line is not read.
                let Some(inner) = cursor.eat_through(marks) else { return };
                bold(inner, &mut cursor, grammar).map(|meaning| (start.at(), meaning, Mark::Bold, ':'))
            }
            Some(':') => word(start.before(), grammar).map(|(at, meaning)| (at, meaning, Mark::Plain, ':')),
            _ => None,
        };
        let Some((from, Meaning { kinds, uses }, mark, end)) = found else { continue };
        let text = line.len() - cursor.rest().trim_start().len();
        out.push(LabelCandidate {
            kinds,
            uses,
            span: Span::new(base as usize + from..base as usize + cursor.at()),
            text: base + text as u32,
            style: Style { mark, indent: 0, bullet: false, quote: false, end },
            inline: true,
            lower: false,
        });
    }
}

/// How far it is to the next mark that a label could begin or end with.
fn next_mark(rest: &[u8], underlined: bool) -> Option<usize> {
    if underlined {
        rest.iter().position(|byte| matches!(byte, b'(' | b'*' | b'_' | b':'))
    } else {
        memchr::memchr3(b'(', b'*', b':', rest)
    }
}

/// `T)` after an opening parenthesis. The cursor moves on behind whatever single capital it holds.
fn letter(cursor: &mut Cursor, grammar: &Grammar) -> Option<Meaning> {
    let [b'A'..=b'Z', b')', ..] = cursor.rest().as_bytes() else { return None };
    let uses = grammar.uses(&cursor.rest()[..1]);
    *cursor = cursor.skip(2);
    uses.is_letter().then(|| Meaning::of(uses))
}

/// What bold text means as a label, with a colon or full stop in it or behind it, which the cursor takes.
fn bold(inner: &str, cursor: &mut Cursor, grammar: &Grammar) -> Option<Meaning> {
    let ends = |c: char| is_colon(c) || c == '.';
    let mut after = *cursor;
    let ended = after.eat(ends) || inner.trim_end().ends_with(ends);
    let head = inner.trim_end_matches(|c| ends(c) || c == ' ');
    let meaning = label_words::classify(head, true, grammar).filter(|_| ended && head.len() <= LONGEST_HEAD)?;
    *cursor = after;
    Some(meaning)
}

/// The word directly before a colon, where it begins a sentence, and its first byte.
fn word(before: &str, grammar: &Grammar) -> Option<(usize, Meaning)> {
    let sentences = before.trim_end_matches(char::is_alphanumeric);
    if !sentences.trim_end().ends_with(['.', '!', '?', '|', ';', '”', '"']) {
        return None;
    }
    let uses = grammar.uses(&before[sentences.len()..]);
    (uses.is_strong() && uses.kinds().is_star()).then(|| (sentences.len(), Meaning::of(uses)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::kinds::Kinds;
    use crate::parse::uses::Uses;

    /// The labels of a line, and where the text of each begins.
    fn read(line: &str) -> Vec<(&str, &str)> {
        let task = Uses::labelling(Kinds::TASK);
        let words = [("task", task.union(Uses::STRONG)), ("t", task.union(Uses::LETTER))];
        let grammar = Grammar::new(words.map(|(word, uses)| (word.to_owned(), uses)).into());
        let mut found = Vec::new();
        inside(line, 0, &grammar, &mut found);
        found.iter().map(|label| (label.span.of(line), &line[label.text as usize..])).collect()
    }

    #[test]
    fn labels_within_a_line_are_found() {
        for (line, label, text) in [
            ("It broke. (T) fix it", "(T)", "fix it"),
            ("(T) fix it", "(T)", "fix it"),
            ("It broke **Task:** fix it", "**Task:**", "fix it"),
            ("It broke **Task**: fix it", "**Task**:", "fix it"),
            ("It broke **T.** fix it", "**T.**", "fix it"),
            ("It broke __Task:__ fix it", "__Task:__", "fix it"),
            ("It broke. Task: fix it", "Task:", "fix it"),
            ("\"It broke.\" Task: fix it", "Task:", "fix it"),
        ] {
            assert_eq!(read(line), [(label, text)], "{line}");
        }
        assert_eq!(read("(T) one (T) two"), [("(T)", "one (T) two"), ("(T)", "two")]);
    }

    #[test]
    fn other_words_within_a_line_are_no_labels() {
        for line in [
            "",
            "(t) fix it",
            "(X) fix it",
            "(Task) fix it",
            "**Task:** fix it",
            "It broke **Task** fix it",
            "It broke **Tools:** a hammer",
            "It broke *Task:* fix it",
            "It broke **Task: fix it (T)",
            "Task: fix it",
            "It was my task: fix it",
            "It broke. t: fix it",
        ] {
            assert_eq!(read(line), [], "{line}");
        }
    }
}
