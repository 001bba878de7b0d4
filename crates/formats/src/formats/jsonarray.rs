//! A JSON array, each member of which is a record. The array may be inside an object, under a key.
//!
//! The bytes before the first member are the *head* of the file, and the bytes after the last
//! member are its *end*. They belong to no record. The *raw bytes* of a record are the member with
//! the comma before it and the white space on both sides; its *body* is the member alone. In a file
//! of the clean dump the first member has no comma, even if it was not the first in the input.
//!
//! ```json
//! {"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}], "next": null}
//! ```
//!
//! In this file the array is under the key `articles`. The head ends with its opening bracket, the
//! records are `{"text": "One."}` and `, {"text": "Two."}`, and the end of the file begins with the
//! closing bracket.

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

/// The format of files that are a JSON array, or an object around one.
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
        let comma_length = usize::from(has_comma(number, raw));
        trim_space(raw, comma_length..raw.len())
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>) -> Box<dyn WriteRecords + 's> {
        Box::new(MemberWriter {
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

/// The offset after the bracket that opens the array under these keys. `None` if the bytes end
/// before it, or if there is no such array.
fn array_start(bytes: &[u8], under: &[String]) -> Option<usize> {
    let has_mark = bytes.starts_with(BYTE_ORDER_MARK.as_bytes());
    let mut at = if has_mark { BYTE_ORDER_MARK.len() } else { 0 };
    at = skip_space(bytes, at);
    for wanted in under {
        if bytes.get(at) != Some(&b'{') {
            return None;
        }
        at = value_of(bytes, at + 1, wanted)?;
    }
    (bytes.get(at) == Some(&b'[')).then_some(at + 1)
}

/// The offset at which the value of the key `wanted` begins. `at` is the offset after the opening
/// brace of the object. `None` if the object has no such key, or the bytes end before it.
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

/// Finds the members of an array, as pieces ([`Piece`]): runs of bytes that are a record or belong
/// to none.
struct Members {
    /// The keys that lead to the array, from the outermost object inwards.
    under: Vec<String>,
    position: ArrayPosition,
    /// Line of the next byte, from 1.
    line: u64,
}

/// How far an array was read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ArrayPosition {
    /// Before the bracket that opens the array.
    Head,
    /// After that bracket, before the first member.
    First,
    /// After a member, before the comma or bracket that follows it.
    Later,
    /// After the last member, before the bracket that closes the array or after it.
    End,
}

impl Members {
    fn new(under: &[String]) -> Self {
        Self {
            under: under.to_vec(),
            position: ArrayPosition::Head,
            line: 1,
        }
    }

    /// The piece with this range and body, on the current line.
    fn piece(&mut self, bytes: &[u8], range: Range<usize>, body: Option<Range<usize>>) -> Piece {
        Piece::counted(bytes, range, body, &mut self.line)
    }

    /// A record of all bytes from `start` on, for bytes that are not a complete member.
    fn leftover(&mut self, bytes: &[u8], start: usize) -> Piece {
        let range = start..bytes.len();
        let begins_with_comma =
            self.position == ArrayPosition::Later && bytes.get(start) == Some(&b',');
        let body_start = start + usize::from(begins_with_comma);
        let body = trim_space(bytes, body_start..bytes.len());
        self.piece(bytes, range, Some(body))
    }
}

impl Split for Members {
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>) {
        let mut at = start;
        if self.position == ArrayPosition::Head
            && let Some(end) = array_start(&bytes[start..], &self.under)
        {
            out.push(self.piece(bytes, start..start + end, None));
            (at, self.position) = (start + end, ArrayPosition::First);
        }
        // A member is complete only if the comma or bracket after it is there too, because the last
        // bytes could be the beginning of a longer number.
        while matches!(self.position, ArrayPosition::First | ArrayPosition::Later) {
            // Where the member begins, after the comma before it.
            let from = match (self.position, bytes.get(at)) {
                (_, None) => break,
                (ArrayPosition::Later, Some(b',')) => at + 1,
                // Without a comma after a member, this is the bracket that closes the array.
                (ArrayPosition::Later, Some(_)) => {
                    self.position = ArrayPosition::End;
                    break;
                }
                _ => at,
            };
            let first = skip_space(bytes, from);
            if self.position == ArrayPosition::First && bytes.get(first) == Some(&b']') {
                self.position = ArrayPosition::End;
                break;
            }
            let Scanned::Until(end) = member_end(bytes, from) else {
                break;
            };
            let body = trim_space(bytes, from..end);
            out.push(self.piece(bytes, at..end, Some(body)));
            (at, self.position) = (end, ArrayPosition::Later);
        }
        if !is_end || at == bytes.len() {
            return;
        }
        let piece = match self.position {
            // The usual end of the file. If more follows, such as a second array, it becomes a
            // record and is rejected, so that it is not passed through without being read.
            ArrayPosition::End if !has_more_after(&bytes[at..], self.under.len()) => {
                self.piece(bytes, at..bytes.len(), None)
            }
            // White space alone is not a record.
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
        match self.position {
            ArrayPosition::First | ArrayPosition::Later => {
                self.position = ArrayPosition::Later;
                LongRecord::member()
            }
            // Here are no members.
            ArrayPosition::Head | ArrayPosition::End => LongRecord::rest_of_file(),
        }
    }
}

/// Whether anything but white space follows the array and the objects around it. `end` are the
/// bytes after the last member, from the bracket that closes the array on. `depth` is how many
/// objects are around the array.
fn has_more_after(end: &[u8], depth: usize) -> bool {
    let mut at = skip_space(end, 0);
    if end.get(at) == Some(&b']') {
        at += 1;
    }
    // Each object around the array ends with a brace, and may have more fields before it.
    for _ in 0..depth {
        at = skip_space(end, at);
        loop {
            match field_end(end, at) {
                Scanned::Until(found) if end[found] == b',' => at = found + 1,
                Scanned::Until(found) => {
                    at = found + 1;
                    break;
                }
                // An object that is never closed goes on to the end of the file.
                Scanned::Open => return false,
            }
        }
    }
    skip_space(end, at) < end.len()
}

/// Writes the members that stay, the first of them without its comma.
struct MemberWriter<'s> {
    sink: Box<dyn Sink + 's>,
    is_first: bool,
}

impl WriteRecords for MemberWriter<'_> {
    fn record(&mut self, number: u64, bytes: &[u8]) -> io::Result<()> {
        let is_first = std::mem::take(&mut self.is_first);
        let comma_length = usize::from(is_first && has_comma(number, bytes));
        self.sink.write_all(&bytes[comma_length..])
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

/// Whether the raw bytes of a member begin with the comma before it. `number` is the number of the
/// member in the input, from 0. Before member 0 there is no comma; a comma there is part of a
/// broken record.
fn has_comma(number: u64, raw: &[u8]) -> bool {
    number > 0 && raw.first() == Some(&b',')
}

/// Reads a file of the clean dump member by member.
struct CleanMembers {
    /// The keys that lead to the array.
    under: Vec<String>,
    window: Window,
    /// Whether no member was read yet.
    is_first: bool,
}

impl CleanMembers {
    /// Takes the next `length` bytes, as the raw bytes of a record that has this number in the
    /// input.
    fn take(&mut self, length: usize, number: u64) -> Vec<u8> {
        let mut raw = self.window.take(length);
        if std::mem::take(&mut self.is_first) && number > 0 {
            // In the input the record was not the first, so it had a comma.
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
            // Only the first member of the file has no comma before it.
            let begins_with_comma = !self.is_first && bytes.first() == Some(&b',');
            let from = usize::from(begins_with_comma);
            let may_begin_here = self.is_first || begins_with_comma;
            if may_begin_here && let Scanned::Until(end) = member_end(bytes, from) {
                return Ok(self.take(end, number));
            }
            if !self.window.read_on()? {
                break;
            }
        }
        // The file may end with a member that has no end, if the input was cut off there.
        if self.window.bytes().is_empty() {
            return Err(self.window.ends_too_early());
        }
        Ok(self.take(self.window.bytes().len(), number))
    }

    fn skip_same(&mut self, number: u64, raw: &[u8]) -> Result<bool> {
        // In this file the first member has no comma.
        let is_first = std::mem::take(&mut self.is_first);
        let comma_length = usize::from(is_first && has_comma(number, raw));
        self.window.skip_same(&raw[comma_length..])
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
        while self.window.read_on()? {}
        let end = self.window.bytes().len();
        let rest = self.window.take(end);
        // Any other byte than the bracket that closes the array would begin another member.
        match rest.get(skip_space(&rest, 0)) {
            None | Some(b']') => Ok(Some(rest)),
            Some(_) => Ok(None),
        }
    }
}
