//! Merges the findings under several profiles: equal findings become one, which names its profiles if not all of them
//! have it.

use super::order::sort;
use crate::diagnostic::Diagnostic;
use std::collections::HashMap;

/// The findings under one profile.
pub struct ProfileFindings<'p> {
    /// Its name; `None` without a profile.
    pub profile: Option<&'p str>,
    /// Whether the profile itself changes a rule.
    pub touches: &'p dyn Fn(&str) -> bool,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// All findings, each once, in the order of the text. If profiles give one different levels, the highest is used.
pub fn merge(views: Vec<ProfileFindings>) -> Vec<Diagnostic> {
    let count = views.len();
    let mut all: Vec<(Diagnostic, bool)> = Vec::new();
    let mut places = HashMap::new();
    for view in views {
        for diagnostic in view.diagnostics {
            let key = (diagnostic.rule.clone(), diagnostic.span, diagnostic.message.clone());
            let place = *places.entry(key).or_insert(all.len());
            let touches = (view.touches)(&diagnostic.rule);
            if let Some((known, touched)) = all.get_mut(place) {
                if diagnostic.level > known.level {
                    *known = diagnostic;
                } else if diagnostic.level < known.level {
                    *touched = true;
                    continue;
                }
                known.profiles.extend(view.profile.map(str::to_owned));
                *touched |= touches;
            } else {
                all.push((diagnostic, touches));
                all[place].0.profiles.extend(view.profile.map(str::to_owned));
            }
        }
    }
    let general = |(mut diagnostic, touched): (Diagnostic, bool)| {
        if !touched && diagnostic.profiles.len() == count {
            diagnostic.profiles.clear();
        }
        diagnostic
    };
    let mut all: Vec<Diagnostic> = all.into_iter().map(general).collect();
    sort(&mut all);
    all
}
