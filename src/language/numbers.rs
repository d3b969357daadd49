//! Numbers in a block of bytes, which is used where it lies in the binary.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// Little-endian numbers: of two bytes each, or of four where one is too large for that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Numbers<'a> {
    wide: bool,
    #[serde(borrow)]
    block: Cow<'a, [u8]>,
}

impl Numbers<'_> {
    pub fn new(numbers: &[u32]) -> Numbers<'static> {
        let wide = numbers.iter().any(|number| *number > u16::MAX.into());
        let length = if wide { 4 } else { 2 };
        let block: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes().into_iter().take(length)).collect();
        Numbers { wide, block: block.into() }
    }

    /// The number at an index; 0 beyond the end, as in an index without vocabularies.
    pub fn get(&self, at: usize) -> u32 {
        if self.wide {
            self.block.as_chunks().0.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes))
        } else {
            self.block.as_chunks().0.get(at).map_or(0, |bytes| u16::from_le_bytes(*bytes).into())
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.block.len() / if self.wide { 4 } else { 2 }
    }

    /// The numbers of a range.
    pub fn slice(&self, range: Range<usize>) -> impl Iterator<Item = u32> + '_ {
        range.map(|at| self.get(at))
    }
}

/// A list of numbers for each key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Lists<'a> {
    /// Where the list of each key begins, and the end of the last one.
    #[serde(borrow)]
    starts: Numbers<'a>,
    #[serde(borrow)]
    items: Numbers<'a>,
}

impl Lists<'_> {
    pub fn new(lists: &[Vec<u32>]) -> Lists<'static> {
        let mut starts = vec![0];
        for list in lists {
            starts.push(starts[starts.len() - 1] + list.len() as u32);
        }
        Lists { starts: Numbers::new(&starts), items: Numbers::new(&lists.concat()) }
    }

    /// Where the list of a key stands among all items.
    pub fn range(&self, key: u32) -> Range<usize> {
        self.starts.get(key as usize) as usize..self.starts.get(key as usize + 1) as usize
    }

    /// The items of a range.
    pub fn items(&self, range: Range<usize>) -> impl Iterator<Item = u32> + '_ {
        self.items.slice(range)
    }

    /// The list of a key.
    pub fn get(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        self.items(self.range(key))
    }
}

#[cfg(test)]
mod tests {
    use super::{Lists, Numbers};

    #[test]
    fn small_numbers_take_two_bytes_and_large_ones_four() {
        for (numbers, bytes) in [([1, 0xffff], 4), ([1, 0x1_0000], 8)] {
            let block = Numbers::new(&numbers);
            assert_eq!(block.block.len(), bytes);
            assert_eq!(block.slice(0..3).collect::<Vec<_>>(), [numbers[0], numbers[1], 0]);
        }
    }

    #[test]
    fn lists_are_found_by_their_keys() {
        let lists = Lists::new(&[vec![3], vec![], vec![70_000, 5]]);
        assert_eq!(
            [0, 1, 2, 3].map(|key| lists.get(key).collect::<Vec<_>>()),
            [vec![3], vec![], vec![70_000, 5], vec![]]
        );
    }
}
