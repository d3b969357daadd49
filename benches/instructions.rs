//! Instructions of the whole process, and how they grow with the input: `cargo bench --bench instructions`.
//!
//! Times on shared machines drift; the number of instructions that callgrind counts does not. Each case is run with
//! an input and with one ten times as large. What is the same in both, the start of the process, is taken off, so
//! that a ratio of 10 is growth in proportion.

#![allow(clippy::print_stdout)]

mod notes;

use notes::Random;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// The most that ten times as much input may cost.
const MOST: f64 = 12.0;

/// The most that the report for people may cost, where one line a finding costs one.
const MOST_DRAWN: f64 = 4.0;

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("instructions");
    std::fs::create_dir_all(&folder).expect("a folder for the inputs");
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: valgrind is not installed");
        return ExitCode::SUCCESS;
    }
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("an input");
        path
    };
    let version = count(&["--version"], &[]);
    println!("{:<44} {version:>14}", "star-lint --version");
    let clean = write("clean.md", CLEAN);
    for (name, path) in [("one answer, with findings", write("one.md", &notes::one())), ("one answer, without", clean)]
    {
        let cost = count(&["--no-config"], &[&path]);
        println!("{name:<44} {cost:>14}  {:.2} times --version", cost as f64 / version as f64);
    }
    println!("\n{:<44} {:>14}", "each of fifty answers without labels", "instructions");
    let few = write("few.md", &notes::without_labels(11, 10));
    let more = write("more.md", &notes::without_labels(11, 60));
    for (name, arguments) in [("checked", &["--no-config", "--format", "concise"][..]), ("outlined", &["outline"])] {
        let each = count(arguments, &[&more]).saturating_sub(count(arguments, &[&few])) / 50;
        println!("{name:<44} {each:>14}");
    }
    println!("\n{:<30} {:>10} {:>16} {:>16} {:>7}", "ten times as", "input", "instructions", "and ten times", "growth");
    let mut worst: f64 = 0.0;
    for (name, input) in CASES {
        let sizes = [1, 10].map(input);
        let cost = [0, 1].map(|at| {
            let Input { text, config, options } = &sizes[at];
            let path = write(&format!("{}-{at}.md", name.replace(' ', "-")), text);
            let config = write(&format!("{}-{at}.toml", name.replace(' ', "-")), config);
            let none = config_is_empty(&config);
            let arguments = [options, &[if none { "--no-config" } else { "--config" }][..]].concat();
            let paths: Vec<&PathBuf> = if none { vec![&path] } else { vec![&config, &path] };
            count(&arguments, &paths).saturating_sub(version)
        });
        let growth = cost[1] as f64 / cost[0] as f64;
        worst = worst.max(growth);
        let bytes = sizes[0].text.len() + sizes[0].config.len();
        println!("{name:<30} {bytes:>8} B {:>16} {:>16} {growth:>7.2}", cost[0], cost[1]);
    }
    println!("\nthe worst growth is {worst:.2}, of {MOST:.0} allowed");
    println!("\n{:<30} {:>10} {:>16} {:>16} {:>7}", "drawn", "input", "concise", "human", "ratio");
    let mut drawn: f64 = 0.0;
    // Each sentence of the Action has a finding.
    for (name, letter, sentences) in
        [("short lines", "", 1), ("lines of 2 kB", "", 50), ("the same beyond ASCII", "naïve ", 50)]
    {
        let line = format!("We decided to move the {letter}ledger queue. ").repeat(sentences) + "\n\n";
        let text = text(line.repeat(1_000 / sentences)).under("**Action:** ").text;
        let path = write(&format!("drawn-{}.md", name.replace(' ', "-")), &text);
        let [concise, human] =
            ["concise", "human"].map(|format| count(&["--no-config", "--format", format], &[&path]) - version);
        let ratio = human as f64 / concise as f64;
        drawn = drawn.max(ratio);
        println!("{name:<30} {:>8} B {concise:>16} {human:>16} {ratio:>7.2}", text.len());
    }
    println!("\nto draw costs at most {drawn:.2} times as much as to tell, of {MOST_DRAWN:.0} allowed");
    if worst <= MOST && drawn <= MOST_DRAWN { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn config_is_empty(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.len() == 0)
}

/// The instructions of one run.
fn count(arguments: &[&str], paths: &[&PathBuf]) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env!("CARGO_BIN_EXE_star-lint"))
        .args(arguments)
        .args(paths)
        .env("COLUMNS", "100")
        .stdout(Stdio::null())
        .output()
        .expect("valgrind runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    collected.and_then(|(_, count)| count.trim().parse().ok()).unwrap_or_else(|| panic!("no count in: {said}"))
}

/// A note without findings.
const CLEAN: &str = include_str!("../examples/good/export.md");

struct Input {
    text: String,
    config: String,
    options: &'static [&'static str],
}

fn text(text: String) -> Input {
    Input { text, config: String::new(), options: &[] }
}

type Case = (&'static str, fn(usize) -> Input);

const CASES: &[Case] = &[
    ("large a file", |times| text(notes::book(7, 40_000 * times))),
    ("many answers", |times| text(notes::bank(8, 30 * times))),
    ("many answers without labels", |times| text(notes::without_labels(11, 10 * times))),
    ("long a line", |times| text(in_one_line(9, 300 * times))),
    ("long a sentence", |times| {
        text(format!("{}one day later it was done.\n", "I called the depot and ".repeat(200 * times)))
            .under("**Action:** ")
    }),
    ("many sections", |times| text(many_sections(60 * times))),
    ("deep a list", |times| text(format!("**Action:**\n\n{}I did it.\n", "- ".repeat(100 * times)))),
    ("deep a quote", |times| text(format!("**Action:**\n\n{} I did it.\n", ">".repeat(100 * times)))),
    ("long a gap", |times| text(format!("**Action:** I met Dr.{}Vega and left.\n", " ".repeat(2_000 * times)))),
    ("many lines in a deep quote", |times| {
        text(format!("**Action:**\n\n{}I did it.\n{}", "> ".repeat(400 * times), "and so\n".repeat(400 * times)))
    }),
    ("wide a table", |times| {
        text(format!(
            "**Action:** I did.\n\n|{}\n|{}\n|{}\n",
            "a|".repeat(150 * times),
            "-|".repeat(150 * times),
            "we did|".repeat(150 * times)
        ))
    }),
    ("many links", |times| text(format!("**Action:** {}\n", "[I called](a) and ".repeat(200 * times)))),
    ("many findings", |times| text(findings(40 * times))),
    ("many lines that are fixed", |times| Input {
        text: "**Action:** We kind of saw the the end.\n\n**Result:** It was basically done.\n\n".repeat(40 * times),
        config: String::new(),
        options: &["--diff", "--unsafe-fixes"],
    }),
    ("many comments", |times| text(comments(100 * times))),
    ("many overrides", |times| Input { config: overrides(200 * times), ..text(notes::one()) }),
    ("many rules", |times| Input { config: rules(20 * times), ..text(notes::one()) }),
    ("long a string with escapes", |times| Input {
        config: format!(
            "[vocabulary.own]\nphrases = \"\"\"\n{}\"\"\"\n",
            "a caf\\u00e9 by the sea\n".repeat(2_000 * times)
        ),
        ..text(notes::one())
    }),
    // It looks for an x to the end of the text at every place, and finds nothing.
    ("long a look ahead", |times| Input {
        config: "[rules.own]\nlevel = \"info\"\nsummary = \"a\"\nmessage = \"a\"\ncheck.pattern = ['(?s:a.*x)|']\n"
            .to_owned(),
        ..text("a".repeat(3_000 * times)).under("**Action:** ")
    }),
    ("many clauses", |times| Input {
        config: CLAUSES.to_owned(),
        ..text(format!("{}by the sea.\n", "never sold but sold ".repeat(1_000 * times))).under("**Action:** I ")
    }),
];

/// A vocabulary that looks at its clause, and a pattern that names it.
const CLAUSES: &str = "[vocabulary.own]\npatterns = ['{sale}']\n[vocabulary.sale]\nwords = \"sold\"\nunless-before = [\"denial\"]\n\
    clause = \"cut\"\n[vocabulary.denial]\nwords = \"never\"\n[vocabulary.cut]\nwords = \"but\"\n[rules.own]\nlevel = \"info\"\n\
    summary = \"a\"\nmessage = \"a\"\ncheck.phrases = { vocabulary = \"own\" }\n";

impl Input {
    fn under(mut self, label: &str) -> Input {
        self.text = format!(
            "**Situation:** It was late.\n\n**Task:** I had to.\n\n{label}{}\n**Result:** It fell by 3%.\n",
            self.text
        );
        self
    }
}

/// A configuration of so many overrides.
fn overrides(count: usize) -> String {
    let over = |number| format!("[[overrides]]\npaths = [\"{number}/*.md\"]\nrules.hedging.level = \"off\"\n");
    (0..count).map(over).collect()
}

/// An answer whose Action is one line of so many sentences.
fn in_one_line(seed: u64, sentences: usize) -> String {
    let mut random = Random::new(seed);
    let mut line = String::new();
    while line.matches(". ").count() < sentences {
        let answer = notes::answer(&mut random, 300, 1);
        line += &answer.lines().filter(|line| line.starts_with(['I', 'W'])).collect::<Vec<_>>().join(" ");
        line += " ";
    }
    text(line).under("**Action:** ").text
}

fn many_sections(count: usize) -> String {
    let mut out = String::new();
    for number in 0..count {
        let label = ["Situation", "Task", "Action", "Result"][number % 4];
        let _ = writeln!(out, "**{label}:** I counted {number} boxes and we moved them.\n");
    }
    out
}

fn findings(count: usize) -> String {
    text("We decided to basically leave it. ".repeat(count)).under("**Action:** ").text
}

fn comments(count: usize) -> String {
    let one =
        "<!-- star-lint-disable hedging -->\n\nI think I may have called.\n\n<!-- star-lint-enable hedging -->\n\n";
    text(one.repeat(count)).under("**Action:**\n\n").text
}

/// A configuration of so many rules of its own.
fn rules(count: usize) -> String {
    let mut out = String::new();
    for number in 0..count {
        let _ = write!(
            out,
            "[vocabulary.own-{number}]\nphrases = [\"box number {number}\", \"we moved {number}\"]\n\n\
             [rules.own-{number}]\nlevel = \"warning\"\nsummary = \"a box\"\nmessage = \"a box\"\n\
             check.phrases = {{ vocabulary = \"own-{number}\" }}\n\
             examples = [{{ bad = \"We moved {number} of them.\", good = \"I read it.\" }}]\n\n"
        );
    }
    out
}
