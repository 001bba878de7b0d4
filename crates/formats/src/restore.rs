//! Reading what was written, to restore the input.

use crate::article::BYTE_ORDER_MARK;
use copydesk_store::{Error, IoContext, Result};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads a file of the clean dump, as [`WriteRecords`](crate::WriteRecords) wrote it. The file does
/// not say which records of the input are in it; the caller knows that from the decisions.
pub trait ReadClean: Send {
    /// What comes before the first record and belongs to none: the head of the file, which is
    /// written as it was. To be called before [`Self::record`]. Empty in most formats.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn head(&mut self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// The next record, as it was in the input but for what was cut out of it. `number` is its
    /// number in the input file, from 0: it tells, for example, whether a comma came before it.
    ///
    /// # Errors
    /// If the file cannot be read, or has no further record.
    fn record(&mut self, number: u64) -> Result<Vec<u8>>;

    /// Skips a rejected record that was written as it was; `raw` are its bytes. Returns whether the
    /// file has these bytes here. If not, it was changed after the run and is not read further.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn skip_same(&mut self, number: u64, raw: &[u8]) -> Result<bool>;

    /// All that is left of the file after the last record that the decisions name. `None` if that
    /// holds another record: then the file was changed after the run.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn rest(self: Box<Self>) -> Result<Option<Vec<u8>>>;
}

/// Returns `rest`, what follows the last record of a file, if it is nothing but white space,
/// perhaps after a byte order mark. `None` if there is anything else, which must be another record.
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

/// A clean file that is read as bytes. What was read and not taken yet is in memory: the caller
/// looks for the end of a record there, and calls [`Self::read_on`] if it finds none.
pub(crate) struct Window {
    path: PathBuf,
    from: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    /// How many bytes at the start of the buffer were taken.
    taken: usize,
}

impl Window {
    /// Reads from here; `path` is named in errors.
    pub(crate) fn new(path: &Path, from: Box<dyn Read + Send>) -> Self {
        Self {
            path: path.to_owned(),
            from,
            buffer: Vec::new(),
            taken: 0,
        }
    }

    /// The bytes that were read and not taken yet.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer[self.taken..]
    }

    /// Reads more: as many bytes as are in memory already, but at least [`WINDOW`]. Doubling keeps
    /// it rare that a very long record is searched again from its start. Returns `false` at the end
    /// of the file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn read_on(&mut self) -> Result<bool> {
        // What was taken is removed here and not at each record, so that bytes are moved once.
        self.buffer.drain(..std::mem::take(&mut self.taken));
        let wanted = self.buffer.len().max(WINDOW) as u64;
        let got = (&mut self.from)
            .take(wanted)
            .read_to_end(&mut self.buffer)
            .while_reading(&self.path)?;
        Ok(got > 0)
    }

    /// Takes the first `length` of [`Self::bytes`].
    pub(crate) fn take(&mut self, length: usize) -> Vec<u8> {
        let start = self.taken;
        self.taken += length;
        self.buffer[start..self.taken].to_vec()
    }

    /// Takes as many bytes as `raw` has, and returns whether they are equal to it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn skip_same(&mut self, raw: &[u8]) -> Result<bool> {
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
