//! Restores the input of a run from its output folder alone. The restored files are written to a
//! folder with another name first ([`Staging`]), which gets its final name when it is complete.

use crate::output::{CleanFiles, FileEntry, Repacking, RunOutput, Staging};
use copydesk_formats::Packer;
use copydesk_store::{Disk, Error, Result};
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// Options of [`restore_with`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RestoreOptions {
    /// Whether an earlier restored input is replaced. A folder is taken for a restored input if it
    /// holds only files whose names are among those of the restored files.
    pub overwrite: bool,
    /// The folder for temporary files, which formats in columns (such as Parquet) need. By default,
    /// the parent of the restored input, so that they are on the same disk.
    pub temp_dir: Option<PathBuf>,
}

/// Restores the input of the run that made the folder `from`, in the new folder `to`, byte for
/// byte. Compressed files may be compressed in another way, but hold the same bytes. Returns the
/// number of records.
///
/// # Errors
/// If `from` is not the output folder of a run that cut (a [`find`](crate::find) only decides), if
/// its files were changed since, or if `to` cannot be written.
pub fn restore(from: &Path, to: &Path) -> Result<u64> {
    restore_with(from, to, &RestoreOptions::default())
}

/// Does what [`restore`] does, but replaces an earlier restored input at `to`.
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

/// Does what [`restore`] does, with options.
///
/// # Errors
/// As for [`restore`], if `to` holds other files, and if the folder for temporary files cannot be
/// written.
pub fn restore_with(from: &Path, to: &Path, options: &RestoreOptions) -> Result<u64> {
    let output = RunOutput::open(from)?;
    let staging = Staging::new(&Disk::default(), to, options.overwrite)?;
    // The parent of a bare name such as `back` is the empty path, which means the current folder.
    let parent = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let output = output.with_temp(options.temp_dir.as_deref().unwrap_or(parent));
    let files = &output.summary.files;
    // Returns an error if something else is at `to`.
    staging.claim_for_restored(&files.iter().map(FileEntry::file_name).collect())?;
    if staging.has_checkpoints() {
        let message = "a run into this folder did not finish; run that command again, or choose \
                       another folder";
        return Err(Error::usage(format!("{}: {message}", to.display())));
    }
    staging.clear()?;
    // An archive (such as a zip file) is written again from its restored members.
    let archives = Repacking::restored(&staging, output.archives()?.into_repacks()?);
    // Records are restored one after the other, on this thread, and this thread compresses them.
    let (blocks_for_others, bytes_for_others) = (0, 0);
    let packer = Packer::new(blocks_for_others, bytes_for_others);
    let files = output.summary.files.clone();
    let first_file = 0;
    let restored_files = CleanFiles::new(&staging, &packer, files, archives, first_file);
    // In a cell, because two closures write to the files: the first writes records, and the second
    // writes the bytes before and after the records of a file.
    let restored_files = RefCell::new(restored_files);
    let mut records = 0;
    output.rebuild_input(
        |file, entry| {
            records += 1;
            let number = entry.decision.record;
            restored_files.borrow_mut().record(file, number, &entry.raw)
        },
        |file, rest| {
            if rest.is_empty() {
                Ok(())
            } else {
                restored_files.borrow_mut().rest(file, rest)
            }
        },
    )?;
    restored_files.into_inner().finish()?;
    // The new members of archives are in copydesk's own folder. They are among the files to sync,
    // so the folder is removed only after that.
    staging.sync()?;
    Repacking::remove_own_folder(&staging)?;
    staging.commit()?;
    Ok(records)
}
