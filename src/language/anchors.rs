//! What each pattern cannot do without: of its words and vocabularies, those that stand in the fewest sentences.
//!
//! Only the patterns whose anchor stands in a sentence are tried there. How often a word stands in sentences is
//! guessed from how many patterns name it: both are high for "the", "to" and "was".

use super::class;
use super::code::{Code, Operation};
use super::index::{Id, Posting};
use super::opening::Key;

/// One of these stands in each match, and how many sentences have one, as a rank. None if nothing must.
type Anchor = Option<(u32, Vec<Key>)>;

/// The rank of a class that not all tokens have; "the" has a higher one.
const SOME: u32 = 500;

/// The rank of what stands in every sentence.
const ALL: u32 = 1 << 20;

/// Finds the anchors of patterns, which must come in the order of their vocabularies.
pub(super) struct Anchors<'a> {
    code: &'a Code<'a>,
    /// For each word how many patterns name it.
    uses: &'a [u32],
    /// The ranks of the vocabularies.
    ranks: Vec<u32>,
}

impl<'a> Anchors<'a> {
    /// `members` are for each word the vocabularies that have it as a member.
    pub fn new(code: &'a Code<'a>, uses: &'a [u32], members: &[Vec<u32>], vocabularies: usize) -> Anchors<'a> {
        let mut ranks = vec![0_u32; vocabularies];
        for (ids, uses) in members.iter().zip(uses) {
            for &id in ids {
                ranks[id as usize] = ranks[id as usize].saturating_add(1 + uses);
            }
        }
        Anchors { code, uses, ranks }
    }

    /// The anchor of the next pattern.
    pub fn of(&mut self, pattern: Posting) -> Vec<Key> {
        let (rank, keys) = self.sequence(pattern.code()).unwrap_or((ALL, vec![Key::Class(class::ANY)]));
        let known = &mut self.ranks[usize::from(pattern.vocabulary())];
        *known = known.saturating_add(rank);
        keys
    }

    fn sequence(&self, mut at: usize) -> Anchor {
        let mut best: Anchor = None;
        while self.code.head(at).operation() != Operation::Done {
            if self.code.head(at).min() > 0 {
                let item = self.item(at);
                let rank = |anchor: &Anchor| anchor.as_ref().map_or(ALL, |(rank, _)| *rank);
                if rank(&item) < rank(&best) {
                    best = item;
                }
            }
            at = self.code.after(at);
        }
        best
    }

    fn item(&self, at: usize) -> Anchor {
        let argument = self.code.argument(at);
        let word = |word: u32| (1 + self.uses[word as usize], vec![Key::Word(word)]);
        match self.code.head(at).operation() {
            Operation::Word => Some(word(argument)),
            Operation::Class if argument <= class::WORD => None,
            Operation::Class => Some((SOME, vec![Key::Class(argument)])),
            Operation::Vocabulary => Some((self.ranks[argument as usize], vec![Key::Member(argument as Id)])),
            Operation::Set => self.code.words(at).map(|it| Some(word(it))).reduce(either).flatten(),
            Operation::Group => self.code.alternatives(at).map(|at| self.sequence(at)).reduce(either).flatten(),
            Operation::Done => None,
        }
    }
}

/// What one of two cannot do without.
fn either(one: Anchor, other: Anchor) -> Anchor {
    let ((rank, mut keys), (more, others)) = (one?, other?);
    keys.extend(others);
    Some((rank.saturating_add(more), keys))
}
