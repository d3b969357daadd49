//! The library as other programs use it: without the command line, printing or files.

mod common;

use common::WEAK;
use star_lint::{Linter, Options, Selection, Source, Workspace};
use std::path::Path;
use std::sync::Arc;

fn rules(linter: &Linter, path: &str) -> Vec<String> {
    let linted = linter.lint(&Source::new(path, WEAK));
    linted.diagnostics.iter().map(|found| format!("{} {}", found.level.name(), found.rule)).collect()
}

#[test]
fn a_configuration_from_memory_holds_in_place_of_the_one_on_disk() {
    let folder = common::Folder::new("linter-overlay", &[("star-lint.toml", "root = true\n")]);
    let options = Options { folder: folder.0.clone(), ..Options::default() };
    let workspace = Arc::new(Workspace::new(options));
    let linter = Linter::new(workspace.clone(), Selection::default());
    let vague = |linter: &Linter| rules(linter, "a.md").into_iter().find(|rule| rule.ends_with("vague-result"));
    assert_eq!(vague(&linter).as_deref(), Some("warning vague-result"));
    let level = |level: &str| Some(format!("root = true\n[rules.vague-result]\nlevel = \"{level}\"\n"));
    for (text, expected) in [
        (level("error"), Some("error vague-result")),
        (level("off"), None),
        (Some("root = true\n[rules.vague-result]\nlevel = ".to_owned()), Some("warning vague-result")),
        (None, Some("warning vague-result")),
    ] {
        workspace.overlay(Path::new("star-lint.toml"), text.clone());
        assert_eq!(vague(&linter).as_deref(), expected, "{text:?}");
        let (complaints, told) = workspace.problems();
        assert!(complaints.is_empty());
        assert_eq!(told.len(), usize::from(text.is_some_and(|text| text.ends_with("= "))), "what is wrong is told");
    }
    // A folder that has none on disk.
    workspace.overlay(Path::new("new/star-lint.toml"), level("info"));
    assert!(rules(&linter, "new/a.md").contains(&"info vague-result".to_owned()));
    assert_eq!(vague(&linter).as_deref(), Some("warning vague-result"));
}

#[test]
fn a_selection_names_what_is_wanted() {
    let lint = |selection: Selection| rules(&Linter::new(Workspace::default(), selection), "a.md");
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let all = lint(Selection::default());
    assert!(all.iter().any(|rule| rule.ends_with("missing-metric")) && all.len() > 3, "{all:?}");
    let one = lint(Selection { select: names(&["missing-metric"]), ..Selection::default() });
    assert_eq!(one, ["warning missing-metric"]);
    let others = lint(Selection { ignore: names(&["missing-metric"]), ..Selection::default() });
    assert_eq!(others.len() + 1, all.len());
    let off = Selection { select: names(&["missing-risk"]), ..Selection::default() };
    assert_eq!(lint(off), ["info missing-risk"], "a rule that is off runs where it is asked for");
}
