//! The bank as one JSON document, in the schema of `docs/schemas/bank.json`. It can be saved and compared with later.

use super::{Shown, reasons};
use crate::bank::growth::Growth;
use crate::bank::{Bank, Cell, Story};
use crate::check::one_line;
use crate::report::json::{Place, findings};
use crate::report::{Checked, Context, printable};
use crate::source::{LineIndex, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'b> {
    version: u32,
    summary: Summary,
    stories: Vec<StoryOut<'b>>,
    coverage: Vec<GroupOut<'b>>,
    questions: Vec<AskedOut<'b>>,
    growth: Option<GrowthOut<'b>>,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    stories: usize,
    words: usize,
    seconds: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct StoryOut<'b> {
    title: Option<&'b str>,
    path: String,
    line: usize,
    start: Place,
    end: Place,
    words: usize,
    seconds: usize,
    min: Option<u32>,
    max: Option<u32>,
    when: Option<String>,
    metrics: Vec<Quote>,
    lesson: bool,
    tags: &'b [String],
    errors: usize,
    warnings: usize,
    infos: usize,
    sections: Vec<SectionOut>,
    cells: Vec<CellOut<'b>>,
}

#[derive(Serialize)]
struct SectionOut {
    kinds: Vec<&'static str>,
    words: usize,
}

#[derive(Serialize)]
struct CellOut<'b> {
    profile: Option<&'b str>,
    value: &'b str,
    named: Vec<Quote>,
    shown: Vec<Quote>,
}

/// Words of a note and where they are.
#[derive(Serialize)]
struct Quote {
    text: String,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct GroupOut<'b> {
    profile: Option<&'b str>,
    title: &'b str,
    values: Vec<ColumnOut<'b>>,
}

#[derive(Serialize)]
struct ColumnOut<'b> {
    name: &'b str,
    title: &'b str,
    stories: &'b [usize],
}

#[derive(Serialize)]
struct AskedOut<'b> {
    question: &'b str,
    about: &'b [String],
    stories: Vec<FitOut>,
}

#[derive(Serialize)]
struct FitOut {
    story: usize,
    good: bool,
    because: Vec<String>,
}

#[derive(Serialize)]
struct GrowthOut<'b> {
    since: &'b str,
    changed: Vec<Changed<'b>>,
    new: &'b [usize],
    gone: &'b [String],
}

#[derive(Serialize)]
struct Changed<'b> {
    story: usize,
    changes: &'b [String],
}

pub(super) fn report(shown: &Shown, _: &Context) -> String {
    let bank = shown.bank;
    let indices: Vec<LineIndex> = bank.files.iter().map(|file| LineIndex::new(&file.source.text)).collect();
    let stories = bank.stories.iter().enumerate().map(|(number, story)| self::story(bank, number, story, &indices));
    let groups = bank.groups.iter().map(|group| GroupOut {
        profile: group.profile.as_deref(),
        title: &group.title,
        values: group
            .columns
            .iter()
            .map(|column| ColumnOut { name: &column.name, title: &column.title, stories: &column.stories })
            .collect(),
    });
    let asked = bank.asked.iter().map(|asked| AskedOut {
        question: &asked.question,
        about: &asked.about,
        stories: asked
            .fits
            .iter()
            .map(|fit| FitOut {
                story: fit.story,
                good: fit.good,
                because: reasons(bank, &bank.stories[fit.story], &fit.reasons),
            })
            .collect(),
    });
    let count = |level: usize| bank.stories.iter().map(|story| story.levels[level]).sum();
    let document = Document {
        version: 1,
        summary: Summary {
            files: bank.files.len(),
            stories: bank.stories.len(),
            words: bank.stories.iter().map(|story| story.words).sum(),
            seconds: bank.stories.iter().map(|story| story.seconds).sum(),
            errors: count(0),
            warnings: count(1),
            infos: count(2),
        },
        stories: stories.collect(),
        coverage: groups.collect(),
        questions: asked.collect(),
        growth: shown.growth.map(growth),
    };
    let across = bank.files.iter().zip(&bank.findings).flat_map(|(file, linted)| {
        findings(&Checked { titles: &file.linted.titles, ..Checked::new(&file.source, linted) })
    });
    let across = across.collect::<Vec<_>>().join(",\n");
    let document = crate::report::text::to_json(&document);
    format!("{},\"diagnostics\":[{across}]}}\n", document.trim_end_matches('}'))
}

fn story<'b>(bank: &'b Bank, number: usize, story: &'b Story, indices: &[LineIndex]) -> StoryOut<'b> {
    let (source, index) = (bank.source(number), &indices[story.file]);
    let quote = |span: &Span| {
        let (start, end) = Place::pair(index, *span);
        Quote { text: printable(&one_line(span.of(&source.text))).into_owned(), start, end }
    };
    let (start, end) = Place::pair(index, story.span);
    let range = bank.range(number);
    let cell = |cell: &Cell| {
        let group = &bank.groups[cell.column.0];
        CellOut {
            profile: group.profile.as_deref(),
            value: &group.columns[cell.column.1].name,
            named: cell.named.iter().map(quote).collect(),
            shown: cell.shown.iter().map(quote).collect(),
        }
    };
    let [errors, warnings, infos] = story.levels;
    StoryOut {
        title: story.title.as_deref(),
        path: crate::report::path(source),
        line: story.line,
        start,
        end,
        words: story.words,
        seconds: story.seconds,
        min: range.min,
        max: range.max,
        when: story.when.map(|span| printable(&one_line(span.of(&source.text))).into_owned()),
        metrics: story.metrics.iter().map(quote).collect(),
        lesson: story.lesson,
        tags: &story.tags,
        errors,
        warnings,
        infos,
        sections: story
            .sections
            .iter()
            .map(|(kinds, words, _)| SectionOut { kinds: kinds.names().collect(), words: *words })
            .collect(),
        cells: story.cells.iter().map(cell).collect(),
    }
}

fn growth(growth: &Growth) -> GrowthOut<'_> {
    let changed = growth.changed.iter().map(|(story, changes)| Changed { story: *story, changes });
    GrowthOut { since: &growth.since, changed: changed.collect(), new: &growth.new, gone: &growth.gone }
}
