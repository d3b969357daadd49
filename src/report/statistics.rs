//! `--statistics`: how many findings each rule has, instead of the findings.

use super::{Checked, Report, Summary, printable};
use crate::diagnostic::{Diagnostic, Level};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Findings by rule and level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<(String, Level), usize>);

impl Tally {
    /// Counts a finding.
    pub fn count(&mut self, diagnostic: &Diagnostic) {
        *self.0.entry((diagnostic.rule.to_string(), diagnostic.level)).or_default() += 1;
    }

    /// Adds another tally.
    pub fn add(&mut self, other: Tally) {
        for (key, count) in other.0 {
            *self.0.entry(key).or_default() += count;
        }
    }
}

/// The report that counts.
#[derive(Clone, Copy, Debug)]
pub struct Statistics {
    json: bool,
}

impl Statistics {
    /// A line per rule and level.
    pub const LIST: Statistics = Statistics { json: false };
    /// The same as JSON.
    pub const JSON: Statistics = Statistics { json: true };
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    level: Level,
    count: usize,
}

impl Report for Statistics {
    fn file(&self, _: &Checked) -> String {
        String::new()
    }

    fn finish(&self, _: &Summary, tally: &Tally) -> String {
        let row = |((rule, level), count): (&'_ (String, Level), &usize)| (rule.clone(), *level, *count);
        let mut rows: Vec<_> = tally.0.iter().map(row).collect();
        rows.sort_by_key(|(rule, level, count)| (Reverse(*count), Reverse(*level), rule.clone()));
        if self.json {
            let rows: Vec<Row> =
                rows.iter().map(|(rule, level, count)| Row { rule, level: *level, count: *count }).collect();
            return super::text::to_json(&rows) + "\n";
        }
        let line = |(rule, level, count): &(String, Level, usize)| {
            format!("{count:>6}  {:<8} {}\n", level.name(), printable(rule))
        };
        rows.iter().map(line).collect()
    }
}
