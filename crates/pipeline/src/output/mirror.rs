//! The clean dump: the same files under the same names.

use super::Staging;
use crate::disk::DiskFile;
use crate::error::{Error, Result};
use crate::input::{Encoder, InputFile, Shape};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Writes output files one after the other, in input order.
pub(crate) struct Mirror<'a> {
    staging: &'a Staging,
    files: &'a [InputFile],
    /// Index of the file that comes next or is open.
    index: usize,
    open: Option<(PathBuf, Encoder<BufWriter<DiskFile>>)>,
}

impl<'a> Mirror<'a> {
    /// Writes the files from this index on.
    pub(crate) fn new(staging: &'a Staging, files: &'a [InputFile], from: usize) -> Self {
        Self { staging, files, index: from, open: None }
    }

    /// Appends bytes to the file with this index.
    pub(crate) fn write(&mut self, index: usize, bytes: &[u8]) -> Result<()> {
        self.advance_to(index)?;
        if self.open.is_none() {
            self.open = Some(self.create(index)?);
        }
        let Some((path, writer)) = &mut self.open else { return Ok(()) };
        writer.write_all(bytes).map_err(|e| Error::output(path, e))
    }

    /// Ends all files up to this one. A file of lines exists even if nothing is left in it; a dropped `.txt` leaves none.
    pub(crate) fn advance_to(&mut self, index: usize) -> Result<()> {
        while self.index < index {
            if self.open.is_none() && self.files[self.index].shape == Shape::JsonLines {
                self.open = Some(self.create(self.index)?);
            }
            if let Some((path, writer)) = self.open.take() {
                let ended = writer.finish().and_then(|mut file| file.flush());
                ended.map_err(|e| Error::output(&path, e))?;
                self.staging.written(path);
            }
            self.index += 1;
        }
        Ok(())
    }

    fn create(&self, index: usize) -> Result<(PathBuf, Encoder<BufWriter<DiskFile>>)> {
        let file = &self.files[index];
        let path = self.staging.path(&file.name)?;
        let create = || Encoder::new(file.compression, BufWriter::with_capacity(1 << 18, self.staging.disk.create(&path)?));
        let writer = create().map_err(|e| Error::output(&path, e))?;
        Ok((path, writer))
    }

    /// Ends the last file.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.advance_to(self.files.len())
    }
}
