//! Suppressions: comments that silence findings, and the findings about comments that silence nothing.
//!
//! A finding belongs to the line where it begins. If several comments cover it, the most specific one counts as used:
//! line before region before file, and a comment with the name of the rule before one for all rules.

use super::message;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Level, Text};
use crate::parse::Note;
use crate::parse::directives::{Directive, DirectiveKind};
use crate::parse::document::LineKind;
use crate::rules::{Check, Rule, RuleSet};
use crate::source::Span;
use crate::suggest::nearest;
use std::collections::HashMap;

/// Removes the findings that a comment silences from `found`, and adds those about the comments themselves. `views` are
/// the rule sets that made the findings. Returns the silenced findings.
pub fn apply(note: &Note, text: &str, views: &[&RuleSet<'static>], found: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    if note.directives.is_empty() {
        return Vec::new();
    }
    let mut map = SuppressionMap::new(note, text);
    let silenced = found.extract_if(.., |diagnostic| map.silences(&diagnostic.rule, diagnostic.span)).collect();
    let check = |rule: &&Rule<'static>| matches!(rule.check, Check::Suppressions) && rule.level != Level::Off;
    if let Some(rule) = views.iter().find_map(|rules| rules.rules.iter().find(check)) {
        let mut told = map.unused(rule, views);
        // A comment for all rules does not silence the finding that it is unused; one that names this rule does.
        if note.directives.iter().flat_map(|directive| &directive.names).any(|name| name.of(text) == rule.id) {
            told.retain(|diagnostic| !map.silences(&diagnostic.rule, diagnostic.span));
        }
        found.extend(told);
    }
    silenced
}

/// Removes the findings that a comment silences from `found`, and returns them.
pub fn silence(note: &Note, text: &str, found: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    if note.directives.is_empty() {
        return Vec::new();
    }
    let mut map = SuppressionMap::new(note, text);
    found.extract_if(.., |diagnostic| map.silences(&diagnostic.rule, diagnostic.span)).collect()
}

/// A name in a comment; a comment for all rules has one empty name.
#[derive(Clone, Copy)]
struct DirectiveName {
    directive: usize,
    name: usize,
}

/// What each comment covers.
struct SuppressionMap<'n> {
    note: &'n Note,
    text: &'n str,
    files: HashMap<&'n str, DirectiveName>,
    lines: HashMap<(usize, &'n str), DirectiveName>,
    /// Start, end and entry, in the order of the text; regions of one name do not overlap.
    regions: HashMap<&'n str, Vec<(u32, u32, DirectiveName)>>,
    /// The names whose last region is still open.
    open: Vec<&'n str>,
    used: Vec<Vec<bool>>,
}

impl<'n> SuppressionMap<'n> {
    fn new(note: &'n Note, text: &'n str) -> Self {
        let used = note.directives.iter().map(|directive| vec![false; directive.names.len().max(1)]).collect();
        let mut map = SuppressionMap {
            note,
            text,
            files: HashMap::new(),
            lines: HashMap::new(),
            regions: HashMap::<_, Vec<(u32, u32, DirectiveName)>>::new(),
            open: Vec::new(),
            used,
        };
        let next = next_lines(note);
        for (number, directive) in note.directives.iter().enumerate() {
            for (index, name) in names(directive, text).into_iter().enumerate() {
                let entry = DirectiveName { directive: number, name: index };
                match directive.kind {
                    DirectiveKind::File => drop(map.files.entry(name).or_insert(entry)),
                    DirectiveKind::Line => {
                        let line = note.document.line_of(directive.span.start);
                        map.lines.entry((line, name)).or_insert(entry);
                    }
                    DirectiveKind::NextLine => {
                        let line = next[note.document.line_of(directive.span.end - 1)];
                        map.lines.entry((line, name)).or_insert(entry);
                    }
                    DirectiveKind::Disable => {
                        let regions = map.regions.entry(name).or_default();
                        if regions.last().is_none_or(|&(_, to, _)| to != u32::MAX) {
                            regions.push((directive.span.end, u32::MAX, entry));
                            map.open.push(name);
                        }
                    }
                    DirectiveKind::Enable => map.close(name, directive.span.start, entry),
                    DirectiveKind::Unknown => {}
                }
            }
        }
        map
    }

    /// Ends the region of a name, or every region if no name is given.
    fn close(&mut self, name: &'n str, at: u32, entry: DirectiveName) {
        let names = if name.is_empty() { std::mem::take(&mut self.open) } else { vec![name] };
        for name in names {
            let last = self.regions.get_mut(name).and_then(|regions| regions.last_mut());
            if let Some((_, to, _)) = last.filter(|(_, to, _)| *to == u32::MAX) {
                *to = at;
                self.used[entry.directive][entry.name] = true;
            }
        }
    }

    fn silences(&mut self, rule: &str, span: Span) -> bool {
        let line = self.note.document.line_of(span.start);
        let region = |name: &str| {
            let regions = self.regions.get(name)?;
            let before = regions.partition_point(|(from, ..)| *from <= span.start).checked_sub(1)?;
            let (_, to, entry) = regions[before];
            (span.start < to).then_some(entry)
        };
        let entry = [rule, ""].into_iter().find_map(|name| {
            let line = self.lines.get(&(line, name)).copied();
            line.or_else(|| region(name)).or_else(|| self.files.get(name).copied())
        });
        if let Some(DirectiveName { directive, name }) = entry {
            self.used[directive][name] = true;
        }
        entry.is_some()
    }

    /// The findings about comments.
    fn unused(&self, rule: &Rule<'static>, views: &[&RuleSet<'static>]) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        let mut say = |message: &Text, span: Span, hint: Option<&str>| {
            let hint = hint.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            let values = [("text", message::one_line(span.of(self.text))), ("hint", hint)];
            let mut diagnostic = message::blank(rule, span);
            diagnostic.message = message::fill(message, &values);
            told.push(diagnostic);
            told.len() - 1
        };
        let mut fixes = Vec::new();
        for (directive, used) in self.note.directives.iter().zip(&self.used) {
            if directive.kind == DirectiveKind::Unknown {
                let known = DirectiveKind::VERBS.map(|(name, _)| format!("star-lint-{name}"));
                let meant = nearest(directive.verb.of(self.text), known.iter().map(String::as_str));
                say(&rule.also, directive.verb, meant);
                continue;
            }
            let mut idle = Vec::new();
            for (name, _) in directive.names.iter().zip(used).filter(|(_, used)| !**used) {
                let word = name.of(self.text);
                let known = || views.iter().flat_map(|rules| &rules.rules);
                // What a comment silences across notes is not seen from here.
                if known().any(|known| known.id == word && matches!(known.check, Check::Bank(_))) {
                    continue;
                }
                match known().filter(|known| known.id == word).map(|known| known.level).max() {
                    None => drop(say(&rule.also, *name, nearest(word, known().map(|known| &*known.id)))),
                    // A rule that is off here may be on under another profile.
                    Some(Level::Off) => {}
                    Some(_) if word == rule.id => {}
                    Some(_) => idle.push(*name),
                }
            }
            if idle.len() == directive.names.len() && !used[0] {
                fixes.push((say(&rule.message, directive.span, None), self.removal(directive)));
                continue;
            }
            for name in idle {
                let edit = match directive.names.get(1).filter(|_| name == directive.names[0]) {
                    Some(second) => Span { start: name.start, end: second.start },
                    None => Span { start: blank_before(self.text, name.start, true), end: name.end },
                };
                fixes.push((say(&rule.message, name, None), edit));
            }
        }
        for (index, edit) in fixes {
            told[index].fix = Some(Fix { applicability: Applicability::Safe, edits: vec![(edit, String::new())] });
        }
        told
    }

    /// Removes a comment, and its line if there is nothing else on it.
    fn removal(&self, directive: &Directive) -> Span {
        let document = &self.note.document;
        let span = directive.span;
        let (first, last) = (document.line_of(span.start), document.line_of(span.end - 1));
        let before = &self.text[document.lines[first].span.start as usize..span.start as usize];
        let after = &self.text[span.end as usize..document.lines[last].span.end as usize];
        match (before.trim().is_empty(), after.trim().is_empty()) {
            (true, true) => Span {
                start: document.lines[first].span.start,
                end: document.lines.get(last + 1).map_or(self.text.len() as u32, |next| next.span.start),
            },
            (true, false) => {
                Span { start: span.start, end: span.end + (after.len() - after.trim_start().len()) as u32 }
            }
            (false, _) => Span { start: blank_before(self.text, span.start, false), end: span.end },
        }
    }
}

/// Where the white space before a place begins, including a comma between names.
fn blank_before(text: &str, at: u32, comma: bool) -> u32 {
    let before = &text[..at as usize];
    before.trim_end_matches(|c: char| c == ' ' || c == '\t' || (comma && c == ',')).len() as u32
}

fn names<'t>(directive: &Directive, text: &'t str) -> Vec<&'t str> {
    if directive.names.is_empty() { vec![""] } else { directive.names.iter().map(|name| name.of(text)).collect() }
}

/// For each line the index of the next one with text, or the number of lines if there is none.
fn next_lines(note: &Note) -> Vec<usize> {
    let lines = &note.document.lines;
    let mut next = vec![lines.len(); lines.len()];
    for line in (1..lines.len()).rev() {
        let text = !matches!(lines[line].kind, LineKind::Blank | LineKind::Hidden | LineKind::Rule);
        next[line - 1] = if text { line } else { next[line] };
    }
    next
}
