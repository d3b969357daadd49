//! Tells a label from a word of a sentence that a line break put at the start of a line.
//!
//! "Process." below a line that breaks off in the middle of a sentence ends that sentence; "Task: …" below a line
//! that ends one is a label. What is set off by more than a colon is one in either case.

use super::answer_builder::AnswerBuilder;
use super::asides::without_asides;
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark};
use super::quotes::is_quote;

/// Nobody wraps text at fewer columns, so a shorter line was ended on purpose.
const NARROWEST: usize = 40;

/// A line that goes on with a paragraph, and the line before it.
pub(super) struct Continued<'a> {
    /// The line before.
    pub before: &'a str,
    /// The line.
    pub line: &'a str,
    /// The byte of the file at which it begins.
    pub start: u32,
}

impl Continued<'_> {
    /// Whether what could be a label at the start of the line is text of the paragraph. `draft`: the answer in work.
    pub fn is_prose(&self, hit: &LabelCandidate, draft: Option<&AnswerBuilder>) -> bool {
        let line = without_asides(self.line);
        let rest = line.get((hit.span.start - self.start) as usize..).unwrap_or_default();
        let lower = rest.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
        let ended = ends_sentence(without_asides(self.before));
        let style = hit.style;
        let first = draft.and_then(|draft| draft.parts.first()).map(|part| &part.hit);
        // "process." at the end of a sentence: a label is no sentence.
        let stopped = rest.trim_end_matches(closes).ends_with(['.', '!', '?', ',', ';']);
        let alone = style.end == ' ' && self.text(hit).is_empty();
        match style.mark {
            Mark::Heading(_) | Mark::Table => return false,
            // "(A) and (B)": what goes on with labels in parentheses is looked at as labels within a line.
            Mark::Paren => {
                let usual = first.is_some_and(|first| first.style.mark == Mark::Paren);
                let comes_next = usual && draft.is_none_or(|draft| !draft.kinds.meets(hit.kinds));
                return !(ended || comes_next);
            }
            Mark::Bold => {
                let usual = first.is_some_and(|first| first.style.mark == Mark::Bold && first.style.end == style.end);
                return !ended && style.end != ':' && (lower || !(alone || usual));
            }
            Mark::Plain => {}
        }
        if alone && stopped {
            return true;
        }
        // A dash in front of the line is no mark of a list here: Markdown would have said so.
        let unseen = draft.is_none_or(|draft| !draft.kinds.meets(hit.kinds) || hit.kinds == Kinds::OTHER);
        let fills_a_gap = unseen && hit.uses.is_strong();
        let narrow = self.is_narrow();
        let Some(first) = first else {
            return style.end == '-' && !ended || lower && !(ended || narrow && hit.uses.is_strong());
        };
        let alike = first.style.mark == Mark::Plain && first.style.end == style.end;
        if lower && !(alike && first.lower) {
            return true;
        }
        let note = hit.kinds == Kinds::NONE;
        match (ended, alike) {
            (true, true) => false,
            (true, false) => !(fills_a_gap || note) || style.end == '-',
            (false, true) => !(unseen || hit.kinds == first.kinds || narrow),
            (false, false) => !(narrow && (fills_a_gap || note)) || style.end == '-',
        }
    }

    /// What stands on the line behind a label.
    fn text(&self, hit: &LabelCandidate) -> &str {
        self.line.get((hit.text - self.start) as usize..).unwrap_or_default().trim()
    }

    /// Whether the line before was ended on purpose: the first word of this one would have fitted even on a narrow
    /// page.
    fn is_narrow(&self) -> bool {
        let word = self.line.split_whitespace().next().unwrap_or_default();
        let width =
            without_asides(self.before).chars().take(NARROWEST).count() + 1 + word.chars().take(NARROWEST).count();
        width < NARROWEST
    }
}

/// Whether a sentence, or what introduces something, ends with a line.
fn ends_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(closes);
    end.is_empty() || end.ends_with(['.', '!', '?', ':', ';', '…', '|', '。', '！', '？', '：', '；'])
}

/// What may stand behind the mark that ends a sentence.
fn closes(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '\'' | '’' | ')' | '）' | ']' | '*' | '_' | '\\')
}
