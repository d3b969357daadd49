//! Regular expressions of `pattern` checks: compiled once, shared by the rule sets of a workspace, and bounded.
//!
//! They come from users, so each may take so much memory and all together so much. What is searched with them is
//! bounded as well: a match is short, so that a text costs in proportion to its length. A search that may look ahead
//! to the end of the text again and again (`a|(?s:a.*x)`) would cost its square.

use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// What one may take of memory, compiled, in bytes: the least that holds it is what it is said to take.
const SIZES: [usize; 3] = [1 << 15, 1 << 18, 1 << 20];

/// What searches with one keep of memory, in bytes.
const SEARCH: usize = 1 << 16;

/// What all of a rule set take together, compiled, in bytes; and what is kept for several rule sets.
const ALL: usize = 1 << 26;

/// The longest match, in bytes: more than a paragraph.
pub const LONGEST: usize = 1 << 10;

/// A compiled expression, and the memory that it takes.
#[derive(Clone, Debug)]
pub struct Expression(Arc<Regex>, usize);

/// Why an expression is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionError {
    /// It is none; what is wrong with it.
    Invalid(String),
    /// It takes too much memory by itself.
    TooLarge,
    /// It takes too much memory together with those before it.
    NoRoom,
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unusable = "this regular expression cannot be used";
        match self {
            ExpressionError::Invalid(reason) => write!(f, "{unusable}: {reason}"),
            ExpressionError::TooLarge => {
                write!(f, "{unusable}: compiled, it exceeds the limit of {} kB", SIZES[2] >> 10)
            }
            ExpressionError::NoRoom => write!(
                f,
                "with this one, all regular expressions exceed {} MB, compiled; it and those after it are not used",
                ALL >> 20
            ),
        }
    }
}

/// The expressions that were compiled for some rule sets, and the memory that they take. Copies share them, and all are
/// equal: what is kept changes no result.
#[derive(Clone, Debug, Default)]
pub struct Expressions(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    by_pattern: BTreeMap<String, Expression>,
    bytes: usize,
}

impl PartialEq for Expressions {
    fn eq(&self, _: &Expressions) -> bool {
        true
    }
}

impl Expressions {
    /// Compiles an expression, or takes the one that is kept.
    ///
    /// # Errors
    /// What is wrong with it, or that it is too large.
    pub fn get(&self, pattern: &str) -> Result<Expression, ExpressionError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.by_pattern.get(pattern) {
            return Ok(known.clone());
        }
        let new = Expression::new(pattern)?;
        if kept.bytes + new.bytes() > ALL {
            *kept = Kept::default();
        }
        kept.bytes += new.bytes();
        kept.by_pattern.insert(pattern.to_owned(), new.clone());
        Ok(new)
    }
}

/// The memory that is left for the expressions of one rule set, in bytes; none once one was too much.
pub(super) struct Budget(Option<usize>);

impl Budget {
    /// All of it.
    pub fn new() -> Budget {
        Budget(Some(ALL))
    }

    /// Whether an expression has room; where one before it had none, that is all there is to say.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn takes(
        &mut self,
        expression: impl FnOnce() -> Result<Expression, ExpressionError>,
    ) -> Result<bool, ExpressionError> {
        let Some(left) = self.0 else { return Ok(false) };
        self.0 = left.checked_sub(expression()?.bytes());
        self.0.map(|_| true).ok_or(ExpressionError::NoRoom)
    }
}

impl Expression {
    fn new(pattern: &str) -> Result<Expression, ExpressionError> {
        let compile = |size: usize| RegexBuilder::new(pattern).size_limit(size).dfa_size_limit(SEARCH).build();
        let fitting = SIZES.into_iter().find_map(|size| match compile(size) {
            Err(regex::Error::CompiledTooBig(_)) => None,
            compiled => Some((compiled, size)),
        });
        let (compiled, size) = fitting.ok_or(ExpressionError::TooLarge)?;
        let compiled = compiled.map_err(|error| ExpressionError::Invalid(reason(&error)))?;
        Ok(Expression(Arc::new(compiled), size))
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
