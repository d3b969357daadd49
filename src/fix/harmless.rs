//! Finds out which of many changes can be made together.

/// How often a round may read the text to find the fixes that cause a problem.
const TRIALS: usize = 200;

/// Which of `count` changes can be made together so that `holds` is true. Usually that is all of them; otherwise
/// bisection finds the ones that cannot.
pub(super) fn harmless(count: usize, holds: impl Fn(&[usize]) -> bool) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let (mut next, mut size) = (0, count);
    for _ in 0..TRIALS {
        if next >= count {
            break;
        }
        let part = next..count.min(next + size);
        let all: Vec<usize> = chosen.iter().copied().chain(part.clone()).collect();
        if holds(&all) {
            (chosen, next, size) = (all, part.end, size * 2);
        } else if part.len() == 1 {
            next += 1;
        } else {
            size = part.len() / 2;
        }
    }
    chosen
}
