//! JSON objects one after the other, each on one or more lines. A file with a single pretty-printed
//! object has this format too.
//!
//! The *raw bytes* of a record are an object and the white space before it; its *body* is the
//! object alone. White space after the object is not part of the record, so the end of a record
//! does not depend on the bytes after it. Anything but white space between two objects is a record
//! of its own, which is rejected.

use crate::article::BYTE_ORDER_MARK;
use crate::batch::{ByteReader, OpenFile, Piece, ReadRecords, Split};
use crate::format::About;
use crate::json::trim_record;
use crate::json_layout::JsonLayout;
use crate::long_record::LongRecord;
use crate::restore::{ReadClean, Window, blank_rest};
use crate::scan::{Scanned, skip_space, value_end};
use copydesk_store::Result;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// The format of files with JSON objects that may have several lines.
#[derive(Debug)]
pub(super) struct JsonObjects;

impl JsonLayout for JsonObjects {
    fn name(&self) -> &'static str {
        "jsonobjects"
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let objects = Objects {
            is_start: true,
            line: 1,
        };
        Ok(Box::new(ByteReader::new(file, Box::new(objects))?))
    }

    fn body(&self, raw: &[u8], number: u64) -> Range<usize> {
        trim_record(raw, 0..raw.len(), number == 0)
    }

    fn clean_reader(
        &self,
        path: &Path,
        _: &About<'_>,
        from: Box<dyn Read + Send>,
    ) -> Box<dyn ReadClean> {
        Box::new(CleanObjects {
            window: Window::new(path, from),
            is_start: true,
        })
    }
}

/// The end of the record that begins at `start`. `None` if more bytes are needed, or if nothing but
/// white space follows. `is_first` says whether the record is the first of the file, and `is_end`
/// whether the file ends with `bytes`; then the last record ends there.
fn record_end(bytes: &[u8], start: usize, is_first: bool, is_end: bool) -> Option<usize> {
    let has_mark = is_first && bytes[start..].starts_with(BYTE_ORDER_MARK.as_bytes());
    let from = if has_mark {
        start + BYTE_ORDER_MARK.len()
    } else {
        start
    };
    let first = skip_space(bytes, from);
    match bytes.get(first)? {
        // An array is scanned too, so that it becomes one rejected record.
        b'{' | b'[' => match value_end(bytes, first) {
            Scanned::Until(end) => Some(end),
            Scanned::Open => is_end.then_some(bytes.len()),
        },
        // This is not an object. The record ends before the next `{` or line break, so that all of
        // the nonsense up to there is one rejected record.
        _ => match memchr::memchr2(b'{', b'\n', &bytes[first..]) {
            Some(length) => Some(first + length),
            None => is_end.then_some(bytes.len()),
        },
    }
}

/// Finds the objects in a file, as pieces ([`Piece`]): runs of bytes that are a record or belong to
/// none.
struct Objects {
    /// Whether no record was found yet.
    is_start: bool,
    /// Line of the next byte, from 1.
    line: u64,
}

impl Objects {
    /// The piece with this range and body, on the current line.
    fn piece(&mut self, bytes: &[u8], range: Range<usize>, body: Option<Range<usize>>) -> Piece {
        Piece::counted(bytes, range, body, &mut self.line)
    }
}

impl Split for Objects {
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>) {
        let mut at = start;
        while let Some(end) = record_end(bytes, at, self.is_start, is_end) {
            let body = trim_record(bytes, at..end, self.is_start);
            out.push(self.piece(bytes, at..end, Some(body)));
            (at, self.is_start) = (end, false);
        }
        if is_end && at < bytes.len() {
            out.push(self.piece(bytes, at..bytes.len(), None));
        }
    }

    fn broken_off(&mut self, bytes: &[u8], start: usize) -> Piece {
        let range = start..bytes.len();
        let body = trim_record(bytes, range.clone(), self.is_start);
        self.piece(bytes, range, Some(body))
    }

    fn long_record(&mut self, bytes: &[u8], start: usize) -> LongRecord {
        let body = trim_record(bytes, start..bytes.len(), self.is_start);
        self.is_start = false;
        match bytes.get(body.start) {
            Some(b'{' | b'[') => LongRecord::value(),
            _ => LongRecord::line(b'\n'),
        }
    }
}

/// Reads a file of the clean dump object by object.
struct CleanObjects {
    window: Window,
    /// Whether no record was read yet.
    is_start: bool,
}

impl ReadClean for CleanObjects {
    fn record(&mut self, _: u64) -> Result<Vec<u8>> {
        let mut is_end = false;
        loop {
            if let Some(end) = record_end(self.window.bytes(), 0, self.is_start, is_end) {
                self.is_start = false;
                return Ok(self.window.take(end));
            }
            if is_end {
                return Err(self.window.ends_too_early());
            }
            is_end = !self.window.read_on()?;
        }
    }

    fn skip_same(&mut self, _: u64, raw: &[u8]) -> Result<bool> {
        self.is_start = false;
        self.window.skip_same(raw)
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
        while self.window.read_on()? {}
        let end = self.window.bytes().len();
        Ok(blank_rest(self.window.take(end)))
    }
}
