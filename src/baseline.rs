//! A baseline: findings that were there when it was written, so that a run reports only new ones.
//!
//! Entries are keyed by file, rule and matched words, and counted; lines do not matter. The words stand in the
//! file only as fingerprints, so that a baseline tells nobody what a note says.

use crate::diagnostic::Diagnostic;
use crate::fingerprint::fingerprint;
use crate::paths::{absolute, current, real, relative};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// See the module.
pub struct Baseline {
    /// The folder that holds it, without links.
    folder: PathBuf,
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
    /// A baseline that compares, or one that records where `update` asks.
    ///
    /// # Errors
    /// Where there is none to compare with, or no place to write it to, as one line.
    pub fn open(path: &Path, update: bool) -> Result<Baseline, String> {
        let shown = path.display();
        let mut findings = Findings::default();
        match std::fs::metadata(path) {
            Ok(meta) if !meta.is_file() => return Err(format!("the baseline {shown} is not a plain file")),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !update => {
                return Err(format!("there is no baseline {shown}; --update-baseline creates it"));
            }
            _ if update => {}
            _ => {
                let known = read(path).map_err(|error| format!("cannot read the baseline {shown}: {error}"))?;
                for entry in known {
                    let known = findings.known.entry(entry.path).or_default();
                    *known.entry((entry.rule, entry.fingerprint)).or_default() += entry.count;
                }
            }
        }
        let path = absolute(&current(), path);
        let folder = real(path.parent().unwrap_or(Path::new("")));
        Ok(Baseline { folder, recording: update, findings: Mutex::new(findings) })
    }

    /// Takes the findings of a file that are known out of `found` and returns them, or records all of them. To ask
    /// twice for a file is the same as once.
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

    /// What was recorded, as the text of the file, and how many findings that are; `None` where nothing was.
    ///
    /// # Errors
    /// What JSON cannot say.
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
            })
        });
        let written = Written { version: 1, findings: entries.collect() };
        let count = written.findings.iter().map(|entry| entry.count).sum();
        let text = serde_json::to_string_pretty(&written).map_err(io::Error::other)?;
        Ok(Some((text + "\n", count)))
    }

    /// How many known findings were not found: in the files of this run, and in files that are gone.
    pub fn stale(&self) -> usize {
        let findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = |name: &String| !findings.left.contains_key(name) && !self.folder.join(name).exists();
        let gone = findings.known.iter().filter(|(name, _)| !self.recording && gone(name));
        let gone: usize = gone.flat_map(|(_, counts)| counts.values()).sum();
        gone + findings.left.values().sum::<usize>()
    }

    /// A note's path from the folder of the baseline, the same on every system. Bytes that are no text are written out,
    /// so that two names stay two.
    fn name(&self, note: &Path) -> String {
        let mut name = String::new();
        for chunk in relative(&real(note), &self.folder).utf8_chunks() {
            name += chunk.valid();
            chunk.invalid().iter().for_each(|byte| name += &format!("\u{fffd}{byte:02x}"));
        }
        name
    }
}

/// The entries of a baseline that was written before.
fn read(path: &Path) -> io::Result<Vec<Entry>> {
    let invalid = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
    let written: Written = serde_json::from_str(&std::fs::read_to_string(path)?)
        .map_err(|error| invalid(format!("not a baseline: {error}")))?;
    match written.version {
        1 => Ok(written.findings),
        other => Err(invalid(format!("a baseline of version {other}; this star-lint reads version 1"))),
    }
}
