//! The order of findings.

use crate::diagnostic::Diagnostic;

/// Puts diagnostics into the order of the text.
pub fn sort(found: &mut [Diagnostic]) {
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
}
