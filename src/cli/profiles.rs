//! `star-lint profiles`.

use super::args::{ConfigArgs, ProfilesArgs};
use super::{Outcome, complain, here};
use crate::config::show::changes;
use crate::report::explain::wrap;
use crate::rules::builtin;
use crate::rules::file::RuleFile;
use crate::rules::reader;
use std::io::{self, Write};

/// Runs the command.
pub fn run(args: &ProfilesArgs) -> io::Result<Outcome> {
    let mut out = super::Shown::new();
    let read = |text| reader::read(text, &mut Vec::new());
    match &args.name {
        None => {
            for (name, text) in builtin::PROFILES {
                let Some(profile) = read(text).profile else { continue };
                writeln!(out, "{name:<17} {} ({}, {})", profile.title, profile.basis.name(), profile.as_of)?;
            }
            writeln!(out, "\n`star-lint profiles NAME` shows one, `star-lint --profile NAME` checks with it.")?;
        }
        Some(name) => {
            if let Some((_, text)) = builtin::PROFILES.iter().find(|(known, _)| known == name) {
                show(name, text, &read(text), &mut out)?;
            } else {
                // The workspace reports a name that is not a profile.
                let args = ConfigArgs { profile: vec![name.clone()], no_config: true, ..ConfigArgs::default() };
                if here(&args).1 != Outcome::Trouble {
                    complain(&format!("there is no built-in profile {name}"));
                }
                return Ok(Outcome::Trouble);
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

/// One profile: what it is, what it changes, and its hints.
fn show(name: &str, text: &str, file: &RuleFile, out: &mut impl Write) -> io::Result<()> {
    let Some(profile) = &file.profile else { return Ok(()) };
    writeln!(out, "{name}: {}\n{}, as of {}\n", profile.title, profile.basis.name(), profile.as_of)?;
    writeln!(out, "{}\n", wrap(&profile.description, ""))?;
    writeln!(out, "Changes:")?;
    for (key, value) in changes(text) {
        writeln!(out, "  {key} = {value}")?;
    }
    let hints: Vec<_> = file.rules.iter().filter(|(_, rule)| rule.texts.contains_key("summary")).collect();
    if !hints.is_empty() {
        writeln!(out, "\nHints:")?;
        for (id, rule) in hints {
            writeln!(out, "  {id:<34} {}", rule.texts.get("summary").map_or("", String::as_str))?;
        }
    }
    writeln!(out, "\nSources:")?;
    profile.sources.iter().try_for_each(|source| writeln!(out, "  {source}"))
}
