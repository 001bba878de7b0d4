//! Out-of-core tools: what a program remembers that may be larger than memory, and how it survives
//! being killed. They know nothing of news, of formats or of settings.
//!
//! | to … | there is |
//! |---|---|
//! | put rows in order | [`ExternalSorter`], whose product is [`SortedRuns`]; rows are [`Fixed`] |
//! | put bytes aside and fetch them again | [`BlobStore`], by [`Place`]; [`Pieces`], by number |
//! | divide a budget | [`MemoryBudget`], of which every table has its [`Share`] |
//! | note what a finished step has left | [`Checkpoints`], for everything that is a [`Note`] |
//! | reach the file system, and let tests make it fail | [`Disk`], [`Observer`] |
//! | say why a run stopped | [`Error`] |
//!
//! All tables return the same whether anything was put into temporary files or not, so that a
//! budget cannot be seen in the output. Temporary files have no name and are removed with the
//! process.
//!
//! ```
//! use copydesk_store::{Disk, MemoryBudget, Share, ExternalSorter};
//!
//! // Two tables that are held at the same time; the compiler checks that they fit.
//! const WORDS: Share = Share::hundredths(70);
//! const SITES: Share = Share::hundredths(30);
//! const _: () = assert!(Share::fit_together(&[WORDS, SITES]));
//!
//! let means = MemoryBudget::new(16 << 20, std::env::temp_dir(), &Disk::default());
//! let mut words = ExternalSorter::new(&means, means.share(WORDS));
//! words.extend([9u64, 4, 9, 2])?;
//! let mut recurring = Vec::new();
//! words.finish_recurring(|&word| word, means.share(WORDS))?.for_each(|word| {
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
mod memory_budget;
mod merge;
mod share;
mod sorter;
mod space;

pub use blob_store::{BlobStore, Pieces, Place, text_of};
pub use checkpoint::{Checkpoints, Note, write_down};
pub use disk::{Disk, DiskFile, Observer, Step};
pub use error::{Error, ErrorKind, Result};
pub use fixed::Fixed;
pub use memory_budget::MemoryBudget;
pub use share::Share;
pub use sorter::{ExternalSorter, SortedRuns};
pub use space::{free_in, sensible_memory};
