//! What of the candidates stands in each sentence, found by star-lint itself.

use crate::data::Data;
use star_lint::infer::starts;
use star_lint::language::matcher::Searcher;
use star_lint::parse::{Answer, Kinds, Section, markdown, words};
use star_lint::rules::cues::{Place, Side};
use star_lint::rules::{builtin, reader};
use star_lint::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A cue without its weight.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// What is added to every sum.
    Bias,
    Place(&'static str),
    Words(Side, String),
}

/// Sentences in the order of a text, with the features that hold there.
pub struct Chain {
    pub group: usize,
    /// Whether it was never told in sections.
    pub prose: bool,
    /// How much it counts when a table is learned.
    pub weight: f32,
    pub sentences: Vec<Sentence>,
    /// What is measured: each labelled sentence as it was given, its labels, its words, and the sentence it is read in.
    pub given: Vec<(u8, usize, usize)>,
}

pub struct Sentence {
    /// The labels that are right, as bits.
    pub right: u8,
    pub features: Vec<u32>,
}

/// Reads all documents, and says what the numbers of features mean.
///
/// # Errors
/// A candidate that is no pattern.
pub fn read(
    data: &Data,
    candidates: &[String],
    written: &BTreeSet<&str>,
) -> Result<(Vec<Chain>, Vec<Feature>), String> {
    let mut file = String::from("[cues.candidates.words]\n");
    candidates.iter().for_each(|pattern| file += &format!("{} = 1\n", quoted(pattern)));
    let mut problems = Vec::new();
    let mut merged = builtin::base().clone();
    merged.apply("candidates", reader::read(&file, &mut problems), &mut problems);
    let rules = merged.compile(&mut problems);
    let candidate = |place: Span| file[..place.start as usize].lines().next_back().map(str::to_owned);
    if let Some(problem) = problems.into_iter().next() {
        return Err(format!("{} ({:?})", problem.message, candidate(problem.span)));
    }
    let table = rules.cues("candidates").ok_or("no candidates")?;
    let names: Vec<&str> = rules.vocabularies.lines().collect();
    let asked: Vec<_> = table.vocabularies().map(|id| (id, Kinds::OTHER)).collect();
    let mut searcher = Searcher::new(&rules.index, &asked);
    let mut numbers: BTreeMap<Feature, u32> = BTreeMap::from([(Feature::Bias, 0)]);
    let mut chains = Vec::new();
    for document in &data.documents {
        let mut text = String::new();
        let mut ends = Vec::new();
        let mut middles = Vec::new();
        for (right, sentence) in &document.sentences {
            text += sentence;
            text.push(' ');
            ends.push((text.len() - 1, *right));
            middles.push((text.len() - 1 - sentence.len() / 2, *right, sentence.split_whitespace().count()));
        }
        let answer = whole(&text);
        let read = markdown::read(&text);
        let mut split = words::split(&answer, &text, &read, &rules.grammar);
        starts::part(&mut split, &text, &rules);
        let counts: Vec<usize> = split.sentences.iter().map(|sentence| split.words(sentence.tokens.clone())).collect();
        let mut held: Vec<Vec<Feature>> = Place::of(&counts)
            .map(|places| places.into_iter().map(|place| Feature::Place(place.name())).collect())
            .collect();
        let matches = searcher.search(&rules.index, &split, &text, |_| Kinds::OTHER);
        for found in &matches {
            let name = names[usize::from(found.vocabulary)].strip_suffix(" cue").unwrap_or_default();
            // Far away, only what was written as a pattern is worth a look: there is too much of the rest.
            let sides = if written.contains(name) { &Side::NAMES[..] } else { &Side::NAMES[..3] };
            for &(_, side) in sides {
                let targets = side.targets(found.sentence, held.len());
                held[targets].iter_mut().for_each(|held| held.push(Feature::Words(side, name.to_owned())));
            }
        }
        let sentences = split.sentences.iter().zip(held).map(|(sentence, held)| {
            let span = split.span(sentence);
            let middle = (span.start as usize + span.end as usize) / 2;
            let right = ends.iter().find(|(end, _)| middle <= *end).map_or(0, |(_, right)| *right);
            let mut features: Vec<u32> = held
                .into_iter()
                .chain([Feature::Bias])
                .map(|feature| {
                    let next = numbers.len() as u32;
                    *numbers.entry(feature).or_insert(next)
                })
                .collect();
            features.sort_unstable();
            features.dedup();
            Sentence { right, features }
        });
        let sentences: Vec<Sentence> = sentences.collect();
        let ends: Vec<usize> = split.sentences.iter().map(|sentence| split.span(sentence).end as usize).collect();
        let read_in = |at: usize| ends.partition_point(|end| *end <= at).min(sentences.len().saturating_sub(1));
        let given = middles.into_iter().map(|(at, right, words)| (right, words, read_in(at))).collect();
        chains.push(Chain { group: document.group, prose: document.prose, weight: 1.0, sentences, given });
    }
    let mut features: Vec<_> = numbers.into_iter().collect();
    features.sort_by_key(|(_, number)| *number);
    Ok((chains, features.into_iter().map(|(feature, _)| feature).collect()))
}

/// A text as one section.
fn whole(text: &str) -> Answer {
    let section = Section { fenced: true, ..Section::unlabelled(Kinds::OTHER, Span::new(0..text.len())) };
    Answer { title: None, span: section.span, sections: vec![section], guesses: Vec::new() }
}

/// A pattern as a key.
pub fn quoted(pattern: &str) -> String {
    if pattern.contains('\'') { format!("{pattern:?}") } else { format!("'{pattern}'") }
}
