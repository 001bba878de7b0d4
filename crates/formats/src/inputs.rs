//! The input files of a dump.
//!
//! [`Inputs`] are found once ([`Inputs::discover`]) and then read any number of times. The files
//! must not change meanwhile; this is checked when a file is opened, and again when its end is
//! reached. What a run finds out is kept here for its later passes: the fields of each file, copies
//! of files that take long to decompress, and the positions at which long files can be divided
//! among threads.
//!
//! A *columnar* file (Parquet, Arrow) is a table that is stored column by column. An archive (tar,
//! zip) is not an input file itself; its *members* are.

use crate::batch::{Batch, OpenFile};
use crate::compression::{Compression, sniffed};
use crate::container_kind::ContainerKind;
use crate::containers::{ArchiveFile, Container, OpenError};
use crate::copies::Copies;
use crate::discover::{FoundFile, find, name_of, nothing_found};
use crate::encoding::by_label;
use crate::file_part::FilePart;
use crate::input_file::{FIRST_BYTES, InputFile};
use crate::layout::Layout;
use crate::parts::RecordStarts;
use crate::reading::Reading;
use crate::shared_pages::PageCaches;
use crate::skipped::Skipped;
use crate::source::Source;
use crate::spooled::{STDIN, SpooledInput};
use crate::table::MemoryTable;
use copydesk_store::{Disk, Error, IoContext, MemoryBudget, Result};
use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The name of standard input in the output and in the decisions, which say what became of each
/// record. Its ending says that it holds JSON; its content shows in which layout.
const STDIN_NAME: &str = "stdin.jsonl";

/// The files of a dump, in the order in which they are read: files on a disk, files in memory, or
/// one stream.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    files: Vec<InputFile>,
    skipped: Vec<Skipped>,
    /// The first bytes of a stream. They are kept because a stream can be read only once.
    first_bytes: Arc<[u8]>,
    disk: Disk,
    /// Whether in columnar files only the fields with a [`Role`](crate::Role), such as the text or
    /// the date, are read.
    reads_only_fields: bool,
    /// The temporary file with standard input, which must exist as long as it is read.
    spool: Option<Arc<SpooledInput>>,
    /// Decompressed copies of compressed files. `None` if the dump is read only once.
    copies: Option<Arc<Copies>>,
    /// Where records begin in long files, and which files have faults. `None` if the dump is read
    /// only once.
    starts: Option<Arc<RecordStarts>>,
    /// Unpacked pages of Parquet files. A *page* is a piece of a column, compressed by itself.
    pages: PageCaches,
}

impl Inputs {
    /// Finds the input files. An argument is the path of a file, a folder that is searched with all
    /// folders in it, or a glob. Files inside `output` or inside the output folder of an earlier
    /// run are left out, so that output folders may be inside the input folder. Everything that is
    /// skipped, such as a file of another format inside a folder, is listed in
    /// [`Self::skipped`].
    ///
    /// # Errors
    /// If a path does not exist, a named file has an unknown format, or nothing is found.
    pub fn discover(arguments: &[String], output: Option<&Path>) -> Result<Self> {
        Self::discover_in(arguments, output, &std::env::temp_dir())
    }

    /// Like [`Self::discover`]. Compressed members of archives are unpacked into files without
    /// names in the folder `temp`.
    ///
    /// # Errors
    /// As for [`Self::discover`], and if `temp` cannot be written.
    pub fn discover_in(arguments: &[String], output: Option<&Path>, temp: &Path) -> Result<Self> {
        let discovery = find(arguments, output)?;
        let mut gathered = Gathered::new(temp);
        gathered.skipped = discovery.skipped;
        for found in discovery.found {
            gathered.add_on_disk(found)?;
        }
        gathered.into_inputs(&arguments.join(" "))
    }

    /// These files on the disk, each given as its path and its name in the decisions. If a file is
    /// an archive, all its members are inputs.
    ///
    /// # Errors
    /// If a file cannot be read, or its name has no known ending.
    pub fn listed(files: impl IntoIterator<Item = (PathBuf, String)>) -> Result<Self> {
        let mut gathered = Gathered::new(&std::env::temp_dir());
        let mut names = Vec::new();
        for (path, name) in files {
            names.push(name.clone());
            let name = name.into();
            gathered.add_on_disk(FoundFile { path, name })?;
        }
        gathered.into_inputs(&names.join(" "))
    }

    /// Files in memory, each given as its name and its bytes. The name is the path of the file in
    /// an output folder, with `/` between folders, and its ending says which format and compression
    /// the file has.
    ///
    /// ```
    /// use copydesk_formats::Inputs;
    ///
    /// let ferry = ("a.txt".to_owned(), b"The ferry sank.".to_vec());
    /// let tram = ("b.txt".to_owned(), b"The tram did not.".to_vec());
    /// assert_eq!(Inputs::in_memory([ferry, tram])?.len(), 2);
    /// assert!(Inputs::in_memory([("a.docx".to_owned(), Vec::new())]).is_err());
    /// # Ok::<(), copydesk_store::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a name has no known ending, leads out of the output folder, or occurs twice.
    pub fn in_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self> {
        let mut names = HashSet::new();
        let mut gathered = Gathered::new(&std::env::temp_dir());
        for (name, bytes) in files {
            let path = PathBuf::from(&name);
            for part in path.components() {
                if !matches!(part, Component::Normal(_)) {
                    return Err(Error::usage(format!(
                        "{name}: leads out of the folder; give a relative name"
                    )));
                }
            }
            if !names.insert(path.clone()) {
                return Err(Error::usage(format!(
                    "{name}: comes twice; give every file a name of its own"
                )));
            }
            let found = FoundFile {
                name: path.clone(),
                path,
            };
            gathered.add_in_memory(found, bytes.into())?;
        }
        match names.is_empty() {
            // It is no error to pass no files: they are a dump without records.
            true => Ok(Self::default()),
            false => gathered.into_inputs("the files in memory"),
        }
    }

    /// A table in memory, as if it were an Arrow file. `name` is its name in the decisions.
    ///
    /// # Panics
    /// If the name does not have the ending of an Arrow file.
    #[must_use]
    pub fn table(name: &str, table: MemoryTable) -> Self {
        let file = InputFile::table(name, table);
        Self {
            files: vec![file],
            ..Self::default()
        }
    }

    /// A dump that came through standard input and was copied to a temporary file.
    ///
    /// # Errors
    /// If the temporary file cannot be read, or holds an archive.
    pub fn spooled(spool: SpooledInput) -> Result<Self> {
        let path = spool.path().to_owned();
        let file = InputFile::on_disk(FoundFile {
            path,
            name: STDIN_NAME.into(),
        })?;
        let head = file
            .first_bytes(&Disk::default(), FIRST_BYTES)
            .while_reading(Path::new(STDIN))?;
        ContainerKind::refuse_in_stream(&head.bytes, STDIN)?;
        // The time at which the temporary file was written says nothing about the dump.
        Ok(Self {
            files: vec![file.of_unknown_time()],
            spool: Some(Arc::new(spool)),
            ..Self::default()
        })
    }

    /// A dump that is one stream, and so can be read only once. If its first bytes show that it is
    /// compressed, it is decompressed.
    ///
    /// # Errors
    /// If the first bytes cannot be read, or are those of an archive.
    pub fn stream(from: impl Read + Send + 'static) -> Result<Self> {
        let mut from = sniffed(from).while_reading(Path::new(STDIN))?;
        let mut first_bytes = Vec::new();
        let read = (&mut from)
            .take(FIRST_BYTES as u64)
            .read_to_end(&mut first_bytes);
        let is_whole = match read {
            Ok(got) => got < FIRST_BYTES,
            Err(e) if e.raw_os_error().is_some() => return Err(Error::input(Path::new(STDIN), e)),
            // The reader of the records gets the same error after these bytes, and reports it.
            Err(_) => false,
        };
        ContainerKind::refuse_in_stream(&first_bytes, STDIN)?;
        let file = InputFile::stream(FoundFile {
            path: STDIN.into(),
            name: STDIN_NAME.into(),
        })?;
        let file = match file.record_format(&first_bytes, is_whole) {
            Some(record_format) => file.with_record_format(record_format),
            None => file,
        };
        let first_bytes: Arc<[u8]> = first_bytes.into();
        let whole = io::Cursor::new(Arc::clone(&first_bytes)).chain(from);
        Ok(Self {
            files: vec![file.reading_stream(Box::new(whole))],
            first_bytes,
            ..Self::default()
        })
    }

    /// The same files, read through `disk`. Tests pass a disk whose operations fail.
    #[must_use]
    pub fn through(self, disk: Disk) -> Self {
        Self { disk, ..self }
    }

    /// The files, in the order in which they are read.
    #[must_use]
    pub fn files(&self) -> &[InputFile] {
        &self.files
    }

    /// The same dump, in which each file that is not columnar and has no byte order mark has the
    /// encoding with this label. It may be any label that browsers know.
    ///
    /// # Errors
    /// If there is no such encoding, or if files in it cannot be written back.
    pub fn in_encoding(&self, label: &str) -> Result<Self> {
        let Some(encoding) = by_label(label).map_err(Error::usage)? else {
            return Ok(self.clone());
        };
        let mut inputs = self.clone();
        for file in &mut inputs.files {
            let is_encoding_known = file.format().is_columnar() || file.layout().encoding.is_some();
            if !is_encoding_known && !file.is_stream() {
                // The layout of the records must be recognised again: the first bytes could not be
                // read as text before the encoding was known.
                *file = file
                    .with_encoding(encoding.name())
                    .with_record_format_by_content();
            }
        }
        Ok(inputs)
    }

    /// The same dump, in which the first row of a table in plain text is a record and not a header.
    /// The columns are named by their numbers, from 1.
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
        let mut inputs = self.clone();
        for file in &mut inputs.files {
            if let Some(dialect) = file.layout().dialect {
                *file = file.laid_out(Layout {
                    dialect: Some(dialect.with_columns(dialect.columns(), false)),
                    ..Layout::clone(file.layout())
                });
            }
        }
        inputs
    }

    /// The same dump, for a pass that needs only the fields with a [`Role`](crate::Role). Of
    /// columnar files nothing else is read, so their records cannot be written.
    #[must_use]
    pub fn reading_only_fields(&self) -> Self {
        Self {
            reads_only_fields: true,
            ..self.clone()
        }
    }

    /// The same dump, prepared for several passes. The first pass [adds](Self::note_batch) what it
    /// reads to decompressed copies of the compressed files, and later passes read the copies.
    ///
    /// At most `most_memory` bytes of copies are held in memory. Further copies, of files that take
    /// long to decompress, are in a temporary file of about `most_disk` bytes at most. The
    /// temporary file is removed when the last clone of the dump is dropped.
    #[must_use]
    pub fn with_copies(&self, budget: &MemoryBudget, most_memory: usize, most_disk: u64) -> Self {
        let worth: Vec<_> = self.files.iter().map(InputFile::worth_copying).collect();
        let copies = Copies::new(&worth, most_memory, most_disk, budget);
        Self {
            copies: Some(Arc::new(copies)),
            starts: Some(Arc::default()),
            ..self.clone()
        }
    }

    /// The same dump, prepared for several passes over Parquet files: pages of the largest column
    /// are unpacked once and kept in memory, `most_bytes` bytes of them at most.
    #[must_use]
    pub fn keeping_pages(&self, most_bytes: usize) -> Self {
        Self {
            pages: self.pages.keeping(most_bytes),
            ..self.clone()
        }
    }

    /// Size in bytes of all pages that [`Self::keeping_pages`] would keep without a limit.
    #[must_use]
    pub fn bytes_of_pages(&self) -> u64 {
        let bytes = self.files.iter().map(InputFile::largest_column_bytes);
        bytes.fold(0, u64::saturating_add)
    }

    /// About how many bytes of temporary files the copies will take at most.
    #[must_use]
    pub fn bytes_of_copies(&self) -> u64 {
        match &self.copies {
            Some(copies) => copies.expected_bytes(),
            None => 0,
        }
    }

    /// Adds the bytes of a batch to the copies of its files, and notes where its first record
    /// begins and which files have faults. The batches of a pass may be passed here by any thread
    /// and in any order.
    pub fn note_batch(&self, batch: &Batch) {
        if let Some(copies) = &self.copies {
            batch.add_to_copies(copies);
        }
        let Some(starts) = &self.starts else {
            return;
        };
        if let Some(first) = batch.records.first()
            && self.files[first.file].may_begin_at_records()
        {
            starts.note(first, &batch.bytes);
        }
        for record in batch.records.iter().filter(|record| record.fault.is_some()) {
            starts.note_broken(record.file);
        }
    }

    /// Ends the first pass, after every batch of all files was given to [`Self::note_batch`]. From
    /// now on the copies are complete and can be read.
    pub fn end_pass(&self) {
        if let Some(copies) = &self.copies {
            copies.end_pass();
        }
        if let Some(starts) = &self.starts {
            starts.end_pass();
        }
    }

    /// The parts into which the file with this index is divided for several threads, in order.
    /// Empty if it is not divided.
    #[must_use]
    pub fn parts_of(&self, file: usize) -> Vec<FilePart> {
        let Some(starts) = &self.starts else {
            return Vec::new();
        };
        match &self.files[file].layout().table {
            // A damaged table is not divided: only a reader that begins at the first row knows
            // where the readable rows end.
            Some(table) if self.files[file].may_begin_at_rows() => match starts.is_sound(file) {
                true => table.pages.parts.of_file(file),
                false => Vec::new(),
            },
            _ => starts.parts_of(file),
        }
    }

    /// Opens the file with the index `number`, to read its records in batches of about
    /// `batch_bytes` bytes.
    ///
    /// # Errors
    /// If the file cannot be opened, or has changed since it was found.
    pub(crate) fn open(&self, number: usize, batch_bytes: usize) -> Result<OpenFile> {
        let file = &self.files[number];
        let opened = file.open(number, &self.disk)?;
        let copy = match &self.copies {
            Some(copies) => copies.of(number),
            None => None,
        };
        let opened = opened.in_batches_of(batch_bytes).with_copy(copy);
        let opened = opened.sharing_pages(self.pages.clone());
        Ok(match self.reads_only_fields {
            true => opened.with_reading(Reading::Fields(file.shared_fields())),
            false => opened,
        })
    }

    /// The same dump with other files, and another list of what is skipped.
    #[must_use]
    pub fn with_files(&self, files: Vec<InputFile>, skipped: Vec<Skipped>) -> Self {
        Self {
            files,
            skipped,
            // Each of these has data by the index of a file. Another file may have that index now.
            copies: None,
            starts: None,
            pages: PageCaches::default(),
            ..self.clone()
        }
    }

    /// The files and folders among the inputs that are not read, in the order in which they were
    /// found.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Whether the dump came through standard input and is in a temporary file.
    #[must_use]
    pub fn is_spooled(&self) -> bool {
        self.spool.is_some()
    }

    /// The first bytes of the dump, if it is a stream; otherwise nothing.
    pub(crate) fn stream_bytes(&self) -> &Arc<[u8]> {
        &self.first_bytes
    }

    /// The disk through which the files are read.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether the dump has no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Size in bytes of all files together, before they are decompressed.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(InputFile::bytes).sum()
    }
}

/// The files of a dump while they are being collected.
struct Gathered {
    /// Folder for unpacked members of archives.
    temp: PathBuf,
    files: Vec<InputFile>,
    skipped: Vec<Skipped>,
}

impl Gathered {
    fn new(temp: &Path) -> Self {
        Self {
            temp: temp.to_owned(),
            files: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Adds a file on the disk. If it is an archive, its members are added.
    fn add_on_disk(&mut self, found: FoundFile) -> Result<()> {
        // Only if the content does not show an archive, the name decides.
        let kind = match ContainerKind::of_file(&found.path) {
            None => ContainerKind::by_name(&found.name.to_string_lossy()),
            by_content => by_content,
        };
        let Some(kind) = kind else {
            self.files.push(InputFile::on_disk(found)?);
            return Ok(());
        };
        let metadata = found.path.metadata().while_reading(&found.path)?;
        let size_and_time = (metadata.len(), metadata.modified().ok());
        self.add_members(&found, kind, Source::Disk, size_and_time)
    }

    /// Adds a file in memory. If it is an archive, its members are added.
    fn add_in_memory(&mut self, found: FoundFile, bytes: Arc<[u8]>) -> Result<()> {
        let kind = match ContainerKind::by_first_bytes(&bytes) {
            None => ContainerKind::by_name(&found.name.to_string_lossy()),
            by_content => by_content,
        };
        let Some(kind) = kind else {
            self.files.push(InputFile::in_memory(found, bytes)?);
            return Ok(());
        };
        let size_and_time = (bytes.len() as u64, None);
        self.add_members(&found, kind, Source::Memory(bytes), size_and_time)
    }

    /// Adds the members of an archive that are input files. An archive that cannot be read is
    /// listed as skipped.
    fn add_members(
        &mut self,
        found: &FoundFile,
        (kind, compression): (ContainerKind, Compression),
        source: Source,
        (bytes, modified): (u64, Option<SystemTime>),
    ) -> Result<()> {
        let name = name_of(found)?;
        let path = &found.path;
        let archive = ArchiveFile {
            path,
            name: &name,
            kind,
            compression,
            source,
            bytes,
            modified,
        };
        match Container::open(&archive, &Disk::default(), &self.temp) {
            Ok(opened) => {
                self.skipped.extend(opened.skipped);
                for member in opened.members {
                    self.files
                        .push(InputFile::of_member(&opened.container, member)?);
                }
                Ok(())
            }
            Err(OpenError::System(error)) => Err(error),
            // The other inputs are cleaned even if one archive cannot be read.
            Err(OpenError::Content(reason)) => {
                self.skipped.push(Skipped::missed(name, reason));
                Ok(())
            }
        }
    }

    /// The dump of the files that were collected. If there are none, this is an error, which names
    /// `arguments`.
    fn into_inputs(self, arguments: &str) -> Result<Inputs> {
        if self.files.is_empty() {
            return Err(nothing_found(arguments, "no", &self.skipped));
        }
        let (files, skipped) = (self.files, self.skipped);
        Ok(Inputs {
            files,
            skipped,
            ..Inputs::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_memory_must_stay_in_the_folder_have_a_known_ending_and_be_unique() {
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
