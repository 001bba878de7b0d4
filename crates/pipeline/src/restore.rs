//! The input again, from the output folder alone.

use crate::output::{CleanFiles, FileEntry, Repacking, RunOutput, Staging};
use copydesk_formats::Packer;
use copydesk_store::{Disk, Error, Result};
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// How [`restore_with`] rebuilds the input.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RestoreOptions {
    /// Whether an earlier restored input at the same place is replaced. That is a folder that holds
    /// nothing but files with the names of those that are restored.
    pub overwrite: bool,
    /// The folder for temporary files, which tables in columns need; by default the one that the
    /// restored input is written into, so that they are on the same disk.
    pub temp_dir: Option<PathBuf>,
}

/// Rebuilds the input of the run that made `from` in the new folder `to`, byte for byte; of
/// compressed files, the bytes inside. Returns the number of records.
///
/// # Errors
/// If `from` is no output folder of a run that cut, if its files were changed since, or if `to`
/// cannot be written.
pub fn restore(from: &Path, to: &Path) -> Result<u64> {
    restore_with(from, to, &RestoreOptions::default())
}

/// The same, but an earlier restored input at `to` is replaced.
///
/// # Errors
/// As for [`restore`], and if `to` holds other files.
pub fn restore_over(from: &Path, to: &Path) -> Result<u64> {
    let options = RestoreOptions {
        overwrite: true,
        ..RestoreOptions::default()
    };
    restore_with(from, to, &options)
}

/// The same as these options say.
///
/// # Errors
/// As for [`restore`], if `to` holds other files, and if the folder for temporary files cannot be
/// written.
pub fn restore_with(from: &Path, to: &Path, options: &RestoreOptions) -> Result<u64> {
    let archive = RunOutput::open(from)?;
    let staging = Staging::new(&Disk::default(), to, options.overwrite)?;
    let beside = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let beside = beside.unwrap_or(Path::new("."));
    let archive = archive.with_temp(options.temp_dir.as_deref().unwrap_or(beside));
    let files = &archive.summary.files;
    staging.claim_for(&files.iter().map(FileEntry::file_name).collect())?;
    if staging.has_notes() {
        let message = "a run into this folder did not finish; run that command again, or choose \
                       another folder";
        return Err(Error::usage(format!("{}: {message}", to.display())));
    }
    staging.clear()?;
    let archives = Repacking::restored(&staging, archive.packed()?.into_repacks()?);
    // Records are restored one after the other, on one thread. No other thread has work here, so
    // this one also compresses.
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
    // Before `clear`, which removes the members: they are among the files to sync.
    staging.sync()?;
    Repacking::clear(&staging)?;
    staging.commit()?;
    Ok(records)
}
