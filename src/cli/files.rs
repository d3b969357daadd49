//! Does the same work on many files on all cores and hands the results over in the order of the files.

use super::args::Cli;
use super::{complain, note, standard_input, unreadable};
use crate::config::{Settings, Told, Workspace};
use crate::diagnostic::Level;
use crate::parallel;
use crate::source::Source;
use crate::suggest::nearest;
use crate::walk::{self, Entry, Wants};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// A file that was read, and what is in force for it.
pub struct Input {
    /// Its name and text.
    pub source: Source,
    /// Whether the user named it, rather than a folder that holds it.
    pub named: bool,
    /// What is in force.
    pub settings: Arc<Settings>,
}

/// A file that was read, or the line that says why not.
pub type Read = Result<Input, String>;

/// The files of a run.
pub struct Plan {
    jobs: Vec<Job>,
    /// How many paths that the user named were left out because the configuration excludes them.
    pub excluded: usize,
    /// The largest file that is read, in megabytes.
    megabytes: u32,
}

enum Job {
    Stdin(PathBuf, Arc<Settings>),
    File(Entry, Arc<Settings>),
    Wrong(String),
}

/// The most files that a thread takes at a time.
const LARGEST_BATCH: usize = 16;

impl Plan {
    /// Finds the files of all paths, and what is in force for each. A path that the configuration excludes is
    /// left out with a note on standard error.
    pub fn new(paths: &[PathBuf], stdin_name: &Path, megabytes: u32, workspace: &Arc<Workspace>) -> Plan {
        let here = [PathBuf::from(".")];
        let paths = if paths.is_empty() { &here } else { paths };
        let (mut jobs, mut excluded) = (Vec::new(), 0);
        let walker = workspace.clone();
        let wants: Arc<Wants> = Arc::new(move |path, is_folder| walker.wants(path, is_folder));
        for group in paths.chunk_by(|a, b| (a.as_os_str() == "-") == (b.as_os_str() == "-")) {
            if group[0].as_os_str() == "-" {
                jobs.push(Job::Stdin(stdin_name.to_owned(), workspace.settings(stdin_name)));
                continue;
            }
            let (group, out): (Vec<_>, Vec<_>) = group.iter().cloned().partition(|path| !leave_out(path, workspace));
            excluded += out.len();
            for found in walk::files(&group, &wants) {
                jobs.push(match found {
                    Ok(entry) => {
                        let settings = workspace.settings(&entry.path);
                        Job::File(entry, settings)
                    }
                    Err((path, error)) => Job::Wrong(unreadable(&path, &error) + &meant(&path, &error)),
                });
            }
        }
        Plan { jobs, excluded, megabytes }
    }

    /// How many files there are, those that cannot be read among them.
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// What is in force, once for each that is different, with the first file of each.
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
    /// What `done` returns; the rest is not worked on then.
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
        // Several small files at a time: to hand one over takes as long as to check a short note.
        let batch = (jobs.len() / (threads * 16)).clamp(1, LARGEST_BATCH);
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            // A short queue: a slow reader of the report holds the workers back instead of filling the memory.
            let (sender, receiver) = mpsc::sync_channel(threads * 4);
            let (next, work) = (&next, &work);
            let started = parallel::start(scope, threads, move || {
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
            Job::File(entry, settings) => {
                (&entry.path, Source::read(&entry.path, self.megabytes), entry.named, settings)
            }
            Job::Wrong(message) => return Err(message.clone()),
        };
        let source = source.map_err(|error| unreadable(path, &error))?;
        Ok(Input { source, named, settings: settings.clone() })
    }
}

/// The command that was meant by a file that is not there.
fn meant(path: &Path, error: &io::Error) -> String {
    let commands = <Cli as clap::CommandFactory>::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    let meant = path.to_str().filter(|_| error.kind() == io::ErrorKind::NotFound).and_then(|path| nearest(path, names));
    meant.map(|meant| format!("; did you mean the command `{meant}`?")).unwrap_or_default()
}

fn leave_out(path: &Path, workspace: &Workspace) -> bool {
    let place = workspace.excluded(path);
    if let Some(place) = &place {
        note(&format!("{} is excluded by {place}; --no-exclude reads it", path.display()));
    }
    place.is_some()
}

/// Says what is wrong with the configuration; whether something was.
pub fn tell(workspace: &Workspace) -> bool {
    let (complaints, files) = workspace.problems();
    complaints.iter().for_each(|complaint| complain(complaint));
    files.iter().for_each(|(source, found)| super::draw(source, found));
    let fails = |(_, found): &Told| found.iter().any(|problem| problem.level == Level::Error);
    !complaints.is_empty() || files.iter().any(fails)
}
