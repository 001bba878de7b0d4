//! Places in long files at which reading can begin, so that several threads can read one file.
//!
//! Where the records of an uncompressed file of lines begin is known only after it was read, and
//! the number of a record only after those before it were counted. So the first pass over a dump
//! reads a file from its beginning, and notes every few megabytes where a record begins, its number
//! and its line. Later passes read what is between two such places like a file of its own. Records
//! and their numbers are the same; that a file has changed meanwhile is noticed by whoever compares
//! its records with those of the first pass.

use crate::batch::RawRecord;
use crate::file_part::{FilePart, RecordStart};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Bytes of a part, about. Each costs the opening of a file, and some bytes of memory.
const PART_BYTES: u64 = 2 << 20;

/// Where records begin in the files of a dump.
#[derive(Debug)]
pub(crate) struct RecordStarts {
    part_bytes: u64,
    /// The first one that was found in each stretch of a file.
    found: Mutex<BTreeMap<(usize, u64), RecordStart>>,
    /// Files in which something could not be read.
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
    /// For parts of about so many bytes.
    fn every(part_bytes: u64) -> Self {
        Self {
            part_bytes,
            found: Mutex::default(),
            broken: Mutex::default(),
            is_complete: AtomicBool::new(false),
        }
    }

    /// Notes where the first record of a batch with these bytes begins, in the first pass. What is
    /// broken is not noted: it may continue something broken that began earlier.
    pub(crate) fn note(&self, first: &RawRecord, bytes: &[u8]) {
        if self.is_complete.load(Ordering::Relaxed) || first.is_tail() || first.fault.is_some() {
            return;
        }
        // The line is that of the record itself, in front of which blank ones may be.
        let blank = &bytes[first.range.start..first.body.start];
        let blank_lines = memchr::memchr_iter(b'\n', blank).count() as u64;
        let start = RecordStart {
            offset: first.offset,
            number: first.number,
            line: first.line - blank_lines,
        };
        let mut found = self.found();
        let earliest = found
            .entry((first.file, first.offset / self.part_bytes))
            .or_insert(start);
        // Batches come in any order, and which place is noted must not depend on that.
        if start.offset < earliest.offset {
            *earliest = start;
        }
    }

    /// Notes that something in a file could not be read. Where the readable rows of a table end is
    /// known only to those who read it from its beginning.
    pub(crate) fn note_broken(&self, file: usize) {
        let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        broken.insert(file);
    }

    /// Whether the first pass is over, and has read all of a file.
    pub(crate) fn is_sound(&self, file: usize) -> bool {
        let broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        self.is_complete.load(Ordering::Relaxed) && !broken.contains(&file)
    }

    /// The first pass is over.
    pub(crate) fn end_pass(&self) {
        self.is_complete.store(true, Ordering::Relaxed);
    }

    /// The parts of a file, in order; none if it cannot be divided, or not yet.
    pub(crate) fn parts_of(&self, file: usize) -> Vec<FilePart> {
        if !self.is_complete.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let beginning = RecordStart {
            line: 1,
            ..RecordStart::default()
        };
        let mut start = beginning;
        let mut parts = Vec::new();
        for (_, &next) in self.found().range((file, 0)..(file + 1, 0)) {
            // The record at byte 0 is where the first part begins.
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

    fn found(&self) -> MutexGuard<'_, BTreeMap<(usize, u64), RecordStart>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BatchReader, Inputs};
    use proptest::prelude::*;

    /// Number, line, offset and bytes of each record, and what the batches begin with.
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
