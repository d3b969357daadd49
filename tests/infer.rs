//! Answers without labels: which prose is read as one, and what is said of it.

mod common;

use common::Folder;
use serde_json::Value;

/// A story without a label.
const STORY: &str = "At my last job in a garden centre the tills froze every Saturday and the queue reached the car park. \
    I was asked to find the cause before the spring sale. I watched two shifts and wrote down every freeze. \
    I found that the price list was loaded anew for each customer. I moved that to the night and trained the four \
    cashiers. As a result the tills run on Saturdays again. The wait fell from 12 minutes to 3.\n";

/// What `outline` says of one file.
fn outline(folder: &Folder, args: &[&str]) -> Value {
    let run = folder.run(&[&["outline", "--format", "json"], args].concat());
    let report: Value =
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err));
    report["files"][0].clone()
}

fn kinds(answer: &Value) -> Vec<String> {
    let sections = answer["sections"].as_array().expect("sections").iter();
    sections.map(|section| section["kinds"][0].as_str().expect("a kind").to_owned()).collect()
}

#[test]
fn a_file_that_is_named_is_read_without_labels() {
    let folder = Folder::new("infer-named", &[("a.md", STORY)]);
    let answers = outline(&folder, &["a.md"])["answers"].clone();
    assert_eq!(answers.as_array().map(Vec::len), Some(1));
    let answer = &answers[0];
    assert_eq!(kinds(answer), ["situation", "task", "action", "result"]);
    assert_eq!(answer["inferred"], true);
    assert!(answer["sections"][0]["inferred"] == true && answer["sections"][0]["label"] == "");
    let sentences = answer["sentences"].as_array().expect("sentences");
    assert_eq!(sentences.len(), 7);
    assert!(
        sentences.iter().all(|sentence| sentence["percent"].as_u64().is_some_and(|sure| (20..=100).contains(&sure)))
    );
    let human = folder.run(&["outline", "a.md"]).out;
    assert!(human.contains("guessed situation") && human.contains("% sure  line 1: At my last job"), "{human}");
}

#[test]
fn one_info_names_what_was_guessed_and_what_rests_on_it_is_milder() {
    let weak = STORY.replace(" The wait fell from 12 minutes to 3.", " Everybody was happier.");
    let folder = Folder::new("infer-milder", &[("a.md", &weak)]);
    let run = folder.run(&["--format", "concise", "a.md"]);
    assert_eq!(run.out.matches("[unlabelled]").count(), 1, "{}", run.out);
    assert!(
        run.out.contains("info[unlabelled]: no labels; read as Situation (20), Task (11), Action ("),
        "{}",
        run.out
    );
    assert!(run.out.contains("info[missing-metric]"), "{}", run.out);
    assert_eq!(run.code, Some(0), "{}", run.out);
}

#[test]
fn standard_input_is_read_like_a_file_that_is_named() {
    let folder = Folder::new("infer-stdin", &[]);
    let run = folder.run_with(&["--format", "concise", "-"], STORY);
    assert!(run.out.contains("[unlabelled]") && !run.out.contains("[no-answer]"), "{}", run.out);
}

#[test]
fn a_walk_reads_what_stands_below_a_question_and_what_the_configuration_names() {
    let asked = format!("# Notes\n\n## Tell me about a time you solved a hard problem.\n\n{STORY}");
    let line = format!("**Q: How did you handle a failure?**\n\n{STORY}");
    let german = format!("Erzählen Sie von einer schwierigen Lage.\n\n{STORY}");
    let files = [("plain.md", STORY), ("asked.md", &*asked), ("line.md", &*line), ("german.txt", &*german)];
    let folder = Folder::new("infer-walk", &files);
    let run = folder.run(&["--format", "concise", "--select", "unlabelled"]);
    for (name, _) in &files[1..] {
        assert!(run.out.contains(&format!("{name}:")), "{name}: {}", run.out);
    }
    assert!(!run.out.contains("plain.md:"), "{}", run.out);
    folder.write("star-lint.toml", "[files]\nanswers = [\"plain*\"]\n");
    let run = folder.run(&["--format", "concise", "--select", "unlabelled"]);
    assert!(run.out.contains("plain.md:1:"), "{}", run.out);
}

#[test]
fn other_prose_stays_alone_though_it_is_named() {
    let others = [
        (
            "definition.md",
            "A mutex is a lock that only one thread may hold at a time. It is used where several threads write to the same memory. A semaphore is a counter that lets a number of threads in, and is often used for pools.\n",
        ),
        (
            "instructions.md",
            "Preheat the oven and grease the tin. Mix the flour with the butter until it looks like crumbs. Add the eggs one by one and stir. Bake the cake until a skewer comes out clean, and let it cool on a rack.\n",
        ),
        (
            "advertisement.md",
            "## Warehouse lead\n\nWe are looking for a reliable team lead with five years of experience in logistics. You will plan shifts, train new colleagues and report to the site manager. Requirements: a forklift licence, fluent English and a head for numbers. We offer a fair salary, a pension and free lunch. Apply by Friday.\n",
        ),
        (
            "diary.md",
            "## Monday\n\nWoke up late again. Today is grey and I am tired. Had lunch with Ines, she is moving to Porto. I think I will call her tomorrow and ask if she needs boxes. This evening I want to read and go to bed early.\n",
        ),
        (
            "readme.md",
            "# lathe\n\nA small library to parse tool paths. Install it with the package manager of your choice.\n\n## Usage\n\nCall `parse` with the text of a file. The function returns a list of moves, or an error that says on which line the file is wrong. See the examples for more, and note that arcs are not supported.\n\n## License\n\nMIT\n",
        ),
        (
            "cv.md",
            "# Ana Prieto\n\n## Experience\n\nSite manager, Norte Bau, 2019-2023\n\n- Responsible for three sites and a budget of 2M\n- Planning of deliveries and crews\n- Fluent in Spanish and German\n\n## Education\n\nDiploma in civil engineering, Valencia, 2014\n",
        ),
    ];
    let folder = Folder::new("infer-others", &others);
    for (name, _) in others {
        let run = folder.run(&["--format", "concise", name]);
        assert!(run.out.contains("[no-answer]") && !run.out.contains("[unlabelled]"), "{name}: {}", run.out);
    }
}

#[test]
fn a_story_is_read_alike_however_its_lines_are_wrapped() {
    let folder = Folder::new("infer-wrapped", &[]);
    let mut all = Vec::new();
    for width in [20, 40, 79, 10_000] {
        let (mut text, mut column) = (String::new(), 0);
        for word in STORY.split_whitespace() {
            let breaks = column + word.len() > width;
            text += if column == 0 {
                ""
            } else if breaks {
                "\n"
            } else {
                " "
            };
            column = if breaks { word.len() + 1 } else { column + word.len() + 1 };
            text += word;
        }
        folder.write("a.md", &text);
        let answers = outline(&folder, &["a.md"])["answers"].clone();
        let words: Vec<Value> = answers[0]["sections"]
            .as_array()
            .expect("sections")
            .iter()
            .map(|section| section["words"].clone())
            .collect();
        all.push((kinds(&answers[0]), words));
    }
    all.dedup();
    assert_eq!(all.len(), 1, "{all:?}");
}

#[test]
fn items_without_full_stops_are_sentences_too() {
    let items = "Our bakery threw away forty loaves a day\nI had to halve that before summer\nCounted what was left each evening for a month\nAsked the three shops for their orders a day earlier\nReduced the loaves that we throw away from 40 to 9 a day\n";
    let list: String = items.lines().map(|line| format!("- {line}\n")).collect();
    let joined = items.replace('\n', " ");
    for (name, text, fewest) in [("list", &list, 5), ("joined", &joined, 3)] {
        let folder = Folder::new(&format!("infer-items-{name}"), &[("a.md", text)]);
        let answers = outline(&folder, &["a.md"])["answers"].clone();
        let sentences = answers[0]["sentences"].as_array().map_or(0, Vec::len);
        assert!(sentences >= fewest, "{name}: {answers}");
        assert_eq!(kinds(&answers[0]).last().map(String::as_str), Some("result"), "{name}: {answers}");
    }
}

#[test]
fn a_user_changes_what_speaks_for_a_section() {
    let folder = Folder::new("infer-cues", &[("a.md", STORY)]);
    folder.write("star-lint.toml", "[cues.sections.words]\n'two shifts' = { task = 9 }\n");
    let answers = outline(&folder, &["a.md"])["answers"].clone();
    let sentences = answers[0]["sentences"].as_array().expect("sentences");
    assert_eq!(sentences[2]["kind"], "task", "{answers}");
}
