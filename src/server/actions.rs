//! What can be done about findings: fix them, silence them, label an answer.

use super::diagnostics::convert;
use super::document::Document;
use super::positions::Positions;
use super::question::Question;
use super::uri::uri;
use crate::config::edit::turn_off;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::parse::Answer;
use crate::rules::Check;
use crate::source::Span;
use gen_lsp_types as lsp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// The kind of what removes or silences a finding.
pub const QUICK: &str = "quickfix";
/// The kind of what writes labels.
pub const REWRITE: &str = "refactor.rewrite";
/// The kind of what makes all safe fixes.
pub const ALL: &str = "source.fixAll.star-lint";

/// The most findings of a selection for each of which there is an offer.
const MOST: usize = 24;

/// Something that can be done about a text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Deed {
    /// Fix the finding of this place in the list.
    Fix(usize),
    /// Make all safe fixes.
    FixAll,
    /// Silence the finding of this place with a comment.
    Silence(usize),
    /// Turn a rule off in the configuration.
    TurnOff(String),
    /// Write labels into the answer of this place.
    Annotate(usize),
}

/// What a client sends back of an action that was chosen.
#[derive(Serialize, Deserialize)]
pub struct Chosen {
    /// The text.
    pub uri: String,
    /// Its version.
    pub version: i32,
    /// The number of the engine that made the offer.
    pub engine: u64,
    /// What to do.
    pub deed: Deed,
}

/// A code action. That of the protocol would bring all that it can hold with it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    title: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<lsp::Diagnostic>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_preferred: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<lsp::WorkspaceEdit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Chosen>,
}

impl Deed {
    /// Why it cannot be done, where it cannot.
    pub fn excuse(&self) -> &'static str {
        match self {
            Deed::Fix(_) | Deed::FixAll => "the fix would change how the note is read",
            Deed::Silence(_) => "no comment can silence this without changing how the note is read",
            Deed::TurnOff(_) => "the configuration cannot be changed that simply",
            Deed::Annotate(_) => "labels would change how the answer is read",
        }
    }
}

/// What can be done about a part of a text.
pub fn offer(document: &Document, question: &Question) -> Option<Vec<Offer>> {
    if !document.client.actions || !document.is_note() {
        return None;
    }
    let positions = document.positions();
    let part = positions.span(question.range);
    let only = question.context.only.as_ref();
    let wanted = |kind: &str| {
        let within = |wide: &String| kind == wide || kind.starts_with(&format!("{wide}.")) || wide.is_empty();
        only.is_none_or(|only| only.iter().any(within))
    };
    let mut offers = Offers { document, positions: &positions, actions: Vec::new() };
    let found = &document.linted().diagnostics;
    if wanted(QUICK) {
        let touched = found.iter().enumerate().filter(|(_, found)| meets(found.span, part));
        let touched: Vec<(usize, &Diagnostic)> = touched.take(MOST).collect();
        for (number, finding) in &touched {
            if let Some(fix) = &finding.fix {
                let safe = fix.applicability == Applicability::Safe;
                offers.add(fix_title(fix, document.text()), QUICK, Deed::Fix(*number), Some(finding), safe);
            }
        }
        for (number, finding) in touched.iter().filter(|(_, finding)| can_be_silenced(document, finding)) {
            let title = format!("Silence `{}` here with a comment", finding.rule);
            offers.add(title, QUICK, Deed::Silence(*number), Some(finding), false);
        }
        let mut told = BTreeSet::new();
        for (_, finding) in touched.iter().filter(|(_, finding)| told.insert(&finding.rule)) {
            if let Some(path) = configuration(document).map(|(path, _)| path) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let title = format!("Turn `{}` off in {name}", finding.rule);
                offers.add(title, QUICK, Deed::TurnOff(finding.rule.to_string()), Some(finding), false);
            }
        }
    }
    if wanted(REWRITE) {
        let here = |answer: &Answer| answer.is_inferred() && meets(answer.span, part);
        let answers = document.note().answers.iter().enumerate().filter(|(_, answer)| here(answer));
        for (number, _) in answers.take(1) {
            offers.add("Write labels into this answer".into(), REWRITE, Deed::Annotate(number), None, false);
        }
    }
    let fixable = |found: &Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
    if wanted(ALL) && found.iter().any(fixable) {
        offers.add("Fix everything that is safe to fix".into(), ALL, Deed::FixAll, None, false);
    }
    Some(offers.actions)
}

struct Offers<'d> {
    document: &'d Document,
    positions: &'d Positions<'d>,
    actions: Vec<Offer>,
}

impl Offers<'_> {
    /// Adds an offer. A client that asks again for the edit does so only if it is chosen.
    fn add(&mut self, title: String, kind: &'static str, deed: Deed, about: Option<&Diagnostic>, preferred: bool) {
        let document = self.document;
        let (edit, data) = if document.client.resolves {
            let (uri, version, engine) = (document.uri.0.clone(), document.version, document.engine.number);
            (None, Some(Chosen { uri, version, engine, deed }))
        } else {
            let Some(edit) = edit(document, &deed) else { return };
            (Some(edit), None)
        };
        let about = about.map(|finding| vec![convert(finding, &document.uri, self.positions, &document.client)]);
        let is_preferred = preferred.then_some(true);
        self.actions.push(Offer { title, kind, diagnostics: about, is_preferred, edit, data });
    }
}

fn meets(span: Span, part: Span) -> bool {
    span.start <= part.end && part.start <= span.end
}

/// What a fix does, in one line.
fn fix_title(fix: &Fix, text: &str) -> String {
    let short = |text: &str| crate::check::one_line(text);
    let what = match &fix.edits[..] {
        [(span, new)] => {
            let old = span.of(text);
            // What stays may now begin the sentence.
            let stays = old.len().checked_sub(new.len()).filter(|&at| old.is_char_boundary(at));
            match stays.filter(|&at| old[at..].eq_ignore_ascii_case(new)) {
                Some(at) => format!("Remove \u{201c}{}\u{201d}", short(&old[..at])),
                None => format!("Replace \u{201c}{}\u{201d} with \u{201c}{}\u{201d}", short(old), short(new)),
            }
        }
        _ => "Fix this".into(),
    };
    match fix.applicability {
        Applicability::Safe => what,
        Applicability::Unsafe => format!("{what} (may change what the text says)"),
    }
}

/// Whether a comment can silence a finding: not one about comments.
fn can_be_silenced(document: &Document, finding: &Diagnostic) -> bool {
    let mut rules = document.views().iter().filter_map(|view| view.rules.rule(&finding.rule));
    rules.all(|rule| !matches!(rule.check, Check::Suppressions))
}

/// The edit of a deed; `None` where it cannot be done.
pub fn edit(document: &Document, deed: &Deed) -> Option<lsp::WorkspaceEdit> {
    let (linter, source) = (&document.engine.linter, &*document.source);
    let found = &document.linted().diagnostics;
    let edits = match deed {
        Deed::Fix(number) => {
            let edits = found.get(*number)?.fix.as_ref()?.edits.clone();
            let mut text = source.text.clone();
            edits.iter().rev().for_each(|(span, new)| text.replace_range(span.range(), new));
            (linter.read(&source.with_text(&text)).shape() == document.note().shape()).then_some(edits)?
        }
        Deed::FixAll => linter.fix(source, Applicability::Safe).edits(&source.text),
        Deed::Silence(number) => difference(&source.text, &linter.silence_one(source, found.get(*number)?)?),
        Deed::Annotate(answer) => linter.annotate_one(source, *answer).edits(&source.text),
        Deed::TurnOff(rule) => return turned_off(document, rule),
    };
    let positions = document.positions();
    let edits: Vec<_> =
        edits.into_iter().map(|(span, new_text)| lsp::TextEdit { range: positions.range(span), new_text }).collect();
    (!edits.is_empty()).then(|| change(document, &document.uri, Some(document.version), edits, None))
}

/// The part of a text that is different in another.
fn difference(old: &str, new: &str) -> Vec<(Span, String)> {
    let start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let start = (0..=start).rev().find(|&at| old.is_char_boundary(at) && new.is_char_boundary(at)).unwrap_or(0);
    let longest = old.len().min(new.len()) - start;
    let same = old.bytes().rev().zip(new.bytes().rev()).take(longest).take_while(|(a, b)| a == b).count();
    let whole = |end: &usize| old.is_char_boundary(old.len() - end) && new.is_char_boundary(new.len() - end);
    let end = (0..=same).rev().find(whole).unwrap_or(0);
    vec![(Span::new(start..old.len() - end), new[start..new.len() - end].to_owned())]
}

/// The configuration that a setting for a text goes into, and its text if it exists; `None` if nothing could be changed.
fn configuration(document: &Document) -> Option<(PathBuf, Option<String>)> {
    let workspace = document.engine.linter.workspace();
    match workspace.nearest(&document.path) {
        Some((path, text)) => Some((path, Some(text))),
        None if workspace.looks() && document.saved && document.client.creates => {
            let folder = workspace.absolute(std::path::Path::new(""));
            let folder = if document.path.starts_with(&folder) { folder } else { document.path.parent()?.to_owned() };
            Some((folder.join(crate::config::NAMES[0]), None))
        }
        None => None,
    }
}

fn turned_off(document: &Document, rule: &str) -> Option<lsp::WorkspaceEdit> {
    let (path, text) = configuration(document)?;
    let old = text.as_deref().unwrap_or_default();
    let (span, new_text) = turn_off(old, rule)?;
    let range = Positions::new(old, document.encoding()).range(span);
    let edits = vec![lsp::TextEdit { range, new_text }];
    let uri = uri(&path);
    let options = lsp::CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) };
    let create = lsp::CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    Some(change(document, &uri, None, edits, text.is_none().then_some(create)))
}

/// The edit of one text, which may have to be created.
fn change(
    document: &Document,
    uri: &lsp::Uri,
    version: Option<i32>,
    edits: Vec<lsp::TextEdit>,
    create: Option<lsp::CreateFile>,
) -> lsp::WorkspaceEdit {
    if !document.client.versioned && create.is_none() {
        return lsp::WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits)])), ..Default::default() };
    }
    let text_document = lsp::OptionalVersionedTextDocumentIdentifier {
        version,
        text_document_identifier: lsp::TextDocumentIdentifier { uri: uri.clone() },
    };
    let edit = lsp::TextDocumentEdit { text_document, edits: edits.into_iter().map(lsp::Edit::TextEdit).collect() };
    let create = create.into_iter().map(lsp::DocumentChange::CreateFile);
    let changes = create.chain([lsp::DocumentChange::TextDocumentEdit(edit)]).collect();
    lsp::WorkspaceEdit { document_changes: Some(changes), ..Default::default() }
}
