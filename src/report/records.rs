//! A record of a stream of answers, as a line of JSON: what was found in its text, or why it could not be checked.

use super::json::{Totals, findings_in};
use super::text::to_json;
use super::{Checked, Summary};
use serde_json::value::RawValue;

/// One record that was read.
pub struct Record<'a> {
    /// The line of the stream that it is in, from 1.
    pub line: usize,
    /// Its id, a string or a number, as it was written.
    pub id: Option<&'a RawValue>,
    /// Why its text could not be checked, or not as it asks for, with the place.
    pub error: Option<String>,
    /// Its text and what was found in it.
    pub checked: Checked<'a>,
    /// Totals.
    pub summary: Summary,
}

/// The record as one line of JSON, in the schema of `docs/schemas/records.json`.
pub(super) fn line(record: &Record) -> String {
    let (id, error) = (to_json(&record.id), to_json(&record.error));
    let diagnostics = findings_in(&record.checked, None).join(",");
    let summary = to_json(&Totals::new(&record.summary));
    format!(
        "{{\"line\":{},\"id\":{id},\"error\":{error},\"diagnostics\":[{diagnostics}],\"summary\":{summary}}}\n",
        record.line
    )
}
