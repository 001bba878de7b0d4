//! Data structures for more data than memory holds, and checkpoints by which a killed run can
//! continue. Nothing here is about news, formats or settings.
//!
//! | to … | use |
//! |---|---|
//! | sort rows | [`ExternalSorter`], which returns [`SortedRuns`]; rows are [`Fixed`] |
//! | store blobs and fetch them again | [`BlobStore`], by [`BlobRef`]; [`BlobVec`], by number |
//! | divide a budget | [`MemoryBudget`], of which every table has its [`Share`] |
//! | save what a finished step has left | [`Checkpoints`], for everything that is a [`Note`] |
//! | access the file system, and let tests make it fail | [`Disk`], [`Observer`] |
//! | say why a run stopped | [`Error`]; [`IoContext`] names the file |
//!
//! Every table returns the same data whether or not it used temporary files, so a budget never
//! shows in the output. Temporary files have no name and are removed with the process.
//!
//! ```
//! use copydesk_store::{Disk, MemoryBudget, Share, ExternalSorter};
//!
//! // Two tables that are held at the same time; the compiler checks that they fit.
//! const WORDS: Share = Share::hundredths(70);
//! const SITES: Share = Share::hundredths(30);
//! const _: () = assert!(Share::fit_together(&[WORDS, SITES]));
//!
//! let budget = MemoryBudget::new(16 << 20, std::env::temp_dir(), &Disk::default());
//! let mut words = ExternalSorter::new(&budget, budget.share(WORDS));
//! words.extend([9u64, 4, 9, 2])?;
//! let mut recurring = Vec::new();
//! words.finish_recurring(|&word| word, budget.share(WORDS))?.for_each(|word| {
//!     recurring.push(word);
//!     Ok(())
//! })?;
//! assert_eq!(recurring, [9, 9]);
//! # Ok::<(), copydesk_store::Error>(())
//! ```

mod blob_store;
mod checkpoint;
mod disk;
mod error;
mod file;
mod fixed;
mod io_context;
mod memory_budget;
mod merge;
mod share;
mod sorter;
mod space;
mod write_back;

pub use blob_store::{BlobRef, BlobStore, BlobVec, text_of};
pub use checkpoint::{Checkpoints, Note, write_down};
pub use disk::{Disk, DiskFile, Observer, Step};
pub use error::{Error, ErrorKind, Result};
pub use fixed::Fixed;
pub use io_context::IoContext;
pub use memory_budget::MemoryBudget;
pub use share::Share;
pub use sorter::{ExternalSorter, SortedRuns};
pub use space::{free_in, sensible_memory};
