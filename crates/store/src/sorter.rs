//! External sort of rows that may be more than fit into memory.
//!
//! The textbook version (Knuth, “The Art of Computer Programming”, 5.4) sorts as many rows as fit
//! into memory, writes them to disk as a *run*, and merges the runs when the rows are read. This
//! version differs from it in three ways:
//!
//! 1. **Parts.** If rows begin with a hash, their first bits are spread evenly. These bits divide
//!    the rows into *parts* of nearly equal size, which are sorted and merged independently, on all
//!    threads. All rows of a part are before all rows of the next one, so reading part after part
//!    gives the rows in order. Rows that do not begin with a hash have one part.
//! 2. **Buffers.** Locking a part for each row would take longer than adding the row. So each
//!    thread has a buffer, and adds its rows to the parts when it is full. The order in which they
//!    arrive does not matter: equal rows are the same bytes, so an unstable sort has one result.
//! 3. **Rows that recur.** Most callers want only rows whose key occurs more than once. If all rows
//!    are in memory, a filter drops most of the rest before anything is sorted
//!    ([`ExternalSorter::finish_recurring`]).

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

/// Number of rows that are written or read at a time. All parts together begin with memory for so
/// many rows.
const CHUNK_ROWS: usize = 1 << 12;
/// Number of rows that a part may hold in memory even if the budget is smaller.
const LEAST_ROWS: usize = 64;
/// The most rows in the buffer of a thread.
const BUFFER_ROWS: usize = 1 << 11;
/// Binary logarithm of the largest number of parts.
const MOST_PART_BITS: u32 = 6;
/// Least memory of a part, in bytes. With less, its runs would be too short and too many.
const LEAST_PART_BYTES: usize = 1 << 18;

/// An external sorter: takes rows in any order and returns them in order.
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
/// time, and all threads sort the parts, each part by itself.
pub struct ExternalSorter<T> {
    budget: MemoryBudget,
    /// The most rows that a part holds in memory.
    limit: usize,
    /// How many of a row's first bits make up the index of its part. With 0 there is one part.
    bits: u32,
    /// One for each thread: its rows that are not in a part yet.
    buffers: Vec<Mutex<Vec<T>>>,
    parts: Vec<Mutex<Part<T>>>,
    /// Holds the runs of all parts. `None` until a part exceeds its memory.
    file: Mutex<Option<SpillFile>>,
}

/// All rows with the same first bits.
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
        let bits = (bytes / LEAST_PART_BYTES).max(1).ilog2();
        Self::with_parts(budget, bytes, bits.min(MOST_PART_BITS))
    }

    /// A sorter with a part for each value of the first `bits` bits of a row.
    fn with_parts(budget: &MemoryBudget, bytes: usize, bits: u32) -> Self {
        let threads = rayon::current_num_threads();
        Self {
            budget: budget.clone(),
            limit: ((bytes / size_of::<T>()) >> bits).max(LEAST_ROWS),
            bits,
            buffers: (0..threads).map(|_| Mutex::default()).collect(),
            parts: (0..1 << bits).map(|_| Mutex::new(Part::new())).collect(),
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
        // Threads outside of the pool share the first buffer. If the pool is larger than the one in
        // which the sorter was made, some threads share a buffer.
        let thread = rayon::current_thread_index().unwrap_or(0);
        let mut buffer = locked(&self.buffers[thread % self.buffers.len()]);
        let most = self.limit.min(BUFFER_ROWS);
        for row in rows {
            buffer.push(row);
            if buffer.len() >= most {
                self.empty_buffer(&mut buffer)?;
            }
        }
        Ok(())
    }

    /// The index of the part to which a row belongs.
    fn part_of(&self, row: &T) -> usize {
        // Shifted in two steps, because `bits` may be 0, and a shift by 64 overflows.
        (row.first_bits() >> 1 >> (63 - self.bits)) as usize
    }

    /// Moves the rows of a buffer to their parts. A counting sort first brings the rows of each
    /// part together, so that each part is locked only once.
    fn empty_buffer(&self, buffer: &mut Vec<T>) -> Result<()> {
        // For each part, one after the other: the number of its rows; the index in `by_part` where
        // they end; the index where they start.
        let mut bounds = [0; 1 << MOST_PART_BITS];
        for row in &*buffer {
            bounds[self.part_of(row)] += 1;
        }
        let mut end = 0;
        for bound in &mut bounds {
            end += *bound;
            *bound = end;
        }
        // Cloned only for its length: every row is overwritten below.
        let mut by_part = buffer.clone();
        for row in buffer.iter().rev() {
            let bound = &mut bounds[self.part_of(row)];
            *bound -= 1;
            by_part[*bound] = *row;
        }
        // Locks are always taken in this order, so that threads cannot deadlock: a buffer, a part,
        // the file.
        for (index, part) in self.parts.iter().enumerate() {
            // There may be fewer parts than bounds; the bounds after the last part are the end of
            // all rows.
            let end = bounds.get(index + 1).copied().unwrap_or(buffer.len());
            let rows = &by_part[bounds[index]..end];
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
            if part.rows.len() == self.limit {
                self.spill(part)?;
            }
            let free = self.limit - part.rows.len();
            let (now, later) = rows.split_at(rows.len().min(free));
            if part.rows.capacity() - part.rows.len() < now.len() {
                // The capacity is doubled, as a vector does by itself, but kept within the budget.
                // All parts together begin with a capacity of `CHUNK_ROWS` rows.
                let first = CHUNK_ROWS >> self.bits;
                let more = part.rows.len().max(first).max(now.len());
                part.rows.reserve_exact(more.min(free));
            }
            part.rows.extend_from_slice(now);
            rows = later;
        }
        Ok(())
    }

    /// Writes the rows that a part holds in memory to the file, as a run. They are sorted on this
    /// thread only: the other threads may be waiting for the lock of this part, so they could not
    /// help.
    fn spill(&self, part: &mut Part<T>) -> Result<()> {
        part.rows.sort_unstable();
        let mut file = locked(&self.file);
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
            // `spill` keeps the capacity for more rows, but there are none.
            part.rows = Vec::new();
        }
        Ok(())
    }

    /// Turns the sorter, whose parts are all sorted, into the result.
    fn into_sorted(self) -> SortedRuns<T> {
        SortedRuns {
            budget: self.budget,
            bits: self.bits,
            parts: self.parts.into_iter().map(unlocked).collect(),
            file: unlocked(self.file),
        }
    }

    /// Sorts the rows, and drops those whose `key` no other row has. The result is held in memory
    /// if it fits into `bytes`. The lowest bits of keys must be evenly spread, because a filter
    /// uses them. Sorting the rows must put rows with equal keys next to each other. In a sorter
    /// for [spread](Self::spread) rows, rows with equal keys must also have equal first bits.
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

    /// Does what [`Self::finish_recurring`] does, and calls `single` on every row that is dropped,
    /// on any thread and in any order.
    ///
    /// # Errors
    /// As for [`Self::finish_recurring`].
    pub fn finish_recurring_and(
        self,
        key: impl Fn(&T) -> u64 + Sync,
        bytes: usize,
        single: impl Fn(&T) + Sync,
    ) -> Result<SortedRuns<T>> {
        let same = |a: &T, b: &T| key(a) == key(b);
        let sorter = self.with_empty_buffers()?;
        // Rows in the file cannot be filtered in place. They are merged, and then grouped by key.
        if locked(&sorter.file).is_some() {
            return sorter.finish()?.recurring(same, bytes, single);
        }
        sorter.parts.par_iter().for_each(|part| {
            let rows = &mut locked(part).rows;
            // Most keys occur once, and their rows need not be sorted.
            let mut seen = SeenTwiceFilter::new(rows.len());
            for row in &*rows {
                seen.add(key(row));
            }
            rows.retain(|row| {
                let was_seen_twice = seen.was_seen_twice(key(row));
                if !was_seen_twice {
                    single(row);
                }
                was_seen_twice
            });
            rows.par_sort_unstable();
            // The filter keeps a few rows whose key no other row has.
            keep_recurring(rows, same, &single);
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

/// Appends rows to a file; returns the range of bytes at which they are.
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

/// The result of an [`ExternalSorter`]: rows in order, which can be read any number of times.
pub struct SortedRuns<T> {
    budget: MemoryBudget,
    /// How many of a row's first bits make up the index of its part.
    bits: u32,
    /// The parts in order. Each has either all its rows in memory, sorted, or all of them in runs.
    parts: Vec<Part<T>>,
    /// Holds the runs of all parts. `None` if there are none.
    file: Option<SpillFile>,
}

impl<T: Fixed> SortedRuns<T> {
    /// Calls `each` on every row, in order.
    ///
    /// # Errors
    /// If the temporary file cannot be read, or `each` fails.
    pub fn for_each(&self, each: impl FnMut(T) -> Result<()>) -> Result<()> {
        self.visit(each, |error| self.budget.failed(&error))
    }

    /// Calls `each` on every row, in order. The error of `each` may have any type; `failed` turns
    /// an error of the temporary file into that type.
    fn visit<E>(
        &self,
        mut each: impl FnMut(T) -> std::result::Result<(), E>,
        failed: impl Fn(io::Error) -> E,
    ) -> std::result::Result<(), E> {
        for part in &self.parts {
            self.visit_part(part, 1, &mut each, &failed)?;
        }
        Ok(())
    }

    /// Calls `each` on every row of one part, in order. `at_once` is the number of parts that are
    /// read at the same time; `failed` is as for [`Self::visit`].
    fn visit_part<E>(
        &self,
        part: &Part<T>,
        at_once: usize,
        mut each: impl FnMut(T) -> std::result::Result<(), E>,
        failed: impl Fn(io::Error) -> E,
    ) -> std::result::Result<(), E> {
        for &row in &part.rows {
            each(row)?;
        }
        let Some(file) = &self.file else {
            return Ok(());
        };
        let mut merge = Merge::new(file, &part.runs, at_once).map_err(&failed)?;
        while let Some(row) = merge.next().map_err(&failed)? {
            each(row)?;
        }
        Ok(())
    }

    /// Calls `each` on every group of rows, in order. A group is all consecutive rows for which
    /// `same` is true, and is held in memory as a whole. If the rows are in parts, `same` must be
    /// true only for rows with equal first bits.
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

    /// Calls `each` on every group of consecutive rows for which `same` is true, on all threads.
    /// Each part has an accumulator of its own. `each` gets it with every group of the part, in
    /// order. Returns the accumulators of all parts, in order.
    ///
    /// ```
    /// use copydesk_store::{Disk, MemoryBudget, ExternalSorter};
    ///
    /// let budget = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
    /// let sorter = ExternalSorter::spread(&budget, 1 << 20);
    /// sorter.extend([(3u64 << 60, 1u32), (1 << 60, 2), (3 << 60, 0)])?;
    /// let sizes = sorter.finish()?.by_groups(|a, b| a.0 == b.0, |sizes: &mut Vec<usize>, group| {
    ///     sizes.push(group.len());
    ///     Ok(())
    /// })?;
    /// assert_eq!(sizes.concat(), [1, 2]);
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
        // Parts in memory can all be read at the same time. Reading runs takes memory for a block
        // of each.
        let at_once = match most_runs {
            0 => self.parts.len(),
            runs => merges_at_once(runs),
        };
        let mut out = Vec::with_capacity(self.parts.len());
        for parts in self.parts.chunks(at_once) {
            let accumulators = parts.par_iter().map(|part| {
                let mut accumulator = A::default();
                self.groups_of(part, at_once, &same, |group| each(&mut accumulator, group))?;
                Ok(accumulator)
            });
            out.extend(accumulators.collect::<Result<Vec<A>>>()?);
        }
        Ok(out)
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
        self.visit_part(part, at_once, gather, |error| self.budget.failed(&error))?;
        // `gather` ends a group when the next one begins, so the last group is left.
        match group.is_empty() {
            true => Ok(()),
            false => each(&group),
        }
    }

    /// Keeps the rows for which `same` is true with the row before or after them, and calls
    /// `single` on each of the others. The result is held in memory if it fits into `bytes`.
    fn recurring(
        self,
        same: impl Fn(&T, &T) -> bool + Sync,
        bytes: usize,
        single: impl Fn(&T) + Sync,
    ) -> Result<Self> {
        let kept = ExternalSorter::with_parts(&self.budget, bytes, self.bits);
        self.by_groups(same, |_: &mut (), group| match group.len() {
            1 => {
                single(&group[0]);
                Ok(())
            }
            _ => kept.extend(group.iter().copied()),
        })?;
        kept.finish()
    }

    /// Writes the rows to a [`Checkpoint`](crate::Checkpoint).
    ///
    /// # Errors
    /// If `to` cannot be written, or the temporary file cannot be read.
    pub fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(CHUNK_ROWS * T::BYTES);
        let count: u64 = self.parts.iter().map(Part::len).sum();
        to.write_all(&[self.bits as u8])?;
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
            |error| io::Error::from(self.budget.failed(&error)),
        )?;
        to.write_all(&bytes)
    }

    /// Reads the rows that [`Self::write_down`] wrote, and nothing after them. They are held in
    /// memory if they fit into `bytes`.
    ///
    /// # Errors
    /// If `from` ends early, or the temporary file cannot be written.
    pub fn read_back(from: &mut dyn Read, budget: &MemoryBudget, bytes: usize) -> io::Result<Self> {
        let (mut bits, mut count) = ([0], [0; 8]);
        from.read_exact(&mut bits)?;
        from.read_exact(&mut count)?;
        let mut remaining = u64::from_le_bytes(count);
        // Only whether there were parts matters. Their number depends on the memory, of which this
        // run may have more or less than the run that wrote the rows.
        let rows = match bits[0] {
            0 => ExternalSorter::new(budget, bytes),
            _ => ExternalSorter::spread(budget, bytes),
        };
        let mut buffer = Vec::new();
        while remaining > 0 {
            let chunk = remaining.min(CHUNK_ROWS as u64);
            buffer.resize(chunk as usize * T::BYTES, 0);
            from.read_exact(&mut buffer)?;
            let mut bytes = buffer.as_slice();
            rows.extend((0..chunk).map(|_| T::take(&mut bytes)))?;
            remaining -= chunk;
        }
        Ok(rows.finish()?)
    }
}

/// Removes the rows for which `same` is not true with the row before or after them, and calls
/// `single` on each. The rows are sorted.
fn keep_recurring<T: Copy>(rows: &mut Vec<T>, same: impl Fn(&T, &T) -> bool, single: impl Fn(&T)) {
    let mut kept = 0;
    let mut start = 0;
    while start < rows.len() {
        let group = rows[start..].chunk_by(&same).next().map_or(1, <[T]>::len);
        if group > 1 {
            rows.copy_within(start..start + group, kept);
            kept += group;
        } else {
            single(&rows[start]);
        }
        start += group;
    }
    rows.truncate(kept);
    rows.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Disk;
    use proptest::prelude::*;

    fn budget() -> MemoryBudget {
        MemoryBudget::new(0, std::env::temp_dir(), &Disk::default())
    }

    fn groups_of(sorted: &SortedRuns<(u64, u32)>) -> Vec<Vec<(u64, u32)>> {
        let mut out = Vec::new();
        let collect = |group: &[(u64, u32)]| {
            out.push(group.to_vec());
            Ok(())
        };
        sorted.for_each_group(|a, b| a.0 == b.0, collect).unwrap();
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn rows_come_in_order_whether_they_fit_or_not(seed in any::<u64>(), count in 0usize..40_000, keys in 1u64..9_000, spread in any::<bool>()) {
            let key = |i: u64| copydesk_text::mix64(copydesk_text::mix64(seed ^ i) % keys);
            let rows: Vec<(u64, u32)> =
                (0..count as u64).map(|i| (key(i), (copydesk_text::mix64(i) % 7) as u32)).collect();
            let sorter = |bytes: usize| {
                let sorter = match spread {
                    true => ExternalSorter::spread(&budget(), bytes),
                    false => ExternalSorter::new(&budget(), bytes),
                };
                // By several threads, in whatever order.
                rows.par_chunks(999).for_each(|rows| sorter.extend(rows.iter().copied()).unwrap());
                sorter
            };
            let mut expected = rows.clone();
            expected.sort_unstable();
            let expected: Vec<Vec<(u64, u32)>> = expected.chunk_by(|a, b| a.0 == b.0).map(<[_]>::to_vec).collect();
            let recurring: Vec<Vec<(u64, u32)>> = expected.iter().filter(|group| group.len() > 1).cloned().collect();
            let singles: Vec<(u64, u32)> = expected.iter().filter(|group| group.len() == 1).flatten().copied().collect();
            for bytes in [0, 1 << 19, usize::MAX] {
                prop_assert_eq!(&groups_of(&sorter(bytes).finish().unwrap()), &expected);
                let alone = Mutex::new(Vec::new());
                let single = |row: &(u64, u32)| locked(&alone).push(*row);
                let kept = sorter(bytes).finish_recurring_and(|row| row.0, bytes, single).unwrap();
                prop_assert_eq!(&groups_of(&kept), &recurring);
                let mut alone = alone.into_inner().unwrap();
                alone.sort_unstable();
                prop_assert_eq!(&alone, &singles);
                let by_part = kept.by_groups(|a, b| a.0 == b.0, |groups: &mut Vec<Vec<_>>, group| {
                    groups.push(group.to_vec());
                    Ok(())
                });
                prop_assert_eq!(&by_part.unwrap().concat(), &recurring);
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
