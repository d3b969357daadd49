//! Answers that have no labels: which prose is one, and which section each of its sentences is in. Both are guessed from
//! cues, which are data (`rules/cues/story.toml`, `rules/cues/sections.toml`).

mod blocks;
mod sections;
pub mod starts;

use crate::parse::document::{Document, LineKind};
use crate::parse::words::{self, Token, Words};
use crate::parse::{Answer, Kinds, Note, Reason, Section, Uses, note, outside};
use crate::rules::RuleSet;
use crate::rules::cues::{Cues, ONE, SECTIONS, STORY, TITLE};
use crate::source::Span;
use blocks::{Block, Mark, Title};
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
    let blocks = blocks::find(text, note, |word| rules.grammar.uses(word).has(Uses::OPENER));
    let blocks = reader.asked(blocks);
    // Labels that prove nothing do not say how the answers of the file are written.
    let labelled = !note.answers.is_empty() || note.left_alone.iter().any(|left| left.reason != Reason::Labels);
    let titles = note.answers.iter().filter_map(|answer| answer.title);
    let answered: Vec<Mark> = titles.map(|title| reader.mark(title)).collect();
    // Below such a title stand answers more often than not.
    let beside = |mark: Mark| {
        let answers = answered.iter().filter(|other| **other == mark).count();
        answers > 0 && 2 * answers >= blocks.iter().filter(|block| block.mark() == Some(mark)).count()
    };
    let alone = blocks.len() == 1 && !labelled;
    // Whether the file has to do with such answers at all, as some title of it says.
    let prepared = blocks.iter().any(|block| block.asks >= TOPIC_NAMED);
    let evidence = |block: &Asked| {
        let sibling = || block.mark().is_some_and(beside);
        match block.asks {
            asks if asks < 0.0 => None,
            asks if labelled && asks >= STORY_ASKED => Some(ASKED_AMONG_LABELS),
            asks if labelled && asks >= QUESTION_ASKED => sibling().then_some(ASKED_AMONG_LABELS),
            asks if asks >= STORY_ASKED => Some(ASKED),
            asks if asks >= QUESTION_ASKED => Some(QUESTIONED),
            _ if reach == Reach::Questions => None,
            asks if asks >= TOPIC_NAMED => Some(if labelled { TOPIC_AMONG_LABELS } else { TOPIC }),
            _ if labelled => sibling().then_some(SIBLING),
            _ if alone && block.mark().is_none() => Some(ALONE),
            _ => Some(if prepared { TITLED } else { ANYTHING }),
        }
    };
    let answers = blocks.iter().filter_map(|block| reader.answer(block, evidence(block)?, story, sections));
    let mut found: Vec<Answer> = answers.collect();
    if !found.is_empty() {
        note.left_alone.retain(|left| {
            !found.iter().any(|answer| answer.span.start < left.span.end && left.span.start < answer.span.end)
        });
        note.answers.append(&mut found);
        note.answers.sort_by_key(|answer| answer.span);
        note.outside = outside::passages(&note.document, &note.answers, &note.left_alone, &note.directives);
    }
}

/// A block, and how much its titles ask for a story.
struct Asked {
    block: Block,
    title: Option<Span>,
    asks: f32,
}

impl Asked {
    fn mark(&self) -> Option<Mark> {
        self.block.titles.last().map(|title| title.mark)
    }
}

/// A title that asks for something that happened.
const STORY_ASKED: f32 = 1.5;
/// A title that asks what somebody did or does.
const QUESTION_ASKED: f32 = 1.0;
/// A title that names what such questions are about.
const TOPIC_NAMED: f32 = 0.5;

struct Reader<'a> {
    text: &'a str,
    rules: &'a RuleSet<'static>,
    document: Arc<Document>,
}

/// A block of more bytes is no answer, which would take a day to say: to look for its sentences costs memory in vain.
const LONGEST_ANSWER: usize = 1 << 20;

/// How much it takes for prose to be an answer.
#[derive(Clone, Copy)]
struct Evidence {
    /// The fewest words.
    words: usize,
    /// The least that the cues of a story say, on average over the words, and the share of sentences that speak of
    /// their writer.
    told: f32,
}

/// Below a question that asks for a story.
const ASKED: Evidence = Evidence { words: 20, told: -0.6 };
/// Below any other question.
const QUESTIONED: Evidence = Evidence { words: 20, told: -0.2 };
/// Below a question, where other answers have labels.
const ASKED_AMONG_LABELS: Evidence = Evidence { words: 25, told: 0.6 };
/// Below a title that names what is asked about.
const TOPIC: Evidence = Evidence { words: 20, told: 0.0 };
/// The same, where other answers have labels.
const TOPIC_AMONG_LABELS: Evidence = Evidence { words: 30, told: 0.3 };
/// Below a title such as those of the answers with labels.
const SIBLING: Evidence = Evidence { words: 40, told: 0.3 };
/// The only text of a file that was named.
const ALONE: Evidence = Evidence { words: 15, told: -1.1 };
/// Below a title, in a file that was named.
const TITLED: Evidence = Evidence { words: 30, told: 0.3 };
/// The same, where no title of the file has to do with such answers: reports and diaries tell what happened, too.
const ANYTHING: Evidence = Evidence { words: 50, told: 0.6 };

/// With fewer words a text must tell more, by so much for each of them.
const ENOUGH_WORDS: usize = 60;
const SHORT: f32 = 0.02;

impl Evidence {
    fn holds(self, words: usize, told: f32) -> bool {
        words >= self.words && told >= self.told + SHORT * ENOUGH_WORDS.saturating_sub(words) as f32
    }
}

impl Reader<'_> {
    /// The share of sentences that have a word for their writer.
    fn of_writer(&self, words: &Words) -> f32 {
        let me = |token: &Token| self.rules.grammar.uses(token.span.of(self.text)).has(Uses::ME);
        let of_writer = words.sentences.iter().filter(|sentence| words.tokens[sentence.tokens.clone()].iter().any(me));
        of_writer.count() as f32 / words.sentences.len().max(1) as f32
    }

    /// The sentences of some paragraphs.
    fn split(&self, paragraphs: impl Iterator<Item = Span>) -> Words {
        let answer = Answer::unlabelled(Kinds::OTHER, paragraphs);
        let mut words = words::split(&answer, self.text, &self.document, &self.rules.grammar);
        starts::part(&mut words, self.text, self.rules);
        words
    }

    /// How much the titles of blocks ask for a story. A line that is a title only if it does is text if it does not.
    fn asked(&self, blocks: Vec<Block>) -> Vec<Asked> {
        let Some(cues) = self.rules.cues(TITLE) else { return Vec::new() };
        let titles: Vec<Span> = blocks.iter().flat_map(|block| &block.titles).map(|title| title.span).collect();
        let words = self.split(titles.iter().copied());
        let matches = self.rules.cues_in(cues, &words, self.text);
        let sums = cues.sums(&matches, 0..words.sentences.len());
        let mut asks = vec![0.0; titles.len()];
        words.sentences.iter().zip(sums).for_each(|(sentence, sum)| asks[sentence.section] += sum[ONE]);
        let mut asks = asks.into_iter();
        let mut found: Vec<Asked> = Vec::new();
        // The title that the next blocks may belong to.
        let mut above: Option<Title> = None;
        for mut block in blocks {
            let titles: Vec<(Title, f32)> = block.titles.iter().copied().zip(&mut asks).collect();
            let is_title = |(title, asks): &&(Title, f32)| title.mark != Mark::Words || *asks >= TOPIC_NAMED;
            let text = titles.iter().filter(|title| !is_title(title)).map(|(title, _)| title.span);
            block.paragraphs.splice(0..0, text);
            let bare = !titles.is_empty() && !titles.iter().any(|title| is_title(&title));
            let titles: Vec<(Title, f32)> = titles.iter().filter(is_title).copied().collect();
            let most = titles.iter().copied().reduce(|most, title| if title.1 > most.1 { title } else { most });
            // What the last title says counts most against it.
            let refused = titles.last().is_some_and(|(_, asks)| *asks < 0.0);
            let asks = most.map_or(0.0, |(_, asks)| if refused { -1.0 } else { asks.max(0.0) });
            above = above.filter(|above| {
                block.joined
                    && !refused
                    && asks < TOPIC_NAMED
                    && titles.iter().all(|(title, _)| title.mark.is_below(above.mark))
            });
            match found.last_mut() {
                // The text goes on, or the answer has titles of its own.
                Some(last) if block.joined && (bare || above.is_some()) => {
                    last.block.paragraphs.extend(titles.iter().map(|(title, _)| title.span));
                    last.block.paragraphs.append(&mut block.paragraphs);
                }
                _ if block.paragraphs.is_empty() => {}
                _ => {
                    block.titles = titles.iter().map(|(title, _)| *title).collect();
                    let title = most.map(|(title, _)| title);
                    above = title.filter(|_| asks >= QUESTION_ASKED);
                    found.push(Asked { block, title: title.map(|title| title.span), asks });
                }
            }
        }
        found
    }

    /// What makes the line of a title one.
    fn mark(&self, title: Span) -> Mark {
        match self.document.lines[self.document.line_of(title.start)].kind {
            LineKind::Heading(level) => Mark::Heading(level),
            _ => Mark::Line,
        }
    }

    /// The answer that a block is, if it tells a story.
    fn answer(&self, asked: &Asked, evidence: Evidence, story: &Cues, cues: &Cues) -> Option<Answer> {
        let paragraphs = &asked.block.paragraphs;
        if paragraphs.iter().map(|span| span.range().len()).sum::<usize>() > LONGEST_ANSWER {
            return None;
        }
        let words = self.split(paragraphs.iter().copied());
        let counts: Vec<usize> = words.sentences.iter().map(|sentence| words.words(sentence.tokens.clone())).collect();
        let all = counts.iter().sum::<usize>();
        let sums = story.sums(&self.rules.cues_in(story, &words, self.text), 0..counts.len());
        let told: f32 = sums.iter().zip(&counts).map(|(sum, count)| sum[ONE] * *count as f32).sum();
        let told = told / all.max(1) as f32 + self.of_writer(&words);
        if !evidence.holds(all, told) {
            return None;
        }
        let matches = self.rules.cues_in(cues, &words, self.text);
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
        Some(Answer { title: asked.title, span, sections, guesses })
    }
}
