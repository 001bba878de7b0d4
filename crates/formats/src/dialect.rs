//! How the cells of a table in plain text are told apart: delimiter, quotes, line breaks.
//!
//! Rows are scanned here and not by a library, for two reasons. A cut is made inside of a quoted
//! cell, so the bytes of each cell must be known, not only its value. And a quote that is never
//! closed must not swallow the rows after it. What is read is what the `csv` crate reads, as a test
//! checks, except where something follows a closing quote: the crate takes that as part of the
//! cell, here the row is broken.
//!
//! All signs of a dialect are single bytes of ASCII. No byte of a longer character in UTF-8 is
//! ASCII, so the bytes can be searched for them without decoding.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// How the cells of a table in plain text are told apart.
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
    /// Between two cells; one byte.
    delimiter: char,
    /// Around a cell that may hold delimiters and line breaks; one byte. None if quotes mean
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<char>,
    /// Before a quote inside of a quoted cell; one byte. None if the quote is doubled there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    escape: Option<char>,
    /// Whether rows end with a carriage return alone, as old programs on the Mac wrote them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    ends_with_return: bool,
    /// Whether the first row holds the names of the columns.
    header: bool,
    /// Cells of a whole row.
    columns: usize,
}

/// How far the scan of a row went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RowEnd {
    /// The row, with its line break, ends before this byte.
    Until(usize),
    /// The bytes end before the row does.
    Open,
    /// A quote is not closed, or something follows one that is.
    Broken,
}

/// So many rows after a line are no accident in a long cell.
const ROWS_AFTER: usize = 3;

impl Dialect {
    /// A dialect in which the quote is doubled inside of a quoted cell.
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

    /// The same with another quote, or none.
    pub(crate) const fn with_quote(self, quote: Option<char>) -> Self {
        Self { quote, ..self }
    }

    /// The same with a byte that is put before a quote inside of a quoted cell.
    pub(crate) const fn with_escape(self, escape: char) -> Self {
        let escape = Some(escape);
        Self { escape, ..self }
    }

    /// The same with rows that end with a carriage return alone, or do not.
    pub(crate) const fn ending_with_return(self, ends_with_return: bool) -> Self {
        Self {
            ends_with_return,
            ..self
        }
    }

    /// The same with so many columns, whose names are in the first row or nowhere.
    pub(crate) const fn with_columns(self, columns: usize, header: bool) -> Self {
        Self {
            columns,
            header,
            ..self
        }
    }

    /// What is between two cells.
    #[must_use]
    pub fn delimiter(&self) -> char {
        self.delimiter
    }

    /// What is around a cell that may hold delimiters and line breaks; `None` if quotes mean
    /// nothing.
    #[must_use]
    pub fn quote(&self) -> Option<char> {
        self.quote
    }

    /// What is before a quote inside of a quoted cell; `None` if the quote is doubled there.
    #[must_use]
    pub fn escape(&self) -> Option<char> {
        self.escape
    }

    /// Whether the first row holds the names of the columns.
    #[must_use]
    pub fn has_header(&self) -> bool {
        self.header
    }

    /// The number of cells in a whole row.
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

    /// The byte before a quote that is part of a cell.
    pub(crate) fn prefix(&self) -> Option<u8> {
        self.escape.or(self.quote).map(as_byte)
    }

    /// The byte that ends a row.
    pub(crate) fn line_end(&self) -> u8 {
        if self.ends_with_return { b'\r' } else { b'\n' }
    }

    /// The range of a row in bytes that hold nothing but blank lines before it, and its line break.
    pub(crate) fn without_breaks(&self, bytes: &[u8], mut range: Range<usize>) -> Range<usize> {
        while let Some(length) = self.break_length(&bytes[range.clone()]) {
            range.start += length;
        }
        if range.start < range.end && bytes[range.end - 1] == self.line_end() {
            range.end -= 1;
        }
        range.end = self.before_return(bytes, range.start, range.end);
        range
    }

    /// The length of the line break that bytes begin with; `None` if they begin with none.
    fn break_length(&self, bytes: &[u8]) -> Option<usize> {
        match (self.ends_with_return, bytes) {
            (false, [b'\n', ..]) | (true, [b'\r', ..]) => Some(1),
            (false, [b'\r', b'\n', ..]) => Some(2),
            // The line break of a file that was cut in the middle of it.
            (false, [b'\r']) => Some(1),
            _ => None,
        }
    }

    /// Whether the lines after the one that `at` is in are rows with all their cells, as far as can
    /// be seen: then a quote in that line was never closed. `bytes` do not end with the file.
    pub(crate) fn has_rows_after(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(line_end) = memchr::memchr(self.line_end(), rest) else {
            return false;
        };
        // Any line is a row of one column.
        if self.columns <= 1 {
            return false;
        }
        let mut at = at + line_end + 1;
        for _ in 0..ROWS_AFTER {
            while let Some(length) = self.break_length(&bytes[at..]) {
                at += length;
            }
            let mut cells = 0;
            match self.row(bytes, at, false, |_| cells += 1) {
                RowEnd::Until(end) if cells == self.columns => at = end,
                _ => return false,
            }
        }
        true
    }

    /// Scans the row that begins at `start` and calls `each` with the place of each of its cells,
    /// quotes and all. If there `is_end`, no more bytes follow.
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
                cell: at..self.before_return(bytes, at, at + length),
                end: at + length + 1,
            },
            None if is_end => Cell::Last {
                cell: at..bytes.len(),
                end: bytes.len(),
            },
            None => Cell::Open,
        }
    }

    /// The end of a cell without the carriage return of its line break.
    fn before_return(&self, bytes: &[u8], at: usize, end: usize) -> usize {
        let has_return = !self.ends_with_return && end > at && bytes[end - 1] == b'\r';
        end - usize::from(has_return)
    }

    /// The quoted cell that begins at `at`.
    fn quoted_cell(&self, bytes: &[u8], at: usize, is_end: bool) -> Cell {
        let not_yet = if is_end { Cell::Broken } else { Cell::Open };
        let Some(close) = self.closing_quote(bytes, at + 1) else {
            return not_yet;
        };
        let (cell, after) = (at..close + 1, close + 1);
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
            // The other half of the line break may follow.
            (Some(b'\r'), None) => Cell::Open,
            _ => Cell::Broken,
        }
    }

    /// Where the quote is that closes a cell whose content begins at `at`. A quote that is the last
    /// byte closes the cell.
    fn closing_quote(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        let (quote, prefix) = (self.quote_byte()?, self.prefix()?);
        loop {
            at += memchr::memchr2(quote, prefix, bytes.get(at..)?)?;
            let is_prefix =
                bytes[at] == prefix && (prefix != quote || bytes.get(at + 1) == Some(&quote));
            if !is_prefix {
                return Some(at);
            }
            // The byte after a prefix belongs to the cell, whatever it is.
            at += 2;
        }
    }

    /// Where the value of a cell is: all of it, or what is between its quotes.
    pub(crate) fn inside(&self, bytes: &[u8], cell: Range<usize>) -> Range<usize> {
        if self.is_quote_at(bytes, cell.start) && cell.len() > 1 {
            cell.start + 1..cell.end - 1
        } else {
            cell
        }
    }

    /// The value of a cell whose content is this.
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
            let mut after = rest.chars();
            out.extend(after.next());
            rest = after.as_str();
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// Where offsets into the value of a quoted cell are in its content. They are ascending and on
    /// character boundaries.
    pub(crate) fn content_offsets(&self, content: &[u8], wanted: &[usize]) -> Vec<usize> {
        let Some(prefix) = self.prefix() else {
            return wanted.to_vec();
        };
        let (mut at, mut length) = (0, 0);
        let mut out = Vec::with_capacity(wanted.len());
        for &wanted in wanted {
            while length < wanted {
                // No byte of the content represents more than one of the value, so what is wanted
                // is at least as far ahead as bytes are missing.
                let ahead = &content[at..(at + wanted - length).min(content.len())];
                let plain = memchr::memchr(prefix, ahead).unwrap_or(ahead.len());
                (at, length) = (at + plain, length + plain);
                if length < wanted {
                    // A prefix and the byte after it are one byte of the value.
                    (at, length) = (at + 2, length + 1);
                }
            }
            out.push(at);
        }
        out
    }
}

/// A character that is one byte, as the signs of a dialect are.
fn as_byte(sign: char) -> u8 {
    sign as u8
}

/// How far the scan of a cell went.
enum Cell {
    /// A cell, and where the next one begins.
    Next {
        cell: Range<usize>,
        next: usize,
    },
    /// The last cell of a row, and where the row ends.
    Last {
        cell: Range<usize>,
        end: usize,
    },
    Open,
    Broken,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows as they are read here; `None` if one is broken.
    fn rows(dialect: Dialect, bytes: &[u8]) -> Option<Vec<Vec<String>>> {
        let (mut at, mut rows) = (0, Vec::new());
        while at < bytes.len() {
            let mut cells = Vec::new();
            let row = dialect.row(bytes, at, true, |cell| {
                let inside = dialect.inside(bytes, cell.clone());
                let content = std::str::from_utf8(&bytes[inside.clone()]).unwrap();
                cells.push(dialect.value(content, inside != cell).into_owned());
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
        fn offsets_agree_with_the_value_of_a_prefix(value in "[a\"\\\\é\n]{0,12}") {
            let doubled = value.replace('"', "\"\"");
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
            let with_escape = Dialect::new(b',').with_escape('\\');
            for (dialect, content) in [(Dialect::new(b','), doubled), (with_escape, escaped)] {
                prop_assert_eq!(&*dialect.value(&content, true), &value);
                let places: Vec<usize> = value.char_indices().map(|(at, _)| at).chain([value.len()]).collect();
                for (&place, at) in places.iter().zip(dialect.content_offsets(content.as_bytes(), &places)) {
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
        assert!(dialect.has_rows_after(b"a,\"b\nc,d\n\ne,\"f\"\ng,h\ni", 3));
        assert!(!dialect.has_rows_after(b"a,\"b\nc,d\ne\ng,h\ni", 3));
        assert!(!dialect.has_rows_after(b"a,\"b\nc,d\n", 3));
    }
}
