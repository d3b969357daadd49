//! What is written at the end of a line and is not for readers: comments, and the attributes of some dialects.

/// A heading or title without the attributes at its end: `{#id}`, `{.class}`.
pub(super) fn without_attributes(text: &str) -> &str {
    let end = text.trim_end();
    let attributes = end.strip_suffix('}').and_then(|inner| inner.rfind('{').map(|open| (open, &inner[open + 1..])));
    let written = attributes.filter(|(_, inner)| inner.starts_with(['#', '.', ':']));
    written.map_or(text, |(open, _)| &text[..open])
}

/// The line without comments and attributes at its end.
pub(super) fn without_asides(line: &str) -> &str {
    let mut kept = without_attributes(line);
    while let Some(open) = kept.trim_end().strip_suffix("-->").and_then(|inner| inner.rfind("<!--")) {
        kept = without_attributes(&kept[..open]);
    }
    kept
}
