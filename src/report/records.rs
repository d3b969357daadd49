//! A record of a stream of answers, as a line of JSON: what was found in its text, or why it could not be linted.

use super::Checked;
use super::json::{Totals, findings_in};
use super::text::to_json;
use crate::records::Answered;

/// The record as one line of JSON, in the schema of `docs/schemas/record.json`.
pub(super) fn line(Answered { line, id, error, source, linted }: &Answered) -> String {
    let (id, error) = (to_json(id), to_json(error));
    let diagnostics = findings_in(&Checked::new(source, linted), None).join(",");
    let summary = to_json(&Totals::new(&linted.summary));
    format!("{{\"line\":{line},\"id\":{id},\"error\":{error},\"diagnostics\":[{diagnostics}],\"summary\":{summary}}}\n")
}
