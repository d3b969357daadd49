//! Does the same work on many files on all cores, and returns the results in the order of the files.

use super::args::{Cli, InputArgs};
use super::problem::FileProblem;
use super::{complain, note, standard_input};
use crate::config::{Settings, Told, Workspace};
use crate::diagnostic::Level;
use crate::disk::{self, real};
use crate::parallel;
use crate::source::Source;
use crate::suggest::nearest;
use crate::walk::{self, Entry, Wants};
use std::collections::hash_map::{Entry as Place, HashMap};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, Scope};

/// A file that was read.
pub struct Input {
    /// Its name and text.
    pub source: Source,
    /// Whether it came through standard input.
    pub piped: bool,
    /// Its settings, without the profiles that it chooses itself.
    pub settings: Arc<Settings>,
}

/// A file that was read, or why it could not be.
pub type Read = Result<Input, FileProblem>;

/// The files of a run.
pub struct Plan {
    jobs: Vec<Job>,
    /// How many named paths were left out because the configuration excludes them.
    pub excluded: usize,
    /// The largest file that is read, in megabytes.
    megabytes: u32,
}

enum Job {
    Stdin(PathBuf, Arc<Settings>),
    File(Entry, Arc<Settings>),
    Wrong(FileProblem),
}

/// The most files a thread takes at a time.
const LARGEST_BATCH: usize = 16;

impl Plan {
    /// Finds the files of all paths, each once, in the order of the paths, and the settings of each. A path that the
    /// configuration excludes is left out with a note on standard error.
    pub fn new(paths: &[PathBuf], input: &InputArgs, workspace: &Arc<Workspace>) -> Plan {
        let here = [PathBuf::from(".")];
        let paths = if paths.is_empty() { &here } else { paths };
        let (mut jobs, mut excluded) = (Vec::new(), 0);
        let walker = workspace.clone();
        let wants: Arc<Wants> = Arc::new(move |path, is_folder| walker.wants(path, is_folder));
        let mut known = Known::default();
        for path in paths {
            if path.as_os_str() == "-" {
                // It can be read only once.
                if !jobs.iter().any(|job| matches!(job, Job::Stdin(..))) {
                    let name = input.stdin_filename.clone();
                    let settings = workspace.settings(&name);
                    jobs.push(Job::Stdin(name, settings));
                }
                continue;
            }
            if leave_out(path, workspace) {
                excluded += 1;
                continue;
            }
            for found in walk::files(path, &wants) {
                // A single path never finds a file twice.
                let before = if paths.len() > 1 { known.before(&found, jobs.len()) } else { None };
                match (found, before.map(|number| &mut jobs[number])) {
                    (Ok(entry), Some(Job::File(first, _))) => first.named |= entry.named,
                    (_, Some(_)) => {}
                    (Ok(entry), None) => {
                        let settings = workspace.settings(&entry.path);
                        jobs.push(Job::File(entry, settings));
                    }
                    (Err((path, error)), None) => {
                        jobs.push(Job::Wrong(unreadable(&path, &error)));
                    }
                }
            }
        }
        Plan { jobs, excluded, megabytes: input.max_size }
    }

    /// How many files there are, including those that cannot be read.
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// The paths of the files.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.jobs.iter().filter_map(|job| match job {
            Job::Stdin(path, _) | Job::File(Entry { path, .. }, _) => Some(path.as_path()),
            Job::Wrong(_) => None,
        })
    }

    /// Whether standard input is one of them.
    pub fn is_piped(&self) -> bool {
        self.jobs.iter().any(|job| matches!(job, Job::Stdin(..)))
    }

    /// The different settings of the run, each with its first file.
    pub fn settings(&self) -> Vec<(&Path, &Arc<Settings>)> {
        let mut all: Vec<(&Path, &Arc<Settings>)> = Vec::new();
        for job in &self.jobs {
            let (Job::Stdin(path, settings) | Job::File(Entry { path, .. }, settings)) = job else { continue };
            if !all.iter().any(|(_, known)| Arc::ptr_eq(known, settings)) {
                all.push((path, settings));
            }
        }
        all
    }

    /// Reads every file and calls `work` on it, on several threads; calls `done` with each result, in order, on
    /// this thread.
    ///
    /// # Errors
    /// The errors of `done`; the remaining files are then skipped.
    pub fn run<T: Send>(
        &self,
        work: impl Fn(Read) -> T + Sync,
        mut done: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        let jobs = &self.jobs;
        if jobs.len() <= 1 {
            return jobs.iter().try_for_each(|job| done(work(self.read(job))));
        }
        let threads = parallel::cores().min(jobs.len());
        // Several files at a time: handing one over takes as long as checking a short note.
        let batch = (jobs.len() / (threads * 16)).clamp(1, LARGEST_BATCH);
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            // A short queue: a slow reader of the report slows the workers down instead of filling the memory.
            let (sender, receiver) = mpsc::sync_channel(threads * 4);
            let (next, work) = (&next, &work);
            let started = start(scope, threads, move || {
                loop {
                    let first = next.fetch_add(batch, Ordering::Relaxed);
                    let jobs = jobs.iter().skip(first).take(batch);
                    let results: Vec<T> = jobs.map(|job| work(self.read(job))).collect();
                    if results.is_empty() || sender.send((first, results)).is_err() {
                        break;
                    }
                }
            });
            if started == 0 {
                return jobs.iter().try_for_each(|job| done(work(self.read(job))));
            }
            let mut waiting = BTreeMap::new();
            let mut turn = 0;
            for (first, results) in receiver {
                waiting.insert(first, results);
                while let Some(results) = waiting.remove(&turn) {
                    turn += results.len();
                    results.into_iter().try_for_each(&mut done)?;
                }
            }
            Ok(())
        })
    }

    fn read(&self, job: &Job) -> Read {
        let (path, source, named, settings) = match job {
            Job::Stdin(name, settings) => (name, standard_input(name, self.megabytes), true, settings),
            Job::File(Entry { path, named }, settings) => (path, disk::read(path, self.megabytes), *named, settings),
            Job::Wrong(problem) => return Err(problem.clone()),
        };
        let source = source.map_err(|error| FileProblem::unreadable(path, &error))?;
        let (source, piped) = (Source { named, ..source }, matches!(job, Job::Stdin(..)));
        Ok(Input { source, piped, settings: settings.clone() })
    }
}

/// Starts up to `threads` threads; returns how many could be started.
fn start<'s, 'e>(scope: &'s Scope<'s, 'e>, threads: usize, work: impl Fn() + Clone + Send + 's) -> usize {
    (0..threads).take_while(|_| Builder::new().spawn_scoped(scope, work.clone()).is_ok()).count()
}

/// The files of a run, however they are named: `./a.md`, a link to it, a folder that holds it.
#[derive(Default)]
struct Known {
    numbers: HashMap<PathBuf, usize>,
    /// The resolved paths of folders.
    folders: HashMap<PathBuf, PathBuf>,
}

impl Known {
    /// The number under which a file is known; an unknown one is now known as `number`.
    fn before(&mut self, found: &Result<Entry, (PathBuf, io::Error)>, number: usize) -> Option<usize> {
        let path = match found {
            // A walk follows no links, so only the folder has to be resolved.
            Ok(Entry { path, named: false }) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let folder = match self.folders.get(folder) {
                    Some(folder) => folder,
                    None => self.folders.entry(folder.to_owned()).or_insert_with_key(|folder| real(folder)),
                };
                folder.join(path.file_name().unwrap_or_default())
            }
            Ok(Entry { path, .. }) | Err((path, _)) => real(path),
        };
        match self.numbers.entry(path) {
            Place::Occupied(known) => Some(*known.get()),
            Place::Vacant(new) => {
                new.insert(number);
                None
            }
        }
    }
}

/// Why a walk found nothing.
pub fn why_nothing(paths: &[PathBuf], workspace: &Arc<Workspace>) -> String {
    let here = [PathBuf::from(".")];
    let places = Arc::new(Mutex::new(BTreeSet::new()));
    let (walker, found) = (workspace.clone(), places.clone());
    let wants: Arc<Wants> = Arc::new(move |path, is_folder| {
        if !is_folder && walker.reads(path) {
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(walker.excluded(path));
        }
        is_folder
    });
    let paths = if paths.is_empty() { &here } else { paths };
    for path in paths {
        drop(walk::files(path, &wants));
    }
    let places = places.lock().unwrap_or_else(PoisonError::into_inner);
    match workspace.included() {
        _ if !places.is_empty() => {
            let places = places.iter().cloned().collect::<Vec<_>>().join(" and ");
            format!("no notes found: {places} excludes every note here; --no-exclude reads them")
        }
        Some(place) => {
            format!("no notes found: {place} matches no file that git does not ignore")
        }
        None => "no notes found: star-lint reads .md, .markdown and .txt files that git does not ignore".into(),
    }
}

/// Why a path cannot be read, with the command that may be meant by one that does not exist.
fn unreadable(path: &Path, error: &io::Error) -> FileProblem {
    let mut problem = FileProblem::unreadable(path, error);
    if let FileProblem::Unreadable { path, meant, .. } = &mut problem
        && error.kind() == io::ErrorKind::NotFound
    {
        let commands = <Cli as clap::CommandFactory>::command();
        let names = commands.get_subcommands().map(clap::Command::get_name);
        *meant = path.to_str().and_then(|path| nearest(path, names)).map(str::to_owned);
    }
    problem
}

fn leave_out(path: &Path, workspace: &Workspace) -> bool {
    let place = workspace.excluded(path);
    if let Some(place) = &place {
        note(&format!("{} is excluded by {place}; --no-exclude reads it", path.display()));
    }
    place.is_some()
}

/// Reports problems of the configuration; returns whether one is an error.
pub fn report_problems(workspace: &Workspace) -> bool {
    let (complaints, files) = workspace.problems();
    for complaint in &complaints {
        complain(complaint);
    }
    for (source, found) in &files {
        super::draw(source, found);
    }
    let fails = |(_, found): &Told| found.iter().any(|problem| problem.level == Level::Error);
    !complaints.is_empty() || files.iter().any(fails)
}
