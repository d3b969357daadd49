//! Comments that silence findings, written where they do least harm to the note: at the end of the line, in the last
//! cell of a table row, around a fenced block.

use super::apply;
use crate::diagnostic::Diagnostic;
use crate::parse::markdown::{Document, LineKind};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Where a comment is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Line(usize),
    Fence(u32),
    File,
}

/// The text with a comment for every finding, but for those of the rule about comments. `holds` says whether a new
/// text is read as the old one and silent; where comments beside the lines are not, one for the whole file is tried.
/// `None` where that is not either.
pub fn silence(
    text: &str,
    document: &Document,
    found: &[Diagnostic],
    about_comments: &str,
    holds: impl Fn(&str) -> bool,
) -> Option<String> {
    let found = || found.iter().filter(|diagnostic| diagnostic.rule != about_comments);
    let beside = commented(text, document, found().map(|diagnostic| (place(document, diagnostic), diagnostic)));
    let whole = || commented(text, document, found().map(|diagnostic| (Place::File, diagnostic)));
    Some(beside).filter(|text| holds(text)).or_else(|| Some(whole()).filter(|text| holds(text)))
}

fn place(document: &Document, diagnostic: &Diagnostic) -> Place {
    let line = document.line_of(diagnostic.span.start);
    match document.lines.get(line).map(|line| line.kind) {
        Some(LineKind::Fence(number)) => Place::Fence(number),
        Some(LineKind::Prose | LineKind::Heading(_) | LineKind::Table | LineKind::Html) => Place::Line(line),
        _ => Place::File,
    }
}

fn commented<'d>(text: &str, document: &Document, found: impl Iterator<Item = (Place, &'d Diagnostic)>) -> String {
    let mut places: BTreeMap<Place, BTreeSet<&str>> = BTreeMap::new();
    for (place, diagnostic) in found {
        places.entry(place).or_default().insert(&diagnostic.rule);
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits: Vec<(u32, String)> = Vec::new();
    for (place, rules) in places {
        let comment =
            |verb: &str| format!("<!-- star-lint-{verb} {} -->", rules.iter().copied().collect::<Vec<_>>().join(" "));
        match place {
            Place::Line(line) => {
                let span = document.lines[line].span;
                let table = document.lines[line].kind == LineKind::Table;
                edits.push((line_end(text, span, table), format!(" {}", comment("disable-line"))));
            }
            Place::Fence(number) => {
                let fence = document.fences[number as usize].span;
                let (first, last) = (document.line_of(fence.start), document.line_of(fence.end.max(1) - 1));
                let before = document.lines[first].span.start;
                let indent = &text[before as usize..fence.start as usize];
                let blank: String = indent.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
                edits.push((before, format!("{indent}{}{end}{blank}{end}", comment("disable"))));
                let after = document.lines.get(last + 1).map_or(text.len() as u32, |line| line.span.start);
                let broken = if text[..after as usize].ends_with('\n') { "" } else { end };
                edits.push((after, format!("{broken}{blank}{end}{blank}{}{end}", comment("enable"))));
            }
            Place::File => {
                let broken = if text.is_empty() || text.ends_with('\n') { "" } else { end };
                edits.push((text.len() as u32, format!("{broken}{end}{}{end}", comment("disable-file"))));
            }
        }
    }
    edits.sort_by_key(|(at, _)| *at);
    apply(text, edits.into_iter().map(|(at, comment)| (Span { start: at, end: at }, comment)).collect())
}

/// Where a comment is put on a line: after its text, before what Markdown reads at its end.
fn line_end(text: &str, span: Span, table: bool) -> u32 {
    let line = span.of(text);
    let mut kept = line.trim_end().trim_end_matches('\\').trim_end();
    if table && let Some(cell) = kept.strip_suffix('|') {
        kept = cell.trim_end();
    }
    span.start + kept.len() as u32
}
