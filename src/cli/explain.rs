//! `star-lint explain`.

use super::args::{ConfigArgs, ExplainArgs};
use super::{Outcome, complain, here};
use crate::linter::no_rule;
use crate::report::explain::Explanation;
use crate::rules::builtin;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Runs the command.
pub fn run(args: &ExplainArgs) -> io::Result<Outcome> {
    let (settings, outcome) = here(&args.rules);
    let (mut views, mut aside) = (settings.views(&[]), "");
    if let Some(name) = builtin::profile_of(&args.rule).filter(|_| Explanation::new(&views, &args.rule).is_none()) {
        // A hint can be explained without its profile.
        let profile = [&args.rules.profile[..], &[name.to_owned()]].concat();
        views = here(&ConfigArgs { profile, ..args.rules.clone() }).0.views(&[]);
        aside = ", a profile that is not active here";
    }
    let Some(explanation) = Explanation::new(&views, &args.rule) else {
        let rules: BTreeSet<String> = settings.stack.rules().collect();
        complain(&no_rule(&args.rule, "rule", rules.iter().map(String::as_str)));
        return Ok(Outcome::Trouble);
    };
    let mut out = super::Shown::new();
    out.write_all(explanation.plain(aside).as_bytes())?;
    out.flush()?;
    Ok(outcome)
}
