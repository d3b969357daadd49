//! One story of the bank: what is told of it in the table, and what it is compared by.

use super::amounts::{self, Fact};
use super::content::{content, hash, is_content, mix};
use super::lens::Lens;
use super::tags::{self, Said};
use crate::config::{BankSettings, ProfileView};
use crate::diagnostic::Level;
use crate::language::matcher::Match;
use crate::linter::Linted;
use crate::parse::words::{self, TokenKind, Words};
use crate::parse::{Answer, Kinds, Note};
use crate::rules::RuleSet;
use crate::source::{Source, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One story.
#[derive(Default)]
pub struct Story {
    /// The number of its file in the bank.
    pub file: usize,
    /// Its number in its note.
    pub number: u32,
    /// Its title on one line.
    pub title: Option<String>,
    /// The same without what questions begin with, for tables.
    pub short: Option<String>,
    /// From its title to the end of its last section.
    pub span: Span,
    /// What stands for it: its title, or its first label.
    pub heading: Span,
    /// The line of its title.
    pub line: usize,
    /// Words in its four sections.
    pub words: usize,
    /// The time to say them.
    pub seconds: usize,
    /// Its sections: what each is, its words and its text.
    pub sections: Vec<(Kinds, usize, Span)>,
    /// When it happened, where it says so.
    pub when: Option<Span>,
    /// The outcomes that are measured.
    pub metrics: Vec<Span>,
    /// Whether it tells what was learned.
    pub lesson: bool,
    /// What its author calls it.
    pub tags: Vec<String>,
    /// Its findings: errors, warnings and infos.
    pub levels: [usize; 3],
    /// What it shows. Columns are those of its views until the bank is made.
    pub cells: Vec<Cell>,
    /// Sequences of words, as numbers.
    pub(super) shingles: Vec<u64>,
    /// Sentences with amounts.
    pub(super) facts: Vec<Fact>,
    /// Its content words, as numbers in their order, without doubles; those of the title apart.
    pub(super) content: Vec<u64>,
    pub(super) title_words: Vec<u64>,
}

/// Why a story is in a column.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The column: the group of the view, and the number within.
    pub column: (usize, usize),
    /// The tags and headings of its author that name it.
    pub named: Vec<Span>,
    /// The words that show it.
    pub shown: Vec<Span>,
}

/// How many words make a sequence that two versions of a story have in common.
const SHINGLE: usize = 3;

/// The stories of a note, as its views read it.
pub fn read(
    source: &Source,
    notes: &[(Arc<ProfileView>, Note)],
    linted: &Linted,
    lenses: &[Arc<Lens>],
    bank: &BankSettings,
) -> Vec<Story> {
    let text = source.text.as_str();
    let Some(((view, note), lens)) = notes.first().zip(lenses.first()) else { return Vec::new() };
    let own = |lens: &Lens| {
        let tags: BTreeMap<&str, usize> = bank
            .tags
            .iter()
            .filter_map(|(tag, name)| Some((tag.as_str(), lens.sought.iter().position(|sought| sought.name == *name)?)))
            .collect();
        move |tag: &str| tags.get(tag).copied()
    };
    let said = tags::said(note, text, lens, &own(lens));
    let mut stories: Vec<Story> = note
        .answers
        .iter()
        .enumerate()
        .zip(&said)
        .map(|((number, answer), said)| Story {
            number: number as u32,
            ..one(note, answer, text, said, lens, &view.rules)
        })
        .collect();
    for diagnostic in &linted.diagnostics {
        if let Some(story) = diagnostic.answer.and_then(|answer| stories.get_mut(answer as usize)) {
            story.count(diagnostic.level);
        }
    }
    // The other profiles have values of their own; families of questions are the same under all.
    for (group, ((_, note), lens)) in notes.iter().zip(lenses).enumerate().skip(1) {
        let said = tags::said(note, text, lens, &own(lens));
        for (answer, said) in note.answers.iter().zip(&said) {
            let Some(story) = stories.iter_mut().find(|story| story.span.end == answer.span.end) else { continue };
            let words = words::split(answer, text, &note.document, &lens.view.rules.grammar);
            let hits = lens.search(&words, text, |section| answer.sections[section].kinds);
            let cells = cells(answer, &words, &hits, said, lens);
            story.cells.extend(
                cells
                    .into_iter()
                    .filter(|cell| cell.column.1 < lens.values)
                    .map(|cell| Cell { column: (group, cell.column.1), ..cell }),
            );
        }
    }
    stories
}

fn one(note: &Note, answer: &Answer, text: &str, said: &Said, lens: &Lens, rules: &RuleSet<'static>) -> Story {
    let words = words::split(answer, text, &note.document, &rules.grammar);
    let hits = lens.search(&words, text, |section| answer.sections[section].kinds);
    let matches = |id| hits.iter().filter(move |hit| Some(hit.vocabulary) == id);
    let first = |id| matches(id).map(|hit| words.cover(hit.tokens.clone())).min();
    let section = |sentence: usize| &answer.sections[words.sentences[sentence].section];
    let (learned, reflected) = lens.lesson;
    let count = words.star_words(answer);
    let label = answer.sections.first().map_or(answer.span, |section| section.label);
    let title = answer.title_line(text).or_else(|| crate::check::one_line(label.of(text)).into());
    let mut tags: Vec<String> = Vec::new();
    for tag in &said.tags {
        let tag = tag.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let title_words = answer.title.map(|title| {
        let own = title.of(text).split(|c: char| !c.is_alphanumeric()).filter(|word| is_content(word, rules));
        own.map(hash).collect()
    });
    let mut content: Vec<u64> = content(&words, 0..words.tokens.len(), text, rules).map(|(word, _)| word).collect();
    content.sort_unstable();
    content.dedup();
    Story {
        title: answer.title.and(title),
        short: answer.title.and_then(|title| lens.short(title, text, &note.document)),
        span: answer.title.map_or(answer.span, |title| title.to(answer.span)),
        heading: answer.title.unwrap_or(label),
        words: count,
        seconds: rules.seconds(count),
        sections: answer
            .sections
            .iter()
            .zip(&words.counts)
            .map(|(section, words)| (section.kinds, *words, section.span))
            .collect(),
        when: first(lens.when),
        metrics: matches(lens.metric.map(|(id, _)| id))
            .filter(|hit| lens.metric.is_none_or(|(_, scope)| section(hit.sentence).kinds.meets(scope)))
            .map(|hit| words.cover(hit.tokens.clone()))
            .collect(),
        lesson: matches(learned).next().is_some() || matches(reflected).any(|hit| section(hit.sentence).reflective),
        tags,
        cells: cells(answer, &words, &hits, said, lens),
        shingles: shingles(answer, &words, text),
        facts: amounts::facts(answer, &words, text, lens),
        content,
        title_words: title_words.unwrap_or_default(),
        ..Story::default()
    }
}

/// What a story shows, by column of the lens.
fn cells(answer: &Answer, words: &Words, hits: &[Match], said: &Said, lens: &Lens) -> Vec<Cell> {
    let mut cells: BTreeMap<usize, Cell> = BTreeMap::new();
    for (number, place) in &said.names {
        let cell = cells.entry(*number).or_default();
        if !cell.named.contains(place) {
            cell.named.push(*place);
        }
    }
    for (number, sought) in lens.sought.iter().enumerate() {
        let own = hits.iter().filter(|hit| Some(hit.vocabulary) == sought.shows);
        let own: Vec<_> =
            own.filter(|hit| answer.sections[words.sentences[hit.sentence].section].kinds.is_star()).collect();
        let sentences = own.iter().map(|hit| hit.sentence).collect::<std::collections::BTreeSet<_>>().len();
        if sentences >= sought.at_least {
            cells.entry(number).or_default().shown = own.iter().map(|hit| words.cover(hit.tokens.clone())).collect();
        }
    }
    cells.into_iter().map(|(number, cell)| Cell { column: (0, number), ..cell }).collect()
}

/// The sequences of words in the four sections, as numbers.
fn shingles(answer: &Answer, words: &Words, text: &str) -> Vec<u64> {
    let mut shingles = Vec::new();
    for sentence in words.sentences.iter().filter(|sentence| answer.sections[sentence.section].kinds.is_star()) {
        let tokens = words.tokens[sentence.tokens.clone()].iter();
        let read = tokens.filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number));
        let numbers: Vec<u64> = read.map(|token| hash(token.span.of(text))).collect();
        shingles.extend(numbers.windows(SHINGLE).map(|window| window.iter().fold(0, |all, word| mix(all, *word))));
    }
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

impl Story {
    /// Counts a finding.
    pub(super) fn count(&mut self, level: Level) {
        match level {
            Level::Error => self.levels[0] += 1,
            Level::Warning => self.levels[1] += 1,
            Level::Info => self.levels[2] += 1,
            Level::Off => {}
        }
    }

    /// A short title for tables.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(self.name())
    }

    /// Its title, or words for a story without one.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or("(untitled)")
    }
}
