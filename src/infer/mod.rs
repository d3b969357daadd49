//! Answers that have no labels: which prose is one, and which section each of its sentences is in. Both are guessed from
//! cues, which are data (`rules/cues/story.toml`, `rules/cues/sections.toml`).

mod blocks;
mod sections;
pub mod starts;

use crate::language::matcher::Match;
use crate::parse::document::Document;
use crate::parse::words::{self, Token, Words};
use crate::parse::{Answer, Kinds, Note, Reason, Section, Uses, note, outside};
use crate::rules::RuleSet;
use crate::rules::cues::{Cues, ONE, SECTIONS, STORY};
use crate::source::Span;
use blocks::{Block, Paragraph};
use std::sync::Arc;

/// The words of which prose without labels is read as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What stands below a question that asks for a story.
    Questions,
    /// All that tells a story: the user says that there are answers in the file.
    Everywhere,
}

/// A note with its answers, those without labels among them.
pub fn read(document: Arc<Document>, text: &str, rules: &RuleSet<'static>, reach: Reach) -> Note {
    let mut note = note(document, text, &rules.grammar);
    add(&mut note, text, rules, reach);
    note
}

/// Adds the answers without labels to those that have some.
fn add(note: &mut Note, text: &str, rules: &RuleSet<'static>, reach: Reach) {
    let (Some(story), Some(sections)) = (rules.cues(STORY), rules.cues(SECTIONS)) else { return };
    let reader = Reader { text, rules, document: note.document.clone() };
    let mut blocks = blocks::find(text, note);
    // Only what could be a title is asked whether it is a question.
    let opens = |span: Span| {
        let word = span.of(text).split_whitespace().next().unwrap_or_default();
        span.range().len() <= LONGEST_OPENER && rules.grammar.uses(word).has(Uses::OPENER)
    };
    blocks = blocks.into_iter().flat_map(|block| block.parted(opens)).collect();
    let titles: Vec<Span> = blocks.iter().filter_map(|block| block.title).collect();
    let mut asked = reader.questions(&titles).into_iter();
    for block in &mut blocks {
        block.asked = block.title.is_some() && asked.next().unwrap_or_default();
    }
    blocks.retain(|block| block.asked || reach == Reach::Everywhere);
    // Labels that prove nothing do not say how the answers of the file are written.
    let labelled = !note.answers.is_empty() || note.left_alone.iter().any(|left| left.reason != Reason::Labels);
    let alone = blocks.len() == 1 && !labelled;
    let evidence = |block: &Block| match (block.asked, labelled) {
        (true, false) => Some(ASKED),
        (true, true) => Some(ASKED_AMONG_LABELS),
        (false, false) if alone && block.title.is_none() => Some(ALONE),
        (false, false) => Some(TITLED),
        // Who labels answers labels all of them.
        (false, true) => None,
    };
    let answers = blocks.iter().filter_map(|block| reader.answer(block, evidence(block)?, story, sections));
    let mut found: Vec<Answer> = answers.collect();
    if !found.is_empty() {
        note.answers.append(&mut found);
        note.answers.sort_by_key(|answer| answer.span);
        note.outside = outside::passages(&note.document, &note.answers, &note.left_alone, &note.directives);
    }
}

struct Reader<'a> {
    text: &'a str,
    rules: &'a RuleSet<'static>,
    document: Arc<Document>,
}

/// A paragraph of more bytes is no question, whatever its first word is.
const LONGEST_OPENER: usize = 300;

/// A block of more bytes is no answer, which would take a day to say: to look for its sentences costs memory in vain.
const LONGEST_ANSWER: usize = 1 << 20;

/// How much it takes for prose to be an answer.
#[derive(Clone, Copy)]
struct Evidence {
    /// The fewest words.
    words: usize,
    /// The least that the cues of a story say, on average over the words.
    told: f32,
    /// The sentences that speak of their writer, in percent.
    of_writer: usize,
}

/// Below a question.
const ASKED: Evidence = Evidence { words: 30, told: -0.4, of_writer: 1 };
/// Below a question, where other answers have labels.
const ASKED_AMONG_LABELS: Evidence = Evidence { words: 60, told: 0.3, of_writer: 40 };
/// The only text of a file that was named.
const ALONE: Evidence = Evidence { words: 15, told: -1.1, of_writer: 0 };
/// Below a title, in a file that was named.
const TITLED: Evidence = Evidence { words: 60, told: -0.2, of_writer: 50 };

impl Reader<'_> {
    /// How many sentences of a hundred have a word for their writer.
    fn of_writer(&self, words: &Words) -> usize {
        let me = |token: &Token| self.rules.grammar.uses(token.span.of(self.text)).has(Uses::ME);
        let of_writer = words.sentences.iter().filter(|sentence| words.tokens[sentence.tokens.clone()].iter().any(me));
        of_writer.count() * 100 / words.sentences.len().max(1)
    }

    /// The sentences of some paragraphs, and the cues in them.
    fn split(&self, paragraphs: impl Iterator<Item = Span>) -> (Words, Vec<Match>) {
        let answer = Answer::unlabelled(Kinds::OTHER, paragraphs);
        let mut words = words::split(&answer, self.text, &self.document, &self.rules.grammar);
        starts::part(&mut words, self.text, self.rules);
        let matches = self.rules.cues_in(&words, self.text);
        (words, matches)
    }

    /// Which of some titles ask for a story.
    fn questions(&self, titles: &[Span]) -> Vec<bool> {
        let mut asked = vec![false; titles.len()];
        let Some(question) = self.rules.question else { return asked };
        let (words, matches) = self.split(titles.iter().copied());
        for found in matches.iter().filter(|found| found.vocabulary == question) {
            asked[words.sentences[found.sentence].section] = true;
        }
        asked
    }

    /// The answer that a block is, if it tells a story.
    fn answer(&self, block: &Block, evidence: Evidence, story: &Cues, cues: &Cues) -> Option<Answer> {
        if block.paragraphs.iter().map(|Paragraph(span)| span.range().len()).sum::<usize>() > LONGEST_ANSWER {
            return None;
        }
        let (words, matches) = self.split(block.paragraphs.iter().map(|Paragraph(span)| *span));
        let counts: Vec<usize> = words.sentences.iter().map(|sentence| words.words(sentence.tokens.clone())).collect();
        let all = counts.iter().sum::<usize>();
        let sums = story.sums(&matches, 0..counts.len());
        let told: f32 = sums.iter().zip(&counts).map(|(sum, count)| sum[ONE] * *count as f32).sum();
        let enough =
            all >= evidence.words && told >= evidence.told * all as f32 && self.of_writer(&words) >= evidence.of_writer;
        if !enough {
            return None;
        }
        let guesses = sections::guess(&words, &counts, &matches, cues);
        let mut sections: Vec<Section> = Vec::new();
        for guess in &guesses {
            if let Some(last) = sections.last_mut().filter(|last| last.kinds == guess.kind) {
                last.span.end = guess.span.end;
            } else {
                let reflective = guess.kind == Kinds::OTHER;
                sections.push(Section { reflective, ..Section::unlabelled(guess.kind, guess.span) });
            }
        }
        let span = sections.first()?.span.to(sections.last()?.span);
        Some(Answer { title: block.title, span, sections, guesses })
    }
}
