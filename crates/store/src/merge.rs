//! Merges sorted runs of rows in a temporary file.
//!
//! The k-way merge of the textbook (Knuth, “The Art of Computer Programming”, 5.4.1): a heap has
//! the next row of each run, and the least of them is the next row of all. Each run is read ahead
//! by a block, since reading row by row would be a seek for every row.

use crate::file::SpillFile;
use crate::fixed::Fixed;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::ops::Range;

/// Bytes that are read ahead of all runs together.
const AHEAD: usize = 4 << 20;
/// Bytes that are read ahead of a run, at least. With fewer a disk would spend its time on seeking.
const LEAST_AHEAD: usize = 16 << 10;

/// How many sets of this many runs can be merged at the same time without reading more than
/// [`AHEAD`] bytes ahead, and at most one for each thread.
pub(crate) fn sets_at_once(runs: usize) -> usize {
    let most = AHEAD / (LEAST_AHEAD * runs.max(1));
    most.clamp(1, rayon::current_num_threads())
}

/// The rows of several runs, in order.
pub(crate) struct Merge<'a, T> {
    readers: Vec<Reader<'a, T>>,
    /// The next row of each run that is not at its end, with the number of its reader. The least is
    /// at the top.
    heads: BinaryHeap<Reverse<(T, usize)>>,
}

impl<'a, T: Fixed> Merge<'a, T> {
    /// A merge of these runs of a file, of which `at_once` are made at the same time.
    pub(crate) fn new(
        file: &'a SpillFile,
        runs: &[Range<u64>],
        at_once: usize,
    ) -> io::Result<Self> {
        // Rounded down to whole rows, so that no row is divided between two reads. A part may have
        // no runs, hence the `max(1)`.
        let ahead = (AHEAD / (runs.len() * at_once).max(1)).max(LEAST_AHEAD) / T::BYTES * T::BYTES;
        let mut readers = Vec::with_capacity(runs.len());
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (number, run) in runs.iter().enumerate() {
            let mut reader = Reader {
                file,
                left: run.clone(),
                ahead,
                rows: Vec::new().into_iter(),
            };
            if let Some(row) = reader.next()? {
                heads.push(Reverse((row, number)));
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
        let Reverse((row, number)) = *head;
        // Replacing the top reorders the heap once; removing it and adding the next row would do so
        // twice.
        match self.readers[number].next()? {
            Some(next) => *head = Reverse((next, number)),
            None => _ = std::collections::binary_heap::PeekMut::pop(head),
        }
        Ok(Some(row))
    }
}

/// The rows of one run.
struct Reader<'a, T> {
    file: &'a SpillFile,
    /// The bytes of the run that were not read yet.
    left: Range<u64>,
    /// Bytes that are read at a time: whole rows.
    ahead: usize,
    /// The rows that were read and not returned yet.
    rows: std::vec::IntoIter<T>,
}

impl<T: Fixed> Reader<'_, T> {
    fn next(&mut self) -> io::Result<Option<T>> {
        if self.rows.len() == 0 && !self.left.is_empty() {
            let mut bytes = vec![0; self.ahead.min((self.left.end - self.left.start) as usize)];
            self.file.read_at(self.left.start, &mut bytes)?;
            self.left.start += bytes.len() as u64;
            let mut bytes = bytes.as_slice();
            let count = bytes.len() / T::BYTES;
            let rows: Vec<T> = (0..count).map(|_| T::take(&mut bytes)).collect();
            self.rows = rows.into_iter();
        }
        Ok(self.rows.next())
    }
}
