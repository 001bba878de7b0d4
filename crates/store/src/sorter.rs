//! External sort: rows that are put in order, however many they are, by sorting what fits into
//! memory and merging (Knuth, “The Art of Computer Programming”, 5.4).

use crate::error::Result;
use crate::file::SpillFile;
use crate::fixed::Fixed;
use crate::means::Means;
use crate::merge::Merge;
use copydesk_text::Recurring;
use rayon::prelude::*;
use std::io::{self, Read, Write};
use std::ops::Range;

/// Rows for which memory is first asked, and which are written at a time.
const FEW: usize = 1 << 12;
/// Rows that are held however little memory there is.
const LEAST: usize = 64;

/// Takes rows in any order and returns them in order.
///
/// ```
/// use copydesk_store::{Disk, Means, Sorter};
///
/// let means = Means::new(1 << 20, std::env::temp_dir(), &Disk::default());
/// let mut sorter = Sorter::new(&means, 1 << 10);
/// sorter.extend([(3u64, 1u32), (1, 2), (3, 0)])?;
/// let mut sizes = Vec::new();
/// sorter.finish()?.for_each_group(|a, b| a.0 == b.0, |group| {
///     sizes.push((group[0].0, group.len()));
///     Ok(())
/// })?;
/// assert_eq!(sizes, [(1, 1), (3, 2)]);
/// # Ok::<(), copydesk_store::Error>(())
/// ```
pub struct Sorter<T> {
    means: Means,
    /// Most rows that are held.
    limit: usize,
    rows: Vec<T>,
    runs: Option<Runs>,
}

/// Runs of rows, each in order, in a temporary file.
struct Runs {
    file: SpillFile,
    places: Vec<Range<u64>>,
}

impl<T: Fixed> Sorter<T> {
    /// A sorter that holds `bytes` of rows at most, but a few in any case.
    #[must_use]
    pub fn new(means: &Means, bytes: usize) -> Self {
        Self {
            means: means.clone(),
            limit: (bytes / size_of::<T>()).max(LEAST),
            rows: Vec::new(),
            runs: None,
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    pub fn push(&mut self, row: T) -> Result<()> {
        if self.rows.len() == self.rows.capacity() {
            if self.rows.len() >= self.limit {
                self.put_away()?;
            } else {
                // Twice as many, but never more than there is room for.
                let more = self.rows.len().max(FEW).min(self.limit - self.rows.len());
                self.rows.reserve_exact(more);
            }
        }
        self.rows.push(row);
        Ok(())
    }

    /// Adds rows.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn extend(&mut self, rows: impl IntoIterator<Item = T>) -> Result<()> {
        rows.into_iter().try_for_each(|row| self.push(row))
    }

    fn put_away(&mut self) -> Result<()> {
        self.rows.par_sort_unstable();
        let mut runs = match self.runs.take() {
            Some(runs) => runs,
            None => Runs {
                file: self.means.file()?,
                places: Vec::new(),
            },
        };
        let place =
            append(&mut runs.file, &self.rows).map_err(|error| self.means.failed(&error))?;
        runs.places.push(place);
        self.runs = Some(runs);
        self.rows.clear();
        Ok(())
    }

    /// The rows in order.
    ///
    /// # Errors
    /// As for [`Self::push`].
    pub fn finish(mut self) -> Result<Sorted<T>> {
        if self.runs.is_none() {
            self.rows.par_sort_unstable();
        } else if !self.rows.is_empty() {
            self.put_away()?;
            self.rows = Vec::new();
        }
        Ok(Sorted {
            means: self.means,
            rows: self.rows,
            runs: self.runs,
        })
    }

    /// The rows that have the same `key` as another, in order; they are held in memory if they fit
    /// into
    /// `bytes`. Keys are spread evenly over their lowest bits, and equal ones follow each other in
    /// the order of the rows.
    ///
    /// # Errors
    /// If the temporary file cannot be written or read.
    pub fn finish_recurring(mut self, key: impl Fn(&T) -> u64, bytes: usize) -> Result<Sorted<T>> {
        let same = |a: &T, b: &T| key(a) == key(b);
        if self.runs.is_some() {
            return self.finish()?.recurring(same, bytes);
        }
        // Most come once: they need not be sorted.
        let mut seen = Recurring::new(self.rows.len());
        self.rows.iter().for_each(|row| seen.see(key(row)));
        self.rows.retain(|row| seen.came_again(key(row)));
        self.finish()?.recurring(same, bytes)
    }

    /// The rows in order, of rows that come in order.
    fn finish_ordered(mut self) -> Result<Sorted<T>> {
        if self.runs.is_some() && !self.rows.is_empty() {
            self.put_away()?;
            self.rows = Vec::new();
        }
        self.rows.shrink_to_fit();
        Ok(Sorted {
            means: self.means,
            rows: self.rows,
            runs: self.runs,
        })
    }
}

fn append<T: Fixed>(file: &mut SpillFile, rows: &[T]) -> io::Result<Range<u64>> {
    let start = file.len();
    let mut bytes = Vec::with_capacity(FEW * T::BYTES);
    for some in rows.chunks(FEW) {
        bytes.clear();
        some.iter().for_each(|row| row.put(&mut bytes));
        file.append(&bytes)?;
    }
    Ok(start..file.len())
}

/// Rows in order, to be read as often as one likes.
pub struct Sorted<T> {
    means: Means,
    /// All rows, or none if there are runs.
    rows: Vec<T>,
    runs: Option<Runs>,
}

impl<T: Fixed> Sorted<T> {
    /// Calls `each` on every row, in order.
    ///
    /// # Errors
    /// If the temporary file cannot be read, or `each` fails.
    pub fn for_each(&self, each: impl FnMut(T) -> Result<()>) -> Result<()> {
        self.visit(each, |error| self.means.failed(&error))
    }

    /// The same with any kind of error; `failed` makes one of an error of the temporary file.
    fn visit<E>(
        &self,
        mut each: impl FnMut(T) -> std::result::Result<(), E>,
        failed: impl Fn(io::Error) -> E,
    ) -> std::result::Result<(), E> {
        let Some(runs) = &self.runs else {
            return self.rows.iter().try_for_each(|&row| each(row));
        };
        let mut merge = Merge::new(&runs.file, &runs.places).map_err(&failed)?;
        while let Some(row) = merge.next().map_err(&failed)? {
            each(row)?;
        }
        Ok(())
    }

    /// Calls `each` on every group of neighbours that are the `same`, in order. A group is held in
    /// memory as a whole.
    ///
    /// # Errors
    /// As for [`Self::for_each`].
    pub fn for_each_group(
        &self,
        same: impl Fn(&T, &T) -> bool,
        mut each: impl FnMut(&[T]) -> Result<()>,
    ) -> Result<()> {
        if self.runs.is_none() {
            return self.rows.chunk_by(&same).try_for_each(each);
        }
        let mut group: Vec<T> = Vec::new();
        self.for_each(|row| {
            if group.last().is_some_and(|last| !same(last, &row)) {
                each(&group)?;
                group.clear();
            }
            group.push(row);
            Ok(())
        })?;
        if group.is_empty() {
            Ok(())
        } else {
            each(&group)
        }
    }

    /// The rows that are the `same` as a neighbour; they are held if they fit into `bytes`.
    fn recurring(mut self, same: impl Fn(&T, &T) -> bool, bytes: usize) -> Result<Self> {
        if self.runs.is_none() {
            keep_recurring(&mut self.rows, same);
            return Ok(self);
        }
        let mut kept = Sorter::new(&self.means, bytes);
        self.for_each_group(same, |group| {
            if group.len() > 1 {
                kept.extend(group.iter().copied())
            } else {
                Ok(())
            }
        })?;
        kept.finish_ordered()
    }

    /// Writes the rows into a note (see [`Note`](crate::Note)).
    ///
    /// # Errors
    /// If `to` cannot be written, or the temporary file cannot be read.
    pub fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(FEW * T::BYTES);
        let mut count: u64 = self.rows.len() as u64;
        if let Some(runs) = &self.runs {
            count = runs
                .places
                .iter()
                .map(|place| place.end - place.start)
                .sum::<u64>()
                / T::BYTES as u64;
        }
        to.write_all(&count.to_le_bytes())?;
        let write = |row: T| -> io::Result<()> {
            row.put(&mut bytes);
            if bytes.len() >= FEW * T::BYTES {
                to.write_all(&bytes)?;
                bytes.clear();
            }
            Ok(())
        };
        self.visit(write, |error| {
            io::Error::other(self.means.failed(&error).to_string())
        })?;
        to.write_all(&bytes)
    }

    /// Reads what [`Self::write_down`] wrote, and nothing after it; the rows are held in memory if
    /// they fit into `bytes`.
    ///
    /// # Errors
    /// If `from` ends early, or the temporary file cannot be written.
    pub fn read_back(from: &mut dyn Read, means: &Means, bytes: usize) -> io::Result<Self> {
        let mut count = [0; 8];
        from.read_exact(&mut count)?;
        let mut left = u64::from_le_bytes(count);
        let mut rows = Sorter::new(means, bytes);
        let mut buffer = Vec::new();
        let failed = |error: crate::error::Error| io::Error::other(error.to_string());
        while left > 0 {
            let some = left.min(FEW as u64);
            buffer.resize(some as usize * T::BYTES, 0);
            from.read_exact(&mut buffer)?;
            let mut bytes = buffer.as_slice();
            rows.extend((0..some).map(|_| T::take(&mut bytes)))
                .map_err(failed)?;
            left -= some;
        }
        rows.finish_ordered().map_err(failed)
    }
}

/// Moves the groups of two and more to the front, and forgets the rest.
fn keep_recurring<T: Copy>(rows: &mut Vec<T>, same: impl Fn(&T, &T) -> bool) {
    let mut kept = 0;
    let mut start = 0;
    while start < rows.len() {
        let group = rows[start..].chunk_by(&same).next().map_or(1, <[T]>::len);
        if group > 1 {
            rows.copy_within(start..start + group, kept);
            kept += group;
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

    fn means() -> Means {
        Means::new(0, std::env::temp_dir(), &Disk::default())
    }

    fn groups_of(sorted: &Sorted<(u64, u32)>) -> Vec<Vec<(u64, u32)>> {
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
        fn rows_come_in_order_whether_they_fit_or_not(seed in any::<u64>(), count in 0usize..40_000, keys in 1u64..9_000) {
            let rows: Vec<(u64, u32)> =
                (0..count as u64).map(|i| (copydesk_text::mix64(seed ^ i) % keys, (copydesk_text::mix64(i) % 7) as u32)).collect();
            let sorter = |bytes: usize| {
                let mut sorter = Sorter::new(&means(), bytes);
                sorter.extend(rows.iter().copied()).unwrap();
                sorter
            };
            let mut expected = rows.clone();
            expected.sort_unstable();
            let expected: Vec<Vec<(u64, u32)>> = expected.chunk_by(|a, b| a.0 == b.0).map(<[_]>::to_vec).collect();
            let recurring: Vec<Vec<(u64, u32)>> = expected.iter().filter(|group| group.len() > 1).cloned().collect();
            for bytes in [0, usize::MAX] {
                prop_assert_eq!(&groups_of(&sorter(bytes).finish().unwrap()), &expected);
                let kept = sorter(bytes).finish_recurring(|row| row.0, bytes).unwrap();
                prop_assert_eq!(&groups_of(&kept), &recurring);
                let mut note = Vec::new();
                kept.write_down(&mut note).unwrap();
                for bytes in [0, usize::MAX] {
                    let read = Sorted::read_back(&mut note.as_slice(), &means(), bytes).unwrap();
                    prop_assert_eq!(&groups_of(&read), &recurring);
                }
            }
        }
    }
}
