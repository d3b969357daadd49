//! Sentences as other people would write them (`tests/sentences/`), each in its section of a note that is otherwise
//! sound: the share that each rule finds, and the share on which it is rightly silent, do not fall.

mod common;

use common::Folder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A section: its letter, its name and a sound text.
type Part = (&'static str, &'static str, &'static str);

/// A sound note, section by section.
const PARTS: [Part; 5] = [
    ("S", "Situation", "A legacy release pipeline slowed feature work at a mid-size retailer."),
    ("T", "Task", "I was responsible for improving release speed before the spring season."),
    ("A", "Action", "I mapped the pipeline, designed a phased plan and led the rollout."),
    ("R", "Result", "I cut release time by 50%."),
    ("L", "Learning", "I learned to measure first, and now I do."),
];

/// The same in other languages, for the batches whose names begin with their codes. Nothing asks them for a lesson.
const OTHERS: [(&str, [Part; 4]); 4] = [
    (
        "de-",
        [
            ("S", "Situation", "Die alte Kasse war langsam, und die Kunden standen jeden Samstag lange an."),
            ("T", "Task", "Ich war dafür verantwortlich, dass es vor Weihnachten besser wird."),
            ("A", "Action", "Ich habe die Wege gemessen und den Plan für die Kassen geschrieben."),
            ("R", "Result", "Die Wartezeit sank um 50 %."),
        ],
    ),
    (
        "es-",
        [
            ("S", "Situation", "La caja vieja era lenta y los clientes esperaban mucho los sábados."),
            ("T", "Task", "Yo tenía que mejorarlo antes de las fiestas."),
            ("A", "Action", "Medí los recorridos y escribí el plan de las cajas."),
            ("R", "Result", "La espera bajó un 50 %."),
        ],
    ),
    (
        "fr-",
        [
            ("S", "Situation", "La vieille caisse était lente et les clients attendaient longtemps le samedi."),
            ("T", "Task", "Je devais trouver une solution avant les fêtes."),
            ("A", "Action", "J'ai mesuré les trajets et j'ai écrit le plan des caisses."),
            ("R", "Result", "Le temps d'attente a baissé de 50 %."),
        ],
    ),
    (
        "pt-",
        [
            ("S", "Situation", "O caixa antigo era lento e os clientes esperavam muito no sábado."),
            ("T", "Task", "Eu tinha que melhorar isso antes do Natal."),
            ("A", "Action", "Medi os caminhos e escrevi o plano dos caixas."),
            ("R", "Result", "A espera caiu 50%."),
        ],
    ),
];

/// Every answer is asked what was learned, whatever its question, and each finding is told on its own.
const CONFIG: &str = "root = true\n[rules]\nmissing-learning.about = \"\"\nsize-as-result.joins = []\nharm-averted.joins = []\n\
    restated-action.joins = []\n";

struct Sentence {
    section: String,
    must: BTreeSet<String>,
    must_not: BTreeSet<String>,
    note: String,
    /// Its bytes in the note.
    from: u64,
    to: u64,
}

impl Sentence {
    fn read(batch: &str, line: &str) -> Sentence {
        let [_, section, _, text, must, must_not] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("six columns: {line}")
        };
        let rules = |column: &str| -> BTreeSet<String> {
            column.split(',').map(str::trim).filter(|rule| !matches!(*rule, "" | "-")).map(str::to_owned).collect()
        };
        let (must, must_not) = (rules(must), rules(must_not));
        let other = OTHERS.iter().find(|(code, _)| batch.starts_with(code));
        let parts: &[_] = other.map_or(&PARTS, |(_, parts)| parts);
        let asks = must.union(&must_not).any(|rule| rule == "learning");
        let (mut note, mut from, mut to) = ("# A story\n".to_owned(), 0, 0);
        for (letter, name, body) in parts.iter().copied().filter(|part| part.0 == section || part.0 != "L" || !asks) {
            write!(note, "\n**{name}:** ").expect("a string grows");
            let start = note.len() as u64;
            note.push_str(if letter == section { text } else { body });
            if letter == section {
                (from, to) = (start, note.len() as u64);
            }
            note.push('\n');
        }
        Sentence { section: section.to_owned(), must, must_not, note, from, to }
    }

    /// Whether a place in the note is in the sentence.
    fn holds(&self, found: &Value) -> bool {
        let at = |key: &str| found[key]["offset"].as_u64().expect("an offset");
        at("start") < self.to && at("end").max(at("start") + 1) > self.from
    }
}

/// Batch and rule: found, of so many; silent, of so many.
type Shares = BTreeMap<(String, String), [usize; 4]>;

fn measure() -> Shares {
    let mut sentences = BTreeMap::new();
    for entry in std::fs::read_dir("tests/sentences").expect("the folder").map(|entry| entry.expect("a file").path()) {
        if entry.extension().is_some_and(|extension| extension == "tsv") && !entry.ends_with("shares.tsv") {
            let text = std::fs::read_to_string(&entry).expect("a batch");
            let batch = entry.file_stem().and_then(|stem| stem.to_str()).expect("UTF-8").to_owned();
            let read =
                text.lines().enumerate().map(|(n, line)| (format!("{batch}-{n:04}.md"), Sentence::read(&batch, line)));
            sentences.extend(read);
        }
    }
    let mut files: Vec<(&str, &str)> =
        sentences.iter().map(|(name, read)| (name.as_str(), read.note.as_str())).collect();
    files.push(("star-lint.toml", CONFIG));
    let folder = Folder::new("sentences", &files);
    let json = |command: &str| -> Value {
        serde_json::from_str(&folder.run(&[command, "--format", "json", "."]).out).expect("JSON")
    };
    let (check, outline) = (json("check"), json("outline"));
    let list = |value: &Value, key: &str| value[key].as_array().expect("a list").clone();
    let name = |found: &Value| found["path"].as_str().expect("a path").trim_start_matches("./").to_owned();
    let mut raised: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut unlearned = BTreeSet::new();
    for found in list(&check, "diagnostics") {
        let rule = found["rule"].as_str().expect("a rule").to_owned();
        if rule == "missing-learning" {
            unlearned.insert(name(&found));
        }
        if sentences[&name(&found)].holds(&found) {
            raised.entry(name(&found)).or_default().insert(rule);
        }
    }
    for file in list(&outline, "files") {
        let metrics = list(&file, "answers").into_iter().flat_map(|answer| list(&answer, "metrics"));
        if metrics.into_iter().any(|metric| sentences[&name(&file)].holds(&metric)) {
            raised.entry(name(&file)).or_default().insert("metric".into());
        }
    }
    let mut shares = Shares::new();
    for (name, sentence) in &sentences {
        let got = |rule: &str| match rule {
            "learning" => !unlearned.contains(name),
            _ => raised.get(name).is_some_and(|rules| rules.contains(rule)),
        };
        for (column, rules) in [(0, &sentence.must), (2, &sentence.must_not)] {
            // Elsewhere `outline` lists any quantity.
            for rule in rules.iter().filter(|rule| *rule != "metric" || sentence.section == "R") {
                let batch = name.rsplit_once('-').expect("a batch and a number").0.to_owned();
                let share = shares.entry((batch, rule.clone())).or_default();
                share[column] += usize::from(got(rule) == (column == 0));
                share[column + 1] += 1;
            }
        }
    }
    shares
}

/// The table as it was written last.
fn written(table: &str) -> Shares {
    let row = |line: &str| {
        let [batch, rule, numbers @ ..] = &line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let numbers: Vec<usize> = numbers.iter().map(|number| number.parse().expect("a number")).collect();
        (((*batch).to_owned(), (*rule).to_owned()), numbers.try_into().expect("four numbers"))
    };
    table.lines().skip(1).map(row).collect()
}

#[test]
fn no_rule_finds_less_or_is_silent_less_than_it_was() {
    const TABLE: &str = "tests/sentences/shares.tsv";
    let shares = measure();
    let before = written(&std::fs::read_to_string(TABLE).unwrap_or_default());
    let falls = before.iter().filter_map(|(row, was)| {
        let is = shares.get(row).copied().unwrap_or_default();
        (is[0] < was[0] || is[2] < was[2]).then(|| format!("{row:?}: {was:?} before, {is:?} now"))
    });
    let falls: Vec<String> = falls.collect();
    assert!(falls.is_empty(), "found, of, silent, of:\n{}", falls.join("\n"));
    let mut table = "batch\trule\tfound\tof\tsilent\tof\n".to_owned();
    for ((batch, rule), [found, must, silent, must_not]) in &shares {
        writeln!(table, "{batch}\t{rule}\t{found}\t{must}\t{silent}\t{must_not}").expect("a string grows");
    }
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(TABLE, table).expect("the table is written");
    } else {
        assert_eq!(before, shares, "a rise is written down with SNAPSHOTS=overwrite cargo test --test sentences");
    }
}
