//! The output folder: how it is built, so that it is either complete or absent, and how it is read.

mod audit_log;
mod clean_files;
mod containers;
mod decided;
mod lock;
mod members;
mod recurring;
mod run_output;
mod staging;
mod summary;

pub(crate) use audit_log::{AuditLog, LineWriter, RejectedLine, RemovedLine};
pub(crate) use clean_files::CleanFiles;
pub(crate) use containers::{LEFT_OUT, LeftOutLine, OutputArchives, Repacking};
pub(crate) use decided::Decided;
pub(crate) use members::ContainerEntry;
pub(crate) use recurring::{LineFate, LineOnPage, LineTally, MostlyBecomes, PagePart};
pub use recurring::{RecurringLine, RecurringSite};
pub use run_output::RunOutput;
pub(crate) use run_output::{Entry, RecordKey};
pub use staging::abandon;
pub(crate) use staging::{MANIFEST, Staging};
pub use summary::{Count, Documents, Example, Summary};
pub(crate) use summary::{FileEntry, Tally};
