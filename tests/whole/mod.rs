//! What holds for the reports on any note, for the properties and the fuzz target.

use star_lint::Summary;
use star_lint::report::concise::Concise;
use star_lint::report::github::Github;
use star_lint::report::gitlab::Gitlab;
use star_lint::report::human::Human;
use star_lint::report::json::{Json, JsonLines};
use star_lint::report::junit::Junit;
use star_lint::report::rdjson::Rdjson;
use star_lint::report::sarif::Sarif;
use star_lint::report::statistics::Tally;
use star_lint::report::{Checked, Report};

/// Every format gives what its readers can read, and nothing that a terminal obeys.
pub fn reports_are_whole(checked: &Checked, sarif: &Sarif) {
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
    write(&Concise);
    write(&Github);
    for report in [&Json as &dyn Report, &Gitlab, &Rdjson, sarif] {
        serde_json::from_str::<serde_json::Value>(&write(report)).expect("JSON");
    }
    for line in write(&JsonLines).lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    }
    let xml = write(&Junit);
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
}
