//! Writing the records that stay.

use crate::compression::Sink;
use std::io;
use std::path::Path;

/// Where a writer holds the parts of a file that it cannot write yet: a format of columns, for
/// example, begins the second column of a row group after the end of the first.
#[derive(Clone, Copy, Debug)]
pub struct Spill<'p> {
    /// Bytes that are held in memory.
    pub memory: usize,
    /// The folder of the temporary file that takes what is beyond that.
    pub folder: &'p Path,
}

impl<'p> Spill<'p> {
    /// Bytes that every run may hold in memory besides its tables.
    pub const LEAST_MEMORY: usize = 8 << 20;

    /// Holds little in memory, and the rest in this folder.
    #[must_use]
    pub const fn to(folder: &'p Path) -> Self {
        Self {
            memory: Self::LEAST_MEMORY,
            folder,
        }
    }
}

/// Writes a file of the records that stay, in order.
pub trait WriteRecords: Send {
    /// Writes a record, whole or spliced; `number` is its number in the input file, from 0.
    ///
    /// # Errors
    /// If it cannot be written.
    fn record(&mut self, number: u64, bytes: &[u8]) -> io::Result<()>;

    /// Writes bytes of the input file that belong to no record.
    ///
    /// # Errors
    /// As for [`Self::record`].
    fn rest(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Passes on what was written so far.
    ///
    /// # Errors
    /// As for [`Self::record`].
    fn flush(&mut self) -> io::Result<()>;

    /// Ends the file.
    ///
    /// # Errors
    /// As for [`Self::record`].
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Writes records one after the other as they are: for formats in which each brings its own end.
pub struct Verbatim<'s> {
    sink: Box<dyn Sink + 's>,
}

impl<'s> Verbatim<'s> {
    /// Writes to this sink.
    #[must_use]
    pub fn new(sink: Box<dyn Sink + 's>) -> Self {
        Self { sink }
    }
}

impl WriteRecords for Verbatim<'_> {
    fn record(&mut self, _: u64, bytes: &[u8]) -> io::Result<()> {
        self.sink.write_all(bytes)
    }

    fn rest(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sink.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.sink.finish()
    }
}
