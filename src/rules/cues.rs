//! Cues: patterns with weights, for what is a matter of degree. A table of cues says how much each pattern speaks for
//! something, or for each kind of section; the sum over a sentence decides.

use crate::language::index::Id;
use crate::language::matcher::Match;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// The table of the sections, whose weights have a kind each.
pub const SECTIONS: &str = "sections";

/// The table that tells a story from other prose.
pub const STORY: &str = "story";

/// The table of titles that ask for a story.
pub const TITLE: &str = "title";

/// Weights for the kinds of sections, in their order; only the first counts in a table of one matter.
pub type Weights = [f32; 5];

/// The place of the single weight of a table of one matter.
pub const ONE: usize = 0;

/// A table of cues.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cues<'a> {
    /// Its name.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// What is added to every sum.
    pub bias: Weights,
    /// The patterns, by the number of their vocabulary.
    pub words: Vec<Cue>,
    /// What the place and the length of a sentence say.
    pub places: Vec<(Place, Weights)>,
    /// For each kind, what speaks for each kind of the next sentence.
    pub order: [Weights; 5],
}

/// A pattern of a table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// The vocabulary that is this pattern.
    pub vocabulary: Id,
    /// Of which sentence it speaks.
    pub side: Side,
    /// How much.
    pub weights: Weights,
}

/// Where a pattern stands that speaks of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// In the sentence.
    Here,
    /// In the one before it.
    Before,
    /// In the one after it.
    After,
    /// In any before it.
    Earlier,
    /// In any after it.
    Later,
}

impl Side {
    /// The tables of a file, as written.
    pub const NAMES: [(&'static str, Side); 5] = [
        ("words", Side::Here),
        ("before", Side::Before),
        ("after", Side::After),
        ("earlier", Side::Earlier),
        ("later", Side::Later),
    ];

    /// The sentences, of so many, that are spoken of by words in this one.
    pub fn targets(self, sentence: usize, count: usize) -> Range<usize> {
        match self {
            Side::Here => sentence..sentence + 1,
            Side::Before => sentence + 1..count.min(sentence + 2),
            Side::After => sentence.saturating_sub(1)..sentence,
            Side::Earlier => sentence + 1..count,
            Side::Later => 0..sentence,
        }
    }
}

/// Where a sentence stands in the text, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place(u8);

impl Place {
    /// The names as written; tenths of the text by its words, and what is right for texts of so few sentences.
    pub const NAMES: [&'static str; 30] = [
        "first",
        "second",
        "third",
        "last",
        "last-but-one",
        "last-but-two",
        "short",
        "long",
        "tenth-1",
        "tenth-2",
        "tenth-3",
        "tenth-4",
        "tenth-5",
        "tenth-6",
        "tenth-7",
        "tenth-8",
        "tenth-9",
        "tenth-10",
        "first-of-4",
        "second-of-4",
        "third-of-4",
        "fourth-of-4",
        "first-of-8",
        "second-of-8",
        "third-of-8",
        "fourth-of-8",
        "fifth-of-8",
        "sixth-of-8",
        "seventh-of-8",
        "eighth-of-8",
    ];

    /// The place of this name.
    pub fn named(name: &str) -> Option<Place> {
        Place::NAMES.iter().position(|known| *known == name).map(|place| Place(place as u8))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Place::NAMES[usize::from(self.0)]
    }

    /// The places of the sentences of a text, from the words of each.
    pub fn of(words: &[usize]) -> impl Iterator<Item = Vec<Place>> + '_ {
        const SHORT: usize = 6;
        const LONG: usize = 30;
        let all = words.iter().sum::<usize>().max(1);
        let mut before = 0;
        words.iter().enumerate().map(move |(index, &count)| {
            let left = words.len() - 1 - index;
            let tenth = (10 * before + 5 * count).min(10 * all - 1) / all;
            before += count;
            let held =
                [index == 0, index == 1, index == 2, left == 0, left == 1, left == 2, count <= SHORT, count >= LONG];
            let held = (0..).zip(held).filter(|(_, held)| *held).map(|(place, _)| place);
            let few = match words.len() {
                0..=5 => Some(18 + (index * 4 / words.len()) as u8),
                6..=10 => Some(22 + (index * 8 / words.len()) as u8),
                _ => None,
            };
            held.chain([8 + tenth as u8]).chain(few).map(Place).collect()
        })
    }
}

impl Cues<'_> {
    /// The sums for each of some sentences, from the matches in them, which are in order. A pattern counts once a
    /// sentence.
    pub fn sums(&self, matches: &[Match], sentences: Range<usize>) -> Vec<Weights> {
        let mut sums = vec![self.bias; sentences.len()];
        // What is added from a sentence on.
        let mut onward = vec![Weights::default(); sentences.len() + 1];
        for found in matches.chunk_by(|a, b| a.vocabulary == b.vocabulary) {
            let places = || found.iter().map(|found| found.sentence).filter(|place| sentences.contains(place));
            let (Some(first), Some(last)) = (places().next(), places().next_back()) else { continue };
            for cue in self.of(found[0].vocabulary) {
                let targets = |place: usize| cue.side.targets(place - sentences.start, sentences.len());
                match cue.side {
                    Side::Earlier | Side::Later => {
                        let targets = targets(if cue.side == Side::Earlier { first } else { last });
                        add(&mut onward[targets.start], &cue.weights);
                        add(&mut onward[targets.end], &cue.weights.map(|weight| -weight));
                    }
                    Side::Here | Side::Before | Side::After => {
                        let mut before = None;
                        for place in places().filter(|place| before.replace(*place) != Some(*place)) {
                            sums[targets(place)].iter_mut().for_each(|sum| add(sum, &cue.weights));
                        }
                    }
                }
            }
        }
        let mut all = Weights::default();
        for (sum, more) in sums.iter_mut().zip(&onward) {
            add(&mut all, more);
            add(sum, &all);
        }
        sums
    }

    /// The same, with what the place of each sentence says, from their words.
    pub fn sums_with_places(&self, matches: &[Match], words: &[usize]) -> Vec<Weights> {
        let mut sums = self.sums(matches, 0..words.len());
        for (sum, places) in sums.iter_mut().zip(Place::of(words)) {
            let here = self.places.iter().filter(|(place, _)| places.contains(place));
            here.for_each(|(_, weights)| add(sum, weights));
        }
        sums
    }

    /// The cues that stand in sentences: each with the sentence, once.
    pub fn spoken<'m>(&'m self, matches: &'m [Match]) -> impl Iterator<Item = (&'m Cue, usize)> {
        let mut last = None;
        let once = matches.iter().filter(move |found| {
            let here = Some((found.vocabulary, found.sentence));
            std::mem::replace(&mut last, here) != here
        });
        once.flat_map(|found| self.of(found.vocabulary).map(move |cue| (cue, found.sentence)))
    }

    /// What a vocabulary says.
    pub fn of(&self, vocabulary: Id) -> impl Iterator<Item = &Cue> {
        let from = self.words.partition_point(|cue| cue.vocabulary < vocabulary);
        self.words[from..].iter().take_while(move |cue| cue.vocabulary == vocabulary)
    }

    /// The vocabularies that its patterns are.
    pub fn vocabularies(&self) -> impl Iterator<Item = Id> + '_ {
        self.words.iter().map(|cue| cue.vocabulary)
    }
}

fn add(sum: &mut Weights, weights: &Weights) {
    sum.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
}
