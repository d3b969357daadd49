//! "Did you mean": the nearest of the names that exist.

/// The name nearest to `wrong`: at most two letters away, or begun by it (`warn` for `warning`).
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let distance = |name: &str| match name.strip_prefix(wrong) {
        Some(_) if wrong.len() >= 3 => 2,
        _ => strsim::damerau_levenshtein(wrong, name),
    };
    names.into_iter().filter(|name| distance(name) <= 2 && name.len() > 2).min_by_key(|name| distance(name))
}
