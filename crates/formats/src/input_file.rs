//! One input file: what is known of it, and how it is opened.
//!
//! An [`InputFile`] is made in steps. Its name tells format and compression; its first bytes then
//! correct what the name says, since names lie: whether it is compressed, in which encoding it is,
//! and how its records are laid out ([`InputFile::looked_into`]). What cannot be read at that point
//! is left as the name tells, because reading the file later says best what is wrong with it.

use crate::batch::{OpenFile, ReadRecords};
use crate::compression::{Compression, FRAME_HEADER, decoder, window_bytes, xz_bytes};
use crate::containers::{Container, Member};
use crate::copies::WorthCopying;
use crate::discover::{FoundFile, told_by_name};
use crate::encoding::by_mark;
use crate::fields::Fields;
use crate::formats::FormatId;
use crate::layout::Layout;
use crate::reading::Reading;
use crate::record_format::{RecordFormat, Sample};
use crate::small_gzip;
use crate::source::{Opened, Source};
use crate::table::MemoryTable;
use copydesk_store::{Disk, Error, IoContext, Result};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Bytes of a file that are looked at to tell what it holds.
pub(crate) const FIRST_BYTES: usize = 1 << 18;
/// The most that are looked at if these are not enough: the first record may be long.
pub(crate) const MOST_FIRST_BYTES: usize = 1 << 24;

/// One input file.
#[derive(Clone, Debug)]
pub struct InputFile {
    path: PathBuf,
    name: String,
    format: FormatId,
    layout: Arc<Layout>,
    fields: Arc<Fields>,
    compression: Compression,
    source: Source,
    bytes: u64,
    modified: Option<SystemTime>,
    /// The archive that it is a member of, and its place among the entries there.
    member: Option<(Arc<Container>, u64)>,
}

impl InputFile {
    /// A file as it is on the disk now.
    ///
    /// # Errors
    /// If it cannot be read, or its name has no known ending.
    pub(crate) fn on_disk(found: FoundFile) -> Result<Self> {
        let file = Self::described(found)?;
        // Opened, so that a file that may not be read is an error before the run begins.
        let opened = File::open(&file.path).while_reading(&file.path)?;
        let about = opened.metadata().while_reading(&file.path)?;
        let (bytes, modified) = (about.len(), about.modified().ok());
        Ok(Self {
            bytes,
            modified,
            ..file
        }
        .looked_into())
    }

    /// A table in memory, laid out as an Arrow file is.
    ///
    /// # Panics
    /// If the name does not end as that of an Arrow file does.
    pub(crate) fn table(name: &str, table: MemoryTable) -> Self {
        let ending = name.rsplit('.').next().unwrap_or_default();
        let format = match FormatId::by_ending(ending) {
            Some(format) if format.name() == "arrow" => format,
            _ => panic!("a table in memory is named like an Arrow file"),
        };
        Self {
            path: name.into(),
            name: name.to_owned(),
            format,
            layout: Arc::new(Layout {
                table: Some(table.layout()),
                ..Layout::default()
            }),
            fields: Arc::default(),
            compression: Compression::Plain,
            bytes: table.bytes(),
            source: Source::Table(table),
            modified: None,
            member: None,
        }
    }

    /// Whether it is a table in memory, whose size is that of its columns.
    #[must_use]
    pub fn is_table_in_memory(&self) -> bool {
        matches!(self.source, Source::Table(_))
    }

    /// A file in memory.
    ///
    /// # Errors
    /// If its name has no known ending.
    pub(crate) fn in_memory(found: FoundFile, bytes: Arc<[u8]>) -> Result<Self> {
        let file = Self::described(found)?;
        let (length, source) = (bytes.len() as u64, Source::Memory(bytes));
        Ok(Self {
            bytes: length,
            source,
            ..file
        }
        .looked_into())
    }

    /// A stream.
    ///
    /// # Errors
    /// If its name has no known ending.
    pub(crate) fn stream(found: FoundFile) -> Result<Self> {
        Self::described(found)
    }

    /// The same file, which no other program can write.
    pub(crate) fn of_unknown_time(self) -> Self {
        Self {
            modified: None,
            ..self
        }
    }

    /// The same stream, to be read from here.
    pub(crate) fn reading_stream(self, from: Box<dyn Read + Send>) -> Self {
        Self {
            source: Source::stream(from),
            ..self
        }
    }

    /// A member of an archive.
    ///
    /// # Errors
    /// If its name has no known ending.
    pub(crate) fn of_member(container: &Arc<Container>, member: Member) -> Result<Self> {
        let file = Self::described(FoundFile {
            path: container.path().join(&member.name),
            name: Path::new(container.name()).join(&member.name),
        })?;
        Ok(Self {
            source: member.source,
            bytes: member.bytes,
            modified: container.modified(),
            member: Some((Arc::clone(container), member.place)),
            ..file
        }
        .looked_into())
    }

    /// What a file's name tells of it.
    fn described(found: FoundFile) -> Result<Self> {
        let (name, format, compression) = told_by_name(&found)?;
        Ok(Self {
            path: found.path,
            name,
            format,
            layout: Arc::default(),
            fields: Arc::default(),
            compression,
            source: Source::Disk,
            bytes: 0,
            modified: None,
            member: None,
        })
    }

    /// The archive that the file is a member of, and its place among the entries there, from 0;
    /// `None` if it is a file of its own.
    #[must_use]
    pub fn container(&self) -> Option<(&Arc<Container>, u64)> {
        let (container, place) = self.member.as_ref()?;
        Some((container, *place))
    }

    /// Where the file is; for one that is no file, what errors call it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Path under the output folder, with `/` on every system. Decisions name the file like this.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the file, or the archive that it is in, is on the disk; `None` if it is in memory or a
    /// stream.
    #[must_use]
    pub fn path_on_disk(&self) -> Option<&Path> {
        match &self.member {
            Some((container, _)) => container.is_on_disk().then_some(container.path()),
            None => matches!(self.source, Source::Disk).then_some(self.path.as_path()),
        }
    }

    /// How records are laid out in it.
    #[must_use]
    pub fn format(&self) -> FormatId {
        self.format
    }

    /// What its content tells of how its records are laid out.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The same file, whose records are laid out like this.
    #[must_use]
    pub fn laid_out(&self, layout: Layout) -> Self {
        Self {
            layout: Arc::new(layout),
            ..self.clone()
        }
    }

    /// The names of the fields that are looked at in its records.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn shared_fields(&self) -> Arc<Fields> {
        Arc::clone(&self.fields)
    }

    /// How it is compressed.
    #[must_use]
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Its size in bytes, before it is decompressed; 0 for a stream.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// When it was last written; `None` if the system does not tell, or if no other program can
    /// write it.
    #[must_use]
    pub fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    /// Opens the bytes as they are, compressed or not.
    ///
    /// # Errors
    /// If the file cannot be opened, or if it is a stream that was opened before.
    pub fn open_raw(&self, disk: &Disk) -> io::Result<Opened> {
        self.source.open(disk, &self.path)
    }

    /// Opens the file, which is number `number` of its dump, to read it from its beginning.
    ///
    /// # Errors
    /// If it cannot be opened, or is no longer what it was when it was found.
    pub fn open(&self, number: usize, disk: &Disk) -> Result<OpenFile> {
        let opened = self.open_raw(disk).while_reading(&self.path)?;
        if let Some(now) = opened.metadata() {
            self.is_unchanged(now)?;
        }
        let file = OpenFile::new(number, &self.path, self.compression, opened);
        let fields = Arc::clone(&self.fields);
        Ok(file
            .with_layout(Arc::clone(&self.layout))
            .with_reading(Reading::Whole(fields)))
    }

    /// The same file with other names of fields.
    pub(crate) fn with_fields(&self, fields: Arc<Fields>) -> Self {
        Self {
            fields,
            ..self.clone()
        }
    }

    /// Bytes of memory that decompressing it, and compressing it again, takes besides buffers: the
    /// window of its first frame, if it is a file of zstd; the dictionaries, if it is one of xz;
    /// all of it and what is in it, if it is a small file of gzip; several times its largest batch,
    /// if it is one of Arrow; otherwise 0.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn window_bytes(&self, disk: &Disk) -> io::Result<u64> {
        let of_archive = match &self.member {
            Some((container, _)) => container.window(),
            None => 0,
        };
        Ok(of_archive.max(self.own_window_bytes(disk)?))
    }

    /// The same without the archive that it may be in.
    fn own_window_bytes(&self, disk: &Disk) -> io::Result<u64> {
        if let Some(table) = &self.layout.table {
            return Ok(table.memory);
        }
        let bytes_of = match self.compression {
            Compression::Zstd => window_bytes,
            Compression::Xz => xz_bytes,
            Compression::Gzip => return Ok(small_gzip::memory_of(self.bytes).unwrap_or(0)),
            Compression::Plain | Compression::Bzip2 => return Ok(0),
        };
        if self.is_stream() {
            return Ok(0);
        }
        let mut header = Vec::new();
        let most = FRAME_HEADER as u64;
        // Only the first frame is looked at: to find the others the file would have to be read.
        self.open_raw(disk)?.take(most).read_to_end(&mut header)?;
        Ok(bytes_of(&header).unwrap_or(0))
    }

    /// Bytes of memory that a reader of it takes besides buffers and [windows](Self::window_bytes):
    /// the largest pages, if it is a file of Parquet.
    #[must_use]
    pub fn page_bytes(&self) -> u64 {
        self.layout
            .table
            .as_ref()
            .map_or(0, |table| table.pages.held)
    }

    /// Bytes of its largest column, unpacked, if it is a file of Parquet.
    pub(crate) fn largest_column_bytes(&self) -> u64 {
        let table = self.layout.table.as_ref();
        table.map_or(0, |table| table.pages.largest_bytes)
    }

    /// Where a copy takes less to read than the file takes to decompress; `None` if nowhere. zstd
    /// is quick, and so are small files of gzip.
    pub(crate) fn worth_copying(&self) -> Option<WorthCopying> {
        if self.format.is_columnar() || self.is_stream() {
            return None;
        }
        let is_quick = match self.compression {
            Compression::Plain => return None,
            Compression::Gzip => small_gzip::memory_of(self.bytes).is_some(),
            Compression::Bzip2 | Compression::Xz => false,
            Compression::Zstd => true,
        };
        Some(match is_quick {
            true => WorthCopying::InMemory,
            false => WorthCopying::Anywhere(self.bytes),
        })
    }

    /// Whether it can be read from any of its records on: nothing before is needed to know what
    /// follows.
    pub(crate) fn may_begin_at_records(&self) -> bool {
        self.compression == Compression::Plain
            && self.layout.encoding.is_none()
            && self.format.begins_at_records()
            && !self.is_stream()
    }

    /// Whether it is a table that can be read from any of its rows on: it need not be unpacked as a
    /// whole before.
    pub(crate) fn may_begin_at_rows(&self) -> bool {
        self.compression == Compression::Plain && self.format.is_columnar() && !self.is_stream()
    }

    /// Whether it can be read only once.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.source, Source::Stream(_))
    }

    /// The first bytes of the file, decompressed and as UTF-8, about `most` at most, and whether
    /// that is all of it. What cannot be decompressed is not there.
    pub(crate) fn first_bytes(&self, disk: &Disk, most: usize) -> io::Result<(Vec<u8>, bool)> {
        let opened = self.open_raw(disk)?;
        let mut bytes = Vec::new();
        let whole = self.layout.decoded(decoder(self.compression, opened)?);
        let mut reader = whole.take(most as u64);
        let is_whole = match reader.read_to_end(&mut bytes) {
            Ok(got) => got < most,
            Err(e) if e.raw_os_error().is_some() => return Err(e),
            // A decompressor that fails gives no more, however often it is asked.
            Err(_) => true,
        };
        Ok((bytes, is_whole))
    }

    /// The same file, compressed and laid out as its content tells.
    pub(crate) fn looked_into(self) -> Self {
        // In this order: each step reads bytes that the one before has made readable.
        self.unpacked_by_content()
            .decoded_by_content()
            .recognised_by_content()
    }

    /// The same file, compressed as its first bytes tell.
    fn unpacked_by_content(self) -> Self {
        let mut head = Vec::new();
        let most = FRAME_HEADER as u64;
        // A stream can be opened once, and the bytes that are read of it here would be lost.
        if self.is_stream() {
            return self;
        }
        let Ok(opened) = self.open_raw(&Disk::default()) else {
            return self;
        };
        if opened.take(most).read_to_end(&mut head).is_err() {
            return self;
        }
        let compression = self.compression.by_content(&head);
        Self {
            compression,
            ..self
        }
    }

    /// The same file in the encoding that a byte order mark tells.
    fn decoded_by_content(self) -> Self {
        if self.format.is_columnar() || self.is_stream() {
            return self;
        }
        let head = self.first_bytes(&Disk::default(), 2).unwrap_or_default().0;
        match by_mark(&head) {
            Some(encoding) => self.with_encoding(encoding.name()),
            None => self,
        }
    }

    /// The same file in the encoding of this name.
    pub(crate) fn with_encoding(&self, name: &str) -> Self {
        self.laid_out(Layout {
            encoding: Some(name.to_owned()),
            ..Layout::clone(&self.layout)
        })
    }

    /// The same file with the record format that its content tells.
    pub(crate) fn recognised_by_content(self) -> Self {
        if self.format.is_columnar() && !self.is_stream() {
            let Ok(opened) = self.open(0, &Disk::default()) else {
                return self;
            };
            return match self.format.layout(opened) {
                Some(layout) => self.laid_out(layout),
                None => self,
            };
        }
        if !self.format.is_told_by_content() {
            return self;
        }
        let mut most = FIRST_BYTES;
        // A file that cannot be read is told by its name; reading it will say what is wrong.
        while let Ok((bytes, is_whole)) = self.first_bytes(&Disk::default(), most) {
            let is_last = is_whole || most >= MOST_FIRST_BYTES;
            if let Some(found) = self.record_format(&bytes, is_last) {
                return self.with_record_format(found);
            }
            if is_last {
                break;
            }
            // Few steps: each reads and decompresses the file from its beginning again.
            most *= 4;
        }
        self
    }

    /// The record format of the file, which begins like this. If there are no more bytes to be had,
    /// they are all.
    pub(crate) fn record_format(&self, bytes: &[u8], is_whole: bool) -> Option<RecordFormat> {
        Sample { bytes, is_whole }.record_format(&self.name, self.format)
    }

    /// The same file in this format. How it is encoded was found out before and stays.
    pub(crate) fn with_record_format(self, found: RecordFormat) -> Self {
        Self {
            format: found.format,
            layout: Arc::new(Layout {
                encoding: self.layout.encoding.clone(),
                ..found.layout
            }),
            ..self
        }
    }

    /// Opens the file, which is number `number` of its dump, to read its records.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn records(&self, number: usize, disk: &Disk) -> Result<Box<dyn ReadRecords>> {
        self.format.reader(self.open(number, disk)?)
    }

    /// Makes sure that the file is still what it was when it was found: otherwise its records would
    /// be taken for others.
    ///
    /// # Errors
    /// If it was changed.
    pub fn check_unchanged(&self) -> Result<()> {
        match (&self.source, self.path_on_disk()) {
            (Source::Disk | Source::Part(_), Some(path)) => {
                self.is_unchanged(std::fs::metadata(path))
            }
            _ => Ok(()),
        }
    }

    /// Compares what the system says of the file now with what it said when the file was found.
    fn is_unchanged(&self, now: io::Result<Metadata>) -> Result<()> {
        let now = now.while_reading(&self.path)?;
        // A member is unchanged if its archive is.
        let bytes = match &self.member {
            Some((container, _)) => container.bytes(),
            None => self.bytes,
        };
        let has_same_time = match (self.modified, now.modified()) {
            // Without a time, only the length is compared.
            (None, _) => true,
            (Some(then), Ok(now)) => then == now,
            (Some(_), Err(_)) => false,
        };
        match now.len() == bytes && has_same_time {
            true => Ok(()),
            false => Err(Error::changed(&self.path)),
        }
    }
}
