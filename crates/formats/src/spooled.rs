//! Standard input in a temporary file.

use crate::compression::sniffed;
use copydesk_store::{Error, Result};
use std::io::{self, Read, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// What standard input is called in errors.
pub(crate) const STDIN: &str = "standard input";

/// Standard input in a temporary file, removed when dropped.
#[derive(Debug)]
pub struct Spool {
    file: NamedTempFile,
}

impl Spool {
    /// Where the file is.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }

    /// Reads `from` to its end into a temporary file, decompressing it if its first bytes tell how.
    ///
    /// # Errors
    /// If reading fails or the temporary folder cannot be written.
    pub fn fill(from: impl Read + Send + 'static) -> Result<Self> {
        Self::fill_in(&std::env::temp_dir(), from)
    }

    /// The same in this folder.
    ///
    /// # Errors
    /// If reading fails or the folder cannot be written.
    pub fn fill_in(folder: &Path, from: impl Read + Send + 'static) -> Result<Self> {
        let mut file = NamedTempFile::new_in(folder).map_err(|e| Error::output(folder, e))?;
        let mut reader = sniffed(from).map_err(|e| Error::input(Path::new(STDIN), e))?;
        let mut bytes = vec![0; 1 << 18];
        loop {
            let got = match reader.read(&mut bytes) {
                Ok(0) => return Ok(Self { file }),
                Ok(got) => got,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(Error::input(Path::new(STDIN), e)),
            };
            let written = file.write_all(&bytes[..got]);
            written.map_err(|e| Error::output(folder, e))?;
        }
    }
}
