//! Whole Actions (`tests/sentences/actions/`): in which sentences team-reliance is found, and in which it is not.

mod common;

use common::Folder;
use serde_json::Value;

/// Found, of so many; silent, of so many.
fn measure(batch: &str) -> [usize; 4] {
    let text = std::fs::read_to_string(format!("tests/sentences/actions/{batch}.txt")).expect("a batch");
    let mut counts = [0; 4];
    for (number, action) in text.split("\n\n").enumerate() {
        let mut note = "# A story\n\n**Situation:** A slow pipeline held up a retailer.\n\n**Task:** I had to make it faster.\n\n**Action:**".to_owned();
        let mut places = Vec::new();
        for line in action.lines().filter(|line| !line.starts_with('#')) {
            let (mark, sentence) = line.split_at(2);
            note.push(' ');
            places.push((mark == "+ ", note.len(), note.len() + sentence.len()));
            note.push_str(sentence);
        }
        note.push_str("\n\n**Result:** I cut the time by 50%.\n");
        let folder = Folder::new(&format!("actions-{batch}-{number}"), &[("a.md", &note)]);
        let run = folder.run(&["--select", "team-reliance", "--format", "json"]);
        let report: Value = serde_json::from_str(&run.out).expect("JSON");
        let at = |found: &Value, edge: &str| {
            usize::try_from(found[edge]["offset"].as_u64().expect("a number")).expect("a place")
        };
        for (wanted, from, to) in places {
            let mut all = report["diagnostics"].as_array().expect("a list").iter();
            let found = all.any(|found| at(found, "start") < to && at(found, "end") > from);
            let column = if wanted { 0 } else { 2 };
            counts[column] += usize::from(found == wanted);
            counts[column + 1] += 1;
        }
    }
    counts
}

#[test]
fn no_action_is_read_worse_than_it_was() {
    assert_eq!(measure("we-1"), [59, 63, 45, 45]);
    assert_eq!(measure("we-2"), [38, 41, 34, 34]);
}
