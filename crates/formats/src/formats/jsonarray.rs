//! A JSON array: each of its members is a record, also if the array is inside an object, under a
//! key.
//!
//! What comes before the first member is the head of the file, what follows the last is its end;
//! neither belongs to a record. The comma before a member belongs to it, and so does white space on
//! both sides. In a clean file the first member has no comma, whichever it was in the input.
//!
//! ```json
//! {"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}], "next": null}
//! ```
//! is, under the key `articles`, a head up to the bracket, the records `{"text": "One."}` and
//! `, {"text": "Two."}`, and an end from the closing bracket on.

use crate::article::BYTE_ORDER_MARK;
use crate::batch::{ByteReader, OpenFile, Piece, ReadRecords, Split};
use crate::compression::Sink;
use crate::format::About;
use crate::json::{key_at, trim_space};
use crate::json_layout::JsonLayout;
use crate::long_record::LongRecord;
use crate::restore::{ReadClean, Window};
use crate::scan::{Scanned, field_end, member_end, skip_space};
use crate::write::WriteRecords;
use copydesk_store::Result;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

/// A JSON array.
#[derive(Debug)]
pub(super) struct JsonArray;

impl JsonLayout for JsonArray {
    fn name(&self) -> &'static str {
        "jsonarray"
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let members = Members::new(&file.layout().under);
        Ok(Box::new(ByteReader::new(file, Box::new(members))?))
    }

    fn body(&self, raw: &[u8], number: u64) -> Range<usize> {
        let comma = usize::from(number > 0 && raw.first() == Some(&b','));
        trim_space(raw, comma..raw.len())
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>) -> Box<dyn WriteRecords + 's> {
        Box::new(MembersOut {
            sink,
            is_first: true,
        })
    }

    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
    ) -> Box<dyn ReadClean> {
        Box::new(CleanMembers {
            under: about.layout.under.clone(),
            window: Window::new(path, from),
            is_first: true,
        })
    }
}

/// The place after the bracket that opens the array under these keys; `None` if the bytes end
/// before it, or if there is no such array.
fn array_start(bytes: &[u8], under: &[String]) -> Option<usize> {
    let mark = bytes.starts_with(BYTE_ORDER_MARK.as_bytes());
    let mut at = if mark { BYTE_ORDER_MARK.len() } else { 0 };
    at = skip_space(bytes, at);
    for wanted in under {
        if bytes.get(at) != Some(&b'{') {
            return None;
        }
        at = value_of(bytes, at + 1, wanted)?;
    }
    (bytes.get(at) == Some(&b'[')).then_some(at + 1)
}

/// Where the value of a key begins, of the fields from `at` on.
fn value_of(bytes: &[u8], mut at: usize, wanted: &str) -> Option<usize> {
    loop {
        let (key, value) = key_at(bytes, at)?;
        if key == wanted {
            return Some(value);
        }
        match field_end(bytes, value) {
            Scanned::Until(end) if bytes[end] == b',' => at = end + 1,
            _ => return None,
        }
    }
}

/// Finds the members of an array.
struct Members {
    under: Vec<String>,
    place: ArrayPosition,
    /// Line of the next byte, from 1.
    line: u64,
}

/// How far an array was read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ArrayPosition {
    /// Before the bracket that opens the array.
    Head,
    /// Before the first member.
    First,
    /// After a member.
    Later,
    /// After the bracket that closes the array.
    End,
}

impl Members {
    fn new(under: &[String]) -> Self {
        Self {
            under: under.to_vec(),
            place: ArrayPosition::Head,
            line: 1,
        }
    }

    fn piece(&mut self, bytes: &[u8], range: Range<usize>, body: Option<Range<usize>>) -> Piece {
        Piece::counted(bytes, range, body, &mut self.line)
    }

    /// Bytes that are a record if there is anything in them.
    fn leftover(&mut self, bytes: &[u8], start: usize) -> Piece {
        let range = start..bytes.len();
        let comma =
            usize::from(self.place == ArrayPosition::Later && bytes.get(start) == Some(&b','));
        let body = trim_space(bytes, start + comma..bytes.len());
        self.piece(bytes, range, Some(body))
    }
}

impl Split for Members {
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>) {
        let mut at = start;
        if self.place == ArrayPosition::Head
            && let Some(end) = array_start(&bytes[start..], &self.under)
        {
            out.push(self.piece(bytes, start..start + end, None));
            (at, self.place) = (start + end, ArrayPosition::First);
        }
        // A member is cut off only when the comma or bracket after it was seen: a number could go
        // on.
        while matches!(self.place, ArrayPosition::First | ArrayPosition::Later) {
            let from = match (self.place, bytes.get(at)) {
                (_, None) => break,
                (ArrayPosition::Later, Some(b',')) => at + 1,
                // What follows a member is a comma or the bracket that closes the array.
                (ArrayPosition::Later, Some(_)) => {
                    self.place = ArrayPosition::End;
                    break;
                }
                _ => at,
            };
            let first = skip_space(bytes, from);
            if self.place == ArrayPosition::First && bytes.get(first) == Some(&b']') {
                self.place = ArrayPosition::End;
                break;
            }
            let Scanned::Until(end) = member_end(bytes, from) else {
                break;
            };
            let body = trim_space(bytes, from..end);
            out.push(self.piece(bytes, at..end, Some(body)));
            (at, self.place) = (end, ArrayPosition::Later);
        }
        if !is_end || at == bytes.len() {
            return;
        }
        let piece = match self.place {
            // Two arrays in one file, or text after an array: what follows is rejected as a record,
            // so that it is not passed through unread.
            ArrayPosition::End if !has_more_after(&bytes[at..], self.under.len()) => {
                self.piece(bytes, at..bytes.len(), None)
            }
            // Nothing but white space is no record.
            _ if trim_space(bytes, at..bytes.len()).is_empty() => {
                self.piece(bytes, at..bytes.len(), None)
            }
            _ => self.leftover(bytes, at),
        };
        out.push(piece);
    }

    fn broken_off(&mut self, bytes: &[u8], start: usize) -> Piece {
        self.leftover(bytes, start)
    }

    fn long_record(&mut self, _: &[u8], _: usize) -> LongRecord {
        match self.place {
            ArrayPosition::First | ArrayPosition::Later => {
                self.place = ArrayPosition::Later;
                LongRecord::member()
            }
            // Without its head no member is found, and after its end there is none.
            ArrayPosition::Head | ArrayPosition::End => LongRecord::rest_of_file(),
        }
    }
}

/// Whether something follows that is no part of the value that the array is in, so many objects
/// deep.
fn has_more_after(end: &[u8], depth: usize) -> bool {
    let mut at = skip_space(end, 0);
    if end.get(at) == Some(&b']') {
        at += 1;
    }
    for _ in 0..depth {
        at = skip_space(end, at);
        loop {
            match field_end(end, at) {
                Scanned::Until(found) if end[found] == b',' => at = found + 1,
                Scanned::Until(found) => {
                    at = found + 1;
                    break;
                }
                // Nothing follows an object that is never closed.
                Scanned::Open => return false,
            }
        }
    }
    skip_space(end, at) < end.len()
}

/// Writes the members that stay; the first of them without its comma.
struct MembersOut<'s> {
    sink: Box<dyn Sink + 's>,
    is_first: bool,
}

impl WriteRecords for MembersOut<'_> {
    fn record(&mut self, number: u64, bytes: &[u8]) -> io::Result<()> {
        let is_first = std::mem::take(&mut self.is_first);
        let comma = usize::from(is_first && has_comma(number, bytes));
        self.sink.write_all(&bytes[comma..])
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

/// Whether the bytes of a member begin with the comma before it. Those of the first have none, and
/// one there would be part of what is wrong with it.
fn has_comma(number: u64, raw: &[u8]) -> bool {
    number > 0 && raw.first() == Some(&b',')
}

/// A clean file, read member by member.
struct CleanMembers {
    under: Vec<String>,
    window: Window,
    is_first: bool,
}

impl CleanMembers {
    /// The next bytes as they were in the input.
    fn take(&mut self, end: usize, number: u64) -> Vec<u8> {
        let mut raw = self.window.take(end);
        if std::mem::take(&mut self.is_first) && number > 0 {
            // In the input it was not the first, so there was a comma before it.
            raw.insert(0, b',');
        }
        raw
    }
}

impl ReadClean for CleanMembers {
    fn head(&mut self) -> Result<Vec<u8>> {
        loop {
            if let Some(end) = array_start(self.window.bytes(), &self.under) {
                return Ok(self.window.take(end));
            }
            if !self.window.read_on()? {
                return Ok(Vec::new());
            }
        }
    }

    fn record(&mut self, number: u64) -> Result<Vec<u8>> {
        loop {
            let bytes = self.window.bytes();
            // Only the first member of the clean file has no comma before it.
            let from = usize::from(!self.is_first && bytes.first() == Some(&b','));
            let is_there = self.is_first || from == 1;
            if is_there && let Scanned::Until(end) = member_end(bytes, from) {
                return Ok(self.take(end, number));
            }
            if !self.window.read_on()? {
                break;
            }
        }
        // The last member of a file that was cut short.
        if self.window.bytes().is_empty() {
            return Err(self.window.ends_too_early());
        }
        Ok(self.take(self.window.bytes().len(), number))
    }

    fn skip_same(&mut self, number: u64, raw: &[u8]) -> Result<bool> {
        let comma = usize::from(std::mem::take(&mut self.is_first) && has_comma(number, raw));
        self.window.skip_same(&raw[comma..])
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
        while self.window.read_on()? {}
        let end = self.window.bytes().len();
        let rest = self.window.take(end);
        // Anything but the end of the array would be another member.
        match rest.get(skip_space(&rest, 0)) {
            None | Some(b']') => Ok(Some(rest)),
            Some(_) => Ok(None),
        }
    }
}
