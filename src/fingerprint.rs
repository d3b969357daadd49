//! Identifies a finding by its rule and words, wherever in the file they are, as a number that is stable across runs and
//! versions. Baselines and code quality reports are keyed by it. The digest of the built-in rules is made in the same way.

use crate::diagnostic::Diagnostic;

/// The fingerprint of a finding in a text: 16 hexadecimal digits. White space between words does not count.
pub fn fingerprint(diagnostic: &Diagnostic, text: &str) -> String {
    let words = diagnostic.span.of(text).split_whitespace();
    let parts = std::iter::once(&*diagnostic.rule).chain(words);
    let hash = parts.fold(FNV_OFFSET, |hash, part| fnv(fnv(hash, part.as_bytes()), b" "));
    format!("{hash:016x}")
}

/// The digest of named texts: 16 hexadecimal digits. Line breaks count the same on every system.
pub(crate) fn digest<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> String {
    let lines = |hash, text: &str| text.lines().fold(hash, |hash, line| fnv(fnv(hash, line.as_bytes()), b"\n"));
    let hash = texts.fold(FNV_OFFSET, |hash, (name, text)| lines(lines(hash, name), text));
    format!("{hash:016x}")
}

/// The offset basis and the prime of the 64-bit Fowler-Noll-Vo hash, FNV-1a.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME))
}
