//! The output folder: complete or absent.

mod archive;
mod containers;
mod decided;
mod lock;
mod members;
mod mirror;
mod recurring;
mod staging;
mod summary;
mod trail;

pub use archive::Archive;
pub(crate) use archive::{Entry, Place};
pub(crate) use containers::{LEFT_OUT, LeftOutLine, Packed, Repacking};
pub(crate) use decided::Decided;
pub(crate) use members::ContainerEntry;
pub(crate) use mirror::Mirror;
pub(crate) use recurring::{LineFate, LineOnPage, LineTally, MostlyBecomes, PagePart};
pub use recurring::{RecurringLine, RecurringSite};
pub(crate) use staging::Staging;
pub use staging::abandon;
pub use summary::{Count, Documents, Example, Summary};
pub(crate) use summary::{FileEntry, Tally};
pub(crate) use trail::{LineWriter, RejectedLine, RemovedLine, Trail};
