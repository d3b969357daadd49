//! Notes for the benchmarks, from a seed: the same seed gives the same bytes everywhere.
//!
//! Every answer has its four sections and, as in real notes, some of the faults that the rules look for. The
//! sentences are made of parts, so that a large file is not one paragraph over and over.
#![allow(dead_code)]

use std::fmt::Write;
use std::path::Path;

/// A small random generator (SplitMix64): the numbers depend on nothing but the seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// Once in so many times.
    fn rarely(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

const PLACES: &[&str] = &[
    "a bakery with nine shops",
    "the county library",
    "a maker of bicycle lights",
    "a ferry line",
    "a dental clinic",
    "the parcel depot",
    "a seed catalogue",
    "an observatory",
    "the school board",
    "a hearing-aid start-up",
];
const THINGS: &[&str] = &[
    "the booking form",
    "the loan register",
    "our label printer",
    "the night export",
    "the parts list",
    "the rota",
    "the price feed",
    "the claims inbox",
    "the sensor gateway",
    "the stock count",
];
const TROUBLES: &[&str] = &[
    "failed every second Friday",
    "took most of a morning",
    "lost one order in forty",
    "had no owner",
    "confused the new staff",
    "had grown too slow to open",
    "cost more than the goods it tracked",
];
const PEOPLE: &[&str] =
    &["two dispatchers", "the shift leads", "our accountant", "four drivers", "a supplier", "the night nurses"];
const BEFORE: &[&str] = &[
    "I worked in the back office of {place} when {thing} {trouble}.",
    "In my second year at {place}, {thing} {trouble}, and {people} had stopped reporting it.",
    "{place} had bought a rival, and {thing} {trouble} from the first week on.",
    "It was the busiest month at {place}; {thing} {trouble}.",
    "Basically, {thing} {trouble} and everybody at {place} had found a way around it.",
];
const GOALS: &[&str] = &[
    "I was asked to bring {thing} back before the end of the quarter.",
    "My job was to find out why {thing} {trouble} and to put an end to it.",
    "I had {number} weeks and no budget to make {thing} dependable.",
    "I took it on myself to repair {thing}, since nobody else was going to.",
];
const DEEDS: &[&str] = &[
    "I sat with {people} for {number} days and wrote down each step they took.",
    "I counted the failures by hour and found that {share}% of them fell into one of them.",
    "I replaced the part that copied every record with one that copied the changes.",
    "I tried the new version on {number} shops before I touched the others.",
    "I wrote a one-page plan, read it out to {people}, and changed it twice.",
    "I told my manager that the date would not hold and showed what would.",
    "I took the riskiest step first, at night, with a way back.",
    "I trained {people} and left them a list of what to look at each morning.",
    "We decided to look at {thing} together and we changed a few things.",
    "Several improvements were made and the settings were adjusted.",
    "I think I may have suggested that {people} should try to kind of check it more often.",
    "I measured {thing} for {number} days, then switched off the checks that never failed.",
];
const OUTCOMES: &[&str] = &[
    "After {number} weeks {thing} ran in {number} minutes instead of {share}.",
    "Complaints fell from {share} to {number} a month.",
    "It saved {people} about {number} hours a week.",
    "Everything got a lot better and everybody was very happy.",
    "The failures went down by {share}%, and {number} other branches took it over.",
    "It was a great success in the end.",
];
const LESSONS: &[&str] = &[
    "I learned to sit beside the people who use a thing before I change it.",
    "Next time I would show a first version within the first week.",
    "It taught me that a way back is worth a day of work.",
];
const QUESTIONS: &[&str] = &[
    "A thing that you repaired without being asked",
    "A time when a date could not be kept",
    "When did you learn something from the people you worked for?",
    "A decision with too little to go on",
    "Tell of a change that others took over",
    "A risk that you took knowingly",
];

/// A sentence of one of these patterns.
fn sentence(random: &mut Random, patterns: &[&str]) -> String {
    let mut text = random.pick(patterns).to_owned();
    let parts: [(&str, &[&str]); 4] =
        [("{place}", PLACES), ("{thing}", THINGS), ("{trouble}", TROUBLES), ("{people}", PEOPLE)];
    for (name, from) in parts {
        while text.contains(name) {
            text = text.replacen(name, random.pick(from), 1);
        }
    }
    while text.contains("{number}") {
        text = text.replacen("{number}", &(2 + random.below(17)).to_string(), 1);
    }
    while text.contains("{share}") {
        text = text.replacen("{share}", &(20 + random.below(70)).to_string(), 1);
    }
    let first = text[..1].to_uppercase();
    text.replacen(&text[..1].to_owned(), &first, 1)
}

/// The four sections of an answer of about so many words, as sentences.
fn sections(random: &mut Random, words: usize) -> Vec<(&'static str, String)> {
    let mut of = |patterns: &[&str], share: usize| {
        let (mut text, wanted) = (sentence(random, patterns), words * share / 100);
        while text.split(' ').count() + 6 < wanted {
            text = format!("{text} {}", sentence(random, patterns));
        }
        text
    };
    let mut parts = vec![("Situation", of(BEFORE, 18)), ("Task", of(GOALS, 12)), ("Action", of(DEEDS, 50))];
    parts.push(("Result", of(OUTCOMES, 20)));
    if random.rarely(3) {
        parts[3].1 += &format!(" {}", sentence(random, LESSONS));
    }
    parts
}

/// One answer of about so many words under a heading of this level. The labels are headings, bold words or plain
/// ones; some answers are wrapped, some are lists.
pub fn answer(random: &mut Random, words: usize, level: usize) -> String {
    let mut text = format!("{} {}\n\n", "#".repeat(level), random.pick(QUESTIONS));
    let (look, wrapped, listed) = (random.below(4), random.rarely(2), random.rarely(6));
    for (label, body) in sections(random, words) {
        let body = match (wrapped, listed && label == "Action") {
            (_, true) => body.replace(". ", ".\n- "),
            (true, _) => wrap(&body),
            _ => body,
        };
        let list = if listed && label == "Action" { "- " } else { "" };
        let _ = match look {
            0 | 1 => writeln!(text, "{} {label}\n\n{list}{body}\n", "#".repeat(level + 1)),
            2 => writeln!(text, "**{label}:**\n\n{list}{body}\n"),
            _ => writeln!(text, "{label}: {body}\n"),
        };
    }
    text
}

/// So many answers of about 120 words without labels, each below a question.
pub fn without_labels(seed: u64, answers: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = String::new();
    for _ in 0..answers {
        text += "## Tell me about a time you repaired something\n\n";
        let sections = sections(&mut random, 120);
        text += &sections.into_iter().map(|(_, body)| body).collect::<Vec<_>>().join(" ");
        text += "\n\n";
    }
    text
}

fn wrap(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split(' ') {
        if column + word.len() > 78 && column > 0 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out += word;
        column += word.len();
    }
    out
}

/// The note that stands for all: one answer of about 120 words with five findings.
pub fn one() -> String {
    (0..10_000)
        .map(|seed| answer(&mut Random::new(seed), 120, 1))
        .find(|text| (118..=124).contains(&text.split_whitespace().count()) && text.contains("We decided"))
        .unwrap_or_default()
}

/// A file of so many answers.
pub fn bank(seed: u64, answers: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = "# Answers\n\n".to_owned();
    for _ in 0..answers {
        let words = 120 + random.below(210);
        text += &answer(&mut random, words, 2);
    }
    text
}

/// A file of at least so many bytes.
pub fn book(seed: u64, bytes: usize) -> String {
    let mut random = Random::new(seed);
    let mut text = "# Answers\n\n".to_owned();
    while text.len() < bytes {
        let words = 120 + random.below(210);
        text += &answer(&mut random, words, 2);
    }
    text
}

/// Writes so many notes of 150 to 400 words into folders of fifty.
///
/// # Errors
/// What the file system says.
pub fn folder(path: &Path, notes: usize) -> std::io::Result<()> {
    let mut random = Random::new(11);
    for number in 0..notes {
        let folder = path.join(format!("{:03}", number / 50));
        std::fs::create_dir_all(&folder)?;
        let words = 150 + random.below(250);
        std::fs::write(folder.join(format!("note-{number:05}.md")), answer(&mut random, words, 1))?;
    }
    Ok(())
}
