//! A pattern finds what it says, however it says it: the same as all that it stands for, written out as phrases.

mod cases;

use proptest::prelude::*;
use star_lint::check;
use star_lint::parse::parse;
use star_lint::rules::file::RuleFile;
use star_lint::rules::load::MergedRules;
use star_lint::rules::{builtin, reader};
use star_lint::source::Span;

/// Words of no language, so that nothing but the vocabularies of the test finds them.
const WORDS: [&str; 4] = ["zuka", "moriv", "teplo", "wanz"];

/// More than this many phrases are not written out.
const MOST: usize = 300;

/// A word, and whether it stands in a match of `{inner}`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Outside(&'static str),
    First(&'static str),
    Further(&'static str),
}

impl Word {
    fn text(self) -> &'static str {
        let (Word::Outside(text) | Word::First(text) | Word::Further(text)) = self;
        text
    }
}

/// A part of a pattern: how it is written, and all that it stands for. `None` where that is too much.
type Part = (String, Option<Vec<Vec<Word>>>);

fn several(parts: Vec<Part>) -> Part {
    let mut all = Some(vec![Vec::new()]);
    let mut written = Vec::new();
    for (text, ways) in parts {
        written.push(text);
        all = all.zip(ways).map(|(before, after)| {
            let with = |first: &Vec<Word>| {
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
    let outside = |word: &'static str| (word.to_owned(), Some(vec![vec![Word::Outside(word)]]));
    let word = prop::sample::select(&WORDS[..]).prop_map(outside);
    let inner = [vec![Word::First(WORDS[0]), Word::Further(WORDS[1])], vec![Word::First(WORDS[2])]];
    let inner = Just(("{inner}".to_owned(), Some(inner.to_vec())));
    let atom = prop_oneof![4 => word, 1 => inner];
    atom.prop_recursive(3, 12, 3, |part| {
        let marks = prop::sample::select(&[(1, 1, ""), (1, 1, ""), (0, 1, "?"), (1, 2, "{1,2}"), (0, 2, "{0,2}")][..]);
        let sequence = prop::collection::vec(part, 1..3).prop_map(several);
        let group = prop::collection::vec(sequence, 1..4).prop_map(either);
        (group, marks).prop_map(|(group, (min, max, mark))| repeated(group, min, max, mark))
    })
    .prop_flat_map(move |part| {
        prop::collection::vec(prop::sample::select(&WORDS[..]), 0..2).prop_map(move |words| {
            let words = words.into_iter().map(outside);
            several([part.clone()].into_iter().chain(words).collect())
        })
    })
}

/// Where a rule looks for the pattern and another one for the phrases, each with the labels of its findings.
fn found(pattern: &str, phrases: &[String], text: &str) -> [Vec<Vec<Span>>; 2] {
    found_with("", pattern, phrases, text)
}

/// The same, where `{inner}` has a context.
fn found_with(context: &str, pattern: &str, phrases: &[String], text: &str) -> [Vec<Vec<Span>>; 2] {
    let rule = |name: &str| {
        format!("[rules.{name}]\nsummary = \"-\"\nmessage = \"-\"\ncheck.phrases = {{ vocabulary = \"{name}\" }}\n")
    };
    let inner = format!("[vocabulary.inner]\nphrases = [\"{} {}\", \"{}\"]\n{context}", WORDS[0], WORDS[1], WORDS[2]);
    let rules = format!(
        "{inner}[vocabulary.short]\npatterns = ['{pattern}']\n[vocabulary.long]\nphrases = {phrases:?}\n{}{}",
        rule("short"),
        rule("long")
    );
    let (mut layers, mut problems) = (MergedRules::default(), Vec::new());
    for _ in &builtin::FILES {
        layers.apply("", RuleFile::default(), &mut Vec::new());
    }
    layers.apply("own", reader::read(&rules, &mut problems), &mut problems);
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

fn written(ways: &[Vec<Word>]) -> Vec<String> {
    ways.iter().map(|way| way.iter().map(|word| word.text()).collect::<Vec<_>>().join(" ")).collect()
}

/// The context of `{inner}`: how it is written, and what it says.
#[derive(Clone, Debug, Default)]
struct Context {
    /// Look-alikes.
    except: Vec<Vec<&'static str>>,
    /// `unless`, `with`, `unless-before`, `clause`: a word each.
    others: [Option<&'static str>; 4],
}

/// Words for the context alone.
const OTHERS: [&str; 4] = ["ilf", "gorn", "ilf", "karv"];

impl Context {
    fn written(&self) -> String {
        let except: Vec<String> = self.except.iter().map(|words| words.join(" ")).collect();
        let mut written = if except.is_empty() { String::new() } else { format!("except = {except:?}\n") };
        for (key, other) in ["unless", "with", "unless-before", "clause"].into_iter().zip(self.others) {
            if let Some(word) = other {
                written +=
                    &if key == "clause" { format!("{key} = \"{word}\"\n") } else { format!("{key} = [\"{word}\"]\n") };
            }
        }
        OTHERS.iter().zip(self.others).filter(|(_, other)| other.is_some()).for_each(|(word, _)| {
            if !written.contains(&format!("[vocabulary.{word}]")) {
                written += &format!("[vocabulary.{word}]\nwords = \"{word}\"\n");
            }
        });
        written
    }

    /// Where the ways match in a sentence, by brute force: the longest at each place, none in another.
    fn matches(&self, ways: &[Vec<Word>], words: &[&str]) -> Vec<(usize, usize)> {
        let phrase = |phrase: &[&str], at: usize| words[at..].starts_with(phrase);
        let mut masked = vec![false; words.len()];
        let mut at = 0;
        while at < words.len() {
            let longest = self.except.iter().filter(|mask| phrase(mask, at)).map(Vec::len).max();
            masked[at..at + longest.unwrap_or(0)].fill(true);
            at += longest.unwrap_or(1);
        }
        let [unless, with, before, clause] = self.others;
        let cancelled =
            unless.is_some_and(|word| words.contains(&word)) || with.is_some_and(|word| !words.contains(&word));
        let governed = |at: usize| {
            let from = words[..at].iter().rposition(|word| Some(*word) == clause).map_or(0, |at| at + 1);
            words[from..at].iter().any(|word| Some(*word) == before)
        };
        let fits = |way: &[Word], at: usize| {
            way.iter().zip(at..).all(|(word, at)| match word {
                Word::Outside(text) => words[at] == *text,
                Word::First(text) => words[at] == *text && !masked[at] && !cancelled && !governed(at),
                Word::Further(text) => words[at] == *text && !masked[at],
            })
        };
        let (mut found, mut at) = (Vec::new(), 0);
        while at < words.len() {
            let here = ways.iter().filter(|way| at + way.len() <= words.len() && fits(way, at));
            found.extend(here.map(Vec::len).max().map(|length| (at, at + length)));
            at = found.last().map_or(0, |&(_, end)| end).max(at + 1);
        }
        found
    }
}

fn context() -> impl Strategy<Value = Context> {
    let phrase = prop::collection::vec(prop::sample::select(&WORDS[..]), 1..3);
    let others = prop::array::uniform4(prop::bool::weighted(0.2));
    (prop::collection::vec(phrase, 0..3), others).prop_map(|(except, others)| Context {
        except,
        // Clauses matter to what stands before in them, and nothing else.
        others: std::array::from_fn(|at| (others[at] && (at < 3 || others[2])).then_some(OTHERS[at])),
    })
}

proptest! {
    #![proptest_config(cases::config())]

    #[test]
    fn a_pattern_minds_the_context_of_what_it_names(
        (pattern, ways) in sequence(),
        context in context(),
        sentences in prop::collection::vec(prop::collection::vec(prop::sample::select(&["zuka", "moriv", "teplo", "wanz", "zuka", "teplo", "ilf", "gorn", "karv"][..]), 1..12), 1..6),
    ) {
        let ways = ways.unwrap_or_default();
        prop_assume!(!ways.is_empty() && !ways.iter().any(Vec::is_empty));
        // Each sentence is a list item: its words are all that stands in it.
        let mut text = "**Situation:** It was.\n**Task:** It had.\n**Action:** I did.\n**Result:**\n\n".to_owned();
        let mut expected = Vec::new();
        for words in &sentences {
            let places: Vec<usize> = words.iter().scan(text.len() + 2, |at, word| Some(std::mem::replace(at, *at + word.len() + 1))).collect();
            text += &format!("- {}\n", words.join(" "));
            expected.extend(context.matches(&ways, words).iter().map(|&(from, to)| Span::new(places[from]..places[to - 1] + words[to - 1].len())));
        }
        let [short, _] = found_with(&context.written(), &pattern, &["none".to_owned()], &text);
        prop_assert_eq!(short.concat(), expected, "{} with {} in {}", pattern, context.written(), text);
    }

    #[test]
    fn a_pattern_finds_what_it_stands_for(
        (pattern, ways) in sequence(),
        words in prop::collection::vec(prop::sample::select(&["zuka", "moriv", "teplo", "wanz", "zuka", "ilf", "."][..]), 0..60),
    ) {
        let ways = ways.unwrap_or_default();
        prop_assume!(!ways.is_empty() && !ways.iter().any(Vec::is_empty));
        let phrases = written(&ways);
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
