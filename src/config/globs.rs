//! Globs of a configuration, written as in `.gitignore` and relative to the folder of the file. Many lists are matched
//! at once, because a file may have thousands of overrides.

use crate::rules::problem::Problem;
use crate::source::Span;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lists of globs, each glob with its place in the file.
#[derive(Debug)]
pub struct Globs {
    folder: PathBuf,
    /// Sets of globs, each with the number of its first glob.
    sets: Vec<(usize, GlobSet)>,
    globs: Vec<Glob>,
}

#[derive(Debug)]
struct Glob {
    glob: globset::Glob,
    /// The number of its list.
    list: usize,
    span: Span,
    /// Whether it takes back what an earlier one matched.
    negated: bool,
    folders_only: bool,
}

impl Globs {
    /// Lists of globs relative to a folder. An invalid one is left out and becomes a problem.
    pub fn new<'l>(
        folder: &Path,
        lists: impl IntoIterator<Item = &'l Vec<(String, Span)>>,
        problems: &mut Vec<Problem>,
    ) -> Globs {
        let mut globs = Vec::new();
        for (list, written) in lists.into_iter().enumerate() {
            for (glob, span) in written {
                match Glob::new(glob, list, *span) {
                    Ok(glob) => globs.extend(glob),
                    Err(error) => {
                        problems.push(Problem::new(*span, format!("`{glob}` is not a valid glob: {}", error.kind())));
                    }
                }
            }
        }
        let mut sets = Vec::new();
        build(&globs, 0, &mut sets, problems);
        Globs { folder: folder.to_owned(), sets, globs }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.globs.is_empty()
    }

    /// The lists that match an absolute path or a folder that holds it, each with the place of the glob that does.
    pub fn lists(&self, path: &Path, is_folder: bool) -> BTreeMap<usize, Span> {
        let mut decided: BTreeMap<usize, &Glob> = BTreeMap::new();
        let inside = path.strip_prefix(&self.folder).ok().filter(|_| !self.is_empty());
        let paths = inside.into_iter().flat_map(Path::ancestors).take_while(|path| !path.as_os_str().is_empty());
        for (height, path) in paths.enumerate() {
            let mut here = BTreeMap::new();
            for (first, set) in &self.sets {
                let globs = set.matches(path).into_iter().map(|number| &self.globs[first + number]);
                // Within a list, the last match wins.
                here.extend(
                    globs.filter(|glob| is_folder || height > 0 || !glob.folders_only).map(|glob| (glob.list, glob)),
                );
            }
            for (list, glob) in here {
                decided.entry(list).or_insert(glob);
            }
        }
        decided.into_iter().filter(|(_, glob)| !glob.negated).map(|(list, glob)| (list, glob.span)).collect()
    }

    /// Where the glob was written that matches an absolute path or a folder that holds it.
    pub fn matched(&self, path: &Path, is_folder: bool) -> Option<Span> {
        self.lists(path, is_folder).into_values().next()
    }
}

impl Glob {
    /// A line as in `.gitignore`; `None` for a comment.
    fn new(line: &str, list: usize, span: Span) -> Result<Option<Glob>, globset::Error> {
        let line = if line.ends_with("\\ ") { line } else { line.trim_end() };
        if line.is_empty() || line.starts_with('#') {
            return Ok(None);
        }
        let (negated, line) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest));
        let line = line.strip_prefix('\\').filter(|rest| rest.starts_with(['!', '#'])).unwrap_or(line);
        let (folders_only, line) = line.strip_suffix('/').map_or((false, line), |rest| (true, rest));
        // With a slash it starts at the folder of the file; without one it is a name anywhere below.
        let mut glob = match line.strip_prefix('/') {
            Some(rest) => rest.to_owned(),
            None if line.contains('/') || line == "**" => line.to_owned(),
            None => format!("**/{line}"),
        };
        if glob.ends_with("/**") {
            glob += "/*";
        }
        let glob = GlobBuilder::new(&glob)
            .literal_separator(true)
            .backslash_escape(true)
            .allow_unclosed_class(true)
            .build()?;
        Ok(Some(Glob { glob, list, span, negated, folders_only }))
    }
}

/// Splits globs into as few sets as their size limit allows.
fn build(globs: &[Glob], first: usize, sets: &mut Vec<(usize, GlobSet)>, problems: &mut Vec<Problem>) {
    let mut builder = GlobSetBuilder::new();
    for glob in globs {
        builder.add(glob.glob.clone());
    }
    match (builder.build(), globs) {
        (Ok(set), _) => sets.push((first, set)),
        (Err(_), [glob]) => problems.push(Problem::new(glob.span, "this glob is too long")),
        (Err(_), _) => {
            let (left, right) = globs.split_at(globs.len() / 2);
            build(left, first, sets, problems);
            build(right, first + left.len(), sets, problems);
        }
    }
}
