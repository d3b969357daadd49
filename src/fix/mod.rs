//! Makes the fixes of findings in a text, and comments that silence them. Pure: nothing is written here.

pub mod silence;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::source::Span;

/// The most rounds of fixing: each may uncover what the next one mends.
const ROUNDS: usize = 10;

/// A text that was mended, and how many fixes that took.
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// How many fixes were made.
    pub count: usize,
}

/// Fixes a text until nothing is left to fix. `find` gives the findings of a text.
pub fn fix(text: &str, least: Applicability, mut find: impl FnMut(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), count: 0 };
    for _ in 0..ROUNDS {
        let found = find(&fixed.text);
        let (edits, count) = edits(&found, least);
        if count == 0 {
            break;
        }
        fixed.text = apply(&fixed.text, edits);
        fixed.count += count;
    }
    fixed
}

/// The edits of all fixes that do not get in each other's way, and the number of fixes.
fn edits(found: &[Diagnostic], least: Applicability) -> (Vec<(Span, String)>, usize) {
    let fixes = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
    let mut fixes: Vec<_> = fixes.filter(|fix| fix.applicability >= least && !fix.edits.is_empty()).collect();
    fixes.sort_by_key(|fix| fix.edits[0].0);
    let (mut edits, mut count): (Vec<(Span, String)>, usize) = (Vec::new(), 0);
    let mut end = 0;
    for fix in fixes {
        // Fixes that touch wait for the next round.
        if fix.edits[0].0.start < end || (count > 0 && fix.edits[0].0.start == end) {
            continue;
        }
        end = fix.edits.iter().map(|(span, _)| span.end).max().unwrap_or(end);
        edits.extend(fix.edits.iter().cloned());
        count += 1;
    }
    (edits, count)
}

/// Makes edits that are in the order of the text and do not overlap.
pub fn apply(text: &str, edits: Vec<(Span, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(&text[at..span.start as usize]);
        out.push_str(&new);
        at = span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}
