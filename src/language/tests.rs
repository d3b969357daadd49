//! What patterns and contexts mean, an example each.

use super::compile::compile;
use super::definition::{Definition, Origin, Reference, Written};
use super::inflection::Irregulars;
use super::matcher::Searcher;
use super::pattern;
use crate::parse::Kinds;
use crate::parse::words::{self, Sentence, Token, TokenKind, Words};
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A text in which each line is a sentence.
fn read(source: &str) -> Words {
    let mut text = Words::default();
    let place = |part: &str| part.as_ptr() as usize - source.as_ptr() as usize;
    for line in source.lines() {
        let first = text.tokens.len();
        for word in line.split_whitespace() {
            for (number, token) in words::tokens(word).enumerate() {
                let kind = match token.chars().next() {
                    Some(digit) if digit.is_ascii_digit() => TokenKind::Number,
                    Some(letter) if letter.is_alphabetic() || letter == '\'' => TokenKind::Word,
                    _ => TokenKind::Symbol,
                };
                let span = Span::new(place(token)..place(token) + token.len());
                text.tokens.push(Token { span, kind, glued: number > 0, counts: true, quoted: false });
            }
        }
        text.sentences.push(Sentence { tokens: first..text.tokens.len(), section: 0 });
    }
    text
}

fn written(patterns: &[&str]) -> Vec<Written> {
    let items = |pattern: &str| pattern::parse(pattern).expect("a pattern");
    patterns.iter().map(|pattern| Written { items: items(pattern), origin: Origin::default() }).collect()
}

fn vocabulary(patterns: &[&str]) -> Definition {
    Definition { entries: written(patterns), ..Definition::default() }
}

fn names(name: &str) -> Vec<Reference> {
    vec![Reference { text: name.into(), origin: Origin::default() }]
}

/// What the vocabulary `wanted` matches, as it is written in the text.
fn matches<'t>(vocabularies: &[(&str, Definition)], source: &'t str) -> Vec<&'t str> {
    let definitions: BTreeMap<_, _> =
        vocabularies.iter().map(|(name, it)| ((*name).to_owned(), Arc::new(it.clone()))).collect();
    let (index, ids) = compile(definitions, &Irregulars::default()).expect("vocabularies");
    let text = read(source);
    let mut searcher = Searcher::new(&index, &[(ids["wanted"], Kinds::ALL)]);
    let found = searcher.search(&index, &text, source, |_| Kinds::ALL);
    found.into_iter().map(|found| text.cover(found.tokens).of(source)).collect()
}

/// What one pattern matches.
fn pattern<'t>(pattern: &str, source: &'t str) -> Vec<&'t str> {
    matches(&[("wanted", vocabulary(&[pattern]))], source)
}

/// What `wanted` matches with a context, beside the vocabulary `other`.
fn in_context<'t>(wanted: Definition, other: &str, source: &'t str) -> Vec<&'t str> {
    matches(&[("wanted", wanted), ("other", vocabulary(&[other]))], source)
}

#[test]
fn a_word_matches_in_any_case_and_with_any_apostrophe() {
    assert_eq!(pattern("can't wait", "I CAN’T wait"), ["CAN’T wait"]);
}

#[test]
fn the_longest_match_wins_and_matches_do_not_overlap() {
    assert_eq!(pattern("a b?", "a b a"), ["a b", "a"]);
    assert_eq!(matches(&[("wanted", vocabulary(&["a b", "b c"]))], "a b c"), ["a b"]);
}

#[test]
fn groups_and_repetitions_stand_for_all_that_they_write_out() {
    assert_eq!(
        pattern("(cut|brought down) by", "we cut by and brought down by, brought by"),
        ["cut by", "brought down by"]
    );
    assert_eq!(
        pattern("very{2,3} good", "very good\nvery very good\nvery very very good"),
        ["very very good", "very very very good"]
    );
}

#[test]
fn wildcards_need_a_letter_more_than_they_say() {
    assert_eq!(pattern("was *ed", "it was fixed, was red, was ed"), ["was fixed", "was red"]);
}

#[test]
fn classes_tell_kinds_of_tokens() {
    assert_eq!(pattern("in <year>", "in 2021, in 4021"), ["in 2021"]);
    assert_eq!(pattern("<digits>~ms", "10ms, 20 ms"), ["10ms"]);
    assert_eq!(pattern("<digits> ~\"%\"", "5% of 6 %"), ["5%"]);
}

#[test]
fn edges_hold_a_pattern_at_the_ends_of_a_sentence() {
    assert_eq!(pattern("<start> so", "so it was so\nso"), ["so", "so"]);
    assert_eq!(pattern("done <end>", "done and done.\ndone"), ["done", "done"]);
}

#[test]
fn nothing_matches_across_two_sentences() {
    assert_eq!(pattern("a b", "a\nb"), Vec::<&str>::new());
}

#[test]
fn a_pattern_goes_on_behind_any_match_of_a_vocabulary_that_it_names() {
    let wanted = ("wanted", vocabulary(&["{unit} faster"]));
    let unit = ("unit", vocabulary(&["(day|days)", "working days"]));
    assert_eq!(matches(&[wanted, unit], "ten working days faster"), ["working days faster"]);
}

#[test]
fn a_look_alike_takes_out_what_it_touches_and_leaves_the_rest() {
    let wanted = || Definition { except: written(&["b c"]), ..vocabulary(&["a b?", "b"]) };
    assert_eq!(matches(&[("wanted", wanted())], "a b c"), ["a"]);
    assert_eq!(matches(&[("wanted", wanted())], "b c\nb"), ["b"]);
}

#[test]
fn a_look_alike_of_a_named_vocabulary_holds_inside_patterns() {
    let number = Definition { except: written(&["24 \"/\" 7"]), ..vocabulary(&["<digits>"]) };
    let all = [("number", number), ("wanted", vocabulary(&["{number} (day|days)"]))];
    assert_eq!(matches(&all, "24/7 days\n24 day"), ["24 day"]);
}

#[test]
fn another_match_in_the_sentence_cancels_or_is_needed() {
    let unless = || Definition { unless: names("other"), ..vocabulary(&["we"]) };
    assert_eq!(in_context(unless(), "i", "we did what i said\nwe did"), ["we"]);
    let with = || Definition { with: names("other"), ..vocabulary(&["we"]) };
    assert_eq!(in_context(with(), "i", "we did what i said\nwe did"), ["we"]);
}

#[test]
fn an_earlier_match_cancels_within_its_clause() {
    let comma = ("comma", vocabulary(&["\",\""]));
    let wanted = Definition { unless_before: names("other"), clause: names("comma").pop(), ..vocabulary(&["we"]) };
    let all = [("wanted", wanted), ("other", vocabulary(&["i"])), comma];
    assert_eq!(matches(&all, "i knew we did"), Vec::<&str>::new());
    assert_eq!(matches(&all, "i knew, we did"), ["we"]);
    assert_eq!(matches(&all, "we did what i knew"), ["we"]);
}

#[test]
fn a_sentence_that_comes_again_has_the_same_matches() {
    let wanted = || Definition { unless: names("other"), ..vocabulary(&["we <digits>? b*", "b c"]) };
    // The numbers are the same to every pattern, the words are not.
    let text = "we 10 bought b c\nso we 2021 b c\nwe 12 built b c\nwe 12 built i\nwe 10 bought b c";
    let each: Vec<_> = text.lines().flat_map(|line| in_context(wanted(), "i", line)).collect();
    assert_eq!(in_context(wanted(), "i", text), each);
    assert_eq!(each, ["we 10 bought", "b c", "b c", "we 12 built", "b c", "we 10 bought", "b c"]);
}

#[test]
fn a_match_is_found_wherever_it_stands_in_a_long_sentence() {
    for before in [62, 63, 64, 127, 128, 129] {
        let text = format!("{}a 10b d", "c ".repeat(before));
        assert_eq!(pattern("a <digits>~b (d|e) <end>", &text), ["a 10b d"], "{before} words before it");
        assert_eq!(pattern("c{2} a <digits>", &text), ["c c a 10"], "{before} words before it");
    }
}

#[test]
fn vocabularies_that_name_each_other_are_an_error() {
    let circle = [("a", vocabulary(&["{b} x"])), ("b", vocabulary(&["{a} y"]))];
    let errors = compile(circle.map(|(name, it)| (name.to_owned(), Arc::new(it))).into(), &Irregulars::default())
        .expect_err("a circle");
    assert!(errors.iter().any(|error| error.message.contains("refers to itself")), "{errors:?}");
}

#[test]
fn verbs_match_in_all_forms_and_in_the_one_that_is_asked_for() {
    let deed = || ("deed", Definition { verbs: vec!["mend".into(), "set_up".into()], ..Definition::default() });
    let text = "mended it, mends it, set up it, mending it";
    assert_eq!(matches(&[deed(), ("wanted", vocabulary(&["{deed} it"]))], text).len(), 4);
    assert_eq!(matches(&[deed(), ("wanted", vocabulary(&["{deed:past} it"]))], text), ["mended it"]);
    // A vocabulary whose name comes before that of the verbs knows them, too.
    assert_eq!(
        matches(&[deed(), ("asked", vocabulary(&["{deed:gerund}"])), ("wanted", vocabulary(&["{asked} it"]))], text),
        ["mending it"]
    );
}
