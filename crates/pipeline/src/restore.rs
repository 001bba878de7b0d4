//! The input again, from the output folder alone.

use crate::output::{CleanFiles, FileEntry, Repacking, RunOutput, Staging};
use copydesk_formats::Packer;
use copydesk_store::{Disk, Error, Result};
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
    let packer = Packer::new(0, 0);
    let files = archive.summary.files.clone();
    let mirror = CleanFiles::new(&staging, &packer, files, archives, 0);
    let mirror = std::cell::RefCell::new(mirror);
    let mut records = 0;
    archive.replay(
        |file, entry| {
            records += 1;
            mirror
                .borrow_mut()
                .record(file, entry.decision.record, &entry.raw)
        },
        |file, rest| {
            if rest.is_empty() {
                Ok(())
            } else {
                mirror.borrow_mut().rest(file, rest)
            }
        },
    )?;
    mirror.into_inner().finish()?;
    staging.sync()?;
    Repacking::clear(&staging)?;
    staging.commit()?;
    Ok(records)
}
