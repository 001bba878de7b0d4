//! One pass over a dump: batches are read and worked on by all threads, and the results are taken
//! in one after the other, in input order.
//!
//! The files are divided into *portions*, which are read independently of each other: a large file
//! or a part of one, or small files that follow each other. A thread that has nothing to do takes
//! the first portion that nobody is reading at the moment, reads a batch of it, puts it back for
//! the next thread, and works on the batch. So a file is read in turns, unless it is known where
//! its parts begin, and of files that are slow to decompress as many are read at the same time as
//! the threads need; there are no threads for reading alone, and with one thread nothing waits for
//! another.
//!
//! A result has a *place*: its portion, and its number there. The thread that completes the result
//! which comes next takes it in, and after it all that follow and are there already. Taking in is
//! all that is done one at a time, so it should do little.
//!
//! How far is read ahead of what was taken in is bounded in bytes, for the portion that is taken in
//! and for all after it together, so that portions far ahead never keep the first from being read.

use crate::memory::Ahead;
use copydesk_formats::{Batch, BatchReader, FilePart, Inputs, Packer};
use copydesk_store::{Error, Result};
use rayon::Scope;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Small files are read together until they have so many bytes, compressed or not.
const PORTION_BYTES: u64 = 1 << 18;

/// How a pass reads, and what its threads do besides.
pub(super) struct Reading<'i> {
    pub inputs: &'i Inputs,
    /// The first file that is read.
    pub from_file: usize,
    /// Most files that are open at the same time.
    pub readers: usize,
    /// How far is read ahead.
    pub ahead: Ahead,
    /// Compresses what was written. Threads do this work before they read.
    pub packer: &'i Packer,
}

/// Reads the dump: `work` is called on every batch, on any thread, and `take` gets the batches with
/// the results, in input order, one at a time.
///
/// # Errors
/// The first in input order of those that reading, `work` and `take` return. Nothing is taken in
/// after it.
pub(super) fn in_order<T: Send>(
    reading: &Reading<'_>,
    work: impl Fn(&Batch) -> Result<T> + Sync,
    take: impl FnMut(&Batch, T) -> Result<()> + Send,
) -> Result<()> {
    let threads = rayon::current_num_threads();
    let pass = Pass {
        reading,
        threads,
        ahead: reading.ahead,
        portions: portions(reading.inputs, reading.from_file, threads > 1),
        work,
        taker: Mutex::new(Taker {
            take,
            failure: None,
        }),
        state: Mutex::default(),
        is_over: AtomicBool::new(false),
    };
    // One thread is started. It starts the next if there is more to do, because a small dump needs
    // few.
    rayon::scope(|scope| pass.wake(scope));
    let taker = pass.taker.into_inner();
    let failure = taker.unwrap_or_else(PoisonError::into_inner).failure;
    match failure {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// What is read by one thread at a time.
enum Portion {
    Files(Range<usize>),
    Part(FilePart),
}

/// The files from a number on, in portions: small ones together, long ones in parts if several
/// threads read them.
fn portions(inputs: &Inputs, from_file: usize, are_divided: bool) -> Vec<Portion> {
    let mut portions = Vec::new();
    let (mut start, mut bytes) = (from_file, 0);
    for (number, file) in inputs.files().iter().enumerate().skip(from_file) {
        let parts = match are_divided {
            true => inputs.parts_of(number),
            false => Vec::new(),
        };
        if !parts.is_empty() {
            if start < number {
                portions.push(Portion::Files(start..number));
            }
            portions.extend(parts.into_iter().map(Portion::Part));
            (start, bytes) = (number + 1, 0);
            continue;
        }
        // By its size on the disk, because the decompressed size is not known before it is read.
        bytes += file.bytes();
        if bytes >= PORTION_BYTES {
            portions.push(Portion::Files(start..number + 1));
            (start, bytes) = (number + 1, 0);
        }
    }
    if start < inputs.len() {
        portions.push(Portion::Files(start..inputs.len()));
    }
    portions
}

/// The number of a portion, and of a batch in it.
type BatchPlace = (usize, usize);

/// A pass that is under way; all its threads share it.
struct Pass<'p, 'i, W, F, T> {
    reading: &'p Reading<'i>,
    threads: usize,
    ahead: Ahead,
    portions: Vec<Portion>,
    work: W,
    taker: Mutex<Taker<F>>,
    state: Mutex<State<'i, T>>,
    /// Whether no more is to be done: something has failed.
    is_over: AtomicBool,
}

/// Held by the thread that takes in.
struct Taker<F> {
    take: F,
    failure: Option<Error>,
}

/// What threads agree on under the lock: who reads what, and what is to be taken in.
struct State<'i, T> {
    /// Threads at work.
    active: usize,
    /// The next portion that is to be opened, and how many are open.
    next: usize,
    open: usize,
    /// Portions that are open and that nobody is reading, each with the number of its next batch.
    idle: BTreeMap<usize, (usize, BatchReader<'i>)>,
    /// Numbers of batches of portions that were read to their ends.
    ended: BTreeMap<usize, usize>,
    /// What is to be taken in next, and whether a thread is at it.
    head: BatchPlace,
    is_taking: bool,
    /// What is to be taken in later.
    results: BTreeMap<BatchPlace, Result<(Batch, T)>>,
    /// Bytes of batches that were read and not taken in, by portion.
    ahead: BTreeMap<usize, usize>,
}

impl<T> Default for State<'_, T> {
    fn default() -> Self {
        Self {
            active: 0,
            next: 0,
            open: 0,
            idle: BTreeMap::new(),
            ended: BTreeMap::new(),
            head: (0, 0),
            is_taking: false,
            results: BTreeMap::new(),
            ahead: BTreeMap::new(),
        }
    }
}

impl<T> State<'_, T> {
    /// Bytes ahead of the portion that is taken in.
    fn head_ahead(&self) -> usize {
        self.ahead.get(&self.head.0).copied().unwrap_or(0)
    }

    /// Bytes ahead of the portions after it.
    fn others_ahead(&self) -> usize {
        self.ahead.values().sum::<usize>() - self.head_ahead()
    }

    /// The first portion that may be read on, if any may. The one that is taken in has a window of
    /// its own, so that those after it can never keep it from being read.
    fn readable(&self, window: usize) -> Option<usize> {
        for &portion in self.idle.keys() {
            let ahead = match portion == self.head.0 {
                true => self.head_ahead(),
                false => self.others_ahead(),
            };
            if ahead < window {
                return Some(portion);
            }
            // The portions after the head share one window, so the others may not be read on
            // either.
            if portion != self.head.0 {
                return None;
            }
        }
        None
    }
}

impl<'i, W, F, T: Send> Pass<'_, 'i, W, F, T>
where
    W: Fn(&Batch) -> Result<T> + Sync,
    F: FnMut(&Batch, T) -> Result<()> + Send,
{
    fn state(&self) -> MutexGuard<'_, State<'i, T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets one more thread to work if there is anything to do for it.
    fn wake<'s>(&'s self, scope: &Scope<'s>) {
        let mut state = self.state();
        // Relaxed: a thread that sees the flag late reads one more batch, which nobody takes in.
        if state.active >= self.threads || self.is_over.load(Ordering::Relaxed) {
            return;
        }
        let has_batch = state.readable(self.ahead.window).is_some() || self.may_open(&state);
        if has_batch || self.reading.packer.has_waiting() {
            state.active += 1;
            scope.spawn(|scope| self.be_active(scope));
        }
    }

    /// Opens a portion.
    fn reader(&self, portion: &Portion) -> BatchReader<'i> {
        let (inputs, batch) = (self.reading.inputs, self.ahead.batch);
        match portion {
            Portion::Files(files) => BatchReader::new(inputs, files.clone(), batch),
            Portion::Part(part) => BatchReader::of_part(inputs, *part, batch),
        }
    }

    /// Whether another portion may be opened: one in any case, more if there is room for what is
    /// read of them.
    fn may_open(&self, state: &State<'i, T>) -> bool {
        state.next < self.portions.len()
            && state.open < self.reading.readers
            && (state.open == 0 || state.others_ahead() < self.ahead.window)
    }

    /// What a thread does until there is nothing to do.
    fn be_active<'s>(&'s self, scope: &Scope<'s>) {
        loop {
            // Output before input, because blocks that wait to be compressed take memory.
            if self.reading.packer.pack_one() {
                continue;
            }
            let Some((portion, number, reader)) = self.next_portion() else {
                return;
            };
            self.wake(scope);
            self.read_on((portion, number), reader, scope);
        }
    }

    /// A portion to be read on, and the number of its next batch. With none, the thread counts as
    /// active no more.
    fn next_portion(&self) -> Option<(usize, usize, BatchReader<'i>)> {
        let mut state = self.state();
        if !self.is_over.load(Ordering::Relaxed) {
            if let Some(portion) = state.readable(self.ahead.window)
                && let Some((number, reader)) = state.idle.remove(&portion)
            {
                return Some((portion, number, reader));
            }
            if self.may_open(&state) {
                let portion = state.next;
                state.next += 1;
                state.open += 1;
                return Some((portion, 0, self.reader(&self.portions[portion])));
            }
        }
        state.active -= 1;
        None
    }

    /// Reads one batch, lets others read the next, and works on it.
    fn read_on<'s>(&'s self, place: BatchPlace, mut reader: BatchReader<'i>, scope: &Scope<'s>) {
        let (portion, number) = place;
        let read = reader.read_on();
        let mut state = self.state();
        let batch = match read {
            Ok(Some(batch)) => batch,
            // An error takes the place of the batch that could not be read, so it is returned in
            // order.
            no_batch => {
                state.open -= 1;
                let failed = no_batch.err();
                let batches = number + usize::from(failed.is_some());
                state.ended.insert(portion, batches);
                if let Some(error) = failed {
                    state.results.insert(place, Err(error));
                }
                drop(state);
                return self.take_in(scope);
            }
        };
        *state.ahead.entry(portion).or_default() += batch.bytes.len();
        // Returned before the work begins, so that another thread can read the next batch.
        state.idle.insert(portion, (number + 1, reader));
        drop(state);
        self.wake(scope);
        let result = match (self.work)(&batch) {
            Ok(result) => Ok((batch, result)),
            Err(error) => Err(error),
        };
        self.state().results.insert(place, result);
        self.take_in(scope);
    }

    /// Takes in what comes next and is there, unless another thread is at it: that one will.
    fn take_in<'s>(&'s self, scope: &Scope<'s>) {
        // The thread does not wait: the one that is taking in looks for the next result under the
        // same lock, so none is left.
        if !self.begin_taking() {
            return;
        }
        // Free, or about to be: the thread that had it has already cleared `is_taking`.
        let mut taker = self.taker.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(result) = self.next_result() {
            let mut bytes = 0;
            let taken = match result {
                Ok((batch, result)) => {
                    bytes = batch.bytes.len();
                    (taker.take)(&batch, result)
                }
                Err(error) => Err(error),
            };
            if let Err(error) = taken {
                taker.failure = Some(error);
                self.is_over.store(true, Ordering::Relaxed);
            }
            let mut state = self.state();
            let portion = state.head.0;
            if let Some(ahead) = state.ahead.get_mut(&portion) {
                *ahead -= bytes;
            }
            state.head.1 += 1;
            drop(state);
            self.wake(scope);
        }
    }

    /// Becomes the thread that takes in, unless another is.
    fn begin_taking(&self) -> bool {
        !std::mem::replace(&mut self.state().is_taking, true)
    }

    /// The result that is to be taken in now. With none, the thread takes in no more.
    fn next_result(&self) -> Option<Result<(Batch, T)>> {
        let mut state = self.state();
        // A loop, because the portions that follow may be empty and already ended.
        while state.ended.get(&state.head.0) == Some(&state.head.1) {
            let portion = state.head.0;
            state.ended.remove(&portion);
            state.ahead.remove(&portion);
            state.head = (portion + 1, 0);
        }
        let head = state.head;
        let mut result = state.results.remove(&head);
        if self.is_over.load(Ordering::Relaxed) {
            result = None;
        }
        state.is_taking = result.is_some();
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use copydesk_formats::RawRecord;
    use proptest::prelude::*;

    /// Files of these numbers of lines, each line with the numbers of its file and of itself.
    fn files(lines: &[usize]) -> Inputs {
        let text = |file: usize, line: usize| format!("{{\"text\":\"{file} {line}\"}}\n");
        let file = |(number, &count): (usize, &usize)| {
            let lines = (0..count).map(|line| text(number, line));
            (format!("{number}.jsonl"), lines.collect::<String>().into())
        };
        Inputs::in_memory(lines.iter().enumerate().map(file)).unwrap()
    }

    /// A pass over these files by so many threads: the records that were taken in, and how it
    /// ended. Some batches take long; what is wrong with a record is what `fault` says.
    fn pass(
        inputs: &Inputs,
        threads: usize,
        fault: impl Fn(&RawRecord) -> bool + Sync,
    ) -> (Vec<(usize, u64)>, Result<()>) {
        let packer = Packer::new(1, 1 << 20);
        let reading = Reading {
            inputs,
            from_file: 0,
            readers: 3,
            ahead: Ahead::of(threads, &Config::default()),
            packer: &packer,
        };
        let mut taken = Vec::new();
        let work = |batch: &Batch| {
            let first = batch.records[0].number;
            std::thread::sleep(std::time::Duration::from_micros(first * 7 % 300));
            let place = |record: &RawRecord| match fault(record) {
                true => Err(Error::record(format!("{} {}", record.file, record.number))),
                false => Ok((record.file, record.number)),
            };
            batch.records.iter().map(place).collect::<Result<Vec<_>>>()
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let outcome = pool.build().unwrap().install(|| {
            in_order(&reading, work, |_, places| {
                taken.extend(places);
                Ok(())
            })
        });
        (taken, outcome)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn all_is_taken_in_and_in_order(
            lines in proptest::collection::vec(prop_oneof![0usize..9, 20_000usize..60_000], 1..7),
            threads in 1usize..9,
        ) {
            let (taken, outcome) = pass(&files(&lines), threads, |_| false);
            let of_file = |(file, &lines): (usize, &usize)| (0..lines as u64).map(move |line| (file, line));
            let expected: Vec<_> = lines.iter().enumerate().flat_map(of_file).collect();
            prop_assert!(outcome.is_ok());
            prop_assert!(taken == expected);
        }

        #[test]
        fn the_first_fault_in_input_order_ends_it(
            lines in proptest::collection::vec(1usize..30_000, 2..6), threads in 1usize..9, every in 500u64..90_000,
        ) {
            let is_faulty = |file: usize, line: u64| line % every == every - 1 && file > 0;
            let (taken, outcome) = pass(&files(&lines), threads, |record| is_faulty(record.file, record.number));
            let first = lines.iter().enumerate().find_map(|(file, &lines)| {
                (0..lines as u64).find(|&line| is_faulty(file, line)).map(|line| (file, line))
            });
            match first {
                None => prop_assert!(outcome.is_ok()),
                Some((file, line)) => {
                    prop_assert_eq!(outcome.unwrap_err().to_string(), format!("{} {}", file, line));
                    prop_assert!(taken.last() < Some(&(file, line)));
                }
            }
        }
    }
}
