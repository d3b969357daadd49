//! What a walk skips: what is listed in `.ignore`, `.gitignore` and `.git/info/exclude` of each folder and of those above
//! it, and in the user's global gitignore. Folders may come from strangers, so only plain files of a bounded size are read.

use crate::disk::read_plain;
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The largest ignore file that is read, in bytes.
const MOST_BYTES: u32 = 1_000_000;

/// The most lines in one ignore file, and in all that apply at once: a line takes 1 kB of memory, 5 kB with wildcards.
const MOST_LINES: usize = 10_000;
const MOST_TOGETHER: usize = 4 * MOST_LINES;

/// Ignore files that could not be read.
pub type Problems = Vec<(PathBuf, io::Error)>;

/// What is ignored in a folder. The outermost one holds what is ignored everywhere.
pub struct Ignored {
    above: Option<Arc<Ignored>>,
    /// Of `.ignore`, `.gitignore` and `.git/info/exclude`.
    globs: [Gitignore; 3],
    lines: usize,
    /// How many lines all folders of the walk have together.
    known: Arc<AtomicUsize>,
}

impl Ignored {
    /// What is ignored in the folder of a canonical path by everything above it.
    pub fn above(folder: &Path, problems: &mut Problems) -> Arc<Ignored> {
        let empty = || [Gitignore::empty(), Gitignore::empty(), Gitignore::empty()];
        let mut outermost = Ignored { above: None, globs: empty(), lines: 0, known: Arc::default() };
        let here = std::env::current_dir().unwrap_or_default();
        let file = gitconfig_excludes_path().filter(|path| path.exists());
        // The global gitignore has the lowest precedence.
        outermost.globs[2] = file.map_or(Gitignore::empty(), |file| outermost.read(&here, &file, problems));
        let mut ignored = Arc::new(outermost);
        for folder in folder.ancestors().skip(1).collect::<Vec<_>>().into_iter().rev() {
            ignored = ignored.below(folder, |name| folder.join(name).symlink_metadata().is_ok(), problems);
        }
        ignored
    }

    /// What is ignored in a folder below, `has` some names.
    pub fn below(self: &Arc<Self>, folder: &Path, has: impl Fn(&str) -> bool, problems: &mut Problems) -> Arc<Ignored> {
        let exclude = || Some(common_folder(&folder.join(".git"))?.join("info/exclude")).filter(|path| path.exists());
        let [ignore, git] = [".ignore", ".gitignore"].map(|name| has(name).then(|| folder.join(name)));
        let files = [ignore, git, has(".git").then(exclude).flatten()];
        if files.iter().all(Option::is_none) {
            return self.clone();
        }
        let mut own = Ignored {
            above: Some(self.clone()),
            globs: [Gitignore::empty(), Gitignore::empty(), Gitignore::empty()],
            lines: 0,
            known: self.known.clone(),
        };
        for (number, file) in files.into_iter().enumerate() {
            own.globs[number] = file.map_or(Gitignore::empty(), |file| own.read(folder, &file, problems));
        }
        Arc::new(own)
    }

    /// Whether a walk skips the file or folder at a canonical path. Hidden ones are skipped unless an ignore file asks
    /// for them.
    pub fn holds(&self, path: &Path, is_folder: bool) -> bool {
        let all = || std::iter::successors(Some(self), |ignored| ignored.above.as_deref());
        for number in 0..3 {
            match all().map(|ignored| ignored.globs[number].matched(path, is_folder)).find(|found| !found.is_none()) {
                Some(Match::Ignore(_)) => return true,
                Some(_) => return false,
                None => {}
            }
        }
        path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
    }

    /// The globs of a file, for paths of a folder.
    fn read(&mut self, folder: &Path, file: &Path, problems: &mut Problems) -> Gitignore {
        let read = read_plain(file, MOST_BYTES).and_then(|bytes| {
            let text = String::from_utf8_lossy(&bytes);
            let text = text.trim_start_matches('\u{feff}');
            let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).count();
            if lines > MOST_LINES {
                return Err(io::Error::other(format!("more than {MOST_LINES} lines")));
            }
            if self.known.load(Ordering::Relaxed) + lines > MOST_TOGETHER {
                return Err(io::Error::other(format!(
                    "more than {MOST_TOGETHER} lines in the ignore files of all folders"
                )));
            }
            self.known.fetch_add(lines, Ordering::Relaxed);
            self.lines += lines;
            let mut builder = GitignoreBuilder::new(folder);
            // As in git, an invalid line has no effect.
            text.lines().for_each(|line| drop(builder.add_line(None, line)));
            builder.build().map_err(io::Error::other)
        });
        read.unwrap_or_else(|error| {
            problems.push((file.to_owned(), io::Error::new(error.kind(), format!("{error}; it is not used"))));
            Gitignore::empty()
        })
    }
}

impl Drop for Ignored {
    fn drop(&mut self) {
        self.known.fetch_sub(self.lines, Ordering::Relaxed);
    }
}

/// The common git folder of a worktree, whose `.git` is a file that points to it.
fn common_folder(git: &Path) -> Option<PathBuf> {
    if git.is_dir() {
        return Some(git.to_owned());
    }
    let line = |path: &Path| {
        let text = String::from_utf8(read_plain(path, MOST_BYTES).ok()?).ok()?;
        text.lines().next().map(str::to_owned)
    };
    let own = git.parent()?.join(line(git)?.strip_prefix("gitdir: ")?);
    Some(own.join(line(&own.join("commondir"))?))
}
