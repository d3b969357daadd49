//! `star-lint check`.

use super::args::CheckArgs;
use super::files::{Read, report_problems, why_nothing};
use super::output::Output;
use super::progress::Progress;
use super::{Outcome, change, complain, note, records, reporting, show};
use crate::baseline::Scope;
use crate::config::Workspace;
use crate::linter::{Linted, Linter, Summary};
use crate::report::statistics::Tally;
use crate::report::{self, Checked, FORMATS, Report};
use crate::source::Source;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// The result for one file.
#[derive(Default)]
struct Done {
    text: String,
    /// A result that is not drawn yet: that of the only file of a run, which may be large.
    undrawn: Option<(Source, Linted)>,
    /// The fixed text of standard input.
    mended: Option<String>,
    summary: Summary,
    tally: Tally,
    fails: bool,
    /// Whether a finding that is shown makes it fail.
    shows_why: bool,
    trouble: Vec<String>,
}

/// Where the report goes.
struct Page<'r> {
    report: &'r dyn Report,
    progress: Progress,
    out: Output,
    /// Where the report goes if not to standard output: to a file, or aside where --fix prints the fixed text of
    /// standard input.
    aside: Option<Output>,
    /// Whether a file has had findings.
    any: bool,
}

impl Page<'_> {
    fn write(&mut self, text: &str) {
        let to = self.aside.as_mut().unwrap_or(&mut self.out);
        // Errors of writing are reported at the end.
        let _ = self.progress.aside(|| to.write_all(text.as_bytes()));
    }

    fn is_closed(&self) -> bool {
        self.aside.as_ref().unwrap_or(&self.out).is_closed()
    }

    fn file(&mut self, done: &Done) {
        if let Some(text) = &done.mended {
            let _ = self.progress.aside(|| self.out.write_all(text.as_bytes()));
        }
        if let Some((source, linted)) = &done.undrawn {
            let report = self.report;
            let _ = report.pieces(&Checked::new(source, linted), &mut |piece| {
                self.write(piece);
                if self.is_closed() { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
            });
        }
        if !done.text.is_empty() {
            self.write(if self.any { self.report.between() } else { "" });
            self.write(&done.text);
            self.any = true;
        }
        self.progress.step();
    }

    /// Flushes the report; returns any error of writing it.
    fn finish(mut self) -> io::Result<()> {
        self.aside.as_mut().map_or(Ok(()), Output::flush)?;
        self.out.flush()
    }
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> io::Result<Outcome> {
    let paths = match records::paths(args) {
        Ok(paths) => paths,
        Err(problem) => {
            complain(&problem);
            return Ok(Outcome::Trouble);
        }
    };
    let Some((workspace, plan, mut outcome)) = reporting::begin(&args.report, &args.input, &paths) else {
        return Ok(Outcome::Trouble);
    };
    if args.statistics && args.format.statistics.is_none() {
        let able = FORMATS.iter().filter(|format| format.statistics.is_some()).map(|format| format.name);
        complain(&format!("--statistics works only with these formats: {}", able.collect::<Vec<_>>().join(", ")));
        return Ok(Outcome::Trouble);
    }
    if args.show_config {
        return show::run(args, &plan, &workspace).map(|shown| shown.max(outcome));
    }
    let (file, baseline) = match (reporting::file(&args.report, &plan), reporting::baseline(&args.report, Scope::Note))
    {
        (Ok(file), Ok(baseline)) => (file, baseline),
        (file, baseline) => {
            file.err().into_iter().chain(baseline.err()).for_each(|error| complain(&error));
            return Ok(Outcome::Trouble);
        }
    };
    let linter = Linter::new(workspace.clone(), args.report.selection()).with_baseline(baseline);
    if args.diff || args.add_suppressions {
        return change::run(args, &linter, &plan).map(|changed| changed.max(outcome));
    }
    if let Some(show) = args.format.record.filter(|_| args.records.is_some()) {
        return records::run(args, &linter, show).map(|ended| ended.max(outcome));
    }
    let report = report(args, &workspace);
    let mut page = Page {
        report: &*report,
        progress: Progress::new(plan.len(), args.report.quiet),
        out: Output::new(),
        aside: file.or_else(|| (args.fix_wanted() && plan.is_piped()).then(Output::aside)),
        any: false,
    };
    page.write(&report.start());
    if outcome == Outcome::Trouble {
        page.write(&report.trouble("the configuration has a problem; see standard error"));
    }
    let (mut total, mut tally, mut shows_why) = (Summary::default(), Tally::default(), false);
    // Once the reader has left, nothing more is drawn.
    let unread = AtomicBool::new(false);
    plan.run(
        |read| one(read, args, &linter, &*report, plan.len() == 1, &unread),
        |done| {
            for trouble in &done.trouble {
                page.progress.aside(|| complain(trouble));
                page.write(&report.trouble(trouble));
                outcome = Outcome::Trouble;
            }
            page.file(&done);
            unread.store(page.is_closed(), Ordering::Relaxed);
            total.add(&done.summary);
            tally.add(done.tally);
            shows_why |= done.shows_why;
            outcome = outcome.max(if done.fails { Outcome::Found } else { Outcome::Clean });
            Ok(())
        },
    )?;
    page.progress.finish();
    if total.files == 0 && plan.excluded == 0 && outcome != Outcome::Trouble {
        complain(&why_nothing(&args.paths, &workspace));
        outcome = Outcome::Trouble;
    }
    page.write(&report.finish(&total, &tally));
    let written = page.finish();
    remark(args, &total, report.sums_up(), outcome == Outcome::Found && !shows_why);
    let kept = reporting::keep(&args.report, &linter);
    let told = report_problems(&workspace);
    written.map(|()| if kept && !told { outcome } else { Outcome::Trouble })
}

/// Says what the report does not: why a run fails although it shows no reason, and that there was nothing to check.
fn remark(args: &CheckArgs, total: &Summary, sums_up: bool, fails_unseen: bool) {
    if fails_unseen {
        let hidden = report::hidden(total);
        note(&format!(
            "this run fails because of findings that min-level hides: {hidden}; --min-level info shows everything"
        ));
    }
    if total.answers == 0 && total.without > 0 && !args.report.quiet && !sums_up {
        note(&format!("no answers found; left alone: {}; see `star-lint outline PATH`", report::left_alone(total)));
    }
}

/// The report that was asked for.
fn report(args: &CheckArgs, workspace: &Workspace) -> Box<dyn Report> {
    if let Some(statistics) = args.format.statistics.filter(|_| args.statistics) {
        return Box::new(statistics);
    }
    (args.format.report)(&reporting::context(&args.report, workspace))
}

fn one(read: Read, args: &CheckArgs, linter: &Linter, report: &dyn Report, alone: bool, unread: &AtomicBool) -> Done {
    let mut done = Done::default();
    let mut input = match read {
        Ok(input) => input,
        Err(problem) => {
            done.trouble.push(problem.to_string());
            done.summary.unread = 1;
            return done;
        }
    };
    let mut fixed = 0;
    if args.fix_wanted() {
        match change::fix(&mut input, args, linter) {
            Ok(count) => fixed = count,
            Err(problem) => done.trouble.push(problem.to_string()),
        }
        done.mended = input.piped.then(|| input.source.text.clone());
    }
    let linted = linter.lint_under(&input.source, &input.settings);
    done.trouble.extend(linted.trouble.as_ref().map(|trouble| trouble.placed(&input.source)));
    (done.fails, done.shows_why) = (linted.fails, linted.fails_visibly);
    done.summary = Summary { fixed, ..linted.summary };
    linted.diagnostics.iter().for_each(|diagnostic| done.tally.count(diagnostic));
    if alone {
        done.undrawn = Some((input.source, linted));
    } else if !unread.load(Ordering::Relaxed) {
        done.text = report.file(&Checked::new(&input.source, &linted));
    }
    done
}
