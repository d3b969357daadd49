//! Which findings are wanted, by the names of rules and groups.

use crate::config::{ProfileView, Settings};
use crate::diagnostic::Level;
use crate::rules::builtin;
use crate::suggest::nearest;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which findings are wanted.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Run only these rules, even if they are off, and those rules of these groups that are on; if empty, all that are on.
    pub select: Vec<String>,
    /// Do not run these rules, or the rules of these groups.
    pub ignore: Vec<String>,
    /// The lowest level to show; by default what the configuration says, or everything.
    pub min_level: Option<Level>,
    /// The lowest level that fails a run, `Off` for never; by default what the configuration says, or `Warning`.
    pub fail_on: Option<Level>,
}

impl Selection {
    /// Whether the findings of a rule are wanted.
    pub(super) fn wants(&self, rule: &str, views: &[Arc<ProfileView>]) -> bool {
        let named = |names| names_rule(names, rule, views);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Says of each name that is no rule and no group under any of these settings which one may be meant.
    #[doc(hidden)]
    pub fn unknown<'s>(&self, settings: impl Iterator<Item = &'s Arc<Settings>>) -> Vec<String> {
        let mut names = self.select.iter().chain(&self.ignore).peekable();
        if names.peek().is_none() {
            return Vec::new();
        }
        let all: BTreeSet<String> =
            settings.flat_map(|settings| settings.stack.rules().chain(settings.stack.groups())).collect();
        let unknown = names.filter(|name| !all.contains(*name));
        unknown.map(|name| no_rule(name, "rule or group", all.iter().map(String::as_str))).collect()
    }
}

/// Whether a rule or its group is among these names. One that is the name of a rule and of a group means the rule.
pub(crate) fn names_rule(names: &[String], rule: &str, views: &[Arc<ProfileView>]) -> bool {
    let known = |id: &str| views.iter().find_map(|view| view.rules.rule(id));
    let group = |name: &str| known(name).is_none() && known(rule).is_some_and(|rule| rule.group == name);
    names.iter().any(|name| name == rule || group(name))
}

/// Says in one line that a rule does not exist, and which one may be meant.
pub(crate) fn no_rule<'r>(name: &str, what: &str, rules: impl Iterator<Item = &'r str>) -> String {
    if let Some(profile) = builtin::profile_of(name) {
        return format!(
            "`{name}` is a rule of the profile {profile}, which is not active here; add --profile {profile}"
        );
    }
    let hint = nearest(name, rules).map(|meant| format!("did you mean `{meant}`?"));
    format!("there is no {what} `{name}`; {}", hint.as_deref().unwrap_or("`star-lint rules` lists them"))
}
