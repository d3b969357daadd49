//! What is applied to the built-in rules for one note: files in their order, and profiles.
//!
//! A later file overrides what it names. Profiles are applied where a file extends them; those that a more specific
//! place names (an inner folder, an override, the note, the command line) replace those of a less specific one. The
//! profiles of a note or the command line are applied before all files.

use super::config_file::ConfigFile;
use crate::language::definition::FileId;
use crate::rules::expression::Expressions;
use crate::rules::file::RuleFile;
use crate::rules::load::MergedRules;
use crate::rules::problem::Problem;
use crate::rules::{RuleSet, builtin, idle};
use crate::source::Source;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A file, or one of its overrides.
#[derive(Clone, Debug)]
pub struct AppliedFile {
    /// The file.
    pub config: Arc<ConfigFile>,
    /// The number of the override, if it is one.
    pub over: Option<usize>,
}

impl AppliedFile {
    /// The name of the profile, or that of all other files.
    fn name(&self) -> &str {
        self.config.profile.as_deref().unwrap_or("own")
    }

    /// What it says.
    pub fn file(&self) -> &RuleFile {
        match self.over {
            Some(number) => &self.config.file.run.overrides[number].part,
            None => &self.config.file,
        }
    }
}

/// A profile and all that it extends.
#[derive(Clone, Debug)]
pub struct ChosenProfile {
    /// Its name.
    pub name: String,
    /// The files, the profile itself last.
    pub parts: Vec<AppliedFile>,
}

/// The files and profiles that apply to a note.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// Files and overrides, without profiles.
    pub parts: Vec<AppliedFile>,
    /// The profiles, each of which gets a view of its own.
    pub profiles: Vec<ChosenProfile>,
    /// How many of the parts are applied before the profiles.
    pub at: usize,
}

/// The rules under one profile, or under none.
pub struct ProfileView {
    /// The profile.
    pub profile: Option<String>,
    /// The rules that the profile changes, except those whose check a later file changes again.
    pub touched: BTreeSet<String>,
    /// The rules.
    pub rules: RuleSet<'static>,
    /// The rules as written; `None` if only the built-in ones apply.
    pub merged: Option<MergedRules>,
    /// What is applied to the built-in files, in order.
    pub parts: Vec<AppliedFile>,
}

/// What a view is made of: the addresses of files and the numbers of overrides.
pub type Key = Vec<(usize, Option<usize>)>;

/// Problems with the files that they are in.
pub type Problems = Vec<(Arc<ConfigFile>, Problem)>;

impl Stack {
    /// The ids of all rules that may apply, the built-in ones included.
    pub fn rules(&self) -> impl Iterator<Item = String> {
        let own = self.files().flat_map(|part| &part.file().rules).filter(|(_, rule)| rule.check.is_some());
        builtin::base().rules.iter().map(|rule| rule.id.clone()).chain(own.map(|(id, _)| id.clone()))
    }

    /// The groups of these rules.
    pub fn groups(&self) -> impl Iterator<Item = String> {
        let named = self.files().flat_map(|part| {
            let rules = part.file().rules.iter();
            rules.filter_map(|(_, rule)| match &rule.group {
                Some((group, _)) => Some(group.clone()),
                None => rule.check.is_some().then(|| part.file().group(part.name()).to_owned()),
            })
        });
        builtin::base().rules.iter().map(|rule| rule.group.clone()).chain(named)
    }

    /// The parts, and those of the profiles.
    fn files(&self) -> impl Iterator<Item = &AppliedFile> {
        self.parts.iter().chain(self.profiles.iter().flat_map(|choice| &choice.parts))
    }

    /// The key of a view: two with the same key have the same rules.
    pub fn key(&self, choice: Option<&ChosenProfile>) -> Key {
        let chosen = choice.map_or(&[][..], |choice| &choice.parts);
        let parts = self.parts.iter().chain(chosen).map(|part| (Arc::as_ptr(&part.config) as usize, part.over));
        parts.chain([(self.at, None), (self.parts.len(), None)]).collect()
    }

    /// The rules under a profile, or under none.
    pub fn view(
        &self,
        choice: Option<&ChosenProfile>,
        expressions: &Expressions,
        problems: &mut Problems,
    ) -> ProfileView {
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
            return ProfileView { profile, touched, rules: builtin::rule_set(), merged: None, parts };
        }
        let (mut merged, mut found) = (builtin::base().clone(), Vec::new());
        for part in &parts {
            merged.apply(part.name(), part.file().clone(), &mut found);
        }
        for (number, part) in parts.iter().enumerate().filter(|(_, part)| part.over.is_none()) {
            let files = parts.iter().map(|part| &part.config.file);
            idle::unused(&part.config.file, FileId::Applied(number), files, &mut found);
        }
        found.extend(
            parts
                .iter()
                .enumerate()
                .flat_map(|(number, part)| merged.unknown_topics(part.file(), FileId::Applied(number))),
        );
        let mut rules = merged.compile_sharing(expressions, &mut found);
        if rules.index.len() == 0 {
            // The vocabularies do not compile; the notes are still checked by the built-in rules.
            rules = builtin::rule_set();
        }
        let place = |problem: Problem| Some((applied(&parts, problem.file)?.config.clone(), problem));
        problems.extend(found.into_iter().filter_map(place));
        ProfileView { profile, touched, rules, merged: Some(merged), parts }
    }
}

impl ProfileView {
    /// The rules as written.
    pub fn written(&self) -> &MergedRules {
        self.merged.as_ref().unwrap_or_else(|| builtin::base())
    }

    /// A file, as problems and rules have it; `None` for a built-in one.
    pub fn source(&self, file: FileId) -> Option<&Source> {
        Some(&applied(&self.parts, file)?.config.source)
    }
}

/// The part that a file is; `None` for a built-in one.
fn applied(parts: &[AppliedFile], file: FileId) -> Option<&AppliedFile> {
    match file {
        FileId::BuiltIn(_) => None,
        FileId::Applied(number) => parts.get(number),
    }
}
