//! The configuration: which `star-lint.toml` is in force, and the rules that it and the files that it extends
//! make of the built-in ones.

use crate::diagnostic::{Diagnostic, Level};
use crate::rules::load::{Layers, Problem, layers};
use crate::rules::{RuleSet, builtin};
use crate::source::{Source, Span};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The names under which a configuration is found.
const NAMES: [&str; 2] = ["star-lint.toml", ".star-lint.toml"];

/// The most files that may extend each other in a row.
const DEPTH: usize = 16;

/// Rules in force, and what was wrong on the way.
pub struct Loaded {
    /// The rules.
    pub rules: RuleSet<'static>,
    /// What is written of them; empty where only the built-in rules are in force.
    pub layers: Layers,
    /// The files laid over the built-in ones.
    pub sources: Vec<Source>,
    /// Problems in files, by their number: the built-in files come first.
    pub problems: Vec<Problem>,
    /// Files that could not be read, as lines for the user.
    pub unreadable: Vec<String>,
}

impl Loaded {
    /// The problems as diagnostics, file by file.
    pub fn problems(&self) -> impl Iterator<Item = (&Source, Vec<Diagnostic>)> {
        self.sources.iter().enumerate().filter_map(|(index, source)| {
            let number = builtin::FILES.len() + index;
            let mut found: Vec<Diagnostic> = self
                .problems
                .iter()
                .filter(|problem| problem.file == number)
                .map(|problem| diagnostic(problem, source))
                .collect();
            found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
            (!found.is_empty()).then_some((source, found))
        })
    }

    /// What is written of the rules in force.
    pub fn written(&self) -> Cow<'_, Layers> {
        if self.sources.is_empty() {
            Cow::Owned(layers(builtin::FILES, &mut Vec::new()))
        } else {
            Cow::Borrowed(&self.layers)
        }
    }

    /// The numbers of the files that are not built in.
    pub fn own_files(&self) -> std::ops::Range<usize> {
        builtin::FILES.len()..builtin::FILES.len() + self.sources.len()
    }
}

fn diagnostic(problem: &Problem, source: &Source) -> Diagnostic {
    let length = source.text.len() as u32;
    let boundary =
        |at: u32| (0..=at.min(length)).rev().find(|&at| source.text.is_char_boundary(at as usize)).unwrap_or(0);
    Diagnostic {
        rule: String::new(),
        level: Level::Error,
        span: Span {
            start: boundary(problem.span.start),
            end: boundary(problem.span.end).max(boundary(problem.span.start)),
        },
        message: problem.message.clone(),
        label: String::new(),
        labels: Vec::new(),
        notes: Vec::new(),
        help: problem.help.clone(),
        context: None,
        answer: None,
        section: None,
    }
}

/// The rules under a configuration file, or under the nearest one from the current folder upwards.
pub fn load(file: Option<&Path>, none: bool) -> Loaded {
    let found = if none { None } else { file.map(Path::to_owned).or_else(nearest) };
    let mut loaded = Loaded {
        rules: RuleSet::default(),
        layers: Layers::default(),
        sources: Vec::new(),
        problems: Vec::new(),
        unreadable: Vec::new(),
    };
    let Some(path) = found else {
        loaded.rules = builtin::rule_set();
        return loaded;
    };
    read(&path, &mut Vec::new(), &mut loaded);
    let own = loaded.sources.iter().map(|source| ("own", source.text.as_str()));
    loaded.layers = layers(builtin::FILES.into_iter().chain(own), &mut loaded.problems);
    loaded.rules = loaded.layers.compile(&mut loaded.problems);
    if loaded.rules.index.len() == 0 {
        // Nothing could be made of it: the notes are still checked, by the built-in rules.
        loaded.rules = builtin::rule_set();
    }
    loaded
}

fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// Reads a file after the files that it extends. `chain`: the files that led here.
fn read(path: &Path, chain: &mut Vec<PathBuf>, loaded: &mut Loaded) {
    let source = match Source::read(path) {
        Ok(source) => source,
        Err(error) => {
            return loaded.unreadable.push(format!("cannot read the configuration {}: {error}", path.display()));
        }
    };
    let same = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if chain.contains(&same) || chain.len() >= DEPTH {
        return loaded.unreadable.push(format!("{} extends itself", path.display()));
    }
    chain.push(same);
    let written = crate::rules::file::read(&source.text, &mut Vec::new());
    for (name, _) in &written.extends {
        let folder = path.parent().unwrap_or(Path::new(""));
        read(&folder.join(name), chain, loaded);
    }
    chain.pop();
    loaded.sources.push(source);
}
