//! The input again, from the output folder alone.

use crate::disk::Disk;
use crate::error::{Error, Result};
use crate::input::{Compression, InputFile};
use crate::output::{Archive, Mirror, Staging};
use std::path::{Path, PathBuf};

/// Rebuilds the input of the run that made `from` in the new folder `to`, byte for byte; of compressed files, the bytes inside.
/// Returns the number of records.
///
/// # Errors
/// If `from` is no output folder of a run that cut, if its files were changed since, or if `to` cannot be written.
pub fn restore(from: &Path, to: &Path) -> Result<u64> {
    let archive = Archive::open(from)?;
    let staging = Staging::new(&Disk::default(), to, false, None)?;
    if staging.run_folder().exists() {
        let message = "beside it stands the work of a run that did not finish; let that run finish, or choose another folder";
        return Err(Error::usage(format!("{}: {message}", to.display())));
    }
    staging.clear()?;
    let describe = |file: &crate::output::FileEntry| {
        let compression: Compression = file.compression;
        InputFile { path: PathBuf::new(), name: file.name.clone(), shape: file.shape, compression, bytes: 0, modified: None }
    };
    let files: Vec<InputFile> = archive.summary.files.iter().map(describe).collect();
    let mirror = std::cell::RefCell::new(Mirror::new(&staging, &files, 0));
    let mut records = 0;
    archive.replay(
        |file, entry| {
            records += 1;
            mirror.borrow_mut().write(file, &entry.raw)
        },
        |file, rest| if rest.is_empty() { Ok(()) } else { mirror.borrow_mut().write(file, rest) },
    )?;
    mirror.into_inner().finish()?;
    staging.commit()?;
    Ok(records)
}
