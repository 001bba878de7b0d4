//! The input files of a dump.
//!
//! [`Inputs`] are found once ([`Inputs::discover`]) and then read any number of times: the files
//! must not change meanwhile, which is checked whenever one is opened and again when it was read to
//! its end. What a run finds out on the way is kept here for its later passes: the fields of each
//! file, copies of files that take long to decompress, places at which long files can be divided
//! among threads.

use crate::batch::{Batch, OpenFile};
use crate::compression::{Compression, sniffed};
use crate::container_kind::ContainerKind;
use crate::containers::{Container, Trouble, Whole};
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

/// What standard input is called in the output and in the decisions; its ending says what it holds.
const STDIN_NAME: &str = "stdin.jsonl";

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
    spool: Option<Arc<SpooledInput>>,
    /// Copies of compressed files.
    copies: Option<Arc<Copies>>,
    /// Where records begin in long files, if they are read more than once.
    starts: Option<Arc<RecordStarts>>,
    /// Unpacked pages of tables.
    pages: PageCaches,
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
        Self::discover_in(arguments, output, &std::env::temp_dir())
    }

    /// The same; what is compressed in archives is unpacked into a file without a name in `temp`.
    ///
    /// # Errors
    /// As for [`Self::discover`], and if `temp` cannot be written.
    pub fn discover_in(arguments: &[String], output: Option<&Path>, temp: &Path) -> Result<Self> {
        let all = find(arguments, output)?;
        let mut gathered = Gathered::new(temp);
        gathered.skipped = all.skipped;
        for found in all.found {
            gathered.add_on_disk(found)?;
        }
        gathered.into_inputs(&arguments.join(" "))
    }

    /// These files on the disk, each with its path and the name that decisions know it by. Of an
    /// archive, all members are inputs.
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

    /// Files in memory, each with its name, whose ending tells its format and compression. The name
    /// is the file's path in an output folder, with `/` between folders.
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
    /// If a name has no known ending, leads out of a folder, or comes twice.
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
            // No files at all are a dump without records, and no error.
            true => Ok(Self::default()),
            false => gathered.into_inputs("the files in memory"),
        }
    }

    /// A table in memory, which decisions know by this name; it is laid out as an Arrow file is.
    ///
    /// # Panics
    /// If the name does not end as that of an Arrow file does.
    #[must_use]
    pub fn table(name: &str, table: MemoryTable) -> Self {
        let file = InputFile::table(name, table);
        Self {
            files: vec![file],
            ..Self::default()
        }
    }

    /// A dump that came through standard input and was put into a temporary file.
    ///
    /// # Errors
    /// If the temporary file's size cannot be read.
    pub fn spooled(spool: SpooledInput) -> Result<Self> {
        let path = spool.path().to_owned();
        let file = InputFile::on_disk(FoundFile {
            path,
            name: STDIN_NAME.into(),
        })?;
        let head = file
            .first_bytes(&Disk::default(), FIRST_BYTES)
            .while_reading(Path::new(STDIN))?
            .0;
        ContainerKind::refuse_in_stream(&head, STDIN)?;
        // The time at which the temporary file was written says nothing about the dump.
        Ok(Self {
            files: vec![file.of_unknown_time()],
            spool: Some(Arc::new(spool)),
            ..Self::default()
        })
    }

    /// A dump of one stream, which can be read only once; it is decompressed by its first bytes.
    ///
    /// # Errors
    /// If the first bytes cannot be read.
    pub fn stream(from: impl Read + Send + 'static) -> Result<Self> {
        let mut from = sniffed(from).while_reading(Path::new(STDIN))?;
        let mut first_bytes = Vec::new();
        let read = (&mut from)
            .take(FIRST_BYTES as u64)
            .read_to_end(&mut first_bytes);
        let is_whole = match read {
            Ok(got) => got < FIRST_BYTES,
            Err(e) if e.raw_os_error().is_some() => return Err(Error::input(Path::new(STDIN), e)),
            // Whoever reads the stream meets the same error after these bytes, and reports it.
            Err(_) => false,
        };
        ContainerKind::refuse_in_stream(&first_bytes, STDIN)?;
        let file = InputFile::stream(FoundFile {
            path: STDIN.into(),
            name: STDIN_NAME.into(),
        })?;
        let found = file.record_format(&first_bytes, is_whole);
        let file = match found {
            Some(found) => file.with_record_format(found),
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

    /// The same dump, of which all text files without a byte order mark are in this encoding. It is
    /// named by one of the labels that browsers know.
    ///
    /// # Errors
    /// If there is no such encoding, or files in it cannot be written back.
    pub fn in_encoding(&self, label: &str) -> Result<Self> {
        let Some(encoding) = by_label(label).map_err(Error::usage)? else {
            return Ok(self.clone());
        };
        let mut inputs = self.clone();
        for file in &mut inputs.files {
            let is_known = file.format().is_columnar() || file.layout().encoding.is_some();
            if !is_known && !file.is_stream() {
                // Before its encoding was known, its first bytes did not show how its records are
                // laid out.
                *file = file.with_encoding(encoding.name()).recognised_by_content();
            }
        }
        Ok(inputs)
    }

    /// The same dump, in whose tables the first row is one like the others: columns are named by
    /// their numbers, from 1.
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

    /// The same dump, of whose records no more is read than the fields that are looked at, where
    /// that takes less work. Such records cannot be written.
    #[must_use]
    pub fn by_fields(&self) -> Self {
        Self {
            is_by_fields: true,
            ..self.clone()
        }
    }

    /// The same dump, which is read several times: of compressed files, the passes after the first
    /// read copies, to which the first [adds](Self::put_aside) what it reads. No more than `memory`
    /// bytes of the copies are held in memory. Others, of files that take long to decompress, are
    /// in temporary files, which take no more than about `room` bytes. All are removed with the
    /// last clone of the dump.
    #[must_use]
    pub fn with_copies(&self, means: &MemoryBudget, memory: usize, room: u64) -> Self {
        let worth: Vec<_> = self.files.iter().map(InputFile::worth_copying).collect();
        Self {
            copies: Some(Arc::new(Copies::new(&worth, memory, room, means))),
            starts: Some(Arc::default()),
            ..self.clone()
        }
    }

    /// The same dump, which is read several times: of Parquet, pages of the largest column are
    /// unpacked once and kept in memory, up to so many bytes.
    #[must_use]
    pub fn keeping_pages(&self, most_bytes: usize) -> Self {
        Self {
            pages: self.pages.keeping(most_bytes),
            ..self.clone()
        }
    }

    /// Bytes of all pages that [`Self::keeping_pages`] may keep.
    #[must_use]
    pub fn bytes_of_pages(&self) -> u64 {
        let bytes = self.files.iter().map(InputFile::largest_column_bytes);
        bytes.fold(0, u64::saturating_add)
    }

    /// About how many bytes of temporary files the copies will take at most.
    #[must_use]
    pub fn bytes_of_copies(&self) -> u64 {
        match &self.copies {
            Some(copies) => copies.most_bytes(),
            None => 0,
        }
    }

    /// Adds a batch that was read to the copies of its files, and notes where records begin. Any
    /// thread may do so, with all the batches of a pass in any order.
    pub fn put_aside(&self, batch: &Batch) {
        if let Some(copies) = &self.copies {
            batch.put_aside(copies);
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

    /// Ends a pass in which every batch of all files was given to [`Self::put_aside`]: the copies
    /// are whole.
    pub fn end_pass(&self) {
        if let Some(copies) = &self.copies {
            copies.end_pass();
        }
        if let Some(starts) = &self.starts {
            starts.end_pass();
        }
    }

    /// The parts in which a file can be read by several threads, in order; none if it cannot.
    #[must_use]
    pub fn parts_of(&self, file: usize) -> Vec<FilePart> {
        let Some(starts) = &self.starts else {
            return Vec::new();
        };
        match &self.files[file].layout().table {
            Some(table) if self.files[file].may_begin_at_rows() => match starts.is_sound(file) {
                true => table.pages.parts.of_file(file),
                false => Vec::new(),
            },
            _ => starts.parts_of(file),
        }
    }

    /// Opens the file with this number to read its records in batches of about so many bytes.
    ///
    /// # Errors
    /// If it cannot be opened, or is no longer what it was when it was found.
    pub(crate) fn open(&self, number: usize, batch_bytes: usize) -> Result<OpenFile> {
        let file = &self.files[number];
        let opened = file.open(number, &self.disk)?;
        let copy = match &self.copies {
            Some(copies) => copies.of(number),
            None => None,
        };
        let opened = opened.in_batches_of(batch_bytes).with_copy(copy);
        let opened = opened.sharing_pages(self.pages.clone());
        Ok(match self.is_by_fields {
            true => opened.with_reading(Reading::Fields(file.shared_fields())),
            false => opened,
        })
    }

    /// The same dump with other files: those that are read, and those that are not.
    #[must_use]
    pub fn with_files(&self, files: Vec<InputFile>, skipped: Vec<Skipped>) -> Self {
        Self {
            files,
            skipped,
            // Pages are known by the number of their file, which may be another now.
            pages: PageCaches::default(),
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
        self.files.iter().map(InputFile::bytes).sum()
    }
}

/// Files while they are gathered.
struct Gathered {
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

    /// Adds a file on the disk, or what is in it if it is an archive.
    fn add_on_disk(&mut self, found: FoundFile) -> Result<()> {
        // What a file holds is believed before its name.
        let told = match ContainerKind::of_file(&found.path) {
            None => ContainerKind::by_name(&found.name.to_string_lossy()),
            told => told,
        };
        let Some(told) = told else {
            self.files.push(InputFile::on_disk(found)?);
            return Ok(());
        };
        let about = found.path.metadata().while_reading(&found.path)?;
        let known = (about.len(), about.modified().ok());
        self.add_members(&found, told, Source::Disk, known)
    }

    /// Adds a file in memory, or what is in it if it is an archive.
    fn add_in_memory(&mut self, found: FoundFile, bytes: Arc<[u8]>) -> Result<()> {
        let told = match ContainerKind::by_first_bytes(&bytes) {
            None => ContainerKind::by_name(&found.name.to_string_lossy()),
            told => told,
        };
        let Some(told) = told else {
            self.files.push(InputFile::in_memory(found, bytes)?);
            return Ok(());
        };
        let known = (bytes.len() as u64, None);
        self.add_members(&found, told, Source::Memory(bytes), known)
    }

    /// Opens an archive and adds the members that are input files. An archive that cannot be read
    /// is noted as missed.
    fn add_members(
        &mut self,
        found: &FoundFile,
        (kind, compression): (ContainerKind, Compression),
        source: Source,
        (bytes, modified): (u64, Option<SystemTime>),
    ) -> Result<()> {
        let name = name_of(found)?;
        let path = &found.path;
        let whole = Whole {
            path,
            name: &name,
            kind,
            compression,
            source,
            bytes,
            modified,
        };
        match Container::open(&whole, &Disk::default(), &self.temp) {
            Ok(unpacked) => {
                self.skipped.extend(unpacked.skipped);
                for member in unpacked.members {
                    self.files
                        .push(InputFile::of_member(&unpacked.container, member)?);
                }
                Ok(())
            }
            Err(Trouble::System(error)) => Err(error),
            // One archive that cannot be read does not keep the other inputs from being cleaned.
            Err(Trouble::Content(reason)) => {
                self.skipped.push(Skipped::missed(name, reason));
                Ok(())
            }
        }
    }

    /// The files, which were found by what is `named`.
    fn into_inputs(self, named: &str) -> Result<Inputs> {
        if self.files.is_empty() {
            return Err(nothing_found(named, "no", &self.skipped));
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
