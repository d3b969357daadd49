//! Formats for tools: valid by their schemas, and safe whatever a note or a file name holds.

mod common;

use common::{Folder, WEAK};
use serde_json::Value;

/// A note and a name full of what could break a format.
fn hostile(name: &str) -> Folder {
    let text = WEAK.replace("slow export", "slow \u{1b}[31mexport\u{0}\u{7f} <b>&amp;]]></b> \"q\" %0A::error::x")
        + "\n# A,b:c%d\n\n"
        + &WEAK.replace("significantly", "kind of\u{85} 100%").replace("We", "we");
    Folder::new(
        name,
        &[
            ("a,b:c %25&<\"é.md", &text),
            ("sub\u{7f}\u{9b}31m/b.md", WEAK),
            ("fix.md", &WEAK.replace("fix it", "fix the the it")),
        ],
    )
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn in_format(folder: &Folder, format: &str) -> String {
    let run = folder.run(&["--format", format, "."]);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    assert!(run.out.chars().all(|c| c == '\n' || !c.is_control()), "{format}: {:?}", run.out);
    run.out
}

/// The published schema of SARIF.
fn sarif_schema() -> Value {
    // One pattern of the published schema is no regular expression to a strict reader; what it is for is not used here.
    let broken = "\"pattern\": \"^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$\"";
    let schema = include_str!("schemas/sarif-2.1.0.json");
    assert_eq!(schema.matches(broken).count(), 2);
    json(&schema.replace(broken, "\"pattern\": \"^[a-zA-Z]{2}(-[a-zA-Z]{2})?$\""))
}

#[test]
fn the_page_of_formats_has_a_row_for_each() {
    let page = include_str!("../docs/formats.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    assert_eq!(rows.collect::<Vec<_>>(), common::formats().collect::<Vec<_>>());
}

#[test]
fn sarif_is_valid_and_complete() {
    let folder = hostile("formats-sarif");
    let sarif = json(&in_format(&folder, "sarif"));
    let validator = jsonschema::validator_for(&sarif_schema()).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&sarif).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let findings = json(&in_format(&folder, "json"))["diagnostics"].as_array().expect("findings").clone();
    assert_eq!(results.len(), findings.len());
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules").clone();
    let ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    for (result, finding) in results.iter().zip(&findings) {
        assert_eq!(result["ruleId"], finding["rule"]);
        assert!(ids.contains(&result["ruleId"].as_str().expect("a rule")));
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], finding["start"]["line"]);
        assert_eq!(region["endColumn"], finding["end"]["column"]);
    }
    let uris: Vec<&str> = results
        .iter()
        .filter_map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str())
        .collect();
    assert!(uris.contains(&"a%2Cb%3Ac%20%2525%26%3C%22%C3%A9.md"), "{uris:?}");
    assert!(results.iter().any(|result| result["fixes"].is_array()), "a fix is told");
    let mut prints: Vec<String> =
        results.iter().zip(uris).map(|(result, uri)| format!("{uri} {}", result["partialFingerprints"])).collect();
    let all = prints.len();
    prints.sort();
    prints.dedup();
    assert_eq!(prints.len(), all, "fingerprints are unique in a file");
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let folder = hostile("formats-jsonl");
    let lines: Vec<Value> = in_format(&folder, "jsonl").lines().map(json).collect();
    let document = json(&in_format(&folder, "json"));
    assert_eq!(Value::from(lines), document["diagnostics"]);
    let mut findings = document["diagnostics"].as_array().expect("findings").iter();
    let doubled = findings.find(|finding| finding["rule"] == "doubled-word").expect("doubled-word");
    assert_eq!(doubled["fix"]["applicability"], "safe");
    assert_eq!(doubled["fix"]["edits"][0]["text"], "");
}

#[test]
fn github_annotations_are_one_command_a_line() {
    let folder = hostile("formats-github");
    let out = in_format(&folder, "github");
    let findings = json(&in_format(&folder, "json"))["diagnostics"].as_array().expect("findings").len();
    assert_eq!(out.lines().count(), findings);
    for line in out.lines() {
        let (command, message) = line.strip_prefix("::").and_then(|line| line.split_once("::")).expect("a command");
        let (level, properties) = command.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        assert_eq!(properties.split(',').count(), 6, "{line}");
        assert!(!message.contains("::error"), "{line}");
    }
    assert!(out.contains("file=a%2Cb%3Ac %2525&<\"é.md,line=1"), "{out}");
    assert!(
        out.contains("title=star-lint (missing-metric)::this Result gives no measured outcome%0Ahelp: how much"),
        "{out}"
    );
}

#[test]
fn gitlab_issues_have_stable_fingerprints() {
    let folder = hostile("formats-gitlab");
    let issues = |folder: &Folder| json(&in_format(folder, "gitlab")).as_array().expect("issues").clone();
    let before = issues(&folder);
    for issue in &before {
        for key in ["description", "check_name", "fingerprint", "severity"] {
            assert!(issue[key].is_string(), "{issue}");
        }
        assert!(["info", "minor", "major"].contains(&issue["severity"].as_str().expect("a severity")));
        assert!(issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].is_u64());
    }
    let prints =
        |issues: &[Value]| -> Vec<String> { issues.iter().map(|issue| issue["fingerprint"].to_string()).collect() };
    let mut unique = prints(&before);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), before.len());
    // Moved lines do not change them.
    folder.write("sub\u{7f}\u{9b}31m/b.md", &format!("# A title\n\nSome words.\n\n{WEAK}"));
    let after = prints(&issues(&folder));
    let kept = prints(&before).into_iter().filter(|print| !print.contains("/b.md") || after.contains(print)).count();
    // Two findings are about the answer as a whole and name its heading, which is new.
    assert!(kept + 3 >= before.len(), "{kept} of {}", before.len());
}

#[test]
fn gitlab_fingerprints_do_not_depend_on_how_a_path_is_written() {
    let folder = Folder::new("formats-gitlab-paths", &[("sub/a.md", WEAK), ("b.md", WEAK)]);
    let whole = folder.path("sub/a.md");
    let report = |path: &str| folder.run(&["--format", "gitlab", path]).out;
    let plain = report("sub/a.md");
    assert!(plain.contains("\"fingerprint\":\"sub/a.md:") && plain.contains("\"path\":\"sub/a.md\""), "{plain}");
    for path in ["./sub/a.md", "sub/../sub//a.md", "sub/", "./sub/.", whole.to_str().expect("UTF-8")] {
        assert_eq!(report(path), plain, "{path}");
    }
    // A note beside the current folder has one name as well.
    let beside = |path: &str| {
        let mut command = common::star_lint();
        command.current_dir(folder.path("sub")).args(["--format", "gitlab", path]);
        String::from_utf8(command.output().expect("star-lint runs").stdout).expect("UTF-8")
    };
    assert!(beside("../b.md").contains("\"fingerprint\":\"../b.md:"), "{}", beside("../b.md"));
    assert_eq!(beside("../b.md"), beside(folder.path("b.md").to_str().expect("UTF-8")));
}

#[test]
fn junit_is_xml() {
    let folder = hostile("formats-junit");
    folder.write("clean.md", include_str!("../examples/good/export.md"));
    let out = in_format(&folder, "junit");
    let mut reader = quick_xml::Reader::from_str(&out);
    let (mut suites, mut failures, mut open) = (0, 0, 0);
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{out}")) {
            Event::Start(tag) => {
                open += 1;
                suites += usize::from(tag.name().as_ref() == b"testsuite");
                failures += usize::from(tag.name().as_ref() == b"failure");
                assert!(
                    tag.attributes()
                        .all(|attribute| attribute.is_ok_and(|attribute| attribute.unescape_value().is_ok()))
                );
            }
            Event::End(_) => open -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((suites, open), (4, 0));
    let findings = json(&in_format(&folder, "json"))["diagnostics"].as_array().expect("findings").clone();
    assert_eq!(failures, findings.iter().filter(|finding| finding["level"] != "info").count());
    assert_eq!(out.matches("<system-out>").count(), findings.len() - failures);
}

/// The numbers of an attribute of all suites, and how many elements of a name there are.
fn counted(xml: &str, attribute: &str, element: &str) -> (usize, usize) {
    let before = format!(" {attribute}=\"");
    let numbers = xml.split(&before).skip(1);
    let number = |rest: &str| rest.split('"').next().and_then(|number| number.parse::<usize>().ok()).expect("a number");
    (numbers.map(number).sum(), xml.matches(&format!("<{element} ")).count())
}

#[test]
fn junit_fails_where_the_run_does() {
    let folder = Folder::new("formats-junit-levels", &[("a.md", WEAK)]);
    std::fs::write(folder.path("bad.md"), b"\xff").expect("a file");
    for (options, code, fails) in [
        (&["--select", "word-count", "a.md"][..], 0, 0),
        (&["--select", "missing-metric", "a.md"], 1, 1),
        (&["--select", "missing-metric", "--fail-on", "never", "a.md"], 0, 0),
        (&["--select", "missing-metric", "--fail-on", "error", "a.md"], 0, 0),
        (&["--select", "word-count", "--fail-on", "info", "a.md"], 1, 1),
        (&["--select", "missing-metric", "--min-level", "error", "a.md"], 1, 1),
        (&["--select", "missing-metric", "a.md", "bad.md", "missing.md"], 2, 1),
    ] {
        let level = if options.contains(&"word-count") { "60" } else { "0" };
        folder.write(
            "star-lint.toml",
            &format!("[rules.word-count]\nlevel = \"info\"\ncheck.length = {{ min = {level} }}\n"),
        );
        let run = folder.run(&[&["--format", "junit"], options].concat());
        assert_eq!(run.code, Some(code), "{options:?}: {}{}", run.out, run.err);
        assert_eq!(counted(&run.out, "failures", "failure"), (fails, fails), "{options:?}: {}", run.out);
        let errors = run.err.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(errors, if code == 2 { 2 } else { 0 }, "{options:?}: {}", run.err);
        assert_eq!(counted(&run.out, "errors", "error"), (errors, errors), "{options:?}: {}", run.out);
    }
    folder.write("star-lint.toml", "fail-on = 1\n");
    let run = folder.run(&["--format", "junit", "--select", "word-count", "a.md"]);
    assert_eq!((run.code, counted(&run.out, "errors", "error")), (Some(2), (1, 1)), "{}", run.out);
    // What a folder's own configuration fails on counts for its notes.
    folder.write("star-lint.toml", "fail-on = \"error\"\n");
    let run = folder.run(&["--format", "junit", "a.md"]);
    assert_eq!((run.code, counted(&run.out, "failures", "failure")), (Some(0), (0, 0)), "{}", run.out);
    assert!(run.out.contains("<system-out>warning: a.md:4:13: this Result gives no measured outcome"), "{}", run.out);
}

#[test]
fn rdjson_counts_columns_in_bytes() {
    let text = WEAK.replace("We decided", "É É We decided").replace("fix it", "fix the the it");
    let folder = Folder::new("formats-rdjson", &[("a.md", &text)]);
    let rdjson = json(&in_format(&folder, "rdjson"));
    assert_eq!(rdjson["source"]["name"], "star-lint");
    let diagnostics = rdjson["diagnostics"].as_array().expect("diagnostics");
    let we = diagnostics.iter().find(|found| found["code"]["value"] == "team-reliance").expect("team-reliance");
    let line = text.lines().nth(2).expect("a line");
    assert_eq!(we["location"]["range"]["start"]["column"], line.find("We").expect("we") + 1);
    assert_eq!(we["severity"], "WARNING");
    let twice = diagnostics.iter().find(|found| found["code"]["value"] == "doubled-word").expect("doubled-word");
    assert_eq!(twice["suggestions"][0]["text"], "");
}

/// A sentence in which one thing is found three times, the last one on the next line.
const THRICE: &str = "**Situation:** It was late.\n**Task:** I had to.\n\
    **Action:** I think É I kind of called and\nI guess I wrote.\n**Result:** It fell by 3%.\n";

#[test]
fn every_place_of_a_finding_is_in_every_format() {
    let folder = Folder::new("formats-places", &[("a.md", THRICE)]);
    let run = |format: &str| folder.run(&["--format", format, "--select", "hedging", "a.md"]).out;
    let document = json(&run("json"));
    let findings = document["diagnostics"].as_array().expect("findings");
    assert_eq!(findings.len(), 1, "{document}");
    let places = findings[0]["labels"].as_array().expect("labels");
    let words = |place: &Value| {
        let offset = |key: &str| place[key]["offset"].as_u64().expect("an offset") as usize;
        THRICE[offset("start")..offset("end")].to_owned()
    };
    assert_eq!(words(&findings[0]), "I think");
    assert_eq!(places.iter().map(words).collect::<Vec<_>>(), ["kind of", "I guess"], "{document}");
    let text = places[0]["text"].as_str().expect("a text");
    assert!(!text.is_empty());
    assert_eq!(places[1]["start"]["line"], 4);

    let sarif = json(&run("sarif"));
    let validator = jsonschema::validator_for(&sarif_schema()).expect("a schema");
    assert!(validator.is_valid(&sarif));
    let related = sarif["runs"][0]["results"][0]["relatedLocations"].as_array().expect("locations").clone();
    for (number, (related, place)) in related.iter().zip(places).enumerate() {
        assert_eq!(related["id"], number + 1);
        assert_eq!(related["message"]["text"], text);
        let region = &related["physicalLocation"]["region"];
        assert_eq!(
            (&region["startLine"], &region["startColumn"]),
            (&place["start"]["line"], &place["start"]["column"])
        );
        assert_eq!((&region["endLine"], &region["endColumn"]), (&place["end"]["line"], &place["end"]["column"]));
    }
    assert_eq!(related.len(), 2);

    let rdjson = json(&run("rdjson"));
    let related = rdjson["diagnostics"][0]["related_locations"].as_array().expect("locations");
    assert_eq!(related.len(), 2);
    assert_eq!(related[0]["message"], text);
    assert_eq!(related[0]["location"]["path"], "a.md");
    let start = &related[0]["location"]["range"]["start"];
    // Its columns count bytes, of which the letter before has two.
    assert_eq!(
        (&start["line"], start["column"].as_u64()),
        (&Value::from(3), places[0]["start"]["column"].as_u64().map(|at| at + 1))
    );

    for (format, places) in
        [("github", "%0Aalso at 3:25: "), ("gitlab", "; also at 3:25: "), ("junit", "&#10;also at 3:25: ")]
    {
        let out = run(format);
        assert!(out.contains(&format!("{places}{text}")), "{format}: {out}");
        assert!(out.contains(&format!("also at 4:1: {text}")), "{format}: {out}");
    }
}

/// Two leaks in a sentence of two lines, one in the next.
const LEAKS: &str = "**Situation:** It was late.\n**Task:** I had to.\n\
    **Action:** I opened PAYOPS-4711 for jane.doe@contoso.com and\nwrote to joe.roe@contoso.com. I closed PAYOPS-4711.\n\
    **Result:** It fell by 3%.\n";

#[test]
fn each_leak_is_a_finding_of_its_own() {
    let folder = Folder::new("formats-leaks", &[("a.md", LEAKS)]);
    let leaks = || folder.found(&["--select", "confidential", "a.md"]);
    let all = [
        "a.md:3 warning confidential",
        "a.md:3 warning confidential",
        "a.md:4 warning confidential",
        "a.md:4 warning confidential",
    ];
    assert_eq!(leaks(), all);
    for format in common::formats() {
        let out = folder.run(&["--format", format, "--select", "confidential", "a.md"]).out;
        for leak in ["PAYOPS-4711", "jane.doe@contoso.com", "joe.roe@contoso.com"] {
            assert!(out.contains(&format!("`{leak}` may be confidential")), "{format}: {out}");
        }
    }
    // A comment silences its line; the baseline holds each.
    folder.write(
        "a.md",
        &LEAKS.replace("contoso.com and\n", "contoso.com and <!-- star-lint-disable-line confidential -->\n"),
    );
    assert_eq!(leaks(), &all[2..]);
    folder.write("a.md", LEAKS);
    folder.run(&["--add-suppressions", "--select", "confidential", "a.md"]);
    assert_eq!(leaks(), [] as [&str; 0]);
    assert_eq!(folder.read("a.md").matches("star-lint-disable-line confidential").count(), 2);
    folder.write("a.md", LEAKS);
    folder.run(&["--baseline", "base.json", "--update-baseline", "--select", "confidential", "a.md"]);
    let fresh = || folder.found(&["--baseline", "base.json", "--select", "confidential", "a.md"]);
    assert_eq!(fresh(), [] as [&str; 0]);
    folder.write("a.md", &LEAKS.replace("I closed", "I told jim.poe@contoso.com and closed"));
    assert_eq!(fresh(), &all[3..]);
}

#[test]
fn a_rule_may_ask_for_each_match_and_mends_each() {
    let rule = "[vocabulary.own]\nphrases = [\"really\"]\n[rules.own]\nlevel = \"warning\"\nsummary = \"s\"\nmessage = \"m\"\n\
                check.phrases = { vocabulary = \"own\", each = true }\nremove.safe = \"own\"\n\
                [[rules.own.examples]]\nbad = \"I really did.\"\ngood = \"I did.\"\n";
    let note = LEAKS.replace("I opened", "I really really opened and really closed");
    let folder = Folder::new("formats-each", &[("star-lint.toml", rule), ("a.md", &note)]);
    let three = ["a.md:3 warning own"; 3];
    assert_eq!(folder.found(&["--select", "own", "a.md"]), three);
    folder.write("star-lint.toml", &rule.replace(", each = true", ""));
    assert_eq!(folder.found(&["--select", "own", "a.md"]), &three[2..]);
    folder.write("star-lint.toml", rule);
    let run = folder.run(&["--fix", "--select", "own", "a.md"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(folder.read("a.md"), LEAKS.replace("I opened", "I opened and closed"));
}

#[test]
fn statistics_count_by_rule() {
    let folder = Folder::new("formats-statistics", &[("a.md", WEAK), ("b.md", WEAK)]);
    let run = folder.run(&["--statistics", "."]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("     2  warning  missing-metric\n"), "{}", run.out);
    let run = folder.run(&["--statistics", "--format", "sarif", "."]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    let rows = json(&folder.run(&["--statistics", "--format", "json", "."]).out);
    assert!(
        rows.as_array()
            .expect("rows")
            .contains(&serde_json::json!({"rule": "missing-metric", "level": "warning", "count": 2}))
    );
}

#[test]
fn rule_names_are_links_where_the_terminal_can() {
    let folder = Folder::new("formats-links", &[("a.md", WEAK)]);
    let run = |links: &str| {
        let mut command = common::star_lint();
        command.current_dir(&folder.0).args(["a.md", "--color", "always"]).env("FORCE_HYPERLINK", links);
        String::from_utf8(command.output().expect("star-lint runs").stdout).expect("UTF-8")
    };
    let link = "\u{1b}]8;;https://github.com/star-lint/star-lint/blob/main/docs/rules.md#missing-metric\u{1b}\\";
    assert!(run("1").contains(link), "{:?}", run("1"));
    assert!(!run("0").contains("\u{1b}]8;;"));
}

#[test]
fn every_format_says_whose_a_finding_is() {
    let folder = Folder::new("formats-whose", &[("a.md", WEAK)]);
    for format in common::formats() {
        let args = ["--profile", "netflix", "--select", "netflix-autonomy", "--format", format, "a.md"];
        let run = folder.run(&args);
        let whose = run.out.contains("asked for by netflix") || run.out.contains("\"profiles\":[\"netflix\"]");
        assert!(whose, "{format}: {}", run.out);
    }
}

#[test]
fn sarif_marks_what_is_hidden_instead_of_losing_it() {
    let text = WEAK.replace("rewrite it.", "rewrite it. <!-- star-lint-disable-line team-reliance -->");
    let folder = Folder::new("formats-hidden", &[("a.md", &text)]);
    folder.run(&["--baseline", "base.json", "--update-baseline", "--select", "missing-metric", "a.md"]);
    let selected = ["--select", "missing-metric", "--select", "team-reliance", "--select", "vague-result"];
    let run = folder.run(&[&["--format", "sarif", "--baseline", "base.json", "a.md"], &selected[..]].concat());
    let sarif = json(&run.out);
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let kind = |rule: &str| {
        let result = results.iter().find(|result| result["ruleId"] == rule).expect(rule);
        result["suppressions"][0]["kind"].as_str().map(str::to_owned)
    };
    assert_eq!(kind("team-reliance").as_deref(), Some("inSource"));
    assert_eq!(kind("missing-metric").as_deref(), Some("external"));
    assert_eq!(kind("vague-result"), None);
    let validator = jsonschema::validator_for(&sarif_schema()).expect("a schema");
    assert!(validator.is_valid(&sarif));
}
