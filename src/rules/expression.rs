//! Regular expressions of `pattern` checks: compiled once, shared by the rule sets of a workspace, and bounded.
//!
//! They come from users, so the memory of each and of all together is limited. So is the length of a match: otherwise
//! an expression that looks ahead to the end of the text again and again (`a|(?s:a.*x)`) would take quadratic time.

use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// The memory that a compiled expression may take, in bytes. It counts as the smallest of these that holds it.
const SIZES: [usize; 3] = [1 << 15, 1 << 18, 1 << 20];

/// The memory that searches with one expression keep, in bytes.
const SEARCH: usize = 1 << 16;

/// The memory that all compiled expressions of a rule set may take, in bytes; and the most that is kept for several.
const ALL: usize = 1 << 26;

/// The longest match, in bytes: more than a paragraph.
pub const LONGEST: usize = 1 << 10;

/// A compiled expression, and the memory that it takes.
#[derive(Clone, Debug)]
pub struct Expression(Arc<Regex>, usize);

/// Why an expression is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionError {
    /// It is not a regular expression; why.
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
                write!(f, "{unusable}: it exceeds the limit of {} kB when compiled", SIZES[2] >> 10)
            }
            ExpressionError::NoRoom => write!(
                f,
                "with this one, the compiled regular expressions exceed {} MB; it and later ones are not used",
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

/// The memory that is left for the expressions of one rule set, in bytes; `None` once one did not fit.
pub(super) struct Budget(Option<usize>);

impl Budget {
    /// All of it.
    pub fn new() -> Budget {
        Budget(Some(ALL))
    }

    /// Whether an expression fits. Once one did not, those after it are left out without a word.
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

    /// The memory that it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.1
    }

    /// Its matches in a text in order, without empty ones; none overlap.
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

    /// The first match at or after a byte that is not too long.
    fn next(&self, text: &str, mut from: usize) -> Option<Range<usize>> {
        while from <= text.len() {
            let near = boundary(text, from + LONGEST);
            match self.find(text, from, near) {
                // No more text would change this match.
                Some(hit) if hit.start == from || near == text.len() => {
                    // An anchor may have taken the place where the text was cut for its end.
                    let whole = hit.end < near || near == text.len();
                    if whole || self.find(text, from, after(text, near)).is_some_and(|again| again.start == from) {
                        return Some(hit);
                    }
                    from = after(text, from);
                }
                Some(hit) => from = hit.start,
                None if near == text.len() => return None,
                // A match that begins here may end after the cut.
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

/// The start of the character after the one at a byte.
fn after(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The last start of a character at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

fn reason(error: &regex::Error) -> String {
    let told = error.to_string();
    told.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}
