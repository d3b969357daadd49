//! Does the same work on many files on all cores and hands the results over in the order of the files.

use super::{standard_input, unreadable};
use crate::source::Source;
use crate::walk::{self, Entry};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// A file that was read, or the line that says why not.
pub type Read = Result<(Source, Entry), String>;

/// Reads every file of `paths` and calls `work` on it, on several threads; calls `done` with each result, in
/// order, on this thread.
///
/// # Errors
/// What `done` returns; the rest is not worked on then.
pub fn each<T: Send>(
    paths: &[PathBuf],
    stdin_name: &Path,
    work: impl Fn(Read) -> T + Sync,
    mut done: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let jobs = jobs(paths);
    let read = |job: &Job| match job {
        Job::Stdin => {
            let entry = Entry { path: stdin_name.to_owned(), named: true };
            standard_input(stdin_name).map(|source| (source, entry)).map_err(|error| unreadable(stdin_name, &error))
        }
        Job::File(entry) => Source::read(&entry.path)
            .map(|source| (source, entry.clone()))
            .map_err(|error| unreadable(&entry.path, &error)),
        Job::Wrong(message) => Err(message.clone()),
    };
    if jobs.len() <= 1 {
        return jobs.iter().try_for_each(|job| done(work(read(job))));
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        // A short queue: a slow reader of the report holds the workers back instead of filling the memory.
        let (sender, receiver) = mpsc::sync_channel(threads * 16);
        for _ in 0..threads {
            let (sender, jobs, next, work, read) = (sender.clone(), &jobs, &next, &work, &read);
            scope.spawn(move || {
                while let Some((number, job)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|n| Some((n, jobs.get(n)?)))
                {
                    if sender.send((number, work(read(job)))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut turn = 0;
        for (number, result) in receiver {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&turn) {
                done(result)?;
                turn += 1;
            }
        }
        Ok(())
    })
}

enum Job {
    Stdin,
    File(Entry),
    Wrong(String),
}

fn jobs(paths: &[PathBuf]) -> Vec<Job> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut jobs = Vec::new();
    for group in paths.chunk_by(|a, b| (a.as_os_str() == "-") == (b.as_os_str() == "-")) {
        if group[0].as_os_str() == "-" {
            jobs.push(Job::Stdin);
            continue;
        }
        jobs.extend(walk::files(group).into_iter().map(|found| match found {
            Ok(entry) => Job::File(entry),
            Err((path, error)) => Job::Wrong(unreadable(&path, &error)),
        }));
    }
    jobs
}
