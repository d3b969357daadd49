//! Which story for which question: a lexical match, and honest about it. A story fits a question because its author said
//! so, because its words show what the question asks for, or because it shares words with the question.

use super::content::{hash, is_content};
use super::{Bank, Story};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A question and the stories for it.
pub struct Asked {
    /// The question.
    pub question: String,
    /// What it asks for, as titles of values and families.
    pub about: Vec<String>,
    /// The stories that fit, the best first.
    pub fits: Vec<Fit>,
}

/// A story for a question.
pub struct Fit {
    /// The story.
    pub story: usize,
    /// What spoke for it, the strongest first.
    pub reasons: Vec<Reason>,
    /// Whether something stronger than common words spoke for it.
    pub good: bool,
}

/// What speaks for a story.
pub enum Reason {
    /// Its author named it so: what is asked for, and the tag or heading.
    Named(String, Span),
    /// Words show it: what is asked for, and the words.
    Shown(String, Span),
    /// Words of the question in its title.
    Title(Vec<String>),
    /// Words of the question in its text.
    Words(Vec<String>),
}

/// How many stories are shown for a question.
pub const MOST: usize = 5;

/// The most words of a story that are given as reasons of one kind.
const MOST_WORDS: usize = 3;

/// A word that so many of a hundred stories have tells none from another.
const COMMON: usize = 30;

/// What each reason weighs: what an author says is surest.
const NAMED: usize = 8;
const SHOWN: usize = 4;
const TITLE: usize = 2;

/// The stories for each question.
pub fn ask(bank: &Bank, questions: &[String]) -> Vec<Asked> {
    let mut common: BTreeMap<u64, usize> = BTreeMap::new();
    if !questions.is_empty() {
        let words = bank.stories.iter().flat_map(|story| &story.content);
        words.for_each(|word| *common.entry(*word).or_default() += 1);
    }
    questions.iter().map(|question| one(bank, question, &common)).collect()
}

fn one(bank: &Bank, question: &str, common: &BTreeMap<u64, usize>) -> Asked {
    let mut about: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for file in &bank.files {
        for lens in &file.lenses {
            if !seen.insert(std::sync::Arc::as_ptr(lens) as usize) {
                continue;
            }
            for number in lens.named_in(question) {
                let name = &lens.sought[number].name;
                about.extend(bank.groups.iter().enumerate().filter_map(|(group, columns)| {
                    Some((group, columns.columns.iter().position(|column| column.name == *name)?))
                }));
            }
        }
    }
    let mut words: Vec<(String, u64)> = Vec::new();
    if let Some(lens) = bank.files.first().and_then(|file| file.lenses.first()) {
        let (question, rules) = (lens.asked(question), &lens.view.rules);
        for word in question.split(|c: char| !c.is_alphanumeric()).filter(|word| is_content(word, rules)) {
            words.push((word.to_lowercase(), hash(word)));
        }
    }
    let rare = |word: &u64| common.get(word).copied().unwrap_or(0) * 100 <= COMMON * bank.stories.len().max(4);
    let mut fits: Vec<(usize, Fit)> = Vec::new();
    for (number, story) in bank.stories.iter().enumerate() {
        let (mut weight, mut reasons) = (0, Vec::new());
        let asked = || story.cells.iter().filter(|cell| about.contains(&cell.column));
        let title = |(group, column): (usize, usize)| bank.groups[group].columns[column].title.clone();
        for cell in asked().filter(|cell| !cell.named.is_empty()) {
            weight += NAMED;
            reasons.push(Reason::Named(title(cell.column), cell.named[0]));
        }
        for cell in asked().filter(|cell| !cell.shown.is_empty()) {
            let shown = cell.shown.iter().take(MOST_WORDS);
            weight += SHOWN + shown.len() - 1;
            reasons.extend(shown.map(|span| Reason::Shown(title(cell.column), *span)));
        }
        let good = weight > 0;
        let of = |known: &dyn Fn(&Story, &u64) -> bool| -> Vec<String> {
            words.iter().filter(|(_, word)| known(story, word)).map(|(word, _)| word.clone()).collect()
        };
        let in_title = of(&|story, word| story.title_words.contains(word));
        let in_text = of(&|story, word| {
            rare(word) && !story.title_words.contains(word) && story.content.binary_search(word).is_ok()
        });
        weight += TITLE * in_title.len() + in_text.len();
        let good = good || in_title.len() > 1;
        reasons.extend((!in_title.is_empty()).then_some(Reason::Title(in_title)));
        reasons.extend((!in_text.is_empty()).then_some(Reason::Words(in_text)));
        if weight > 0 {
            fits.push((weight, Fit { story: number, reasons, good }));
        }
    }
    fits.sort_by_key(|(weight, fit)| (std::cmp::Reverse(*weight), bank.stories[fit.story].levels, fit.story));
    let mut titles: Vec<String> = Vec::new();
    for (group, column) in about {
        let title = &bank.groups[group].columns[column].title;
        if !titles.contains(title) {
            titles.push(title.clone());
        }
    }
    let fits = fits.into_iter().map(|(_, fit)| fit).take(MOST).collect();
    Asked { question: question.to_owned(), about: titles, fits }
}
