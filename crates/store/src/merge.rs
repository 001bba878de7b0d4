//! Merges sorted runs of rows in a temporary file. All rows of a type have the same number of bytes
//! ([`Fixed`]).
//!
//! This is the k-way merge of the textbook (Knuth, “The Art of Computer Programming”, 5.4.1): a
//! heap holds the next row of each run, and the least of them is the next row of the merge. Each
//! run is read in blocks of many rows, since reading row by row would need a seek for each.

use crate::file::SpillFile;
use crate::fixed::Fixed;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::ops::Range;

/// Size of all blocks in memory together, in bytes: those of all runs of all merges that are made
/// at the same time.
const ALL_BLOCKS_BYTES: usize = 4 << 20;
/// Least size of a block, in bytes. With smaller blocks, a disk would spend its time on seeking.
const LEAST_BLOCK_BYTES: usize = 16 << 10;

/// How many merges of `runs` runs each can be made at the same time. All their blocks together must
/// fit into [`ALL_BLOCKS_BYTES`], but there is at least one merge, and at most one for each thread.
pub(crate) fn merges_at_once(runs: usize) -> usize {
    let most = ALL_BLOCKS_BYTES / (LEAST_BLOCK_BYTES * runs.max(1));
    most.clamp(1, rayon::current_num_threads())
}

/// The rows of several runs, in order.
pub(crate) struct Merge<'a, T> {
    /// One for each run.
    readers: Vec<Reader<'a, T>>,
    /// The next row of each run that has not ended, with the index of its reader. The least row is
    /// at the top.
    heads: BinaryHeap<Reverse<(T, usize)>>,
}

impl<'a, T: Fixed> Merge<'a, T> {
    /// A merge of these runs, which are ranges of bytes in `file`. `at_once` is the number of
    /// merges that are made at the same time.
    pub(crate) fn new(
        file: &'a SpillFile,
        runs: &[Range<u64>],
        at_once: usize,
    ) -> io::Result<Self> {
        // There may be no runs, hence the `max(1)`.
        let blocks = (runs.len() * at_once).max(1);
        let block_bytes = (ALL_BLOCKS_BYTES / blocks).max(LEAST_BLOCK_BYTES);
        // Rounded down to whole rows, so that no row is divided between two blocks.
        let block_bytes = block_bytes / T::BYTES * T::BYTES;
        let mut readers = Vec::with_capacity(runs.len());
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (index, run) in runs.iter().enumerate() {
            let mut reader = Reader {
                file,
                unread: run.clone(),
                block_bytes,
                rows: Vec::new().into_iter(),
            };
            if let Some(row) = reader.next()? {
                heads.push(Reverse((row, index)));
            }
            readers.push(reader);
        }
        Ok(Self { readers, heads })
    }

    /// The next row; `None` at the end of all runs.
    pub(crate) fn next(&mut self) -> io::Result<Option<T>> {
        let Some(mut head) = self.heads.peek_mut() else {
            return Ok(None);
        };
        let Reverse((row, index)) = *head;
        // To replace the top reorders the heap once. To remove it and to add the next row would
        // reorder the heap twice.
        match self.readers[index].next()? {
            Some(next) => *head = Reverse((next, index)),
            None => _ = std::collections::binary_heap::PeekMut::pop(head),
        }
        Ok(Some(row))
    }
}

/// Reads the rows of one run, a block at a time.
struct Reader<'a, T> {
    file: &'a SpillFile,
    /// The range of bytes of the run that were not read yet.
    unread: Range<u64>,
    /// Size of a block in bytes, a multiple of the length of a row.
    block_bytes: usize,
    /// The rows of the last block that were not returned yet.
    rows: std::vec::IntoIter<T>,
}

impl<T: Fixed> Reader<'_, T> {
    /// The next row; `None` at the end of the run.
    fn next(&mut self) -> io::Result<Option<T>> {
        if self.rows.len() == 0 && !self.unread.is_empty() {
            let unread = (self.unread.end - self.unread.start) as usize;
            let mut bytes = vec![0; self.block_bytes.min(unread)];
            self.file.read_at(self.unread.start, &mut bytes)?;
            self.unread.start += bytes.len() as u64;
            let mut bytes = bytes.as_slice();
            let count = bytes.len() / T::BYTES;
            let rows: Vec<T> = (0..count).map(|_| T::take(&mut bytes)).collect();
            self.rows = rows.into_iter();
        }
        Ok(self.rows.next())
    }
}
