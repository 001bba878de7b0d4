//! A lock that lets only one run at a time work on an output folder.

use copydesk_store::{Error, ErrorKind, IoContext, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that is locked until this value is dropped, or until the process ends for any reason. The
/// file says which process holds the lock. Only the lock counts, not the file: a file that a killed
/// run has left is not locked, and has no effect.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Locked as long as it is open.
    _file: File,
}

/// The most bytes that are read of the text that says which process holds the lock.
const MOST_HOLDER_BYTES: u64 = 200;

impl Lock {
    /// Locks the file at `path` for work on the folder `target`.
    ///
    /// # Errors
    /// If another process holds the lock, or the file cannot be locked.
    pub(super) fn take(path: PathBuf, target: &Path) -> Result<Self> {
        loop {
            // Not truncated: if another run holds the lock, the file says which run that is.
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .while_writing(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held_error(target, &path, &mut file)),
                Err(TryLockError::Error(e)) => return Err(no_locks_error(&path, &e)),
            }
            // Another run may have ended, and removed the file, after this run opened it and before
            // this run locked it. A lock on a removed file does not keep other runs out, so the
            // loop begins again.
            if is_at(&file, &path) {
                write_holder(&mut file).while_writing(&path)?;
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file is removed while it is still locked, so that it cannot be the file of another
        // run. If it cannot be removed, it does no harm. On systems other than Unix it is never
        // removed, because `is_at` could not detect there that it was removed.
        if cfg!(unix) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Writes into the file which process holds the lock, for the message of [`held_error`].
fn write_holder(file: &mut File) -> std::io::Result<()> {
    let now = jiff::Timestamp::now()
        .strftime("%Y-%m-%d %H:%M:%S UTC")
        .to_string();
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(format!("process {}, which began at {now}", std::process::id()).as_bytes())
}

/// The error that another run is working on the folder. It names the other process.
fn held_error(target: &Path, path: &Path, file: &mut File) -> Error {
    let mut holder = String::new();
    // On systems where a locked file cannot be read, the message does not name the other run.
    let _ = file.take(MOST_HOLDER_BYTES).read_to_string(&mut holder);
    let holder = if holder.is_empty() {
        "another run"
    } else {
        holder.trim()
    };
    let message = format!(
        "{}: {holder}, is writing this folder; wait until it is done, stop it, or choose another \
         folder (its lock is {})",
        target.display(),
        path.display()
    );
    Error::new(ErrorKind::Output, message)
}

/// The error that the file cannot be locked at all, for example on some network disks.
fn no_locks_error(path: &Path, error: &std::io::Error) -> Error {
    let message = format!(
        "{}: cannot be locked: {error}; choose a folder on a disk that knows file locks",
        path.display()
    );
    Error::new(ErrorKind::Output, message)
}

/// Whether the opened file is still at this path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(ours), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else {
        return false;
    };
    (ours.dev(), ours.ino()) == (there.dev(), there.ino())
}

/// Always true: on systems other than Unix the file is never removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

    #[test]
    fn a_second_run_is_told_which_process_holds_the_lock_and_no_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".out.copydesk-lock");
        let target = folder.path().join("out");
        let first = Lock::take(path.clone(), &target).unwrap();
        let refused = Lock::take(path.clone(), &target).unwrap_err().to_string();
        assert!(
            refused.contains(&format!("process {}, which began at ", std::process::id())),
            "{refused}"
        );
        drop(first);
        assert!(!path.exists() || cfg!(not(unix)));
        drop(Lock::take(path, &target).unwrap());
    }

    #[test]
    fn a_file_that_a_killed_run_has_left_has_no_effect() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".out.copydesk-lock");
        let longer_than_the_new_text = format!("process 1, which began at {}noon", " ".repeat(100));
        std::fs::write(&path, longer_than_the_new_text).unwrap();
        let lock = Lock::take(path.clone(), folder.path()).unwrap();
        assert!(!std::fs::read_to_string(&path).unwrap().contains("noon"));
        drop(lock);
    }

    #[test]
    fn of_many_threads_only_one_at_a_time_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let holders = AtomicU32::new(0);
        let times_taken = AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let Ok(lock) = Lock::take(path.clone(), folder.path()) else {
                            continue;
                        };
                        assert_eq!(holders.fetch_add(1, SeqCst), 0, "two hold the lock");
                        times_taken.fetch_add(1, SeqCst);
                        holders.fetch_sub(1, SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        // Many attempts fail because another thread holds the lock, but not all of them.
        assert!(times_taken.into_inner() >= 8);
    }
}
