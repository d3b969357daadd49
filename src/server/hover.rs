//! What is said of the words under the cursor: of a finding what `star-lint explain` says, of a title how long the answer
//! is.

use super::document::Document;
use super::measure::{Measure, heading, name};
use super::question::Question;
use crate::report::explain::Explanation;
use crate::report::text::lines;
use crate::source::Span;
use gen_lsp_types as lsp;
use std::collections::BTreeSet;

/// Says it.
pub fn hover(document: &Document, question: &Question) -> Option<lsp::Hover> {
    let positions = document.positions();
    let at = positions.offset(question.position);
    let (answer, finding) = (answer(document, at), finding(document, at));
    let line = if document.client.markdown { "\n---\n\n" } else { "\n" };
    let texts: Vec<_> = answer.iter().chain(&finding).map(|(text, _)| text.as_str()).collect();
    let text = texts.join(line);
    let (_, span) = finding.as_ref().or(answer.as_ref())?;
    let kind = if document.client.markdown { lsp::MarkupKind::Markdown } else { lsp::MarkupKind::PlainText };
    let contents = lsp::MarkupContent { kind, value: lines(&text) }.into();
    Some(lsp::Hover { contents, range: Some(positions.range(*span)) })
}

fn holds(span: Span, at: u32) -> bool {
    span.start <= at && at <= span.end
}

fn finding(document: &Document, at: u32) -> Option<(String, Span)> {
    let found = document.linted().diagnostics.iter().filter(|found| holds(found.span, at));
    let mut told = BTreeSet::new();
    let mut texts = Vec::new();
    let mut span: Option<Span> = None;
    for found in found.filter(|found| told.insert(found.rule.clone())) {
        let Some(explanation) = Explanation::new(document.views(), &found.rule) else { continue };
        texts.push(if document.client.markdown { explanation.markdown() } else { explanation.plain("") });
        // The shortest is what the cursor is on.
        span = span.into_iter().chain([found.span]).min_by_key(|span| span.range().len());
    }
    let line = if document.client.markdown { "\n---\n\n" } else { "\n\n" };
    Some((texts.join(line), span?))
}

fn answer(document: &Document, at: u32) -> Option<(String, Span)> {
    let note = document.note();
    let place = |answer: &&crate::parse::Answer| {
        let mut labels = answer.sections.iter().map(|section| section.label);
        answer
            .title
            .into_iter()
            .chain([heading(document, answer)])
            .find(|span| holds(*span, at))
            .or_else(|| labels.find(|label| !label.is_empty() && holds(*label, at)))
    };
    let answer = note.answers.iter().find(|answer| place(answer).is_some())?;
    let measure = Measure::of(document, answer)?;
    let mark = if document.client.markdown { "**" } else { "" };
    let mut text = format!("{mark}{}{mark}\n\n{}\n\n", name(document, answer), measure.short());
    for (number, (name, _)) in measure.sections.iter().enumerate() {
        text += &format!("- {name}: {}\n", measure.share(number));
    }
    Some((text, place(&answer)?))
}
