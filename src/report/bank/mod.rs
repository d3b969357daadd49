//! Reports of a bank of stories: a table for terminals, Markdown for a repository, JSON, and a page of HTML. The findings
//! across notes can be had in every format of `check` as well.

mod html;
mod human;
mod json;
mod markdown;

use super::{Checked, Context, Format, plural, printable};
use crate::bank::growth::Growth;
use crate::bank::{Bank, Group, Reason, Story};
use crate::check::{one_line, spoken_time};
use crate::rules::Limits;
use std::collections::BTreeSet;

/// A format of `star-lint bank`.
#[derive(Clone, Copy, Debug)]
pub struct BankFormat {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The whole bank.
    Whole(fn(&Shown, &Context) -> String),
    /// Only the findings across notes.
    Findings(Format),
}

/// What is shown.
pub struct Shown<'b> {
    /// The bank.
    pub bank: &'b Bank,
    /// How it was before, and what became of it.
    pub growth: Option<&'b Growth>,
}

/// A format of the whole bank.
const fn whole(name: &'static str, about: &'static str, report: fn(&Shown, &Context) -> String) -> BankFormat {
    BankFormat { name, about, kind: Kind::Whole(report) }
}

/// A format of `check`, for the findings across notes.
const fn findings_as(format: Format) -> BankFormat {
    BankFormat { name: format.name, about: format.about, kind: Kind::Findings(format) }
}

/// The formats; the first is the default.
const ALL: [BankFormat; 11] = [
    whole("human", "A table for the terminal", human::report),
    whole("markdown", "Tables for a repository", markdown::report),
    whole("html", "One page to look at and to print", html::report),
    whole("json", "One JSON document", json::report),
    findings_as(super::concise::FORMAT),
    findings_as(super::jsonl::FORMAT),
    findings_as(super::sarif::FORMAT),
    findings_as(super::github::FORMAT),
    findings_as(super::gitlab::FORMAT),
    findings_as(super::junit::FORMAT),
    findings_as(super::rdjson::FORMAT),
];

impl BankFormat {
    /// All formats; the first is the default.
    pub fn all() -> &'static [BankFormat] {
        &ALL
    }

    /// The report.
    pub fn report(&self, shown: &Shown, context: &Context) -> String {
        match self.kind {
            Kind::Whole(report) => report(shown, context),
            Kind::Findings(format) => findings(shown.bank, &format, context),
        }
    }
}

/// The findings across notes, in a format of `check`.
fn findings(bank: &Bank, format: &Format, context: &Context) -> String {
    let report = (format.report)(context);
    let (mut summary, mut tally) = (bank.summary, super::statistics::Tally::default());
    (summary.errors, summary.warnings, summary.infos, summary.hidden) = (0, 0, 0, [0, 0]);
    let mut out = report.start();
    let mut any = false;
    for (file, linted) in bank.files.iter().zip(&bank.findings) {
        linted.diagnostics.iter().for_each(|diagnostic| {
            summary.count(diagnostic.level);
            tally.count(diagnostic);
        });
        (0..2).for_each(|level| summary.hidden[level] += linted.summary.hidden[level]);
        let text = report.file(&Checked { titles: &file.linted.titles, ..Checked::new(&file.source, linted) });
        if !text.is_empty() {
            out += if any { report.between() } else { "" };
            out += &text;
            any = true;
        }
    }
    out + &report.finish(&summary, &tally)
}

/// The name of a story on one line, safe to show.
fn name(story: &Story) -> String {
    printable(&one_line(story.name())).into_owned()
}

/// The short name of a story on one line, safe to show.
fn short(story: &Story) -> String {
    printable(&one_line(story.short())).into_owned()
}

/// Where a story is.
fn place(bank: &Bank, story: &Story) -> String {
    format!("{}:{}", printable(&super::path(&bank.files[story.file].source)), story.line)
}

/// How long a story is beside what is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Short,
    Right,
    Long,
}

fn length(words: usize, range: Limits) -> Length {
    match (range.too_few(words), range.too_many(words)) {
        (true, _) => Length::Short,
        (_, true) => Length::Long,
        _ => Length::Right,
    }
}

/// Why a story fits a question, in words.
fn reasons(bank: &Bank, story: &Story, reasons: &[Reason]) -> Vec<String> {
    let text = &bank.files[story.file].source.text;
    let quoted = |words: &[String]| words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
    let reason = |reason: &Reason| match reason {
        Reason::Named(what, span) => {
            format!("filed under {what}: “{}”", one_line(span.of(text).trim_start_matches(['#', ' '])))
        }
        Reason::Shown(what, span) => format!("shows {what}: “{}”", one_line(span.of(text))),
        Reason::Title(words) => format!("its title says {}", quoted(words)),
        Reason::Words(words) => format!("it says {}", quoted(words)),
    };
    reasons.iter().map(|one| printable(&reason(one)).into_owned()).collect()
}

/// Short names for columns, of two letters or digits each, none twice.
fn codes(group: &Group) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let code = |(number, title): (usize, &str)| {
        let letters: Vec<char> = title.chars().filter(|c| c.is_alphanumeric()).collect();
        let initials: Vec<char> = title
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_uppercase())
            .collect();
        let first = initials.first().or(letters.first()).copied().unwrap_or('?').to_uppercase().next().unwrap_or('?');
        let seconds = initials.iter().skip(1).chain(letters.iter().skip(1));
        let codes =
            seconds.map(|second| format!("{first}{second}")).chain((0..).map(|more| format!("{:02}", number + more)));
        codes.into_iter().find(|code| taken.insert(code.to_lowercase())).unwrap_or_default()
    };
    group.columns.iter().map(|column| column.title.as_str()).enumerate().map(code).collect()
}

/// What a table lacks, in sentences: the columns that no story shows, and the stories that are in no column.
fn gaps(bank: &Bank, number: usize) -> Vec<String> {
    let columns = bank.groups[number].columns.iter().filter(|column| column.stories.is_empty());
    let columns: Vec<&str> = columns.map(|column| column.title.as_str()).collect();
    let unplaced = bank.stories.iter().filter(|story| story.cells.iter().all(|cell| cell.column.0 != number));
    let unplaced: Vec<String> = unplaced.map(|story| format!("\"{}\"", short(story))).collect();
    let gaps = [
        (!columns.is_empty()).then(|| format!("No story shows {}.", columns.join(", "))),
        (!unplaced.is_empty()).then(|| format!("In no column yet: {}.", unplaced.join(", "))),
    ];
    gaps.into_iter().flatten().collect()
}

/// "9:52 to say".
fn time(seconds: usize) -> String {
    spoken_time(seconds)
}

/// The stories in a few words: "12 stories in 4 files, 1,480 words, 9:52 to say".
fn headline(bank: &Bank) -> String {
    let words = bank.stories.iter().map(|story| story.words).sum::<usize>();
    let seconds = bank.stories.iter().map(|story| story.seconds).sum();
    let stories =
        if bank.stories.len() == 1 { "1 story".to_owned() } else { format!("{} stories", bank.stories.len()) };
    format!("{stories} in {}, {}, {} to say", plural(bank.files.len(), "file"), plural(words, "word"), time(seconds))
}

/// The stories out of their range of words: those that are short, and those that are long.
fn off_range(bank: &Bank) -> [Vec<usize>; 2] {
    let of = |wanted: Length| {
        let length = |&story: &usize| length(bank.stories[story].words, bank.range(story)) == wanted;
        (0..bank.stories.len()).filter(length).collect()
    };
    [of(Length::Short), of(Length::Long)]
}

/// A range of words: "100-150 words".
fn limits(range: Limits) -> String {
    let bound = |limit: Option<u32>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    format!("{}–{} words", bound(range.min), bound(range.max))
}
