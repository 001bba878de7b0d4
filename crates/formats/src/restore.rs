//! Reading what was written, to restore the input.

use crate::article::BYTE_ORDER_MARK;
use copydesk_store::{Error, IoContext, Result};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads a file that [`WriteRecords`](crate::WriteRecords) wrote, next to the decisions: whoever
/// calls knows which records of the input are in it.
pub trait ReadClean: Send {
    /// What comes before the first record and belongs to none: the head of the file, which is
    /// written as it was. To be called before [`Self::record`]. Empty in most formats.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn head(&mut self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// The next record as it was in the input but for what was cut out of it; `number` is its
    /// number in the input file, from 0.
    ///
    /// # Errors
    /// If the file cannot be read, or ends before.
    fn record(&mut self, number: u64) -> Result<Vec<u8>>;

    /// Passes over a record that was written unchanged, given its raw bytes. Returns whether they
    /// are the next bytes.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn passed(&mut self, number: u64, raw: &[u8]) -> Result<bool>;

    /// What follows the last record; `None` if that is another record.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn rest(self: Box<Self>) -> Result<Option<Vec<u8>>>;
}

/// What follows the last record of a file, if it holds nothing but white space, after a byte order
/// mark or none; otherwise it is another record.
pub(crate) fn blank_rest(rest: Vec<u8>) -> Option<Vec<u8>> {
    let text = rest
        .strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(&rest);
    match text.trim_ascii().is_empty() {
        true => Some(rest),
        false => None,
    }
}

/// Bytes read at a time.
const WINDOW: usize = 1 << 18;

/// A clean file of bytes, of which the bytes that were not taken yet are in memory as far as they
/// are looked at.
pub(crate) struct Window {
    path: PathBuf,
    from: Box<dyn Read + Send>,
    bytes: Vec<u8>,
    /// Bytes that were taken.
    taken: usize,
}

impl Window {
    /// Reads from here; `path` is named in errors.
    pub(crate) fn new(path: &Path, from: Box<dyn Read + Send>) -> Self {
        Self {
            path: path.to_owned(),
            from,
            bytes: Vec::new(),
            taken: 0,
        }
    }

    /// The next bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[self.taken..]
    }

    /// Reads as many bytes again as there are, so that what is longer is not searched again and
    /// again; `false` if there are no more.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn read_on(&mut self) -> Result<bool> {
        // What was taken is removed here and not at each record, so that bytes are moved once.
        self.bytes.drain(..std::mem::take(&mut self.taken));
        let wanted = self.bytes.len().max(WINDOW) as u64;
        let got = (&mut self.from)
            .take(wanted)
            .read_to_end(&mut self.bytes)
            .while_reading(&self.path)?;
        Ok(got > 0)
    }

    /// Takes the first of [`Self::bytes`].
    pub(crate) fn take(&mut self, length: usize) -> Vec<u8> {
        let start = self.taken;
        self.taken += length;
        self.bytes[start..self.taken].to_vec()
    }

    /// Takes as many bytes as these, and says whether they are these.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn passes(&mut self, raw: &[u8]) -> Result<bool> {
        while self.bytes().len() < raw.len() && self.read_on()? {}
        let is_same = self.bytes().starts_with(raw);
        self.taken += raw.len().min(self.bytes().len());
        Ok(is_same)
    }

    /// What to say if a record is missing.
    pub(crate) fn ends_too_early(&self) -> Error {
        Error::record(format!(
            "{}: ends too early; it was changed after the run",
            self.path.display()
        ))
    }
}
