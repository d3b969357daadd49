//! Compiled views: each is made once for all notes with the same files and profile. Only the latest are kept, because a
//! folder of notes may need more of them than fit into memory.

use super::stack::{ChosenProfile, Key, Problems, ProfileView, Stack};
use crate::diagnostic::Level;
use crate::rules::expression::Expressions;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The most views that are kept; one with words of its own takes up to a few megabytes.
const MOST: usize = 12;

/// The views that are kept, shared by the threads of a run.
#[derive(Default)]
pub struct Views {
    kept: Mutex<Kept>,
    /// The regular expressions of all views.
    expressions: Expressions,
}

/// Where a view goes once it is compiled.
type Place = Arc<OnceLock<Arc<ProfileView>>>;

#[derive(Default)]
struct Kept {
    /// By what a view is made of and the rules that run even if they are off; each with the time of its last use.
    views: HashMap<(Key, Vec<String>), (u64, Place)>,
    time: u64,
    problems: Problems,
}

impl Views {
    /// One view for each profile of a stack, or a single one if it has none. The rules in `select` run even if they are
    /// off.
    pub fn of(&self, stack: &Stack, select: &[String]) -> Vec<Arc<ProfileView>> {
        let view = |choice: Option<&ChosenProfile>| {
            // The lock is free again: others may compile theirs meanwhile.
            let place = self.kept().place((stack.key(choice), select.to_vec()));
            place.get_or_init(|| Arc::new(self.compile(stack, choice, select))).clone()
        };
        if stack.profiles.is_empty() {
            vec![view(None)]
        } else {
            stack.profiles.iter().map(|choice| view(Some(choice))).collect()
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn compile(&self, stack: &Stack, choice: Option<&ChosenProfile>, select: &[String]) -> ProfileView {
        let mut problems = Problems::new();
        let mut view = stack.view(choice, &self.expressions, &mut problems);
        for rule in &mut view.rules.rules {
            if rule.level == Level::Off && select.iter().any(|name| *name == rule.id) {
                rule.level = Level::Info;
            }
        }
        self.kept().problems.append(&mut problems);
        view
    }

    /// Whether one more can be kept without dropping another.
    pub fn has_room(&self) -> bool {
        self.kept().views.len() < MOST
    }

    /// The problems since the last call.
    pub fn problems(&self) -> Problems {
        std::mem::take(&mut self.kept().problems)
    }
}

impl Kept {
    /// Where a view goes, which may have to be compiled first. If all places are taken, the view that was unused for
    /// longest is dropped.
    fn place(&mut self, key: (Key, Vec<String>)) -> Place {
        self.time += 1;
        if self.views.len() >= MOST && !self.views.contains_key(&key) {
            let oldest = self.views.iter().min_by_key(|(_, (last, _))| *last).map(|(key, _)| key.clone());
            oldest.and_then(|key| self.views.remove(&key));
        }
        let (last, place) = self.views.entry(key).or_default();
        *last = self.time;
        place.clone()
    }
}
