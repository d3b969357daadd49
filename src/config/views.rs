//! Views that were compiled: the rules under one profile, made once for whoever asks for the same files, and kept while
//! they are asked for. A folder of notes may ask for more of them than there is memory.

use super::stack::{ChosenProfile, Key, Problems, ProfileView, Stack};
use crate::diagnostic::Level;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The most views that are kept; each takes up to some megabytes where it has words of its own.
const MOST: usize = 32;

/// The views that are kept.
#[derive(Default)]
pub struct Views {
    kept: Mutex<Kept>,
}

/// The place of a view, empty until it is compiled.
type Place = Arc<OnceLock<Arc<ProfileView>>>;

#[derive(Default)]
struct Kept {
    /// By the files that a view is made of and the rules that run also where they are off; with the time of its last use.
    views: HashMap<(Key, Vec<String>), (u64, Place)>,
    time: u64,
    problems: Problems,
}

impl Views {
    /// One view for each profile of a stack; a single one where it has none. The rules of `select` run also where they
    /// are off.
    pub fn of(&self, stack: &Stack, select: &[String]) -> Vec<Arc<ProfileView>> {
        let view = |choice: Option<&ChosenProfile>| {
            // Others may compile theirs meanwhile.
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
        let mut view = stack.view(choice, &mut problems);
        for rule in &mut view.rules.rules {
            if rule.level == Level::Off && select.iter().any(|name| *name == rule.id) {
                rule.level = Level::Info;
            }
        }
        self.kept().problems.append(&mut problems);
        view
    }

    /// Whether one more can be kept without giving up another.
    pub fn has_room(&self) -> bool {
        self.kept().views.len() < MOST
    }

    /// What went wrong since it was asked for last.
    pub fn problems(&self) -> Problems {
        std::mem::take(&mut self.kept().problems)
    }
}

impl Kept {
    /// The place of a view, which may be empty yet; where all are taken, that of the one that was not used for longest.
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
