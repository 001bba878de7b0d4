//! The way to the file system. What a run reads of its input and writes to its output folder passes
//! through here, so that a test can make any single step of it fail.

use crate::write_back::WriteBack;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a [`Disk`] is about to do, and what can therefore fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Step {
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

/// Is told of each step before it is taken, and may make it fail. For tests of what happens when a
/// disk is full or a process is killed.
pub trait Observer: fmt::Debug + Send + Sync {
    /// A step is about to be taken on `path`; it is not taken if this returns an error.
    ///
    /// # Errors
    /// Whatever the step is to fail with.
    fn before(&self, step: Step, path: &Path) -> io::Result<()>;

    /// Work on a record is about to begin, in the pass over the dump that is called `pass`. An
    /// observer that panics here makes the work on that record fail.
    fn before_record(&self, pass: &str, record: u64) {
        let _ = (pass, record);
    }
}

/// Hands out files and moves them.
///
/// ```
/// use copydesk_store::{Disk, Observer, Step};
/// use std::path::Path;
/// use std::sync::Arc;
///
/// #[derive(Debug)]
/// struct ReadOnly;
///
/// impl Observer for ReadOnly {
///     fn before(&self, step: Step, _: &Path) -> std::io::Result<()> {
///         if step == Step::Create { Err(std::io::ErrorKind::ReadOnlyFilesystem.into()) } else {
/// Ok(()) }
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
    /// A disk whose steps an observer is told of.
    #[must_use]
    pub fn observed(observer: Arc<dyn Observer>) -> Self {
        Self {
            observer: Some(observer),
        }
    }

    fn step(&self, step: Step, path: &Path) -> io::Result<()> {
        self.observer
            .as_ref()
            .map_or(Ok(()), |observer| observer.before(step, path))
    }

    /// Tells the observer, if there is one, that work on a record begins.
    ///
    /// # Panics
    /// If the observer does.
    pub fn work_on(&self, pass: &str, record: u64) {
        if let Some(observer) = &self.observer {
            observer.before_record(pass, record);
        }
    }

    /// A file of an output, of which so many bytes are there.
    fn output(&self, file: File, path: &Path, len: u64) -> DiskFile {
        DiskFile {
            write_back: Some(WriteBack::after(len)),
            ..self.file(file, path)
        }
    }

    fn file(&self, file: File, path: &Path) -> DiskFile {
        let observed = self
            .observer
            .as_ref()
            .map(|observer| (Arc::clone(observer), path.to_owned()));
        DiskFile {
            file,
            observed,
            write_back: None,
        }
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// If the system cannot, or the observer does not let it.
    pub fn open(&self, path: &Path) -> io::Result<DiskFile> {
        self.step(Step::Open, path)?;
        Ok(self.file(File::open(path)?, path))
    }

    /// Creates an empty file; one that exists is emptied.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn create(&self, path: &Path) -> io::Result<DiskFile> {
        self.step(Step::Create, path)?;
        Ok(self.output(File::create(path)?, path, 0))
    }

    /// Creates a file without a name in a folder; it is removed when it is closed, also if the
    /// process is killed.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn temporary(&self, folder: &Path) -> io::Result<DiskFile> {
        self.step(Step::Create, folder)?;
        Ok(self.file(tempfile::tempfile_in(folder)?, folder))
    }

    /// Opens an existing file for writing, cut to its first `len` bytes; writing continues there.
    ///
    /// # Errors
    /// As for [`Self::open`], and if the file is shorter than that.
    pub fn go_on(&self, path: &Path, len: u64) -> io::Result<DiskFile> {
        self.step(Step::Create, path)?;
        let mut file = OpenOptions::new().write(true).open(path)?;
        if file.metadata()?.len() < len {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "is shorter than it was",
            ));
        }
        file.set_len(len)?;
        file.seek(SeekFrom::Start(len))?;
        Ok(self.output(file, path, len))
    }

    /// Waits until a file's bytes are on the disk.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn sync(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Sync, path)?;
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    /// Waits until the names in a folder are on the disk, where the system can do that.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Sync, path)?;
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
        self.step(Step::Rename, from)?;
        fs::rename(from, to)
    }

    /// Makes a folder and those above it; one that exists is left as it is.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn make_folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        self.step(Step::MakeFolder, path)?;
        fs::create_dir_all(path)
    }

    /// Removes a file.
    ///
    /// # Errors
    /// As for [`Self::open`], and if there is no such file.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Remove, path)?;
        fs::remove_file(path)
    }

    /// Removes a folder with everything in it; one that does not exist counts as removed.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Remove, path)?;
        match fs::remove_dir_all(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// A file of a [`Disk`].
#[derive(Debug)]
pub struct DiskFile {
    file: File,
    /// Who is told of its steps, and the path that is named to them.
    observed: Option<(Arc<dyn Observer>, PathBuf)>,
    /// What is to be on the disk in the end; `None` of a file that is read, or a temporary one.
    write_back: Option<WriteBack>,
}

impl DiskFile {
    fn step(&self, step: Step) -> io::Result<()> {
        self.observed
            .as_ref()
            .map_or(Ok(()), |(observer, path)| observer.before(step, path))
    }

    /// Appends so many bytes of the file to `into`, or all that are left. They are read straight into
    /// the memory that `into` has reserved.
    ///
    /// # Errors
    /// If the system cannot, or the observer does not let it. What was read before stays in `into`.
    pub fn read_up_to(&mut self, most: u64, into: &mut Vec<u8>) -> io::Result<usize> {
        self.step(Step::Read)?;
        (&self.file).take(most).read_to_end(into)
    }

    /// Size, time of the last change, and so on.
    ///
    /// # Errors
    /// If the system cannot tell.
    pub fn metadata(&self) -> io::Result<fs::Metadata> {
        self.file.metadata()
    }
}

impl Read for DiskFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.step(Step::Read)?;
        self.file.read(into)
    }
}

impl Seek for DiskFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.file.seek(to)?;
        if let Some(write_back) = &mut self.write_back {
            *write_back = WriteBack::after(at);
        }
        Ok(at)
    }
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(fault) = self.step(Step::Write) {
            // As on a disk that fills up: half of it is written.
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(fault);
        }
        let written = self.file.write(bytes)?;
        if let Some(write_back) = &mut self.write_back {
            write_back.written(&self.file, written);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()?;
        if let Some(write_back) = &mut self.write_back {
            write_back.flushed(&self.file);
        }
        Ok(())
    }
}
