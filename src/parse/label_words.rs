//! What the words of a possible label mean: `Situation / Task`, `S (Situation)`, `My actions`, `+R`.

use super::grammar::{Grammar, Kinds, uses};
use super::words::is_letter;

/// The uses of a label.
const LABEL: u32 = 31 | uses::QUESTION | uses::ASIDE;

/// What the first word of a label may be.
const BEGINS: u32 = LABEL | uses::DETERMINER | uses::FIRST;

/// The kinds and uses of a head such as `Situation / Task`, `S (Situation)`, `Action & Result`, `+R`.
pub(super) fn classify(head: &str, marked: bool, grammar: &Grammar) -> Option<(Kinds, u32)> {
    let head = head.trim_matches(|c: char| !is_letter(c) && !matches!(c, '(' | '（' | ')' | '）' | '+'));
    let extra = head.starts_with('+');
    let head = head.trim_start_matches('+');
    let (mut kinds, mut all, mut known) = (Kinds::NONE, 0, 0);
    let mut rest = head;
    let mut joint = ' ';
    while !rest.is_empty() {
        let end = rest
            .find(['/', '&', '+', ',', '(', '（', '—', '–', '|'])
            .or_else(|| rest.find(" - "))
            .unwrap_or(rest.len());
        let part = rest[..end].trim();
        let found = part_uses(part, grammar);
        match (found, joint) {
            (0, ' ' | '&' | '+' | ',') if !part.is_empty() => return None,
            (0, '/') if !marked => return None,
            (found, _) => {
                let qualifies = known > 0 && matches!(joint, '(' | '（' | '—' | '–' | '-');
                if found & 31 != 0 && !qualifies {
                    kinds = kinds.union(Kinds(found as u8 & 31));
                    known += 1;
                }
                if known == 0 && found & !31 == 0 {
                    return None;
                }
                // A letter that is spelled out ("S (Situation)") is as good as its word.
                let spelled = qualifies && found & uses::STRONG != 0 && kinds.meets(Kinds(found as u8 & 31));
                all = if spelled {
                    (all & !uses::LETTER) | found
                } else if qualifies {
                    all
                } else {
                    all | found
                };
            }
        }
        let joined = rest[end..].chars().next();
        joint = match joined {
            Some(' ') | None => '-',
            Some(mark) => mark,
        };
        rest = rest.get(end + joined.map_or(0, char::len_utf8)..).unwrap_or("");
        rest = if joint == '-' { rest.trim_start_matches(['-', ' ']) } else { rest };
        if joint == '—' && !marked {
            return None;
        }
    }
    if extra && all & uses::LETTER != 0 {
        return Some((Kinds::OTHER, all));
    }
    (all != 0 && (kinds != Kinds::NONE || all & (uses::QUESTION | uses::ASIDE) != 0)).then_some((kinds, all))
}

/// The uses of one part of a head: a known phrase, the phrase without "my" or "the" before it or a number
/// around it, or two known phrases with "and" between them.
pub(super) fn part_uses(part: &str, grammar: &Grammar) -> u32 {
    let part = part.trim_end_matches([')', '）']).trim();
    let part =
        part.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '#' | '.' | ' ' | '*' | '_' | ':' | '-' | '"'));
    if part.len() == 1 && !part.starts_with(|c: char| c.is_ascii_uppercase()) {
        return 0;
    }
    let label = |found: u32| if found & LABEL != 0 { found } else { 0 };
    let Some((first, others)) = part.split_once(' ') else { return label(grammar.uses(part)) };
    let opening = grammar.uses(first);
    if opening & BEGINS == 0 {
        // Most heads are prose, which the first word tells.
        return 0;
    }
    let found = label(grammar.uses(part));
    if found != 0 {
        return found;
    }
    if opening & uses::DETERMINER != 0 {
        return part_uses(others, grammar);
    }
    let mut words = part.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
    words
        .find_map(|at| {
            let (left, right) = (&part[..at], part[at + 1..].trim_start());
            let (joiner, right) = right.split_once(' ')?;
            (grammar.uses(joiner) & uses::JOINER != 0).then_some(())?;
            let (left, right) = (part_uses(left, grammar), part_uses(right, grammar));
            (left & 31 != 0 && right & 31 != 0).then_some(left | right)
        })
        .unwrap_or(0)
}
