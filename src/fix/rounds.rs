//! Fixes a text in rounds, until nothing is left to fix.

use super::edits::{Edits, apply};
use super::harmless::harmless;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::source::Span;

/// The most rounds: each may uncover something for the next one to fix.
const ROUNDS: usize = 100;

/// A fixed text, and the number of fixes.
pub struct Fixed {
    /// The new text.
    pub text: String,
    /// How many fixes were applied.
    pub count: usize,
    /// For each of its lines, the line of the old text that it is, if it is unchanged.
    pub lines: Vec<Option<u32>>,
}

impl Fixed {
    /// The changes of the old text, by whole lines: what is replaced, and by what.
    pub fn edits(&self, old: &str) -> Vec<(Span, String)> {
        let starts = |text: &str| {
            let mut at = 0;
            let ends = text.split_inclusive('\n').map(|line| {
                at += line.len();
                at
            });
            std::iter::once(0).chain(ends).collect::<Vec<usize>>()
        };
        let (from, to) = (starts(old), starts(&self.text));
        let (mut edits, mut old_line, mut new_line) = (Vec::new(), 0, 0);
        let same =
            self.lines.iter().enumerate().filter_map(|(new, line)| Some((line.as_ref().copied()? as usize, new)));
        for (old_at, new_at) in same.chain([(from.len() - 1, to.len() - 1)]) {
            if old_at > old_line || new_at > new_line {
                let new = self.text[to[new_line]..to[new_at]].to_owned();
                edits.push((Span::new(from[old_line]..from[old_at]), new));
            }
            (old_line, new_line) = (old_at + 1, new_at + 1);
        }
        edits
    }
}

/// Fixes a text until nothing is left to fix. `find` returns the findings of a text, `shape` how it is read, which a fix
/// must not change.
pub fn fix<S: PartialEq>(
    text: &str,
    least: Applicability,
    mut find: impl FnMut(&str) -> Vec<Diagnostic>,
    shape: impl Fn(&str) -> S,
) -> Fixed {
    let all = 0..text.split_inclusive('\n').count() as u32;
    let mut fixed = Fixed { text: text.to_owned(), count: 0, lines: all.map(Some).collect() };
    let mut before = None;
    for _ in 0..ROUNDS {
        let found = find(&fixed.text);
        let fixes = fixes(&found, least);
        if fixes.is_empty() {
            break;
        }
        let before = before.get_or_insert_with(|| shape(text));
        let together = |chosen: &[usize]| chosen.iter().flat_map(|&number| fixes[number].clone()).collect::<Edits>();
        let chosen = harmless(fixes.len(), |chosen| shape(&apply(&fixed.text, together(chosen))) == *before);
        if chosen.is_empty() {
            break;
        }
        fixed.count += chosen.len();
        let edits = together(&chosen);
        let text = apply(&fixed.text, edits.clone());
        fixed.lines = lines(&fixed, &edits, &text);
        fixed.text = text;
    }
    fixed
}

/// The edits of each fix that does not overlap with another one, in the order of the text.
fn fixes(found: &[Diagnostic], least: Applicability) -> Vec<Edits> {
    let fixes = found.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
    let mut fixes: Vec<_> = fixes.filter(|fix| fix.applicability >= least && !fix.edits.is_empty()).collect();
    fixes.sort_by_key(|fix| fix.edits[0].0);
    let (mut chosen, mut end): (Vec<Edits>, u32) = (Vec::new(), 0);
    for fix in fixes {
        // A fix that touches another one waits for the next round.
        let start = fix.edits[0].0.start;
        if start < end || (!chosen.is_empty() && start == end) {
            continue;
        }
        end = fix.edits.iter().map(|(span, _)| span.end).max().unwrap_or(end);
        chosen.push(fix.edits.clone());
    }
    chosen
}

/// For each line of the edited text, the line of the original that it is, if no edit touches it.
pub(super) fn lines(before: &Fixed, edits: &[(Span, String)], text: &str) -> Vec<Option<u32>> {
    let old = before.text.as_str();
    let starts = |text: &str, at: usize| at == 0 || text.as_bytes()[at - 1] == b'\n';
    let breaks = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let mut lines = vec![None; text.split_inclusive('\n').count()];
    // The current position and line in both texts.
    let (mut from, mut to, mut line, mut new_line) = (0, 0, 0, 0);
    let end = (Span::new(old.len()..old.len()), String::new());
    for (span, new) in edits.iter().chain([&end]) {
        for kept in old[from..span.start as usize].split_inclusive('\n') {
            let whole = starts(old, from) && starts(text, to);
            let ends = kept.ends_with('\n') || (from + kept.len() == old.len() && to + kept.len() == text.len());
            if whole && ends {
                lines[new_line] = before.lines[line];
            }
            (from, to) = (from + kept.len(), to + kept.len());
            let broken = usize::from(kept.ends_with('\n'));
            (line, new_line) = (line + broken, new_line + broken);
        }
        (line, new_line) = (line + breaks(span.of(old)), new_line + breaks(new));
        (from, to) = (span.end as usize, to + new.len());
    }
    lines
}
