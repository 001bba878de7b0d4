//! The way to the file system. What a run reads of its input and writes to its output folder goes through here, so that a test can
//! make any single step of it fail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Hands out files and moves them. In a build that is not for tests it holds nothing and adds nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    #[cfg(test)]
    pub(crate) faults: Option<std::sync::Arc<crate::faults::Faults>>,
}

/// What can fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Open,
    Read,
    Create,
    Write,
    Sync,
    Rename,
    Remove,
    MakeFolder,
}

impl Disk {
    #[cfg(not(test))]
    #[inline]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "its twin for tests needs both")]
    fn step(&self, _: Step, _: &Path) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self, step: Step, path: &Path) -> io::Result<()> {
        self.faults.as_ref().map_or(Ok(()), |faults| faults.take(step, path))
    }

    /// Work on a record begins; a test can make it fail.
    #[cfg(not(test))]
    #[inline]
    #[allow(clippy::unused_self, reason = "its twin for tests needs it")]
    pub(crate) fn work_on(&self, _: &str, _: u64) {}

    #[cfg(test)]
    pub(crate) fn work_on(&self, walk: &str, record: u64) {
        if let Some(faults) = &self.faults {
            faults.work_on(walk, record);
        }
    }

    fn file(&self, file: File, path: &Path) -> DiskFile {
        #[cfg(not(test))]
        let _ = path;
        DiskFile {
            file,
            #[cfg(test)]
            disk: self.clone(),
            #[cfg(test)]
            path: path.to_owned(),
        }
    }

    pub(crate) fn open(&self, path: &Path) -> io::Result<DiskFile> {
        self.step(Step::Open, path)?;
        Ok(self.file(File::open(path)?, path))
    }

    /// A new, empty file; one that stands there is emptied.
    pub(crate) fn create(&self, path: &Path) -> io::Result<DiskFile> {
        self.step(Step::Create, path)?;
        Ok(self.file(File::create(path)?, path))
    }

    /// A file without a name in a folder, which goes away when it is closed.
    pub(crate) fn temporary(&self, folder: &Path) -> io::Result<DiskFile> {
        self.step(Step::Create, folder)?;
        Ok(self.file(tempfile::tempfile_in(folder)?, folder))
    }

    /// A file that is there, cut to its first `len` bytes, to be written on from there.
    pub(crate) fn go_on(&self, path: &Path, len: u64) -> io::Result<DiskFile> {
        self.step(Step::Create, path)?;
        let mut file = OpenOptions::new().write(true).open(path)?;
        if file.metadata()?.len() < len {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "is shorter than it was"));
        }
        file.set_len(len)?;
        file.seek(SeekFrom::Start(len))?;
        Ok(self.file(file, path))
    }

    /// Waits until the file's bytes are on the disk.
    pub(crate) fn sync(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Sync, path)?;
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    /// Waits until the names in a folder are on the disk, where the system can do that.
    pub(crate) fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Sync, path)?;
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    pub(crate) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Step::Rename, from)?;
        fs::rename(from, to)
    }

    pub(crate) fn make_folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        self.step(Step::MakeFolder, path)?;
        fs::create_dir_all(path)
    }

    pub(crate) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Remove, path)?;
        fs::remove_file(path)
    }

    /// Removes a folder with all that is in it; one that is not there is removed already.
    pub(crate) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Remove, path)?;
        match fs::remove_dir_all(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// A file of a [`Disk`].
#[derive(Debug)]
pub(crate) struct DiskFile {
    file: File,
    #[cfg(test)]
    disk: Disk,
    #[cfg(test)]
    path: std::path::PathBuf,
}

impl DiskFile {
    #[cfg(not(test))]
    #[inline]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "its twin for tests needs both")]
    fn step(&self, _: Step) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self, step: Step) -> io::Result<()> {
        self.disk.step(step, &self.path)
    }

    pub(crate) fn metadata(&self) -> io::Result<fs::Metadata> {
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
        self.file.seek(to)
    }
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(fault) = self.step(Step::Write) {
            // As on a disk that fills up: half of it is written.
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(fault);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
