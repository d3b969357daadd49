//! Tells a person's story from a blank form and from an explanation of the method.
//!
//! A form has placeholders or nothing where the story should be; an explanation speaks to the reader
//! ("describe your role") and never of its writer.

use super::grammar::Grammar;
use super::letters::{ALPHANUMERIC, is_ideographic, is_letter};
use super::markdown::{Document, Run};
use super::note::{Answer, Content, Reason, Section};
use super::quotes::{closes, is_quote, opens};
use super::uses::Uses;
use std::borrow::Cow;
use std::iter::Peekable;

/// Notes what each section holds; returns why it is no answer where most hold no story.
pub fn judge(answer: &mut Answer, text: &str, document: &Document, grammar: &Grammar) -> Option<Reason> {
    let mut words = 0;
    let mut me = 0;
    let enough = answer.sections.len() * FEW_WORDS;
    let (mut stories, mut instructions, mut sections) = (0, 0, 0);
    for section in answer.sections.iter_mut().filter(|section| section.kinds.is_star()) {
        let (content, found_words, found_me) = read(section, text, document, grammar, enough);
        section.content = content;
        sections += 1;
        stories += usize::from(content == Content::Story);
        instructions += usize::from(content == Content::Instruction);
        words += found_words;
        me += found_me;
    }
    // A line a section that never speaks of its writer is a mnemonic ("S: Situation").
    let mnemonic = me == 0 && words < sections * FEW_WORDS;
    let untold = stories * 2 < sections || (stories * 2 == sections && instructions > 0) || stories == 0;
    let explains = instructions > 0 || !untold;
    (untold || mnemonic).then_some(if explains { Reason::Explanation } else { Reason::Form })
}

/// A section of fewer words, on average, tells no story unless it speaks of its writer.
const FEW_WORDS: usize = 3;

/// The content of a section, its number of words as far as `enough` or a little more, and how many of them speak of
/// the writer. Once one does, the rest is not counted.
fn read(
    section: &Section,
    text: &str,
    document: &Document,
    grammar: &Grammar,
    enough: usize,
) -> (Content, usize, usize) {
    let (mut me, mut you, mut opener) = (0, 0, false);
    let told = section.runs(document).next().is_some_and(|run| is_told(run.span.of(text)));
    let unfilled =
        !told && Blocks { runs: section.runs(document).peekable(), text, line: String::new() }.all(is_unfilled);
    if !unfilled && speaks_first(section, text, document, grammar) {
        return (Content::Story, 1, 1);
    }
    let whole = section.runs(document).map(|run| run.span.of(text)).collect::<Vec<_>>().join(" ");
    let said = without_examples(&whole);
    for (number, (_, word)) in words(&said).enumerate() {
        let mut look = |word: &str| {
            let uses = grammar.uses(word);
            opener |= number == 0 && uses.has(Uses::OPENER);
            me += usize::from(uses.has(Uses::ME));
            you += usize::from(uses.has(Uses::YOU));
        };
        look(word);
        if is_ideographic(word) {
            word.char_indices().for_each(|(at, c)| look(&word[at..at + c.len_utf8()]));
        }
        if me > 0 {
            // Somebody tells of themselves: the rest cannot change that.
            break;
        }
    }
    if me > 0 && !unfilled {
        return (Content::Story, 1, me);
    }
    let words = count(section.runs(document).map(|run| run.span.of(text)), enough);
    let questions = || Blocks { runs: section.runs(document).peekable(), text, line: String::new() }.all(asks);
    let content = if words == 0 {
        Content::Empty
    } else if unfilled {
        Content::Placeholder
    } else if me == 0 && (opener || you > 0 || questions()) {
        Content::Instruction
    } else {
        Content::Story
    };
    (content, words, me)
}

/// The blocks of a section, each as one line.
struct Blocks<'a, R: Iterator<Item = Run>> {
    runs: Peekable<R>,
    text: &'a str,
    line: String,
}

impl<R: Iterator<Item = Run>> Blocks<'_, R> {
    /// Whether all are so.
    fn all(mut self, so: impl Fn(&str) -> bool) -> bool {
        while let Some(first) = self.runs.next() {
            self.line.clear();
            self.add(first);
            while let Some(run) = self.runs.next_if(|run| run.block == first.block) {
                self.add(run);
            }
            if !so(&self.line) {
                return false;
            }
        }
        true
    }

    fn add(&mut self, run: Run) {
        self.line.push_str(run.span.of(self.text));
        self.line.push(' ');
    }
}

/// Whether an example may begin with this.
fn begins_example(c: char) -> bool {
    c == '(' || opens(c)
}

/// Whether a story begins by speaking of its writer, before anything that could be an example.
fn speaks_first(section: &Section, text: &str, document: &Document, grammar: &Grammar) -> bool {
    let Some(first) = section.runs(document).find(|run| run.span.of(text).contains(char::is_alphabetic)) else {
        return false;
    };
    let first = first.span.of(text);
    let mut end = 0;
    let plain = words(first).take_while(|(at, word)| {
        // A word that touches the mark of an example belongs to it.
        let gap = &first[std::mem::replace(&mut end, at + word.len())..*at];
        !gap.contains(begins_example) && !first[end..].starts_with(begins_example)
    });
    plain.take(12).any(|(_, word)| grammar.uses(word).has(Uses::ME))
}

/// The letters and digits that stand together in a text, and where.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    // The end of the characters from a byte on that are letters and digits, or that are not.
    let end = move |mut at: usize, inside: bool| {
        while let Some(&byte) = text.as_bytes().get(at) {
            let (is_inside, width) = if byte.is_ascii() {
                (ALPHANUMERIC[usize::from(byte)], 1)
            } else {
                let c = text[at..].chars().next().unwrap_or_default();
                (is_letter(c), c.len_utf8())
            };
            if is_inside != inside {
                break;
            }
            at += width;
        }
        at
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = end(at, false);
        at = end(start, true);
        (at > start).then(|| (start, &text[start..at]))
    })
}

/// How many words some texts have; counting stops at `enough`. Without spaces between words, each character is one.
fn count<'t>(texts: impl Iterator<Item = &'t str>, enough: usize) -> usize {
    let mut count = 0;
    for (_, word) in texts.flat_map(words) {
        let ideographic = is_ideographic(word);
        count += if ideographic { word.chars().count() } else { word.starts_with(char::is_alphabetic).into() };
        if count >= enough {
            break;
        }
    }
    count
}

/// The text without what it puts in quotation marks or parentheses as an example; all of it where it is one
/// quotation, as answers often are.
fn without_examples(text: &str) -> Cow<'_, str> {
    if !text.contains(begins_example) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let (mut open, mut begun) = (None, false);
    for (at, c) in text.char_indices() {
        match (c, open) {
            (_, None) if begun && begins_example(c) => open = Some((c, at)),
            (')', Some(('(', _))) => open = None,
            (_, Some((mark, _))) if closes(mark, c) => open = None,
            (_, None) => {
                begun |= !c.is_whitespace();
                out.push(c);
            }
            _ => {}
        }
    }
    if let Some((_, at)) = open {
        out.push_str(&text[at..]);
    }
    out.into()
}

/// Whether all of it is questions.
fn asks(line: &str) -> bool {
    line.split_inclusive(['.', '!', '?', '？', '。'])
        .map(str::trim)
        .all(|sentence| sentence.ends_with(['?', '？']) || !sentence.contains(char::is_alphanumeric))
}

/// Whether a line that begins so cannot be one that is still to be filled in.
fn is_told(beginning: &str) -> bool {
    let bracket = |c: char| BRACKETS.iter().any(|(open, _)| *open == c);
    !beginning.trim_start_matches(around_placeholder).starts_with(bracket)
        && count(std::iter::once(beginning), MOST_UNFILLED + 1) > MOST_UNFILLED
}

/// Whether a line is still to be filled in: a bracketed mark, a form's "Role:", an opening such as "First, I…".
fn is_unfilled(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || is_placeholder(line) {
        return true;
    }
    if count(std::iter::once(line), MOST_UNFILLED + 1) > MOST_UNFILLED {
        return false;
    }
    let bracket = line
        .find('[')
        .zip(line.find(']'))
        .is_some_and(|(open, close)| open + 1 < close && !line[close + 1..].starts_with('('));
    let ending = line.trim_end_matches(|c: char| is_quote(c) || matches!(c, '*' | '_' | ' '));
    let open = ending.ends_with("...") || ending.ends_with('…') || ending.ends_with(':') || line.contains("___");
    open || bracket
}

/// The most words of a line that is still to be filled in.
const MOST_UNFILLED: usize = 8;

/// Whether the text is one bracketed mark: `[what happened]`, `<title>`, `{context}`, `(제목)`.
fn is_placeholder(text: &str) -> bool {
    let text = text.trim_matches(around_placeholder);
    BRACKETS.into_iter().any(|(open, close)| {
        text.starts_with(open) && text.ends_with(close) && text.matches(open).count() == text.matches(close).count()
    })
}

/// What stands around a placeholder.
const BRACKETS: [(char, char); 6] = [('[', ']'), ('<', '>'), ('{', '}'), ('(', ')'), ('（', '）'), ('【', '】')];

/// Marks that may stand around its brackets.
fn around_placeholder(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '_' | '*' | '.' | '…')
}
