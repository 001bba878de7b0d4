//! The memory budget of a run, and the share of each table in it.
//!
//! A *table* is data that is kept between passes and grows with the dump. Each has its share here,
//! and is listed in every phase of the run in which it is in memory. The compiler checks that the
//! tables of each phase fit together. A new table needs a share below, and an entry in each of its
//! phases.

use crate::config::Config;
use crate::progress::Progress;
use copydesk_formats::{Batch, Compression, InputFile, Inputs};
use copydesk_store::{Disk, Error, IoContext, MemoryBudget, Result, Share, sensible_memory};

/// Bytes of memory that a run takes besides its tables: for the program, the batches that are read
/// and written, and the documents of a batch.
const BESIDE_TABLES: u64 = 112 << 20;

/// The memory for the tables of a run over these inputs, and the number of bytes besides it for
/// decompressed pages of Parquet. The pages of the largest column of each file (usually the text)
/// are kept for all passes if all of them together take no more than a sixteenth of the memory of
/// the process. Otherwise none are kept, and the number is 0.
pub(crate) fn budget_and_kept_pages(config: &Config, inputs: &Inputs) -> (MemoryBudget, u64) {
    let bytes = process_bytes(config);
    let page_bytes = inputs.bytes_of_pages();
    let kept_bytes = if page_bytes <= bytes / 16 {
        page_bytes
    } else {
        0
    };
    let budget = budget_within(bytes - kept_bytes, config, inputs.disk());
    (budget, kept_bytes)
}

/// The settings with the memory that the run may take: without `--memory`, half of what is free
/// now. Every run calls this once, at its start. Later the run itself takes memory, so less would
/// be free.
pub(crate) fn with_memory(config: &Config) -> Config {
    Config {
        memory: Some(process_bytes(config)),
        ..config.clone()
    }
}

/// The memory that the whole process may take, in bytes.
fn process_bytes(config: &Config) -> u64 {
    config.memory.unwrap_or_else(sensible_memory)
}

/// The memory for the tables of a run, if the whole process may take `bytes` bytes.
fn budget_within(bytes: u64, config: &Config, disk: &Disk) -> MemoryBudget {
    // The two windows (see `ReadAhead`), with what is made from their batches, take about four
    // times the bytes of one window. A quarter of `BESIDE_TABLES` is enough for that if there are
    // few threads. Many threads read further ahead, and the excess is subtracted from the memory
    // for tables.
    let window_bytes = ReadAhead::of(rayon::current_num_threads(), config).window_bytes as u64;
    let excess = (4 * window_bytes).saturating_sub(BESIDE_TABLES / 4);
    // The tables get at least a quarter of the memory, even if the run then takes more than it may.
    let table_bytes = bytes.saturating_sub(BESIDE_TABLES + excess).max(bytes / 4);
    MemoryBudget::new(
        table_bytes,
        config.temp_dir.clone().unwrap_or_else(std::env::temp_dir),
        disk,
    )
}

/// Bytes of memory that every run takes, however small its dump is. With less `--memory`, the run
/// would take more than it was given.
pub const LEAST_MEMORY: u64 = 24 << 20;
/// Bytes that a run over a small dump takes for each byte of text, besides [`LEAST_MEMORY`].
const BYTES_PER_TEXT_BYTE: u64 = 2;
/// The most bytes that a run with the smallest tables takes, however large its dump is.
const LEAST_FOR_LARGE: u64 = 128 << 20;

/// Bytes of memory that a run over these inputs takes at least. Callers should refuse less
/// `--memory`, because the run would take more than it was given.
///
/// ```
/// use copydesk_pipeline::{Inputs, least_memory};
///
/// let page = Inputs::in_memory([("a.txt".to_owned(), b"The ferry sank.".to_vec())])?;
/// assert!(least_memory(&page) < 64 << 20);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn least_memory(inputs: &Inputs) -> u64 {
    let text: u64 = inputs.files().iter().map(text_bytes).sum();
    let least = LEAST_MEMORY.saturating_add(text.saturating_mul(BYTES_PER_TEXT_BYTE));
    least.min(LEAST_FOR_LARGE)
}

/// The most bytes of codec memory that [`BESIDE_TABLES`] includes. The *codec memory* of a file is
/// the memory that decompressing and compressing it takes besides buffers
/// ([`InputFile::codec_memory_bytes`]). `zstd` takes more than this only with its option `--long`,
/// but `xz` often takes more.
const USUAL_CODEC_BYTES: u64 = 8 << 20;

/// The settings with the memory that remains for the run, and the number of input files that may be
/// read at the same time. If the largest codec memory of these inputs is larger than usual, it is
/// subtracted from the memory.
///
/// # Errors
/// If the largest codec memory is more than half of the memory, or if an input cannot be read.
pub(crate) fn without_codec_memory(inputs: &Inputs, config: &Config) -> Result<(Config, usize)> {
    let config = with_memory(config);
    // The largest codec memory, and the name of its file.
    let (mut codec_bytes, mut name) = (0, "");
    for file in inputs.files() {
        let bytes_of_file = file
            .codec_memory_bytes(inputs.disk())
            .while_reading(file.path())?;
        if bytes_of_file > codec_bytes {
            (codec_bytes, name) = (bytes_of_file, file.name());
        }
    }
    let page_bytes = inputs.files().iter().map(InputFile::page_bytes).max();
    // What reading one file takes: codec memory, or pages of Parquet.
    let reader_bytes = codec_bytes.max(page_bytes.unwrap_or(0));
    if codec_bytes <= USUAL_CODEC_BYTES {
        let readers = readers_within_memory(&config, reader_bytes);
        return Ok((config, readers));
    }
    let bytes = process_bytes(&config);
    if codec_bytes > bytes / 2 {
        let (codec_mib, least_mib) = (codec_bytes >> 20, (2 * codec_bytes).div_ceil(1 << 20));
        return Err(Error::usage(format!(
            "{name}: takes {codec_mib} MiB of memory to read and to write; give --memory \
             {least_mib}M or more, or write it again in smaller batches or pages, at a lower \
             level, or without --long"
        )));
    }
    // Every table takes its share of the rest.
    let config = Config {
        memory: Some(bytes - codec_bytes),
        ..config
    };
    let readers = readers_within_memory(&config, reader_bytes);
    Ok((config, readers))
}

/// The most input files that are open at the same time.
pub(crate) const MOST_READERS: usize = 64;
/// Bytes that reading one file takes besides its codec memory or pages: for buffers, and for the
/// beginning of a batch that is not complete yet.
const READER_BUFFER_BYTES: u64 = 1 << 20;

/// How many files may be read at the same time, if reading one takes `reader_bytes` bytes and its
/// buffers. All of them together may take a small part of the memory, but at least one file is
/// read.
fn readers_within_memory(config: &Config, reader_bytes: u64) -> usize {
    let bytes = process_bytes(config);
    let readers = bytes / 8 / (reader_bytes + READER_BUFFER_BYTES);
    usize::try_from(readers)
        .unwrap_or(MOST_READERS)
        .clamp(1, MOST_READERS)
}

/// Bytes of memory for the blocks of output that wait until a thread compresses them: a small part
/// of the memory of the process, within fixed limits.
pub(crate) fn memory_for_packing(config: &Config) -> usize {
    let bytes = process_bytes(config);
    (bytes / 16).clamp(8 << 20, 128 << 20) as usize
}

/// How far a pass reads ahead of the batch whose results are collected next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadAhead {
    /// Size of a batch, in bytes.
    pub batch_bytes: usize,
    /// Size of a window, in bytes: the most bytes of batches that are read before their results are
    /// collected. There are two windows of this size: one for the file whose results are being
    /// collected, and one for all files after it. Each thread may exceed either window by one
    /// batch.
    pub window_bytes: usize,
}

impl ReadAhead {
    /// How far this many threads read ahead with these settings: two batches for each thread, so
    /// that all threads have work, but no more than a small part of the memory. If that part is
    /// less than the least window, the window exceeds it.
    pub(crate) fn of(threads: usize, config: &Config) -> Self {
        let (least_window_bytes, batches_in_window) = (4 << 20, 2 * threads);
        let bytes = process_bytes(config);
        let part_of_memory = usize::try_from(bytes / 32).unwrap_or(usize::MAX);
        // With many threads the batches are smaller, so that all threads together read no further
        // ahead than a few threads do.
        let batch_bytes = ((8 << 20) / threads).clamp(1 << 18, 1 << 20);
        let window_bytes = (batches_in_window * batch_bytes)
            .min(part_of_memory)
            .max(least_window_bytes);
        Self {
            // With a smaller window the batches are smaller, too.
            batch_bytes: batch_bytes
                .min(window_bytes / batches_in_window)
                .max(1 << 16),
            window_bytes,
        }
    }
}

/// Bytes of memory for each byte of a long record, while the record is processed and compared with
/// others.
const BYTES_PER_RECORD_BYTE: u64 = 64;
/// Bytes of memory that a run takes besides the work on a long record.
const BESIDE_LONG_RECORD: u64 = 48 << 20;
/// Length in bytes of the longest record for which [`BESIDE_TABLES`] includes the memory.
const USUAL_RECORD_BYTES: u64 = 1 << 20;

/// Checks that there is enough memory to process every record of a batch.
///
/// # Errors
/// If a record needs more memory than the process may take.
pub(crate) fn check_records(inputs: &Inputs, batch: &Batch, config: &Config) -> Result<()> {
    // A record with a fault is rejected and not processed, so its length does not matter.
    let readable = batch.records.iter().filter(|raw| raw.fault.is_none());
    let Some(longest) = readable.max_by_key(|raw| raw.body.len()) else {
        return Ok(());
    };
    let bytes = longest.body.len() as u64;
    if bytes <= USUAL_RECORD_BYTES {
        return Ok(());
    }
    let needed = BESIDE_LONG_RECORD + bytes * BYTES_PER_RECORD_BYTE;
    if needed <= process_bytes(config) {
        return Ok(());
    }
    let name = inputs.files()[longest.file].name();
    Err(Error::usage(format!(
        "{name}: record {} at byte {} is {} MiB long, and takes {} MiB of memory to work on; give \
         --memory {}M or more, or split it",
        longest.number,
        longest.offset,
        bytes >> 20,
        needed >> 20,
        needed.div_ceil(1 << 20)
    )))
}

/// Prepares inputs for several passes. The first pass makes decompressed copies of compressed
/// files, so that they need not be decompressed again. The copies are in memory ([`COPIES`]) and on
/// the disk, where they may take half of the space that the temporary files of tables leave.
/// Decompressed pages of Parquet may take `kept_pages` bytes of memory. Tells the user how much
/// disk space may be needed.
///
/// # Errors
/// If the disk has less free space than the temporary files may need.
pub(crate) fn with_copies(
    budget: &MemoryBudget,
    kept_pages: u64,
    inputs: &Inputs,
    progress: &dyn Progress,
) -> Result<Inputs> {
    let needed = spilled_bytes(inputs, budget.table_bytes());
    // Checked without the copies, because a run can do without copies.
    budget.check_free_space(needed)?;
    // If the system does not say how much is free, no copies are made on the disk.
    let free = budget.free_bytes().unwrap_or(0);
    // The other half stays free for other programs that use the disk.
    let free_for_copies = free.saturating_sub(needed) / 2;
    let copied = inputs.with_copies(budget, budget.share(COPIES), free_for_copies);
    if let Some(remark) = budget.check_free_space(needed + copied.bytes_of_copies())? {
        progress.remark(&remark);
    }
    Ok(match usize::try_from(kept_pages) {
        Ok(kept_pages @ 1..) => copied.keeping_pages(kept_pages),
        // No pages are kept.
        _ => copied,
    })
}

/// The most that the tables take, in hundredths of the size of the text. News takes about 40; text
/// in short lines takes more.
const TABLE_HUNDREDTHS: u64 = 90;
/// How many times as large text is after decompression: an estimate that is seldom exceeded.
const TIMES_COMPRESSED: u64 = 5;

/// Bytes of temporary files that a run over these inputs may need, with `table_bytes` bytes of
/// memory for tables; 0 if the tables fit into memory.
fn spilled_bytes(inputs: &Inputs, table_bytes: u64) -> u64 {
    let text: u64 = inputs.files().iter().map(text_bytes).sum();
    let needed = text / 100 * TABLE_HUNDREDTHS;
    if needed > table_bytes { needed } else { 0 }
}

/// About how many bytes of text are in a file.
fn text_bytes(file: &InputFile) -> u64 {
    let is_plain = file.compression() == Compression::Plain && !file.format().is_columnar();
    if is_plain || file.is_table_in_memory() {
        file.bytes()
    } else {
        file.bytes() * TIMES_COMPRESSED
    }
}

// All passes over a dump.
/// Decompressed copies of compressed files. In memory until the last pass ends.
pub(crate) const COPIES: Share = Share::hundredths(5);

// The survey.
/// Which segments are in which documents.
pub(crate) const OCCURRENCES: Share = Share::hundredths(50);
/// Which templates of short segments are in which documents. A template is a segment whose numbers
/// are replaced by a placeholder.
pub(crate) const TEMPLATES: Share = Share::hundredths(10);
/// The keys by which documents are sorted into the order of preference.
pub(crate) const RANK_KEYS: Share = Share::hundredths(10);
/// Segments that two documents of a site share, while documents are grouped into stories.
pub(crate) const SHARED_SEGMENTS: Share = Share::hundredths(25);
/// Which long paragraphs are in two documents or more. In memory until the last pass ends.
pub(crate) const PARAGRAPHS: Share = Share::hundredths(4);
/// The ids of all documents. In memory until the last pass ends.
pub(crate) const IDS: Share = Share::hundredths(5);

// The examination.
/// The findings of all documents. In memory until the last pass ends.
pub(crate) const FINDINGS: Share = Share::hundredths(15);
/// Where on each page the recurring lines are that the summary counts. In memory until the last
/// pass ends.
pub(crate) const LINES_ON_PAGES: Share = Share::hundredths(1);
/// Which paragraphs are in which documents, after furniture and repeats are removed.
pub(crate) const HOLDERS: Share = Share::hundredths(10);
/// The band keys of all documents.
pub(crate) const BAND_KEYS: Share = Share::hundredths(10);
/// The fingerprints of the passages of all documents.
pub(crate) const FINGERPRINTS: Share = Share::hundredths(20);

// Matching.
/// The fingerprints of the kept texts of all documents. Documents with equal fingerprints are
/// twins.
pub(crate) const CONTENTS: Share = Share::hundredths(10);
/// Samples (shingle sets and sentences) of documents that may match. Samples that do not fit are in
/// a temporary file.
pub(crate) const SAMPLES_HELD: Share = Share::hundredths(15);
/// A cache of samples that were fetched from the temporary file.
pub(crate) const SAMPLES_FETCHED: Share = Share::hundredths(5);
/// Pairs of documents in which one document may contain the other.
pub(crate) const CONTAINED_PAIRS: Share = Share::hundredths(10);

// Deciding.
/// The paragraphs that are cut because another document keeps them.
pub(crate) const CUT_PARAGRAPHS: Share = Share::hundredths(10);

// Passages.
/// Pairs of documents that share passages.
pub(crate) const RELATED_PAIRS: Share = Share::hundredths(10);
/// Texts of related documents. More memory would not make a run faster, because the system keeps
/// temporary files in memory if it has memory to spare.
pub(crate) const TEXTS: Share = Share::hundredths(20).at_most(64 << 20);
/// Texts of a batch of documents that are compared together.
pub(crate) const PASSAGE_BATCH: Share = Share::hundredths(3).at_most(8 << 20);
/// The words of the texts in [`PASSAGE_BATCH`], which take about five times as much as the texts.
const PASSAGE_BATCH_WORDS: Share = Share::hundredths(15).at_most(40 << 20);
/// The texts and words of the batch before the one in [`PASSAGE_BATCH`]. They are kept only if this
/// share is larger than [`LAST_BATCH_BYTES`].
pub(crate) const LAST_BATCH: Share = Share::hundredths(10);
/// The most bytes that the texts and words of one batch take.
pub(crate) const LAST_BATCH_BYTES: usize = 48 << 20;

// Writing.
/// Pages of a Parquet row group that wait until the group is complete.
pub(crate) const WAITING_PAGES: Share = Share::hundredths(10).at_most(128 << 20);

// Applying.
/// The decisions of an earlier run.
pub(crate) const DECISIONS: Share = Share::hundredths(50);

/// The phases of a run, each with the shares of the tables that are in memory at the same time. A
/// name may list several steps that have the same tables. `match: twins` is the part of the
/// matching that finds twins.
const PHASES: [(&str, &[Share]); 10] = [
    (
        "survey",
        &[COPIES, IDS, PARAGRAPHS, OCCURRENCES, TEMPLATES, RANK_KEYS],
    ),
    (
        "count",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            OCCURRENCES,
            TEMPLATES,
            SHARED_SEGMENTS,
        ],
    ),
    // While rows are sorted, the result takes the share of the unsorted rows, so sorting needs no
    // phase of its own.
    (
        "examine, sort",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            FINDINGS,
            LINES_ON_PAGES,
            HOLDERS,
            BAND_KEYS,
            FINGERPRINTS,
        ],
    ),
    (
        "match: twins",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            FINDINGS,
            LINES_ON_PAGES,
            HOLDERS,
            BAND_KEYS,
            FINGERPRINTS,
            CONTENTS,
        ],
    ),
    (
        "match, compare",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            FINDINGS,
            LINES_ON_PAGES,
            HOLDERS,
            BAND_KEYS,
            FINGERPRINTS,
            SAMPLES_HELD,
            SAMPLES_FETCHED,
            CONTAINED_PAIRS,
        ],
    ),
    (
        "decide",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            FINDINGS,
            LINES_ON_PAGES,
            HOLDERS,
            BAND_KEYS,
            FINGERPRINTS,
            CUT_PARAGRAPHS,
        ],
    ),
    (
        "relate",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            FINDINGS,
            LINES_ON_PAGES,
            FINGERPRINTS,
            RELATED_PAIRS,
        ],
    ),
    (
        "passages, copies",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            FINDINGS,
            LINES_ON_PAGES,
            TEXTS,
            PASSAGE_BATCH,
            PASSAGE_BATCH_WORDS,
            LAST_BATCH,
        ],
    ),
    (
        "write",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            FINDINGS,
            LINES_ON_PAGES,
            WAITING_PAGES,
        ],
    ),
    ("apply", &[DECISIONS, WAITING_PAGES]),
];

/// Whether the tables of every phase fit together.
const fn all_fit() -> bool {
    let mut index = 0;
    // A `for` loop is not allowed in a `const fn`.
    while index < PHASES.len() {
        let (_, shares) = PHASES[index];
        if !Share::fit_together(shares) {
            return false;
        }
        index += 1;
    }
    true
}

const _: () = assert!(
    all_fit(),
    "the tables of a phase take more than all memory for tables"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_asks_once_how_much_memory_is_free() {
        let page = Inputs::in_memory([("a.txt".to_owned(), b"The ferry sank.".to_vec())]).unwrap();
        let (config, _) = without_codec_memory(&page, &Config::default()).unwrap();
        assert!(config.memory.is_some());
        assert_eq!(with_memory(&config).memory, config.memory);
    }

    #[test]
    fn tables_get_a_quarter_of_little_memory_or_the_rest_of_much_memory() {
        // Two threads read no further ahead than `BESIDE_TABLES` allows.
        let config = Config {
            threads: 2,
            ..Config::default()
        };
        let table_bytes = |bytes| {
            let budget = || Ok(budget_within(bytes, &config, &Disk::default()));
            crate::with_threads(&config, budget).unwrap().table_bytes()
        };
        assert_eq!(table_bytes(0), 0);
        assert_eq!(table_bytes(80 << 20), 20 << 20);
        assert_eq!(table_bytes(1 << 30), (1 << 30) - BESIDE_TABLES);
    }

    #[test]
    fn tables_that_fit_into_memory_need_no_temporary_files() {
        let (plain, compressed) = (vec![b' '; 1000], vec![0; 1000]);
        let inputs = Inputs::in_memory([
            ("a.jsonl".to_owned(), plain),
            ("b.jsonl.gz".to_owned(), compressed),
        ])
        .unwrap();
        let text = 1000 + 1000 * TIMES_COMPRESSED;
        let tables = text * TABLE_HUNDREDTHS / 100;
        assert_eq!(spilled_bytes(&inputs, tables), 0);
        assert_eq!(spilled_bytes(&inputs, tables - 1), tables);
    }
}
