//! What is seen only across notes: the stories of a person as a bank. Which values and questions they cover, which is
//! told twice or with different numbers, and what to tell where. Nothing is scored: a cell says why it is filled.

mod amounts;
mod content;
mod coverage;
mod findings;
pub mod growth;
mod lens;
mod numbers;
mod questions;
mod story;
mod tags;
mod twins;

use crate::check;
use crate::config::{BankSettings, ProfileView, Settings};
use crate::diagnostic::{Diagnostic, Level};
use crate::linter::{Linted, Linter, Summary};
use crate::parse::Note;
use crate::rules::{Across, Check, Limits, RuleSet, Unit};
use crate::source::{LineIndex, Source};
pub use coverage::{Column, Group};
pub use lens::Lenses;
pub use questions::{Asked, Fit, Reason};
use std::sync::Arc;
pub use story::{Cell, Story};

/// One note of the bank, with its stories.
pub struct File {
    /// Its name and text.
    pub source: Arc<Source>,
    /// What was found in it by itself, and across notes once the bank is made.
    pub linted: Linted,
    /// What applies to it; nothing where it is an example of a rule.
    settings: Option<Arc<Settings>>,
    /// What its configuration says of the bank.
    told: BankSettings,
    /// Its views, as the bank sees them.
    lenses: Vec<Arc<lens::Lens>>,
    stories: Vec<Story>,
}

/// The stories of all notes.
pub struct Bank {
    /// The notes that have stories, in the order of the run.
    pub files: Vec<File>,
    /// The stories, in the order of the notes.
    pub stories: Vec<Story>,
    /// The columns, by profile.
    pub groups: Vec<Group>,
    /// What is seen across notes, for each of the files.
    pub findings: Vec<Linted>,
    /// The questions that were asked.
    pub asked: Vec<Asked>,
    /// Stories that share text, as [`twins::twins`] has them.
    twins: Vec<(usize, usize, usize)>,
    /// The totals of the run.
    pub summary: Summary,
}

/// Reads one note of the bank: it is linted as any other, and its stories are kept.
pub fn read(linter: &Linter, lenses: &Lenses, source: Source, settings: &Arc<Settings>) -> File {
    let (source, told) = (Arc::new(source), settings.bank());
    let look = |notes: &[(Arc<_>, Note)], linted: &Linted| {
        let lenses: Vec<_> = notes.iter().map(|(view, _)| lenses.of(view)).collect();
        let stories = story::read(&source, notes, linted, &lenses, &told);
        (lenses, stories)
    };
    let (linted, (lenses, stories)) = linter.lint_and(&source, settings, look);
    File { source: source.clone(), linted, settings: Some(settings.clone()), told, lenses, stories }
}

/// What the rules across notes find in one note under a view, for the examples of rules.
pub fn found(source: Source, note: Note, view: ProfileView) -> Vec<Diagnostic> {
    let (source, told, linted) = (Arc::new(source), BankSettings::default(), Linted::default());
    let notes = [(Arc::new(view), note)];
    let lenses = vec![Lenses::default().of(&notes[0].0)];
    let stories = story::read(&source, &notes, &linted, &lenses, &told);
    let (_, found) = Bank::unsettled(vec![File { source, linted, settings: None, told, lenses, stories }]);
    found.into_iter().flatten().collect()
}

impl Bank {
    /// Makes a bank of notes. `linter` says what remains of the findings across them.
    pub fn new(linter: &Linter, files: Vec<File>, questions: &[String]) -> Bank {
        let (mut bank, found) = Bank::unsettled(files);
        bank.settle(linter, found);
        bank.asked = questions::ask(&bank, questions);
        bank
    }

    /// A bank without what is decided about findings, and those for each of its files.
    fn unsettled(files: Vec<File>) -> (Bank, Vec<Vec<Diagnostic>>) {
        let mut summary = Summary::default();
        for file in &files {
            summary.add(&file.linted.summary);
        }
        let mut files: Vec<File> = files.into_iter().filter(|file| !file.stories.is_empty()).collect();
        let mut stories = Vec::new();
        for (number, file) in files.iter_mut().enumerate() {
            let index = LineIndex::new(&file.source.text);
            for mut story in std::mem::take(&mut file.stories) {
                story.file = number;
                story.line = index.position(story.heading.start).line;
                stories.push(story);
            }
        }
        let groups = coverage::groups(&files, &mut stories);
        let twins = twins::twins(&stories);
        let bank = Bank { files, stories, groups, twins, findings: Vec::new(), asked: Vec::new(), summary };
        let mut found: Vec<Vec<Diagnostic>> = bank.files.iter().map(|_| Vec::new()).collect();
        coverage::findings(&bank, &mut found);
        twins::findings(&bank, &mut found);
        numbers::findings(&bank, &mut found);
        (bank, found)
    }

    /// Lets comments, the baseline and the levels decide on the findings.
    fn settle(&mut self, linter: &Linter, found: Vec<Vec<Diagnostic>>) {
        let settled = self.files.iter().zip(found).map(|(file, mut found)| {
            check::sort(&mut found);
            let asked = !found.is_empty() || linter.baseline().is_some();
            let settings = file.settings.as_ref().filter(|_| asked);
            settings.map(|settings| linter.settle(&file.source, settings, found)).unwrap_or_default()
        });
        self.findings = settled.collect();
        for story in &mut self.stories {
            for found in &self.findings[story.file].diagnostics {
                if found.answer == Some(story.number) {
                    story.count(found.level);
                }
            }
        }
    }

    /// The file of a story.
    pub fn source(&self, story: usize) -> &Source {
        &self.files[self.stories[story].file].source
    }

    /// What a rule looks for across notes, if it does.
    pub fn finds(&self, rule: &str) -> Option<Across> {
        let rules = self.files.iter().flat_map(|file| &file.lenses).flat_map(|lens| &lens.view.rules.rules);
        rules.filter(|known| known.id == rule).find_map(|known| match known.check {
            Check::Bank(bank) => bank.finds,
            _ => None,
        })
    }

    /// All findings of a story, in the order of the text.
    pub fn findings_of(&self, story: usize) -> Vec<&Diagnostic> {
        let Story { file, number, .. } = self.stories[story];
        let all = self.files[file].linted.diagnostics.iter().chain(&self.findings[file].diagnostics);
        let mut own: Vec<_> = all.filter(|found| found.answer == Some(number)).collect();
        own.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        own
    }

    /// The numbers of the stories, those that need most work first.
    pub fn by_need(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.stories.len()).collect();
        order.sort_by_key(|&story| std::cmp::Reverse(self.stories[story].levels));
        order
    }

    /// How many words an answer should have, as the first profile says.
    pub fn range(&self, story: usize) -> Limits {
        self.files[self.stories[story].file].lenses.first().map(|lens| range(&lens.view.rules)).unwrap_or_default()
    }

    /// How many seconds so many words take.
    pub fn seconds(&self, story: usize, words: usize) -> usize {
        self.files[self.stories[story].file].lenses.first().map_or(0, |lens| lens.view.rules.seconds(words))
    }
}

/// How many words an answer should have: the limits of the first rule about its length that has both.
fn range(rules: &RuleSet<'static>) -> Limits {
    let whole = |check: &Check| match check {
        Check::Length { of: None | Some(Unit::Answer), limits } => Some(*limits),
        _ => None,
    };
    let on = rules.rules.iter().filter(|rule| rule.level != Level::Off);
    on.filter_map(|rule| whole(&rule.check))
        .find(|limits| limits.min.is_some() && limits.max.is_some())
        .unwrap_or_default()
}
