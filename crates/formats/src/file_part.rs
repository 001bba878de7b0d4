//! Parts of files that can be read by themselves, for example by several threads.

/// The position in a file at which a record begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordStart {
    /// Offset in the file, in bytes.
    pub offset: u64,
    /// How many records of the file are before this one.
    pub number: u64,
    /// The line in which the raw bytes of the record begin, from 1.
    pub line: u64,
}

impl Default for RecordStart {
    /// The beginning of a file.
    fn default() -> Self {
        Self {
            offset: 0,
            number: 0,
            line: 1,
        }
    }
}

/// A part of a file, from the beginning of one record to the beginning of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FilePart {
    /// Index of the file in the dump.
    pub file: usize,
    /// Where the part begins.
    pub start: RecordStart,
    /// Where the part ends, exclusive. `None` for the last part of the file.
    pub end: Option<u64>,
}
