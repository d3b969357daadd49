//! `star-lint bank`.

use super::args::BankArgs;
use super::files::{Plan, Read, report_problems, why_nothing};
use super::output::Output;
use super::progress::Progress;
use super::{Outcome, complain, history, reporting};
use crate::bank::growth::{Before, Growth};
use crate::bank::{self, Bank, File, Lenses};
use crate::baseline::Scope;
use crate::linter::{Linter, Selection};
use crate::report::bank::Shown;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &BankArgs) -> io::Result<Outcome> {
    let Some((workspace, plan, mut outcome)) = reporting::begin(&args.report, &args.input, &args.paths) else {
        return Ok(Outcome::Trouble);
    };
    let mut asked = args.question.clone();
    let from_file = args.questions.as_deref().map(|path| questions(path, args.input.max_size)).transpose();
    let wanted = (from_file, reporting::file(&args.report, &plan), reporting::baseline(&args.report, Scope::Bank));
    let (from_file, file, baseline) = match wanted {
        (Ok(from_file), Ok(file), Ok(baseline)) => (from_file, file, baseline),
        (from_file, file, baseline) => {
            let errors = from_file.err().into_iter().chain(file.err()).chain(baseline.err());
            errors.for_each(|error| complain(&error));
            return Ok(Outcome::Trouble);
        }
    };
    asked.extend(from_file.into_iter().flatten());
    for (_, settings) in plan.settings() {
        asked.extend(settings.bank().questions);
    }
    let mut once = BTreeSet::new();
    asked.retain(|question| once.insert(question.clone()));
    let linter = Linter::new(workspace.clone(), Selection::default());
    let (files, troubled) = read(&linter, &plan, args.report.quiet)?;
    if troubled {
        outcome = Outcome::Trouble;
    }
    let nothing = files.is_empty() && plan.excluded == 0 && outcome != Outcome::Trouble;
    if nothing {
        complain(&why_nothing(&args.paths, &workspace));
        return Ok(Outcome::Trouble);
    }
    let judge = Linter::new(workspace.clone(), args.report.selection()).with_baseline(baseline);
    let bank = Bank::new(&judge, files, &asked);
    let growth = match args.compare.as_deref().map(|what| growth(what, &linter, &judge, &bank, args)).transpose() {
        Ok(growth) => growth,
        Err(problem) => {
            complain(&problem);
            outcome = Outcome::Trouble;
            None
        }
    };
    let context = reporting::context(&args.report, &workspace);
    let mut out = file.unwrap_or_else(Output::new);
    let text = args.format.report(&Shown { bank: &bank, growth: growth.as_ref() }, &context);
    out.write_all(text.as_bytes())?;
    out.flush()?;
    if bank.findings.iter().any(|linted| linted.fails) {
        outcome = outcome.max(Outcome::Found);
    }
    let kept = reporting::keep(&args.report, &judge);
    let told = report_problems(&workspace);
    Ok(if kept && !told { outcome } else { Outcome::Trouble })
}

/// Reads the notes of a plan; says whether one could not be read.
fn read(linter: &Linter, plan: &Plan, quiet: bool) -> io::Result<(Vec<File>, bool)> {
    let (lenses, progress) = (Lenses::default(), Progress::new(plan.len(), quiet));
    let (mut files, mut troubled) = (Vec::new(), false);
    let mut progress = progress;
    let work = |read: Read| {
        let input = read?;
        if !linter.workspace().is_in_bank(&input.source.path) {
            return Ok(None);
        }
        Ok(Some(bank::read(linter, &lenses, input.source, &input.settings)))
    };
    plan.run(work, |file: Result<Option<File>, super::problem::FileProblem>| {
        match file {
            Ok(None) => {}
            Ok(Some(file)) => {
                if let Some(trouble) = &file.linted.trouble {
                    progress.aside(|| complain(&trouble.placed(&file.source)));
                    troubled = true;
                }
                files.push(file);
            }
            Err(problem) => {
                progress.aside(|| complain(&problem.to_string()));
                troubled = true;
            }
        }
        progress.step();
        Ok(())
    })?;
    progress.finish();
    Ok((files, troubled))
}

/// The questions of a file: one a line, as a list or not; headings and empty lines are none.
fn questions(path: &Path, megabytes: u32) -> Result<Vec<String>, String> {
    let source = crate::disk::read(path, megabytes)
        .map_err(|error| format!("cannot read the questions {}: {error}", path.display()))?;
    let list = |line: &str| {
        let line = line.trim().trim_start_matches(['-', '*', '+', '>', ' ']);
        let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        number.strip_prefix(['.', ')']).filter(|_| number.len() < line.len()).unwrap_or(line).trim().to_owned()
    };
    let lines = source.text.lines().filter(|line| !line.trim_start().starts_with('#')).map(list);
    let questions: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    if questions.is_empty() {
        return Err(format!("there is no question in {}: write one a line", path.display()));
    }
    Ok(questions)
}

/// What changed since a saved bank, or since a revision of git.
fn growth(what: &str, linter: &Linter, judge: &Linter, bank: &Bank, args: &BankArgs) -> Result<Growth, String> {
    let path = Path::new(what);
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        let wrong = |error: String| format!("cannot compare with {what}: {error}");
        let source = crate::disk::read(path, args.input.max_size).map_err(|error| wrong(error.to_string()))?;
        return Ok(Growth::since(what, &Before::read(&source.text).map_err(wrong)?, bank));
    }
    let mut sources = history::notes(what, &args.paths, linter.workspace(), args.input.max_size)?;
    sources.retain(|source| linter.workspace().is_in_bank(&source.path));
    let lenses = Lenses::default();
    let files = sources.into_iter().map(|source| {
        let settings = linter.workspace().settings(&source.path);
        bank::read(linter, &lenses, source, &settings)
    });
    let judge = Linter::new(judge.shared_workspace(), judge.selection().clone());
    let old = Bank::new(&judge, files.collect(), &[]);
    Ok(Growth::since(what, &Before::of(&old), bank))
}
