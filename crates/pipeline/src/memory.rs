//! The memory budget, and how it is shared among the tables of a run.
//!
//! Whatever is remembered between two passes and grows with the dump has its share here, and is
//! listed in every phase in which it is held. The compiler checks that the tables of a phase fit
//! together. A new table needs a share below and a place in the phases that it lives through.

use crate::config::Config;
use crate::progress::Progress;
use copydesk_formats::{Batch, Compression, InputFile, Inputs};
use copydesk_store::{Disk, Error, IoContext, MemoryBudget, Result, Share, sensible_memory};

/// What a run takes beside its tables: the batches that are read and written, a batch of
/// documents, the program.
const BESIDE_TABLES: u64 = 112 << 20;

/// The memory for the tables of a run over these inputs, and how many bytes beside it are for pages
/// of Parquet that are unpacked once and kept for all passes: those of the largest column of each
/// file, which is usually the text, if they take no more than a sixteenth of the budget, otherwise
/// none.
pub(crate) fn budget_and_kept_pages(config: &Config, inputs: &Inputs) -> (MemoryBudget, u64) {
    let bytes = budget_of(config);
    let pages = inputs.bytes_of_pages();
    let kept = if pages <= bytes / 16 { pages } else { 0 };
    (budget_within(bytes - kept, config, inputs.disk()), kept)
}

/// The settings of a run with the memory that it may take. Without `--memory` that is half of what
/// is free now. Every run asks once, at its start: from then on it takes memory itself, so a later
/// answer would be less.
pub(crate) fn with_memory(config: &Config) -> Config {
    Config {
        memory: Some(budget_of(config)),
        ..config.clone()
    }
}

/// The memory that the whole process may take, in bytes.
fn budget_of(config: &Config) -> u64 {
    config.memory.unwrap_or_else(sensible_memory)
}

/// The memory for the tables of a run that may take this many bytes.
fn budget_within(bytes: u64, config: &Config, disk: &Disk) -> MemoryBudget {
    // A quarter of `BESIDE_TABLES` is enough for the windows of a few threads. What those of many
    // threads take beyond that is subtracted from the tables.
    let window = Ahead::of(rayon::current_num_threads(), config).window as u64;
    let beside = BESIDE_TABLES + (4 * window).saturating_sub(BESIDE_TABLES / 4);
    // A budget below what is needed beside the tables gives small tables rather than none.
    let tables = bytes.saturating_sub(beside).max(bytes / 4);
    MemoryBudget::new(
        tables,
        config.temp_dir.clone().unwrap_or_else(std::env::temp_dir),
        disk,
    )
}

/// The least `--memory` that any run stays within, in bytes: what the process takes before it has
/// read much.
pub const LEAST_MEMORY: u64 = 24 << 20;
/// A run over a small dump takes so many bytes for each byte of text beside its tables.
const BESIDE_SMALL_TABLES: u64 = 2;
/// A run over a large one takes no more than this with the smallest tables.
const LEAST_FOR_LARGE: u64 = 128 << 20;

/// The least `--memory` with which a run over these inputs stays within it, in bytes. With less, a
/// run takes more than it was given, so callers should refuse it.
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
    let least = LEAST_MEMORY.saturating_add(text.saturating_mul(BESIDE_SMALL_TABLES));
    least.min(LEAST_FOR_LARGE)
}

/// Windows of decompression up to this size are counted beside the tables: `zstd` makes no larger
/// one unless it is told to, but `xz` does.
const USUAL_WINDOW: u64 = 8 << 20;

/// The settings with the memory that is left beside the largest window that decompressing these
/// inputs takes, and how many of the inputs may be read at the same time.
///
/// # Errors
/// If it would take more than half of the memory, or if an input cannot be read.
pub(crate) fn beside_windows(inputs: &Inputs, config: &Config) -> Result<(Config, usize)> {
    let config = with_memory(config);
    let mut largest = (0, "");
    for file in inputs.files() {
        let window = file
            .window_bytes(inputs.disk())
            .while_reading(file.path())?;
        if window > largest.0 {
            largest = (window, file.name());
        }
    }
    let (window, name) = largest;
    let pages = inputs.files().iter().map(InputFile::page_bytes).max();
    let of_reader = window.max(pages.unwrap_or(0));
    // `BESIDE_TABLES` includes such windows.
    if window <= USUAL_WINDOW {
        let readers = readers(&config, of_reader);
        return Ok((config, readers));
    }
    let bytes = budget_of(&config);
    if window > bytes / 2 {
        let (window, least) = (window >> 20, (2 * window).div_ceil(1 << 20));
        return Err(Error::usage(format!(
            "{name}: takes {window} MiB of memory to read and to write; give --memory {least}M or \
             more, or write it again in smaller batches or pages, at a lower level, or without \
             --long"
        )));
    }
    // The window is subtracted from the budget here, once, and every table takes its share of the
    // rest.
    let config = Config {
        memory: Some(bytes - window),
        ..config
    };
    let readers = readers(&config, of_reader);
    Ok((config, readers))
}

/// The most input files that are open at the same time.
pub(crate) const MOST_READERS: usize = 64;
/// What reading one file takes besides its window: buffers, and what is not whole yet of a batch.
const READER: u64 = 1 << 20;

/// How many files may be read at the same time if reading one takes a window of so many bytes: one
/// in any case, the others within an eighth of the memory.
fn readers(config: &Config, window: u64) -> usize {
    let bytes = budget_of(config);
    let others = bytes / 8 / (window + READER);
    usize::try_from(others)
        .unwrap_or(MOST_READERS)
        .clamp(1, MOST_READERS)
}

/// Bytes of memory for blocks of output that are compressed.
pub(crate) fn memory_for_packing(config: &Config) -> usize {
    let bytes = budget_of(config);
    (bytes / 16).clamp(8 << 20, 128 << 20) as usize
}

/// How far a pass reads ahead of what it has taken in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ahead {
    /// Bytes of a batch.
    pub batch: usize,
    /// Most bytes of batches of the file that is taken in, and most bytes of those of the files
    /// after it: each may be passed by as many batches as there are threads.
    pub window: usize,
}

impl Ahead {
    /// How far this many threads read ahead with these settings: what all of them can be busy with,
    /// but each window is no more than a small part of the memory.
    pub(crate) fn of(threads: usize, config: &Config) -> Self {
        let bytes = budget_of(config);
        let most = usize::try_from(bytes / 32).unwrap_or(usize::MAX);
        // Smaller for many threads, so that all together read no further ahead than a few do.
        let batch = ((8 << 20) / threads).clamp(1 << 18, 1 << 20);
        // The inner `max` keeps the bounds in order if there is little memory, since `clamp` panics
        // otherwise.
        let window = (2 * threads * batch).clamp(4 << 20, most.max(4 << 20));
        Self {
            batch: batch.min(window / (2 * threads)).max(1 << 16),
            window,
        }
    }
}

/// Records take up to so many times their size while they are worked on and compared with each
/// other.
const TIMES_A_RECORD: u64 = 64;
/// What a run takes beside the work on them.
const BESIDE_RECORDS: u64 = 48 << 20;
/// Work on records up to this size is counted beside the tables.
const USUAL_RECORD: u64 = 1 << 20;

/// Makes sure that the records of a batch can be worked on within the memory.
///
/// # Errors
/// If one of them takes more.
pub(crate) fn check_records(inputs: &Inputs, batch: &Batch, config: &Config) -> Result<()> {
    // What is rejected for its length is not worked on.
    let readable = batch.records.iter().filter(|raw| raw.fault.is_none());
    let Some(longest) = readable.max_by_key(|raw| raw.body.len()) else {
        return Ok(());
    };
    let bytes = longest.body.len() as u64;
    if bytes <= USUAL_RECORD {
        return Ok(());
    }
    let needed = BESIDE_RECORDS + bytes * TIMES_A_RECORD;
    if needed <= budget_of(config) {
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

/// Checks that the disk has room for the temporary files that these inputs may need. Returns the
/// inputs with room for copies of them (half of what is left beside that), and for so many bytes of
/// pages in memory.
///
/// # Errors
/// If there is not.
pub(crate) fn check_room(
    budget: &MemoryBudget,
    kept_pages: u64,
    inputs: &Inputs,
    progress: &dyn Progress,
) -> Result<Inputs> {
    let needed = needed_for(inputs, budget.table_bytes());
    // First without the copies: a run can do without those, and needs the rest.
    budget.check_room(needed)?;
    let free = budget.free_bytes().unwrap_or(0);
    // The other half stays free for other programs that use the disk.
    let room = free.saturating_sub(needed) / 2;
    let copied = inputs.with_copies(budget, budget.share(COPIES), room);
    if let Some(remark) = budget.check_room(needed + copied.bytes_of_copies())? {
        progress.remark(&remark);
    }
    Ok(match usize::try_from(kept_pages) {
        Ok(kept @ 1..) => copied.keeping_pages(kept),
        _ => copied,
    })
}

/// Tables take up to so many bytes for each byte of text, in hundredths: news takes some 40, short
/// lines take more.
const TABLES_OF_TEXT: u64 = 90;
/// Text is made this much smaller by compression, seldom by more.
const COMPRESSED: u64 = 5;

/// Bytes of temporary files that these inputs may need beside tables in memory; none if the tables
/// hold all.
fn needed_for(inputs: &Inputs, tables: u64) -> u64 {
    let text: u64 = inputs.files().iter().map(text_bytes).sum();
    // What fits into memory never reaches the disk, so a small dump needs no room there.
    let needed = text / 100 * TABLES_OF_TEXT;
    if needed > tables { needed } else { 0 }
}

/// About how many bytes of text are in a file.
fn text_bytes(file: &InputFile) -> u64 {
    let is_plain = file.compression() == Compression::Plain && !file.format().is_columnar();
    if is_plain || file.is_table_in_memory() {
        file.bytes()
    } else {
        file.bytes() * COMPRESSED
    }
}

// All passes over a dump.
/// What is in compressed files; held until the last pass ends.
pub(crate) const COPIES: Share = Share::hundredths(5);

// The survey.
/// Which segments are in which documents.
pub(crate) const SIGHTINGS: Share = Share::hundredths(50);
/// The same for the templates of short segments.
pub(crate) const TEMPLATES: Share = Share::hundredths(10);
/// The sort keys of documents in the order of preference.
pub(crate) const ORDERS: Share = Share::hundredths(10);
/// What two documents of a site have in common, while documents are grouped into stories.
pub(crate) const SHARED_SEGMENTS: Share = Share::hundredths(25);
/// Which long paragraphs are in two documents or more; held until the last pass ends.
pub(crate) const PARAGRAPHS: Share = Share::hundredths(4);
/// The ids of all documents; held until the last pass ends.
pub(crate) const IDS: Share = Share::hundredths(5);

// The examination.
/// The findings of all documents; held until the last pass ends.
pub(crate) const FINDINGS: Share = Share::hundredths(15);
/// Where the lines are that are counted for the summary; held until the last pass ends.
pub(crate) const LINES_ON_PAGES: Share = Share::hundredths(1);
/// Which kept paragraphs are in which documents.
pub(crate) const HOLDERS: Share = Share::hundredths(10);
/// The band keys of all documents.
pub(crate) const BAND_KEYS: Share = Share::hundredths(10);
/// The fingerprints of the passages of all documents.
pub(crate) const FINGERPRINTS: Share = Share::hundredths(20);

// Matching.
/// The fingerprints of the kept words of all documents, of which equal ones are twins.
pub(crate) const CONTENTS: Share = Share::hundredths(10);
/// Samples of the documents that may match, as far as they are held.
pub(crate) const SAMPLES_HELD: Share = Share::hundredths(15);
/// Other samples, which were fetched and are held for a while.
pub(crate) const SAMPLES_FETCHED: Share = Share::hundredths(5);
/// Pairs of documents of which one may contain the other.
pub(crate) const CONTAINED_PAIRS: Share = Share::hundredths(10);

// Deciding.
/// The paragraphs that are cut because another document keeps them.
pub(crate) const CUT_PARAGRAPHS: Share = Share::hundredths(10);

// Passages.
/// Pairs of documents that share passages.
pub(crate) const RELATED_PAIRS: Share = Share::hundredths(10);
/// Texts of related documents. The system keeps files in memory as well, as far as it has any to
/// spare, so they need not take more.
pub(crate) const TEXTS: Share = Share::hundredths(20).at_most(64 << 20);
/// Texts of a batch of documents that are compared together.
pub(crate) const PASSAGE_BATCH: Share = Share::hundredths(3).at_most(8 << 20);
/// The words of those texts, which take about five times as much as the texts.
const PASSAGE_BATCH_WORDS: Share = Share::hundredths(15).at_most(40 << 20);
/// The texts and words of the batch before. They are kept if this share is larger than the
/// most they can take.
pub(crate) const LAST_BATCH: Share = Share::hundredths(10);
/// The most bytes that the texts and words of a batch take.
pub(crate) const LAST_BATCH_BYTES: usize = 48 << 20;

// Writing.
/// Pages of a Parquet row group that wait until the group is complete.
pub(crate) const WAITING_PAGES: Share = Share::hundredths(10).at_most(128 << 20);

// Applying.
/// The decisions of an earlier run.
pub(crate) const DECISIONS: Share = Share::hundredths(50);

/// The phases of a run, each with the tables that are held at the same time.
const PHASES: [(&str, &[Share]); 10] = [
    (
        "survey",
        &[COPIES, IDS, PARAGRAPHS, SIGHTINGS, TEMPLATES, ORDERS],
    ),
    (
        "count",
        &[
            COPIES,
            IDS,
            PARAGRAPHS,
            SIGHTINGS,
            TEMPLATES,
            SHARED_SEGMENTS,
        ],
    ),
    // Sorted rows are held within the share of the rows that they replace, so sorting needs no
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
    ("apply", &[DECISIONS]),
];

/// Whether the tables of every phase fit together.
const fn all_fit() -> bool {
    let mut at = 0;
    // A `for` loop is not allowed in a `const fn`.
    while at < PHASES.len() {
        if !Share::fit_together(PHASES[at].1) {
            return false;
        }
        at += 1;
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
        let (config, _) = beside_windows(&page, &Config::default()).unwrap();
        assert!(config.memory.is_some());
        assert_eq!(with_memory(&config).memory, config.memory);
    }

    #[test]
    fn small_budgets_give_small_tables_and_others_leave_room_beside_them() {
        // With more threads, more memory is left beside the tables.
        let config = Config {
            threads: 2,
            ..Config::default()
        };
        let tables = |bytes| {
            let budget = || Ok(budget_within(bytes, &config, &Disk::default()));
            crate::with_threads(&config, budget).unwrap().table_bytes()
        };
        assert_eq!(
            (tables(0), tables(80 << 20), tables(1 << 30)),
            (0, 20 << 20, (1 << 30) - BESIDE_TABLES)
        );
    }

    #[test]
    fn what_fits_into_the_tables_needs_no_temporary_files() {
        let inputs = Inputs::in_memory([
            ("a.jsonl".to_owned(), vec![b' '; 1000]),
            ("b.jsonl.gz".to_owned(), vec![0; 1000]),
        ])
        .unwrap();
        assert_eq!(needed_for(&inputs, 5400), 0);
        assert_eq!(needed_for(&inputs, 5399), 5400);
    }
}
