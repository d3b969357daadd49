//! Numbers in a block of bytes, which is used where it lies in the binary.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// Little-endian `u32`s.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Numbers<'a> {
    #[serde(borrow)]
    block: Cow<'a, [u8]>,
}

impl Numbers<'_> {
    pub fn new(numbers: &[u32]) -> Numbers<'static> {
        Numbers { block: numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>().into() }
    }

    /// The number at an index; 0 beyond the end, as in an index without vocabularies.
    pub fn get(&self, at: usize) -> u32 {
        self.block.as_chunks().0.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    /// The numbers of a range, which must be within the block.
    pub fn slice(&self, range: Range<usize>) -> impl Iterator<Item = u32> + '_ {
        self.block.as_chunks().0[range].iter().map(|bytes| u32::from_le_bytes(*bytes))
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
