//! External sort of rows that may be more than fit into memory.
//!
//! The textbook version (Knuth, “The Art of Computer Programming”, 5.4) sorts as many rows as fit
//! into memory, writes them to disk as a *run*, and merges the runs when the rows are read. This
//! version differs from it in three ways:
//!
//! 1. **Parts.** If rows begin with a hash, their first bits are spread evenly. These bits divide
//!    the rows into *parts* of nearly equal size, which are sorted and merged independently, on all
//!    threads. All rows of a part are before all rows of the next part, so reading part after part
//!    gives the rows in order. Rows that do not begin with a hash have one part.
//! 2. **Buffers.** Locking a part for each row would take longer than adding the row. So each
//!    thread collects rows in a buffer, and moves them to their parts when the buffer is full. The
//!    order in which rows arrive does not matter: equal rows are the same bytes, so an unstable
//!    sort has only one result.
//! 3. **Rows that recur.** A caller may define a key for each row. Most callers then want only the
//!    rows whose key occurs more than once. If all rows are in memory, a filter drops most of the
//!    others before anything is sorted ([`ExternalSorter::finish_recurring`]).

use crate::error::Result;
use crate::file::SpillFile;
use crate::fixed::Fixed;
use crate::memory_budget::MemoryBudget;
use crate::merge::{Merge, merges_at_once};
use copydesk_text::SeenTwiceFilter;
use rayon::prelude::*;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Number of rows that are written or read at a time.
const CHUNK_ROWS: usize = 1 << 12;
/// Number of rows for which all parts together allocate memory at first.
const INITIAL_ROWS: usize = 1 << 12;
/// Number of rows that a part may hold in memory even if its share of the memory is smaller.
const LEAST_PART_ROWS: usize = 64;
/// The most rows in the buffer of a thread.
const BUFFER_ROWS: usize = 1 << 11;
/// Binary logarithm of the largest number of parts.
const MOST_PART_BITS: u32 = 6;
/// The largest number of parts.
const MOST_PARTS: usize = 1 << MOST_PART_BITS;
/// Least memory of a part, in bytes, if there are several. With less, its runs would be too short
/// and too many.
const LEAST_PART_BYTES: usize = 1 << 18;

/// An external sorter: takes rows in any order and returns them in ascending order.
///
/// ```
/// use copydesk_store::{Disk, MemoryBudget, ExternalSorter};
///
/// let budget = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
/// let sorter = ExternalSorter::new(&budget, 1 << 10);
/// sorter.extend([(3u64, 1u32), (1, 2), (3, 0)])?;
/// let mut sizes = Vec::new();
/// sorter.finish()?.for_each_group(|a, b| a.0 == b.0, |group| {
///     sizes.push((group[0].0, group.len()));
///     Ok(())
/// })?;
/// assert_eq!(sizes, [(1, 1), (3, 2)]);
/// # Ok::<(), copydesk_store::Error>(())
/// ```
///
/// Rows whose first bits are evenly spread, such as those that begin with a hash, are divided into
/// *parts* by these bits ([`ExternalSorter::spread`]). Several threads may add rows at the same
/// time. In the end, all threads sort parts, each part on its own.
pub struct ExternalSorter<T> {
    budget: MemoryBudget,
    /// The most rows that a part holds in memory.
    most_part_rows: usize,
    /// How many of a row's first bits make up the index of its part. With 0 there is one part.
    part_bits: u32,
    /// One for each thread: its rows that are not in a part yet.
    buffers: Vec<Mutex<Vec<T>>>,
    parts: Vec<Mutex<Part<T>>>,
    /// Holds the runs of all parts. `None` until a part exceeds its memory.
    file: Mutex<Option<SpillFile>>,
}

/// All rows that have the same first `part_bits` bits.
struct Part<T> {
    /// The rows that are in memory.
    rows: Vec<T>,
    /// Ranges of bytes in the temporary file. Each holds a run, that is, sorted rows.
    runs: Vec<Range<u64>>,
}

impl<T: Fixed> Part<T> {
    const fn new() -> Self {
        Self {
            rows: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Number of rows, in memory and in the file.
    fn len(&self) -> u64 {
        let mut bytes = 0;
        for run in &self.runs {
            bytes += run.end - run.start;
        }
        self.rows.len() as u64 + bytes / T::BYTES as u64
    }
}

impl<T: Fixed> ExternalSorter<T> {
    /// A sorter that holds at most `bytes` of rows in memory, or a few rows if that is more.
    #[must_use]
    pub fn new(budget: &MemoryBudget, bytes: usize) -> Self {
        Self::with_parts(budget, bytes, 0)
    }

    /// A sorter for rows whose [first bits](Fixed::first_bits) are evenly spread. It holds at most
    /// `bytes` of rows in memory, or a few rows if that is more.
    #[must_use]
    pub fn spread(budget: &MemoryBudget, bytes: usize) -> Self {
        let most_parts = (bytes / LEAST_PART_BYTES).clamp(1, MOST_PARTS);
        Self::with_parts(budget, bytes, most_parts.ilog2())
    }

    /// A sorter with a part for each value of the first `part_bits` bits of a row.
    fn with_parts(budget: &MemoryBudget, bytes: usize, part_bits: u32) -> Self {
        let (threads, parts) = (rayon::current_num_threads(), 1 << part_bits);
        Self {
            budget: budget.clone(),
            most_part_rows: (bytes / size_of::<T>() / parts).max(LEAST_PART_ROWS),
            part_bits,
            buffers: (0..threads).map(|_| Mutex::default()).collect(),
            parts: (0..parts).map(|_| Mutex::new(Part::new())).collect(),
            file: Mutex::default(),
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    pub fn push(&self, row: T) -> Result<()> {
        self.extend([row])
    }

    /// Adds rows.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn extend(&self, rows: impl IntoIterator<Item = T>) -> Result<()> {
        // Threads outside of a pool share the first buffer. If this pool is larger than the pool in
        // which the sorter was made, some threads share a buffer.
        let thread = rayon::current_thread_index().unwrap_or(0);
        let mut buffer = locked(&self.buffers[thread % self.buffers.len()]);
        let most_rows = self.most_part_rows.min(BUFFER_ROWS);
        for row in rows {
            buffer.push(row);
            if buffer.len() >= most_rows {
                self.empty_buffer(&mut buffer)?;
            }
        }
        Ok(())
    }

    /// The index of the part to which a row belongs.
    fn part_of(&self, row: &T) -> usize {
        // Shifted in two steps, because `part_bits` may be 0, and a shift by 64 overflows.
        (row.first_bits() >> 1 >> (63 - self.part_bits)) as usize
    }

    /// Moves the rows of a buffer to their parts. A counting sort first brings the rows of each
    /// part together, so that each part is locked only once.
    fn empty_buffer(&self, buffer: &mut Vec<T>) -> Result<()> {
        // The rows of a part will be at `starts[part]..starts[part + 1]` of `by_part`. Before the
        // counts are added up, `starts[part + 1]` is the number of these rows.
        let mut starts = [0; MOST_PARTS + 1];
        for row in &*buffer {
            starts[self.part_of(row) + 1] += 1;
        }
        for part in 0..MOST_PARTS {
            starts[part + 1] += starts[part];
        }
        // For each part, the index in `by_part` of its next row.
        let mut next = starts;
        // Cloned only for its length: every row is overwritten below.
        let mut by_part = buffer.clone();
        for row in &*buffer {
            let index = &mut next[self.part_of(row)];
            by_part[*index] = *row;
            *index += 1;
        }
        // Locks are always taken in the order buffer, part, file, so that threads cannot deadlock.
        for (index, part) in self.parts.iter().enumerate() {
            let rows = &by_part[starts[index]..starts[index + 1]];
            if !rows.is_empty() {
                self.add(&mut locked(part), rows)?;
            }
        }
        buffer.clear();
        Ok(())
    }

    /// Adds rows to a part. Whenever the part is full, its rows become a run in the file.
    fn add(&self, part: &mut Part<T>, mut rows: &[T]) -> Result<()> {
        while !rows.is_empty() {
            if part.rows.len() == self.most_part_rows {
                self.spill(part)?;
            }
            let free = self.most_part_rows - part.rows.len();
            let (now, later) = rows.split_at(rows.len().min(free));
            if part.rows.capacity() - part.rows.len() < now.len() {
                // The capacity is doubled, as a vector does by itself, but kept within the budget.
                let initial = INITIAL_ROWS / self.parts.len();
                let additional = part.rows.len().max(initial).max(now.len());
                part.rows.reserve_exact(additional.min(free));
            }
            part.rows.extend_from_slice(now);
            rows = later;
        }
        Ok(())
    }

    /// Writes the rows that a part holds in memory to the file, as a run. This thread alone sorts
    /// them: the other threads may be waiting for the lock of this part, so they could not help.
    fn spill(&self, part: &mut Part<T>) -> Result<()> {
        part.rows.sort_unstable();
        let mut file = locked(&self.file);
        // Not `get_or_insert_with`, which could not return the error of creating the file.
        let file = match &mut *file {
            Some(file) => file,
            none => none.insert(self.budget.new_file()?),
        };
        let run = self.budget.checked(append(file, &part.rows))?;
        part.runs.push(run);
        part.rows.clear();
        Ok(())
    }

    /// Moves all rows that are left in buffers to their parts, and returns the sorter.
    fn with_empty_buffers(self) -> Result<Self> {
        self.buffers
            .par_iter()
            .try_for_each(|buffer| self.empty_buffer(&mut locked(buffer)))?;
        Ok(self)
    }

    /// Sorts all rows that were added.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn finish(self) -> Result<SortedRuns<T>> {
        let sorter = self.with_empty_buffers()?;
        sorter
            .parts
            .par_iter()
            .try_for_each(|part| sorter.sort_part(&mut locked(part)))?;
        Ok(sorter.into_sorted())
    }

    /// Sorts the rows of a part. If it has runs in the file, the rows in memory become the last
    /// run.
    fn sort_part(&self, part: &mut Part<T>) -> Result<()> {
        if part.runs.is_empty() {
            part.rows.par_sort_unstable();
        } else if !part.rows.is_empty() {
            self.spill(part)?;
            // `spill` keeps the allocation for more rows, but there are none.
            part.rows = Vec::new();
        }
        Ok(())
    }

    /// Turns the sorter, whose parts are all sorted, into the result.
    fn into_sorted(self) -> SortedRuns<T> {
        SortedRuns {
            budget: self.budget,
            part_bits: self.part_bits,
            parts: self.parts.into_iter().map(unlocked).collect(),
            file: unlocked(self.file),
        }
    }

    /// Sorts the rows, and drops each row whose `key` no other row has. If the rows were not all in
    /// memory, the result is held in memory only if it fits into `bytes`.
    ///
    /// - The lowest bits of keys must be evenly spread, because a filter uses them.
    /// - In the order of rows, those with equal keys must be next to each other.
    /// - In a sorter for [spread](Self::spread) rows, those with equal keys must also have equal
    ///   first bits.
    ///
    /// # Errors
    /// If the temporary file cannot be written or read.
    pub fn finish_recurring(
        self,
        key: impl Fn(&T) -> u64 + Sync,
        bytes: usize,
    ) -> Result<SortedRuns<T>> {
        self.finish_recurring_and(key, bytes, |_| ())
    }

    /// Does what [`Self::finish_recurring`] does, and calls `on_single` on every row that is
    /// dropped, on any thread and in any order.
    ///
    /// # Errors
    /// As for [`Self::finish_recurring`].
    pub fn finish_recurring_and(
        self,
        key: impl Fn(&T) -> u64 + Sync,
        bytes: usize,
        on_single: impl Fn(&T) + Sync,
    ) -> Result<SortedRuns<T>> {
        let same = |a: &T, b: &T| key(a) == key(b);
        let sorter = self.with_empty_buffers()?;
        // Rows in the file cannot be filtered in place. They are merged, and then grouped by key.
        if locked(&sorter.file).is_some() {
            return sorter.finish()?.only_recurring(same, bytes, on_single);
        }
        sorter.parts.par_iter().for_each(|part| {
            let rows = &mut locked(part).rows;
            // Most keys occur once, and their rows need not be sorted. The filter tells for sure
            // that a key occurs more than once, but may say so of another key as well.
            let mut keys = SeenTwiceFilter::new(rows.len());
            for row in &*rows {
                keys.add(key(row));
            }
            rows.retain(|row| {
                let was_seen_twice = keys.was_seen_twice(key(row));
                if !was_seen_twice {
                    on_single(row);
                }
                was_seen_twice
            });
            rows.par_sort_unstable();
            // Removes the few rows that the filter has kept although no other row has their key.
            remove_single(rows, same, &on_single);
        });
        Ok(sorter.into_sorted())
    }
}

/// Locks a mutex, even if a thread has panicked while it held the lock.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value of a mutex, even if a thread has panicked while it held the lock.
fn unlocked<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Appends rows to a file, and returns their range of bytes in it.
fn append<T: Fixed>(file: &mut SpillFile, rows: &[T]) -> io::Result<Range<u64>> {
    let start = file.len();
    let mut bytes = Vec::with_capacity(CHUNK_ROWS * T::BYTES);
    for chunk in rows.chunks(CHUNK_ROWS) {
        bytes.clear();
        for row in chunk {
            row.put(&mut bytes);
        }
        file.append(&bytes)?;
    }
    Ok(start..file.len())
}

/// The result of an [`ExternalSorter`]: rows in order. They can be read any number of times.
pub struct SortedRuns<T> {
    budget: MemoryBudget,
    /// How many of a row's first bits make up the index of its part.
    part_bits: u32,
    /// The parts in order. Each has either all its rows in memory, sorted, or all of them in runs.
    parts: Vec<Part<T>>,
    /// Holds the runs of all parts. `None` if there are no runs.
    file: Option<SpillFile>,
}

impl<T: Fixed> SortedRuns<T> {
    /// Calls `each` on every row, in order.
    ///
    /// # Errors
    /// If the temporary file cannot be read, or `each` fails.
    pub fn for_each(&self, each: impl FnMut(T) -> Result<()>) -> Result<()> {
        self.visit(each, |error| self.budget.temporary_file_error(&error))
    }

    /// Calls `each` on every row, in order. The error of `each` may have any type; `error_of` turns
    /// an error of the temporary file into that type.
    fn visit<E>(
        &self,
        mut each: impl FnMut(T) -> std::result::Result<(), E>,
        error_of: impl Fn(io::Error) -> E,
    ) -> std::result::Result<(), E> {
        for part in &self.parts {
            self.visit_part(part, 1, &mut each, &error_of)?;
        }
        Ok(())
    }

    /// Calls `each` on every row of one part, in order. `at_once` is the number of parts that are
    /// read at the same time; `error_of` is as for [`Self::visit`].
    fn visit_part<E>(
        &self,
        part: &Part<T>,
        at_once: usize,
        mut each: impl FnMut(T) -> std::result::Result<(), E>,
        error_of: impl Fn(io::Error) -> E,
    ) -> std::result::Result<(), E> {
        // Either all rows of the part are in memory, or all are in runs.
        for &row in &part.rows {
            each(row)?;
        }
        let Some(file) = &self.file else {
            return Ok(());
        };
        let mut merge = Merge::new(file, &part.runs, at_once).map_err(&error_of)?;
        while let Some(row) = merge.next().map_err(&error_of)? {
            each(row)?;
        }
        Ok(())
    }

    /// Calls `each` on every group of rows, in order. A group is a run of rows in which `same` is
    /// true for each row and the next. It is held in memory as a whole. If the rows are in parts,
    /// `same` must be true only for rows with equal first bits.
    ///
    /// # Errors
    /// As for [`Self::for_each`].
    pub fn for_each_group(
        &self,
        same: impl Fn(&T, &T) -> bool,
        mut each: impl FnMut(&[T]) -> Result<()>,
    ) -> Result<()> {
        for part in &self.parts {
            self.groups_of(part, 1, &same, &mut each)?;
        }
        Ok(())
    }

    /// Calls `each` on every group of rows, on all threads. Groups are as in
    /// [`Self::for_each_group`]. Each part has an accumulator of its own: `each` is called with it
    /// and with every group of the part, in order. Returns the accumulators of all parts, in order.
    ///
    /// ```
    /// use copydesk_store::{Disk, MemoryBudget, ExternalSorter};
    ///
    /// let budget = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
    /// // With 1 MiB there are four parts: the first two bits of a row say to which it belongs.
    /// let sorter = ExternalSorter::spread(&budget, 1 << 20);
    /// sorter.extend([(3u64 << 62, 1u32), (1 << 62, 2), (3 << 62, 0)])?;
    /// let sizes = sorter.finish()?.by_groups(|a, b| a.0 == b.0, |sizes: &mut Vec<usize>, group| {
    ///     sizes.push(group.len());
    ///     Ok(())
    /// })?;
    /// assert_eq!(sizes, [vec![], vec![1], vec![], vec![2]]);
    /// # Ok::<(), copydesk_store::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`Self::for_each`].
    pub fn by_groups<A: Default + Send>(
        &self,
        same: impl Fn(&T, &T) -> bool + Sync,
        each: impl Fn(&mut A, &[T]) -> Result<()> + Sync,
    ) -> Result<Vec<A>> {
        let mut most_runs = 0;
        for part in &self.parts {
            most_runs = most_runs.max(part.runs.len());
        }
        // Parts in memory can all be read at the same time. Runs are read in blocks, which take
        // memory, so fewer parts that have runs are read at the same time.
        let at_once = match most_runs {
            0 => self.parts.len(),
            runs => merges_at_once(runs),
        };
        let mut accumulators = Vec::with_capacity(self.parts.len());
        for parts in self.parts.chunks(at_once) {
            let of_parts = parts.par_iter().map(|part| {
                let mut accumulator = A::default();
                self.groups_of(part, at_once, &same, |group| each(&mut accumulator, group))?;
                Ok(accumulator)
            });
            accumulators.extend(of_parts.collect::<Result<Vec<A>>>()?);
        }
        Ok(accumulators)
    }

    /// Calls `each` on the groups of one part, in order. `at_once` is the number of parts that are
    /// read at the same time.
    fn groups_of(
        &self,
        part: &Part<T>,
        at_once: usize,
        same: impl Fn(&T, &T) -> bool,
        mut each: impl FnMut(&[T]) -> Result<()>,
    ) -> Result<()> {
        if part.runs.is_empty() {
            return part.rows.chunk_by(&same).try_for_each(each);
        }
        let mut group: Vec<T> = Vec::new();
        let gather = |row: T| {
            if group.last().is_some_and(|last| !same(last, &row)) {
                each(&group)?;
                group.clear();
            }
            group.push(row);
            Ok(())
        };
        self.visit_part(part, at_once, gather, |error| {
            self.budget.temporary_file_error(&error)
        })?;
        // `gather` ends a group when the next group begins, so the last group is left.
        match group.is_empty() {
            true => Ok(()),
            false => each(&group),
        }
    }

    /// Keeps the rows for which `same` is true with the row before or after them, and calls
    /// `on_single` on each of the others. The result is held in memory if it fits into `bytes`.
    fn only_recurring(
        self,
        same: impl Fn(&T, &T) -> bool + Sync,
        bytes: usize,
        on_single: impl Fn(&T) + Sync,
    ) -> Result<Self> {
        let kept = ExternalSorter::with_parts(&self.budget, bytes, self.part_bits);
        self.by_groups(same, |_: &mut (), group| match group {
            [row] => {
                on_single(row);
                Ok(())
            }
            _ => kept.extend(group.iter().copied()),
        })?;
        kept.finish()
    }

    /// Writes the rows as a part of a [`Checkpoint`](crate::Checkpoint).
    ///
    /// # Errors
    /// If `to` cannot be written, or the temporary file cannot be read.
    pub fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(CHUNK_ROWS * T::BYTES);
        let count: u64 = self.parts.iter().map(Part::len).sum();
        to.write_all(&[self.part_bits as u8])?;
        to.write_all(&count.to_le_bytes())?;
        self.visit(
            |row: T| {
                row.put(&mut bytes);
                if bytes.len() >= CHUNK_ROWS * T::BYTES {
                    to.write_all(&bytes)?;
                    bytes.clear();
                }
                Ok(())
            },
            |error| io::Error::from(self.budget.temporary_file_error(&error)),
        )?;
        to.write_all(&bytes)
    }

    /// Reads the rows that [`Self::write_down`] wrote, and no byte after them. They are held in
    /// memory if they fit into `bytes`.
    ///
    /// # Errors
    /// If `from` ends early, or the temporary file cannot be written.
    pub fn read_back(from: &mut dyn Read, budget: &MemoryBudget, bytes: usize) -> io::Result<Self> {
        let (mut part_bits, mut count) = ([0], [0; 8]);
        from.read_exact(&mut part_bits)?;
        from.read_exact(&mut count)?;
        let mut remaining = u64::from_le_bytes(count);
        // Only whether the rows were spread matters. The number of parts depends on the memory, and
        // this run may have more or less memory than the run that wrote the rows.
        let sorter = match part_bits[0] {
            0 => ExternalSorter::new(budget, bytes),
            _ => ExternalSorter::spread(budget, bytes),
        };
        let mut chunk = Vec::new();
        while remaining > 0 {
            let chunk_rows = remaining.min(CHUNK_ROWS as u64);
            chunk.resize(chunk_rows as usize * T::BYTES, 0);
            from.read_exact(&mut chunk)?;
            let mut unparsed = chunk.as_slice();
            sorter.extend((0..chunk_rows).map(|_| T::take(&mut unparsed)))?;
            remaining -= chunk_rows;
        }
        Ok(sorter.finish()?)
    }
}

/// Removes the rows for which `same` is true neither with the row before nor with the row after
/// them, and calls `on_single` on each of them. The rows must be sorted.
fn remove_single<T: Copy>(
    rows: &mut Vec<T>,
    same: impl Fn(&T, &T) -> bool,
    on_single: impl Fn(&T),
) {
    // `rows[..kept]` are the rows that are kept so far.
    let mut kept = 0;
    let mut start = 0;
    while start < rows.len() {
        // There always is a next group, so the 1 is never used.
        let group_len = rows[start..].chunk_by(&same).next().map_or(1, <[T]>::len);
        if group_len > 1 {
            rows.copy_within(start..start + group_len, kept);
            kept += group_len;
        } else {
            on_single(&rows[start]);
        }
        start += group_len;
    }
    rows.truncate(kept);
    rows.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Disk;
    use copydesk_text::mix64;
    use proptest::prelude::*;

    fn budget() -> MemoryBudget {
        MemoryBudget::new(0, std::env::temp_dir(), &Disk::default())
    }

    /// A key and a number.
    type Row = (u64, u32);
    /// Rows with the same key.
    type Group = Vec<Row>;

    fn has_same_key(a: &Row, b: &Row) -> bool {
        a.0 == b.0
    }

    fn groups_of(sorted: &SortedRuns<Row>) -> Vec<Group> {
        let mut groups = Vec::new();
        let collect = |group: &[Row]| {
            groups.push(group.to_vec());
            Ok(())
        };
        sorted.for_each_group(has_same_key, collect).unwrap();
        groups
    }

    /// A sorter to which these rows were added, by several threads and in any order.
    fn sorter_of(rows: &[Row], is_spread: bool, bytes: usize) -> ExternalSorter<Row> {
        let sorter = match is_spread {
            true => ExternalSorter::spread(&budget(), bytes),
            false => ExternalSorter::new(&budget(), bytes),
        };
        rows.par_chunks(999)
            .for_each(|rows| sorter.extend(rows.iter().copied()).unwrap());
        sorter
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn memory_and_threads_change_no_result(
            seed in any::<u64>(),
            count in 0u64..40_000,
            keys in 1u64..9_000,
            is_spread in any::<bool>(),
        ) {
            // At most `keys` different keys, whose bits are evenly spread.
            let key_of = |index: u64| mix64(mix64(seed ^ index) % keys);
            let rows: Vec<Row> =
                (0..count).map(|index| (key_of(index), (mix64(index) % 7) as u32)).collect();
            let mut sorted = rows.clone();
            sorted.sort_unstable();
            let all: Vec<Group> = sorted.chunk_by(has_same_key).map(<[_]>::to_vec).collect();
            let (recurring, single): (Vec<Group>, Vec<Group>) =
                all.iter().cloned().partition(|group| group.len() > 1);
            // With 0 bytes, all but a few rows are written to the file.
            for bytes in [0, 1 << 19, usize::MAX] {
                let finished = sorter_of(&rows, is_spread, bytes).finish().unwrap();
                prop_assert_eq!(&groups_of(&finished), &all);

                let dropped = Mutex::new(Vec::new());
                let kept = sorter_of(&rows, is_spread, bytes)
                    .finish_recurring_and(|row| row.0, bytes, |row| locked(&dropped).push(*row))
                    .unwrap();
                prop_assert_eq!(&groups_of(&kept), &recurring);
                let mut dropped = unlocked(dropped);
                dropped.sort_unstable();
                prop_assert_eq!(&dropped, &single.concat());

                let groups_by_part = kept.by_groups(has_same_key, |groups: &mut Vec<Group>, group| {
                    groups.push(group.to_vec());
                    Ok(())
                });
                prop_assert_eq!(&groups_by_part.unwrap().concat(), &recurring);

                let mut checkpoint = Vec::new();
                kept.write_down(&mut checkpoint).unwrap();
                for bytes in [0, usize::MAX] {
                    let from = &mut checkpoint.as_slice();
                    let read = SortedRuns::read_back(from, &budget(), bytes).unwrap();
                    prop_assert_eq!(&groups_of(&read), &recurring);
                }
            }
        }
    }
}
