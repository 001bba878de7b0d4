//! One run at a time on an output folder.

use copydesk_store::{Error, ErrorKind, IoContext, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that the system keeps locked for as long as this lives. The system lets go of the lock
/// when the process ends, however it ends; the file says who holds it, and a file that nobody locks
/// means nothing.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Locks `path` for work on `target`.
    pub(super) fn take(path: PathBuf, target: &Path) -> Result<Self> {
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .while_writing(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held(target, &path, &mut file)),
                Err(TryLockError::Error(e)) => return Err(no_locks(&path, &e)),
            }
            // A run that ended between the two steps has removed the file that was opened. Then the
            // lock is on a file without a name, which would keep nobody out: try again.
            if is_at(&file, &path) {
                sign(&mut file).while_writing(&path)?;
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked, so that nobody else's file is removed. One that stays does no
        // harm.
        if cfg!(unix) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Writes who holds the lock, for whoever finds it held.
fn sign(file: &mut File) -> std::io::Result<()> {
    let now = jiff::Timestamp::now()
        .strftime("%Y-%m-%d %H:%M:%S UTC")
        .to_string();
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(format!("process {}, which began at {now}", std::process::id()).as_bytes())
}

/// That another run works on the folder, and which.
fn held(target: &Path, path: &Path, file: &mut File) -> Error {
    let mut holder = String::new();
    // Where locked files cannot be read, the holder stays unnamed.
    let _ = file.take(200).read_to_string(&mut holder);
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

fn no_locks(path: &Path, error: &std::io::Error) -> Error {
    let message = format!(
        "{}: cannot be locked: {error}; choose a folder on a disk that knows file locks",
        path.display()
    );
    Error::new(ErrorKind::Output, message)
}

/// Whether the opened file is still the one at this path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(ours), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else {
        return false;
    };
    (ours.dev(), ours.ino()) == (there.dev(), there.ino())
}

/// Elsewhere the file is never removed.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let (path, target) = (
            folder.path().join(".out.copydesk-lock"),
            folder.path().join("out"),
        );
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
    fn a_file_that_a_killed_run_left_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".out.copydesk-lock");
        std::fs::write(
            &path,
            "process 1, which began at noon and was killed at one; much longer \
                               than what is written now",
        )
        .unwrap();
        let taken = Lock::take(path.clone(), folder.path()).unwrap();
        assert!(!std::fs::read_to_string(&path).unwrap().contains("noon"));
        drop(taken);
    }

    #[test]
    fn of_many_that_try_at_once_one_at_a_time_gets_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let inside = std::sync::atomic::AtomicU32::new(0);
        let taken = std::sync::atomic::AtomicU32::new(0);
        let order = std::sync::atomic::Ordering::SeqCst;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let Ok(lock) = Lock::take(path.clone(), folder.path()) else {
                            continue;
                        };
                        assert_eq!(inside.fetch_add(1, order), 0, "two hold the lock");
                        taken.fetch_add(1, order);
                        inside.fetch_sub(1, order);
                        drop(lock);
                    }
                });
            }
        });
        assert!(taken.into_inner() >= 8);
    }
}
