//! Findings as diagnostics of the protocol.

use super::client::Client;
use super::document::{Document, Kind};
use super::positions::Positions;
use super::question::Question;
use crate::diagnostic::{Applicability, Diagnostic, Level};
use crate::report::printable;
use crate::report::text::link;
use crate::source::{Source, Span};
use gen_lsp_types as lsp;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// What is found in an open text: a note, or a configuration.
pub fn of(document: &Document) -> Vec<lsp::Diagnostic> {
    let positions = document.positions();
    let convert = |found: &Diagnostic| convert(found, &document.uri, &positions, &document.client);
    match document.kind {
        Kind::Note => {
            let linted = document.linted();
            linted.trouble.iter().chain(&linted.diagnostics).map(convert).collect()
        }
        Kind::Toml => {
            // The files that apply beside it, which it may be among.
            document.engine.learn(&document.path.with_file_name("note.md"));
            let told = document.engine.told(&document.path);
            told.iter().flat_map(|(_, found)| found).map(convert).collect()
        }
    }
}

/// The problems of a configuration that is not open.
pub fn of_file(source: &Source, found: &[Diagnostic], uri: &lsp::Uri, client: &Client) -> Vec<lsp::Diagnostic> {
    let positions = Positions::new(&source.text, client.encoding);
    found.iter().map(|found| convert(found, uri, &positions, client)).collect()
}

/// One finding. Its message is that of the command line, followed by the help on a line of its own.
pub fn convert(found: &Diagnostic, uri: &lsp::Uri, positions: &Positions, client: &Client) -> lsp::Diagnostic {
    let mut message = printable(&found.message_with_profiles()).into_owned();
    if !found.help.is_empty() {
        message += "\n";
        message += &printable(&found.help);
    }
    let related = found.labels.iter().map(|label| {
        let location = lsp::Location { uri: uri.clone(), range: positions.range(label.span) };
        let text = if label.text.is_empty() { "here too".into() } else { printable(&label.text) };
        lsp::DiagnosticRelatedInformation { location, message: text.into_owned() }
    });
    let page = link(&found.url).filter(|_| client.links);
    lsp::Diagnostic {
        range: positions.range(found.span),
        severity: Some(match found.level {
            Level::Error => lsp::DiagnosticSeverity::Error,
            Level::Warning => lsp::DiagnosticSeverity::Warning,
            Level::Info | Level::Off => lsp::DiagnosticSeverity::Information,
        }),
        code: (!found.rule.is_empty()).then(|| lsp::Code::String(found.rule.to_string())),
        code_description: page.map(|page| lsp::CodeDescription { href: lsp::Uri(page.to_owned()) }),
        source: Some("star-lint".into()),
        message: lsp::Message::String(message),
        tags: (client.tags && is_idle(found)).then(|| vec![lsp::DiagnosticTag::Unnecessary]),
        related_information: (client.related && !found.labels.is_empty()).then(|| related.collect()),
        data: None,
    }
}

/// Whether the words of a finding can go without loss.
fn is_idle(found: &Diagnostic) -> bool {
    let removes = |edits: &[(Span, String)]| !edits.is_empty() && edits.iter().all(|(_, new)| new.is_empty());
    found.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe && removes(&fix.edits))
}

/// What tells a list of diagnostics from another.
pub fn identity(found: &[lsp::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(found).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The answer to a client that asks for the diagnostics of a text.
pub fn pull(document: &Document, question: &Question) -> lsp::DocumentDiagnosticReport {
    let items = of(document);
    let identity = identity(&items);
    if question.previous_result_id.as_ref() == Some(&identity) {
        return lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id: identity },
        }
        .into();
    }
    lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: Some(identity), items },
    }
    .into()
}
