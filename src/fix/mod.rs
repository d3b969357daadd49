//! Makes the fixes of findings in a text, and comments that silence them. Pure: nothing is written here.

pub mod silence;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::source::Span;

/// The most rounds of fixing: each may uncover what the next one mends.
const ROUNDS: usize = 100;

/// How often a round may read the text to find the fixes that are to blame.
const TRIALS: usize = 200;

/// A text that was mended, and how many fixes that took.
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// How many fixes were made.
    pub count: usize,
}

type Edits = Vec<(Span, String)>;

/// Fixes a text until nothing is left to fix. `find` gives the findings of a text, `shape` what a fix must not
/// change: how the text is read.
pub fn fix<S: PartialEq>(
    text: &str,
    least: Applicability,
    mut find: impl FnMut(&str) -> Vec<Diagnostic>,
    shape: impl Fn(&str) -> S,
) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), count: 0 };
    let mut before = None;
    for _ in 0..ROUNDS {
        let found = find(&fixed.text);
        let fixes = fixes(&found, least);
        if fixes.is_empty() {
            break;
        }
        let before = before.get_or_insert_with(|| shape(text));
        let chosen = harmless(&fixes, |edits| shape(&apply(&fixed.text, edits)) == *before);
        if chosen.is_empty() {
            break;
        }
        fixed.count += chosen.len();
        fixed.text = apply(&fixed.text, chosen.concat());
    }
    fixed
}

/// The fixes that together change nothing that `holds`. All of them at once is the usual case; where they do not hold,
/// halves of halves lead to the ones that are to blame.
fn harmless(fixes: &[Edits], holds: impl Fn(Edits) -> bool) -> Vec<Edits> {
    let mut chosen: Vec<Edits> = Vec::new();
    let (mut next, mut size) = (0, fixes.len());
    for _ in 0..TRIALS {
        if next >= fixes.len() {
            break;
        }
        let part = &fixes[next..fixes.len().min(next + size)];
        if holds(chosen.iter().chain(part).flatten().cloned().collect()) {
            chosen.extend_from_slice(part);
            (next, size) = (next + part.len(), size * 2);
        } else if part.len() == 1 {
            next += 1;
        } else {
            size = part.len() / 2;
        }
    }
    chosen
}

/// The edits of each fix that does not get in another's way, in the order of the text.
fn fixes(found: &[Diagnostic], least: Applicability) -> Vec<Edits> {
    let fixes = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
    let mut fixes: Vec<_> = fixes.filter(|fix| fix.applicability >= least && !fix.edits.is_empty()).collect();
    fixes.sort_by_key(|fix| fix.edits[0].0);
    let (mut chosen, mut end): (Vec<Edits>, u32) = (Vec::new(), 0);
    for fix in fixes {
        // Fixes that touch wait for the next round.
        let start = fix.edits[0].0.start;
        if start < end || (!chosen.is_empty() && start == end) {
            continue;
        }
        end = fix.edits.iter().map(|(span, _)| span.end).max().unwrap_or(end);
        chosen.push(fix.edits.clone());
    }
    chosen
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
