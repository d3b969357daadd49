//! Much work of one kind on all cores, with the results in order. A single file can be a whole book of answers. Where
//! the system gives no threads, or fewer, the work is done with those that there are.

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::OnceLock;
use std::thread::{Builder, Scope};

/// How many threads can work at the same time.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The threads, started once; none where there are none to be had.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let build = |threads| ThreadPoolBuilder::new().num_threads(threads).build().ok();
    let fewer = || std::iter::successors(Some(cores()), |threads| Some(threads / 2).filter(|&fewer| fewer > 1));
    POOL.get_or_init(|| fewer().find_map(build)).as_ref()
}

/// Starts so many threads, or as many as there are to be had; how many.
pub fn start<'s, 'e>(scope: &'s Scope<'s, 'e>, threads: usize, work: impl Fn() + Clone + Send + 's) -> usize {
    (0..threads).take_while(|_| Builder::new().spawn_scoped(scope, work.clone()).is_ok()).count()
}

/// Calls `work` with each of some things, which it may change. Fewer than `few` are done on this thread.
pub fn map_mut<T: Send, R: Send>(things: &mut [T], few: usize, work: impl Fn(&mut T) -> R + Sync + Send) -> Vec<R> {
    match pool().filter(|_| things.len() >= few) {
        Some(pool) => pool.install(|| things.par_iter_mut().with_min_len(few / 4).map(work).collect()),
        None => things.iter_mut().map(work).collect(),
    }
}

/// Calls `work` with each number below `count`. Fewer than `few` are done on this thread: starting others would take
/// longer.
pub fn map<T: Send>(count: usize, few: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    match pool().filter(|_| count >= few) {
        Some(pool) => pool.install(|| (0..count).into_par_iter().with_min_len(few / 4).map(work).collect()),
        None => (0..count).map(work).collect(),
    }
}
