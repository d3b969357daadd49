//! Much work of one kind on all cores, with the results in order. A single file can be a whole book of answers.

use rayon::prelude::*;

/// Calls `work` with each of some things, which it may change. Fewer than `few` are done on this thread.
pub fn map_mut<T: Send, R: Send>(things: &mut [T], few: usize, work: impl Fn(&mut T) -> R + Sync + Send) -> Vec<R> {
    if things.len() < few {
        return things.iter_mut().map(work).collect();
    }
    things.par_iter_mut().with_min_len(few / 4).map(work).collect()
}

/// Calls `work` with each number below `count`. Fewer than `few` are done on this thread: starting others would take
/// longer.
pub fn map<T: Send>(count: usize, few: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    if count < few {
        return (0..count).map(work).collect();
    }
    (0..count).into_par_iter().with_min_len(few / 4).map(work).collect()
}
