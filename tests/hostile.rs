//! Text that is no text, and rules that are made to hurt.

mod common;

use common::{Folder, WEAK, skipped, star_lint};
use std::process::Command;

#[test]
fn bytes_that_are_no_utf8_are_told_with_their_place() {
    let folder = Folder::new("hostile-bytes", &[("b.md", WEAK)]);
    std::fs::write(folder.path("a.md"), b"## Late\n\n**Task:** caf\xe9\n").expect("a file");
    std::fs::write(folder.path("cut.md"), b"**Task:** caf\xc3").expect("a file");
    let run = folder.run(&["--format", "concise", "--select", "missing-metric", "a.md", "b.md", "cut.md"]);
    assert_eq!(run.code, Some(2));
    let first = "error: a.md: not UTF-8: byte 0xe9 at 3:14; save the file as UTF-8\n";
    let second = "error: cut.md: not UTF-8: byte 0xc3 at 1:14; save the file as UTF-8\n";
    assert_eq!(run.err, [first, second].concat());
    assert!(run.out.starts_with("b.md:4"), "{}", run.out);
}

#[test]
fn utf16_is_told_and_a_byte_order_mark_is_no_text() {
    let folder = Folder::new("hostile-utf16", &[("b.md", &format!("\u{feff}{WEAK}"))]);
    for (name, mark, little) in [("le.md", [0xff, 0xfe], true), ("be.md", [0xfe, 0xff], false)] {
        let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let bytes = mark.into_iter().chain(WEAK.encode_utf16().flat_map(unit)).collect::<Vec<u8>>();
        std::fs::write(folder.path(name), bytes).expect("a file");
        let run = folder.run(&["--format", "concise", "--select", "missing-metric", name, "b.md"]);
        assert_eq!((run.code, run.err), (Some(2), format!("error: {name}: the file is UTF-16; save it as UTF-8\n")));
        assert!(run.out.starts_with("b.md:4:13: "), "{}", run.out);
    }
}

#[test]
fn nul_and_control_bytes_are_marks_like_others() {
    let controls: String =
        (0..32u8).map(char::from).filter(|c| !matches!(c, '\n' | '\r')).chain(['\u{7f}', '\u{9b}']).collect();
    let folder = Folder::new("hostile-control", &[("a.md", &WEAK.replace("decided", &format!("decided {controls}")))]);
    let found = folder.found(&["--select", "team-reliance", "--select", "missing-metric", "a.md"]);
    assert_eq!(found, ["a.md:3 warning team-reliance", "a.md:4 warning missing-metric"]);
    for format in common::formats() {
        let run = folder.run(&["--format", format, "--color", "never", "a.md"]);
        let obeyed = |c: &char| matches!(*c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}');
        let raw: Vec<char> = run.out.chars().filter(obeyed).collect();
        assert_eq!(raw, [], "{format}: {:?}", run.out);
    }
}

#[cfg(unix)]
#[test]
fn escape_sequences_in_names_and_messages_are_shown_not_sent() {
    let name = "a\u{1b}]0;title\u{7}\u{9b}31m.md";
    let folder = Folder::new("hostile-escapes", &[(name, WEAK)]);
    std::fs::write(folder.path("\u{1b}[2Jbad.md"), b"\xff").expect("a file");
    let rule = "[rules.own]\nlevel = \"info\"\nsummary = \"\\u001b[31m\"\nmessage = \"\\u009b31m\"\nwhy = \"\\u0007\"\n\
                check.length = { of = \"answer\", min = 900 }\n";
    folder.write("own.toml", rule);
    folder.write("broken.toml", "[rules.\"\\u001b[31mred\"]\nlevel = \"warning\"\n");
    let runs: [&[&str]; 9] = [
        &["."],
        &["--config", "broken.toml", "."],
        &["--config", "own.toml", "."],
        &["--config", "own.toml", "--show-config", "."],
        &["rules", "--config", "own.toml"],
        &["explain", "own", "--config", "own.toml"],
        &["outline", "."],
        &["\u{1b}[2Jmissing.md"],
        &["--profile", "\u{1b}[31mx", "."],
    ];
    for options in runs {
        let run = folder.run(options);
        assert!(run.out.len() + run.err.len() > 10, "{options:?} says nothing");
        let obeyed = |text: &str| text.contains(['\u{1b}', '\u{7}', '\u{9b}']);
        assert!(!obeyed(&run.out), "{options:?}: {:?}", run.out);
        assert!(!obeyed(&run.err), "{options:?}: {:?}", run.err);
    }
    let colored = folder.run(&["--color", "always", name]).out;
    let sent: Vec<&str> = colored.split('\u{1b}').skip(1).map(|rest| &rest[..1]).collect();
    assert!(sent.len() > 10 && sent.iter().all(|kind| *kind == "["), "only colours are sent: {colored:?}");
}

/// What a terminal obeys, what nobody sees, what turns text around; and what CI servers take for a command in a line.
fn unsafe_lines(text: &str, github: bool) -> Vec<String> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    let command = |line: &str| !github && line.trim_start().starts_with("::");
    let inner = |line: &str| line.contains("##[") || line.to_lowercase().contains("##vso[");
    let wrong = |line: &&str| line.contains(hidden) || command(line) || inner(line);
    text.split('\n').filter(wrong).map(|line| format!("{line:?}")).collect()
}

/// What could be made of a name or a title to deceive whoever reads the report.
const TRICKS: &str =
    "a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{9b}31mf\u{ad}g\u{200e}h\u{2028}i\u{e0041}j\u{200d}k##[error]l##VSO[x]m";

#[cfg(unix)]
#[test]
fn no_name_title_or_quoted_word_is_a_command_or_hides_anything() {
    let names =
        ["::error::one.md", "two\n::error file=b.md::two.md", "three\r::error::three.md", &format!("{TRICKS}.md")];
    let note = WEAK.replace("slow", &format!("{TRICKS} kind of{TRICKS} kind of"));
    let note = format!(
        "# ::error::title ##[error]x\n\n{note}\nSome ##vso[task.x]{TRICKS} by 50{TRICKS}%. <!-- star-lint-disable-line {TRICKS} -->\n"
    );
    let named: Vec<(&str, &str)> = names.iter().map(|name| (*name, note.as_str())).collect();
    let folder = Folder::new("hostile-commands", &named);
    std::fs::write(folder.path("bad\n::error::bad.md"), b"\xff").expect("a file");
    let formats: Vec<_> = common::formats().map(|format| vec!["--format", format, "--color", "never", "."]).collect();
    let others: [&[&str]; 7] = [
        &["outline", "."],
        &["outline", "--format", "json", "."],
        &["--statistics", "."],
        &["missing\n::error::x.md"],
        &["--profile", "x\n::error::y\u{202e}", "."],
        &["--format", "x\u{9b}31m\n::error::y", "."],
        &["--x\u{9b}31m\u{202e}\n::error::y", "."],
    ];
    for options in formats.iter().map(Vec::as_slice).chain(others) {
        let run = folder.run(options);
        let github = options.contains(&"github");
        assert!(run.out.len() + run.err.len() > 10, "{options:?} says nothing");
        assert_eq!(unsafe_lines(&run.out, github), [] as [String; 0], "{options:?}");
        assert_eq!(unsafe_lines(&run.err, false), [] as [String; 0], "{options:?}");
    }
    // What tools read says the same when it is read: nothing is shown to people that deceives them.
    for format in ["json", "sarif", "gitlab", "rdjson"] {
        let out = folder.run(&["--format", format, "--select", "unused-suppression", "."]).out;
        let mut texts = Vec::new();
        messages(&serde_json::from_str(&out).expect("JSON"), &mut texts);
        assert!(texts.concat().contains("31mf"), "{format}: {out}");
        assert_eq!(unsafe_lines(&texts.concat(), false), [] as [String; 0], "{format}");
    }
}

/// The texts that are shown to people, wherever they stand in a document.
fn messages(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                let shown = ["message", "description", "help", "text"].contains(&key.as_str());
                texts.extend(value.as_str().filter(|_| shown).map(str::to_owned));
                messages(value, texts);
            }
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| messages(value, texts)),
        _ => {}
    }
}

#[test]
fn a_patch_is_no_command_and_still_applies() {
    let note = format!(
        "::error::first\n\n{}\n ::warning::x\n   ::error::last",
        WEAK.replace("fix it", "fix the the it").replace("**Task", "::add-mask::x\n\n**Task")
    );
    let folder = Folder::new("hostile-patch", &[("a.md", &note)]);
    let patch = folder.run(&["--diff", "a.md"]);
    assert_eq!(patch.code, Some(1), "{}", patch.err);
    assert_eq!(unsafe_lines(&patch.out, false), [] as [String; 0]);
    folder.write("a.patch", &patch.out);
    // Not as part of the repository that holds the tests.
    let mut git = Command::new("git");
    git.current_dir(&folder.0).env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR")).args(["apply", "a.patch"]);
    if let Ok(status) = git.status().inspect_err(|_| skipped("git is not installed")) {
        assert!(status.success());
        let by_git = folder.read("a.md");
        folder.write("a.md", &note);
        folder.run(&["--fix", "a.md"]);
        assert_eq!(by_git, folder.read("a.md"));
        assert_ne!(by_git, note);
    }
    // A name that would end its line is shown.
    folder.write("b\n::error::c.md", &note);
    assert_eq!(unsafe_lines(&folder.run(&["--diff", "."]).out, false), [] as [String; 0]);
}

#[test]
fn rules_of_a_configuration_forge_nothing() {
    let text = "\\u001b]0;PWN\\u0007\\n::error::x\\u202e##[error]\\u009b31m";
    let config = format!(
        "[vocabulary.own]\nphrases = [\"decided\"]\n\n[rules.\"x{text}\"]\nlevel = \"warning\"\nsummary = \"{text}\"\n\
         message = \"{text}\"\nlabel = \"{text}\"\nhelp = \"{text}\"\nwhy = \"{text}\"\nurl = \"https://e.org/{text}\"\n\
         check.phrases = {{ vocabulary = \"own\" }}\n\n[rules.plain]\nlevel = \"warning\"\nsummary = \"{text}\"\n\
         message = \"{text}\"\nlabel = \"{text}\"\nhelp = \"{text}\"\nwhy = \"\\n\\n::error::y {text}\"\n\
         url = \"https://e.org/{text}\"\ncheck.phrases = {{ vocabulary = \"own\" }}\n"
    );
    let folder = Folder::new("hostile-forged", &[("star-lint.toml", &config), ("a.md", WEAK)]);
    let formats: Vec<_> =
        common::formats().map(|format| vec!["--format", format, "--color", "never", "a.md"]).collect();
    let others: [&[&str]; 5] = [
        &["--statistics", "a.md"],
        &["rules"],
        &["explain", "plain"],
        &["--show-config"],
        &["rules", "test", "star-lint.toml"],
    ];
    for options in formats.iter().map(Vec::as_slice).chain(others) {
        let run = folder.run(options);
        assert_eq!(unsafe_lines(&run.out, options.contains(&"github")), [] as [String; 0], "{options:?}");
        assert_eq!(unsafe_lines(&run.err, false), [] as [String; 0], "{options:?}");
    }
    assert!(folder.run(&["--format", "concise", "a.md"]).out.contains("[plain]"), "the rule speaks");
    let mut command = star_lint();
    command.current_dir(&folder.0).args(["--color", "always", "a.md"]).env("FORCE_HYPERLINK", "1");
    let colored = String::from_utf8(command.output().expect("star-lint runs").stdout).expect("UTF-8");
    assert!(!colored.contains("PWN\u{7}") && !colored.contains("e.org"), "{colored:?}");
}

/// A configuration of so many rules of its own.
fn rules(count: usize) -> String {
    let rule = |number: usize| {
        format!(
            "[vocabulary.own-{number}]\nphrases = [\"crate number {number}\"]\n\n[rules.own-{number}]\nlevel = \
             \"warning\"\nsummary = \"a crate\"\nmessage = \"a crate\"\ncheck.phrases = {{ vocabulary = \
             \"own-{number}\" }}\n[[rules.own-{number}.examples]]\nbad = \"I moved crate number {number}.\"\ngood = \
             \"I read.\"\n\n"
        )
    };
    (0..count).map(rule).collect()
}

#[test]
fn a_configuration_of_two_thousand_rules_works() {
    let note = WEAK.replace("We decided", "I moved crate number 1999 and");
    let folder = Folder::new("hostile-rules", &[("star-lint.toml", &rules(2_000)), ("a.md", &note)]);
    assert_eq!(folder.found(&["--select", "own-1999", "a.md"]), ["a.md:3 warning own-1999"]);
    folder.write("star-lint.toml", &rules(4_100));
    let run = folder.run(&["a.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("there are more than 4,096 vocabularies"), "{}", run.err);
}

/// What star-lint says of a configuration; the note is checked in any case.
fn said(name: &str, config: &str) -> String {
    let folder = Folder::new(&format!("hostile-{name}"), &[("rules.toml", config), ("a.md", WEAK)]);
    let run = folder.run(&["--config", "rules.toml", "--format", "concise", "a.md"]);
    assert!(matches!(run.code, Some(0..=2)), "{name}: {:?}", run.code);
    assert!(run.out.contains("missing-metric"), "{name}: the note is checked:\n{}{}", run.out, run.err);
    run.err
}

fn pattern(pattern: &str) -> String {
    let rule =
        "[rules.own]\nlevel = \"info\"\nsummary = \"s\"\nmessage = \"m\"\ncheck.phrases = { vocabulary = \"own\" }\n";
    format!("[vocabulary.own]\npatterns = ['{pattern}']\n\n{rule}[[rules.own.examples]]\nbad = \"a\"\ngood = \"b\"\n")
}

#[test]
fn catastrophic_patterns_end_and_too_large_ones_are_told() {
    let regex = |written: &str| {
        format!("[rules.own]\nlevel = \"info\"\nsummary = \"s\"\nmessage = \"m\"\ncheck.pattern = ['{written}']\n")
    };
    assert_eq!(said("regex", &regex("(a+)+$|(x+x+)+y|(.*)*zebra")), "");
    let large = said("regex-large", &regex("a{1000}{1000}"));
    assert!(large.contains("exceeds the limit") && large.contains("rules.toml:5:"), "{large}");
    for written in
        ["(a?){0,40} (b?){0,40} zebra", "(<any>|<word>|the|<any> <any>){0,40} zebra", "((a|b)?)? ((c|d)?)? zebra"]
    {
        assert_eq!(said("pattern", &pattern(written)), "", "{written}");
    }
    let deep = said("pattern-deep", &pattern(&format!("{}a{}", "(".repeat(50_000), ")".repeat(50_000))));
    assert!(deep.contains("groups nested more than 16 deep") && deep.contains("rules.toml:2:"), "{deep}");
    let repeated = said("pattern-repeated", &pattern("(((<any>{0,40}){0,40}){0,40}){0,40} zebra"));
    assert!(repeated.contains("repeats or refers to too much") && repeated.contains("rules.toml:2:"), "{repeated}");
    let named: String =
        (0..30).map(|n| format!("[vocabulary.v{n}]\npatterns = ['{{v{}}}? {{v{}}}? a']\n", n + 1, n + 1)).collect();
    let named = said("pattern-named", &format!("{named}[vocabulary.v30]\npatterns = ['<any>']\n"));
    assert!(named.contains("repeats or refers to too much"), "{named}");
}

#[test]
fn rule_files_that_extend_each_other_for_ever_are_told() {
    let files = [("a.toml", "extends = [\"b.toml\"]\n"), ("b.toml", "extends = [\"a.toml\"]\n"), ("note.md", WEAK)];
    let folder = Folder::new("hostile-circle", &files);
    let run = folder.run(&["--config", "a.toml", "--format", "concise", "note.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("`b.toml` extends itself, or more than"), "{}", run.err);
    assert!(run.out.contains("missing-metric"), "{}", run.out);
}

#[test]
fn toml_without_end_is_told() {
    for (name, config) in
        [("toml-array", format!("a = {}", "[".repeat(100_000))), ("toml-key", format!("{}b = 1", "a.".repeat(100_000)))]
    {
        assert!(said(name, &config).contains("error"), "{name}");
    }
    let mut command = star_lint();
    let run = common::Run::from(
        command.args(["--config", "/dev/zero", "-"]).stdin(std::process::Stdio::null()).output().expect("it ends"),
    );
    assert_eq!(run.code, Some(2), "{}", run.err);
}

#[test]
fn every_fault_of_the_page_has_its_test() {
    let page = include_str!("../docs/reliability.md");
    let files = std::fs::read_dir(format!("{}/tests", env!("CARGO_MANIFEST_DIR"))).expect("the tests");
    let paths = files.map(|file| file.expect("a file").path()).filter(|path| path.is_file());
    let tests: String = paths.map(|path| std::fs::read_to_string(path).expect("a file of tests")).collect();
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---") && !line.starts_with("| problem |"));
    let mut count = 0;
    for row in rows {
        let cell = row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap_or_default();
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "no test is named: {row}");
        for name in names {
            assert!(tests.contains(&format!("fn {name}(")), "there is no test `{name}`");
            count += 1;
        }
    }
    assert!(count > 60, "{count} tests are named");
}

#[test]
fn arguments_that_are_wrong_are_shown_not_obeyed() {
    let folder = Folder::new("hostile-arguments", &[("a.md", WEAK)]);
    for obeyed in [
        "\u{9b}31m",
        "\u{1b}[31m",
        "\u{202e}x",
        "\u{7}",
        "\u{2066}",
        "\u{200f}",
        "\u{8}",
        "\u{7f}",
        "a\nerror: b",
        "\r",
    ] {
        for args in [
            &[&*format!("--x{obeyed}")][..],
            &["--format", obeyed],
            &["--fail-on", obeyed],
            &["--max-size", obeyed],
            &["completions", obeyed],
            &["--color", obeyed],
            &["explain", "a", obeyed],
            &["explain", obeyed],
            &["profiles", obeyed],
            &["--select", obeyed, "a.md"],
            &["init", "--profile", obeyed],
        ] {
            let run = folder.run(args);
            assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
            let bad = |c: char| {
                c.is_control() && c != '\n'
                    || ('\u{202a}'..='\u{202e}').contains(&c)
                    || ('\u{2066}'..='\u{2069}').contains(&c)
                    || "\u{200e}\u{200f}\u{61c}".contains(c)
            };
            assert!(!run.err.contains(bad) && !run.out.contains(bad), "{args:?}: {:?}", run.err);
            assert!(!run.err.contains("\nerror: b"), "{args:?}: {:?}", run.err);
        }
    }
    // Help that is asked for goes to standard output.
    let run = folder.run(&["--help"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    let run = folder.run(&["--formt", "json"]);
    assert!(run.code == Some(2) && run.err.contains("a similar argument exists: '--format'"), "{}", run.err);
}
