//! A baseline: the findings that existed when it was written, so that a run reports only new ones.
//!
//! Entries are keyed by file, rule and matched words, and counted; line numbers do not matter. The words are stored as
//! fingerprints, so a baseline does not reveal what a note says. `check` and `bank` can share a file: each compares and
//! rewrites only findings of its own scope.

use crate::diagnostic::Diagnostic;
use crate::disk::{current, real};
use crate::fingerprint::fingerprint;
use crate::paths::{absolute, relative};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Which findings a run makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those within a note, as `check` does.
    Note,
    /// Those across notes, as `bank` does.
    Bank,
}

/// Known findings, compared or recorded by the threads of a run.
pub struct Baseline {
    /// The folder that holds it, without links.
    folder: PathBuf,
    /// Whether findings are recorded rather than compared.
    recording: bool,
    scope: Scope,
    /// The entries of the other scope, which are written as they were read.
    others: Vec<Entry>,
    findings: Mutex<Findings>,
}

type Counts = BTreeMap<(String, String), usize>;

/// How often each finding is known in each file, and how many of those this run has not found.
#[derive(Default)]
struct Findings {
    known: BTreeMap<String, Counts>,
    left: BTreeMap<String, usize>,
}

/// The JSON file.
#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    path: String,
    rule: String,
    fingerprint: String,
    count: usize,
    /// Whether it was made across notes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    bank: bool,
}

/// Why a baseline cannot be opened.
#[derive(Debug)]
pub enum BaselineError {
    /// It is a folder, a device or a pipe.
    NotPlain(PathBuf),
    /// It does not exist.
    Missing(PathBuf),
    /// It cannot be read.
    Unreadable(PathBuf, io::Error),
    /// Its content is not that of a baseline.
    Malformed(PathBuf, serde_json::Error),
    /// A later star-lint wrote it.
    Version(PathBuf, u32),
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let unreadable = "cannot read the baseline";
        match self {
            BaselineError::NotPlain(path) => write!(f, "the baseline {} is not a plain file", path.display()),
            BaselineError::Missing(path) => {
                write!(f, "there is no baseline {}; --update-baseline creates it", path.display())
            }
            BaselineError::Unreadable(path, error) => write!(f, "{unreadable} {}: {error}", path.display()),
            BaselineError::Malformed(path, error) => {
                write!(f, "{unreadable} {}: not a baseline: {error}", path.display())
            }
            BaselineError::Version(path, version) => {
                let path = path.display();
                write!(f, "{unreadable} {path}: a baseline of version {version}; this star-lint reads version 1")
            }
        }
    }
}

impl std::error::Error for BaselineError {}

impl Baseline {
    /// Opens a baseline to compare with, or, with `update`, one to record.
    ///
    /// # Errors
    /// There is none to compare with, or something else in its place.
    pub fn open(path: &Path, update: bool, scope: Scope) -> Result<Baseline, BaselineError> {
        let entries = match std::fs::metadata(path) {
            Ok(meta) if !meta.is_file() => return Err(BaselineError::NotPlain(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !update => {
                return Err(BaselineError::Missing(path.to_owned()));
            }
            // Whatever is there is replaced, a baseline with conflicts of a merge in it too.
            _ if update => read(path).unwrap_or_default(),
            _ => read(path)?,
        };
        let (own, others): (Vec<Entry>, _) =
            entries.into_iter().partition(|entry| entry.bank == (scope == Scope::Bank));
        let mut findings = Findings::default();
        for entry in own.into_iter().filter(|_| !update) {
            let known = findings.known.entry(entry.path).or_default();
            *known.entry((entry.rule, entry.fingerprint)).or_default() += entry.count;
        }
        let path = absolute(&current(), path);
        let folder = real(path.parent().unwrap_or(Path::new("")));
        Ok(Baseline { folder, recording: update, scope, others, findings: Mutex::new(findings) })
    }

    /// Removes the known findings of a file from `found` and returns them, or records all of them. Asking twice for
    /// the same file gives the same answer.
    pub fn filter(&self, note: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
        let name = self.name(note);
        let key = |diagnostic: &Diagnostic| (diagnostic.rule.to_string(), fingerprint(diagnostic, text));
        let mut findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        if self.recording {
            let mut counts = Counts::new();
            for diagnostic in found.iter() {
                *counts.entry(key(diagnostic)).or_default() += 1;
            }
            findings.known.insert(name, counts);
            return std::mem::take(found);
        }
        let mut known = findings.known.get(&name).cloned().unwrap_or_default();
        let taken =
            found.extract_if(.., |diagnostic| match known.get_mut(&key(diagnostic)).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    true
                }
                None => false,
            });
        let taken = taken.collect();
        findings.left.insert(name, known.values().sum());
        taken
    }

    /// The recorded findings as the text of the file, and their number; `None` if this baseline only compares.
    ///
    /// # Errors
    /// The findings cannot be written as JSON.
    pub fn recorded(&self) -> io::Result<Option<(String, usize)>> {
        if !self.recording {
            return Ok(None);
        }
        let findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = findings.known.iter().flat_map(|(path, known)| {
            known.iter().map(|((rule, fingerprint), &count)| Entry {
                path: path.clone(),
                rule: rule.clone(),
                fingerprint: fingerprint.clone(),
                count,
                bank: self.scope == Scope::Bank,
            })
        });
        let own: Vec<Entry> = entries.collect();
        let count = own.iter().map(|entry| entry.count).sum();
        let mut written = Written { version: 1, findings: [own, self.others.clone()].concat() };
        written.findings.sort_by(|a, b| (&a.path, &a.rule, &a.fingerprint).cmp(&(&b.path, &b.rule, &b.fingerprint)));
        let text = serde_json::to_string_pretty(&written).map_err(io::Error::other)?;
        Ok(Some((text + "\n", count)))
    }

    /// How many known findings no longer exist, in the files of this run and in files that were deleted.
    pub fn stale(&self) -> usize {
        let findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = |name: &String| !findings.left.contains_key(name) && !self.folder.join(name).exists();
        let gone = findings.known.iter().filter(|(name, _)| !self.recording && gone(name));
        let gone: usize = gone.flat_map(|(_, counts)| counts.values()).sum();
        gone + findings.left.values().sum::<usize>()
    }

    /// The path of a note relative to the baseline, the same on every system. Bytes that are not UTF-8 are escaped, so
    /// that different names stay different.
    fn name(&self, note: &Path) -> String {
        let mut name = String::new();
        for chunk in relative(&real(note), &self.folder).utf8_chunks() {
            name += chunk.valid();
            chunk.invalid().iter().for_each(|byte| name += &format!("\u{fffd}{byte:02x}"));
        }
        name
    }
}

/// Reads the entries of an existing baseline.
fn read(path: &Path) -> Result<Vec<Entry>, BaselineError> {
    let text = std::fs::read_to_string(path).map_err(|error| BaselineError::Unreadable(path.to_owned(), error))?;
    let written: Written =
        serde_json::from_str(&text).map_err(|error| BaselineError::Malformed(path.to_owned(), error))?;
    match written.version {
        1 => Ok(written.findings),
        other => Err(BaselineError::Version(path.to_owned(), other)),
    }
}
