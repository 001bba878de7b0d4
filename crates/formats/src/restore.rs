//! Reading what was written, to restore the input.

use crate::article::BYTE_ORDER_MARK;
use copydesk_store::Result;

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

    /// What follows the last record; `None` if that is another record.
    ///
    /// # Errors
    /// If the file cannot be read.
    fn rest(self: Box<Self>) -> Result<Option<Vec<u8>>>;
}

/// Whether bytes hold nothing but white space, after a byte order mark or none.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    bytes
        .strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(bytes)
        .trim_ascii()
        .is_empty()
}
