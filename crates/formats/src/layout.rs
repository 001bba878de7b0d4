//! The [`Layout`] of a file.

use crate::compression::Sink;
use crate::dialect::Dialect;
use crate::encoding::{Decoding, Recoding, noted};
use crate::table_parts::TablePages;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// How the records of a file are laid out, as far as the format of the file leaves that open.
///
/// The layout is determined from the content of the file, before the first record is read. It is
/// written to the summary of the run. When the input is restored, the file of the clean dump is
/// read with the same layout.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Layout {
    /// The keys that lead to the records, from the outermost object inwards. For
    /// `{"articles": {"results": [...]}}` these are `articles` and `results`. In most files the
    /// records are in no object, and there are no keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<String>,
    /// How cells are separated, if the records are rows of a table in plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
    /// How the table is divided, if the records are rows of a table that is stored column by
    /// column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableLayout>,
    /// The encoding of the file, by its name in the encoding standard of browsers. `None` if the
    /// file is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl Layout {
    /// The bytes of the file as UTF-8. `from` are its decompressed bytes.
    #[must_use]
    pub fn decoded(&self, from: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        match noted(self.encoding.as_deref()) {
            Some(encoding) => Box::new(Decoding::new(encoding, from)),
            None => from,
        }
    }

    /// A sink that takes UTF-8, and writes it to `to` in the encoding of the file.
    #[must_use]
    pub fn encoded<'s>(&self, to: Box<dyn Sink + 's>) -> Box<dyn Sink + 's> {
        match noted(self.encoding.as_deref()) {
            Some(encoding) => Box::new(Recoding::new(encoding, to)),
            None => to,
        }
    }
}

/// How a table that is stored column by column is divided and compressed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TableLayout {
    /// How many rows are in each row group of a Parquet file, or in each batch of an Arrow file.
    pub groups: Groups,
    /// The compression of each column. In an Arrow file, a single one for all columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codecs: Vec<String>,
    /// Whether the table is a stream of batches, without a directory of the batches at its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_stream: bool,
    /// Bytes of memory that it takes to read and write the table, besides buffers. 0 if that is no
    /// more than every run has to spare.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub memory: u64,
    /// About how many bytes the longest rows have. 0 if the format does not tell.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub row_bytes: u64,
    /// What the page headers of a Parquet file tell.
    #[serde(skip)]
    pub(crate) pages: TablePages,
}

fn is_zero(bytes: &u64) -> bool {
    *bytes == 0
}

/// How many rows each group of a table has, in order. Groups of equal size that follow each other
/// are written as a pair: the number of rows in each, and the number of groups.
///
/// ```
/// use copydesk_formats::Groups;
///
/// let groups = Groups::new([100, 100, 100, 7]);
/// assert_eq!(serde_json::to_string(&groups)?, "[[100,3],[7,1]]");
/// assert_eq!((groups.group_of(99), groups.group_of(100), groups.group_of(306)), (0, 1, 3));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Groups(Vec<(u64, u64)>);

impl Groups {
    /// Groups with these numbers of rows.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = u64>) -> Self {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        for rows in rows {
            match runs.last_mut() {
                Some((last, times)) if *last == rows => *times += 1,
                _ => runs.push((rows, 1)),
            }
        }
        Self(runs)
    }

    /// The index of the group that has the row with this number. Both count from 0. If no group has
    /// the row, the number of groups.
    #[must_use]
    pub fn group_of(&self, row: u64) -> u64 {
        let (mut row_in_run, mut groups_before) = (row, 0_u64);
        for &(rows, times) in &self.0 {
            // The numbers come from the summary, which may have been changed, so they may be too
            // large.
            let rows_of_run = rows.saturating_mul(times);
            if row_in_run < rows_of_run {
                // `rows` is not 0, because then `rows_of_run` would be 0 too.
                return groups_before + row_in_run / rows;
            }
            row_in_run -= rows_of_run;
            groups_before = groups_before.saturating_add(times);
        }
        groups_before
    }
}
