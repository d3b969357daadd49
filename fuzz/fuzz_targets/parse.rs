//! Any text is read: no panic, spans in bounds and on character boundaries, sections in order and apart.
#![no_main]

use libfuzzer_sys::fuzz_target;
use star_lint::parse::{directives, parse, words};
use star_lint::rules::builtin;
use star_lint::source::Span;

fuzz_target!(|text: &str| {
    let rules = builtin::rule_set();
    let note = parse(text, &rules.grammar);
    let holds = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?}");
    for answer in &note.answers {
        holds(answer.span);
        let mut end = 0;
        for section in &answer.sections {
            holds(section.label);
            holds(section.span);
            assert!(section.label.start >= end && section.span.start >= section.label.end);
            end = section.span.end;
        }
        let words = words::split(answer, text, &note.document, &rules.grammar);
        words.tokens.iter().for_each(|token| holds(token.span));
    }
    note.document.runs.iter().for_each(|run| holds(run.span));
    note.document.comments.iter().for_each(|span| holds(*span));
    note.directives.iter().flat_map(|directive| &directive.names).for_each(|span| holds(*span));
    directives::profiles(text, &star_lint::parse::markdown::read(text)).into_iter().for_each(holds);
});
