//! `star-lint init`.

use super::args::InitArgs;
use super::{Outcome, complain, note};
use crate::atomic_write;
use crate::config::{NAMES, Options, Workspace};
use std::path::Path;

/// A new configuration: everything is a comment but the profiles.
const COMMENTED: &str = include_str!("../../rules/init.toml");

/// The line of the example that names profiles.
const EXTENDS: &str = "# extends = [\"netflix\"]";

/// Writes the file, unless one exists.
pub fn run(args: &InitArgs) -> Outcome {
    if let Some(name) = NAMES.into_iter().find(|name| Path::new(name).exists()) {
        complain(&format!("{name} already exists; nothing was written"));
        return Outcome::Trouble;
    }
    let workspace = Workspace::new(Options { none: true, profiles: args.profile.clone(), ..Options::default() });
    workspace.here();
    if super::files::report_problems(&workspace) {
        return Outcome::Trouble;
    }
    let names: Vec<String> = args.profile.iter().map(|name| format!("{name:?}")).collect();
    let text = if names.is_empty() {
        COMMENTED.to_owned()
    } else {
        COMMENTED.replacen(EXTENDS, &format!("extends = [{}]", names.join(", ")), 1)
    };
    match atomic_write::create(Path::new(NAMES[0]), &text) {
        Ok(()) => note(&format!("wrote {}; its comments explain every setting", NAMES[0])),
        Err(error) => {
            complain(&format!("cannot write {}: {error}", NAMES[0]));
            return Outcome::Trouble;
        }
    }
    Outcome::Clean
}
