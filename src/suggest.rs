//! "Did you mean": the nearest of the names that exist.

/// The name nearest to `wrong`: at most two letters away, one where it has only three, or begun by it (`warn` for
/// `warning`).
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let distance = |name: &str| match name.strip_prefix(wrong) {
        Some(_) if wrong.len() >= 3 => 2,
        _ => strsim::damerau_levenshtein(wrong, name),
    };
    let most = if wrong.len() > 3 { 2 } else { 1 };
    let near = |name: &&str| name.len() > 2 && (distance(name) <= most || name.starts_with(wrong) && wrong.len() == 3);
    names.into_iter().filter(near).min_by_key(|name| distance(name))
}
