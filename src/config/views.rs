//! Views that were compiled: the rules under one profile, made once for whoever asks for the same files, and kept while
//! they are asked for. A folder of notes may ask for more of them than there is memory.

use super::stack::{Choice, Problems, Stack, View};
use crate::diagnostic::Level;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The most views that are kept; each takes up to some megabytes where it has words of its own.
const MOST: usize = 32;

/// See the module.
#[derive(Default)]
pub struct Views {
    /// Rules that are asked for by name: they run also where they are off.
    select: Vec<String>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// By the files that a view is made of; with the time of its last use.
    views: HashMap<Vec<(usize, Option<usize>)>, (u64, Arc<View>)>,
    time: u64,
    problems: Problems,
}

impl Views {
    /// None yet. `select`: rules that run also where they are off.
    pub fn new(select: Vec<String>) -> Views {
        Views { select, kept: Mutex::default() }
    }

    /// One view for each profile of a stack; a single one where it has none.
    pub fn of(&self, stack: &Stack) -> Vec<Arc<View>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut view = |choice: Option<&Choice>| {
            let key = stack.key(choice);
            kept.time += 1;
            let time = kept.time;
            if let Some((last, view)) = kept.views.get_mut(&key) {
                *last = time;
                return view.clone();
            }
            let view = Arc::new(self.compile(stack, choice, &mut kept.problems));
            if kept.views.len() >= MOST {
                let oldest = kept.views.iter().min_by_key(|(_, (last, _))| *last).map(|(key, _)| key.clone());
                oldest.and_then(|key| kept.views.remove(&key));
            }
            kept.views.insert(key, (time, view.clone()));
            view
        };
        match stack.profiles.is_empty() {
            true => vec![view(None)],
            false => stack.profiles.iter().map(|choice| view(Some(choice))).collect(),
        }
    }

    fn compile(&self, stack: &Stack, choice: Option<&Choice>, problems: &mut Problems) -> View {
        let mut view = stack.view(choice, problems);
        for rule in &mut view.rules.rules {
            if rule.level == Level::Off && self.select.iter().any(|name| *name == rule.id) {
                rule.level = Level::Info;
            }
        }
        view
    }

    /// Whether one more can be kept without giving up another.
    pub fn has_room(&self) -> bool {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).views.len() < MOST
    }

    /// What went wrong since it was asked for last.
    pub fn problems(&self) -> Problems {
        std::mem::take(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner).problems)
    }
}
