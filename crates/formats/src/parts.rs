//! Positions in long files at which reading can begin, so that several threads can read one file.
//!
//! In a file of lines, the position and the number of a record are known only after all records
//! before it were read. So the first pass over a dump reads each file from its beginning, and notes
//! every few megabytes where a record begins, with its number and its line. Later passes read the
//! bytes between two such positions as a [`FilePart`], and find the same records with the same
//! numbers. This module does not notice if a file changes between two passes; the caller compares
//! the records with those of the first pass.

use crate::batch::RawRecord;
use crate::file_part::{FilePart, RecordStart};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// About how many bytes a part has. For each part, a file is opened and some bytes of memory are
/// taken.
const PART_BYTES: u64 = 2 << 20;

/// The positions at which records begin in the files of a dump, one for each part.
#[derive(Debug)]
pub(crate) struct RecordStarts {
    part_bytes: u64,
    /// The first record that was seen to begin in each stretch of `part_bytes` bytes. The key is
    /// the index of the file and the number of the stretch.
    starts: Mutex<BTreeMap<(usize, u64), RecordStart>>,
    /// Indices of the files in which something could not be read.
    broken: Mutex<BTreeSet<usize>>,
    /// Whether the first pass is over.
    is_complete: AtomicBool,
}

impl Default for RecordStarts {
    fn default() -> Self {
        Self::every(PART_BYTES)
    }
}

impl RecordStarts {
    /// No positions yet, for parts of about `part_bytes` bytes.
    fn every(part_bytes: u64) -> Self {
        Self {
            part_bytes,
            starts: Mutex::default(),
            broken: Mutex::default(),
            is_complete: AtomicBool::new(false),
        }
    }

    /// Notes where the first record of a batch begins. `bytes` are all bytes of the batch. Does
    /// nothing after the first pass. A record with a fault is not noted: it may be the continuation
    /// of a broken record that began earlier.
    pub(crate) fn note(&self, first: &RawRecord, bytes: &[u8]) {
        if self.is_complete.load(Ordering::Relaxed)
            || first.belongs_to_no_record()
            || first.fault.is_some()
        {
            return;
        }
        // `range` begins with the blank lines before the record, `body` with the record itself.
        // `line` is that of the record itself, but what is noted is where the blank lines begin.
        let blank = &bytes[first.range.start..first.body.start];
        let blank_lines = memchr::memchr_iter(b'\n', blank).count() as u64;
        let start = RecordStart {
            offset: first.offset,
            number: first.number,
            line: first.line - blank_lines,
        };
        let mut starts = self.starts();
        let earliest = starts
            .entry((first.file, first.offset / self.part_bytes))
            .or_insert(start);
        // Batches come in any order, and the positions must not depend on that order.
        if start.offset < earliest.offset {
            *earliest = start;
        }
    }

    /// Notes that something in a file could not be read. If the file is a table in columns, it must
    /// be read from its beginning, because only then its reader knows where the readable rows end.
    pub(crate) fn note_broken(&self, file: usize) {
        let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        broken.insert(file);
    }

    /// Whether the first pass is over and found nothing in the file that could not be read.
    pub(crate) fn is_sound(&self, file: usize) -> bool {
        let broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        self.is_complete.load(Ordering::Relaxed) && !broken.contains(&file)
    }

    /// Ends the first pass: from now on [`Self::note`] does nothing.
    pub(crate) fn end_pass(&self) {
        self.is_complete.store(true, Ordering::Relaxed);
    }

    /// The parts of a file, in order. Empty if the file has only one part, and during the first
    /// pass.
    pub(crate) fn parts_of(&self, file: usize) -> Vec<FilePart> {
        if !self.is_complete.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let mut start = RecordStart::default();
        let mut parts = Vec::new();
        let all_stretches_of_file = (file, 0)..(file + 1, 0);
        for (_, &next) in self.starts().range(all_stretches_of_file) {
            // The first part begins at byte 0, so a record there does not end a part.
            if next.offset > 0 {
                let end = Some(next.offset);
                parts.push(FilePart { file, start, end });
                start = next;
            }
        }
        // A file of one part is read as a whole.
        if !parts.is_empty() {
            let end = None;
            parts.push(FilePart { file, start, end });
        }
        parts
    }

    fn starts(&self) -> MutexGuard<'_, BTreeMap<(usize, u64), RecordStart>> {
        self.starts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BatchReader, Inputs};
    use proptest::prelude::*;

    /// Number, line, offset and bytes of each record. Notes in `starts` where the batches begin.
    fn records(
        mut reader: BatchReader<'_>,
        starts: &RecordStarts,
    ) -> Vec<(u64, u64, u64, Vec<u8>)> {
        let mut out = Vec::new();
        while let Some(batch) = reader.read_on().unwrap() {
            starts.note(&batch.records[0], &batch.bytes);
            out.extend(batch.records.iter().map(|record| {
                let bytes = batch.bytes[record.range.clone()].to_vec();
                (record.number, record.line, record.offset, bytes)
            }));
        }
        out
    }

    proptest! {
        #[test]
        fn parts_hold_the_same_records(
            text in "\u{feff}?(\\{\"text\":\"[a-z]{0,30}\"\\}\r?\n|\n|[a-z]{1,9}\n){0,40}",
            part_bytes in 1u64..200, batch_bytes in 1usize..100,
        ) {
            let name = "dump.jsonl".to_owned();
            let inputs = Inputs::in_memory([(name, text.into_bytes())]).unwrap();
            let starts = RecordStarts::every(part_bytes);
            let whole = records(BatchReader::new(&inputs, 0..1, batch_bytes), &starts);
            prop_assert_eq!(starts.parts_of(0), []);
            starts.end_pass();
            let parts = starts.parts_of(0);
            let mut again = Vec::new();
            for &part in &parts {
                again.extend(records(BatchReader::of_part(&inputs, part, batch_bytes), &starts));
            }
            prop_assert!(parts.is_empty() || again == whole);
            prop_assert_eq!(starts.parts_of(0), parts);
        }
    }
}
