//! `star-lint check`.

use super::args::{CheckArgs, FailOn, Format, MinLevel};
use super::{Outcome, colors, complain, files, load, no_rule, width};
use crate::check;
use crate::diagnostic::Level;
use crate::parse::parse;
use crate::report::{Checked, Report, Summary, concise::Concise, human::Human, json::Json};
use crate::rules::RuleSet;
use std::io::{self, Write};

/// What came of one file.
struct Done {
    text: String,
    summary: Summary,
    worst: Level,
    trouble: Option<String>,
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> io::Result<Outcome> {
    let (loaded, mut outcome) = load(&args.rules);
    let mut rules = loaded.rules;
    if !choose(&mut rules, args) {
        return Ok(Outcome::Trouble);
    }
    let stdout = io::stdout();
    let color = colors(args.color, &stdout);
    let report: &dyn Report = match args.format {
        Format::Human => &Human::new(color, width(), args.quiet),
        Format::Concise => &Concise,
        Format::Json => &Json,
    };
    let mut out = stdout.lock();
    out.write_all(report.start().as_bytes())?;
    let (mut total, mut worst, mut any) = (Summary::default(), Level::Off, false);
    let work = |read: files::Read| one(read, &rules, args, report);
    files::each(&args.paths, &args.stdin_filename, work, |done| {
        if let Some(trouble) = &done.trouble {
            complain(trouble);
            outcome = Outcome::Trouble;
        }
        if !done.text.is_empty() {
            out.write_all(if any { report.between() } else { "" }.as_bytes())?;
            out.write_all(done.text.as_bytes())?;
            any = true;
        }
        total.add(&done.summary);
        worst = worst.max(done.worst);
        Ok(())
    })?;
    if total.files == 0 && outcome == Outcome::Clean {
        complain("no notes found: star-lint reads .md, .markdown and .txt files that git does not ignore");
        outcome = Outcome::Trouble;
    }
    out.write_all(report.finish(&total).as_bytes())?;
    out.flush()?;
    let fails = match args.fail_on {
        FailOn::Error => worst >= Level::Error,
        FailOn::Warning => worst >= Level::Warning,
        FailOn::Info => worst >= Level::Info,
        FailOn::Never => false,
    };
    Ok(outcome.max(if fails { Outcome::Found } else { Outcome::Clean }))
}

/// Turns rules off that `--select` and `--ignore` leave out. False where a rule is unknown.
fn choose(rules: &mut RuleSet, args: &CheckArgs) -> bool {
    let mut known = true;
    for name in args.select.iter().chain(&args.ignore) {
        if rules.rule(name).is_none() {
            complain(&no_rule(name, rules.rules.iter().map(|rule| &*rule.id)));
            known = false;
        }
    }
    for rule in &mut rules.rules {
        let selected = args.select.iter().any(|name| *name == rule.id);
        if selected && rule.level == Level::Off {
            rule.level = Level::Info;
        }
        if (!args.select.is_empty() && !selected) || args.ignore.iter().any(|name| *name == rule.id) {
            rule.level = Level::Off;
        }
    }
    known
}

fn one(read: files::Read, rules: &RuleSet, args: &CheckArgs, report: &dyn Report) -> Done {
    let mut done = Done { text: String::new(), summary: Summary::default(), worst: Level::Off, trouble: None };
    let (source, entry) = match read {
        Ok(read) => read,
        Err(message) => {
            done.trouble = Some(message);
            return done;
        }
    };
    let note = parse(&source.text, &rules.grammar);
    let (mut diagnostics, words) = check::check_and_count(&note, &source.text, rules);
    if entry.named {
        diagnostics.extend(check::no_answer(&note, &source.text, rules));
    }
    done.worst = diagnostics.iter().map(|diagnostic| diagnostic.level).max().unwrap_or(Level::Off);
    let least = match args.min_level {
        MinLevel::Error => Level::Error,
        MinLevel::Warning => Level::Warning,
        MinLevel::Info => Level::Info,
    };
    diagnostics.retain(|diagnostic| diagnostic.level >= least);
    done.summary = Summary {
        files: 1,
        without: usize::from(note.answers.is_empty()),
        answers: note.answers.len(),
        words,
        seconds: rules.seconds(words),
        ..Summary::default()
    };
    diagnostics.iter().for_each(|diagnostic| done.summary.count(diagnostic.level));
    let titles =
        note.answers.iter().map(|answer| answer.title.map(|title| title.of(&source.text).to_owned())).collect();
    done.text = report.file(&Checked { source: &source, titles, diagnostics: &diagnostics });
    done
}
