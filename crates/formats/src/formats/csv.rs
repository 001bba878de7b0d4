//! CSV, TSV and other tables in plain text: each row is a record, and the first may name the
//! columns.
//!
//! How cells are told apart is found out beforehand (`sniff.rs`). A byte order mark and the row of
//! names are the head of the file; without such a row the columns are named by their numbers, from
//! one. A row with its line break is a record; blank lines belong to the row after them. A row that
//! has more or fewer cells than it should, or a quote that is never closed, is rejected by itself:
//! of the latter only the line is taken, so that the rows after it are read.
//!
//! Text is cut inside its cell. If what is left would be read as something else without quotes, it
//! gets them.

use crate::article::{Article, BYTE_ORDER_MARK, Part};
use crate::batch::{ByteReader, OpenFile, Piece, ReadRecords, Split};
use crate::compression::Sink;
use crate::dialect::{Dialect, RowEnd};
use crate::fields::Role;
use crate::format::{About, Format};
use crate::layout::Layout;
use crate::long_record::LongRecord;
use crate::outline::{Outline, Seen};
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
        // Of a million cells, no more than these are kept.
        let row = Row { dialect, row: body };
        row.each_cell(|place, cell| {
            for role in columns.roles_at(place) {
                cells[role as usize] = Some(cell.clone());
            }
        })?;
        if about.fields.name(Role::Text).is_none() {
            return Err("no column holds its text; name the column with --text-field".into());
        }
        let (mut text, mut parts) = (Cow::Borrowed(""), Vec::new());
        if let Some(cell) = &cells[Role::Text as usize] {
            text = row.value(cell);
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
        // Of a million columns, no more than these are kept.
        let mut names: Vec<(usize, String)> = Vec::new();
        each_column(&dialect, about.head, |place, name| {
            if outline.looks_at(names.len(), name) {
                names.push((place, name.to_owned()));
            }
        });
        let mut wanted = names.into_iter().peekable();
        let mut seen = Vec::with_capacity(wanted.len());
        let row = Row { dialect, row: body };
        let scanned = row.each_cell(|place, cell| {
            if let Some((_, name)) = wanted.next_if(|(column, _)| *column == place) {
                seen.push(match cell.content.len() {
                    0 => (name, Seen::Null),
                    length => (name, Seen::String(length)),
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
        let start = body.start + part.raw.start;
        let content = &raw[start..body.start + part.raw.end];
        let is_quoted = part.raw.start > 0 && dialect.quote_byte() == Some(raw[start - 1]);
        if !is_quoted {
            return splice_plain(raw, start, content, &dialect, spans);
        }
        let bounds = dialect.content_offsets(content, &bounds_of(spans));
        Spliced::cut(raw, &spans_at(start, &bounds))
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, _: Spill<'_>) -> Box<dyn WriteRecords + 's> {
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

/// How the cells are told apart in a file of this layout.
fn dialect_of(layout: &Layout) -> Dialect {
    layout.dialect.unwrap_or(Dialect::new(b','))
}

/// Takes spans out of a cell without quotes, whose `content` begins at `start` of the raw record.
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
    // A row without a byte would be taken for a blank line, which belongs to the row after it.
    let is_blank_row = left.is_empty() && dialect.columns() == 1;
    // A line break at either end of a row would be taken for that of the row.
    let has_break = left.starts_with(b"\r")
        || left.starts_with(b"\n")
        || left.ends_with(b"\r")
        || left.ends_with(b"\n");
    if spans.is_empty() || !(left.first() == Some(&quote) || is_blank_row || has_break) {
        return Spliced::cut(raw, &cuts);
    }
    // The record is rebuilt with quotes; what they add is noted, so that it can be taken out again.
    let prefix = dialect.prefix().unwrap_or(quote);
    let mut out = Spliced {
        bytes: raw[..start].to_vec(),
        removed: Vec::new(),
    };
    out.add(start, &[quote]);
    let (mut at, mut spans) = (0, spans.iter().peekable());
    while at < content.len() {
        if let Some(span) = spans.next_if(|span| span.start() == at) {
            let piece = String::from_utf8_lossy(&content[at..span.end()]).into_owned();
            out.removed.push(Cut::new(start + at, piece));
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

/// A row without the line breaks around it, and, at the start of a file, without a byte order mark.
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
    /// Its value as it is written, without quotes around it.
    content: Range<usize>,
    is_quoted: bool,
}

/// A row without the line breaks around it.
struct Row<'r> {
    dialect: Dialect,
    row: &'r str,
}

impl<'r> Row<'r> {
    /// Calls `each` with the cells and their places, from 0.
    ///
    /// # Errors
    /// If there are more or fewer than there should be, or a quote is not closed.
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

    /// The same without the checks; returns how many cells there are, and how the row ends.
    fn scan(&self, mut each: impl FnMut(usize, RowCell)) -> (usize, RowEnd) {
        let mut cells = 0;
        let bytes = self.row.as_bytes();
        let scanned = self.dialect.row(bytes, 0, true, |cell| {
            let content = self.dialect.inside(bytes, cell.clone());
            let is_quoted = content != cell;
            each(cells, RowCell { content, is_quoted });
            cells += 1;
        });
        (cells, scanned)
    }

    fn value(&self, cell: &RowCell) -> Cow<'r, str> {
        self.dialect
            .value(&self.row[cell.content.clone()], cell.is_quoted)
    }

    /// The value of a cell that is there and not empty.
    fn filled(&self, cell: &Option<RowCell>) -> Option<String> {
        let value = self.value(cell.as_ref()?);
        match value.is_empty() {
            true => None,
            false => Some(value.into_owned()),
        }
    }
}

/// Calls `each` with the places of the columns, from 0, and their names in the row of names. A row
/// of names that is broken names as many as can be read.
fn names_of(dialect: &Dialect, head: &[u8], mut each: impl FnMut(usize, &str)) {
    let body = body_of(dialect, head, 0..head.len(), true);
    let Ok(row) = std::str::from_utf8(&head[body]) else {
        return;
    };
    let dialect = *dialect;
    let names = Row { dialect, row };
    names.scan(|place, cell| each(place, names.value(&cell).trim()));
}

/// Which columns the fields with a role are in, from 0.
struct ColumnsOfRoles([Option<usize>; Role::ALL.len()]);

impl ColumnsOfRoles {
    fn new(dialect: &Dialect, about: &About<'_>) -> Self {
        let mut places: [Option<usize>; Role::ALL.len()] = Default::default();
        if !dialect.has_header() {
            // Without names, columns are called by their numbers, from 1. A field of another name
            // is number 0, which no column is.
            for (role, name) in about.fields.named() {
                let number = name.parse::<usize>().unwrap_or(0);
                places[role as usize] = number.checked_sub(1);
            }
            return Self(places);
        }
        names_of(dialect, about.head, |place, name| {
            for (role, wanted) in about.fields.named() {
                let found = &mut places[role as usize];
                if found.is_none() && wanted == name {
                    *found = Some(place);
                }
            }
        });
        Self(places)
    }

    /// The roles of the column at a place. One column may have several: the address may be the id.
    fn roles_at(&self, place: usize) -> impl Iterator<Item = Role> {
        Role::ALL
            .into_iter()
            .filter(move |role| self.0[*role as usize] == Some(place))
    }
}

/// Calls `each` with the places of all columns, from 0, and their names: those of the row of names,
/// or their numbers, from one.
fn each_column(dialect: &Dialect, head: &[u8], mut each: impl FnMut(usize, &str)) {
    let mut named = 0;
    if dialect.has_header() {
        names_of(dialect, head, |place, name| {
            each(place, name);
            named = place + 1;
        });
    }
    for place in named..dialect.columns() {
        each(place, &(place + 1).to_string());
    }
}

/// Finds rows.
struct Rows {
    dialect: Dialect,
    /// The byte order mark and the names of the columns, once they were read.
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

    /// Where the row ends whose bytes, with blank lines before it, begin at `start`; `None` if the
    /// bytes may end before it does.
    fn row_end(&self, bytes: &[u8], start: usize, is_end: bool) -> Option<usize> {
        let body = body_of(&self.dialect, bytes, start..bytes.len(), self.is_start);
        let first = body.start;
        if first == bytes.len() {
            // Blank lines alone are no row.
            return None;
        }
        if bytes[first..] == *b"\r" && !is_end {
            // It may be the first half of a line break, which would be a blank line.
            return None;
        }
        match self.dialect.row(bytes, first, is_end, |_| {}) {
            RowEnd::Until(end) => Some(end),
            RowEnd::Open => None,
            // A quote that is never closed would make the rest of the file one row: only its line
            // is taken, and rejected.
            RowEnd::Broken => self.line_end(bytes, first, is_end),
        }
    }

    /// The end of the line that holds `at`, with its line break.
    fn line_end(&self, bytes: &[u8], at: usize, is_end: bool) -> Option<usize> {
        // In a dialect without quotes a row ends where its line does.
        let lines = self.dialect.with_quote(None);
        match lines.row(bytes, at, is_end, |_| {}) {
            RowEnd::Until(end) => Some(end),
            RowEnd::Open | RowEnd::Broken => None,
        }
    }

    fn piece(&mut self, bytes: &[u8], range: Range<usize>, body: Option<Range<usize>>) -> Piece {
        Piece::counted(bytes, range, body, &mut self.line)
    }
}

impl Split for Rows {
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>) {
        let mut at = start;
        while let Some(end) = self.row_end(bytes, at, is_end) {
            let body = body_of(&self.dialect, bytes, at..end, self.is_start);
            // The row of names is a piece without a body: bytes that are passed through.
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
        // If whole rows follow the line, its quote was never closed, and the record is this line.
        match (self.dialect.quote_byte(), self.dialect.prefix()) {
            (Some(quote), Some(prefix)) if !self.dialect.has_rows_after(bytes, body.start) => {
                LongRecord::row(line_break, quote, prefix)
            }
            _ => LongRecord::line(line_break),
        }
    }

    fn head(&self) -> Option<Arc<[u8]>> {
        self.head.clone()
    }
}

/// A clean file, read row by row.
struct CleanRows {
    window: Window,
    rows: Rows,
}

impl CleanRows {
    /// Takes the next row; `None` if there is none.
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
        let body = body_of(&self.rows.dialect, &rest, 0..rest.len(), self.rows.is_start);
        match body.is_empty() {
            true => Ok(Some(rest)),
            false => Ok(None),
        }
    }
}
