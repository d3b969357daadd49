//! Items of lists that Markdown does not know as such: bullets of word processors, dashes, items in plain text.

/// Whether a line of plain text begins with the mark of a list item.
pub(super) fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() < line.len() {
        rest.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '+', '–', '—']).or_else(|| line.strip_prefix('*').filter(|rest| !rest.starts_with('*')))
    };
    line.starts_with(BULLETS) || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The dash that a line begins with and a space after it.
pub(super) fn dash(line: &str) -> Option<char> {
    let mut letters = line.chars();
    let first = letters.next().filter(|first| matches!(first, '–' | '—'));
    first.filter(|_| letters.next().is_some_and(char::is_whitespace))
}

/// Marks of list items that Markdown does not know.
pub(super) const BULLETS: [char; 5] = ['•', '·', '◦', '▪', '‣'];
