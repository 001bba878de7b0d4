//! Data structures for more data than fits into memory, and checkpoints from which a killed run can
//! continue. Nothing here is about news, formats or settings.
//!
//! | to … | use |
//! |---|---|
//! | sort rows | [`ExternalSorter`], which returns [`SortedRuns`]; rows implement [`Fixed`] |
//! | store blobs and fetch them again by a reference | [`BlobStore`] and [`BlobRef`] |
//! | store blobs and fetch them again by an index | [`BlobVec`] |
//! | limit the memory of all tables | [`MemoryBudget`], and a [`Share`] of it for each table |
//! | save the result of a finished step | [`Checkpoints`]; the result implements [`Checkpoint`] |
//! | access the file system, and let tests make it fail | [`Disk`] and [`Observer`] |
//! | say why a run stopped | [`Error`]; [`IoContext`] adds the name of the file |
//!
//! A *table* is anything that grows with the data, such as a sorter or a store of blobs. It returns
//! the same data whether or not it used temporary files, so the size of the budget never changes
//! the output. Temporary files have no name, and the system removes them when the process ends.
//!
//! ```
//! use copydesk_store::{Disk, MemoryBudget, Share, ExternalSorter};
//!
//! // Two tables are in memory at the same time; the compiler checks that they fit.
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
pub use checkpoint::{Checkpoint, Checkpoints, write_down};
pub use disk::{Disk, DiskFile, FileOperation, Observer};
pub use error::{Error, ErrorKind, Result};
pub use fixed::Fixed;
pub use io_context::IoContext;
pub use memory_budget::MemoryBudget;
pub use share::Share;
pub use sorter::{ExternalSorter, SortedRuns};
pub use space::{free_in, sensible_memory};
