//! A linter under one configuration, and what is wrong with that.

use crate::questions::Setup;
use star_lint::report::jsonl::JsonLines;
use star_lint::report::{Checked, Report};
use star_lint::{Diagnostic, Level, Linted, Linter, Source};
use std::cell::RefCell;
use std::rc::Rc;

/// A linter under one configuration.
pub struct Engine {
    setup: Setup,
    pub linter: Linter,
    /// What was wrong with the configuration so far, a line each, and whether any of it is an error.
    problems: RefCell<(String, bool)>,
}

/// What the standard library says of any file, and what is meant: there are only those that were handed over.
const NO_DISK: [&str; 2] = ["operation not supported on this platform", "no such file"];

thread_local! {
    /// The last engine: while somebody types, it is always the same.
    static LAST: RefCell<Option<Rc<Engine>>> = const { RefCell::new(None) };
}

impl Engine {
    /// The engine for a setup.
    pub fn of(setup: &Setup) -> Rc<Engine> {
        let last = LAST.with_borrow(|last| last.clone().filter(|engine| engine.setup == *setup));
        last.unwrap_or_else(|| {
            let (workspace, selection) = setup.open();
            let (linter, problems) = (Linter::new(workspace, selection), RefCell::default());
            let engine = Rc::new(Engine { setup: setup.clone(), linter, problems });
            LAST.set(Some(engine.clone()));
            engine
        })
    }

    /// What is wrong with the configuration of the notes that were linted, a line of JSON each, and whether any of it is
    /// an error.
    pub fn problems(&self) -> (String, bool) {
        let (complaints, files) = self.linter.workspace().problems();
        let mut problems = self.problems.borrow_mut();
        for complaint in complaints {
            let found = Diagnostic {
                level: Level::Error,
                message: complaint.replace(NO_DISK[0], NO_DISK[1]).into(),
                ..Diagnostic::default()
            };
            problems.0 += &lines(&Source::new("", ""), vec![found]);
            problems.1 = true;
        }
        for (source, mut found) in files {
            for problem in &mut found {
                problem.message = problem.message.replace(NO_DISK[0], NO_DISK[1]).into();
            }
            problems.1 |= found.iter().any(|problem| problem.level == Level::Error);
            problems.0 += &lines(&source, found);
        }
        problems.clone()
    }
}

/// Diagnostics of a file, a line of JSON each.
pub fn lines(source: &Source, diagnostics: Vec<Diagnostic>) -> String {
    JsonLines.file(&Checked::new(source, &Linted { diagnostics, ..Linted::default() }))
}
