//! Every format writes any note in any file: no panic, valid JSON and XML, no control character.
#![no_main]

use libfuzzer_sys::fuzz_target;
use star_lint::check;
use star_lint::parse::parse;
use star_lint::report::concise::Concise;
use star_lint::report::github::Github;
use star_lint::report::gitlab::Gitlab;
use star_lint::report::human::Human;
use star_lint::report::json::{Json, JsonLines};
use star_lint::report::junit::Junit;
use star_lint::report::rdjson::Rdjson;
use star_lint::report::sarif::Sarif;
use star_lint::report::statistics::Tally;
use star_lint::report::{Checked, Report, Summary};
use star_lint::rules::builtin;
use star_lint::source::Source;

fuzz_target!(|text: &str| {
    let rules = builtin::rule_set();
    let (name, text) = text.split_once('\n').unwrap_or(("a.md", text));
    let note = parse(text, &rules.grammar);
    let diagnostics = check::check(&note, text, &rules);
    let source = Source { path: name.into(), text: text.to_owned() };
    let titles: Vec<_> = note.answers.iter().map(|answer| answer.title.map(|title| title.of(text).to_owned())).collect();
    let checked = Checked { source: &source, titles: &titles, diagnostics: &diagnostics, hidden: &[] };
    let write = |report: &dyn Report| {
        let parts = [report.start(), report.file(&checked), report.finish(&Summary::default(), &Tally::default())];
        let out = parts.concat();
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "{out:?}");
        out
    };
    for width in [40, 400] {
        write(&Human::new(false, false, width, false));
        Human::new(true, true, width, false).file(&checked);
    }
    write(&Concise);
    write(&Github);
    for report in [&Json as &dyn Report, &Gitlab, &Rdjson, &Sarif::new(std::iter::empty())] {
        serde_json::from_str::<serde_json::Value>(&write(report)).expect("JSON");
    }
    for line in write(&JsonLines).lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    }
    let xml = write(&Junit);
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
});
