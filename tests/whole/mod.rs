//! What holds for the reports on any note, for the properties and the fuzz target.

use star_lint::report::human::Human;
use star_lint::report::statistics::Tally;
use star_lint::report::{Checked, Context, FORMATS, Report};
use star_lint::{Summary, Workspace};

/// Every format gives what its readers can read, and nothing that a terminal obeys.
pub fn reports_are_whole(checked: &Checked, workspace: &Workspace) {
    let write = |report: &dyn Report| {
        let parts = [report.start(), report.file(checked), report.finish(&Summary::default(), &Tally::default())];
        let out = parts.concat();
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "{out:?}");
        out
    };
    for width in [40, 60, 400] {
        write(&Human::new(false, false, width, false));
        Human::new(true, true, width, false).file(checked);
    }
    for format in FORMATS {
        let context = Context { workspace, color: false, links: false, width: 100, quiet: false };
        let out = write(&*(format.report)(&context));
        match out.chars().next() {
            Some('{' | '[') if format.name == "jsonl" => out.lines().for_each(is_json),
            Some('{' | '[') => is_json(&out),
            Some('<') => is_xml(&out),
            _ => {}
        }
    }
}

fn is_json(text: &str) {
    serde_json::from_str::<serde_json::Value>(text).expect("JSON");
}

fn is_xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
}
