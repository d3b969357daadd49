//! "Did you mean": the nearest of the names that exist.

/// The name nearest to `wrong`, at most two letters away.
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let close = |name: &&str| strsim::damerau_levenshtein(wrong, name);
    names.into_iter().filter(|name| close(name) <= 2 && name.len() > 2).min_by_key(close)
}
