//! Reading the files of the clean dump (the output of a run), to restore the input.

use crate::article::BYTE_ORDER_MARK;
use copydesk_store::{Error, IoContext, Result};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Reads a file of the clean dump, as [`WriteRecords`](crate::WriteRecords) wrote it. The file does
/// not say which records of the input are in it. The caller knows that from the decisions, which
/// say what became of each record.
pub trait ReadClean: Send {
    /// The head of the file: bytes before the first record that belong to no record. Must be called
    /// before [`Self::record`]. Empty in most formats.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn head(&mut self) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    /// The raw bytes of the next record, without what was cut out of it. `number` is the number of
    /// the record in the input file, from 0: in a JSON array, for example, a comma comes before
    /// every record but the first.
    ///
    /// # Errors
    /// If the file cannot be read, or has no further record.
    fn record(&mut self, number: u64) -> Result<Vec<u8>>;

    /// Skips a rejected record that was written as it was; `raw` are its bytes, and `number` is as
    /// for [`Self::record`]. Returns whether the file has these bytes here. If not, the file was
    /// changed after the run and is not read further.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn skip_same(&mut self, number: u64, raw: &[u8]) -> Result<bool>;

    /// All bytes of the file after the last record that the decisions name. `None` if there is
    /// another record among them: then the file was changed after the run.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn rest(self: Box<Self>) -> Result<Option<Vec<u8>>>;
}

/// Returns `rest`, the bytes after the last record of a file, if they are nothing but white space,
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

/// The smallest number of bytes that are asked for at a time.
const WINDOW: usize = 1 << 18;

/// A window that moves over a clean file. It holds the bytes that were read and not taken yet: the
/// caller looks for the end of a record in them, and calls [`Self::read_on`] if it finds none.
pub(crate) struct Window {
    path: PathBuf,
    from: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    /// How many bytes at the start of the buffer were taken.
    taken: usize,
}

impl Window {
    /// An empty window over the bytes of `from`. Errors name the file as `path`.
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

    /// Reads more: as many bytes as were read and not taken yet, but at least [`WINDOW`]. So the
    /// bytes in memory at least double each time, and the start of a very long record is searched
    /// again only a few times. Returns `false` at the end of the file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn read_on(&mut self) -> Result<bool> {
        // Taken bytes are removed here and not in `take`, so that the bytes after them are moved
        // once for all records and not once for each record.
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

    /// Takes as many bytes as `raw` has, or all up to the end of the file. Returns whether they are
    /// equal to `raw`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn skip_same(&mut self, raw: &[u8]) -> Result<bool> {
        while self.bytes().len() < raw.len() && self.read_on()? {}
        let is_same = self.bytes().starts_with(raw);
        self.taken += raw.len().min(self.bytes().len());
        Ok(is_same)
    }

    /// The error for a clean file in which a record is missing.
    pub(crate) fn ends_too_early(&self) -> Error {
        Error::record(format!(
            "{}: ends too early; it was changed after the run",
            self.path.display()
        ))
    }
}
