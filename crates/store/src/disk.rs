//! Access to the file system.
//!
//! A run reads its input and writes its output folder through a [`Disk`], so that a test can make
//! any single operation fail ([`Observer`]). Otherwise, promises such as “an output folder is
//! complete or absent” could not be tested: no test can make a real disk full at the third rename.
//!
//! The system keeps written bytes in memory for a while. For files of the output it is told to
//! write them to the disk soon ([`WriteBack`]), so that nobody waits long for them in the end.

use crate::write_back::WriteBack;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One kind of operation of a [`Disk`]. Each may fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FileOperation {
    /// Open a file for reading.
    Open,
    /// Read from a file.
    Read,
    /// Create a file, or open one for writing.
    Create,
    /// Write to a file.
    Write,
    /// Wait until a file or folder is on the disk.
    Sync,
    /// Rename a file or folder.
    Rename,
    /// Remove a file or folder.
    Remove,
    /// Make a folder.
    MakeFolder,
}

/// An observer of a [`Disk`]: it is called before each operation, and may make it fail. Tests use
/// one to see what happens when a disk is full or a process is killed.
pub trait Observer: fmt::Debug + Send + Sync {
    /// Is called before an operation on `path`. If this returns an error, the operation is not
    /// done, and fails with that error.
    ///
    /// # Errors
    /// If the operation is to fail.
    fn before(&self, operation: FileOperation, path: &Path) -> io::Result<()>;

    /// Is called before the work on a record. `pass` is the name of the pass over the dump, and
    /// `record` is the number of the record in its file. If this panics, the work on the record
    /// fails.
    fn before_record(&self, pass: &str, record: u64) {
        let _ = (pass, record);
    }
}

/// Opens, creates, renames and removes files.
///
/// ```
/// use copydesk_store::{Disk, Observer, FileOperation};
/// use std::path::Path;
/// use std::sync::Arc;
///
/// #[derive(Debug)]
/// struct ReadOnly;
///
/// impl Observer for ReadOnly {
///     fn before(&self, operation: FileOperation, _: &Path) -> std::io::Result<()> {
///         match operation {
///             FileOperation::Create => Err(std::io::ErrorKind::ReadOnlyFilesystem.into()),
///             _ => Ok(()),
///         }
///     }
/// }
///
/// let disk = Disk::observed(Arc::new(ReadOnly));
/// assert!(disk.create(Path::new("never-made")).is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Disk {
    observer: Option<Arc<dyn Observer>>,
}

impl Disk {
    /// A disk whose operations `observer` sees. [`Disk::default`] has no observer.
    #[must_use]
    pub fn observed(observer: Arc<dyn Observer>) -> Self {
        Self {
            observer: Some(observer),
        }
    }

    /// Calls the observer, if there is one, before an operation.
    fn before(&self, operation: FileOperation, path: &Path) -> io::Result<()> {
        match &self.observer {
            Some(observer) => observer.before(operation, path),
            None => Ok(()),
        }
    }

    /// Calls [`Observer::before_record`], if there is an observer.
    ///
    /// # Panics
    /// If the observer does.
    pub fn work_on(&self, pass: &str, record: u64) {
        if let Some(observer) = &self.observer {
            observer.before_record(pass, record);
        }
    }

    /// A file that is written and that must be on the disk in the end. It has `len` bytes so far,
    /// and the next bytes are written after them.
    fn lasting_file(&self, file: File, path: &Path, len: u64) -> DiskFile {
        DiskFile {
            write_back: Some(WriteBack::after(len)),
            ..self.plain_file(file, path)
        }
    }

    /// A file without write-back: one that is only read, or a temporary file.
    fn plain_file(&self, file: File, path: &Path) -> DiskFile {
        let observer = self.observer.clone();
        let observed = observer.map(|observer| (observer, path.to_owned()));
        DiskFile {
            file,
            observed,
            write_back: None,
        }
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// If the system fails, or the observer returns an error.
    pub fn open(&self, path: &Path) -> io::Result<DiskFile> {
        self.before(FileOperation::Open, path)?;
        Ok(self.plain_file(File::open(path)?, path))
    }

    /// Creates an empty file for writing. If it exists, its content is removed.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn create(&self, path: &Path) -> io::Result<DiskFile> {
        self.before(FileOperation::Create, path)?;
        Ok(self.lasting_file(File::create(path)?, path, 0))
    }

    /// Creates a file without a name in a folder. It is removed when it is closed, even if the
    /// process is killed.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn temporary(&self, folder: &Path) -> io::Result<DiskFile> {
        // The file has no name, so the observer gets the path of its folder.
        self.before(FileOperation::Create, folder)?;
        Ok(self.plain_file(tempfile::tempfile_in(folder)?, folder))
    }

    /// Opens an existing file for writing, and truncates it to its first `len` bytes. The next
    /// bytes are written after them.
    ///
    /// # Errors
    /// As for [`Self::open`], and if the file has fewer than `len` bytes.
    pub fn go_on(&self, path: &Path, len: u64) -> io::Result<DiskFile> {
        self.before(FileOperation::Create, path)?;
        let mut file = OpenOptions::new().write(true).open(path)?;
        if file.metadata()?.len() < len {
            // The caller's message names the file.
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "is shorter than it was",
            ));
        }
        // A killed run may have written more after its last checkpoint. This run writes those bytes
        // again.
        file.set_len(len)?;
        file.seek(SeekFrom::Start(len))?;
        Ok(self.lasting_file(file, path, len))
    }

    /// Waits until a file's bytes are on the disk.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn sync(&self, path: &Path) -> io::Result<()> {
        self.before(FileOperation::Sync, path)?;
        // Windows syncs only files that are open for writing.
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    /// Waits until the names of the files in a folder are on the disk, so that a crash of the
    /// machine cannot undo a rename. Does nothing on systems that cannot sync a folder.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.before(FileOperation::Sync, path)?;
        // Callers sync the parent of a path. The parent of a bare name such as `out` is the empty
        // path. It means the current folder, but it cannot be opened.
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        if cfg!(unix) {
            File::open(path)?.sync_all()
        } else {
            Ok(())
        }
    }

    /// Renames a file or folder.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before(FileOperation::Rename, from)?;
        fs::rename(from, to)
    }

    /// Makes a folder and all folders above it. A folder that exists is left as it is.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        self.before(FileOperation::MakeFolder, path)?;
        fs::create_dir_all(path)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As for [`Self::open`], and if there is no such file.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.before(FileOperation::Remove, path)?;
        fs::remove_file(path)
    }

    /// Removes a folder with everything in it. If there is no such folder, that is not an error.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.before(FileOperation::Remove, path)?;
        match fs::remove_dir_all(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// An open file of a [`Disk`], whose operations the disk's observer sees.
#[derive(Debug)]
pub struct DiskFile {
    file: File,
    /// The observer, and the path with which it is called.
    observed: Option<(Arc<dyn Observer>, PathBuf)>,
    /// Makes the system write to the disk early. `Some` only for a file that must be there in the
    /// end.
    write_back: Option<WriteBack>,
}

impl DiskFile {
    /// Calls the observer, if there is one, before an operation.
    fn before(&self, operation: FileOperation) -> io::Result<()> {
        match &self.observed {
            Some((observer, path)) => observer.before(operation, path),
            None => Ok(()),
        }
    }

    /// Appends the next `most` bytes of the file to `into`, or fewer if the file ends earlier.
    /// Returns how many. The bytes are read directly into the spare capacity of `into`.
    ///
    /// # Errors
    /// If the system fails, or the observer returns an error. Bytes that were read before the error
    /// stay in `into`.
    pub fn read_up_to(&mut self, most: u64, into: &mut Vec<u8>) -> io::Result<usize> {
        self.before(FileOperation::Read)?;
        (&self.file).take(most).read_to_end(into)
    }

    /// The file's size, time of last change, and so on.
    ///
    /// # Errors
    /// If the system fails.
    pub fn metadata(&self) -> io::Result<fs::Metadata> {
        self.file.metadata()
    }
}

impl Read for DiskFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.before(FileOperation::Read)?;
        self.file.read(into)
    }
}

impl Seek for DiskFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = self.file.seek(to)?;
        if let Some(write_back) = &mut self.write_back {
            // The writer of a zip archive returns to a header to complete it. Write-back forgets
            // the bytes before and starts at the new position.
            *write_back = WriteBack::after(position);
        }
        Ok(position)
    }
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(fault) = self.before(FileOperation::Write) {
            // A test wants this write to fail. Half of the bytes are written all the same, as on a
            // disk that becomes full.
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(fault);
        }
        let written = self.file.write(bytes)?;
        if let Some(write_back) = &mut self.write_back {
            write_back.extend(&self.file, written);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()?;
        if let Some(write_back) = &mut self.write_back {
            // Includes the bytes that are too few for a call by `extend`.
            write_back.begin(&self.file);
        }
        Ok(())
    }
}
