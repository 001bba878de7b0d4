//! Batches of whole records, and how the batches of one file are read.
//!
//! A [`Batch`] is the bytes of many records end to end. For each record it has a [`RawRecord`],
//! which says where the record is. [`ReadRecords`] fills batches from one file. Formats whose
//! records are runs of bytes in the file share one reader, [`ByteReader`]. It reads and
//! decompresses the file. If a record's end was not read yet, its beginning is kept for the next
//! batch. Records that are too long ([`Limits`]) are rejected in pieces, so that none is in memory
//! as a whole. Reading stops where a file breaks off. Each format adds a [`Split`], which finds the
//! records in the bytes that were read.
//!
//! Where a batch ends depends only on how many bytes it has. Where a *record* ends must not depend
//! on the batch. So a [`Split`] that has seen an incomplete record sees it again in the next call,
//! from its beginning.
//!
//! Formats that are *tables in columns* (Parquet, Arrow) have their own readers: there a record is
//! a row, and not a run of bytes in the file.

use crate::compression::{Compression, decoder, fault};
use crate::copies::{Copies, FileCopy};
use crate::file_part::{FilePart, RecordStart};
use crate::layout::Layout;
use crate::long_record::{Limits, LongRecord};
use crate::reading::Reading;
use crate::shared_pages::PageCaches;
use crate::small_gzip;
use crate::source::Opened;
use crate::table::MemoryTable;
use copydesk_store::{Error, IoContext, Result};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Where a record is in its batch and in its file.
#[derive(Clone, Debug)]
pub struct RawRecord {
    /// Index of the input file.
    pub file: usize,
    /// Number of the record in its file, from 0.
    pub number: u64,
    /// Offset in bytes in its (decompressed) file at which the record begins.
    pub offset: u64,
    /// Line of its file in which the record itself begins, from 1.
    pub line: u64,
    /// The range in the batch of all bytes of the record. In JSON lines these are blank lines
    /// before the record, the record itself, and the line break after it.
    pub range: Range<usize>,
    /// The range in the batch of the record itself. Empty for bytes that belong to no record.
    pub body: Range<usize>,
    /// Why the record, or the file from this record on, could not be read. `None` if the record can
    /// be read.
    pub fault: Option<String>,
}

/// The number of a [`RawRecord`] whose bytes belong to no record.
const NO_RECORD: u64 = u64::MAX;

impl RawRecord {
    /// Whether these are bytes that belong to no record, such as the bytes after the last record of
    /// a file. They are passed through.
    #[must_use]
    pub fn belongs_to_no_record(&self) -> bool {
        self.number == NO_RECORD
    }

    /// Whether the record has a fault.
    fn is_broken(&self) -> bool {
        self.fault.is_some()
    }

    fn is_of_same_file(&self, other: &Self) -> bool {
        self.file == other.file
    }
}

/// A run of records, in input order.
#[derive(Debug, Default)]
pub struct Batch {
    /// The bytes of the records, end to end.
    pub bytes: Vec<u8>,
    /// The records.
    pub records: Vec<RawRecord>,
    /// How many bytes of the input files were read so far, before decompression. The number is for
    /// progress, so it grows within a file too.
    pub read: u64,
    /// The heads of files, each with the index of its file. Files of most formats have none; see
    /// [`Self::head`].
    heads: Vec<(usize, Arc<[u8]>)>,
}

impl Batch {
    /// Sets the head of the file with this index. A reader of a file with a head calls this each
    /// time that it fills a batch.
    pub fn set_head(&mut self, file: usize, head: Arc<[u8]>) {
        match self.heads.last() {
            Some((last, _)) if *last == file => {}
            _ => self.heads.push((file, head)),
        }
    }

    /// The head of the file with this index: what a reader needs to understand its records. It is
    /// empty in most formats.
    #[must_use]
    pub fn head(&self, file: usize) -> &[u8] {
        for (owner, head) in self.heads.iter().rev() {
            if *owner == file {
                return head;
            }
        }
        &[]
    }

    /// Adds bytes of a file that belong to no record.
    pub(crate) fn push_rest(&mut self, file: usize, bytes: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.records.push(RawRecord {
            file,
            number: NO_RECORD,
            offset: 0,
            line: 1,
            range: start..self.bytes.len(),
            body: start..start,
            fault: None,
        });
    }

    /// Adds a record without bytes, for the part of a file that cannot be read.
    pub(crate) fn push_fault(&mut self, file: usize, number: u64, offset: u64, reason: String) {
        // Without this, bytes after the last whole record would be taken for the beginning of the
        // next record.
        self.bytes.truncate(self.end());
        let end = self.bytes.len();
        self.records.push(RawRecord {
            file,
            number,
            offset,
            // A table in columns has no lines. Its rows are counted in their place.
            line: number + 1,
            range: end..end,
            body: end..end,
            fault: Some(reason),
        });
    }

    /// Removes and returns the bytes after the last record. They are the beginning of the next
    /// record.
    #[must_use]
    pub fn take_rest(&mut self) -> Vec<u8> {
        self.bytes.split_off(self.end())
    }

    /// Adds the bytes of the batch to the decompressed copies of their files. A file with a fault
    /// is not copied, so that the fault is found again when the file is read again.
    pub(crate) fn add_to_copies(&self, copies: &Copies) {
        for run in self.records.chunk_by(RawRecord::is_of_same_file) {
            let (first, last) = (&run[0], &run[run.len() - 1]);
            if run.iter().any(RawRecord::is_broken) {
                copies.give_up(first.file);
            } else {
                let bytes = &self.bytes[first.range.start..last.range.end];
                copies.add(first.file, first.offset, bytes);
            }
        }
    }

    /// Where the last record ends.
    fn end(&self) -> usize {
        self.records.last().map_or(0, |record| record.range.end)
    }
}

/// Bytes after which a batch is returned, unless [`OpenFile::in_batches_of`] sets another number.
pub(crate) const BATCH_BYTES: usize = 4 << 20;

/// An input file, opened to read its records.
pub struct OpenFile {
    /// Index of the file in the dump.
    number: usize,
    path: PathBuf,
    compression: Compression,
    layout: Arc<Layout>,
    reading: Reading,
    limits: Limits,
    /// Bytes after which a batch of the records is returned.
    batch_bytes: usize,
    bytes: Opened,
    /// The decompressed copy that is read in place of the file, if there is one.
    copy: Option<FileCopy>,
    /// The part of the file that is read. `None` if all of it is read.
    part: Option<FilePart>,
    /// Unpacked pages of Parquet files, which all readers of the dump share.
    pages: PageCaches,
}

impl OpenFile {
    pub(crate) fn new(number: usize, path: &Path, compression: Compression, bytes: Opened) -> Self {
        Self {
            number,
            path: path.to_owned(),
            compression,
            layout: Arc::default(),
            reading: Reading::Look,
            limits: Limits::default(),
            batch_bytes: BATCH_BYTES,
            bytes,
            copy: None,
            part: None,
            pages: PageCaches::default(),
        }
    }

    /// The same file. Only this part of it is read, if one is given.
    pub(crate) fn with_part(self, part: Option<FilePart>) -> Self {
        Self { part, ..self }
    }

    /// Where reading begins.
    #[must_use]
    pub fn start(&self) -> RecordStart {
        match self.part {
            Some(part) => part.start,
            None => RecordStart::default(),
        }
    }

    /// The same file, whose readers share these unpacked pages.
    pub(crate) fn sharing_pages(self, pages: PageCaches) -> Self {
        Self { pages, ..self }
    }

    /// The unpacked pages that all readers of the dump share.
    pub(crate) fn shared_pages(&self) -> &PageCaches {
        &self.pages
    }

    /// The part of the file that is read. `None` if all of it is read.
    pub(crate) fn part(&self) -> Option<FilePart> {
        self.part
    }

    /// The same file. The copy is read in its place, if one is given.
    pub(crate) fn with_copy(self, copy: Option<FileCopy>) -> Self {
        Self { copy, ..self }
    }

    /// The same file, whose records have this layout.
    pub(crate) fn with_layout(self, layout: Arc<Layout>) -> Self {
        Self { layout, ..self }
    }

    /// The same file. `reading` says which parts of its records are read, if it is a table in
    /// columns.
    pub(crate) fn with_reading(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// The same file, with these limits for its records.
    #[cfg(test)]
    pub(crate) fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same file, whose records are read in batches of about `batch_bytes` bytes.
    pub(crate) fn in_batches_of(self, batch_bytes: usize) -> Self {
        Self {
            batch_bytes,
            ..self
        }
    }

    /// Which parts of the records are read, if the file is a table in columns.
    pub(crate) fn reading(&self) -> Reading {
        self.reading.clone()
    }

    /// Whether the file is not compressed.
    pub(crate) fn is_plain(&self) -> bool {
        self.compression == Compression::Plain
    }

    /// How the records of the file are laid out.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Index of the input file.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// The path that errors name.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Size in bytes of the file before it is decompressed, or 0 if that is not known. `None` if
    /// the file is not compressed.
    fn packed_bytes(&self) -> Option<u64> {
        match self.is_plain() {
            true => None,
            false => Some(self.bytes.length().unwrap_or(0)),
        }
    }

    /// The counter of the bytes of the file that were read so far, before decompression. It keeps
    /// counting after the file was turned into a reader.
    pub(crate) fn read_so_far(&self) -> Arc<AtomicU64> {
        self.bytes.read_so_far()
    }

    /// The table, if the file is a table in memory.
    pub(crate) fn table(&self) -> Option<&MemoryTable> {
        self.bytes.table()
    }

    /// The bytes of the file as they are on the disk.
    #[must_use]
    pub fn into_raw(self) -> Opened {
        self.bytes
    }

    /// The source from which the bytes of the records are read.
    fn into_source(mut self) -> Result<ByteSource> {
        // Reading can begin in the middle of a file only if the file is plain UTF-8: offsets of
        // records count bytes of the decompressed file as UTF-8.
        if !self.is_plain() || self.layout.encoding.is_some() {
            return Ok(ByteSource::Decoded(self.into_decoded()?));
        }
        let mut remaining = u64::MAX;
        if let Some(FilePart { start, end, .. }) = self.part {
            self.bytes
                .seek(SeekFrom::Start(start.offset))
                .while_reading(&self.path)?;
            if let Some(end) = end {
                remaining = end - start.offset;
            }
        }
        let bytes = self.bytes;
        Ok(ByteSource::Plain { bytes, remaining })
    }

    /// The bytes, decompressed, and as UTF-8 if they are text in another encoding.
    ///
    /// # Errors
    /// If the decompressor cannot be set up.
    pub fn into_decoded(mut self) -> Result<Box<dyn Read + Send>> {
        if let Some(copy) = self.copy.take() {
            let (packed, read) = (self.packed_bytes().unwrap_or(0), self.read_so_far());
            // The copy was taken out above, so this opens the file itself.
            let original = move || self.into_decoded().map_err(io::Error::other);
            return Ok(Box::new(copy.open(packed, read, original)));
        }
        let bytes = decompressed(self.compression, self.bytes).while_reading(&self.path)?;
        Ok(self.layout.decoded(bytes))
    }
}

/// The bytes of a file, decompressed. A small gzip file is decompressed in one call, any other file
/// as a stream.
fn decompressed(compression: Compression, mut file: Opened) -> io::Result<Box<dyn Read + Send>> {
    let Some(length) = file.length() else {
        return decoder(compression, file);
    };
    let is_small = small_gzip::memory_of(length).is_some();
    if compression != Compression::Gzip || !is_small {
        return decoder(compression, file);
    }
    let mut packed = Vec::with_capacity(length as usize);
    file.read_to_end(&mut packed)?;
    match small_gzip::unpacked(&packed) {
        Some(bytes) => Ok(Box::new(Cursor::new(bytes))),
        // The file may have several members, or be damaged. A stream also returns the bytes before
        // the damage.
        None => decoder(compression, Cursor::new(packed)),
    }
}

/// Reads the records of one file.
pub trait ReadRecords: Send {
    /// Reads on, and appends bytes and records to a batch. If the batch has bytes after its last
    /// record, they are the beginning of this file's next record. Returns whether the file has
    /// ended; then every byte of the batch is in the range of a [`RawRecord`].
    ///
    /// If a file breaks off, such as a gzip file that was cut short, the records before the break
    /// are read, and the bytes after them are a record with a fault. Then the file has ended.
    ///
    /// # Errors
    /// If the system cannot read the file.
    fn fill(&mut self, batch: &mut Batch) -> Result<bool>;
}

/// A run of bytes that is a record, belongs to no record, or is a part of a record that is too
/// long.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// All bytes of the piece. They begin where the bytes of the piece before it end.
    pub range: Range<usize>,
    /// The range of the record itself. `None` if the bytes belong to no record.
    pub body: Option<Range<usize>>,
    /// Line of the file in which the record itself begins, from 1.
    pub line: u64,
}

impl Piece {
    /// The piece of `bytes` with this range and this body. `line` is the line on which the piece
    /// begins. It is advanced to the line on which the next piece begins.
    pub(crate) fn counted(
        bytes: &[u8],
        range: Range<usize>,
        body: Option<Range<usize>>,
        line: &mut u64,
    ) -> Self {
        let body_start = body.as_ref().map_or(range.start, |body| body.start);
        let line_of_body = *line + line_breaks(&bytes[range.start..body_start]);
        *line += line_breaks(&bytes[range.clone()]);
        Self {
            range,
            body,
            line: line_of_body,
        }
    }
}

fn line_breaks(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Finds the records in a stream of bytes. It sees one window of the stream at a time.
pub trait Split: Send {
    /// Adds to `out` the pieces from `start` on. A piece that may not be complete is not added; the
    /// next call sees it again from its beginning. `is_end` says whether the stream ends with
    /// `bytes`. If so, every byte from `start` on becomes part of a piece.
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>);

    /// A piece with all bytes from `start` on, none of which [`Self::split`] has added to a piece.
    /// They count as a record. This method is called if the stream cannot be read further, and for
    /// each piece of a record that is too long.
    fn broken_off(&mut self, bytes: &[u8], start: usize) -> Piece;

    /// A finder for the end of the record that begins at `start` and is too long to be read. This
    /// method is called once for such a record, before [`Self::broken_off`] is called for its
    /// pieces.
    fn long_record(&mut self, bytes: &[u8], start: usize) -> LongRecord;

    /// The head of the file, if the format has a head and it was read. A reader needs it to
    /// understand the records: it may hold the names of the columns. Its bytes are a [`Piece`]
    /// without a body.
    fn head(&self) -> Option<Arc<[u8]>> {
        None
    }
}

/// Where the bytes of records come from.
enum ByteSource {
    /// They are the bytes of the file itself. If only a part of the file is read, at most
    /// `remaining` bytes are left of the part. Otherwise `remaining` is no limit.
    Plain { bytes: Opened, remaining: u64 },
    /// They are decompressed, or converted to UTF-8, or both.
    Decoded(Box<dyn Read + Send>),
}

impl ByteSource {
    /// Appends the next `most` bytes to `into`, or fewer at the end. Returns how many.
    fn read_up_to(&mut self, most: u64, into: &mut Vec<u8>) -> io::Result<usize> {
        match self {
            Self::Plain { bytes, remaining } => {
                let got = bytes.read_up_to(most.min(*remaining), into)?;
                *remaining -= got as u64;
                Ok(got)
            }
            Self::Decoded(from) => from.take(most).read_to_end(into),
        }
    }
}

/// Reads the records of a file of bytes, compressed or not.
pub struct ByteReader {
    /// Index of the file in the dump.
    file: usize,
    path: PathBuf,
    source: ByteSource,
    split: Box<dyn Split>,
    /// Bytes after which a batch is returned.
    batch_bytes: usize,
    /// Number of the next record.
    number: u64,
    /// Where the bytes of the next record begin in the decompressed file.
    offset: u64,
    limits: Limits,
    /// Size in bytes of the file before it is decompressed. `None` if it is not compressed.
    packed: Option<u64>,
    /// The record that is too long to be read, while it is rejected in pieces.
    long: Option<OpenLongRecord>,
}

/// A record that is too long, and that is rejected in pieces.
struct OpenLongRecord {
    /// Finds the end of the record.
    finder: LongRecord,
    /// How many bytes after its last rejected piece were searched for the end of the record.
    searched: usize,
    /// How many bytes after its last rejected piece are part of the record. `None` until the end of
    /// the record is found.
    left: Option<usize>,
}

impl ByteReader {
    /// Reads a file whose records `split` finds.
    ///
    /// # Errors
    /// If the decompressor cannot be set up.
    pub fn new(file: OpenFile, split: Box<dyn Split>) -> Result<Self> {
        let (number, path, start) = (file.number, file.path.clone(), file.start());
        let packed = file.packed_bytes();
        Ok(Self {
            file: number,
            path,
            limits: file.limits,
            packed,
            long: None,
            batch_bytes: file.batch_bytes,
            source: file.into_source()?,
            split,
            number: start.number,
            offset: start.offset,
        })
    }

    /// How many bytes are read next. The batch holds `held` bytes. The last `open` of them belong
    /// to a record whose end is not known.
    fn wanted(&self, held: usize, open: usize) -> usize {
        if self.long.is_some() {
            // Of a record that is too long, no more than one piece is held in memory. If a piece or
            // more is held already, nothing is read.
            return self.limits.piece.saturating_sub(open);
        }
        let missing_in_batch = self.batch_bytes.saturating_sub(held);
        // In a record longer than a batch each read doubles the bytes that are held, so that the
        // record is rarely searched again from its start.
        let wanted = missing_in_batch.max(held);
        // One byte more than the limit shows that a record is too long.
        let most = (self.limits.record + 1).saturating_sub(open);
        // A read of no bytes would never reach the end of the file.
        wanted.min(most).max(1)
    }

    /// Adds pieces of the record that is too long, about [`BATCH_BYTES`] bytes of it at most.
    /// `is_all_read` says whether all bytes of the file were read.
    fn add_long_pieces(&mut self, batch: &mut Batch, is_all_read: bool) {
        let Some(mut long) = self.long.take() else {
            return;
        };
        let start = batch.end();
        let open = batch.bytes.len() - start;
        if long.left.is_none() {
            let end = long.finder.end(&batch.bytes[start + long.searched..]);
            if let Some(end) = end {
                long.left = Some(long.searched + end);
            }
            long.searched = open;
        }
        let is_end_known = long.left.is_some() || is_all_read;
        // The end of the record, or of the bytes that were read.
        let end = start + long.left.unwrap_or(open);
        let mut at = start;
        while at < end && at - start < BATCH_BYTES {
            let piece_end = end.min(at + self.limits.piece);
            let is_full = piece_end - at == self.limits.piece;
            // Until the end of the record is known, only pieces of full size are taken. Where a
            // piece ends must depend on the bytes of the record alone, and not on the reads.
            if !is_full && !is_end_known {
                break;
            }
            let piece = self.split.broken_off(&batch.bytes[..piece_end], at);
            self.push(piece, Some(self.limits.piece_reason()), &mut batch.records);
            at = piece_end;
        }
        // The next calls add the other pieces.
        if !is_end_known || at < end {
            let taken = at - start;
            long.searched -= taken;
            if let Some(left) = &mut long.left {
                *left -= taken;
            }
            self.long = Some(long);
        }
    }

    /// Whether the file is a decompression bomb: made to fill the disk when it is decompressed.
    /// `open` is how many bytes at the end of the batch belong to a record whose end is not known.
    fn is_bomb(&self, open: usize) -> bool {
        let unpacked = self.offset + open as u64;
        match self.packed {
            Some(packed) => self.limits.is_bomb(packed, unpacked),
            None => false,
        }
    }

    /// Adds a piece to the records of a batch and counts it.
    fn push(&mut self, piece: Piece, fault: Option<String>, out: &mut Vec<RawRecord>) {
        let (bytes, is_record) = (piece.range.len() as u64, piece.body.is_some());
        out.push(RawRecord {
            file: self.file,
            number: if is_record { self.number } else { NO_RECORD },
            offset: self.offset,
            line: piece.line,
            body: piece.body.unwrap_or(piece.range.start..piece.range.start),
            range: piece.range,
            fault,
        });
        self.number += u64::from(is_record);
        self.offset += bytes;
    }
}

impl ReadRecords for ByteReader {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        let held = batch.bytes.len();
        let wanted = self.wanted(held, held - batch.end());
        // A vector that grows step by step would copy its bytes each time, while other threads wait
        // for the file.
        batch.bytes.reserve(wanted);
        let read = fail_if_system_failed(
            &self.path,
            self.source.read_up_to(wanted as u64, &mut batch.bytes),
        )?;
        // `read_up_to` returns fewer bytes than it was asked for only at the end of the file.
        let is_end = !matches!(read, Ok(got) if got == wanted);
        // If reading failed, the file has more bytes, and the last record is not complete.
        let is_all_read = is_end && read.is_ok();
        self.add_long_pieces(batch, is_all_read);
        if self.long.is_none() {
            let mut pieces = Vec::new();
            self.split
                .split(&batch.bytes, batch.end(), is_all_read, &mut pieces);
            for piece in pieces {
                self.push(piece, None, &mut batch.records);
            }
        }
        // Every batch gets the head, because the thread that works on a batch may see no other
        // batch.
        if let Some(head) = self.split.head() {
            batch.set_head(self.file, head);
        }
        let open = batch.bytes.len() - batch.end();
        if let Err(e) = read {
            let piece = self.split.broken_off(&batch.bytes, batch.end());
            let reason = fault(&e, self.offset + piece.range.len() as u64);
            self.push(piece, Some(reason), &mut batch.records);
            return Ok(true);
        }
        // Nothing of a record that is too long is returned yet. From the next call on,
        // `add_long_pieces` returns it in pieces.
        if self.long.is_none() && open > self.limits.record {
            self.long = Some(OpenLongRecord {
                finder: self.split.long_record(&batch.bytes, batch.end()),
                searched: 0,
                left: None,
            });
            return Ok(false);
        }
        // The check is made only while no record ends. A file in which records end may hold
        // articles, however small it is when compressed.
        if self.long.is_some() && self.is_bomb(open) {
            let piece = self.split.broken_off(&batch.bytes, batch.end());
            self.push(piece, Some(self.limits.bomb_reason()), &mut batch.records);
            return Ok(true);
        }
        Ok(is_end && self.long.is_none())
    }
}

/// Separates the two kinds of failed reads. The outer error means that the system could not read.
/// It stops the run, because the next run may succeed. The inner error means that the data could
/// not be decompressed. Only the file is given up, because the next run would fail too.
fn fail_if_system_failed(path: &Path, read: io::Result<usize>) -> Result<io::Result<usize>> {
    match read {
        Err(e) if e.raw_os_error().is_some() => Err(Error::input(path, e)),
        other => Ok(other),
    }
}
