//! The forms of English verbs and nouns: regular ones by rule, the others as the rule files list them.

use std::collections::BTreeMap;

/// The forms of a verb that a pattern can ask for, as `{deed:past}` does.
pub const VERB_FORMS: [&str; 5] = ["base", "past", "participle", "gerund", "third"];

/// The forms of a noun.
pub const NOUN_FORMS: [&str; 2] = ["singular", "plural"];

/// Irregular words by their base: the other forms in the order of [`VERB_FORMS`] or [`NOUN_FORMS`], spellings of one form
/// parted by `/`.
pub type Irregular = BTreeMap<String, Vec<String>>;

/// The words whose forms no rule gives.
#[derive(Clone, Debug, Default)]
pub struct Irregulars {
    /// Verbs.
    pub verbs: Irregular,
    /// Nouns.
    pub nouns: Irregular,
}

/// The forms of a verb, each with its name. In a verb of several words, written with `_` for the space, the first one
/// is inflected.
pub fn verb(written: &str, irregular: &Irregular) -> Vec<(&'static str, String)> {
    let (base, particles) = written.split_once('_').unwrap_or((written, ""));
    let listed = irregular.get(base).map_or(&[][..], Vec::as_slice);
    let past = listed.first().cloned().unwrap_or_else(|| past(base));
    let participle = listed.get(1).unwrap_or(&past).clone();
    let gerunds =
        || past.split('/').map(|past| doubled(base, past).map_or_else(|| gerund(base), |stem| format!("{stem}ing")));
    let gerund = listed.get(2).cloned().unwrap_or_else(|| gerunds().collect::<Vec<_>>().join("/"));
    let third = listed.get(3).cloned().unwrap_or_else(|| with_s(base));
    let forms = [base.to_owned(), past, participle, gerund, third];
    spelled(VERB_FORMS.into_iter().zip(forms), particles, false)
}

/// The forms of a noun, each with its name. Of several words, written with `_`, the last one is inflected.
pub fn noun(written: &str, irregular: &Irregular) -> Vec<(&'static str, String)> {
    let (before, base) = written.rsplit_once('_').unwrap_or(("", written));
    let plural = irregular.get(base).and_then(|listed| listed.first().cloned()).unwrap_or_else(|| with_s(base));
    spelled(NOUN_FORMS.into_iter().zip([base.to_owned(), plural]), before, true)
}

/// Every spelling of every form, with the words around it.
fn spelled(
    forms: impl Iterator<Item = (&'static str, String)>,
    around: &str,
    before: bool,
) -> Vec<(&'static str, String)> {
    let around = around.replace('_', " ");
    let whole = |form: &str| match before {
        _ if around.is_empty() => form.to_owned(),
        true => format!("{around} {form}"),
        false => format!("{form} {around}"),
    };
    let mut all = Vec::new();
    for (name, form) in forms {
        for spelling in form.split('/') {
            all.push((name, whole(spelling)));
            all.extend(british(spelling).map(|spelling| (name, whole(&spelling))));
        }
    }
    all
}

/// The other spelling of "organize" and "analyze", in any form.
fn british(word: &str) -> Option<String> {
    let (stem, ending) = ["ize", "ized", "izing", "izes", "yze", "yzed", "yzing", "yzes"]
        .into_iter()
        .find_map(|ending| Some((word.strip_suffix(ending)?, ending)))?;
    (stem.len() > 3).then(|| format!("{stem}{}", ending.replace('z', "s")))
}

/// The stem of a past form that doubles the last letter: "committed" says that it is "committing", too.
fn doubled<'p>(base: &str, past: &'p str) -> Option<&'p str> {
    past.strip_suffix("ed")
        .filter(|stem| stem.len() == base.len() + 1 && stem.starts_with(base) && !base.ends_with('e'))
}

fn is_vowel(letter: u8) -> bool {
    b"aeiou".contains(&letter)
}

/// Whether the last consonant doubles, as in "stopped": one short syllable.
fn doubles(base: &str) -> bool {
    let [before @ .., vowel, last] = base.as_bytes() else { return false };
    let other = before.strip_suffix(b"u").filter(|rest| rest.ends_with(b"q")).unwrap_or(before);
    is_vowel(*vowel)
        && !is_vowel(*last)
        && !b"wxy".contains(last)
        && !other.iter().any(|letter| is_vowel(*letter) || *letter == b'y')
}

fn ends_in_consonant_y(base: &str) -> bool {
    base.strip_suffix('y').is_some_and(|stem| stem.bytes().last().is_some_and(|last| !is_vowel(last)))
}

fn past(base: &str) -> String {
    if base.ends_with('e') {
        format!("{base}d")
    } else if ends_in_consonant_y(base) {
        format!("{}ied", &base[..base.len() - 1])
    } else if doubles(base) {
        format!("{base}{}ed", &base[base.len() - 1..])
    } else {
        format!("{base}ed")
    }
}

fn gerund(base: &str) -> String {
    match base.strip_suffix("ie") {
        Some(stem) => format!("{stem}ying"),
        None if doubles(base) => format!("{base}{}ing", &base[base.len() - 1..]),
        None => match base.strip_suffix('e').filter(|stem| !stem.ends_with(['e', 'o', 'y'])) {
            Some(stem) => format!("{stem}ing"),
            None => format!("{base}ing"),
        },
    }
}

/// The third person of a verb and the plural of a noun.
fn with_s(base: &str) -> String {
    if ends_in_consonant_y(base) {
        format!("{}ies", &base[..base.len() - 1])
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|ending| base.ends_with(ending)) {
        format!("{base}es")
    } else {
        format!("{base}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verb_forms(written: &str, listed: &[(&str, &str)]) -> String {
        let irregular = listed
            .iter()
            .map(|(base, forms)| ((*base).to_owned(), forms.split_whitespace().map(str::to_owned).collect()));
        verb(written, &irregular.collect()).into_iter().map(|(_, form)| form).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn verbs_follow_the_rules_of_spelling() {
        for (base, forms) in [
            ("mend", "mend, mended, mended, mending, mends"),
            ("bake", "bake, baked, baked, baking, bakes"),
            ("carry", "carry, carried, carried, carrying, carries"),
            ("play", "play, played, played, playing, plays"),
            ("stop", "stop, stopped, stopped, stopping, stops"),
            ("fix", "fix, fixed, fixed, fixing, fixes"),
            ("visit", "visit, visited, visited, visiting, visits"),
            ("tie", "tie, tied, tied, tying, ties"),
            ("agree", "agree, agreed, agreed, agreeing, agrees"),
            (
                "organize",
                "organize, organise, organized, organised, organized, organised, organizing, organising, organizes, organises",
            ),
            ("mop_out", "mop out, mopped out, mopped out, mopping out, mops out"),
        ] {
            assert_eq!(verb_forms(base, &[]), forms);
        }
    }

    #[test]
    fn irregular_verbs_take_what_is_listed() {
        assert_eq!(
            verb_forms("write_up", &[("write", "wrote written")]),
            "write up, wrote up, written up, writing up, writes up"
        );
        assert_eq!(
            verb_forms("commit", &[("commit", "committed")]),
            "commit, committed, committed, committing, commits"
        );
        assert_eq!(
            verb_forms("label", &[("label", "labelled/labeled")]),
            "label, labelled, labeled, labelled, labeled, labelling, labeling, labels"
        );
    }

    #[test]
    fn nouns_have_a_plural() {
        let plural = |written: &str| noun(written, &Irregular::new()).pop().map(|(_, form)| form);
        for (singular, many) in
            [("box", "boxes"), ("party", "parties"), ("night_shift", "night shifts"), ("day", "days")]
        {
            assert_eq!(plural(singular).as_deref(), Some(many));
        }
    }
}
