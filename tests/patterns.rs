//! A pattern finds what it says, however it says it: the same as all that it stands for, written out as phrases.

use proptest::prelude::*;
use star_lint::check;
use star_lint::parse::parse;
use star_lint::rules::file::RuleFile;
use star_lint::rules::load::Layers;
use star_lint::rules::{builtin, reader};
use star_lint::source::Span;

/// Words of no language, so that nothing but the vocabularies of the test finds them.
const WORDS: [&str; 4] = ["zuka", "moriv", "teplo", "wanz"];

/// More than this many phrases are not written out.
const MOST: usize = 300;

/// A part of a pattern: how it is written, and all that it stands for. `None` where that is too much.
type Part = (String, Option<Vec<Vec<&'static str>>>);

fn several(parts: Vec<Part>) -> Part {
    let mut all = Some(vec![Vec::new()]);
    let mut written = Vec::new();
    for (text, ways) in parts {
        written.push(text);
        all = all.zip(ways).map(|(before, after)| {
            let with = |first: &Vec<&'static str>| {
                let first = first.clone();
                after.iter().map(move |second| [&first[..], second].concat()).collect::<Vec<_>>()
            };
            before.iter().flat_map(with).collect::<Vec<_>>()
        });
        all = all.filter(|ways| ways.len() <= MOST);
    }
    (written.join(" "), all)
}

fn repeated((text, ways): Part, min: usize, max: usize, mark: &str) -> Part {
    let times = |count| several(vec![(String::new(), ways.clone()); count]).1;
    let all = (min..=max).map(times).collect::<Option<Vec<_>>>().map(|all| all.concat());
    (format!("{text}{mark}"), all.filter(|ways| ways.len() <= MOST))
}

fn either(parts: Vec<Part>) -> Part {
    let (texts, ways): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    let all = ways.into_iter().collect::<Option<Vec<_>>>().map(|all| all.concat());
    (format!("({})", texts.join("|")), all)
}

/// Sequences, alternatives and repetitions of words, and of `{inner}`, a vocabulary that stands for two phrases.
fn sequence() -> impl Strategy<Value = Part> {
    let word = prop::sample::select(&WORDS[..]).prop_map(|word| (word.to_owned(), Some(vec![vec![word]])));
    let inner = Just(("{inner}".to_owned(), Some(vec![vec![WORDS[0], WORDS[1]], vec![WORDS[2]]])));
    let atom = prop_oneof![4 => word, 1 => inner];
    atom.prop_recursive(3, 12, 3, |part| {
        let marks = prop::sample::select(&[(1, 1, ""), (1, 1, ""), (0, 1, "?"), (1, 2, "{1,2}"), (0, 2, "{0,2}")][..]);
        let sequence = prop::collection::vec(part, 1..3).prop_map(several);
        let group = prop::collection::vec(sequence, 1..4).prop_map(either);
        (group, marks).prop_map(|(group, (min, max, mark))| repeated(group, min, max, mark))
    })
    .prop_flat_map(|part| {
        prop::collection::vec(prop::sample::select(&WORDS[..]), 0..2).prop_map(move |words| {
            let words = words.into_iter().map(|word| (word.to_owned(), Some(vec![vec![word]])));
            several([part.clone()].into_iter().chain(words).collect())
        })
    })
}

/// Where a rule looks for the pattern and another one for the phrases, each with the labels of its findings.
fn found(pattern: &str, phrases: &[String], text: &str) -> [Vec<Vec<Span>>; 2] {
    let rule = |name: &str| {
        format!("[rules.{name}]\nsummary = \"-\"\nmessage = \"-\"\ncheck.phrases = {{ vocabulary = \"{name}\" }}\n")
    };
    let inner = format!("[vocabulary.inner]\nphrases = [\"{} {}\", \"{}\"]\n", WORDS[0], WORDS[1], WORDS[2]);
    let rules = format!(
        "{inner}[vocabulary.short]\npatterns = ['{pattern}']\n[vocabulary.long]\nphrases = {phrases:?}\n{}{}",
        rule("short"),
        rule("long")
    );
    let (mut layers, mut problems) = (Layers::default(), Vec::new());
    builtin::FILES.iter().for_each(|_| layers.lay("", RuleFile::default(), &mut Vec::new()));
    layers.lay("own", reader::read(&rules, &mut problems), &mut problems);
    let rules = layers.compile(&mut problems);
    assert!(problems.is_empty(), "{problems:?} in {pattern}");
    let all = check::check(&parse(text, &builtin::rule_set().grammar), text, &rules);
    ["short", "long"].map(|name| {
        let findings = all.iter().filter(|found| found.rule == name);
        findings
            .map(|found| [found.span].into_iter().chain(found.labels.iter().map(|label| label.span)).collect())
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_pattern_finds_what_it_stands_for(
        (pattern, ways) in sequence(),
        words in prop::collection::vec(prop::sample::select(&["zuka", "moriv", "teplo", "wanz", "zuka", "ilf", "."][..]), 0..60),
    ) {
        let ways = ways.unwrap_or_default();
        prop_assume!(!ways.is_empty() && !ways.iter().any(Vec::is_empty));
        let phrases: Vec<String> = ways.iter().map(|way| way.join(" ")).collect();
        let told = words.join(" ");
        let text = format!("**Situation:** It was.\n**Task:** It had.\n**Action:** I did. {told}\n**Result:** It is {told}\n");
        let [short, long] = found(&pattern, &phrases, &text);
        prop_assert_eq!(short, long, "{} in {}", pattern, told);
    }
}

/// The property would not notice a matcher that finds nothing at all.
#[test]
fn a_pattern_finds_something() {
    let text = "**Situation:** It was.\n**Task:** It had.\n**Action:** I zuka moriv moriv wanz.\n**Result:** It is teplo wanz.\n";
    let phrases = ["zuka moriv moriv wanz", "teplo wanz"].map(str::to_owned);
    let [short, long] = found("(zuka moriv{1,2}|{inner})? wanz", &phrases, text);
    assert_eq!((short.len(), short), (2, long));
}
