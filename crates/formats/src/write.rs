//! Writing the records that stay into the files of the clean dump (the output).

use crate::compression::Sink;
use std::io;
use std::path::{Path, PathBuf};

/// Where a writer keeps the parts of a file that it cannot write yet. In Parquet, for example, the
/// second column of a row group begins where the first one ends, so it is kept until the first is
/// complete.
#[derive(Clone, Debug, Default)]
pub struct Spill {
    /// How many bytes may be kept in memory.
    pub memory: usize,
    /// The folder of the temporary file for what exceeds that.
    pub folder: PathBuf,
}

impl Spill {
    /// The limit of a run with little memory, in bytes. No writer gets a lower one.
    pub const LEAST_MEMORY: usize = 8 << 20;

    /// Keeps [`Self::LEAST_MEMORY`] bytes in memory, and the rest in this folder.
    #[must_use]
    pub fn to(folder: &Path) -> Self {
        Self {
            memory: Self::LEAST_MEMORY,
            folder: folder.to_owned(),
        }
    }
}

/// Writes one file, which holds the records that stay, in order.
pub trait WriteRecords: Send {
    /// Writes the raw bytes of a record, from which text may have been cut. `number` is the number
    /// of the record in the input file, from 0.
    ///
    /// # Errors
    /// If the system cannot write.
    fn record(&mut self, number: u64, bytes: &[u8]) -> io::Result<()>;

    /// Writes bytes of the input file that belong to no record.
    ///
    /// # Errors
    /// As for [`Self::record`].
    fn rest(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Hands everything that is still in a buffer of this writer to its [`Sink`].
    ///
    /// # Errors
    /// As for [`Self::record`].
    fn flush(&mut self) -> io::Result<()>;

    /// Writes what belongs at the end of the file, and closes it.
    ///
    /// # Errors
    /// As for [`Self::record`].
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Writes the raw bytes of the records one after the other, with nothing between them. It is for
/// formats in which the raw bytes of a record include its end, such as a line break.
pub struct Verbatim<'s> {
    sink: Box<dyn Sink + 's>,
}

impl<'s> Verbatim<'s> {
    /// A writer to this sink.
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
