//! A baseline: findings that were there when it was written, so that a run reports only new ones.
//!
//! Entries are keyed by file, rule and matched words, and counted; lines do not matter. The words stand in the
//! file only as fingerprints, so that a baseline tells nobody what a note says.

use crate::config::absolute;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::fingerprint;
use crate::store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// See the module.
pub struct Baseline {
    path: PathBuf,
    /// Whether findings are recorded instead of compared.
    recording: bool,
    findings: Mutex<Findings>,
}

type Counts = BTreeMap<(String, String), usize>;

/// How often each finding of each file is known; and what the files of this run left of that.
#[derive(Default)]
struct Findings {
    known: BTreeMap<String, Counts>,
    left: BTreeMap<String, usize>,
}

/// The file.
#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    path: String,
    rule: String,
    fingerprint: String,
    count: usize,
}

impl Baseline {
    /// A baseline that compares where the file is there and records where it is not, or where `update` asks.
    ///
    /// # Errors
    /// What the file system says; `InvalidData` where the file is no baseline.
    pub fn open(path: &Path, update: bool) -> io::Result<Baseline> {
        let path = absolute(path);
        let mut findings = Findings::default();
        let text = match std::fs::read_to_string(&path) {
            _ if update => None,
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if let Some(text) = &text {
            let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
            let written: Written =
                serde_json::from_str(text).map_err(|error| invalid(format!("not a baseline: {error}")))?;
            if written.version != 1 {
                return Err(invalid(format!("a baseline of version {}; this star-lint reads 1", written.version)));
            }
            for entry in written.findings {
                let known = findings.known.entry(entry.path).or_default();
                *known.entry((entry.rule, entry.fingerprint)).or_default() += entry.count;
            }
        }
        Ok(Baseline { path, recording: text.is_none(), findings: Mutex::new(findings) })
    }

    /// Takes the findings of a file that are known out of `found` and returns them, or records all of them. To ask
    /// twice for a file is the same as once.
    pub fn filter(&self, note: &Path, text: &str, found: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
        let name = self.name(note);
        let key = |diagnostic: &Diagnostic| (diagnostic.rule.to_string(), fingerprint(diagnostic, text));
        let mut findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        if self.recording {
            let mut counts = Counts::new();
            found.iter().for_each(|diagnostic| *counts.entry(key(diagnostic)).or_default() += 1);
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

    /// Writes what was recorded; how many findings, or `None` where nothing was recorded.
    ///
    /// # Errors
    /// What the file system says.
    pub fn save(&self) -> io::Result<Option<usize>> {
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
            })
        });
        let written = Written { version: 1, findings: entries.collect() };
        let count = written.findings.iter().map(|entry| entry.count).sum();
        let text = serde_json::to_string_pretty(&written).map_err(io::Error::other)?;
        store::write(&self.path, &(text + "\n"))?;
        Ok(Some(count))
    }

    /// How many known findings were not found: in the files of this run, and in files that are gone.
    pub fn stale(&self) -> usize {
        let findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let gone = |name: &String| !findings.left.contains_key(name) && !folder.join(name).exists();
        let gone = findings.known.iter().filter(|(name, _)| !self.recording && gone(name));
        let gone: usize = gone.flat_map(|(_, counts)| counts.values()).sum();
        gone + findings.left.values().sum::<usize>()
    }

    /// A note's path from the folder of the baseline, the same on every system.
    fn name(&self, note: &Path) -> String {
        let note = absolute(note);
        let folder = self.path.parent().unwrap_or(Path::new(""));
        note.strip_prefix(folder).unwrap_or(&note).to_string_lossy().replace('\\', "/")
    }
}
