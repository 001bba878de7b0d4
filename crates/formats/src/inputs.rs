//! The input files of a dump.

use crate::batch::{OpenFile, ReadRecords};
use crate::compression::{Compression, FRAME_HEADER, decoder, sniffed, window_bytes, xz_bytes};
use crate::discover::{Found, find, told_by_name};
use crate::encoding::{by_label, by_mark};
use crate::fields::Fields;
use crate::formats::FormatId;
use crate::layout::Layout;
use crate::reading::Reading;
use crate::shape::{Sample, Shape};
use crate::skipped::Skipped;
use crate::source::{Opened, Source};
use crate::table::MemoryTable;
use copydesk_store::{Disk, Error, Result};
use std::collections::HashSet;
use std::fs::{File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use tempfile::NamedTempFile;

/// What standard input is called in the output and in the decisions; its ending says what it holds.
const STDIN_NAME: &str = "stdin.jsonl";
/// What standard input is called in errors.
const STDIN: &str = "standard input";

/// Bytes of a file that are looked at to tell what it holds, and the most if these are not enough.
pub(crate) const FIRST_BYTES: usize = 1 << 18;
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
}

impl InputFile {
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

    /// Where the file is on the disk; `None` if it is in memory or a stream.
    #[must_use]
    pub fn path_on_disk(&self) -> Option<&Path> {
        matches!(self.source, Source::Disk).then_some(self.path.as_path())
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
        let opened = self
            .open_raw(disk)
            .map_err(|e| Error::input(&self.path, e))?;
        opened
            .metadata()
            .map_or(Ok(()), |now| self.is_unchanged(now))?;
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

    /// Bytes of memory that decompressing it, and compressing it again, takes besides buffers: the window of its
    /// first frame, if it is a file of zstd; the dictionaries, if it is one of xz; several times its largest batch,
    /// if it is one of Arrow; otherwise 0.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn window_bytes(&self, disk: &Disk) -> io::Result<u64> {
        if let Some(table) = &self.layout.table {
            return Ok(table.memory);
        }
        let bytes_of = match self.compression {
            Compression::Zstd => window_bytes,
            Compression::Xz => xz_bytes,
            Compression::Plain | Compression::Gzip | Compression::Bzip2 => return Ok(0),
        };
        if self.is_stream() {
            return Ok(0);
        }
        let mut header = Vec::new();
        let most = FRAME_HEADER as u64;
        self.open_raw(disk)?.take(most).read_to_end(&mut header)?;
        Ok(bytes_of(&header).unwrap_or(0))
    }

    /// Whether it is a table in memory, whose size is that of its columns.
    #[must_use]
    pub fn is_table_in_memory(&self) -> bool {
        matches!(self.source, Source::Table(_))
    }

    /// Whether it can be read only once.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self.source, Source::Stream(_))
    }

    /// The first bytes of the file, decompressed and as UTF-8, about `most` at most, and whether that is all of it. What
    /// cannot be decompressed is not there.
    pub(crate) fn first_bytes(&self, disk: &Disk, most: usize) -> io::Result<(Vec<u8>, bool)> {
        let opened = self.open_raw(disk)?;
        let mut bytes = Vec::new();
        let whole = self.layout.decoded(decoder(self.compression, opened)?);
        let mut reader = whole.take(most as u64);
        let is_whole = match reader.read_to_end(&mut bytes) {
            Ok(got) => got < most,
            Err(e) if e.raw_os_error().is_some() => return Err(e),
            Err(_) => true,
        };
        Ok((bytes, is_whole))
    }

    /// The same file, compressed and laid out as its content tells.
    fn looked_into(self) -> Self {
        self.unpacked_by_content()
            .decoded_by_content()
            .shaped_by_content()
    }

    /// The same file, compressed as its first bytes tell.
    fn unpacked_by_content(self) -> Self {
        let mut head = Vec::new();
        let most = FRAME_HEADER as u64;
        let read = self
            .open_raw(&Disk::default())
            .and_then(|opened| opened.take(most).read_to_end(&mut head));
        // Reading a file that cannot be read will say what is wrong.
        if read.is_err() || self.is_stream() {
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

    fn with_encoding(&self, name: &str) -> Self {
        self.laid_out(Layout {
            encoding: Some(name.to_owned()),
            ..Layout::clone(&self.layout)
        })
    }

    /// The same file with the shape that its content tells.
    fn shaped_by_content(self) -> Self {
        if self.format.is_columnar() && !self.is_stream() {
            let opened = self.open(0, &Disk::default());
            let layout = opened.ok().and_then(|file| self.format.layout(file));
            return match layout {
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
            if let Some(shape) = self.shape(&bytes, is_last) {
                return self.with_shape(shape);
            }
            if is_last {
                break;
            }
            most *= 4;
        }
        self
    }

    /// The shape of the file, which begins like this. If there are no more bytes to be had, they are all.
    fn shape(&self, bytes: &[u8], is_whole: bool) -> Option<Shape> {
        Sample { bytes, is_whole }.shape(&self.name, self.format)
    }

    fn with_shape(self, shape: Shape) -> Self {
        Self {
            format: shape.format,
            layout: Arc::new(Layout {
                encoding: self.layout.encoding.clone(),
                ..shape.layout
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
        match self.source {
            Source::Disk => self.is_unchanged(std::fs::metadata(&self.path)),
            Source::Memory(_) | Source::Table(_) | Source::Stream(_) => Ok(()),
        }
    }

    fn is_unchanged(&self, now: io::Result<Metadata>) -> Result<()> {
        let now = now.map_err(|e| Error::input(&self.path, e))?;
        if now.len() == self.bytes
            && self
                .modified
                .is_none_or(|then| now.modified().is_ok_and(|modified| modified == then))
        {
            return Ok(());
        }
        Err(Error::changed(&self.path))
    }
}

/// The files of a dump, in the order in which they are read: on a disk, in memory, or one stream.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    files: Vec<InputFile>,
    skipped: Vec<Skipped>,
    /// The first bytes of a stream, which can be read only once.
    first_bytes: Arc<[u8]>,
    disk: Disk,
    /// Whether only the fields that are looked at are read of records that are no bytes.
    is_by_fields: bool,
    /// Keeps a spooled standard input alive while it is read.
    spool: Option<Arc<Spool>>,
}

impl Inputs {
    /// Finds the input files that paths, folders (searched recursively) and globs name. Files
    /// inside `output` or inside the output folder of an earlier run are left out, so that output
    /// folders may be inside the input folder. What is passed over, also a file of another format
    /// inside a folder, is listed in [`Self::skipped`].
    ///
    /// # Errors
    /// If a path does not exist, a named file has an unknown format, or nothing is found.
    pub fn discover(arguments: &[String], output: Option<&Path>) -> Result<Self> {
        let all = find(arguments, output)?;
        let files: Result<Vec<InputFile>> = all.found.into_iter().map(on_disk).collect();
        Ok(Self {
            files: files?,
            skipped: all.skipped,
            ..Self::default()
        })
    }

    /// These files on the disk, each with its path and the name that decisions know it by.
    ///
    /// # Errors
    /// If a file cannot be read, or its name has no known ending.
    pub fn listed(files: impl IntoIterator<Item = (PathBuf, String)>) -> Result<Self> {
        let named = |(path, name): (PathBuf, String)| {
            let name = name.into();
            on_disk(Found { path, name })
        };
        let files: Result<Vec<InputFile>> = files.into_iter().map(named).collect();
        Ok(Self {
            files: files?,
            ..Self::default()
        })
    }

    /// Files in memory, each with its name, whose ending tells its format and compression. The name
    /// is the file's path in an output folder, with `/` between folders.
    ///
    /// ```
    /// use copydesk_formats::Inputs;
    ///
    /// let texts = [("a.txt".to_owned(), b"The ferry sank.".to_vec()), ("b.txt".to_owned(), b"It
    /// did not.".to_vec())]; assert_eq!(Inputs::in_memory(texts)?.len(), 2);
    /// assert!(Inputs::in_memory([("a.docx".to_owned(), Vec::new())]).is_err());
    /// # Ok::<(), copydesk_store::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a name has no known ending, leads out of a folder, or comes twice.
    pub fn in_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self> {
        let mut names = HashSet::new();
        let mut out = Vec::new();
        for (name, bytes) in files {
            let path = PathBuf::from(&name);
            if !path
                .components()
                .all(|part| matches!(part, Component::Normal(_)))
            {
                return Err(Error::usage(format!(
                    "{name}: leads out of the folder; give a relative name"
                )));
            }
            let found = Found {
                name: path.clone(),
                path,
            };
            let file = InputFile {
                bytes: bytes.len() as u64,
                source: Source::Memory(bytes.into()),
                ..describe(found)?
            };
            if !names.insert(file.name.clone()) {
                return Err(Error::usage(format!(
                    "{name}: comes twice; give every file a name of its own"
                )));
            }
            out.push(file.looked_into());
        }
        Ok(Self {
            files: out,
            ..Self::default()
        })
    }

    /// A table in memory, which decisions know by this name; it is laid out as an Arrow file is.
    ///
    /// # Panics
    /// If the name does not end as that of an Arrow file does.
    #[must_use]
    pub fn table(name: &str, table: MemoryTable) -> Self {
        let ending = name.rsplit('.').next().unwrap_or_default();
        let format = FormatId::by_ending(ending).filter(|format| format.name() == "arrow");
        let file = InputFile {
            path: name.into(),
            name: name.to_owned(),
            format: format.expect("a table in memory is named like an Arrow file"),
            layout: Arc::new(Layout {
                table: Some(table.layout()),
                ..Layout::default()
            }),
            fields: Arc::default(),
            compression: Compression::Plain,
            bytes: table.bytes(),
            source: Source::Table(table),
            modified: None,
        };
        Self {
            files: vec![file],
            ..Self::default()
        }
    }

    /// A dump that came through standard input and was put into a temporary file.
    ///
    /// # Errors
    /// If the temporary file's size cannot be read.
    pub fn spooled(spool: Spool) -> Result<Self> {
        let path = spool.file.path().to_owned();
        let bytes = path.metadata().map_err(|e| Error::input(&path, e))?.len();
        let file = InputFile {
            bytes,
            ..describe(Found {
                path,
                name: STDIN_NAME.into(),
            })?
        };
        Ok(Self {
            files: vec![file.looked_into()],
            spool: Some(Arc::new(spool)),
            ..Self::default()
        })
    }

    /// A dump of one stream, which can be read only once; it is decompressed by its first bytes.
    ///
    /// # Errors
    /// If the first bytes cannot be read.
    pub fn stream(from: impl Read + Send + 'static) -> Result<Self> {
        let unread = |e| Error::input(Path::new(STDIN), e);
        let mut from = sniffed(from).map_err(unread)?;
        let mut first_bytes = Vec::new();
        let read = (&mut from)
            .take(FIRST_BYTES as u64)
            .read_to_end(&mut first_bytes);
        let is_whole = match read {
            Ok(got) => got < FIRST_BYTES,
            Err(e) if e.raw_os_error().is_some() => return Err(unread(e)),
            // Whoever reads it on will see the same.
            Err(_) => false,
        };
        let file = describe(Found {
            path: STDIN.into(),
            name: STDIN_NAME.into(),
        })?;
        let shape = file.shape(&first_bytes, is_whole);
        let file = match shape {
            Some(shape) => file.with_shape(shape),
            None => file,
        };
        let first_bytes: Arc<[u8]> = first_bytes.into();
        let whole = io::Cursor::new(Arc::clone(&first_bytes)).chain(from);
        Ok(Self {
            files: vec![InputFile {
                source: Source::stream(Box::new(whole)),
                ..file
            }],
            first_bytes,
            ..Self::default()
        })
    }

    /// The same files, read through this disk.
    #[must_use]
    pub fn through(self, disk: Disk) -> Self {
        Self { disk, ..self }
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &[InputFile] {
        &self.files
    }

    /// The same dump, of which all text files without a byte order mark are in this encoding. It is named by one of
    /// the labels that browsers know.
    ///
    /// # Errors
    /// If there is no such encoding, or files in it cannot be written back.
    pub fn in_encoding(&self, label: &str) -> Result<Self> {
        let Some(encoding) = by_label(label).map_err(Error::usage)? else {
            return Ok(self.clone());
        };
        let in_it = |file: &InputFile| {
            let is_known = file.format.is_columnar() || file.layout.encoding.is_some();
            match is_known || file.is_stream() {
                true => file.clone(),
                false => file.with_encoding(encoding.name()).shaped_by_content(),
            }
        };
        Ok(Self {
            files: self.files.iter().map(in_it).collect(),
            ..self.clone()
        })
    }

    /// The same dump, in whose tables the first row is one like the others: columns are named by their numbers,
    /// from 1.
    ///
    /// ```
    /// use copydesk_formats::Inputs;
    ///
    /// let table = b"ferry,The ferry sank.\ntram,The tram did not.\n".to_vec();
    /// let inputs = Inputs::in_memory([("table.csv".to_owned(), table)])?.without_headers();
    /// let dialect = inputs.files()[0].layout().dialect.as_ref();
    /// assert!(dialect.is_some_and(|dialect| !dialect.has_header()));
    /// # Ok::<(), copydesk_store::Error>(())
    /// ```
    #[must_use]
    pub fn without_headers(&self) -> Self {
        let without = |file: &InputFile| match file.layout.dialect {
            Some(dialect) => file.laid_out(Layout {
                dialect: Some(dialect.with_columns(dialect.columns(), false)),
                ..Layout::clone(&file.layout)
            }),
            None => file.clone(),
        };
        Self {
            files: self.files.iter().map(without).collect(),
            ..self.clone()
        }
    }

    /// The same dump, of whose records no more is read than the fields that are looked at, where that takes less
    /// work. Such records cannot be written.
    #[must_use]
    pub fn by_fields(&self) -> Self {
        Self {
            is_by_fields: true,
            ..self.clone()
        }
    }

    /// Opens the file with this number to read its records.
    ///
    /// # Errors
    /// If it cannot be opened, or is no longer what it was when it was found.
    pub(crate) fn open(&self, number: usize) -> Result<OpenFile> {
        let file = &self.files[number];
        let opened = file.open(number, &self.disk)?;
        Ok(match self.is_by_fields {
            true => opened.with_reading(Reading::Fields(Arc::clone(&file.fields))),
            false => opened,
        })
    }

    /// The same dump with other files: those that are read, and those that are not.
    #[must_use]
    pub fn with_files(&self, files: Vec<InputFile>, skipped: Vec<Skipped>) -> Self {
        Self {
            files,
            skipped,
            ..self.clone()
        }
    }

    /// What was found among the inputs and is not read, in the order in which it was found.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Whether the dump came through standard input and is in a temporary file.
    #[must_use]
    pub fn is_spooled(&self) -> bool {
        self.spool.is_some()
    }

    /// The first bytes of a stream.
    pub(crate) fn stream_bytes(&self) -> &Arc<[u8]> {
        &self.first_bytes
    }

    /// The disk that the files are read through.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Size of all files, in bytes, before they are decompressed.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Standard input in a temporary file, removed when dropped.
#[derive(Debug)]
pub struct Spool {
    file: NamedTempFile,
}

impl Spool {
    /// Reads `from` to its end into a temporary file, decompressing it if its first bytes tell how.
    ///
    /// # Errors
    /// If reading fails or the temporary folder cannot be written.
    pub fn fill(from: impl Read + Send + 'static) -> Result<Self> {
        Self::fill_in(&std::env::temp_dir(), from)
    }

    /// The same in this folder.
    ///
    /// # Errors
    /// If reading fails or the folder cannot be written.
    pub fn fill_in(folder: &Path, from: impl Read + Send + 'static) -> Result<Self> {
        let mut file = NamedTempFile::new_in(folder).map_err(|e| Error::output(folder, e))?;
        let mut reader = sniffed(from).map_err(|e| Error::input(Path::new(STDIN), e))?;
        let mut bytes = vec![0; 1 << 18];
        loop {
            let got = match reader.read(&mut bytes) {
                Ok(0) => return Ok(Self { file }),
                Ok(got) => got,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(Error::input(Path::new(STDIN), e)),
            };
            let written = file.write_all(&bytes[..got]);
            written.map_err(|e| Error::output(folder, e))?;
        }
    }
}

/// A file as it is on the disk now.
fn on_disk(found: Found) -> Result<InputFile> {
    let file = describe(found)?;
    let about = File::open(&file.path)
        .and_then(|f| f.metadata())
        .map_err(|e| Error::input(&file.path, e))?;
    Ok(InputFile {
        bytes: about.len(),
        modified: about.modified().ok(),
        ..file
    }
    .looked_into())
}

/// What a file's name tells of it.
fn describe(found: Found) -> Result<InputFile> {
    let (name, format, compression) = told_by_name(&found)?;
    let source = Source::Disk;
    Ok(InputFile {
        path: found.path,
        name,
        format,
        layout: Arc::default(),
        fields: Arc::default(),
        compression,
        source,
        bytes: 0,
        modified: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_memory_stay_in_their_folder_and_differ() {
        for name in [
            "../a.txt",
            "/a.txt",
            "__copydesk/a.txt",
            "_copydesk/a.txt",
            "a",
        ] {
            assert!(
                Inputs::in_memory([(name.to_owned(), Vec::new())]).is_err(),
                "{name}"
            );
        }
        assert!(
            Inputs::in_memory([
                ("a.txt".to_owned(), Vec::new()),
                ("a.txt".to_owned(), Vec::new())
            ])
            .is_err()
        );
    }
}
