//! Runs many tasks of one kind on all cores and returns the results in order: a single file can be a whole book of
//! answers. If the system provides fewer threads, or none, those at hand do the work; without the feature `parallel`, the
//! calling thread does.

#[cfg(feature = "parallel")]
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};

/// How many threads can work at the same time.
#[cfg(any(feature = "parallel", feature = "cli", feature = "server"))]
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The threads, started when they are first needed; `None` if none can be started, or if this process was forked from the
/// one that has them.
#[cfg(feature = "parallel")]
fn pool() -> Option<&'static ThreadPool> {
    static POOL: std::sync::OnceLock<(u32, Option<ThreadPool>)> = std::sync::OnceLock::new();
    let here = std::process::id();
    let build = |threads| ThreadPoolBuilder::new().num_threads(threads).build().ok();
    let fewer = || std::iter::successors(Some(cores()), |threads| Some(threads / 2).filter(|&fewer| fewer > 1));
    let (process, pool) = POOL.get_or_init(|| (here, fewer().find_map(build)));
    pool.as_ref().filter(|_| *process == here)
}

/// Calls `work` on each item. Fewer than `few` items are done on the calling thread.
pub fn map_mut<T: Send, R: Send>(things: &mut [T], few: usize, work: impl Fn(&mut T) -> R + Sync + Send) -> Vec<R> {
    #[cfg(feature = "parallel")]
    if let Some(pool) = (things.len() >= few).then(pool).flatten() {
        return pool.install(|| things.par_iter_mut().with_min_len(few / 4).map(work).collect());
    }
    let _ = few;
    things.iter_mut().map(work).collect()
}

/// Calls `work` with each number below `count`. Fewer than `few` are done on the calling thread: starting others would
/// take longer.
pub fn map<T: Send>(count: usize, few: usize, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    #[cfg(feature = "parallel")]
    if let Some(pool) = (count >= few).then(pool).flatten() {
        return pool.install(|| (0..count).into_par_iter().with_min_len(few / 4).map(work).collect());
    }
    let _ = few;
    (0..count).map(work).collect()
}
