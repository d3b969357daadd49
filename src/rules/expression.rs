//! Regular expressions of `pattern` checks: compiled once, shared by all rule sets, and bounded.
//!
//! They come from users, so each may take so much memory and all together so much. What is searched with them is
//! bounded as well: a match is short, so that a text costs in proportion to its length. A search that may look ahead
//! to the end of the text again and again (`a|(?s:a.*x)`) would cost its square.

use regex_automata::Input;
use regex_automata::meta::{BuildError, Cache, Config, Regex};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// What one takes of memory at most, compiled, in bytes; and what a search with it takes for a while.
const EACH: usize = 1 << 20;

/// What all of a rule set take together, compiled, in bytes; and what is kept of those of all rule sets.
pub const ALL: usize = 1 << 26;

/// The longest match, in bytes: more than a paragraph.
pub const LONGEST: usize = 1 << 10;

/// A compiled expression.
#[derive(Clone, Debug)]
pub struct Expression(Arc<Regex>);

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
        let limits = Config::new()
            .nfa_size_limit(Some(EACH))
            .dfa_size_limit(Some(EACH / 8))
            .onepass_size_limit(Some(EACH / 8))
            .hybrid_cache_capacity(EACH);
        let regex = Regex::builder().configure(limits).build(pattern).map_err(|error| reason(&error))?;
        let new = Expression(Arc::new(regex));
        if kept.1 + new.bytes() > ALL {
            *kept = Default::default();
        }
        kept.1 += new.bytes();
        kept.0.insert(pattern.to_owned(), new.clone());
        Ok(new)
    }

    /// What it takes of memory.
    pub fn bytes(&self) -> usize {
        // Its text stands in more than one place.
        self.0.memory_usage() + (1 << 10)
    }

    /// The memory for searches. It is made anew for each answer: kept, it would grow with the number of expressions.
    pub fn memory(&self) -> Cache {
        self.0.create_cache()
    }

    /// Its matches in a text that are not empty, in their order; none overlap.
    pub fn matches(&self, text: &str, memory: &mut Cache) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(hit) = self.next(text, at, memory) {
            at = if hit.is_empty() { after(text, hit.end) } else { hit.end };
            if !hit.is_empty() {
                found.push(hit);
            }
        }
        found
    }

    /// The first match from a byte on that is no longer than the longest.
    fn next(&self, text: &str, mut from: usize, memory: &mut Cache) -> Option<Range<usize>> {
        let mut search = |range: Range<usize>| self.0.search_with(memory, &Input::new(text).range(range));
        while from <= text.len() {
            let near = boundary(text, from + LONGEST);
            match search(from..near) {
                // It could not have looked further.
                Some(hit) if hit.start() == from || near == text.len() => return Some(hit.range()),
                Some(hit) => from = hit.start(),
                None if near == text.len() => return None,
                // One that begins here may end behind.
                None => match search(from..boundary(text, near + LONGEST)) {
                    Some(hit) if hit.start() > from => from = hit.start(),
                    Some(_) => from = after(text, from),
                    None => from = near,
                },
            }
        }
        None
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

fn reason(error: &BuildError) -> String {
    match (error.syntax_error(), error.size_limit()) {
        (Some(error), _) => {
            let told = error.to_string();
            told.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
        (None, Some(_)) => format!("compiled, it exceeds size limit of {} kB", EACH >> 10),
        (None, None) => error.to_string(),
    }
}
