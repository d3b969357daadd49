//! Regular expressions of `pattern` checks: compiled once, shared by all rule sets, and bounded.
//!
//! They come from users, so each may take so much memory and all together so much. What is searched with them is
//! bounded as well: a match is short, so that a text costs in proportion to its length. A search that may look ahead
//! to the end of the text again and again (`a|(?s:a.*x)`) would cost its square.

use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// What one may take of memory, compiled, in bytes: the least that holds it is what it is said to take.
const SIZES: [usize; 3] = [1 << 15, 1 << 18, 1 << 20];

/// What searches with one keep of memory, in bytes.
const SEARCH: usize = 1 << 16;

/// What all of a rule set take together, compiled, in bytes; and what is kept of those of all rule sets.
pub const ALL: usize = 1 << 26;

/// The longest match, in bytes: more than a paragraph.
pub const LONGEST: usize = 1 << 10;

/// A compiled expression, and the memory that it takes.
#[derive(Clone, Debug)]
pub struct Expression(Arc<Regex>, usize);

/// Those that were compiled, and the memory that they take.
static KEPT: Mutex<(BTreeMap<String, Expression>, usize)> = Mutex::new((BTreeMap::new(), 0));

impl Expression {
    /// Compiles an expression, or takes the one that is kept.
    ///
    /// # Errors
    /// What is wrong with it, or that it is too large.
    pub fn new(pattern: &str) -> Result<Expression, String> {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.0.get(pattern) {
            return Ok(known.clone());
        }
        let compile = |size: usize| RegexBuilder::new(pattern).size_limit(size).dfa_size_limit(SEARCH).build();
        let fitting = SIZES.into_iter().find_map(|size| match compile(size) {
            Err(regex::Error::CompiledTooBig(_)) => None,
            compiled => Some((compiled, size)),
        });
        let Some((compiled, size)) = fitting else {
            return Err(format!("it exceeds the limit of {} kB when compiled", SIZES[2] >> 10));
        };
        let new = Expression(Arc::new(compiled.map_err(|error| reason(&error))?), size);
        if kept.1 + new.bytes() > ALL {
            *kept = Default::default();
        }
        kept.1 += new.bytes();
        kept.0.insert(pattern.to_owned(), new.clone());
        Ok(new)
    }

    /// What it takes of memory.
    pub fn bytes(&self) -> usize {
        self.1
    }

    /// Its matches in a text that are not empty, in their order; none overlap.
    pub fn matches(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(hit) = self.next(text, at) {
            at = if hit.is_empty() { after(text, hit.end) } else { hit.end };
            if !hit.is_empty() {
                found.push(hit);
            }
        }
        found
    }

    /// The first match from a byte on that is no longer than the longest.
    fn next(&self, text: &str, mut from: usize) -> Option<Range<usize>> {
        while from <= text.len() {
            let near = boundary(text, from + LONGEST);
            match self.find(text, from, near) {
                // It could not have looked further.
                Some(hit) if hit.start == from || near == text.len() => {
                    // Where the text was cut, an anchor may have taken the cut for the end.
                    let whole = hit.end < near || near == text.len();
                    if whole || self.find(text, from, after(text, near)).is_some_and(|again| again.start == from) {
                        return Some(hit);
                    }
                    from = after(text, from);
                }
                Some(hit) => from = hit.start,
                None if near == text.len() => return None,
                // One that begins here may end behind.
                None => match self.find(text, from, boundary(text, near + LONGEST)) {
                    Some(hit) if hit.start > from => from = hit.start,
                    Some(_) => from = after(text, from),
                    None => from = near,
                },
            }
        }
        None
    }

    fn find(&self, text: &str, from: usize, to: usize) -> Option<Range<usize>> {
        self.0.find_at(text.get(..to)?, from).map(|hit| hit.range())
    }
}

/// The beginning of the character behind the one that begins at a byte.
fn after(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The last beginning of a character up to a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

fn reason(error: &regex::Error) -> String {
    let told = error.to_string();
    told.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}
