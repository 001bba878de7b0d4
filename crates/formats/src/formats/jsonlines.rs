//! JSON lines: one JSON object per line.
//!
//! The *raw bytes* of a record are the blank lines before it, its line, and the line break. Its
//! *body* is the object alone. Blank lines after the last record belong to no record. A byte order
//! mark is part of the raw bytes of the first record.

use crate::article::BYTE_ORDER_MARK;
use crate::batch::{ByteReader, OpenFile, Piece, ReadRecords, Split};
use crate::file_part::RecordStart;
use crate::format::About;
use crate::json::trim_record;
use crate::json_layout::JsonLayout;
use crate::long_record::LongRecord;
use crate::restore::{ReadClean, blank_rest};
use crate::scan::is_space;
use copydesk_store::{Error, IoContext, Result};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The format of files with one JSON object per line.
#[derive(Debug)]
pub(super) struct JsonLines;

impl JsonLayout for JsonLines {
    fn name(&self) -> &'static str {
        "jsonlines"
    }

    fn endings(&self) -> &'static [&'static str] {
        // The ending says only that a file is JSON. Its content shows whether it has another of the
        // JSON formats.
        &["jsonl", "ndjson", "jl", "jsonlines", "json"]
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let lines = Lines::from(file.start());
        Ok(Box::new(ByteReader::new(file, Box::new(lines))?))
    }

    fn begins_at_records(&self) -> bool {
        true
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
        Box::new(CleanLines {
            path: path.to_owned(),
            reader: BufReader::with_capacity(CLEAN_BUFFER_BYTES, from),
            is_start: true,
        })
    }
}

/// Bytes of a file of the clean dump that are read at a time.
const CLEAN_BUFFER_BYTES: usize = 1 << 18;

/// Finds the records in lines, as pieces ([`Piece`]): runs of bytes that are a record or belong to
/// none.
struct Lines {
    /// Whether no record was found yet.
    is_start: bool,
    /// Line in which the raw bytes of the next record begin, from 1.
    line: u64,
}

impl Lines {
    fn new() -> Self {
        Self {
            is_start: true,
            line: 1,
        }
    }

    /// A finder that begins at this position in the file.
    fn from(start: RecordStart) -> Self {
        match start.offset {
            0 => Self::new(),
            _ => Self {
                is_start: false,
                line: start.line,
            },
        }
    }
}

impl Split for Lines {
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>) {
        let mut record_start = start;
        let mut line_start = start;
        let mut blank_lines = 0;
        while line_start < bytes.len() {
            let end = match memchr::memchr(b'\n', &bytes[line_start..]) {
                Some(length) => line_start + length + 1,
                None if is_end => bytes.len(),
                None => break,
            };
            // Only the first line of the file may have a byte order mark.
            let is_first = self.is_start && line_start == start;
            let body = trim_record(bytes, line_start..end, is_first);
            if body.is_empty() {
                // The blank line becomes part of the next record, because `record_start` stays.
                blank_lines += 1;
            } else {
                let line = self.line + blank_lines;
                out.push(Piece {
                    range: record_start..end,
                    body: Some(body),
                    line,
                });
                (self.line, self.is_start) = (line + 1, false);
                (record_start, blank_lines) = (end, 0);
            }
            line_start = end;
        }
        if is_end && record_start < bytes.len() {
            out.push(Piece {
                range: record_start..bytes.len(),
                body: None,
                line: self.line,
            });
        }
    }

    fn broken_off(&mut self, bytes: &[u8], start: usize) -> Piece {
        let range = start..bytes.len();
        let body = trim_record(bytes, range.clone(), self.is_start);
        self.is_start = false;
        Piece::counted(bytes, range, Some(body), &mut self.line)
    }

    fn long_record(&mut self, _: &[u8], _: usize) -> LongRecord {
        LongRecord::line(b'\n')
    }
}

/// Reads a file of the clean dump line by line.
struct CleanLines {
    path: PathBuf,
    reader: BufReader<Box<dyn Read + Send>>,
    /// Whether no line was read yet.
    is_start: bool,
}

impl ReadClean for CleanLines {
    fn record(&mut self, _: u64) -> Result<Vec<u8>> {
        let mut raw = Vec::new();
        loop {
            let start = raw.len();
            let got = self
                .reader
                .read_until(b'\n', &mut raw)
                .while_reading(&self.path)?;
            if got == 0 {
                return Err(Error::record(format!(
                    "{}: ends too early; it was changed after the run",
                    self.path.display()
                )));
            }
            let mut line = &raw[start..];
            if std::mem::take(&mut self.is_start) {
                line = line
                    .strip_prefix(BYTE_ORDER_MARK.as_bytes())
                    .unwrap_or(line);
            }
            // Blank lines are part of the record after them, so reading goes on.
            if !line.iter().copied().all(is_space) {
                return Ok(raw);
            }
        }
    }

    fn skip_same(&mut self, _: u64, raw: &[u8]) -> Result<bool> {
        self.is_start = false;
        let mut found = vec![0; raw.len()];
        match self.reader.read_exact(&mut found) {
            Ok(()) => Ok(found == raw),
            // The file was changed after the run. The caller reports that and names the record.
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(e) => Err(Error::input(&self.path, e)),
        }
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
        let mut rest = Vec::new();
        self.reader
            .read_to_end(&mut rest)
            .while_reading(&self.path)?;
        Ok(blank_rest(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The range and the body of each piece, as texts.
    fn split(bytes: &[u8]) -> Vec<(String, String)> {
        let mut out = Vec::new();
        Lines::new().split(bytes, 0, true, &mut out);
        let show = |r: Range<usize>| String::from_utf8_lossy(&bytes[r]).into_owned();
        out.into_iter()
            .map(|piece| (show(piece.range), show(piece.body.unwrap_or_default())))
            .collect()
    }

    #[test]
    fn blank_lines_belong_to_the_next_record_and_ranges_tile_the_file() {
        let file = "\u{feff}{1}\r\n\n  \n{2} \n{3}\n\n";
        let (ranges, bodies): (Vec<String>, Vec<String>) =
            split(file.as_bytes()).into_iter().unzip();
        assert_eq!(ranges.concat(), file);
        assert_eq!(bodies, ["{1}", "{2}", "{3}", ""]);
    }

    proptest! {
        /// Wherever the bytes of a file are divided between two calls, the same records are found.
        #[test]
        fn records_do_not_depend_on_how_much_is_read_at_a_time(file in "\u{feff}?([{}a ]{0,3}\r?\n?){0,8}", at in any::<prop::sample::Index>()) {
            let bytes = file.as_bytes();
            let (mut whole, mut parts) = (Vec::new(), Vec::new());
            Lines::new().split(bytes, 0, true, &mut whole);
            let mut lines = Lines::new();
            lines.split(&bytes[..at.index(bytes.len() + 1)], 0, false, &mut parts);
            let taken = parts.last().map_or(0, |piece| piece.range.end);
            lines.split(bytes, taken, true, &mut parts);
            prop_assert_eq!(parts, whole);
        }
    }
}
