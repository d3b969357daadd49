//! `star-lint check`.

use super::args::{CheckArgs, Format};
use super::files::{Input, Plan, Read, tell};
use super::lint::{Linted, lint};
use super::progress::Progress;
use super::{Outcome, change, colors, complain, links, no_rule, note, show, width};
use crate::baseline::Baseline;
use crate::config::Workspace;
use crate::report::concise::Concise;
use crate::report::github::Github;
use crate::report::gitlab::Gitlab;
use crate::report::human::Human;
use crate::report::json::{Json, JsonLines};
use crate::report::junit::Junit;
use crate::report::rdjson::Rdjson;
use crate::report::sarif::Sarif;
use crate::report::statistics::{Statistics, Tally};
use crate::report::{Report, Summary};
use crate::source::Source;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

/// What a run checks with.
pub struct Checker<'a> {
    /// The options.
    pub args: &'a CheckArgs,
    /// The configuration.
    pub workspace: &'a Workspace,
    /// What is known already.
    pub baseline: Option<Baseline>,
}

impl Checker<'_> {
    /// Lints one file.
    pub fn lint(&self, input: &Input) -> Linted {
        lint(input, self.workspace, self.args, self.baseline.as_ref())
    }
}

/// What came of one file.
#[derive(Default)]
struct Done {
    text: String,
    /// What is still to be turned into text: of the only file of a run, which may be large.
    undrawn: Option<(Source, Linted)>,
    summary: Summary,
    tally: Tally,
    fails: bool,
    trouble: Vec<String>,
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> io::Result<Outcome> {
    let mut options = args.rules.options();
    (options.select, options.no_exclude) = (args.select.clone(), args.no_exclude);
    let workspace = Arc::new(Workspace::new(options));
    // The rules and what was learned of words serve to the end of the process: nobody gains by taking them apart.
    std::mem::forget(workspace.clone());
    let plan = Plan::new(&args.paths, &args.stdin_filename, args.max_size, &workspace);
    let mut outcome = if tell(&workspace) { Outcome::Trouble } else { Outcome::Clean };
    if !known(args, &plan, &workspace) {
        return Ok(Outcome::Trouble);
    }
    if args.statistics && !matches!(args.format, Format::Human | Format::Concise | Format::Json) {
        complain("--statistics are written as a list or as `--format json`");
        return Ok(Outcome::Trouble);
    }
    if args.show_config {
        return show::run(args, &plan, &workspace).map(|shown| shown.max(outcome));
    }
    let baseline = match args.baseline.as_deref().map(|path| Baseline::open(path, args.update_baseline)).transpose() {
        Ok(baseline) => baseline,
        Err(error) => {
            let path = args.baseline.as_deref().unwrap_or(std::path::Path::new(""));
            complain(&format!("cannot read the baseline {}: {error}", path.display()));
            return Ok(Outcome::Trouble);
        }
    };
    let checker = Checker { args, workspace: &workspace, baseline };
    if args.diff || args.add_suppressions {
        return change::run(&checker, &plan).map(|changed| changed.max(outcome));
    }
    let stdout = io::stdout();
    let report = report(args, &stdout, &workspace);
    let mut progress = Progress::new(plan.len(), args.quiet);
    // A terminal shows each file when it is done; anything else is written to in larger pieces.
    let pieces = if stdout.is_terminal() { 0 } else { 1 << 16 };
    let mut out = io::BufWriter::with_capacity(pieces, stdout.lock());
    // With --fix, standard output is for the mended text of standard input.
    let piped = args.fix_wanted() && args.paths.iter().any(|path| path.as_os_str() == "-");
    let mut write = |progress: &Progress, text: &str| {
        if piped {
            progress.aside(|| io::stderr().write_all(text.as_bytes()))
        } else {
            progress.aside(|| out.write_all(text.as_bytes()))
        }
    };
    write(&progress, &report.start())?;
    if outcome == Outcome::Trouble {
        write(&progress, &report.trouble("the configuration has a fault; standard error says which"))?;
    }
    let (mut total, mut tally, mut any) = (Summary::default(), Tally::default(), false);
    plan.run(
        |read| one(read, &checker, &*report, plan.len() == 1),
        |done| {
            for trouble in &done.trouble {
                progress.aside(|| complain(trouble));
                write(&progress, &report.trouble(trouble))?;
                outcome = Outcome::Trouble;
            }
            if let Some((source, linted)) = &done.undrawn {
                report.pieces(&linted.checked(source, args), &mut |piece| write(&progress, piece))?;
            }
            if !done.text.is_empty() {
                write(&progress, if any { report.between() } else { "" })?;
                write(&progress, &done.text)?;
                any = true;
            }
            total.add(&done.summary);
            tally.add(done.tally);
            outcome = outcome.max(if done.fails { Outcome::Found } else { Outcome::Clean });
            progress.step();
            Ok(())
        },
    )?;
    progress.finish();
    if total.files == 0 && plan.excluded == 0 && outcome != Outcome::Trouble {
        complain("no notes found: star-lint reads .md, .markdown and .txt files that git does not ignore");
        outcome = Outcome::Trouble;
    }
    write(&progress, &report.finish(&total, &tally))?;
    out.flush()?;
    let kept = checker.baseline.as_ref().is_none_or(|baseline| keep(baseline, args));
    let told = tell(&workspace);
    Ok(if kept && !told { outcome } else { Outcome::Trouble })
}

/// Writes a baseline that was recorded, and says what came of it; false where it could not be written.
fn keep(baseline: &Baseline, args: &CheckArgs) -> bool {
    let path = args.baseline.as_deref().unwrap_or(std::path::Path::new("")).display();
    match baseline.save() {
        Ok(Some(count)) => {
            let findings = crate::report::plural(count, "finding");
            note(&format!("{findings} written to {path}; from now on, only new ones are reported"));
        }
        Ok(None) if baseline.stale() > 0 => {
            let entries = crate::report::plural(baseline.stale(), "finding");
            note(&format!("{entries} in {path} cannot be found any more; --update-baseline takes them out"));
        }
        Ok(None) => {}
        Err(error) => complain(&format!("cannot write {path}: {error}")),
    }
    true
}

/// Whether every rule that the options name is there under some configuration of the run.
fn known(args: &CheckArgs, plan: &Plan, workspace: &Workspace) -> bool {
    let mut names = args.select.iter().chain(&args.ignore).peekable();
    if names.peek().is_none() {
        return true;
    }
    let here = workspace.here();
    let all: Vec<_> = plan.settings().into_iter().map(|(_, settings)| settings.clone()).chain([here]).collect();
    let rules = || all.iter().flat_map(|settings| settings.rule_sets()).flat_map(|rules| &rules.rules);
    let mut known = true;
    for name in names.filter(|name| !rules().any(|rule| rule.id == name.as_str())) {
        complain(&no_rule(name, rules().map(|rule| &*rule.id)));
        known = false;
    }
    known
}

fn report(args: &CheckArgs, stdout: &io::Stdout, workspace: &Workspace) -> Box<dyn Report> {
    let color = colors(args.color, stdout);
    if args.statistics {
        return Box::new(Statistics { json: args.format == Format::Json });
    }
    match args.format {
        Format::Human => Box::new(Human::new(color, links(color), width(), args.quiet)),
        Format::Concise => Box::new(Concise),
        Format::Json => Box::new(Json),
        Format::Jsonl => Box::new(JsonLines),
        Format::Sarif => {
            let here = workspace.here();
            Box::new(Sarif::new(here.views.iter().map(|view| (view.written(), &view.rules))))
        }
        Format::Github => Box::new(Github),
        Format::Gitlab => Box::new(Gitlab),
        Format::Junit => Box::new(Junit),
        Format::Rdjson => Box::new(Rdjson),
    }
}

fn one(read: Read, checker: &Checker, report: &dyn Report, alone: bool) -> Done {
    let mut done = Done::default();
    let mut input = match read {
        Ok(input) => input,
        Err(message) => {
            done.trouble.push(message);
            return done;
        }
    };
    if checker.args.fix_wanted() {
        match change::fix(&mut input, checker) {
            Ok(count) => done.summary.fixed = count,
            Err(message) => done.trouble.push(message),
        }
    }
    let linted = checker.lint(&input);
    done.trouble.extend(linted.trouble.clone());
    done.fails = linted.fails(checker.args);
    done.summary.add(&linted.summary);
    for diagnostic in &linted.diagnostics {
        done.summary.count(diagnostic.level);
        done.tally.count(diagnostic);
    }
    if alone {
        done.undrawn = Some((input.source, linted));
    } else {
        done.text = report.file(&linted.checked(&input.source, checker.args));
    }
    done
}
