//! Tells a person's story from a blank form and from an explanation of the method.
//!
//! A form has placeholders or nothing where the story should be; an explanation speaks to the reader
//! ("describe your role") and never of its writer.

use super::document::{Document, Run};
use super::grammar::Grammar;
use super::letters::{ALPHANUMERIC, is_ideographic, is_letter};
use super::note::{Answer, Content, Reason, Section};
use super::quotes::{closes, is_quote, opens};
use super::uses::Uses;
use std::borrow::Cow;
use std::iter::Peekable;

/// Notes what each section holds; returns why it is no answer where most hold no story.
pub fn judge(answer: &mut Answer, text: &str, document: &Document, grammar: &Grammar) -> Option<Reason> {
    let enough = answer.sections.len() * FEW_WORDS;
    let mut read: Vec<Reading> = Vec::with_capacity(answer.sections.len());
    for section in answer.sections.iter().filter(|section| section.kinds.is_star()) {
        read.push(Reading::of(section, text, document, grammar, enough));
    }
    // "Your manager had left, and you were alone": a story told to its writer.
    let told = read.iter().any(|reading| reading.told);
    let star = answer.sections.iter_mut().filter(|section| section.kinds.is_star());
    for (section, reading) in star.zip(&mut read) {
        if told && reading.content == Content::Instruction && !reading.opener && !reading.asks {
            reading.content = Content::Story;
        }
        section.content = reading.content;
    }
    let count = |content: Content| read.iter().filter(|reading| reading.content == content).count();
    let (stories, instructions, sections) = (count(Content::Story), count(Content::Instruction), read.len());
    let me = read.iter().any(|reading| reading.me);
    let words: usize = read.iter().map(|reading| reading.words).sum();
    // A line a section that never speaks of its writer is a mnemonic ("S: Situation") or a definition ("S: the context").
    let mnemonic = !me && words < sections * FEW_WORDS;
    let definition = !me && read.iter().all(|reading| reading.defines);
    let addressed = read.iter().any(|reading| reading.content == Content::Instruction && !reading.is_imperative());
    let untold = stories * 2 < sections || (stories * 2 == sections && addressed) || stories == 0;
    let explains = instructions > 0 || !untold;
    (untold || mnemonic || definition).then_some(if explains { Reason::Explanation } else { Reason::Form })
}

/// Whether at least so many sections of an answer speak of its writer.
pub fn speaks_of_writer(answer: &Answer, least: usize, text: &str, document: &Document, grammar: &Grammar) -> bool {
    let speaks = |section: &&Section| {
        let mut runs = section.runs(document);
        runs.any(|run| words(run.span.of(text)).any(|(_, word)| grammar.uses(word).has(Uses::ME)))
    };
    answer.sections.iter().filter(|section| section.kinds.is_star()).filter(speaks).nth(least - 1).is_some()
}

/// A section of fewer words, on average, tells no story unless it speaks of its writer.
const FEW_WORDS: usize = 3;

/// What a section says, and to whom.
struct Reading {
    content: Content,
    /// Its number of words without examples, as far as `enough` or a little more.
    words: usize,
    /// Whether it speaks of its writer. Once it does, the rest is not looked at.
    me: bool,
    /// Whether it speaks to its reader.
    you: bool,
    /// Whether it begins as an instruction does ("describe").
    opener: bool,
    /// Whether all of it is questions.
    asks: bool,
    /// Whether it tells its reader what they did.
    told: bool,
    /// Whether it could be a definition: a few words that begin with an article or as an instruction does.
    defines: bool,
}

impl Reading {
    fn of(section: &Section, text: &str, document: &Document, grammar: &Grammar, enough: usize) -> Reading {
        let mut reading = Reading {
            content: Content::Story,
            words: 1,
            me: true,
            you: false,
            opener: false,
            asks: false,
            told: false,
            defines: false,
        };
        let blocks = || Blocks { runs: section.runs(document).peekable(), text, line: String::new() };
        let begun = section.runs(document).next().is_some_and(|run| is_told(run.span.of(text)));
        let unfilled = !begun && blocks().all(is_unfilled);
        let questions = !unfilled && blocks().all(asks);
        if !unfilled && !questions && speaks_first(section, text, document, grammar) {
            return reading;
        }
        reading.me = false;
        let whole = section.runs(document).map(|run| run.span.of(text)).collect::<Vec<_>>().join(" ");
        let said = without_questions(without_examples(&whole));
        reading.look(&said, grammar);
        reading.me &= !questions;
        reading.asks = questions;
        if reading.me && !unfilled {
            return reading;
        }
        reading.words = count(std::iter::once(&*said), enough.max(MOST_DEFINING + 1));
        let digits = || whole.contains(|c: char| c.is_ascii_digit());
        reading.defines &= reading.words <= MOST_DEFINING && !digits();
        reading.content = if count(std::iter::once(&*whole), 1) == 0 {
            Content::Empty
        } else if unfilled {
            Content::Placeholder
        } else if questions || reading.opener || reading.you && !reading.told {
            Content::Instruction
        } else {
            Content::Story
        };
        reading
    }

    /// Looks at the words of a section, up to the first one that speaks of its writer: the rest cannot change that.
    fn look(&mut self, said: &str, grammar: &Grammar) {
        let mut end = 0;
        // The words since a sentence began by speaking to the reader.
        let mut since_you = usize::MAX;
        for (number, (at, word)) in words(said).enumerate() {
            let begins = number == 0 || said[end..at].contains(['.', '!', '?', '…']);
            end = at + word.len();
            let mut uses = grammar.uses(word);
            if is_ideographic(word) {
                word.char_indices().for_each(|(at, c)| uses |= grammar.uses(&word[at..at + c.len_utf8()]));
            }
            if number == 0 {
                self.opener = uses.has(Uses::OPENER);
                self.defines = uses.has(Uses::OPENER.union(Uses::DETERMINER));
            }
            since_you = if begins && uses.has(Uses::YOU) { 0 } else { since_you.saturating_add(1) };
            self.told |= uses.has(Uses::TOLD) && since_you <= MOST_BETWEEN;
            self.you |= uses.has(Uses::YOU);
            if uses.has(Uses::ME) {
                self.me = true;
                return;
            }
        }
    }

    /// Whether it is an instruction by its first word alone, as the lines of a résumé may be ("Set up …").
    fn is_imperative(&self) -> bool {
        self.opener && !self.you && !self.asks
    }
}

/// A definition has no more words.
const MOST_DEFINING: usize = 15;

/// From the word that speaks to the reader to the one that tells what happened: "Your manager had left".
const MOST_BETWEEN: usize = 3;

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
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
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

/// The text without its questions: "Where was I working?" is asked of its reader.
fn without_questions(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(['?', '？']) {
        return text;
    }
    let sentences = text.split_inclusive(['.', '!', '?', '？', '。', ':']);
    sentences.filter(|sentence| !sentence.ends_with(['?', '？'])).collect::<String>().into()
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
