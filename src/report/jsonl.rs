//! `--format jsonl`: the diagnostics of `--format json`, one per line.

use super::json::findings;
use super::statistics::Tally;
use super::{Checked, Format, Report, Summary};

/// `--format jsonl`.
pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    about: "One JSON object per finding, one per line",
    report: |_| Box::new(JsonLines),
    statistics: None,
    record: Some(super::records::line),
};

/// A line of JSON per finding.
pub struct JsonLines;

impl Report for JsonLines {
    fn has_a_line_for_each(&self) -> bool {
        true
    }

    fn file(&self, checked: &Checked) -> String {
        findings(checked).into_iter().map(|finding| finding + "\n").collect()
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        String::new()
    }
}
