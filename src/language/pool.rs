//! Searchers that wait for the next text. What one has learned of the words is worth keeping, and each thread
//! needs one of its own.

use super::matcher::Searcher;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Searchers that are idle, by the language of what they search, or the name of what they look for. A copy is empty, and all are equal: what is in it
/// changes no result.
#[derive(Debug, Default)]
pub struct Pool(Mutex<BTreeMap<String, Vec<Searcher>>>);

impl Pool {
    /// Calls `work` with a searcher of this name from the pool, or with a new one where all are in use.
    pub fn with<T>(&self, name: &str, new: impl FnOnce() -> Searcher, work: impl FnOnce(&mut Searcher) -> T) -> T {
        let idle = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(name).and_then(Vec::pop);
        let mut searcher = idle.unwrap_or_else(new);
        let result = work(&mut searcher);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(name.to_owned()).or_default().push(searcher);
        result
    }
}

impl Clone for Pool {
    fn clone(&self) -> Pool {
        Pool::default()
    }
}

impl PartialEq for Pool {
    fn eq(&self, _: &Pool) -> bool {
        true
    }
}
