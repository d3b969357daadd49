//! The one way to lint: a [`Workspace`] says which rules apply to a note, a [`Selection`] which findings are wanted, and
//! [`Linter::lint`] finds them. Every front end goes through it: nothing here reads arguments, prints or writes files.

mod linted;
mod selection;

use crate::baseline::Baseline;
use crate::check::profiles::{ProfileFindings, merge};
use crate::check::{self, suppression};
use crate::config::{ProfileView, Settings, Workspace};
use crate::diagnostic::{Applicability, Diagnostic, Level};
use crate::fix::{self, Fixed, silence::silence};
use crate::infer::{self, Reach};
use crate::parallel;
use crate::parse::document::Document;
use crate::parse::{Kinds, Note, Reason, directives, markdown};
use crate::rules::{Check, RuleSet};
use crate::source::Source;
use std::collections::BTreeSet;
use std::sync::Arc;

pub use linted::{Hidden, Linted, Summary};
pub use selection::Selection;
#[cfg(feature = "cli")]
pub(crate) use selection::{names_rule, no_rule};

/// Fewer notes than these are linted on one thread.
pub(crate) const FEW_NOTES: usize = 8;

/// Lints notes; shared by the threads of a run.
///
/// ```
/// use star_lint::{Linter, Selection, Source, Workspace};
///
/// let linter = Linter::new(Workspace::default(), Selection::default());
/// let text = "**Situation:** Our deploys took a day.\n**Task:** I had to fix that.\n\
///             **Action:** We rebuilt the pipeline.\n**Result:** It is much better.\n";
/// let linted = linter.lint(&Source::new("story.md", text));
/// assert!(linted.diagnostics.iter().any(|diagnostic| diagnostic.rule == "missing-metric"));
/// ```
pub struct Linter {
    workspace: Arc<Workspace>,
    selection: Selection,
    baseline: Option<Baseline>,
}

impl Linter {
    /// A linter for the notes of a workspace.
    pub fn new(workspace: impl Into<Arc<Workspace>>, selection: Selection) -> Linter {
        Linter { workspace: workspace.into(), selection, baseline: None }
    }

    /// Adds a baseline of known findings.
    pub fn with_baseline(self, baseline: Option<Baseline>) -> Linter {
        Linter { baseline, ..self }
    }

    /// Where the rules come from.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The workspace, for another linter.
    pub(crate) fn shared_workspace(&self) -> Arc<Workspace> {
        self.workspace.clone()
    }

    /// Which findings are wanted.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The baseline, if there is one.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// Lints one note.
    pub fn lint(&self, source: &Source) -> Linted {
        self.lint_under(source, &self.workspace.settings(&source.path))
    }

    /// Lints many notes on all cores; the results are in their order.
    ///
    /// ```
    /// use star_lint::{Linter, Selection, Source, Workspace};
    ///
    /// let linter = Linter::new(Workspace::default(), Selection::default());
    /// let notes = ["", "S: It was late.\n\nT: I had to go.\n\nA: I ran.\n\nR: I was there in 5 minutes.\n"];
    /// let linted = linter.lint_many(&notes.map(|text| Source::new("a.md", text)));
    /// assert_eq!(linted.iter().map(|linted| linted.summary.answers).collect::<Vec<_>>(), [0, 1]);
    /// ```
    pub fn lint_many(&self, sources: &[Source]) -> Vec<Linted> {
        parallel::map(sources.len(), FEW_NOTES, |at| self.lint(&sources[at]))
    }

    /// Lints one note whose settings are known, but for the profiles that it chooses itself.
    #[doc(hidden)]
    pub fn lint_under(&self, source: &Source, settings: &Arc<Settings>) -> Linted {
        self.lint_and(source, settings, |_, _| ()).0
    }

    /// The same, and what `look` makes of the note as each view reads it, and of what was found in it.
    #[doc(hidden)]
    pub fn lint_and<T>(
        &self,
        source: &Source,
        settings: &Arc<Settings>,
        look: impl FnOnce(&[(Arc<ProfileView>, Note)], &Linted) -> T,
    ) -> (Linted, T) {
        let text = source.text.as_str();
        let document = Arc::new(markdown::read(text));
        let (settings, trouble) = self.chosen(source, &document, settings);
        let views = settings.views(&self.selection.select);
        let reach = self.reach(source);
        let (mut found, mut notes, mut words) = (Vec::new(), Vec::new(), None);
        for view in views {
            let note = infer::read(document.clone(), text, &view.rules, reach);
            let (mut diagnostics, counted) = check::find(&note, text, &view.rules);
            if source.named {
                diagnostics.extend(check::no_answer(&note, text, &view.rules));
            }
            found.push(diagnostics);
            words.get_or_insert(counted);
            notes.push((view, note));
        }
        let diagnostics = merged(notes.iter().map(|(view, _)| &**view), found);
        let linted = self.settled(source, &settings, &notes, diagnostics, suppression::apply);
        let linted = Linted { trouble, ..linted };
        let Some((view, words)) = notes.first().map(|(view, _)| view).zip(words) else {
            return (linted, look(&notes, &Linted::default()));
        };
        let seconds = view.rules.seconds(words);
        let linted = Linted { summary: Summary { words, seconds, ..linted.summary }, ..linted };
        let seen = look(&notes, &linted);
        (linted, seen)
    }

    /// What remains of findings that were made outside of this note, from many: comments silence them, and the baseline,
    /// the selection and the levels apply as they do to all others.
    #[doc(hidden)]
    pub fn settle(&self, source: &Source, settings: &Arc<Settings>, found: Vec<Diagnostic>) -> Linted {
        let document = Arc::new(markdown::read(&source.text));
        let (settings, _) = self.chosen(source, &document, settings);
        let reach = self.reach(source);
        let read = |view: Arc<ProfileView>| {
            let note = infer::read(document.clone(), &source.text, &view.rules, reach);
            (view, note)
        };
        let notes: Vec<_> = settings.views(&self.selection.select).into_iter().take(1).map(read).collect();
        self.settled(source, &settings, &notes, found, |note, text, _, found| suppression::silence(note, text, found))
    }

    /// Takes out what comments silence (as `silence` says), what the baseline knows, what is not wanted and what is too
    /// low to be shown.
    fn settled(
        &self,
        source: &Source,
        settings: &Settings,
        notes: &[(Arc<ProfileView>, Note)],
        mut diagnostics: Vec<Diagnostic>,
        silence: impl FnOnce(&Note, &str, &[&RuleSet<'static>], &mut Vec<Diagnostic>) -> Vec<Diagnostic>,
    ) -> Linted {
        let text = source.text.as_str();
        let Some((_, note)) = notes.first() else { return Linted::default() };
        let rules: Vec<_> = notes.iter().map(|(view, _)| &view.rules).collect();
        let views: Vec<_> = notes.iter().map(|(view, _)| view.clone()).collect();
        let silenced = silence(note, text, &rules, &mut diagnostics);
        check::sort(&mut diagnostics);
        diagnostics.retain(|found| self.selection.wants(&found.rule, &views));
        let mut known = Vec::new();
        if let Some(baseline) = &self.baseline {
            known = baseline.filter(&source.path, text, &mut diagnostics);
        }
        let silenced = silenced.into_iter().map(|diagnostic| (diagnostic, Hidden::Silenced));
        let mut hidden: Vec<_> =
            silenced.chain(known.into_iter().map(|diagnostic| (diagnostic, Hidden::Known))).collect();
        let worst = diagnostics.iter().map(|diagnostic| diagnostic.level).max().unwrap_or(Level::Off);
        let least = self.selection.min_level.or(settings.min_level).unwrap_or(Level::Info);
        let below = |level: Level| diagnostics.iter().filter(|found| found.level == level && level < least).count();
        let below = [below(Level::Warning), below(Level::Info)];
        diagnostics.retain(|diagnostic| diagnostic.level >= least);
        hidden.retain(|(diagnostic, _)| diagnostic.level >= least && self.selection.wants(&diagnostic.rule, &views));
        // Of a file without answers it is said that it has none.
        let outside = note.outside.iter().filter(|_| !note.answers.is_empty());
        let left: Vec<_> = note.left_alone.iter().chain(outside).collect();
        let left_alone = |reason| left.iter().filter(|left| left.reason == reason).count();
        let mut summary = Summary {
            files: 1,
            without: usize::from(note.answers.is_empty() && !source.named),
            blocks: [Reason::Form, Reason::Explanation, Reason::Labels, Reason::Text].map(left_alone),
            hidden: below,
            answers: note.answers.len(),
            ..Summary::default()
        };
        for diagnostic in &diagnostics {
            summary.count(diagnostic.level);
        }
        let fail_on = self.selection.fail_on.or(settings.fail_on).unwrap_or(Level::Warning);
        let fails = |level: Level| fail_on != Level::Off && level >= fail_on;
        Linted {
            fail_on,
            fails: fails(worst),
            fails_visibly: diagnostics.iter().any(|diagnostic| fails(diagnostic.level)),
            titles: note.answers.iter().map(|answer| answer.title_line(text)).collect(),
            diagnostics,
            hidden,
            summary,
            trouble: None,
        }
    }

    /// How a note is read: its answers, their sections, and what was left alone. With several profiles, as the first
    /// one reads it.
    ///
    /// ```
    /// use star_lint::{Linter, Selection, Source, Workspace};
    ///
    /// let text = "## Late\n\nS: It was late.\n\nT: I had to go.\n\nA: I ran.\n\nR: I was there in 5 minutes.\n";
    /// let note = Linter::new(Workspace::default(), Selection::default()).read(&Source::new("late.md", text));
    /// assert_eq!(note.answers[0].title_line(text).as_deref(), Some("Late"));
    /// assert_eq!(note.answers[0].sections.len(), 4);
    /// ```
    pub fn read(&self, source: &Source) -> Note {
        let document = Arc::new(markdown::read(&source.text));
        let (settings, _) = self.chosen(source, &document, &self.workspace.settings(&source.path));
        let views = settings.views(&self.selection.select);
        let reach = self.reach(source);
        views.first().map(|view| infer::read(document, &source.text, &view.rules, reach)).unwrap_or_default()
    }

    /// The text of a note with all fixes of at least this applicability applied.
    ///
    /// ```
    /// use star_lint::{Applicability, Linter, Selection, Source, Workspace};
    ///
    /// let text = "S: It was the the last day.\n\nT: I had to go.\n\nA: I ran.\n\nR: I was there in 5 minutes.\n";
    /// let linter = Linter::new(Workspace::default(), Selection::default());
    /// let fixed = linter.fix(&Source::new("late.md", text), Applicability::Safe);
    /// assert_eq!((fixed.count, fixed.text.contains("the the")), (1, false));
    /// ```
    pub fn fix(&self, source: &Source, least: Applicability) -> Fixed {
        let find = |text: &str| self.lint(&source.with_text(text)).diagnostics;
        fix::fix(&source.text, least, find, |text| self.shape(&source.with_text(text)))
    }

    /// The text of a note with comments that silence its findings, and the number of findings; `None` if no comment can
    /// do that without changing how the note is read.
    pub fn silence(&self, source: &Source) -> (Option<String>, usize) {
        let about_comments = self.about_comments(source);
        let loud = |found: &[Diagnostic]| found.iter().filter(|found| !about_comments.contains(&*found.rule)).count();
        let mut found = self.lint(source).diagnostics;
        let before = self.shape(source);
        let left = |text: &str| {
            let new = source.with_text(text);
            (self.shape(&new) == before).then(|| loud(&self.lint(&new).diagnostics))
        };
        let count = loud(&found);
        found.retain(|found| !about_comments.contains(&*found.rule));
        (silence(&source.text, &markdown::read(&source.text), &found, left), count)
    }

    /// The text of a note with labels for the sections of answers that have none, and how many answers cannot be labelled
    /// without being read in another way.
    ///
    /// ```
    /// use star_lint::{Linter, Selection, Source, Workspace};
    ///
    /// let linter = Linter::new(Workspace::default(), Selection::default());
    /// let (fixed, unlike) = linter.annotate(&Source::new("a.md", "**Situation:** It was late.\n"));
    /// assert_eq!((fixed.count, unlike), (0, 0));
    /// ```
    pub fn annotate(&self, source: &Source) -> (Fixed, usize) {
        fix::annotate::annotate(&source.text, |_| true, |text| self.read(&source.with_text(text)))
    }

    /// The same for one answer, by its place in the note.
    #[doc(hidden)]
    pub fn annotate_one(&self, source: &Source, answer: usize) -> Fixed {
        fix::annotate::annotate(&source.text, |other| other == answer, |text| self.read(&source.with_text(text))).0
    }

    /// The text of a note with a comment that silences one of its findings; `None` if none can do that without changing
    /// how the note is read or what else is found in it.
    #[doc(hidden)]
    pub fn silence_one(&self, source: &Source, finding: &Diagnostic) -> Option<String> {
        let before = self.shape(source);
        let all = self.lint(source).diagnostics;
        let words = finding.span.of(&source.text);
        let like = |text: &str, found: &[Diagnostic]| {
            let same = |other: &&Diagnostic| other.rule == finding.rule && other.span.of(text) == words;
            found.iter().filter(same).count()
        };
        let others = |found: &[Diagnostic]| found.iter().filter(|other| other.rule != finding.rule).count();
        let (count, rest) = (like(&source.text, &all), others(&all));
        let left = |text: &str| {
            let new = source.with_text(text);
            let found = self.lint(&new).diagnostics;
            (self.shape(&new) == before && others(&found) == rest).then(|| usize::from(like(text, &found) == count))
        };
        silence(&source.text, &markdown::read(&source.text), std::slice::from_ref(finding), left)
    }

    /// The rules for a note, with the profiles that it chooses.
    #[doc(hidden)]
    pub fn views(&self, source: &Source) -> Vec<Arc<ProfileView>> {
        let document = markdown::read(&source.text);
        let (settings, _) = self.chosen(source, &document, &self.workspace.settings(&source.path));
        settings.views(&self.selection.select)
    }

    /// The settings of a note with the profiles that it chooses, and problems with those.
    fn chosen(
        &self,
        source: &Source,
        document: &Document,
        settings: &Arc<Settings>,
    ) -> (Arc<Settings>, Option<Diagnostic>) {
        let spans = directives::profiles(&source.text, document);
        let names: Vec<&str> = spans.iter().map(|span| span.of(&source.text)).collect();
        match self.workspace.chosen(settings, &names) {
            Ok(settings) => (settings, None),
            Err((index, message)) => {
                let message = message.into();
                let trouble = Diagnostic { level: Level::Error, span: spans[index], message, ..Diagnostic::default() };
                (settings.clone(), Some(trouble))
            }
        }
    }

    /// Which prose without labels is read as answers.
    fn reach(&self, source: &Source) -> Reach {
        if source.named || self.workspace.holds_answers(&source.path) { Reach::Everywhere } else { Reach::Questions }
    }

    /// How a note is read: the kinds of the sections of each answer.
    fn shape(&self, source: &Source) -> Vec<Vec<Kinds>> {
        self.read(source).shape()
    }

    /// Rules about suppression comments; their findings cannot be suppressed.
    fn about_comments(&self, source: &Source) -> BTreeSet<String> {
        let views = self.workspace.settings(&source.path).views(&self.selection.select);
        let rules = views.iter().flat_map(|view| &view.rules.rules);
        rules.filter(|rule| matches!(rule.check, Check::Suppressions)).map(|rule| rule.id.to_string()).collect()
    }
}

/// The findings of all views as one list.
fn merged<'v>(views: impl Iterator<Item = &'v ProfileView>, mut found: Vec<Vec<Diagnostic>>) -> Vec<Diagnostic> {
    let views: Vec<&ProfileView> = views.collect();
    if let [view] = &views[..]
        && view.profile.is_none()
    {
        return found.pop().unwrap_or_default();
    }
    let touches: Vec<_> = views.iter().map(|view| |rule: &str| view.touched.contains(rule)).collect();
    let found = views.iter().zip(found).zip(&touches).map(|((view, diagnostics), touches)| ProfileFindings {
        profile: view.profile.as_deref(),
        touches,
        diagnostics,
    });
    merge(found.collect())
}
