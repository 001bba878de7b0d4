//! The [`Dialect`] of a table in plain text (its delimiter, quotes, escapes and line breaks), and a
//! scanner for its rows.
//!
//! Rows are scanned here and not by a library, for two reasons. A cut is made inside a quoted cell,
//! so the bytes of each cell must be known, not only its value. And a quote that is never closed
//! must not swallow the rows after it. The cells are those that the `csv` crate reads, as a test
//! checks, with one exception. If something follows a closing quote, the crate takes it as part of
//! the cell, but here the row is broken.
//!
//! Delimiters, quotes, escapes and line breaks are single bytes of ASCII. No byte of a longer
//! character in UTF-8 is ASCII, so they can be searched for without decoding.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// How the rows and cells of a table in plain text are separated.
///
/// ```
/// use copydesk_formats::Inputs;
///
/// let table = "id;text\n1;\"Rain; more rain.\"\n".as_bytes().to_vec();
/// let inputs = Inputs::in_memory([("table.csv".to_owned(), table)])?;
/// let dialect = inputs.files()[0].layout().dialect.as_ref().expect("it is a table");
/// assert_eq!((dialect.delimiter(), dialect.columns(), dialect.has_header()), (';', 2, true));
/// # Ok::<(), copydesk_store::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dialect {
    /// The character between two cells. It is ASCII.
    delimiter: char,
    /// The character around a cell that may hold delimiters and line breaks. It is ASCII. `None` if
    /// quotes are characters like any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<char>,
    /// The character before a quote inside a quoted cell. It is ASCII. `None` if such a quote is
    /// doubled instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    escape: Option<char>,
    /// Whether rows end with a carriage return alone, as old programs on the Mac wrote them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    ends_with_return: bool,
    /// Whether the first row holds the names of the columns.
    header: bool,
    /// Number of cells in a complete row.
    columns: usize,
}

/// The result of scanning a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RowEnd {
    /// The row, with its line break, ends before the byte at this offset.
    Until(usize),
    /// The bytes end before the row does.
    Open,
    /// A quote is not closed, or something follows a closing quote.
    Broken,
}

/// How many complete rows must follow a line to show that it is not inside a long quoted cell. That
/// many would hardly look like rows by chance.
const ROWS_AFTER: usize = 3;

impl Dialect {
    /// The usual dialect with this delimiter: cells are quoted with `"`, which is doubled inside a
    /// quoted cell.
    pub(crate) const fn new(delimiter: u8) -> Self {
        Self {
            delimiter: delimiter as char,
            quote: Some('"'),
            escape: None,
            ends_with_return: false,
            header: true,
            columns: 1,
        }
    }

    /// The same dialect with another quote, or none.
    pub(crate) const fn with_quote(self, quote: Option<char>) -> Self {
        Self { quote, ..self }
    }

    /// The same dialect with a character that is written before a quote inside a quoted cell.
    pub(crate) const fn with_escape(self, escape: char) -> Self {
        let escape = Some(escape);
        Self { escape, ..self }
    }

    /// The same dialect. `ends_with_return` says whether rows end with a carriage return alone.
    pub(crate) const fn ending_with_return(self, ends_with_return: bool) -> Self {
        Self {
            ends_with_return,
            ..self
        }
    }

    /// The same dialect with this number of columns. `header` says whether the first row holds
    /// their names.
    pub(crate) const fn with_columns(self, columns: usize, header: bool) -> Self {
        Self {
            columns,
            header,
            ..self
        }
    }

    /// The character between two cells.
    #[must_use]
    pub fn delimiter(&self) -> char {
        self.delimiter
    }

    /// The character around a cell that may hold delimiters and line breaks. `None` if quotes are
    /// characters like any other.
    #[must_use]
    pub fn quote(&self) -> Option<char> {
        self.quote
    }

    /// The character before a quote inside a quoted cell. `None` if such a quote is doubled
    /// instead.
    #[must_use]
    pub fn escape(&self) -> Option<char> {
        self.escape
    }

    /// Whether the first row holds the names of the columns.
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.header
    }

    /// The number of cells in a complete row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    pub(crate) fn quote_byte(&self) -> Option<u8> {
        self.quote.map(as_byte)
    }

    fn is_quote_at(&self, bytes: &[u8], at: usize) -> bool {
        match self.quote_byte() {
            Some(quote) => bytes.get(at) == Some(&quote),
            None => false,
        }
    }

    /// The byte that is written before a quote inside a quoted cell: the escape or, if the quote is
    /// doubled, the quote. `None` if there are no quotes.
    pub(crate) fn prefix(&self) -> Option<u8> {
        self.escape.or(self.quote).map(as_byte)
    }

    /// The byte that ends a row.
    pub(crate) fn line_end(&self) -> u8 {
        if self.ends_with_return { b'\r' } else { b'\n' }
    }

    /// The range of a row without the blank lines before it and without its line break.
    pub(crate) fn without_breaks(&self, bytes: &[u8], mut range: Range<usize>) -> Range<usize> {
        while let Some(length) = self.break_length(&bytes[range.clone()]) {
            range.start += length;
        }
        if range.start < range.end && bytes[range.end - 1] == self.line_end() {
            range.end -= 1;
        }
        range.end = self.end_before_return(bytes, range.start, range.end);
        range
    }

    /// The length of the line break at the beginning of `bytes`. `None` if there is none.
    fn break_length(&self, bytes: &[u8]) -> Option<usize> {
        match (self.ends_with_return, bytes) {
            (false, [b'\n', ..]) | (true, [b'\r', ..]) => Some(1),
            (false, [b'\r', b'\n', ..]) => Some(2),
            // The file was cut off between the two bytes of a line break.
            (false, [b'\r']) => Some(1),
            _ => None,
        }
    }

    /// Whether [`ROWS_AFTER`] complete rows follow the line with the byte at `at`. If so, a quote
    /// that is open in that line was never closed. Always `false` in a table of one column, in
    /// which any line is a row.
    pub(crate) fn has_rows_after(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(line_end) = memchr::memchr(self.line_end(), rest) else {
            return false;
        };
        if self.columns <= 1 {
            return false;
        }
        let mut next_row = at + line_end + 1;
        for _ in 0..ROWS_AFTER {
            while let Some(length) = self.break_length(&bytes[next_row..]) {
                next_row += length;
            }
            let mut cells = 0;
            match self.row(bytes, next_row, false, |_| cells += 1) {
                RowEnd::Until(end) if cells == self.columns => next_row = end,
                _ => return false,
            }
        }
        true
    }

    /// Scans the row that begins at `start`, and calls `each` with the range of each of its cells,
    /// quotes included. `is_end` says whether the file ends with `bytes`.
    pub(crate) fn row(
        &self,
        bytes: &[u8],
        start: usize,
        is_end: bool,
        mut each: impl FnMut(Range<usize>),
    ) -> RowEnd {
        let mut at = start;
        loop {
            let cell = match self.is_quote_at(bytes, at) {
                true => self.quoted_cell(bytes, at, is_end),
                false => self.plain_cell(bytes, at, is_end),
            };
            match cell {
                Cell::Next { cell, next } => {
                    each(cell);
                    at = next;
                }
                Cell::Last { cell, end } => {
                    each(cell);
                    return RowEnd::Until(end);
                }
                Cell::Open => return RowEnd::Open,
                Cell::Broken => return RowEnd::Broken,
            }
        }
    }

    /// The cell without quotes that begins at `at`.
    fn plain_cell(&self, bytes: &[u8], at: usize, is_end: bool) -> Cell {
        let rest = bytes.get(at..).unwrap_or_default();
        let found = memchr::memchr2(self.delimiter as u8, self.line_end(), rest);
        match found {
            Some(length) if rest[length] == self.delimiter as u8 => Cell::Next {
                cell: at..at + length,
                next: at + length + 1,
            },
            Some(length) => Cell::Last {
                cell: at..self.end_before_return(bytes, at, at + length),
                end: at + length + 1,
            },
            None if is_end => Cell::Last {
                cell: at..bytes.len(),
                end: bytes.len(),
            },
            None => Cell::Open,
        }
    }

    /// The end of a row, or of its last cell, without the carriage return of a line break `\r\n`.
    /// `start` is where the row or cell begins, and `end` where it ends without the `\n`.
    fn end_before_return(&self, bytes: &[u8], start: usize, end: usize) -> usize {
        let has_return = !self.ends_with_return && end > start && bytes[end - 1] == b'\r';
        end - usize::from(has_return)
    }

    /// The quoted cell that begins at `at`.
    fn quoted_cell(&self, bytes: &[u8], at: usize, is_end: bool) -> Cell {
        let Some(close) = self.closing_quote(bytes, at + 1) else {
            return if is_end { Cell::Broken } else { Cell::Open };
        };
        let (cell, after) = (at..close + 1, close + 1);
        // The one or two bytes after the closing quote show whether the row goes on.
        match (bytes.get(after), bytes.get(after + 1)) {
            (None, _) if is_end => Cell::Last { cell, end: after },
            (None, _) => Cell::Open,
            (Some(&byte), _) if byte == self.delimiter as u8 => {
                let next = after + 1;
                Cell::Next { cell, next }
            }
            (Some(&byte), _) if byte == self.line_end() => {
                let end = after + 1;
                Cell::Last { cell, end }
            }
            (Some(b'\r'), Some(b'\n')) => {
                let end = after + 2;
                Cell::Last { cell, end }
            }
            (Some(b'\r'), None) if is_end => {
                let end = after + 1;
                Cell::Last { cell, end }
            }
            // The `\n` of the line break may follow.
            (Some(b'\r'), None) => Cell::Open,
            _ => Cell::Broken,
        }
    }

    /// The offset of the quote that closes a cell whose content begins at `at`. A quote that is the
    /// last of the bytes counts as closing. `None` if no quote closes the cell.
    fn closing_quote(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        let (quote, prefix) = (self.quote_byte()?, self.prefix()?);
        loop {
            at += memchr::memchr2(quote, prefix, bytes.get(at..)?)?;
            // If quotes are doubled, only the first of two quotes is a prefix.
            let is_doubled = bytes.get(at + 1) == Some(&quote);
            let is_prefix = bytes[at] == prefix && (prefix != quote || is_doubled);
            if !is_prefix {
                return Some(at);
            }
            // The byte after a prefix belongs to the cell, whatever it is.
            at += 2;
        }
    }

    /// The range of a cell's content: the bytes between its quotes or, without quotes, all its
    /// bytes.
    pub(crate) fn content_range(&self, bytes: &[u8], cell: Range<usize>) -> Range<usize> {
        // A quoted cell has two quotes. One quote alone is no quoted cell.
        if self.is_quote_at(bytes, cell.start) && cell.len() > 1 {
            cell.start + 1..cell.end - 1
        } else {
            cell
        }
    }

    /// The value of a cell with this content. In a quoted cell, each escaped or doubled quote
    /// becomes one quote.
    pub(crate) fn value<'c>(&self, content: &'c str, is_quoted: bool) -> Cow<'c, str> {
        let Some(prefix) = self.prefix() else {
            return Cow::Borrowed(content);
        };
        // Outside of quotes, a quote is a character like any other.
        if !is_quoted || memchr::memchr(prefix, content.as_bytes()).is_none() {
            return Cow::Borrowed(content);
        }
        let (mut out, mut rest) = (String::with_capacity(content.len()), content);
        while let Some(found) = memchr::memchr(prefix, rest.as_bytes()) {
            out.push_str(&rest[..found]);
            rest = &rest[found + 1..];
            // The character after a prefix belongs to the value, even if it is a prefix too.
            let mut after = rest.chars();
            out.extend(after.next());
            rest = after.as_str();
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// For each offset in the value of a quoted cell, the offset of the same position in its
    /// content. The `value_offsets` are ascending and on character boundaries.
    pub(crate) fn content_offsets(&self, content: &[u8], value_offsets: &[usize]) -> Vec<usize> {
        let Some(prefix) = self.prefix() else {
            return value_offsets.to_vec();
        };
        // The same position, in the content and in the value.
        let (mut at, mut value_at) = (0, 0);
        let mut out = Vec::with_capacity(value_offsets.len());
        for &wanted in value_offsets {
            while value_at < wanted {
                // A stretch of the content is never shorter than its value. So the wanted position
                // is at least `wanted - value_at` bytes ahead, and only these are searched. They
                // exist if `wanted` is an offset in the value.
                let ahead = &content[at..(at + wanted - value_at).min(content.len())];
                let plain = memchr::memchr(prefix, ahead).unwrap_or(ahead.len());
                (at, value_at) = (at + plain, value_at + plain);
                if value_at < wanted {
                    // A prefix and the byte after it are one byte of the value.
                    (at, value_at) = (at + 2, value_at + 1);
                }
            }
            out.push(at);
        }
        out
    }
}

/// The byte of an ASCII character.
fn as_byte(character: char) -> u8 {
    character as u8
}

/// The result of scanning a cell. The ranges include the quotes.
enum Cell {
    /// A cell, and where the next one begins.
    Next { cell: Range<usize>, next: usize },
    /// The last cell of a row, and where the row ends, after its line break.
    Last { cell: Range<usize>, end: usize },
    /// The bytes end before the cell does.
    Open,
    /// The cell's quote is not closed, or something follows the closing quote.
    Broken,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The values of all rows, as this module reads them. `None` if a row is broken.
    fn rows(dialect: Dialect, bytes: &[u8]) -> Option<Vec<Vec<String>>> {
        let (mut at, mut rows) = (0, Vec::new());
        while at < bytes.len() {
            let mut cells = Vec::new();
            let row = dialect.row(bytes, at, true, |cell| {
                let range = dialect.content_range(bytes, cell.clone());
                let content = std::str::from_utf8(&bytes[range.clone()]).unwrap();
                cells.push(dialect.value(content, range != cell).into_owned());
            });
            let RowEnd::Until(end) = row else { return None };
            let is_blank = dialect.without_breaks(bytes, at..end).is_empty();
            if !is_blank {
                rows.push(cells);
            }
            at = end;
        }
        Some(rows)
    }

    fn by_the_csv_crate(dialect: Dialect, bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(dialect.delimiter as u8)
            .quoting(dialect.quote.is_some())
            .escape(dialect.escape.map(|escape| escape as u8))
            .double_quote(dialect.escape.is_none())
            .from_reader(bytes);
        let records = reader.records().map(Result::unwrap);
        records
            .map(|row| row.iter().map(str::to_owned).collect())
            .collect()
    }

    proptest! {
        #[test]
        fn what_is_not_broken_is_read_as_the_csv_crate_reads_it(
            file in "([a é]|\"[a,\n\"é]{0,4}\"|,|\"|\n|\r\n){0,20}",
        ) {
            let dialects = [
                Dialect::new(b','),
                Dialect::new(b',').with_escape('\\'),
                Dialect::new(b'\t').with_quote(None),
            ];
            for dialect in dialects {
                if let Some(rows) = rows(dialect, file.as_bytes()) {
                    prop_assert_eq!(rows, by_the_csv_crate(dialect, file.as_bytes()));
                }
            }
        }

        #[test]
        fn the_content_before_an_offset_decodes_to_the_value_before_it(
            value in "[a\"\\\\é\n]{0,12}",
        ) {
            let doubled = value.replace('"', "\"\"");
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
            let with_escape = Dialect::new(b',').with_escape('\\');
            for (dialect, content) in [(Dialect::new(b','), doubled), (with_escape, escaped)] {
                prop_assert_eq!(&*dialect.value(&content, true), &value);
                let mut places: Vec<usize> = value.char_indices().map(|(at, _)| at).collect();
                places.push(value.len());
                let offsets = dialect.content_offsets(content.as_bytes(), &places);
                for (&place, at) in places.iter().zip(offsets) {
                    prop_assert_eq!(&*dialect.value(&content[..at], true), &value[..place]);
                }
            }
        }
    }

    #[test]
    fn a_row_that_is_not_whole_is_open_and_a_wrong_quote_breaks_it() {
        let dialect = Dialect::new(b',');
        let row = |bytes: &str, is_end| dialect.row(bytes.as_bytes(), 0, is_end, |_| {});
        assert_eq!(row("a,\"b\nc\"\n", false), RowEnd::Until(8));
        assert_eq!(row("a,\"b\"\r\nc", false), RowEnd::Until(7));
        assert_eq!(row("a,\"b", false), RowEnd::Open);
        assert_eq!(row("a,\"b\"", false), RowEnd::Open);
        assert_eq!(row("a,\"b\"\r", false), RowEnd::Open);
        assert_eq!(row("a,b", true), RowEnd::Until(3));
        assert_eq!(row("a,\"b", true), RowEnd::Broken);
        assert_eq!(row("a,\"b\"c\n", true), RowEnd::Broken);
    }

    #[test]
    fn rows_after_a_line_tell_that_its_quote_was_not_closed() {
        let dialect = Dialect::new(b',').with_columns(2, false);
        // Byte 3 is in the first line, after its quote.
        assert!(dialect.has_rows_after(b"a,\"b\nc,d\n\ne,\"f\"\ng,h\ni", 3));
        assert!(!dialect.has_rows_after(b"a,\"b\nc,d\ne\ng,h\ni", 3));
        assert!(!dialect.has_rows_after(b"a,\"b\nc,d\n", 3));
    }
}
