//! CSV, TSV and other tables in plain text. Each row is a record, and the first row may be a header
//! with the names of the columns.
//!
//! The [`Dialect`] of the table (the delimiter, the quotes, the number of columns) is found out
//! before the first row is read (`sniff.rs`). The *head* of the file is the header, with the byte
//! order mark before it. Without a header, the columns are named by their numbers, from 1. The *raw
//! bytes* of a record are its row with the line break, and any blank lines before it. The *body* is
//! the row alone.
//!
//! A row is rejected if it has more or fewer cells than the first row, or if its quotes are broken.
//! With broken quotes the record is only one line, so that the rows after it are read.
//!
//! Text is cut inside its cell. A cell that had no quotes gets them if its remaining text would be
//! misread without them.

use crate::article::{Article, BYTE_ORDER_MARK, Part};
use crate::batch::{ByteReader, OpenFile, Piece, ReadRecords, Split};
use crate::compression::Sink;
use crate::dialect::{Dialect, RowEnd};
use crate::fields::Role;
use crate::format::{About, Format};
use crate::layout::Layout;
use crate::long_record::LongRecord;
use crate::outline::{Outline, ValueKind};
use crate::restore::{ReadClean, Window};
use crate::splice::{Cut, Spliced, bounds_of, spans_at};
use crate::write::{Spill, Verbatim, WriteRecords};
use copydesk_store::Result;
use copydesk_text::Span;
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Tables in plain text.
#[derive(Debug)]
pub(super) struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn leaves_empty_file(&self) -> bool {
        true
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let rows = Rows::new(dialect_of(file.layout()));
        Ok(Box::new(ByteReader::new(file, Box::new(rows))?))
    }

    fn body(&self, raw: &[u8], number: u64, layout: &Layout) -> Range<usize> {
        body_of(&dialect_of(layout), raw, 0..raw.len(), number == 0)
    }

    fn parse<'r>(
        &self,
        body: &'r str,
        about: &About<'_>,
    ) -> std::result::Result<Article<'r>, String> {
        let dialect = dialect_of(about.layout);
        let columns = ColumnsOfRoles::new(&dialect, about);
        let mut cells: [Option<RowCell>; Role::ALL.len()] = Default::default();
        // Only the cells with a role are kept: a row may have a million cells.
        let row = Row { dialect, row: body };
        row.each_cell(|column, cell| {
            for role in columns.roles_of(column) {
                cells[role as usize] = Some(cell.clone());
            }
        })?;
        if about.fields.name(Role::Text).is_none() {
            return Err("no column holds its text; name the column with --text-field".into());
        }
        let (mut text, mut parts) = (Cow::Borrowed(""), Vec::new());
        if let Some(cell) = &cells[Role::Text as usize] {
            text = row.value(cell);
            // The text is one part, whose raw bytes are the content of the cell.
            parts.push(Part {
                raw: cell.content.clone(),
                start: 0,
                end: text.len(),
                list: None,
            });
        }
        Ok(Article {
            text,
            parts,
            id: row.filled(&cells[Role::Id as usize]),
            url: row.filled(&cells[Role::Url as usize]),
            date: row.filled(&cells[Role::Date as usize]),
            source: row.filled(&cells[Role::Source as usize]),
            title: row.filled(&cells[Role::Title as usize]),
        })
    }

    fn outline(&self, body: &str, about: &About<'_>, outline: &mut Outline) {
        let dialect = dialect_of(about.layout);
        // Only the names that the outline takes in are kept. A table may have a million columns.
        // After the first thousands the outline takes in only names that it knows.
        let mut names: Vec<(usize, String)> = Vec::new();
        each_column(&dialect, about.head, |column, name| {
            if outline.looks_at(names.len(), name) {
                names.push((column, name.to_owned()));
            }
        });
        let mut names = names.into_iter().peekable();
        let mut seen = Vec::with_capacity(names.len());
        let row = Row { dialect, row: body };
        let scanned = row.each_cell(|column, cell| {
            if let Some((_, name)) = names.next_if(|(wanted, _)| *wanted == column) {
                seen.push(match cell.content.len() {
                    0 => (name, ValueKind::Null),
                    length => (name, ValueKind::String(length)),
                });
            }
        });
        if scanned.is_ok() {
            outline.add(seen);
        }
    }

    fn splice(
        &self,
        raw: &[u8],
        body: Range<usize>,
        layout: &Layout,
        article: &Article<'_>,
        spans: &[Span],
    ) -> Spliced {
        let dialect = dialect_of(layout);
        let Some(part) = article.parts.first() else {
            return Spliced::cut(raw, &[]);
        };
        // `part.raw` is a range of the body, and `start` an index into `raw`.
        let start = body.start + part.raw.start;
        let content = &raw[start..body.start + part.raw.end];
        // The content of a quoted cell begins after its quote.
        let is_quoted = part.raw.start > 0 && dialect.quote_byte() == Some(raw[start - 1]);
        if !is_quoted {
            return splice_plain(raw, start, content, &dialect, spans);
        }
        // The spans are offsets into the text, where a quote is one byte. In the content of the
        // cell it is two.
        let bounds = dialect.content_offsets(content, &bounds_of(spans));
        Spliced::cut(raw, &spans_at(start, &bounds))
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, _: Spill) -> Box<dyn WriteRecords + 's> {
        Box::new(Verbatim::new(sink))
    }

    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
        _: &Path,
    ) -> Box<dyn ReadClean> {
        Box::new(CleanRows {
            window: Window::new(path, from),
            rows: Rows::new(dialect_of(about.layout)),
        })
    }
}

/// The dialect of a file with this layout. If the layout has none, cells are separated by commas.
fn dialect_of(layout: &Layout) -> Dialect {
    layout.dialect.unwrap_or(Dialect::new(b','))
}

/// Cuts spans out of a cell without quotes. The `content` of the cell begins at offset `start` of
/// the raw record.
fn splice_plain(
    raw: &[u8],
    start: usize,
    content: &[u8],
    dialect: &Dialect,
    spans: &[Span],
) -> Spliced {
    let cuts = spans_at(start, &bounds_of(spans));
    let Some(quote) = dialect.quote_byte() else {
        return Spliced::cut(raw, &cuts);
    };
    let left = Spliced::cut(content, spans).bytes;
    // An empty row would be read as a blank line, which belongs to the row after it.
    let is_blank_row = left.is_empty() && dialect.columns() == 1;
    // A cell without quotes may hold the line break that its table does not use, such as `\r`. At
    // the start or end of the cell it would be read as the line break of the row.
    let has_break = left.starts_with(b"\r")
        || left.starts_with(b"\n")
        || left.ends_with(b"\r")
        || left.ends_with(b"\n");
    let needs_quotes = left.first() == Some(&quote) || is_blank_row || has_break;
    if spans.is_empty() || !needs_quotes {
        return Spliced::cut(raw, &cuts);
    }
    // What is written before each quote in the content: a quote, or the escape character, which is
    // then itself written twice.
    let prefix = dialect.prefix().unwrap_or(quote);
    // The record is rebuilt with quotes. `Spliced::add` notes the bytes that are added, so that
    // they can be removed again.
    let mut out = Spliced {
        bytes: raw[..start].to_vec(),
        removed: Vec::new(),
    };
    out.add(start, &[quote]);
    let (mut at, mut spans) = (0, spans.iter().peekable());
    while at < content.len() {
        if let Some(span) = spans.next_if(|span| span.start() == at) {
            // A span is whole characters, so nothing is lost.
            let cut = String::from_utf8_lossy(&content[at..span.end()]).into_owned();
            out.removed.push(Cut::new(start + at, cut));
            at = span.end();
            continue;
        }
        if content[at] == quote || content[at] == prefix {
            out.add(start + at, &[prefix]);
        }
        out.bytes.push(content[at]);
        at += 1;
    }
    out.add(start + content.len(), &[quote]);
    out.bytes.extend_from_slice(&raw[start + content.len()..]);
    out
}

/// The range of a row without the line breaks around it. The first row of a file (`is_first`) may
/// have a byte order mark, which is left out too.
fn body_of(
    dialect: &Dialect,
    bytes: &[u8],
    mut range: Range<usize>,
    is_first: bool,
) -> Range<usize> {
    if is_first && bytes[range.clone()].starts_with(BYTE_ORDER_MARK.as_bytes()) {
        range.start += BYTE_ORDER_MARK.len();
    }
    dialect.without_breaks(bytes, range)
}

/// A cell of a row.
#[derive(Clone)]
struct RowCell {
    /// The bytes of the row between the quotes of the cell or, without quotes, all bytes of the
    /// cell.
    content: Range<usize>,
    is_quoted: bool,
}

/// A row without the line breaks around it.
struct Row<'r> {
    dialect: Dialect,
    row: &'r str,
}

impl<'r> Row<'r> {
    /// Calls `each` with each cell and the index of its column, from 0.
    ///
    /// # Errors
    /// If the row has more or fewer cells than the table has columns, or its quotes are broken.
    fn each_cell(&self, each: impl FnMut(usize, RowCell)) -> std::result::Result<(), String> {
        let (cells, scanned) = self.scan(each);
        if scanned == RowEnd::Broken {
            return Err(
                "a quote is not closed, or something follows one that is; double the quotes \
                 inside of a cell"
                    .into(),
            );
        }
        if cells != self.dialect.columns() {
            return Err(format!(
                "the row has {cells} cells and not {}; put quotes around a cell that holds {:?}, \
                 and name all columns",
                self.dialect.columns(),
                self.dialect.delimiter(),
            ));
        }
        Ok(())
    }

    /// Like [`Self::each_cell`], but without the checks. Returns how many cells there are, and how
    /// the row ends.
    fn scan(&self, mut each: impl FnMut(usize, RowCell)) -> (usize, RowEnd) {
        let mut cells = 0;
        let bytes = self.row.as_bytes();
        let is_end = true;
        let scanned = self.dialect.row(bytes, 0, is_end, |cell| {
            let content = self.dialect.content_range(bytes, cell.clone());
            let is_quoted = content != cell;
            each(cells, RowCell { content, is_quoted });
            cells += 1;
        });
        (cells, scanned)
    }

    /// The value of a cell: its content with one quote in place of each escaped or doubled quote.
    fn value(&self, cell: &RowCell) -> Cow<'r, str> {
        self.dialect
            .value(&self.row[cell.content.clone()], cell.is_quoted)
    }

    /// The value of a cell. `None` if the cell is missing or empty.
    fn filled(&self, cell: &Option<RowCell>) -> Option<String> {
        let value = self.value(cell.as_ref()?);
        match value.is_empty() {
            true => None,
            false => Some(value.into_owned()),
        }
    }
}

/// Calls `each` with the index of each column, from 0, and its name in the header. If a quote in
/// the header is broken, only the names before it are read.
fn each_name(dialect: &Dialect, head: &[u8], mut each: impl FnMut(usize, &str)) {
    let body = body_of(dialect, head, 0..head.len(), true);
    let Ok(row) = std::str::from_utf8(&head[body]) else {
        return;
    };
    let dialect = *dialect;
    let header = Row { dialect, row };
    header.scan(|column, cell| each(column, header.value(&cell).trim()));
}

/// For each role, the index of the column that has it, from 0. `None` if no column has it.
struct ColumnsOfRoles([Option<usize>; Role::ALL.len()]);

impl ColumnsOfRoles {
    fn new(dialect: &Dialect, about: &About<'_>) -> Self {
        let mut columns: [Option<usize>; Role::ALL.len()] = Default::default();
        if !dialect.has_header() {
            // Without a header, the names of columns are their numbers, from 1. For a name that is
            // not a number there is no column.
            for (role, name) in about.fields.named() {
                let number = name.parse::<usize>().unwrap_or(0);
                columns[role as usize] = number.checked_sub(1);
            }
            return Self(columns);
        }
        each_name(dialect, about.head, |column, name| {
            for (role, wanted) in about.fields.named() {
                // If several columns have the name, the first one counts.
                let column_of_role = &mut columns[role as usize];
                if column_of_role.is_none() && wanted == name {
                    *column_of_role = Some(column);
                }
            }
        });
        Self(columns)
    }

    /// The roles of a column. It may have several: the URL may also be the id.
    fn roles_of(&self, column: usize) -> impl Iterator<Item = Role> {
        Role::ALL
            .into_iter()
            .filter(move |role| self.0[*role as usize] == Some(column))
    }
}

/// Calls `each` with the index of each column, from 0, and its name. Columns after the last name of
/// the header, or all if there is none, are named by their numbers, from 1.
fn each_column(dialect: &Dialect, head: &[u8], mut each: impl FnMut(usize, &str)) {
    let mut named = 0;
    if dialect.has_header() {
        each_name(dialect, head, |column, name| {
            each(column, name);
            named = column + 1;
        });
    }
    for column in named..dialect.columns() {
        each(column, &(column + 1).to_string());
    }
}

/// Finds the rows of a table, as pieces ([`Piece`]): runs of bytes that are a record or belong to
/// none.
struct Rows {
    dialect: Dialect,
    /// The header with the byte order mark before it, once it was read.
    head: Option<Arc<[u8]>>,
    /// Whether nothing was read yet.
    is_start: bool,
    /// Line of the next byte, from 1.
    line: u64,
}

impl Rows {
    fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            head: None,
            is_start: true,
            line: 1,
        }
    }

    /// The end of the record whose raw bytes begin at `start`: the offset after the line break of
    /// its row. `is_end` says whether the file ends with `bytes`. `None` if more bytes are needed
    /// to find the end, or if there is no further row.
    fn row_end(&self, bytes: &[u8], start: usize, is_end: bool) -> Option<usize> {
        let body = body_of(&self.dialect, bytes, start..bytes.len(), self.is_start);
        let first = body.start;
        if first == bytes.len() {
            // Blank lines without a row after them are not a record.
            return None;
        }
        if bytes[first..] == *b"\r" && !is_end {
            // If the next byte is `\n`, both are the line break of a blank line, and not a row.
            return None;
        }
        match self.dialect.row(bytes, first, is_end, |_| {}) {
            RowEnd::Until(end) => Some(end),
            RowEnd::Open => None,
            // With a quote that is never closed, the rest of the file would be one row. So the
            // record is only the line, and is rejected.
            RowEnd::Broken => self.line_end(bytes, first, is_end),
        }
    }

    /// The end of the line that contains the byte at `at`: the offset after its line break.
    fn line_end(&self, bytes: &[u8], at: usize, is_end: bool) -> Option<usize> {
        // In a dialect without quotes, every line is a row.
        let lines = self.dialect.with_quote(None);
        match lines.row(bytes, at, is_end, |_| {}) {
            RowEnd::Until(end) => Some(end),
            // Without quotes, no row is broken.
            RowEnd::Open | RowEnd::Broken => None,
        }
    }

    /// The piece with this range and body, on the current line.
    fn piece(&mut self, bytes: &[u8], range: Range<usize>, body: Option<Range<usize>>) -> Piece {
        Piece::counted(bytes, range, body, &mut self.line)
    }
}

impl Split for Rows {
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>) {
        let mut at = start;
        while let Some(end) = self.row_end(bytes, at, is_end) {
            let body = body_of(&self.dialect, bytes, at..end, self.is_start);
            // The header is a piece without a body, because it belongs to no record.
            let is_head = self.dialect.has_header() && self.head.is_none();
            if is_head {
                self.head = Some(bytes[at..end].into());
            }
            out.push(self.piece(bytes, at..end, (!is_head).then_some(body)));
            (at, self.is_start) = (end, false);
        }
        if is_end && at < bytes.len() {
            out.push(self.piece(bytes, at..bytes.len(), None));
        }
    }

    fn broken_off(&mut self, bytes: &[u8], start: usize) -> Piece {
        let range = start..bytes.len();
        let body = body_of(&self.dialect, bytes, range.clone(), self.is_start);
        self.piece(bytes, range, Some(body))
    }

    fn long_record(&mut self, bytes: &[u8], start: usize) -> LongRecord {
        self.is_start = false;
        let line_break = self.dialect.line_end();
        let body = self.dialect.without_breaks(bytes, start..bytes.len());
        match (self.dialect.quote_byte(), self.dialect.prefix()) {
            (Some(quote), Some(prefix)) if !self.dialect.has_rows_after(bytes, body.start) => {
                LongRecord::row(line_break, quote, prefix)
            }
            // There are no quotes, or complete rows follow the first line of the record. The lines
            // of a quoted cell would hardly be complete rows. So a quote in the first line is never
            // closed, and the record is only that line.
            _ => LongRecord::line(line_break),
        }
    }

    fn head(&self) -> Option<Arc<[u8]>> {
        self.head.clone()
    }
}

/// Reads a file of the clean dump row by row.
struct CleanRows {
    window: Window,
    rows: Rows,
}

impl CleanRows {
    /// Takes the raw bytes of the next row. `None` if there is none.
    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut is_end = false;
        loop {
            if let Some(end) = self.rows.row_end(self.window.bytes(), 0, is_end) {
                self.rows.is_start = false;
                return Ok(Some(self.window.take(end)));
            }
            if is_end {
                return Ok(None);
            }
            is_end = !self.window.read_on()?;
        }
    }
}

impl ReadClean for CleanRows {
    fn head(&mut self) -> Result<Vec<u8>> {
        if !self.rows.dialect.has_header() {
            return Ok(Vec::new());
        }
        Ok(self.next()?.unwrap_or_default())
    }

    fn record(&mut self, _: u64) -> Result<Vec<u8>> {
        match self.next()? {
            Some(row) => Ok(row),
            None => Err(self.window.ends_too_early()),
        }
    }

    fn skip_same(&mut self, _: u64, raw: &[u8]) -> Result<bool> {
        self.rows.is_start = false;
        self.window.skip_same(raw)
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
        while self.window.read_on()? {}
        let end = self.window.bytes().len();
        let rest = self.window.take(end);
        // Only line breaks may follow the last row.
        let body = body_of(&self.rows.dialect, &rest, 0..rest.len(), self.rows.is_start);
        match body.is_empty() {
            true => Ok(Some(rest)),
            false => Ok(None),
        }
    }
}
