//! Sorted runs of rows in a temporary file, read as one.

use crate::file::SpillFile;
use crate::fixed::Fixed;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::ops::Range;

/// Bytes that all runs together are read ahead by.
const AHEAD: usize = 4 << 20;
/// Bytes that one run is read ahead by, at least: with fewer a disk would only seek.
const LEAST_AHEAD: usize = 16 << 10;

/// Of how many sets of so many runs, all threads can read one each within what is read ahead.
pub(crate) fn sets_at_once(runs: usize) -> usize {
    let most = AHEAD / (LEAST_AHEAD * runs.max(1));
    most.clamp(1, rayon::current_num_threads())
}

/// The rows of several runs, in order.
pub(crate) struct Merge<'a, T> {
    readers: Vec<Reader<'a, T>>,
    /// The next row of each run that is not at its end, with the number of its reader; the least is
    /// on top.
    heads: BinaryHeap<Reverse<(T, usize)>>,
}

impl<'a, T: Fixed> Merge<'a, T> {
    /// The rows of these runs of a file, of which so many sets of runs are read at the same time.
    pub(crate) fn new(
        file: &'a SpillFile,
        runs: &[Range<u64>],
        at_once: usize,
    ) -> io::Result<Self> {
        let ahead = (AHEAD / (runs.len() * at_once).max(1)).max(LEAST_AHEAD) / T::BYTES * T::BYTES;
        let mut readers: Vec<Reader<'a, T>> = runs
            .iter()
            .map(|run| Reader {
                file,
                left: run.clone(),
                ahead,
                rows: Vec::new().into_iter(),
            })
            .collect();
        let mut heads = BinaryHeap::with_capacity(readers.len());
        for (number, reader) in readers.iter_mut().enumerate() {
            heads.extend(reader.next()?.map(|row| Reverse((row, number))));
        }
        Ok(Self { readers, heads })
    }

    pub(crate) fn next(&mut self) -> io::Result<Option<T>> {
        let Some(mut head) = self.heads.peek_mut() else {
            return Ok(None);
        };
        let Reverse((row, number)) = *head;
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
    left: Range<u64>,
    ahead: usize,
    rows: std::vec::IntoIter<T>,
}

impl<T: Fixed> Reader<'_, T> {
    fn next(&mut self) -> io::Result<Option<T>> {
        if self.rows.len() == 0 && !self.left.is_empty() {
            let mut bytes = vec![0; self.ahead.min((self.left.end - self.left.start) as usize)];
            self.file.read_at(self.left.start, &mut bytes)?;
            self.left.start += bytes.len() as u64;
            let mut bytes = bytes.as_slice();
            self.rows = (0..bytes.len() / T::BYTES)
                .map(|_| T::take(&mut bytes))
                .collect::<Vec<T>>()
                .into_iter();
        }
        Ok(self.rows.next())
    }
}
