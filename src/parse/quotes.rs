//! Quotation marks, as languages have them.

/// Whether a mark may open a quotation.
pub(super) fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '»' | '‹' | '「' | '『')
}

/// Whether a mark closes a quotation that was opened by another one.
pub(super) fn closes(open: char, c: char) -> bool {
    match open {
        '"' | '“' => matches!(c, '"' | '”'),
        '„' => matches!(c, '"' | '“' | '”'),
        '«' => c == '»',
        '»' => c == '«',
        '‹' => c == '›',
        '「' => c == '」',
        '『' => c == '』',
        _ => false,
    }
}

/// Whether it is a quotation mark, whichever.
pub(crate) fn is_quote(c: char) -> bool {
    opens(c) || matches!(c, '”' | '›' | '」' | '』')
}
