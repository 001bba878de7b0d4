//! A part of a file, as it is read by itself.

/// Where a record begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RecordStart {
    /// The byte of the file.
    pub offset: u64,
    /// How many records are before it.
    pub number: u64,
    /// The line in which its bytes begin, from 1.
    pub line: u64,
}

/// A part of a file: from where one record begins to where another does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FilePart {
    /// The number of the file in the dump.
    pub file: usize,
    /// Where it begins.
    pub start: RecordStart,
    /// Where the next part begins; `None` for the last.
    pub end: Option<u64>,
}
