//! What rule files say for `star-lint bank`: the values and questions that stories are held against, the words that
//! show each, and what the words of amounts stand for.

use super::fields::{Named, named, owned};
use super::problem::Problem;
use super::toml::{Table, Value, span};
use crate::language::definition::{FileId, Origin};
use crate::parse::Kinds;
use crate::source::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value of an employer, or a family of questions: a column of the table of stories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic {
    /// What people call it.
    pub title: String,
    /// The vocabulary of tags, headings and questions that name it.
    pub named: Named,
    /// The vocabulary of words in a story that show it.
    pub shows: Named,
    /// The sections in which they show it; all where nothing is said.
    pub scope: Kinds,
    /// In how many sentences; one where nothing is said.
    pub at_least: Option<u32>,
    /// Where it is written.
    pub span: Span,
    /// In which of the files that were merged.
    pub file: FileId,
}

/// What words of amounts stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amounts {
    /// Words that are numbers: "seven", "half".
    pub numbers: BTreeMap<String, f64>,
    /// Words that multiply the number before them: "k", "million", "dozen".
    pub scales: BTreeMap<String, f64>,
    /// Units: how many of a base unit one is, and the base unit.
    pub units: BTreeMap<String, (f64, String)>,
    /// Words before a number that make it a rough one.
    pub rough: Vec<String>,
    /// Words between an amount and a unit that make it a rate.
    pub rates: Vec<String>,
}

/// `[bank]` of a `star-lint.toml`.
#[derive(Clone, Debug, Default)]
pub struct BankSettings {
    /// Questions to be answered with the stories.
    pub questions: Vec<(String, Span)>,
    /// Tags of the user's own, and the value or question that each stands for.
    pub tags: Vec<(String, String, Span)>,
    /// Values and questions that are not wanted.
    pub without: Vec<(String, Span)>,
    /// Globs of notes whose stories do not belong to the bank.
    pub exclude: Vec<(String, Span)>,
}

/// What a rule that looks at all stories looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Across {
    /// A value that no story shows.
    Uncovered,
    /// A story that is the only one for many values.
    Overused,
    /// A story that is told twice.
    Duplicate,
    /// The same thing told with different numbers.
    Numbers,
}

impl Across {
    /// The names as written.
    pub const NAMES: [(&str, Across); 4] = [
        ("uncovered", Across::Uncovered),
        ("overused", Across::Overused),
        ("duplicate", Across::Duplicate),
        ("numbers", Across::Numbers),
    ];
}

impl Topic {
    /// Reads one of `[values]` or `[questions]`.
    pub(super) fn read(table: &mut Table, place: Span) -> Topic {
        Topic {
            title: table.text("title").unwrap_or_default(),
            named: named(table, "named"),
            shows: named(table, "shows"),
            scope: super::fields::sections(table, "scope").unwrap_or(Kinds::NONE),
            at_least: table.number("at-least"),
            span: place,
            file: FileId::default(),
        }
    }

    /// Takes what a later file says.
    pub(super) fn change(&mut self, new: Topic, file: FileId) {
        if !new.title.is_empty() {
            self.title = new.title;
        }
        self.named = new.named.or(self.named.take());
        self.shows = new.shows.or(self.shows.take());
        if new.scope != Kinds::NONE {
            self.scope = new.scope;
        }
        self.at_least = new.at_least.or(self.at_least);
        (self.span, self.file) = (new.span, file);
    }

    /// What it lacks, once all files are merged: a title, and vocabularies that exist.
    pub(super) fn problems(&self, name: &str, known: impl Fn(&str) -> Result<(), Option<String>>) -> Vec<Problem> {
        let place = Origin { file: self.file, span: self.span };
        let mut problems = Vec::new();
        if self.title.is_empty() {
            problems.push(Problem::at(place, format!("`{name}` has no `title`")));
        }
        if self.named.is_none() && self.shows.is_none() {
            let help = "name a vocabulary: `named` for tags and headings, `shows` for words of stories";
            problems.push(Problem::at(place, format!("`{name}` can be seen in no story")).help(help));
        }
        for (vocabulary, span) in [&self.named, &self.shows].into_iter().flatten() {
            if let Err(meant) = known(vocabulary) {
                let place = Origin { file: self.file, span: *span };
                let problem = Problem::at(place, format!("there is no vocabulary `{vocabulary}`"));
                problems.push(problem.meaning(meant.as_deref()));
            }
        }
        problems
    }
}

impl Amounts {
    /// Reads `[amounts]`.
    pub(super) fn read(table: &mut Table) -> Amounts {
        let mut amounts = Amounts::default();
        for (key, words) in [("numbers", &mut amounts.numbers), ("scales", &mut amounts.scales)] {
            for (word, value) in table.entries(key) {
                let number = number(value, table);
                words.extend(number.map(|number| (word.get_ref().to_lowercase(), number)));
            }
        }
        for (word, value) in table.entries("units") {
            let unit = value.get_ref().as_str().and_then(unit);
            if unit.is_none() {
                table.problem(span(value), "a unit is a number of a base unit, such as `\"60 seconds\"`");
            }
            amounts.units.extend(unit.map(|unit| (word.get_ref().to_lowercase(), unit)));
        }
        for (key, words) in [("rough", &mut amounts.rough), ("rates", &mut amounts.rates)] {
            *words = table.strings(key).into_iter().map(|(word, _)| word.to_lowercase()).collect();
        }
        amounts
    }

    /// Adds what a later file says.
    pub(super) fn extend(&mut self, new: Amounts) {
        self.numbers.extend(new.numbers);
        self.scales.extend(new.scales);
        self.units.extend(new.units);
        self.rough.extend(new.rough);
        self.rates.extend(new.rates);
    }
}

fn number(value: &Value, table: &mut Table) -> Option<f64> {
    let plain = |text: &str| text.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
    let integer = value.get_ref().as_integer().and_then(|integer| plain(integer.as_str()));
    let number = integer.or_else(|| value.get_ref().as_float().and_then(|float| plain(float.as_str())));
    if number.is_none() {
        table.problem(span(value), "this must be a number");
    }
    number
}

/// "60 seconds" as a number and a base unit.
fn unit(text: &str) -> Option<(f64, String)> {
    let (count, base) = text.trim().split_once(' ')?;
    let count: f64 = count.parse().ok()?;
    (count.is_finite() && count > 0.0).then(|| (count, base.trim().to_owned()))
}

impl BankSettings {
    /// Reads `[bank]`.
    pub(super) fn read(table: &mut Table) -> BankSettings {
        let questions = owned(table.strings("questions"));
        let mut tags = Vec::new();
        for (tag, value) in table.entries("tags") {
            match value.get_ref().as_str() {
                Some(topic) => tags.push((tag.get_ref().to_lowercase(), topic.to_owned(), span(value))),
                None => table.problem(span(value), "a tag stands for the name of a value or question, a string"),
            }
        }
        let without = owned(table.strings("without"));
        BankSettings { questions, tags, without, exclude: owned(table.strings("exclude")) }
    }
}
