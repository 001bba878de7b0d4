//! Input files of which any place can be read, as formats with their directory at the end need.

use crate::batch::OpenFile;
use crate::random_access::Seekable;
use copydesk_store::{Error, Result};
use std::io::{self, Seek, SeekFrom};

impl Seekable {
    /// An input file. One that is compressed, or a stream, is put into a temporary file first.
    ///
    /// # Errors
    /// If it cannot be read, or the temporary file cannot be written.
    pub(crate) fn open(file: OpenFile) -> Result<Self> {
        let path = file.path().to_owned();
        if !file.is_plain() {
            return Self::copied(&path, file.into_decoded()?);
        }
        let mut raw = file.into_raw();
        match raw.seek(SeekFrom::End(0)) {
            Ok(length) => Ok(Self::new(Box::new(raw), length)),
            Err(e) if e.kind() == io::ErrorKind::NotSeekable => Self::copied(&path, raw),
            Err(e) => Err(Error::input(&path, e)),
        }
    }
}
