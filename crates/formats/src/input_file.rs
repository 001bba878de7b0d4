//! One input file: what is known about it, and how it is opened.
//!
//! An [`InputFile`] is made in two steps. First, the ending of its name says which format and
//! compression it should have. The name can be wrong, so then its first bytes show how it is
//! compressed, which encoding it has, and how its records are laid out
//! ([`InputFile::recognised`]). If the first bytes cannot be read, the name decides. The error is
//! reported when the records are read.
//!
//! The bytes of the file may be on the disk, in memory, in an archive ([`Container`]), or come from
//! a stream ([`Source`]). A *columnar* file (Parquet, Arrow) is a table that is stored column by
//! column.

use crate::batch::{OpenFile, ReadRecords};
use crate::compression::{Compression, FRAME_HEADER, decoder, window_bytes, xz_bytes};
use crate::containers::{Container, Member};
use crate::copies::WorthCopying;
use crate::discover::{FoundFile, KnownByName, known_by_name};
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

/// How many first bytes of a file are looked at to recognise its layout.
pub(crate) const FIRST_BYTES: usize = 1 << 18;
/// How many are looked at in the last try, if fewer were not enough because the first record is
/// long.
pub(crate) const MOST_FIRST_BYTES: usize = 1 << 24;

/// Length in bytes of the byte order mark of UTF-16.
const UTF_16_MARK: usize = 2;

/// The first bytes of a file, decompressed and converted to UTF-8.
pub(crate) struct FirstBytes {
    pub(crate) bytes: Vec<u8>,
    /// Whether these bytes are all of the file.
    pub(crate) is_whole: bool,
}

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
    /// The archive that holds the file, and the index of the file among its entries.
    member: Option<(Arc<Container>, u64)>,
}

impl InputFile {
    /// A file on the disk.
    ///
    /// # Errors
    /// If the file cannot be read, or its name has no known ending.
    pub(crate) fn on_disk(found: FoundFile) -> Result<Self> {
        let file = Self::by_name(found)?;
        // Opened here, so that a file that cannot be opened is an error before the run begins.
        let opened = File::open(&file.path).while_reading(&file.path)?;
        let metadata = opened.metadata().while_reading(&file.path)?;
        let (bytes, modified) = (metadata.len(), metadata.modified().ok());
        Ok(Self {
            bytes,
            modified,
            ..file
        }
        .recognised())
    }

    /// A table in memory, as if it were an Arrow file.
    ///
    /// # Panics
    /// If the name does not have the ending of an Arrow file.
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

    /// Whether the file is a table in memory. Then [`Self::bytes`] is the size of its columns.
    #[must_use]
    pub fn is_table_in_memory(&self) -> bool {
        matches!(self.source, Source::Table(_))
    }

    /// A file in memory.
    ///
    /// # Errors
    /// If its name has no known ending.
    pub(crate) fn in_memory(found: FoundFile, bytes: Arc<[u8]>) -> Result<Self> {
        let file = Self::by_name(found)?;
        let (length, source) = (bytes.len() as u64, Source::Memory(bytes));
        Ok(Self {
            bytes: length,
            source,
            ..file
        }
        .recognised())
    }

    /// A stream. [`Self::reading_stream`] says later where its bytes come from.
    ///
    /// # Errors
    /// If its name has no known ending.
    pub(crate) fn stream(found: FoundFile) -> Result<Self> {
        Self::by_name(found)
    }

    /// The same file, for which the time of the last change is not known.
    pub(crate) fn of_unknown_time(self) -> Self {
        Self {
            modified: None,
            ..self
        }
    }

    /// The same stream, whose bytes come from `from`.
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
        let file = Self::by_name(FoundFile {
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
        .recognised())
    }

    /// A file with what its name says about it, and nothing else.
    fn by_name(found: FoundFile) -> Result<Self> {
        let KnownByName {
            name,
            format,
            compression,
        } = known_by_name(&found)?;
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

    /// The archive that holds the file, and the index of the file among its entries, from 0. `None`
    /// if the file is in no archive.
    #[must_use]
    pub fn container(&self) -> Option<(&Arc<Container>, u64)> {
        let (container, index) = self.member.as_ref()?;
        Some((container, *index))
    }

    /// The path of the file. If the file is not on the disk, only errors use this path, to name it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the file in the decisions, which say what became of each record. It is the path
    /// of the file under the output folder, with `/` between folders on every system.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path on the disk of the file, or of the archive that it is in. `None` if it is in memory
    /// or a stream.
    #[must_use]
    pub fn path_on_disk(&self) -> Option<&Path> {
        match &self.member {
            Some((container, _)) => container.is_on_disk().then_some(container.path()),
            None => matches!(self.source, Source::Disk).then_some(self.path.as_path()),
        }
    }

    /// The format of the file.
    #[must_use]
    pub fn format(&self) -> FormatId {
        self.format
    }

    /// How the records of the file are laid out, beyond its format.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The same file with another layout.
    #[must_use]
    pub fn laid_out(&self, layout: Layout) -> Self {
        Self {
            layout: Arc::new(layout),
            ..self.clone()
        }
    }

    /// The names of the fields that are read in its records.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn shared_fields(&self) -> Arc<Fields> {
        Arc::clone(&self.fields)
    }

    /// How the file is compressed.
    #[must_use]
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// The size of the file in bytes, before it is decompressed. 0 for a stream.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// When the file, or the archive that it is in, was last written. `None` if the system does not
    /// say, or if no other program can write the file: it is in memory, a stream or a temporary
    /// file.
    #[must_use]
    pub fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    /// Opens the file to read its bytes without decompressing them.
    ///
    /// # Errors
    /// If the file cannot be opened, or if it is a stream that was opened before.
    pub fn open_raw(&self, disk: &Disk) -> io::Result<Opened> {
        self.source.open(disk, &self.path)
    }

    /// Opens the file to read its records from the beginning. `number` is its index in the dump.
    ///
    /// # Errors
    /// If the file cannot be opened, or has changed since it was found.
    pub fn open(&self, number: usize, disk: &Disk) -> Result<OpenFile> {
        let opened = self.open_raw(disk).while_reading(&self.path)?;
        if let Some(now) = opened.metadata() {
            self.compare_with(now)?;
        }
        let file = OpenFile::new(number, &self.path, self.compression, opened);
        let fields = Arc::clone(&self.fields);
        // In a columnar file the fields and all other columns are read.
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

    /// How many bytes of memory are needed, besides buffers, to decompress the file and to compress
    /// it again:
    ///
    /// - zstd: the window of its first frame;
    /// - xz: the dictionaries;
    /// - a small gzip file: the whole file, compressed and decompressed;
    /// - Arrow: several times its largest batch;
    /// - Parquet: several times its largest pages, if they are unusually large;
    /// - any other file: 0.
    ///
    /// If the file is in an archive that needs more than that, the result is what the archive
    /// needs.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn codec_memory_bytes(&self, disk: &Disk) -> io::Result<u64> {
        let bytes_for_archive = match &self.member {
            Some((container, _)) => container.codec_memory_bytes(),
            None => 0,
        };
        Ok(bytes_for_archive.max(self.own_codec_memory_bytes(disk)?))
    }

    /// Like [`Self::codec_memory_bytes`], without the archive that the file may be in.
    fn own_codec_memory_bytes(&self, disk: &Disk) -> io::Result<u64> {
        if let Some(table) = &self.layout.table {
            return Ok(table.memory);
        }
        let bytes_by_header = match self.compression {
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
        // Only the first frame counts: to find the others, the whole file would have to be read.
        self.open_raw(disk)?.take(most).read_to_end(&mut header)?;
        // A damaged header says nothing.
        Ok(bytes_by_header(&header).unwrap_or(0))
    }

    /// How many bytes of memory the unpacked pages of a Parquet file take while it is read: the
    /// largest page and dictionary of each column. They come on top of buffers and
    /// [`Self::codec_memory_bytes`]. 0 for other files.
    #[must_use]
    pub fn page_bytes(&self) -> u64 {
        self.layout
            .table
            .as_ref()
            .map_or(0, |table| table.pages.held)
    }

    /// Size in bytes of the largest column of a Parquet file, unpacked. 0 for other files.
    pub(crate) fn largest_column_bytes(&self) -> u64 {
        let table = self.layout.table.as_ref();
        table.map_or(0, |table| table.pages.largest_bytes)
    }

    /// Where a decompressed copy of the file may be kept. `None` if it saves no time to read a copy
    /// instead of the file. For zstd and small gzip files, which are quickly decompressed, only a
    /// copy in memory saves time.
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

    /// Whether reading can begin at any record of the file, because the bytes before the record are
    /// not needed.
    pub(crate) fn may_begin_at_records(&self) -> bool {
        self.compression == Compression::Plain
            && self.layout.encoding.is_none()
            && self.format.begins_at_records()
            && !self.is_stream()
    }

    /// Whether the file is columnar and reading can begin at any row, because the file is not
    /// compressed as a whole.
    pub(crate) fn may_begin_at_rows(&self) -> bool {
        self.compression == Compression::Plain && self.format.is_columnar() && !self.is_stream()
    }

    /// Whether the file is a stream, which can be read only once.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.source, Source::Stream(_))
    }

    /// The first bytes of the file, decompressed and converted to UTF-8, `most` at most. Bytes that
    /// cannot be decompressed count as missing.
    pub(crate) fn first_bytes(&self, disk: &Disk, most: usize) -> io::Result<FirstBytes> {
        let opened = self.open_raw(disk)?;
        let mut bytes = Vec::new();
        let decoded = self.layout.decoded(decoder(self.compression, opened)?);
        let mut reader = decoded.take(most as u64);
        let is_whole = match reader.read_to_end(&mut bytes) {
            Ok(got) => got < most,
            // The system cannot read the file.
            Err(e) if e.raw_os_error().is_some() => return Err(e),
            // No more bytes will come from a decompressor that has failed.
            Err(_) => true,
        };
        Ok(FirstBytes { bytes, is_whole })
    }

    /// The same file with the compression, the encoding and the record format that its first bytes
    /// show.
    pub(crate) fn recognised(self) -> Self {
        // The order matters: each step reads bytes that the step before has made readable.
        self.with_compression_by_content()
            .with_encoding_by_content()
            .with_record_format_by_content()
    }

    /// The same file with the compression that its first bytes show.
    fn with_compression_by_content(self) -> Self {
        let mut head = Vec::new();
        // So many bytes are enough to recognise any compression.
        let most = FRAME_HEADER as u64;
        // A stream can be opened once, so bytes that are read here would be lost.
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

    /// The same file, in UTF-16 if it begins with a byte order mark of UTF-16.
    fn with_encoding_by_content(self) -> Self {
        if self.format.is_columnar() || self.is_stream() {
            return self;
        }
        let Ok(head) = self.first_bytes(&Disk::default(), UTF_16_MARK) else {
            return self;
        };
        match by_mark(&head.bytes) {
            Some(encoding) => self.with_encoding(encoding.name()),
            None => self,
        }
    }

    /// The same file in the encoding with this name.
    pub(crate) fn with_encoding(&self, name: &str) -> Self {
        self.laid_out(Layout {
            encoding: Some(name.to_owned()),
            ..Layout::clone(&self.layout)
        })
    }

    /// The same file with the record format that its content shows.
    pub(crate) fn with_record_format_by_content(self) -> Self {
        if self.format.is_columnar() && !self.is_stream() {
            let Ok(opened) = self.open(0, &Disk::default()) else {
                return self;
            };
            return match self.format.layout(opened) {
                Some(layout) => self.laid_out(layout),
                None => self,
            };
        }
        if !self.format.content_decides_layout() {
            return self;
        }
        let mut most = FIRST_BYTES;
        // If the file cannot be read, its name decides. The error will be reported when its records
        // are read.
        while let Ok(first) = self.first_bytes(&Disk::default(), most) {
            let is_last_try = first.is_whole || most >= MOST_FIRST_BYTES;
            // In the last try these bytes must be enough, so they count as the whole file.
            if let Some(record_format) = self.record_format(&first.bytes, is_last_try) {
                return self.with_record_format(record_format);
            }
            if is_last_try {
                break;
            }
            // The factor is large, because each step reads and decompresses the file from its
            // beginning again.
            most *= 4;
        }
        self
    }

    /// The record format of the file, by its first bytes. `is_whole` says whether these count as
    /// the whole file. If they do not, `None` means that more bytes are needed.
    pub(crate) fn record_format(&self, bytes: &[u8], is_whole: bool) -> Option<RecordFormat> {
        Sample { bytes, is_whole }.record_format(&self.name, self.format)
    }

    /// The same file with this record format. The encoding was found out before and stays.
    pub(crate) fn with_record_format(self, record_format: RecordFormat) -> Self {
        Self {
            format: record_format.format,
            layout: Arc::new(Layout {
                encoding: self.layout.encoding.clone(),
                ..record_format.layout
            }),
            ..self
        }
    }

    /// A reader of the records of the file. `number` is its index in the dump.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn records(&self, number: usize, disk: &Disk) -> Result<Box<dyn ReadRecords>> {
        self.format.reader(self.open(number, disk)?)
    }

    /// Makes sure that the file has not changed since it was found. Otherwise its records might be
    /// mistaken for other records.
    ///
    /// # Errors
    /// If the file has changed.
    pub fn check_unchanged(&self) -> Result<()> {
        match (&self.source, self.path_on_disk()) {
            (Source::Disk | Source::Part(_), Some(path)) => {
                self.compare_with(std::fs::metadata(path))
            }
            _ => Ok(()),
        }
    }

    /// Fails if the size or the time of the file has changed since the file was found. If the file
    /// is in an archive, those of the archive are compared. `now` is the metadata as it is now.
    fn compare_with(&self, now: io::Result<Metadata>) -> Result<()> {
        let now = now.while_reading(&self.path)?;
        // A member is unchanged if its archive is unchanged.
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
