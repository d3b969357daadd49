//! One rule, ready to run.

use super::check::{Check, Structure};
use crate::diagnostic::Level;
use crate::language::index::Id;
use crate::parse::Kinds;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One rule. The built-in rules borrow their texts from the binary, a user's rules own them. (`Cow` is spelled
/// out because serde borrows only where it sees it.)
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule<'a> {
    /// Its kebab-case name.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The group that it can be selected with.
    #[serde(borrow)]
    pub group: Cow<'a, str>,
    /// How much a finding matters.
    pub level: Level,
    /// The sections it looks at; none for the whole answer.
    pub scope: Kinds,
    /// The language whose words it knows; empty where it knows none.
    #[serde(borrow)]
    pub language: Cow<'a, str>,
    /// The vocabulary that the headings of an answer must match for the rule to report on it.
    pub about: Option<Id>,
    /// How it looks.
    #[serde(borrow)]
    pub check: Check<'a>,
    /// The rules whose finding tells what this one finds at the same place.
    #[serde(borrow)]
    pub joins: Vec<Cow<'a, str>>,
    /// What is wrong; may hold `{placeholders}`.
    #[serde(borrow)]
    pub message: Cow<'a, str>,
    /// A few words at the primary span.
    #[serde(borrow)]
    pub label: Cow<'a, str>,
    /// A few words at secondary spans.
    #[serde(borrow)]
    pub also: Cow<'a, str>,
    /// What to do.
    #[serde(borrow)]
    pub help: Cow<'a, str>,
    /// Its page; empty where it has none.
    #[serde(borrow)]
    pub url: Cow<'a, str>,
    /// Which of its findings are fixed by taking the words out.
    pub remove: Removal,
    /// What `star-lint outline` takes its vocabulary for.
    pub outline: Option<Counted>,
}

impl Rule<'_> {
    /// Whether what it finds depends on which section a sentence is in.
    pub fn rests_on_sections(&self) -> bool {
        let structure = matches!(&self.check, Check::Sections(structure, _) if !matches!(structure, Structure::Unlabelled | Structure::Language));
        structure || self.scope != Kinds::NONE || matches!(self.check, Check::Share(_))
    }

    /// The vocabularies that are searched for, each with the sections to search.
    pub fn searches(&self) -> impl Iterator<Item = (Id, Kinds)> {
        let scope = self.scope.or_all();
        let removed = [self.remove.safe, self.remove.unsafe_].into_iter().flatten().map(move |id| (id, scope));
        self.check.searches(scope).chain(removed).chain(self.about.map(|id| (id, Kinds::NONE)))
    }
}

/// Words that may be taken out of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Removal {
    /// Without changing what it says.
    pub safe: Option<Id>,
    /// With a change of what it says.
    pub unsafe_: Option<Id>,
}

/// What `star-lint outline` shows of an answer by the vocabularies of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// Outcomes that were measured.
    Metrics,
    /// What the candidate did.
    Own,
    /// What a group did in which the candidate's part is not seen.
    Group,
    /// Work without anybody who did it.
    Nobody,
}

impl Counted {
    /// The names as written.
    pub const NAMES: [(&str, Counted); 4] =
        [("metrics", Counted::Metrics), ("own", Counted::Own), ("group", Counted::Group), ("nobody", Counted::Nobody)];
}
