//! Writes the clean dump: the input files without what was removed, under the same names.

use super::{FileEntry, Repacking, Staging};
use copydesk_formats::{Packer, Spill, WriteRecords};
use copydesk_store::{IoContext, Result};
use std::io;
use std::path::{Path, PathBuf};

/// Writes the files of the clean dump one after the other, in input order. A restored input is
/// written in the same way.
pub(crate) struct CleanFiles<'a> {
    staging: &'a Staging,
    packer: Packer,
    /// The most bytes of a file that wait in memory until they can be written. More wait in a
    /// temporary file.
    most_waiting_bytes: usize,
    /// All files, in input order, as the summary lists them.
    files: Vec<FileEntry>,
    /// The archives that contain some of the files. They are written last.
    archives: Repacking,
    /// Index in `files` of the file that is open. If none is open, of the next one.
    current: usize,
    open_file: Option<OpenFile>,
}

/// A file that is being written.
struct OpenFile {
    path: PathBuf,
    writer: Box<dyn WriteRecords>,
}

impl<'a> CleanFiles<'a> {
    /// Begins with the file with the index `from`. `packer` compresses the files; they are complete
    /// when [`Packer::settle`] has returned.
    pub(crate) fn new(
        staging: &'a Staging,
        packer: &Packer,
        files: Vec<FileEntry>,
        archives: Repacking,
        from: usize,
    ) -> Self {
        Self {
            staging,
            packer: packer.clone(),
            most_waiting_bytes: Spill::LEAST_MEMORY,
            files,
            archives,
            current: from,
            open_file: None,
        }
    }

    /// Lets `bytes` more bytes of a file wait in memory until they can be written. Pages of a
    /// Parquet file must wait.
    pub(crate) fn with_memory(self, bytes: usize) -> Self {
        Self {
            most_waiting_bytes: self.most_waiting_bytes + bytes,
            ..self
        }
    }

    /// Writes a record to the file with this index. `number` is the number of the record in the
    /// input file.
    pub(crate) fn record(&mut self, index: usize, number: u64, bytes: &[u8]) -> Result<()> {
        let OpenFile { path, writer } = self.open(index)?;
        writer.record(number, bytes).while_writing(path)
    }

    /// Writes bytes that belong to no record to the file with this index.
    pub(crate) fn rest(&mut self, index: usize, bytes: &[u8]) -> Result<()> {
        let OpenFile { path, writer } = self.open(index)?;
        writer.rest(bytes).while_writing(path)
    }

    /// The file with this index, opened if it is not open yet. All files before it are ended.
    fn open(&mut self, index: usize) -> Result<&mut OpenFile> {
        self.advance_to(index)?;
        let open_file = match self.open_file.take() {
            Some(open_file) => open_file,
            None => self.create(index)?,
        };
        Ok(self.open_file.insert(open_file))
    }

    /// Ends all files before the file with this index.
    pub(crate) fn advance_to(&mut self, index: usize) -> Result<()> {
        while self.current < index {
            // If the file is not open, no record of it is left. A file of lines becomes an empty
            // file; a `.txt` file is left out.
            if self.open_file.is_none() && self.files[self.current].format.leaves_empty_file() {
                self.open_file = Some(self.create(self.current)?);
            }
            if let Some(OpenFile { path, writer }) = self.open_file.take() {
                writer.finish().while_writing(&path)?;
                self.staging.sync_later(path);
            }
            self.current += 1;
        }
        Ok(())
    }

    /// Begins the file with this index. A member of an archive is written to a file of its own, and
    /// is put into the archive when all members are written.
    fn create(&self, index: usize) -> Result<OpenFile> {
        let file = &self.files[index];
        let path = match file.member {
            Some(_) => self.archives.member_path(&self.staging.disk, index)?,
            None => self.staging.path(&file.name)?,
        };
        let writer = self.writer(file, &path).while_writing(&path)?;
        Ok(OpenFile { path, writer })
    }

    /// The writer of a file at this path, in the file's own format, encoding and compression.
    fn writer(&self, file: &FileEntry, path: &Path) -> io::Result<Box<dyn WriteRecords>> {
        let to = self.staging.disk.create(path)?;
        let packed = self.packer.file(file.compression, path, to, 0);
        let spill = Spill {
            memory: self.most_waiting_bytes,
            // The temporary file is in the same folder, because the disk of the output must have
            // space for these bytes anyway. A file has a parent, so `.` is never used.
            folder: path.parent().unwrap_or(Path::new(".")).to_owned(),
        };
        let encoded = file.layout.encoded(Box::new(packed));
        Ok(file.format.writer(encoded, spill))
    }

    /// Ends the last file, and writes the archives.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.advance_to(self.files.len())?;
        // The archives read the files of their members, which must be complete.
        self.packer.settle()?;
        self.archives.finish(self.staging, &self.files)
    }
}
