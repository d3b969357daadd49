//! Comments that silence findings, placed where they disturb the note least: at the end of the line, in the last cell of
//! a table row, above a heading, around a fenced block.

use super::edits::{Edits, apply};
use super::harmless::harmless;
use crate::diagnostic::Diagnostic;
use crate::parse::document::{Document, LineKind};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Where a comment is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CommentPosition {
    /// At the end of a line.
    Line(usize),
    /// On a line of its own above it.
    Above(usize),
    /// Before and after a fenced block.
    Fence(u32),
    /// At the end of the file.
    File,
}

/// The text with a comment for every finding. `left` counts the findings of a text that is still read like this one.
/// `None` if comments cannot silence all of them.
pub fn silence(
    text: &str,
    document: &Document,
    found: &[Diagnostic],
    left: impl Fn(&str) -> Option<usize>,
) -> Option<String> {
    let mut places: BTreeMap<CommentPosition, Vec<&str>> = BTreeMap::new();
    for diagnostic in found {
        places.entry(place(document, diagnostic)).or_default().push(&diagnostic.rule);
    }
    let places: Vec<_> = places.into_iter().collect();
    let count = |numbers: &[usize]| numbers.iter().map(|&number| places[number].1.len()).sum::<usize>();
    let all: Vec<usize> = (0..places.len()).collect();
    // With a comment for some of the places; for those that are not `beside`, above the line.
    let write = |some: &[usize], beside: &[usize]| {
        let edits = some.iter().flat_map(|number| {
            let (place, rules) = &places[*number];
            let place = match *place {
                CommentPosition::Line(line) if beside.binary_search(number).is_err() => CommentPosition::Above(line),
                place => place,
            };
            comments(text, document, place, rules)
        });
        let mut edits: Edits = edits.collect();
        edits.sort_by_key(|(at, _)| *at);
        apply(text, edits)
    };
    // A comment at the end of a line may change how it is read, or end up in code.
    let beside = harmless(all.len(), |some| left(&write(some, some)) == Some(count(&all) - count(some)));
    let texts = [&beside[..], &[]].into_iter().map(|beside| write(&all, beside));
    texts.into_iter().find(|text| left(text) == Some(0))
}

fn place(document: &Document, diagnostic: &Diagnostic) -> CommentPosition {
    let line = document.line_of(diagnostic.span.start);
    match document.lines.get(line).map(|line| line.kind) {
        Some(LineKind::Fence(number)) => CommentPosition::Fence(number),
        // A comment in a heading may change how the heading is read.
        Some(LineKind::Heading(_)) => CommentPosition::Above(line),
        Some(LineKind::Prose | LineKind::Table | LineKind::Html) => CommentPosition::Line(line),
        _ => CommentPosition::File,
    }
}

/// The comments of one place, as edits.
fn comments(text: &str, document: &Document, place: CommentPosition, rules: &[&str]) -> Edits {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let names = rules.iter().copied().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ");
    let comment = |verb: &str| format!("<!-- star-lint-{verb} {names} -->");
    let insert = |at: u32, text: String| (Span { start: at, end: at }, text);
    match place {
        CommentPosition::Line(line) => {
            let span = document.lines[line].span;
            let table = document.lines[line].kind == LineKind::Table;
            vec![insert(line_end(text, span, table), format!(" {}", comment("disable-line")))]
        }
        CommentPosition::Above(line) => {
            let span = document.lines[line].span;
            let within = span.of(text).trim_start_matches('\u{feff}');
            let marks = &within[..within.len() - within.trim_start_matches([' ', '\t', '>']).len()];
            vec![insert(span.end - within.len() as u32, format!("{marks}{}{end}", comment("disable-next-line")))]
        }
        CommentPosition::Fence(number) => {
            let fence = document.fences[number as usize].span;
            let (first, last) = (document.line_of(fence.start), document.line_of(fence.end.max(1) - 1));
            let before = document.lines[first].span.start;
            let indent = &text[before as usize..fence.start as usize];
            let blank: String = indent.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
            let after = document.lines.get(last + 1).map_or(text.len() as u32, |line| line.span.start);
            let broken = if text[..after as usize].ends_with('\n') { "" } else { end };
            vec![
                insert(before, format!("{indent}{}{end}{blank}{end}", comment("disable"))),
                insert(after, format!("{broken}{blank}{end}{blank}{}{end}", comment("enable"))),
            ]
        }
        CommentPosition::File => {
            let broken = if text.is_empty() || text.ends_with('\n') { "" } else { end };
            vec![insert(text.len() as u32, format!("{broken}{end}{}{end}", comment("disable-file")))]
        }
    }
}

/// Where a comment goes on a line: after its text, before a mark that Markdown reads at the end of a line.
fn line_end(text: &str, span: Span, table: bool) -> u32 {
    let line = span.of(text);
    let mut kept = line.trim_end().trim_end_matches('\\').trim_end();
    if table && let Some(cell) = kept.strip_suffix('|') {
        kept = cell.trim_end();
    }
    span.start + kept.len() as u32
}
