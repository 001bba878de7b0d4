//! Bytes of which any place can be read, by several readers at a time.

use copydesk_store::{Error, IoContext, Result};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Reads from any place.
pub(crate) trait ReadAt: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadAt for T {}

/// A file of which any place can be read, also by several readers at a time.
#[derive(Clone)]
pub(crate) struct Seekable {
    file: Arc<Mutex<Box<dyn ReadAt>>>,
    length: u64,
}

impl Seekable {
    /// A stream, copied to a temporary file; `path` is named in errors. What follows after a place
    /// that cannot be decompressed is not there.
    ///
    /// # Errors
    /// If it cannot be read, or the temporary file cannot be written.
    pub(crate) fn copied(path: &Path, from: impl Read) -> Result<Self> {
        Self::copied_in(&std::env::temp_dir(), path, from)
    }

    /// The same; the temporary file is in this folder.
    ///
    /// # Errors
    /// As for [`Self::copied`].
    pub(crate) fn copied_in(folder: &Path, path: &Path, mut from: impl Read) -> Result<Self> {
        let mut file = tempfile::tempfile_in(folder).while_writing(folder)?;
        match io::copy(&mut from, &mut file) {
            Ok(_) => {}
            Err(e) if e.raw_os_error().is_some() => return Err(Error::input(path, e)),
            // The data is damaged here. The format reports what is missing when the copy is read.
            Err(_) => {}
        }
        let length = file.seek(SeekFrom::End(0)).while_writing(folder)?;
        Ok(Self::new(Box::new(file), length))
    }

    /// A file of this length.
    pub(crate) fn new(file: Box<dyn ReadAt>, length: u64) -> Self {
        let file = Arc::new(Mutex::new(file));
        Self { file, length }
    }

    /// Its length in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Reads from here on.
    pub(crate) fn from(&self, at: u64) -> ReadFrom {
        let file = self.clone();
        ReadFrom { file, at }
    }
}

/// Reads a file from some place on.
pub(crate) struct ReadFrom {
    file: Seekable,
    at: u64,
}

impl Read for ReadFrom {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut file = self
            .file
            .file
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Other readers have moved the position.
        file.seek(SeekFrom::Start(self.at))?;
        let got = file.read(into)?;
        self.at += got as u64;
        Ok(got)
    }
}

impl Seek for ReadFrom {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.length.checked_add_signed(by),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
