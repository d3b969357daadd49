//! What is answered. Reports, outlines and problems are the texts of the command line: JSON within JSON.

use crate::engine::{Engine, lines};
use crate::questions::{Note, Question, Setup};
use serde_json::{Value, json};
use star_lint::report::explain::Explanation;
use star_lint::report::statistics::Tally;
use star_lint::report::{Checked, Context, FORMATS, Format, outline};
use star_lint::rules::{builtin, reader};
use star_lint::{Source, Summary};
use std::path::Path;

/// Answers a question.
pub fn answer(question: Question) -> Value {
    match question {
        Question::Check { notes, format, setup } => match FORMATS.iter().find(|known| known.name == format) {
            Some(format) => check(notes, format, &setup),
            None => {
                let names: Vec<_> = FORMATS.iter().map(|known| known.name).collect();
                failure(&format!("there is no format `{format}`; use {}", names.join(", ")))
            }
        },
        Question::Wants { paths, setup } => {
            let engine = Engine::of(&setup);
            let workspace = engine.linter.workspace();
            let wants = paths.iter().map(|path| workspace.wants(Path::new(path), path.ends_with('/')));
            let excluded = paths.iter().map(|path| workspace.excluded(Path::new(path)));
            json!({ "wants": wants.collect::<Vec<_>>(), "excluded": excluded.collect::<Vec<_>>() })
        }
        Question::Explain { rule, setup } => explain(&rule, &setup),
        Question::Profiles => json!({ "profiles": profiles() }),
    }
}

/// The answer to what cannot be answered.
pub fn failure(why: &str) -> Value {
    json!({ "failure": why })
}

/// The report on notes, as the command line prints it, and how they were read.
fn check(notes: Vec<Note>, format: &Format, setup: &Setup) -> Value {
    let engine = Engine::of(setup);
    let workspace = engine.linter.workspace();
    let context = Context { workspace, color: false, links: false, width: 100, quiet: true };
    let report = (format.report)(&context);
    let (mut files, mut outlines) = (Vec::new(), Vec::new());
    let (mut total, mut tally, mut fails, mut trouble) = (Summary::default(), Tally::default(), false, String::new());
    for Note { path, text, named } in notes {
        let source = Source { named, ..Source::new(path, text) };
        let settings = workspace.settings(&source.path);
        let (linted, outline) = engine.linter.lint_and(&source, &settings, |views, _| {
            let read = views.first().map(|(view, note)| outline::outline(&source, note, &view.rules));
            read.map(|outline| outline::json_file(&outline))
        });
        trouble += &linted.trouble.clone().map(|found| lines(&source, vec![found])).unwrap_or_default();
        files.extend(Some(report.file(&Checked::new(&source, &linted))).filter(|text| !text.is_empty()));
        outlines.extend(outline);
        total.add(&linted.summary);
        linted.diagnostics.iter().for_each(|found| tally.count(found));
        fails |= linted.fails;
    }
    let (problems, wrong) = engine.problems();
    json!({
        "report": report.start() + &files.join(report.between()) + &report.finish(&total, &tally),
        "outline": outline::json(&outlines),
        "problems": problems + &trouble,
        "unread": workspace.unread(),
        "status": if wrong || !trouble.is_empty() { 2 } else { i32::from(fails) },
    })
}

fn explain(rule: &str, setup: &Setup) -> Value {
    let views = |setup: &Setup| Engine::of(setup).linter.workspace().here().views(&[]);
    let mut found = views(setup);
    if let Some(name) = builtin::profile_of(rule).filter(|_| Explanation::new(&found, rule).is_none()) {
        // A hint can be explained without its profile.
        found = views(&setup.clone().with_profile(name));
    }
    match Explanation::new(&found, rule) {
        Some(explanation) => json!({ "rule": explanation.json() }),
        None => failure(&format!("there is no rule `{rule}`")),
    }
}

fn profiles() -> Vec<Value> {
    let read = |(name, text): &(&str, &str)| {
        let profile = reader::read(text, &mut Vec::new()).profile?;
        let (title, description, sources) = (profile.title, profile.description, profile.sources);
        Some(json!({
            "name": name,
            "title": title,
            "description": description,
            "basis": profile.basis.name(),
            "as_of": profile.as_of,
            "sources": sources,
        }))
    };
    builtin::PROFILES.iter().filter_map(read).collect()
}
