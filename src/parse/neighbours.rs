//! Takes what is likely a label for one where the labels before and after it say so: they look alike, and together they
//! are the parts of a story in their order.

use super::candidates::Candidates;
use super::document::{Line, LineKind};
use super::kinds::Kinds;
use super::label::{LabelCandidate, Mark};

/// Labels that look alike, in the order of a story.
#[derive(Default)]
struct Row {
    members: Vec<Member>,
}

#[derive(Clone, Copy)]
struct Member {
    kinds: Kinds,
    /// The line of one that is only likely.
    likely: Option<usize>,
}

impl Row {
    /// Takes a label, if it comes next in the story; returns whether it did.
    fn take(&mut self, member: Member) -> bool {
        // Something likely gives way to a label that cannot stand behind it.
        while let (None, Some(Member { likely: Some(_), kinds })) = (member.likely, self.members.last())
            && kinds.rank() >= member.kinds.rank()
        {
            self.members.pop();
        }
        let next = self.members.last().is_none_or(|last| last.kinds.rank() < member.kinds.rank());
        if next {
            self.members.push(member);
        }
        next
    }

    /// Ends the row: its members are labels where enough of them stand together.
    fn end(&mut self, lines: &mut [Candidates]) {
        let members = std::mem::take(&mut self.members);
        let kinds = members.iter().fold(Kinds::NONE, |all, member| all.union(member.kinds)).star_count();
        let sure = members.iter().filter(|member| member.likely.is_none()).count();
        if kinds == 4 || kinds == 3 && sure == 2 {
            for line in members.iter().filter_map(|member| member.likely) {
                lines[line].start = lines[line].likely.take();
            }
        }
    }
}

/// Takes the likely labels of some lines for labels where their neighbours say so.
pub(super) fn settle(lines: &[Line], candidates: &mut [Candidates]) {
    if candidates.iter().all(|line| line.likely.is_none()) {
        return;
    }
    let mut rows: Vec<(Look, Row)> = Vec::new();
    for index in 0..candidates.len() {
        let Candidates { start, likely, .. } = candidates[index];
        let sure = start.filter(|hit| hit.kinds.is_star());
        if let (LineKind::Heading(level), None, None) = (lines[index].kind, sure, likely) {
            // Other headings end what stands above them.
            let ended = |look: &Look| !matches!(look.mark, Mark::Heading(deeper) if deeper < level);
            rows.iter_mut().filter(|(look, _)| ended(look)).for_each(|(_, row)| row.end(candidates));
        }
        let Some(hit) = sure.or(likely) else { continue };
        let look = Look::of(&hit);
        let number = rows.iter().position(|(other, _)| *other == look).unwrap_or_else(|| {
            rows.push((look, Row::default()));
            rows.len() - 1
        });
        let row = &mut rows[number].1;
        let member = Member { kinds: hit.kinds, likely: sure.is_none().then_some(index) };
        if !row.take(member) && (sure.is_some() || hit.kinds == Kinds::SITUATION) {
            row.end(candidates);
            row.take(member);
        }
    }
    for (_, row) in &mut rows {
        row.end(candidates);
    }
}

/// What labels of one row have in common; there are few of them.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    mark: Mark,
    bullet: bool,
    quote: bool,
}

impl Look {
    fn of(hit: &LabelCandidate) -> Look {
        Look { mark: hit.style.mark, bullet: hit.style.bullet, quote: hit.style.quote }
    }
}
