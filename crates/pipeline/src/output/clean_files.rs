//! Writes the clean dump: the files of the input without what was removed, under the same names.

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
    /// Bytes of a file that may wait in memory until they can be written.
    waiting: usize,
    files: Vec<FileEntry>,
    /// The archives of which some of the files are members.
    archives: Repacking,
    /// Index in `files` of the file that is open or comes next.
    index: usize,
    open: Option<OpenFile>,
}

/// A file while it is written.
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
            waiting: Spill::LEAST_MEMORY,
            files,
            archives,
            index: from,
            open: None,
        }
    }

    /// Gives the writers so many more bytes of memory for what a format cannot write before a file
    /// ends, such as pages of Parquet.
    pub(crate) fn with_memory(self, bytes: usize) -> Self {
        Self {
            waiting: self.waiting + bytes,
            ..self
        }
    }

    /// Writes a record to the file with this index, in whose input it has this number.
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
        let open = match self.open.take() {
            Some(open) => open,
            None => self.create(index)?,
        };
        Ok(self.open.insert(open))
    }

    /// Ends all files before the one with this index. A file without any record left is written
    /// too, if its format allows empty files.
    pub(crate) fn advance_to(&mut self, index: usize) -> Result<()> {
        while self.index < index {
            // If no record of a file of lines is left, it becomes an empty file. A `.txt` file is
            // left out instead.
            if self.open.is_none() && self.files[self.index].format.leaves_empty_file() {
                self.open = Some(self.create(self.index)?);
            }
            if let Some(OpenFile { path, writer }) = self.open.take() {
                writer.finish().while_writing(&path)?;
                self.staging.sync_later(path);
            }
            self.index += 1;
        }
        Ok(())
    }

    /// Begins the file with this index. If it is a member of an archive, it is put into the archive
    /// later, and is written to a folder of its own until then.
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
            memory: self.waiting,
            // The temporary file is in the same folder, because the disk of the output must have
            // room for these bytes anyway.
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
