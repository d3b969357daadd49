//! What could be labels on the lines of a note, and how many of them look alike.

use super::document::{Document, Line, LineKind};
use super::grammar::Grammar;
use super::inline_labels;
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark};
use super::labels::{self, Beginning};

/// What could be labels on a line.
#[derive(Default)]
pub(super) struct Candidates {
    /// The one that it begins with.
    pub start: Option<LabelCandidate>,
    /// What is the one that it begins with where its neighbours say so.
    pub likely: Option<LabelCandidate>,
    /// Those of STAR sections that stand within it.
    pub inside: Vec<LabelCandidate>,
}

impl Candidates {
    pub fn on(line: Line, text: &str, document: &Document, grammar: &Grammar) -> Candidates {
        let readable = match line.kind {
            LineKind::Hidden | LineKind::Blank | LineKind::Rule => false,
            LineKind::Fence(fence) => document.fences[fence as usize].plain,
            _ => true,
        };
        if !readable {
            return Candidates::default();
        }
        let raw = line.span.of(text);
        let Beginning { label: start, likely } = labels::at_start(raw, line.span.start, grammar);
        let mut inside = Vec::new();
        inline_labels::inside(raw, line.span.start, grammar, &mut inside);
        inside.retain(|hit| hit.kinds.is_star());
        Candidates { start, likely, inside }
    }
}

/// The kinds of the labels of some lines, by how they are set off. Labels within a line count only together: three
/// parts of a story in lines without a gap between them.
#[derive(Default)]
pub(super) struct Marks {
    parens: Kinds,
    plain: Kinds,
    bold: Kinds,
}

impl Marks {
    pub fn of(lines: &[Candidates]) -> Marks {
        let mut marks = Marks::default();
        if lines.iter().all(|line| line.inside.is_empty()) {
            return marks;
        }
        for hit in lines.iter().flat_map(|line| line.start.iter().chain(&line.inside)) {
            let kinds = match hit.style.mark {
                Mark::Paren => &mut marks.parens,
                Mark::Plain => &mut marks.plain,
                _ => &mut marks.bold,
            };
            *kinds = kinds.union(hit.kinds);
        }
        marks
    }

    pub fn are_enough(&self, mark: Mark) -> bool {
        let kinds = match mark {
            Mark::Paren => self.parens,
            Mark::Plain => self.plain,
            _ => self.bold,
        };
        kinds.star_count() >= 3
    }
}
