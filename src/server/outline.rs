//! How a note was read: symbols, folding, and words and time beside titles.

use super::client::Hints;
use super::document::Document;
use super::measure::{Measure, heading, name, whole};
use super::question::Question;
use crate::parse::Answer;
use crate::source::Span;
use gen_lsp_types as lsp;

/// The answers, and their sections below them.
pub fn symbols(document: &Document, _: &Question) -> lsp::DocumentSymbolResponse {
    let positions = document.positions();
    let symbol = |name: String, detail, kind, span, selection: Span| {
        let (range, selection_range) = (positions.range(span), positions.range(selection));
        #[allow(deprecated)]
        lsp::DocumentSymbol { name, detail, kind, tags: None, deprecated: None, range, selection_range, children: None }
    };
    let answers = document.note().answers.iter().filter_map(|answer| {
        let measure = Measure::of(document, answer)?;
        let sections =
            answer.sections.iter().zip(&measure.sections).enumerate().map(|(number, (section, (name, _)))| {
                let label = section.label;
                let label = if label.is_empty() { Span { end: section.span.start, ..section.span } } else { label };
                let span = label.to(section.span);
                symbol(name.clone(), Some(measure.share(number)), lsp::SymbolKind::Field, span, label)
            });
        let children = sections.collect();
        let detail = Some(measure.short());
        let own =
            symbol(name(document, answer), detail, lsp::SymbolKind::Class, whole(answer), heading(document, answer));
        Some(lsp::DocumentSymbol { children: Some(children), ..own })
    });
    if document.client.nested {
        lsp::DocumentSymbolResponse::DocumentSymbolList(answers.collect())
    } else {
        lsp::DocumentSymbolResponse::SymbolInformationList(answers.flat_map(|it| flat(document, &it)).collect())
    }
}

/// A symbol and those below it, for a client without trees.
fn flat(document: &Document, symbol: &lsp::DocumentSymbol) -> Vec<lsp::SymbolInformation> {
    let one = |symbol: &lsp::DocumentSymbol, container: Option<&str>| {
        #[allow(deprecated)]
        lsp::SymbolInformation {
            deprecated: None,
            location: lsp::Location { uri: document.uri.clone(), range: symbol.range },
            base_symbol_information: lsp::BaseSymbolInformation {
                name: symbol.name.clone(),
                kind: symbol.kind,
                tags: None,
                container_name: container.map(str::to_owned),
            },
        }
    };
    let below = symbol.children.iter().flatten().map(|child| one(child, Some(&symbol.name)));
    std::iter::once(one(symbol, None)).chain(below).collect()
}

/// What can be folded: answers, and the sections in them.
pub fn folds(document: &Document, _: &Question) -> Vec<lsp::FoldingRange> {
    let positions = document.positions();
    let spans = document.note().answers.iter().flat_map(|answer| {
        let sections = answer.sections.iter().filter(|section| !section.label.is_empty());
        std::iter::once(whole(answer)).chain(sections.map(|section| section.label.to(section.span)))
    });
    let folds = spans.filter_map(|span| {
        let length = span.of(document.text()).trim_end().len() as u32;
        let (start_line, end_line) = (positions.line(span.start), positions.line(span.start + length));
        (end_line > start_line).then(|| lsp::FoldingRange { start_line, end_line, ..lsp::FoldingRange::default() })
    });
    let mut folds: Vec<_> = folds.collect();
    folds.dedup_by_key(|fold| (fold.start_line, fold.end_line));
    folds
}

/// The answers with their measures, whose headings are in a part of the text.
fn measured(document: &Document, part: Span) -> impl Iterator<Item = (Measure, Span)> {
    let answers = document.note().answers.iter().map(|answer: &Answer| (answer, heading(document, answer)));
    let within = answers.filter(move |(_, heading)| heading.start <= part.end && heading.end >= part.start);
    within.filter_map(|(answer, heading)| Some((Measure::of(document, answer)?, heading)))
}

/// Words and time after titles.
pub fn hints(document: &Document, question: &Question) -> Option<Vec<lsp::InlayHint>> {
    if !shows(document, Hints::Inlay) {
        return None;
    }
    let positions = document.positions();
    let hint = |(measure, heading): (Measure, Span)| lsp::InlayHint {
        position: positions.position(heading.end),
        label: lsp::Label::String(measure.short()),
        kind: None,
        text_edits: None,
        tooltip: None,
        padding_left: Some(true),
        padding_right: Some(true),
        data: None,
    };
    Some(measured(document, positions.span(question.range)).map(hint).collect())
}

/// The same above titles.
pub fn lenses(document: &Document, _: &Question) -> Option<Vec<lsp::CodeLens>> {
    if !shows(document, Hints::Lens) {
        return None;
    }
    let positions = document.positions();
    let all = Span::new(0..document.text().len());
    let lens = |(measure, heading): (Measure, Span)| {
        let command = lsp::Command { title: measure.short(), tooltip: None, command: String::new(), arguments: None };
        lsp::CodeLens { range: positions.range(heading), command: Some(command), data: None }
    };
    Some(measured(document, all).map(lens).collect())
}

/// Whether words and time are shown in this way.
fn shows(document: &Document, hints: Hints) -> bool {
    document.client.settings.hints == hints
}
