//! What became better and what worse since an earlier state of the bank, which is either another bank or one that was
//! saved as JSON.

use super::Bank;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap, VecDeque};

/// An earlier state.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    version: u32,
    stories: Vec<Old>,
}

/// A story as it was.
#[derive(Debug, Default, Deserialize)]
struct Old {
    title: Option<String>,
    path: String,
    words: usize,
    metrics: Vec<Metric>,
    lesson: bool,
    errors: usize,
    warnings: usize,
    infos: usize,
    cells: Vec<OldCell>,
}

#[derive(Debug, Default, Deserialize)]
struct Metric {}

#[derive(Debug, Default, Deserialize)]
struct OldCell {
    profile: Option<String>,
    value: String,
}

/// What changed.
#[derive(Default)]
pub struct Growth {
    /// What it is compared with.
    pub since: String,
    /// Stories that are other than they were, by number, and how.
    pub changed: Vec<(usize, Vec<String>)>,
    /// Stories that were not there.
    pub new: Vec<usize>,
    /// Stories that are no longer there, by name and path.
    pub gone: Vec<String>,
}

impl Before {
    /// The state of a bank.
    pub fn of(bank: &Bank) -> Before {
        let story = |story: &super::Story| {
            let [errors, warnings, infos] = story.levels;
            let cell = |cell: &super::Cell| {
                let group = &bank.groups[cell.column.0];
                OldCell { profile: group.profile.clone(), value: group.columns[cell.column.1].name.clone() }
            };
            Old {
                title: story.title.clone(),
                path: crate::paths::shown(&bank.files[story.file].source.path),
                words: story.words,
                metrics: story.metrics.iter().map(|_| Metric {}).collect(),
                lesson: story.lesson,
                errors,
                warnings,
                infos,
                cells: story.cells.iter().map(cell).collect(),
            }
        };
        Before { version: 1, stories: bank.stories.iter().map(story).collect() }
    }

    /// Reads what `--format json` wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Before, String> {
        let before: Before = serde_json::from_str(text).map_err(|error| format!("not a saved bank: {error}"))?;
        match before.version {
            1 => Ok(before),
            other => Err(format!("a bank of version {other}; this star-lint reads version 1")),
        }
    }
}

impl Growth {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.new.is_empty() && self.gone.is_empty()
    }

    /// Compares a bank with an earlier state. A story is known by its path and title, or else by its title alone.
    pub fn since(since: &str, before: &Before, bank: &Bank) -> Growth {
        let mut exact: HashMap<(String, &str), VecDeque<usize>> = HashMap::new();
        let mut titled: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for (number, old) in before.stories.iter().enumerate() {
            let title = old.title.as_deref().unwrap_or_default();
            exact.entry((old.path.clone(), title)).or_default().push_back(number);
            titled.entry(title).or_default().push_back(number);
        }
        let mut matched: Vec<Option<usize>> = vec![None; bank.stories.len()];
        let mut taken = BTreeSet::new();
        for alone in [false, true] {
            for (number, story) in bank.stories.iter().enumerate().filter(|(_, story)| !alone || story.title.is_some())
            {
                if matched[number].is_some() {
                    continue;
                }
                let (title, path) = (
                    story.title.as_deref().unwrap_or_default(),
                    crate::paths::shown(&bank.files[story.file].source.path),
                );
                let places = if alone { titled.get_mut(title) } else { exact.get_mut(&(path, title)) };
                let Some(places) = places else { continue };
                while let Some(old) = places.pop_front() {
                    if taken.insert(old) {
                        matched[number] = Some(old);
                        break;
                    }
                }
            }
        }
        let mut growth = Growth { since: since.to_owned(), ..Growth::default() };
        for (number, old) in matched.iter().enumerate() {
            match old {
                None => growth.new.push(number),
                Some(old) => {
                    let changes = changes(&before.stories[*old], bank, number);
                    growth.changed.extend((!changes.is_empty()).then_some((number, changes)));
                }
            }
        }
        let gone = before.stories.iter().enumerate().filter(|(number, _)| !taken.contains(number));
        growth.gone =
            gone.map(|(_, old)| format!("{} ({})", old.title.as_deref().unwrap_or("(untitled)"), old.path)).collect();
        growth
    }
}

/// What is other in a story than it was, what became better first.
fn changes(old: &Old, bank: &Bank, number: usize) -> Vec<String> {
    let story = &bank.stories[number];
    let (mut better, mut worse, mut other) = (Vec::new(), Vec::new(), Vec::new());
    let [errors, warnings, infos] = story.levels;
    for (was, is, what) in
        [(old.errors, errors, "errors"), (old.warnings, warnings, "warnings"), (old.infos, infos, "infos")]
    {
        let list = if is < was { &mut better } else { &mut worse };
        list.extend((is != was).then(|| format!("{what} {was} → {is}")));
    }
    let measured = (!old.metrics.is_empty(), !story.metrics.is_empty());
    for ((was, is), what) in [(measured, "metric"), ((old.lesson, story.lesson), "lesson")] {
        match (was, is) {
            (false, true) => better.push(format!("has a {what} now")),
            (true, false) => worse.push(format!("has no {what} any more")),
            _ => {}
        }
    }
    let cells = |cells: Vec<(Option<&str>, &str)>| {
        cells
            .into_iter()
            .map(|(profile, value)| (profile.map(str::to_owned), value.to_owned()))
            .collect::<BTreeSet<_>>()
    };
    let was = cells(old.cells.iter().map(|cell| (cell.profile.as_deref(), cell.value.as_str())).collect());
    let is = cells(
        story
            .cells
            .iter()
            .map(|cell| {
                let group = &bank.groups[cell.column.0];
                (group.profile.as_deref(), group.columns[cell.column.1].name.as_str())
            })
            .collect(),
    );
    let title = |(profile, name): &(Option<String>, String)| {
        let columns = bank.groups.iter().filter(|group| group.profile == *profile).flat_map(|group| &group.columns);
        columns.into_iter().find(|column| column.name == *name).map_or(name.clone(), |column| column.title.clone())
    };
    better.extend(is.difference(&was).map(|cell| format!("shows {} now", title(cell))));
    // A value that is no longer looked for is no loss.
    let known = |(profile, name): &&(Option<String>, String)| {
        bank.groups
            .iter()
            .any(|group| group.profile == *profile && group.columns.iter().any(|column| column.name == *name))
    };
    worse.extend(was.difference(&is).filter(known).map(|cell| format!("shows {} no more", title(cell))));
    other.extend((old.words != story.words).then(|| format!("words {} → {}", old.words, story.words)));
    let better = better.into_iter().map(|change| format!("better: {change}"));
    better.chain(worse.into_iter().map(|change| format!("worse: {change}"))).chain(other).collect()
}
