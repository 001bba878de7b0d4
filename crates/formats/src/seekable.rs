//! Opens input files that must be read at any offset: tables that are stored column by column, most
//! of which have a directory at the end.

use crate::batch::OpenFile;
use crate::random_access::Seekable;
use copydesk_store::{Error, Result};
use std::io::{self, Seek, SeekFrom};

impl Seekable {
    /// An input file. A compressed file or a stream is first copied to a temporary file.
    ///
    /// # Errors
    /// If the input cannot be read, or the temporary file cannot be written.
    pub(crate) fn open(file: OpenFile) -> Result<Self> {
        let path = file.path().to_owned();
        // `is_plain` means: not compressed.
        if !file.is_plain() {
            return Self::copied(&path, file.into_decoded()?);
        }
        let mut raw = file.into_raw();
        match raw.seek(SeekFrom::End(0)) {
            Ok(length) => Ok(Self::new(Box::new(raw), length)),
            // It is a stream.
            Err(e) if e.kind() == io::ErrorKind::NotSeekable => Self::copied(&path, raw),
            Err(e) => Err(Error::input(&path, e)),
        }
    }
}
