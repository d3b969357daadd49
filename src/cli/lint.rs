//! What is found in one file: under every profile, without what comments silence and options leave out.

use super::args::CheckArgs;
use super::files::Input;
use crate::baseline::Baseline;
use crate::check::profiles::{Found, merge};
use crate::check::{self, suppression};
use crate::config::{Settings, Workspace};
use crate::diagnostic::{Diagnostic, Level};
use crate::parse::{self, parse};
use crate::report::{Checked, Hidden, Summary};
use crate::source::{LineIndex, Source};
use std::sync::Arc;

/// See the module.
pub struct Linted {
    /// What was found and is to be shown, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// What was found and is hidden by a comment or the baseline.
    pub hidden: Vec<(Diagnostic, Hidden)>,
    /// The highest level of what was found, shown or not.
    pub worst: Level,
    /// The titles of the answers.
    pub titles: Vec<Option<String>>,
    /// What was counted, but for the findings.
    pub summary: Summary,
    /// What is in force for the file.
    pub settings: Arc<Settings>,
    /// A profile that it chooses and that is not there.
    pub trouble: Option<String>,
}

/// Lints one file.
pub fn lint(input: &Input, workspace: &Workspace, args: &CheckArgs, baseline: Option<&Baseline>) -> Linted {
    let source = &input.source;
    let text = source.text.as_str();
    let (settings, trouble) = match chosen(source, &input.settings, workspace) {
        Ok(settings) => (settings, None),
        Err(trouble) => (input.settings.clone(), Some(trouble)),
    };
    let mut found = Vec::new();
    let mut first = None;
    for view in &settings.views {
        let note = parse(text, &view.rules.grammar);
        let (mut diagnostics, words) = check::find(&note, text, &view.rules);
        if input.named {
            diagnostics.extend(check::no_answer(&note, text, &view.rules));
        }
        found.push((view, diagnostics));
        first.get_or_insert((note, words));
    }
    let (note, words) = first.unwrap_or_default();
    let mut diagnostics = match found.len() {
        1 if settings.views[0].profile.is_none() => found.pop().map(|(_, found)| found).unwrap_or_default(),
        _ => {
            let touches: Vec<_> = found.iter().map(|(view, _)| |rule: &str| view.touched.contains(rule)).collect();
            let views = found.into_iter().zip(&touches).map(|((view, diagnostics), touches)| Found {
                profile: view.profile.as_deref(),
                touches,
                diagnostics,
            });
            merge(views.collect())
        }
    };
    let silenced = suppression::apply(&note, text, &settings.rule_sets(), &mut diagnostics);
    check::sort(&mut diagnostics);
    let selected = |rule: &str| args.select.is_empty() || args.select.iter().any(|name| name == rule);
    let wanted = |found: &Diagnostic| selected(&found.rule) && !args.ignore.iter().any(|name| *name == found.rule);
    diagnostics.retain(wanted);
    let known = baseline.map(|baseline| baseline.filter(&source.path, text, &mut diagnostics)).unwrap_or_default();
    let silenced = silenced.into_iter().map(|diagnostic| (diagnostic, Hidden::Silenced));
    let mut hidden: Vec<_> = silenced.chain(known.into_iter().map(|diagnostic| (diagnostic, Hidden::Known))).collect();
    let worst = diagnostics.iter().map(|diagnostic| diagnostic.level).max().unwrap_or(Level::Off);
    let least = args.min_level.map(super::args::MinLevel::level).or(settings.min_level).unwrap_or(Level::Info);
    diagnostics.retain(|diagnostic| diagnostic.level >= least);
    hidden.retain(|(diagnostic, _)| diagnostic.level >= least && wanted(diagnostic));
    let titles = note.answers.iter().map(|answer| answer.title.map(|title| title.of(text).to_owned())).collect();
    let summary = Summary {
        files: 1,
        without: usize::from(note.answers.is_empty()),
        answers: note.answers.len(),
        words,
        seconds: settings.views.first().map_or(0, |view| view.rules.seconds(words)),
        ..Summary::default()
    };
    Linted { diagnostics, hidden, worst, titles, summary, settings, trouble }
}

/// What is in force under the profiles that a note chooses.
fn chosen(source: &Source, settings: &Arc<Settings>, workspace: &Workspace) -> Result<Arc<Settings>, String> {
    let spans = parse::directives::profiles(&source.text);
    let names: Vec<&str> = spans.iter().map(|span| span.of(&source.text)).collect();
    workspace.chosen(settings, &names).map_err(|(index, message)| {
        let at = LineIndex::new(&source.text).position(spans[index].start);
        format!("{}:{}:{}: {message}", source.path.display(), at.line, at.column)
    })
}

impl Linted {
    /// What a report is made of.
    pub fn checked<'l>(&'l self, source: &'l Source, args: &CheckArgs) -> Checked<'l> {
        let (titles, diagnostics, hidden) = (&self.titles, &self.diagnostics, &self.hidden);
        Checked { source, titles, diagnostics, hidden, fail_on: self.fail_on(args) }
    }

    /// The least level that fails the run; `Off` where none does.
    fn fail_on(&self, args: &CheckArgs) -> Level {
        args.fail_on.map(super::args::FailOn::level).or(self.settings.fail_on).unwrap_or(Level::Warning)
    }

    /// Whether it fails the run.
    pub fn fails(&self, args: &CheckArgs) -> bool {
        let least = self.fail_on(args);
        least != Level::Off && self.worst >= least
    }
}
