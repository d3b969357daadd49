//! Where an answer ends, though neither a label nor a heading says so: a question, a key, a link back to the contents, or
//! a paragraph that is set off otherwise than the labels are. Where in doubt, what stands there is none of the story's.

use super::grammar::Grammar;
use super::head::is_colon;
use super::label::{LabelCandidate, Mark};
use super::letters::is_mark;
use super::quotes::is_quote;
use super::templates::words;
use super::uses::Uses;

/// A question has no more words.
const MOST_WORDS: usize = 40;

/// A line with a colon that heads what follows has no more words.
const MOST_HEADING_WORDS: usize = 3;

/// And no more letters.
const MOST_LETTERS: usize = 24;

/// Whether a paragraph asks the next question: it ends with a question mark, or tells the reader to tell something.
pub(super) fn asks(paragraph: &str, grammar: &Grammar) -> bool {
    // What is told below a numbered question may go on with its item.
    let numbered = paragraph.starts_with(|c: char| c.is_ascii_digit());
    let sentence = |text: &str| text.find(['.', '?', '？', '!']).map(|end| end + 1);
    let body = paragraph.trim_start_matches(around);
    let first = sentence(body).filter(|_| numbered).and_then(|end| body.get(..end));
    let text = first.unwrap_or(body).trim_end_matches(around);
    let question = text.ends_with(['?', '？']);
    if !question && text.len() > 16 * MOST_WORDS {
        return false;
    }
    let uses = |(_, word): (usize, &str)| grammar.uses(word);
    let opens = || words(text).next().map(uses).is_some_and(|uses| uses.has(Uses::OPENER));
    let you = || words(text).map(uses).any(|uses| uses.has(Uses::YOU));
    (question || opens()) && words(text).take(MOST_WORDS + 1).count() <= MOST_WORDS && (question || you())
}

/// Whether a line is a key of its own, `[KEY_POINTS]`.
pub(super) fn is_key(line: &str) -> bool {
    let inner = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| {
        let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && inner.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | ' '))
    })
}

/// Whether a line begins with a few words and a colon, as labels in plain text do: "TODO: ask for the figure".
pub(super) fn is_named(line: &str) -> bool {
    line.find(is_colon).is_some_and(|colon| {
        let (name, rest) = line.split_at(colon);
        short(name)
            && name.starts_with(char::is_uppercase)
            && words(name).take(MOST_HEADING_WORDS + 1).count() <= MOST_HEADING_WORDS
            && rest.chars().nth(1).is_none_or(char::is_whitespace)
    })
}

/// Whether a line is nothing but a link to a place of the same file: `[Back to top](#top)`.
pub(super) fn is_way_back(line: &str) -> bool {
    let markdown = line.split_once('[').filter(|(before, rest)| {
        !before.contains(char::is_alphanumeric)
            && rest.rsplit_once("](#").is_some_and(|(_, target)| {
                target.split_once(')').is_some_and(|(_, after)| !after.contains(char::is_alphanumeric))
            })
    });
    let html = || line.trim_start().to_ascii_lowercase().starts_with("<a href=\"#");
    markdown.is_some() || html()
}

/// Whether a line that could be a label of unknown meaning is set off more than the labels of the answer, or as they are:
/// `**If they ask for more** — …`.
pub(super) fn is_set_off(hit: &LabelCandidate, labels: Mark, line: &str) -> bool {
    let alone = || line.trim_end().trim_end_matches(['\\', ' ']).ends_with(['*', '_', ':']);
    hit.style.mark == Mark::Bold && labels <= Mark::Bold && !hit.style.bullet && (hit.style.end != ' ' || alone())
}

/// Whether a line begins with bold words and a colon, however many they are: "**Why I tell this rather than wait:** …".
pub(super) fn is_bold_lead(line: &str) -> bool {
    let parts = line.strip_prefix("**").and_then(|rest| rest.split_once("**"));
    parts.is_some_and(|(bold, after)| bold.ends_with(is_colon) || after.starts_with(is_colon))
}

/// Whether a text begins with something bold, so that more of it is no change.
pub(super) fn begins_bold(text: &str) -> bool {
    let words = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    text[..text.len() - words.len()].contains(['*', '_'])
}

/// Whether a line heads what follows it with a colon: "Key points:".
pub(super) fn heads(paragraph: &str, grammar: &Grammar) -> bool {
    let text = paragraph.trim();
    let Some(text) = text.strip_suffix(is_colon) else { return false };
    let few = || words(text).take(MOST_HEADING_WORDS + 1).count() <= MOST_HEADING_WORDS && short(text);
    let me = || words(text).any(|(_, word)| grammar.uses(word).has(Uses::ME));
    !text.contains(is_colon) && few() && !me()
}

/// Whether a name has few letters, however they are composed: some languages have no spaces between words.
fn short(name: &str) -> bool {
    name.chars().filter(|&c| !is_mark(c)).nth(MOST_LETTERS).is_none()
}

/// What may stand around a question: its number, quotation marks, emphasis.
fn around(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || c.is_ascii_digit() || matches!(c, '*' | '_' | '#' | '>' | '.' | ')' | '(' | ':')
}
