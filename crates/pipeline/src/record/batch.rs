//! Reading a dump forward in batches of whole records.

use crate::disk::Disk;
use crate::error::{Error, Result};
use crate::input::{InputFile, Inputs, Shape, decoder, fault};
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// The bytes of one record.
#[derive(Clone, Debug)]
pub(crate) struct RawRecord {
    /// Index of the input file.
    pub file: usize,
    /// Number of the record in its file, from 0.
    pub number: u64,
    /// Where in its (decompressed) file the record begins.
    pub offset: u64,
    /// Line of its file in which the record itself stands, from 1.
    pub line: u64,
    /// All its bytes in the batch: blank lines in front, the record itself, and the line break behind.
    pub range: Range<usize>,
    /// The record itself. Empty for what follows the last record of a file: that is passed through and is no record.
    pub body: Range<usize>,
    /// Why the file could not be read on from here: what came of the record is no record.
    pub fault: Option<String>,
}

impl RawRecord {
    /// Whether this is no record but what follows the last one.
    pub(crate) fn is_tail(&self) -> bool {
        self.number == u64::MAX
    }
}

/// A run of records, in input order.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub bytes: Vec<u8>,
    pub records: Vec<RawRecord>,
    /// Compressed bytes read so far, for progress.
    pub read: u64,
}

/// Bytes after which a batch is handed on.
const BATCH_BYTES: usize = 4 << 20;

/// Reads all files from this one on in order and hands on batches; stops early if `hand_on` says so.
pub(crate) fn read_batches(inputs: &Inputs, from_file: usize, mut hand_on: impl FnMut(Batch) -> bool) -> Result<()> {
    let done = inputs.files[..from_file].iter().map(|file| file.bytes).sum();
    let mut reader = Reader { disk: &inputs.disk, batch: Batch::default(), read: done };
    for (index, file) in inputs.files.iter().enumerate().skip(from_file) {
        let go_on = match file.shape {
            Shape::Text => reader.read_text(index, file, &mut hand_on)?,
            Shape::JsonLines => reader.read_lines(index, file, &mut hand_on)?,
        };
        if !go_on {
            return Ok(());
        }
        file.is_unchanged(std::fs::metadata(&file.path))?;
        reader.read += file.bytes;
    }
    reader.hand_on(&mut hand_on);
    Ok(())
}

struct Reader<'a> {
    disk: &'a Disk,
    batch: Batch,
    read: u64,
}

impl Reader<'_> {
    fn hand_on(&mut self, hand_on: &mut impl FnMut(Batch) -> bool) -> bool {
        self.batch.read = self.read;
        let full = std::mem::take(&mut self.batch);
        full.records.is_empty() || hand_on(full)
    }

    fn read_text(&mut self, index: usize, file: &InputFile, hand_on: &mut impl FnMut(Batch) -> bool) -> Result<bool> {
        let start = self.batch.bytes.len();
        let read = open(self.disk, file)?.read_to_end(&mut self.batch.bytes);
        let range = start..self.batch.bytes.len();
        let fault = broken_off(&file.path, read)?.err().map(|e| fault(&e, range.len() as u64));
        self.batch.records.push(RawRecord { file: index, number: 0, offset: 0, line: 1, body: range.clone(), range, fault });
        Ok(self.batch.bytes.len() < BATCH_BYTES || self.hand_on(hand_on))
    }

    fn read_lines(&mut self, index: usize, file: &InputFile, hand_on: &mut impl FnMut(Batch) -> bool) -> Result<bool> {
        let source = open(self.disk, file)?;
        let mut lines = LineSource { path: &file.path, source, splitter: Splitter { file: index, number: 0, offset: 0, line: 1 } };
        loop {
            let is_end = lines.fill(&mut self.batch)?;
            if is_end {
                return Ok(self.batch.bytes.len() < BATCH_BYTES || self.hand_on(hand_on));
            }
            let rest = self.batch.take_rest();
            if !self.hand_on(hand_on) {
                return Ok(false);
            }
            self.batch.bytes = rest;
        }
    }
}

impl Batch {
    /// Takes off the bytes that belong to no record yet.
    fn take_rest(&mut self) -> Vec<u8> {
        let done = self.records.last().map_or(0, |record| record.range.end);
        self.bytes.split_off(done)
    }
}

struct LineSource<'a> {
    path: &'a Path,
    source: Box<dyn Read + Send>,
    splitter: Splitter,
}

impl LineSource<'_> {
    /// Reads on into a batch; returns whether the source has ended. A source that breaks off (a cut-off gzip file) ends there: the
    /// records before are read, and what is left is a record with a fault.
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        let start = batch.bytes.len();
        // A line longer than a batch doubles what is read, so that it is not searched again and again.
        let wanted = BATCH_BYTES.saturating_sub(start).max(start).max(BATCH_BYTES / 4);
        let read = broken_off(self.path, (&mut self.source).take(wanted as u64).read_to_end(&mut batch.bytes))?;
        let taken = batch.records.last().map_or(0, |record| record.range.end);
        let is_end = !matches!(read, Ok(got) if got == wanted);
        self.splitter.split(&batch.bytes, taken, is_end && read.is_ok(), &mut batch.records);
        if let Err(e) = read {
            let from = batch.records.last().map_or(0, |record| record.range.end);
            self.splitter.push_fault(&batch.bytes, from, &e, &mut batch.records);
        }
        Ok(is_end)
    }
}

/// A system that cannot read stops the run, since it may be able to the next time; data that cannot be decompressed never will be.
fn broken_off(path: &Path, read: std::io::Result<usize>) -> Result<std::io::Result<usize>> {
    match read {
        Err(e) if e.raw_os_error().is_some() => Err(Error::input(path, e)),
        other => Ok(other),
    }
}

/// Reads one stream of lines and hands on batches.
pub(crate) fn read_stream(source: Box<dyn Read + Send>, mut hand_on: impl FnMut(Batch) -> Result<()>) -> Result<()> {
    let path = Path::new("standard input");
    let mut lines = LineSource { path, source, splitter: Splitter { file: 0, number: 0, offset: 0, line: 1 } };
    let mut batch = Batch::default();
    loop {
        let is_end = lines.fill(&mut batch)?;
        let rest = batch.take_rest();
        hand_on(std::mem::take(&mut batch))?;
        if is_end {
            return Ok(());
        }
        batch.bytes = rest;
    }
}

fn open(disk: &Disk, file: &InputFile) -> Result<Box<dyn Read + Send>> {
    let opened = disk.open(&file.path).map_err(|e| Error::input(&file.path, e))?;
    file.is_unchanged(opened.metadata())?;
    decoder(file.compression, opened).map_err(|e| Error::input(&file.path, e))
}

struct Splitter {
    file: usize,
    number: u64,
    offset: u64,
    /// Line in which the next record's bytes begin.
    line: u64,
}

impl Splitter {
    /// Adds the records from `start` on; an unfinished one is left for the next call.
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<RawRecord>) {
        let mut begin = start;
        let mut line = start;
        let mut blank_lines = 0;
        while line < bytes.len() {
            let end = match memchr::memchr(b'\n', &bytes[line..]) {
                Some(found) => line + found + 1,
                None if is_end => bytes.len(),
                None => break,
            };
            let body = trim(bytes, line..end, self.offset == 0 && line == start);
            if body.is_empty() {
                blank_lines += 1;
            } else {
                self.push(begin..end, body, blank_lines, out);
                (begin, blank_lines) = (end, 0);
            }
            line = end;
        }
        if is_end && begin < bytes.len() {
            let (range, body) = (begin..bytes.len(), begin..begin);
            let (file, offset, line) = (self.file, self.offset, self.line);
            out.push(RawRecord { file, number: u64::MAX, offset, line, range, body, fault: None });
        }
    }

    fn push_fault(&mut self, bytes: &[u8], start: usize, error: &std::io::Error, out: &mut Vec<RawRecord>) {
        let (number, offset, range) = (self.number, self.offset, start..bytes.len());
        let fault = Some(fault(error, offset + range.len() as u64));
        let body = trim(bytes, range.clone(), offset == 0);
        let line = self.line + memchr::memchr_iter(b'\n', &bytes[start..body.start]).count() as u64;
        out.push(RawRecord { file: self.file, number, offset, line, range, body, fault });
    }

    fn push(&mut self, range: Range<usize>, body: Range<usize>, blank_lines: u64, out: &mut Vec<RawRecord>) {
        let bytes = range.len() as u64;
        let line = self.line + blank_lines;
        out.push(RawRecord { file: self.file, number: self.number, offset: self.offset, line, range, body, fault: None });
        self.line = line + 1;
        self.number += 1;
        self.offset += bytes;
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn trim(bytes: &[u8], mut range: Range<usize>, is_first: bool) -> Range<usize> {
    if is_first && bytes[range.clone()].starts_with(BYTE_ORDER_MARK) {
        range.start += BYTE_ORDER_MARK.len();
    }
    let is_space = |b: u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n');
    while range.start < range.end && is_space(bytes[range.end - 1]) {
        range.end -= 1;
    }
    while range.start < range.end && is_space(bytes[range.start]) {
        range.start += 1;
    }
    range
}

/// The record itself in its raw bytes: what [`RawRecord::body`] is in a batch.
pub(crate) fn body_of(raw: &[u8], shape: Shape, number: u64) -> &[u8] {
    match shape {
        Shape::Text => raw,
        Shape::JsonLines => &raw[trim(raw, 0..raw.len(), number == 0)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(bytes: &[u8]) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let mut splitter = Splitter { file: 0, number: 0, offset: 0, line: 1 };
        splitter.split(bytes, 0, true, &mut out);
        let show = |r: Range<usize>| String::from_utf8_lossy(&bytes[r]).into_owned();
        out.into_iter().map(|r| (show(r.range), show(r.body))).collect()
    }

    #[test]
    fn blank_lines_belong_to_the_next_record_and_ranges_tile_the_file() {
        let file = "\u{feff}{1}\r\n\n  \n{2} \n{3}\n\n";
        let parts = split(file.as_bytes());
        assert_eq!(parts.iter().map(|p| p.0.as_str()).collect::<String>(), file);
        assert_eq!(parts.iter().map(|p| p.1.as_str()).collect::<Vec<_>>(), ["{1}", "{2}", "{3}", ""]);
    }
}
