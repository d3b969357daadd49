//! What the words of a possible label mean: `Situation / Task`, `S (Situation)`, `My actions`, `+R`.

use super::grammar::Grammar;
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

/// What a head such as `Situation / Task`, `S (Situation)`, `Action & Result` or `+R` means.
pub(super) fn classify(head: &str, marked: bool, grammar: &Grammar) -> Option<Meaning> {
    let head = head.trim_matches(|c: char| !is_letter(c) && !matches!(c, '(' | '（' | ')' | '）' | '+'));
    let extra = head.starts_with('+');
    let mut rest = head.trim_start_matches('+');
    let Meaning { mut kinds, mut uses } = Meaning::default();
    let mut known = false;
    // The mark before the part in work; a space before the first one.
    let mut joint = ' ';
    while !rest.is_empty() {
        let end = rest
            .find(['/', '&', '+', ',', '(', '（', '—', '–', '|'])
            .or_else(|| rest.find(" - "))
            .unwrap_or(rest.len());
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
        if known && matches!(joint, '(' | '（' | '—' | '–' | '-') {
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
    let labels = kinds != Kinds::NONE || uses.has(Uses::QUESTION.union(Uses::ASIDE));
    labels.then_some(Meaning { kinds, uses })
}

/// The uses of one part of a head: a known phrase, the phrase without "my" or "the" before it or a number
/// around it, or two known phrases with "and" between them.
pub(super) fn part_uses(part: &str, grammar: &Grammar) -> Uses {
    let part = part.trim_end_matches([')', '）']).trim();
    let part =
        part.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '#' | '.' | ' ' | '*' | '_' | ':' | '-' | '"'));
    if part.len() == 1 && !part.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Uses::NONE;
    }
    let whole = || grammar.uses(part).if_has(LABEL);
    let Some((first, others)) = part.split_once(' ') else { return whole() };
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
        let (joiner, right) = part[at + 1..].trim_start().split_once(' ')?;
        grammar.uses(joiner).has(Uses::JOINER).then_some(())?;
        let (left, right) = (part_uses(&part[..at], grammar), part_uses(right, grammar));
        (left.has(Uses::SECTION) && right.has(Uses::SECTION)).then(|| left.union(right))
    });
    joined.unwrap_or_default()
}
