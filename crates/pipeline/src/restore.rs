//! The input again, from the output folder alone.

use crate::output::{CleanFiles, FileEntry, Repacking, RunOutput, Staging};
use copydesk_formats::Packer;
use copydesk_store::{Disk, Error, Result};
use std::cell::RefCell;
use std::path::Path;

/// Rebuilds the input of the run that made `from` in the new folder `to`, byte for byte; of
/// compressed files, the bytes inside. Returns the number of records.
///
/// # Errors
/// If `from` is no output folder of a run that cut, if its files were changed since, or if `to`
/// cannot be written.
pub fn restore(from: &Path, to: &Path) -> Result<u64> {
    rebuild(from, to, false)
}

/// The same, but an earlier restored input at `to` is replaced. That is a folder that holds nothing
/// but files with the names of those that are restored.
///
/// # Errors
/// As for [`restore`], and if `to` holds other files.
pub fn restore_over(from: &Path, to: &Path) -> Result<u64> {
    rebuild(from, to, true)
}

/// Replays the run, and writes every record as it was.
fn rebuild(from: &Path, to: &Path, overwrite: bool) -> Result<u64> {
    let archive = RunOutput::open(from)?;
    let staging = Staging::new(&Disk::default(), to, overwrite)?;
    let files = &archive.summary.files;
    staging.claim_for(&files.iter().map(FileEntry::file_name).collect())?;
    if staging.has_notes() {
        let message = "beside it stands the work of a run that did not finish; let that run \
                       finish, or choose another folder";
        return Err(Error::usage(format!("{}: {message}", to.display())));
    }
    staging.clear()?;
    let archives = Repacking::restored(&staging, archive.packed()?.into_repacks()?);
    // Records come back one after the other, on one thread.
    // No other thread has work here, so the one that writes compresses as well.
    let packer = Packer::new(0, 0);
    let files = archive.summary.files.clone();
    let clean_files = CleanFiles::new(&staging, &packer, files, archives, 0);
    // In a cell, because the records and what is between them are written by two closures.
    let clean_files = RefCell::new(clean_files);
    let mut records = 0;
    archive.replay(
        |file, entry| {
            records += 1;
            clean_files
                .borrow_mut()
                .record(file, entry.decision.record, &entry.raw)
        },
        |file, rest| {
            if rest.is_empty() {
                Ok(())
            } else {
                clean_files.borrow_mut().rest(file, rest)
            }
        },
    )?;
    clean_files.into_inner().finish()?;
    staging.sync()?;
    Repacking::clear(&staging)?;
    staging.commit()?;
    Ok(records)
}
