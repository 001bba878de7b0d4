//! What the content of a file tells of how its records are laid out, beyond its format.

use crate::compression::Sink;
use crate::dialect::Dialect;
use crate::encoding::{Decoding, Recoding, noted};
use crate::table_parts::TablePages;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// What the content of a file tells of how its records are laid out, beyond its format.
///
/// The layout is determined once, before the first record is read. It is written to the summary, so
/// that the clean file is read the same way when the input is restored.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Layout {
    /// The keys that lead to the records, from the outermost object inwards. Most files have none.
    /// The records of `{"articles": {"results": [...]}}` are under `articles` and `results`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<String>,
    /// How the cells of a row are told apart, if the records are rows of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
    /// How the table is divided, if the records are rows of a table in columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableLayout>,
    /// The encoding of the file, by its name in the encoding standard of browsers. `None` if the
    /// file is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl Layout {
    /// The bytes of the file as UTF-8. `from` are its bytes as they are, but decompressed.
    #[must_use]
    pub fn decoded(&self, from: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        match noted(self.encoding.as_deref()) {
            Some(encoding) => Box::new(Decoding::new(encoding, from)),
            None => from,
        }
    }

    /// A sink for UTF-8, which it writes to `to` in the encoding of the file.
    #[must_use]
    pub fn encoded<'s>(&self, to: Box<dyn Sink + 's>) -> Box<dyn Sink + 's> {
        match noted(self.encoding.as_deref()) {
            Some(encoding) => Box::new(Recoding::new(encoding, to)),
            None => to,
        }
    }
}

/// How a table in columns is divided and compressed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TableLayout {
    /// How many rows are in each row group.
    pub groups: Groups,
    /// The compression of each column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codecs: Vec<String>,
    /// Whether the table is a stream of batches, without a directory of the batches at its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_stream: bool,
    /// Bytes of memory that it takes to read and write the table, besides buffers.
    #[serde(default, skip_serializing_if = "is_none")]
    pub memory: u64,
    /// Bytes of a row where rows are longest. 0 if the format does not tell.
    #[serde(default, skip_serializing_if = "is_none")]
    pub row_bytes: u64,
    /// What the pages of the table tell. Some tables have no pages.
    #[serde(skip)]
    pub(crate) pages: TablePages,
}

fn is_none(bytes: &u64) -> bool {
    *bytes == 0
}

/// How many rows each group of a table has, in order. Equal numbers that follow each other are
/// written once, together with how often they occur.
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
                Some((before, times)) if *before == rows => *times += 1,
                _ => runs.push((rows, 1)),
            }
        }
        Self(runs)
    }

    /// The group that holds the row with this number. If no group holds it, the number after the
    /// last group.
    #[must_use]
    pub fn group_of(&self, mut row: u64) -> u64 {
        let mut before = 0;
        for &(rows, times) in &self.0 {
            // The numbers come from a file that anybody may have changed.
            let all = rows.saturating_mul(times);
            if row < all {
                return before + row / rows.max(1);
            }
            row -= all;
            before += times;
        }
        before
    }
}
