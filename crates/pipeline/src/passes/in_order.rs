//! One pass over a dump: all threads read batches and work on them, and the results are collected
//! one after the other, in input order.
//!
//! The files are divided into *portions*, which are read independently of each other. A portion is
//! a large file, a part of a large file, or several small files. A thread that has nothing to do
//! takes the first portion that no other thread is reading, reads a batch of it, gives the portion
//! back for the next thread, and works on the batch. So the threads take turns at reading a
//! portion. They read several portions at the same time only if one is read too slowly to give
//! work to all threads.
//!
//! A result has a *place*: the number of its portion, and the number of its batch in the portion.
//! The thread that completes the next result in this order collects it, and then the results after
//! it, until one is not ready. One thread at a time collects, so collecting should be little work.
//!
//! Threads may read ahead of what was collected. Two *windows* limit the bytes that were read and
//! not collected yet: one for the portion that is being collected, and one for all later portions
//! together. So a full window of the later portions does not stop the reading of the portion that
//! is being collected.

use crate::memory::ReadAhead;
use copydesk_formats::{Batch, BatchReader, FilePart, Inputs, Packer};
use copydesk_store::{Error, Result};
use rayon::Scope;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Consecutive small files are read as one portion, which ends when it has this many bytes on disk.
const PORTION_BYTES: u64 = 1 << 18;

/// What a pass reads, how far it reads ahead, and where its output is compressed.
pub(super) struct PassSettings<'i> {
    pub inputs: &'i Inputs,
    /// Index of the first file that is read.
    pub from_file: usize,
    /// The most portions of the dump that are open at the same time (see the module's text).
    pub max_open_portions: usize,
    /// The size of a batch, and how far threads read ahead.
    pub ahead: ReadAhead,
    /// Compresses the output of the pass, on the threads of the pass.
    pub packer: &'i Packer,
}

/// Reads the dump: `work` is called on every batch, on any thread, and `collect` gets the batches
/// with their results, in input order, one at a time.
///
/// # Errors
/// The first error, in input order, that reading, `work` or `collect` returns. No later batch is
/// collected.
pub(super) fn read_in_order<T: Send>(
    settings: &PassSettings<'_>,
    work: impl Fn(&Batch) -> Result<T> + Sync,
    collect: impl FnMut(&Batch, T) -> Result<()> + Send,
) -> Result<()> {
    let threads = rayon::current_num_threads();
    // A single thread gains nothing if files are divided.
    let may_divide = threads > 1;
    let pass = Pass {
        settings,
        threads,
        portions: portions(settings.inputs, settings.from_file, may_divide),
        work,
        collector: Mutex::new(Collector {
            collect,
            failure: None,
        }),
        state: Mutex::default(),
        has_failed: AtomicBool::new(false),
    };
    // Only one thread is started here. Each thread starts another if there is more to do, so that a
    // small dump uses few threads.
    rayon::scope(|scope| pass.start_thread(scope));
    let collector = pass.collector.into_inner();
    let failure = collector.unwrap_or_else(PoisonError::into_inner).failure;
    match failure {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// A piece of the dump that only one thread at a time reads.
enum Portion {
    /// Consecutive files, by their indices.
    Files(Range<usize>),
    /// A part of a large file.
    Part(FilePart),
}

/// Divides the files into portions, beginning with the file `from_file`. Small files are put
/// together. With `may_divide`, a large file becomes several portions if it is known where its
/// parts begin.
fn portions(inputs: &Inputs, from_file: usize, may_divide: bool) -> Vec<Portion> {
    let mut portions = Vec::new();
    // The next portion begins with the file `start`. Its files so far have `bytes` bytes.
    let (mut start, mut bytes) = (from_file, 0);
    for (index, file) in inputs.files().iter().enumerate().skip(from_file) {
        let parts = match may_divide {
            true => inputs.parts_of(index),
            false => Vec::new(),
        };
        if !parts.is_empty() {
            if start < index {
                portions.push(Portion::Files(start..index));
            }
            portions.extend(parts.into_iter().map(Portion::Part));
            (start, bytes) = (index + 1, 0);
            continue;
        }
        // The size on the disk, because the decompressed size is not known before the file is read.
        bytes += file.bytes();
        if bytes >= PORTION_BYTES {
            portions.push(Portion::Files(start..index + 1));
            (start, bytes) = (index + 1, 0);
        }
    }
    if start < inputs.len() {
        portions.push(Portion::Files(start..inputs.len()));
    }
    portions
}

/// The place of a batch in the order of the input.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct BatchPlace {
    portion: usize,
    /// Number of the batch in its portion.
    batch: usize,
}

impl BatchPlace {
    fn first_of(portion: usize) -> Self {
        Self { portion, batch: 0 }
    }

    fn next_in_portion(self) -> Self {
        Self {
            batch: self.batch + 1,
            ..self
        }
    }
}

/// A running pass, which all its threads share. `W` and `F` are the types of `work` and `collect`,
/// and `T` is the result of `work` on a batch.
struct Pass<'p, 'i, W, F, T> {
    settings: &'p PassSettings<'i>,
    /// The most threads that work at the same time.
    threads: usize,
    portions: Vec<Portion>,
    work: W,
    collector: Mutex<Collector<F>>,
    state: Mutex<State<'i, T>>,
    /// Whether there was an error, so that nothing more is to be done.
    has_failed: AtomicBool,
}

/// What only the thread that is collecting uses.
struct Collector<F> {
    collect: F,
    /// The first error in input order.
    failure: Option<Error>,
}

/// The progress of a pass, which the threads share: what is being read, and what was collected.
struct State<'i, T> {
    active_threads: usize,
    /// The number of the portion that is opened next.
    next_portion: usize,
    /// How many portions are open.
    open_portions: usize,
    /// The open portions that no thread is reading, by number.
    idle: BTreeMap<usize, OpenPortion<'i>>,
    /// How many results a portion has, by the number of the portion. An entry is added when its
    /// portion was read to the end, and removed when all its results are collected.
    result_counts: BTreeMap<usize, usize>,
    /// The place of the result that is collected next. Its portion is the *current* portion.
    next_place: BatchPlace,
    /// Whether a thread is collecting.
    is_collecting: bool,
    /// Results that are ready and not yet collected.
    results: BTreeMap<BatchPlace, Result<(Batch, T)>>,
    /// Bytes of the batches that were read and not yet collected, by portion.
    bytes_ahead: BTreeMap<usize, usize>,
}

/// A portion that is being read, batch by batch.
struct OpenPortion<'i> {
    next_batch: BatchPlace,
    reader: BatchReader<'i>,
}

impl<T> Default for State<'_, T> {
    fn default() -> Self {
        Self {
            active_threads: 0,
            next_portion: 0,
            open_portions: 0,
            idle: BTreeMap::new(),
            result_counts: BTreeMap::new(),
            next_place: BatchPlace::first_of(0),
            is_collecting: false,
            results: BTreeMap::new(),
            bytes_ahead: BTreeMap::new(),
        }
    }
}

impl<T> State<'_, T> {
    /// Bytes of the current portion that were read and not yet collected.
    fn current_bytes(&self) -> usize {
        self.bytes_ahead
            .get(&self.next_place.portion)
            .copied()
            .unwrap_or(0)
    }

    /// Bytes of all later portions that were read and not yet collected.
    fn later_bytes(&self) -> usize {
        self.bytes_ahead.values().sum::<usize>() - self.current_bytes()
    }

    /// The first idle portion from which a batch may be read, because its window is not full.
    /// `None` if there is none. Each of the two windows has `window_bytes` bytes.
    fn readable(&self, window_bytes: usize) -> Option<usize> {
        for &portion in self.idle.keys() {
            let is_current = portion == self.next_place.portion;
            let bytes = match is_current {
                true => self.current_bytes(),
                false => self.later_bytes(),
            };
            if bytes < window_bytes {
                return Some(portion);
            }
            // All later portions share one window, so none of them may be read either.
            if !is_current {
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

    /// Starts one more thread if there is anything for it to do.
    fn start_thread<'s>(&'s self, scope: &Scope<'s>) {
        let mut state = self.state();
        // `Relaxed` is enough: a thread that sees the flag late reads one more batch, which is not
        // collected.
        if state.active_threads >= self.threads || self.has_failed.load(Ordering::Relaxed) {
            return;
        }
        let window_bytes = self.settings.ahead.window_bytes;
        let may_read = state.readable(window_bytes).is_some() || self.may_open(&state);
        // Besides batches, blocks of output may wait for a thread that compresses them.
        if may_read || self.settings.packer.has_waiting() {
            state.active_threads += 1;
            scope.spawn(|scope| self.work_until_idle(scope));
        }
    }

    /// Opens a portion.
    fn open(&self, portion: &Portion) -> BatchReader<'i> {
        let (inputs, batch_bytes) = (self.settings.inputs, self.settings.ahead.batch_bytes);
        match portion {
            Portion::Files(files) => BatchReader::new(inputs, files.clone(), batch_bytes),
            Portion::Part(part) => BatchReader::of_part(inputs, *part, batch_bytes),
        }
    }

    /// Whether there is a next portion and it may be opened. If other portions are open, the window
    /// of the later portions must not be full.
    fn may_open(&self, state: &State<'i, T>) -> bool {
        let window_bytes = self.settings.ahead.window_bytes;
        state.next_portion < self.portions.len()
            && state.open_portions < self.settings.max_open_portions
            && (state.open_portions == 0 || state.later_bytes() < window_bytes)
    }

    /// The loop of a thread, which ends when there is nothing to do for it.
    fn work_until_idle<'s>(&'s self, scope: &Scope<'s>) {
        loop {
            // Output before input, because blocks that wait to be compressed take memory.
            if self.settings.packer.pack_one() {
                continue;
            }
            let Some(OpenPortion { next_batch, reader }) = self.take_portion() else {
                return;
            };
            // Another portion may be readable at the same time.
            self.start_thread(scope);
            self.read_and_work(next_batch, reader, scope);
        }
    }

    /// Takes a portion of which this thread may read a batch: an idle one, otherwise a new one.
    /// `None` if there is neither; then the thread no longer counts as active.
    fn take_portion(&self) -> Option<OpenPortion<'i>> {
        let mut state = self.state();
        if !self.has_failed.load(Ordering::Relaxed) {
            if let Some(portion) = state.readable(self.settings.ahead.window_bytes)
                && let Some(idle) = state.idle.remove(&portion)
            {
                return Some(idle);
            }
            if self.may_open(&state) {
                let portion = state.next_portion;
                state.next_portion += 1;
                state.open_portions += 1;
                return Some(OpenPortion {
                    next_batch: BatchPlace::first_of(portion),
                    reader: self.open(&self.portions[portion]),
                });
            }
        }
        state.active_threads -= 1;
        None
    }

    /// Reads the next batch of a portion, gives the portion back, and works on the batch. `place`
    /// is the place of the batch.
    fn read_and_work<'s>(
        &'s self,
        place: BatchPlace,
        mut reader: BatchReader<'i>,
        scope: &Scope<'s>,
    ) {
        let read = reader.read_on();
        let mut state = self.state();
        let batch = match read {
            Ok(Some(batch)) => batch,
            Ok(None) => {
                // The portion is at its end. `place.batch` batches were read of it.
                state.open_portions -= 1;
                state.result_counts.insert(place.portion, place.batch);
                drop(state);
                return self.collect_ready(scope);
            }
            Err(error) => {
                state.open_portions -= 1;
                // The error is the result of the batch that could not be read, so it is returned in
                // order. It is the last result of the portion.
                state.result_counts.insert(place.portion, place.batch + 1);
                state.results.insert(place, Err(error));
                drop(state);
                return self.collect_ready(scope);
            }
        };
        *state.bytes_ahead.entry(place.portion).or_default() += batch.bytes.len();
        // Given back before the work begins, so that another thread can read the next batch.
        let idle = OpenPortion {
            next_batch: place.next_in_portion(),
            reader,
        };
        state.idle.insert(place.portion, idle);
        drop(state);
        self.start_thread(scope);
        let result = match (self.work)(&batch) {
            Ok(result) => Ok((batch, result)),
            Err(error) => Err(error),
        };
        self.state().results.insert(place, result);
        self.collect_ready(scope);
    }

    /// Collects the next results in order, as many as are ready. Does nothing if another thread is
    /// collecting, because that thread will collect them.
    fn collect_ready<'s>(&'s self, scope: &Scope<'s>) {
        // If another thread is collecting, it misses no result that was inserted before: it looks
        // for the next result and clears `is_collecting` without unlocking the state in between.
        if !self.begin_collecting() {
            return;
        }
        // Does not wait for long: a thread that still holds this lock has cleared `is_collecting`
        // and has nothing left to collect.
        let mut collector = self
            .collector
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // While `collect` waits in `rayon::join`, this thread may work on other batches of the
        // pass, and call this function again. That call returns above, because `is_collecting` is
        // set. So the thread never waits for its own lock.
        while let Some(result) = self.next_result() {
            let mut bytes = 0;
            let collected = match result {
                Ok((batch, result)) => {
                    bytes = batch.bytes.len();
                    (collector.collect)(&batch, result)
                }
                Err(error) => Err(error),
            };
            if let Err(error) = collected {
                collector.failure = Some(error);
                self.has_failed.store(true, Ordering::Relaxed);
            }
            let mut state = self.state();
            let portion = state.next_place.portion;
            if let Some(ahead) = state.bytes_ahead.get_mut(&portion) {
                *ahead -= bytes;
            }
            state.next_place = state.next_place.next_in_portion();
            drop(state);
            // The window is less full now, so one more thread may have something to read.
            self.start_thread(scope);
        }
    }

    /// Makes this thread the one that collects, and returns `true`. Returns `false` if another one
    /// is collecting.
    fn begin_collecting(&self) -> bool {
        !std::mem::replace(&mut self.state().is_collecting, true)
    }

    /// The next result in order. `None` if it is not ready, or after an error; then the thread no
    /// longer counts as collecting.
    fn next_result(&self) -> Option<Result<(Batch, T)>> {
        let mut state = self.state();
        // If all results of the current portion are collected, the next portion becomes current. It
        // may be at its end, too, without any batch, so this is a loop.
        while state.result_counts.get(&state.next_place.portion) == Some(&state.next_place.batch) {
            let portion = state.next_place.portion;
            state.result_counts.remove(&portion);
            state.bytes_ahead.remove(&portion);
            state.next_place = BatchPlace::first_of(portion + 1);
        }
        let place = state.next_place;
        let mut result = state.results.remove(&place);
        if self.has_failed.load(Ordering::Relaxed) {
            result = None;
        }
        state.is_collecting = result.is_some();
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use copydesk_formats::RawRecord;
    use proptest::prelude::*;

    /// Files with these numbers of lines. The text of a line is two numbers: that of its file, and
    /// its own.
    fn files(lines: &[usize]) -> Inputs {
        let text = |file: usize, line: usize| format!("{{\"text\":\"{file} {line}\"}}\n");
        let file = |(number, &count): (usize, &usize)| {
            let lines = (0..count).map(|line| text(number, line));
            (format!("{number}.jsonl"), lines.collect::<String>().into())
        };
        Inputs::in_memory(lines.iter().enumerate().map(file)).unwrap()
    }

    /// Runs a pass on this many threads, in which some batches take long. Returns the records that
    /// were collected, and the outcome, which is an error if a record `is_faulty`.
    fn run_pass(
        inputs: &Inputs,
        threads: usize,
        is_faulty: impl Fn(&RawRecord) -> bool + Sync,
    ) -> (Vec<(usize, u64)>, Result<()>) {
        let packer = Packer::new(1, 1 << 20);
        let settings = PassSettings {
            inputs,
            from_file: 0,
            max_open_portions: 3,
            ahead: ReadAhead::of(threads, &Config::default()),
            packer: &packer,
        };
        let mut collected = Vec::new();
        let work = |batch: &Batch| {
            let first = batch.records[0].number;
            // Differs from batch to batch, so that they are not completed in order.
            std::thread::sleep(std::time::Duration::from_micros(first * 7 % 300));
            let place = |record: &RawRecord| match is_faulty(record) {
                true => Err(Error::record(format!("{} {}", record.file, record.number))),
                false => Ok((record.file, record.number)),
            };
            batch.records.iter().map(place).collect::<Result<Vec<_>>>()
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let outcome = pool.build().unwrap().install(|| {
            read_in_order(&settings, work, |_, places| {
                // Waits for another thread, as a writer may.
                let pause = |micros| std::thread::sleep(std::time::Duration::from_micros(micros));
                rayon::join(|| pause(20), || pause(200));
                collected.extend(places);
                Ok(())
            })
        });
        (collected, outcome)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn all_records_are_collected_in_order(
            lines in proptest::collection::vec(prop_oneof![0usize..9, 20_000usize..60_000], 1..7),
            threads in 1usize..9,
        ) {
            let (collected, outcome) = run_pass(&files(&lines), threads, |_| false);
            let of_file = |(file, &lines): (usize, &usize)| (0..lines as u64).map(move |line| (file, line));
            let expected: Vec<_> = lines.iter().enumerate().flat_map(of_file).collect();
            prop_assert!(outcome.is_ok());
            prop_assert!(collected == expected);
        }

        #[test]
        fn the_first_fault_in_input_order_ends_the_pass(
            lines in proptest::collection::vec(1usize..30_000, 2..6), threads in 1usize..9, every in 500u64..90_000,
        ) {
            // No fault in the first file; in the others, one in every `every` lines.
            let is_faulty = |file: usize, line: u64| line % every == every - 1 && file > 0;
            let (collected, outcome) = run_pass(&files(&lines), threads, |record| is_faulty(record.file, record.number));
            let first = lines.iter().enumerate().find_map(|(file, &lines)| {
                (0..lines as u64).find(|&line| is_faulty(file, line)).map(|line| (file, line))
            });
            match first {
                None => prop_assert!(outcome.is_ok()),
                Some((file, line)) => {
                    prop_assert_eq!(outcome.unwrap_err().to_string(), format!("{} {}", file, line));
                    prop_assert!(collected.last() < Some(&(file, line)));
                }
            }
        }
    }
}
