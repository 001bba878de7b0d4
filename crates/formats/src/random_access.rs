//! Bytes that can be read at any offset, also by several readers at a time.

use copydesk_store::{Error, IoContext, Result};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that can be read at any offset.
pub(crate) trait ReadAt: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadAt for T {}

/// A file that can be read at any offset, also by several readers at a time. A clone shares the
/// open file.
#[derive(Clone)]
pub(crate) struct Seekable {
    file: Arc<Mutex<Box<dyn ReadAt>>>,
    /// Length of the file in bytes.
    length: u64,
}

impl Seekable {
    /// A copy of a stream in a temporary file. Errors name the stream as `path`. If the stream
    /// cannot be decompressed to its end, the copy has only the bytes before the damage.
    ///
    /// # Errors
    /// If the system cannot read the stream, or cannot write the temporary file.
    pub(crate) fn copied(path: &Path, stream: impl Read) -> Result<Self> {
        Self::copied_in(&std::env::temp_dir(), path, stream)
    }

    /// Like [`Self::copied`], with the temporary file in `folder`.
    ///
    /// # Errors
    /// As for [`Self::copied`].
    pub(crate) fn copied_in(folder: &Path, path: &Path, mut stream: impl Read) -> Result<Self> {
        let mut file = tempfile::tempfile_in(folder).while_writing(folder)?;
        match io::copy(&mut stream, &mut file) {
            Ok(_) => {}
            Err(e) if e.raw_os_error().is_some() => return Err(Error::input(path, e)),
            // The data is damaged. What is missing is reported when the copy is read.
            Err(_) => {}
        }
        let length = file.seek(SeekFrom::End(0)).while_writing(folder)?;
        Ok(Self::new(Box::new(file), length))
    }

    /// This file, which has `length` bytes.
    pub(crate) fn new(file: Box<dyn ReadAt>, length: u64) -> Self {
        let file = Arc::new(Mutex::new(file));
        Self { file, length }
    }

    /// The length of the file in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// A reader that begins at this offset.
    pub(crate) fn from(&self, offset: u64) -> ReadFrom {
        let source = self.clone();
        ReadFrom { source, offset }
    }
}

/// One of the readers of a file, with an offset of its own.
pub(crate) struct ReadFrom {
    source: Seekable,
    /// Offset of the byte that is read next.
    offset: u64,
}

impl Read for ReadFrom {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let file = &self.source.file;
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        // Another reader may have moved the offset of the file.
        file.seek(SeekFrom::Start(self.offset))?;
        let got = file.read(into)?;
        self.offset += got as u64;
        Ok(got)
    }
}

impl Seek for ReadFrom {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let offset = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::Current(by) => self.offset.checked_add_signed(by),
            SeekFrom::End(by) => self.source.length.checked_add_signed(by),
        };
        self.offset = offset.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.offset)
    }
}
