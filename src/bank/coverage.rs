//! The table of stories: what each value or family of questions has, what has none, and which story carries too much.

use super::findings::{finding, rule};
use super::lens::{Lens, Sought};
use super::{Bank, File, Story};
use crate::diagnostic::Diagnostic;
use crate::rules::Across;
use std::collections::BTreeMap;

/// The columns of one profile, or the families of questions.
pub struct Group {
    /// The profile; none for families of questions.
    pub profile: Option<String>,
    /// What people call it.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether it is shown as a table: families of questions are not where a profile has values.
    pub shown: bool,
}

/// A value or a family of questions.
pub struct Column {
    /// Its name in the rule files.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The stories that show it, by number.
    pub stories: Vec<usize>,
}

/// The title of the families of questions.
const QUESTIONS: &str = "Questions";

/// The groups of all files, and the cells of the stories put into them.
pub fn groups(files: &[File], stories: &mut [Story]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // For each file and view the group of its values and that of its questions, and where the columns are in them.
    let mut places: Vec<Vec<[usize; 2]>> = Vec::new();
    for file in files {
        let without = &file.told.without;
        let mut own = Vec::new();
        for lens in &file.lenses {
            let (values, questions) = lens.sought.split_at(lens.values);
            let (profile, title) = (lens.view.profile.as_deref(), title(lens));
            let values =
                if values.is_empty() { usize::MAX } else { place(&mut groups, profile, title, values, without) };
            own.push([values, place(&mut groups, None, QUESTIONS, questions, without)]);
        }
        places.push(own);
    }
    let any = groups.iter().any(|group| group.shown);
    groups.iter_mut().filter(|_| !any).for_each(|group| group.shown = true);
    for (number, story) in stories.iter_mut().enumerate() {
        let file = &files[story.file];
        story.cells.retain_mut(|cell| {
            let (view, column) = cell.column;
            let lens = &file.lenses[view];
            let group = places[story.file][view][usize::from(column >= lens.values)];
            let name = &lens.sought[column].name;
            // What the configuration leaves out is no column.
            let Some(column) = groups[group].columns.iter().position(|column| column.name == *name) else {
                return false;
            };
            cell.column = (group, column);
            groups[group].columns[column].stories.push(number);
            true
        });
        story.cells.sort_by_key(|cell| cell.column);
    }
    groups
}

/// The group of a profile or of the questions, with these columns.
fn place(groups: &mut Vec<Group>, profile: Option<&str>, title: &str, sought: &[Sought], without: &[String]) -> usize {
    let known = groups.iter().position(|group| group.profile.as_deref() == profile && group.title == title);
    let place = known.unwrap_or(groups.len());
    if known.is_none() {
        let (profile, title) = (profile.map(str::to_owned), title.to_owned());
        groups.push(Group { profile, shown: title != QUESTIONS, title, columns: Vec::new() });
    }
    for Sought { name, title, .. } in sought.iter().filter(|sought| !without.contains(&sought.name)) {
        if !groups[place].columns.iter().any(|column| column.name == *name) {
            groups[place].columns.push(Column { name: name.clone(), title: title.clone(), stories: Vec::new() });
        }
    }
    place
}

/// What people call the values of a view.
fn title(lens: &Lens) -> &str {
    let Some(name) = lens.view.profile.as_deref() else { return "Values" };
    let mut files = lens.view.parts.iter().map(|part| &part.config);
    let own =
        files.find(|config| config.profile.as_deref() == Some(name)).and_then(|config| config.file.profile.as_ref());
    own.map_or(name, |profile| &profile.title)
}

/// Reports columns without a story, and stories that are the only one of many columns.
pub fn findings(bank: &Bank, found: &mut [Vec<Diagnostic>]) {
    let Some(story) = bank.stories.first() else { return };
    let mut only: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for group in bank.groups.iter().filter(|group| group.shown) {
        for column in &group.columns {
            match &column.stories[..] {
                [] => {
                    let Some((rule, _)) = rule(&bank.files[story.file], Across::Uncovered) else { continue };
                    let values = [("value", column.title.clone()), ("profile", group.title.clone())];
                    let mut empty = finding(rule, story, story.heading, &values);
                    empty.answer = None;
                    empty.profiles.extend(group.profile.clone());
                    found[story.file].push(empty);
                }
                [one] => only.entry(*one).or_default().push(&column.title),
                _ => {}
            }
        }
    }
    for (number, titles) in only.iter().filter(|_| bank.stories.len() > 1) {
        let story = &bank.stories[*number];
        let Some((rule, limits)) = rule(&bank.files[story.file], Across::Overused) else { continue };
        if limits.too_many(titles.len()) {
            let values = [("count", titles.len().to_string()), ("values", titles.join(", "))];
            found[story.file].push(finding(rule, story, story.heading, &values));
        }
    }
}
