//! What lies over the built-in rules for one note: files in their order, and the profiles that were asked for.
//!
//! A later part changes what it names. Profiles lie where a file extends them; a more specific place (an inner
//! folder, an override, the note, the command line) that names profiles replaces those of a less specific one.
//! Those of a note or the command line lie below all files.

use super::layer::ConfigFile;
use crate::rules::file::RuleFile;
use crate::rules::load::{MergedRules, Problem};
use crate::rules::{RuleSet, builtin, idle};
use crate::source::Source;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A file, or one of its overrides.
#[derive(Clone, Debug)]
pub struct AppliedFile {
    /// The file.
    pub layer: Arc<ConfigFile>,
    /// The number of the override.
    pub over: Option<usize>,
}

impl AppliedFile {
    /// What it says.
    pub fn file(&self) -> &RuleFile {
        match self.over {
            Some(number) => &self.layer.file.run.overrides[number].part,
            None => &self.layer.file,
        }
    }
}

/// A profile and what it builds on.
#[derive(Clone, Debug)]
pub struct ChosenProfile {
    /// Its name.
    pub name: String,
    /// Its files, itself the last.
    pub parts: Vec<AppliedFile>,
}

/// The files and profiles that apply to a note.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// Files and overrides that are no profiles.
    pub parts: Vec<AppliedFile>,
    /// The profiles, each of which is a view of its own.
    pub profiles: Vec<ChosenProfile>,
    /// The number of parts that lie below the profiles.
    pub at: usize,
}

/// The rules under one profile, or under none.
pub struct ProfileView {
    /// The profile.
    pub profile: Option<String>,
    /// The rules that the profile itself speaks of, and no file after it sets the limits of.
    pub touched: BTreeSet<String>,
    /// The rules.
    pub rules: RuleSet<'static>,
    /// What is written of them; `None` where only the built-in rules are in force.
    pub layers: Option<MergedRules>,
    /// What lies over the built-in files, lowest first.
    pub parts: Vec<AppliedFile>,
}

/// What a view is made of: files and the numbers of overrides.
pub type Key = Vec<(usize, Option<usize>)>;

/// Problems and the files that they are in.
pub type Problems = Vec<(Arc<ConfigFile>, Problem)>;

impl Stack {
    /// The ids of the rules that it may have, built-in ones among them.
    pub fn rules(&self) -> impl Iterator<Item = String> {
        let parts = self.parts.iter().chain(self.profiles.iter().flat_map(|choice| &choice.parts));
        let own = parts.flat_map(|part| &part.file().rules).filter(|(_, rule)| rule.check.is_some());
        builtin::base().rules.iter().map(|rule| rule.id.clone()).chain(own.map(|(id, _)| id.clone()))
    }

    /// A name for what a view of it is made of: two of one name have the same rules.
    pub fn key(&self, choice: Option<&ChosenProfile>) -> Key {
        let chosen = choice.map_or(&[][..], |choice| &choice.parts);
        let parts = self.parts.iter().chain(chosen).map(|part| (Arc::as_ptr(&part.layer) as usize, part.over));
        parts.chain([(self.at, None), (self.parts.len(), None)]).collect()
    }

    /// The rules under a profile, or under none.
    pub fn view(&self, choice: Option<&ChosenProfile>, problems: &mut Problems) -> ProfileView {
        let (below, above) = self.parts.split_at(self.at.min(self.parts.len()));
        let chosen = choice.map_or(&[][..], |choice| &choice.parts);
        let parts: Vec<AppliedFile> = below.iter().chain(chosen).chain(above).cloned().collect();
        let mut touched: BTreeSet<String> =
            chosen.iter().flat_map(|part| &part.file().rules).map(|(id, _)| id.clone()).collect();
        for (id, _) in above.iter().flat_map(|part| &part.file().rules).filter(|(_, rule)| rule.check.is_some()) {
            touched.remove(id);
        }
        let profile = choice.map(|choice| choice.name.clone());
        if parts.is_empty() {
            return ProfileView { profile, touched, rules: builtin::rule_set(), layers: None, parts };
        }
        let (mut layers, mut found) = (builtin::base().clone(), Vec::new());
        for part in &parts {
            let group = part.layer.profile.as_deref().unwrap_or("own");
            layers.apply(group, part.file().clone(), &mut found);
        }
        for (number, part) in parts.iter().enumerate().filter(|(_, part)| part.over.is_none()) {
            let files = parts.iter().map(|part| &part.layer.file);
            idle::unused(&part.layer.file, builtin::FILES.len() + number, files, &mut found);
        }
        let mut rules = layers.compile(&mut found);
        if rules.index.len() == 0 {
            // Nothing could be made of it: the notes are still checked, by the built-in rules.
            rules = builtin::rule_set();
        }
        let place = |problem: Problem| {
            let part = problem.file.checked_sub(builtin::FILES.len()).and_then(|number| parts.get(number))?;
            Some((part.layer.clone(), problem))
        };
        problems.extend(found.into_iter().filter_map(place));
        ProfileView { profile, touched, rules, layers: Some(layers), parts }
    }
}

impl ProfileView {
    /// What is written of the rules.
    pub fn written(&self) -> &MergedRules {
        self.layers.as_ref().unwrap_or_else(|| builtin::base())
    }

    /// The file of a number, as problems and rules have it; `None` for a built-in one.
    pub fn source(&self, number: usize) -> Option<&Source> {
        let part = self.parts.get(number.checked_sub(builtin::FILES.len())?)?;
        Some(&part.layer.source)
    }
}
