//! Which prose is read as an answer: notes as other people write them (`tests/prose/`), with a letter in the margin for
//! the lines of each answer without labels. The share that is found, and the share of what is taken for one and is none,
//! stay as they are in `tests/prose/shares.tsv`.

mod common;

use common::Folder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::RangeInclusive;
use std::process::Command;

/// The files of notes.
const BATCHES: [(&str, &str); 4] = [
    ("first", include_str!("prose/first.txt")),
    ("second", include_str!("prose/second.txt")),
    ("third", include_str!("prose/third.txt")),
    ("fourth", include_str!("prose/fourth.txt")),
];

/// The notes of a file: names, texts, and the lines of each answer, with text on them.
type Note = (String, String, BTreeMap<char, Vec<usize>>);

fn notes(file: &str) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for line in file.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            notes.push((name.to_owned(), String::new(), BTreeMap::new()));
        } else if let Some((_, text, answers)) = notes.last_mut() {
            let (margin, rest) = line.split_once('|').unwrap_or_else(|| panic!("no margin: {line}"));
            let number = text.lines().count() + 1;
            for letter in margin.trim().chars().filter(|_| !rest.trim().is_empty()) {
                answers.entry(letter).or_default().push(number);
            }
            text.push_str(rest);
            text.push('\n');
        }
    }
    notes
}

/// Found, all there are, taken for an answer though it is none, and what went wrong.
fn measured(batch: &str, notes: &[Note]) -> ([usize; 3], String) {
    let folder = Folder::new(&format!("prose-{batch}"), &[]);
    let names: Vec<String> = (0..notes.len()).map(|number| format!("{number}.md")).collect();
    names.iter().zip(notes).for_each(|(name, (_, text, _))| folder.write(name, text));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let run = folder.run(&[&["outline", "--format", "json"], &*names].concat());
    let outlined: Value = serde_json::from_str(&run.out).expect("JSON");
    let (mut counts, mut wrong) = ([0; 3], String::new());
    for (file, (name, _, answers)) in outlined["files"].as_array().expect("files").iter().zip(notes) {
        let line = |answer: &Value, end: &str| answer[end]["line"].as_u64().expect("a line") as usize;
        let inferred = file["answers"].as_array().into_iter().flatten().filter(|answer| answer["inferred"] == true);
        let said: Vec<RangeInclusive<usize>> =
            inferred.map(|answer| line(answer, "start")..=line(answer, "end")).collect();
        for (letter, lines) in answers {
            let half = |said: &RangeInclusive<usize>| {
                lines.iter().filter(|line| said.contains(line)).count() * 2 >= lines.len()
            };
            let found = said.iter().any(half);
            counts[0] += usize::from(found);
            counts[1] += 1;
            if !found {
                let _ = writeln!(wrong, "{batch}: {name}: {letter} is not found");
            }
        }
        for said in said.iter().filter(|said| !answers.values().flatten().any(|line| said.contains(line))) {
            counts[2] += 1;
            let _ = writeln!(wrong, "{batch}: {name}: lines {said:?} are no answer");
        }
    }
    (counts, wrong)
}

#[test]
fn the_shares_of_prose_that_are_read_rightly_stay() {
    let (mut table, mut all) = ("batch\tfound\tof\twrong\n".to_owned(), String::new());
    for (batch, file) in BATCHES {
        let ([found, of, taken], wrong) = measured(batch, &notes(file));
        let _ = writeln!(table, "{batch}\t{found}\t{of}\t{taken}");
        all += &wrong;
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/prose/shares.tsv");
    if std::env::var_os("SNAPSHOTS").is_some_and(|mode| mode == "overwrite") {
        std::fs::write(path, &table).expect("the table is written");
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(known, table, "{all}");
}

/// The notes of all batches.
fn all_notes() -> Vec<Note> {
    BATCHES.iter().flat_map(|(_, file)| notes(file)).collect()
}

/// What is found in each note: the rules with their messages, each with its level.
fn found(folder: &Folder, names: &[&str]) -> BTreeMap<String, Vec<(String, String)>> {
    let run = folder.run(&[&["--format", "json"], names].concat());
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for one in report["diagnostics"].as_array().into_iter().flatten() {
        let text = |field: &str| one[field].as_str().expect("a text").to_owned();
        let all = found.entry(text("path")).or_default();
        all.push((format!("{}: {}", text("rule"), text("message")), text("level")));
    }
    for all in found.values_mut() {
        all.sort();
    }
    found
}

#[test]
fn what_is_found_once_labels_are_written_is_the_same_and_no_milder() {
    let notes = all_notes();
    let folder = Folder::new("prose-levels", &[]);
    let names: Vec<String> = (0..notes.len()).map(|number| format!("{number}.md")).collect();
    names.iter().zip(&notes).for_each(|(name, (_, text, _))| folder.write(name, text));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let before = found(&folder, &names);
    folder.run(&[&["annotate", "--write"], &*names].concat());
    // The marks of what is not sure are words of their own.
    for name in &names {
        folder.write(name, &folder.read(name).replace("[check this label] ", ""));
    }
    let after = found(&folder, &names);
    let guessed = |all: &[(String, String)]| all.iter().any(|(what, _)| what.starts_with("unlabelled:"));
    let (mut compared, mut sterner) = (0, 0);
    for (name, before) in &before {
        let Some(after) = after.get(name).filter(|after| guessed(before) && !guessed(after)) else { continue };
        compared += 1;
        let before: Vec<_> = before.iter().filter(|(what, _)| !what.starts_with("unlabelled:")).collect();
        let number: usize = name.trim_end_matches(".md").parse().expect("a number");
        let said = |all: &[&(String, String)]| all.iter().map(|(what, _)| what.clone()).collect::<Vec<_>>();
        assert_eq!(said(&before), said(&after.iter().collect::<Vec<_>>()), "{}", notes[number].0);
        let place = |level: &str| ["info", "warning", "error"].iter().position(|known| *known == level);
        for ((what, milder), (_, level)) in before.iter().zip(after) {
            let raised = place(level).zip(place(milder)).map(|(level, milder)| level.wrapping_sub(milder));
            assert!(raised.is_some_and(|raised| raised <= 1), "{}: {what} {milder} {level}", notes[number].0);
            sterner += usize::from(raised == Some(1));
        }
    }
    assert!(compared * 2 > notes.iter().filter(|note| !note.2.is_empty()).count() && sterner > compared);
}

#[test]
fn the_patch_of_labels_applies_to_every_note() {
    let notes = all_notes();
    let folder = Folder::new("prose-patch", &[]);
    let names: Vec<String> = (0..notes.len()).map(|number| format!("{number}.md")).collect();
    names.iter().zip(&notes).for_each(|(name, (_, text, _))| folder.write(name, text));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let patch = folder.run(&[&["annotate"], &*names].concat());
    assert!(patch.out.matches("+++ ").count() * 2 > notes.iter().filter(|note| !note.2.is_empty()).count());
    folder.write("labels.patch", &patch.out);
    let git = |args: &[&str]| Command::new("git").current_dir(&folder.0).args(args).output();
    let Ok(applied) = git(&["init", "-q", "."]).and_then(|_| git(&["apply", "labels.patch"])) else {
        return common::skipped("there is no git");
    };
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let again = folder.run(&[&["annotate"], &*names].concat());
    assert!(!again.out.contains("+++ "), "{}", again.out);
}
