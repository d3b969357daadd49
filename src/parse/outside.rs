//! What of a note is in none of its answers, so that nothing is left alone in silence: other text, code, comments.

use super::directives::Directive;
use super::document::{Document, Line, LineKind};
use super::note::{Answer, LeftAlone, Reason};
use crate::source::Span;

/// The passages outside the answers and the blocks that look like some, in the order of the text. Headings and titles
/// lead to what stands below them: they are read.
pub(crate) fn passages(
    document: &Document,
    answers: &[Answer],
    blocks: &[LeftAlone],
    directives: &[Directive],
) -> Vec<LeftAlone> {
    let titles = answers.iter().filter_map(|answer| answer.title);
    let read = titles.chain(answers.iter().map(|answer| answer.span)).chain(blocks.iter().map(|block| block.span));
    let mut read: Vec<Span> = read.chain(directives.iter().map(|directive| directive.span)).collect();
    read.sort_unstable();
    // The row that names the columns belongs to the stories below it.
    let tables = document.tables.iter().map(|table| table.span).filter(|table| {
        let first = read.partition_point(|span| span.start < table.start);
        read.get(first).is_some_and(|span| span.start < table.end)
    });
    let tables: Vec<Span> = tables.collect();
    read.extend(tables);
    read.sort_unstable();
    let mut read = read.into_iter().peekable();
    let mut end = 0;
    let mut found: Vec<LeftAlone> = Vec::new();
    let mut goes_on = false;
    for line in &document.lines {
        while let Some(span) = read.next_if(|span| span.start < line.span.end) {
            end = end.max(span.end);
        }
        let reason = if end > line.span.start { None } else { reason(line, document) };
        match (reason, found.last_mut()) {
            (Some(reason), Some(last)) if goes_on && last.reason == reason => last.span.end = line.span.end,
            (Some(reason), _) => found.push(LeftAlone { span: line.span, reason }),
            (None, _) => {}
        }
        goes_on = reason.is_some() || goes_on && matches!(line.kind, LineKind::Blank | LineKind::Rule);
    }
    found
}

/// Why a line outside all answers is left alone; `None` where there is nothing to leave.
fn reason(line: &Line, document: &Document) -> Option<Reason> {
    let holds = |span: &Span| span.start < line.span.end && line.span.start < span.end;
    let comment = || {
        let next = document.comments.partition_point(|comment| comment.end <= line.span.start);
        document.comments.get(next).is_some_and(holds)
    };
    match line.kind {
        LineKind::Blank | LineKind::Rule | LineKind::Heading(_) => None,
        LineKind::Hidden => comment().then_some(Reason::Comment),
        LineKind::Fence(fence) if !document.fences[fence as usize].plain => Some(Reason::Code),
        _ => document.runs_in(line.span).next().map(|_| Reason::Text),
    }
}
