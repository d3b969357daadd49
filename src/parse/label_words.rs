//! What the words of a possible label mean: `Situation / Task`, `S (Situation)`, `My actions`, `+R`.

use super::grammar::Grammar;
use super::head::{closes, opens};
use super::kinds::Kinds;
use super::letters::is_letter;
use super::uses::Uses;

/// The uses of a label.
const LABEL: Uses = Uses::SECTION.union(Uses::QUESTION).union(Uses::ASIDE);

/// What the first word of a label may be.
const BEGINS: Uses = LABEL.union(Uses::DETERMINER).union(Uses::FIRST);

/// What the head of a label means.
#[derive(Clone, Copy, Default)]
pub(super) struct Meaning {
    /// The sections that it would open.
    pub kinds: Kinds,
    /// All uses of its words.
    pub uses: Uses,
}

impl Meaning {
    /// That of a single word.
    pub fn of(uses: Uses) -> Meaning {
        Meaning { kinds: uses.kinds(), uses }
    }
}

/// What a head such as `Situation / Task`, `S (Situation)`, `[S] Situation`, `Action & Result` or `+R` means.
pub(super) fn classify(head: &str, marked: bool, grammar: &Grammar) -> Option<Meaning> {
    let head = head.trim_matches(|c: char| !is_letter(c) && !opens(c) && !closes(c) && c != '+');
    let extra = head.starts_with('+');
    let mut rest = head.trim_start_matches('+').trim_start_matches(opens);
    let Meaning { mut kinds, mut uses } = Meaning::default();
    let mut known = false;
    let mut listed = false;
    // The mark before the part in work; a space before the first one.
    let mut joint = ' ';
    while !rest.is_empty() {
        let separates = |c: char| matches!(c, '/' | '&' | '+' | ',' | '—' | '–' | '|') || opens(c) || closes(c);
        let end = rest.find(separates).or_else(|| rest.find(" - ")).unwrap_or(rest.len());
        let part = rest[..end].trim();
        let found = part_uses(part, grammar);
        let stray = match joint {
            ' ' | '&' | '+' | ',' => !part.is_empty(),
            '/' => !marked,
            _ => false,
        };
        if found.is_none() && stray {
            return None;
        }
        listed |= joint == ',';
        if known && (matches!(joint, '—' | '–' | '-') || opens(joint) || closes(joint)) {
            // A letter that is spelled out ("S (Situation)") is as good as its word.
            if found.is_strong() && kinds.meets(found.kinds()) {
                uses = uses.without(Uses::LETTER).union(found);
            }
        } else {
            kinds = kinds.union(found.kinds());
            known |= found.has(Uses::SECTION);
            uses |= found;
        }
        if !known && found.without(Uses::SECTION).is_none() {
            return None;
        }
        let joined = rest[end..].chars().next();
        rest = rest.get(end + joined.map_or(0, char::len_utf8)..).unwrap_or("");
        joint = joined.filter(|&mark| mark != ' ').unwrap_or('-');
        if joint == '-' {
            rest = rest.trim_start_matches(['-', ' ']);
        } else if joint == '—' && !marked {
            return None;
        }
    }
    if extra && uses.is_letter() {
        return Some(Meaning { kinds: Kinds::OTHER, uses });
    }
    // "Situation, task, actions: …" is a sentence that lists them.
    if listed && kinds.star_count() > 2 {
        return None;
    }
    let labels = kinds != Kinds::NONE || uses.has(Uses::QUESTION.union(Uses::ASIDE));
    labels.then_some(Meaning { kinds, uses })
}

/// What a head means that is the name of one section with more words ("Action, as my CV has it") or with a letter out
/// of place ("Stituation"). Only a head that is set off has more words.
pub(super) fn likely(head: &str, marked: bool, grammar: &Grammar) -> Option<Meaning> {
    let mut words = head.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty());
    let mut uses = Uses::NONE;
    if head.trim().contains(' ') {
        let named = |word: &str| grammar.uses(word).if_has(Uses::STRONG);
        words.by_ref().filter(|_| marked).for_each(|word| uses |= named(word).if_has(Uses::SECTION));
    } else {
        uses = words.next().map_or(Uses::NONE, |word| grammar.misspelled(word));
    }
    let kinds = uses.kinds();
    (kinds.is_star() && kinds.star_count() == 1)
        .then_some(Meaning { kinds, uses: Uses::labelling(kinds).union(Uses::STRONG) })
}

/// The uses of one part of a head: a known phrase, the phrase without "my" or "the" before it or a number
/// around it, two known phrases with "and" between them or of the same kind, two letters.
pub(super) fn part_uses(part: &str, grammar: &Grammar) -> Uses {
    let part = part.trim_end_matches(closes).trim();
    let part =
        part.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '#' | '.' | ' ' | '*' | '_' | ':' | '-' | '"'));
    if part.len() == 1 && !part.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Uses::NONE;
    }
    let whole = || grammar.uses(part).if_has(LABEL);
    let Some((first, others)) = part.split_once(' ') else {
        return if part.len() == 2 { two_letters(part, grammar) } else { whole() };
    };
    let opening = grammar.uses(first);
    if !opening.has(BEGINS) {
        // Most heads are prose, as their first word shows.
        return Uses::NONE;
    }
    let found = whole();
    if !found.is_none() {
        return found;
    }
    if opening.has(Uses::DETERMINER) {
        return part_uses(others, grammar);
    }
    let joined = part.match_indices(' ').find_map(|(at, _)| {
        let (left, rest) = (grammar.uses(&part[..at]).if_has(Uses::SECTION), part[at + 1..].trim_start());
        if left.is_none() {
            return None;
        }
        let right = part_uses(rest, grammar);
        if right.kinds().meets(left.kinds()) {
            // "Situation 背景"
            return Some(left.union(right));
        }
        let (joiner, right) = rest.split_once(' ')?;
        let right = if grammar.uses(joiner).has(Uses::JOINER) { part_uses(right, grammar) } else { Uses::NONE };
        right.has(Uses::SECTION).then(|| left.union(right))
    });
    joined.unwrap_or_default()
}

/// The uses of `ST`: letters of two kinds that follow each other; of any other word of two bytes those of the word.
fn two_letters(word: &str, grammar: &Grammar) -> Uses {
    let whole = grammar.uses(word).if_has(LABEL);
    if !whole.is_none() || !word.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return whole;
    }
    let (first, second) = (grammar.uses(&word[..1]), grammar.uses(&word[1..]));
    let neighbours = first.kinds().is_star() && second.kinds().rank() == first.kinds().rank() + 1;
    if first.is_letter() && second.is_letter() && neighbours { first.union(second) } else { Uses::NONE }
}
