//! The clean dump: the same files under the same names.

use super::{FileEntry, Repacking, Staging};
use copydesk_formats::{Packer, Spill, WriteRecords};
use copydesk_store::{IoContext, Result};
use std::io;
use std::path::{Path, PathBuf};

/// Writes output files one after the other, in input order.
pub(crate) struct CleanFiles<'a> {
    staging: &'a Staging,
    packer: Packer,
    /// Bytes of a file that may wait in memory until they can be written.
    waiting: usize,
    files: Vec<FileEntry>,
    /// The archives that some of the files are in.
    archives: Repacking,
    /// Index of the file that comes next or is open.
    index: usize,
    open: Option<Open>,
}

/// A file while it is written.
struct Open {
    path: PathBuf,
    writer: Box<dyn WriteRecords>,
}

impl<'a> CleanFiles<'a> {
    /// Writes the files from this index on. `packer` compresses them; they are complete once it has
    /// settled.
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

    /// The same, with so many more bytes of memory for what a format cannot write before a file ends,
    /// such as pages of Parquet.
    pub(crate) fn with_memory(self, bytes: usize) -> Self {
        Self {
            waiting: self.waiting + bytes,
            ..self
        }
    }

    /// Writes a record, which has this number in the file with this index.
    pub(crate) fn record(&mut self, index: usize, number: u64, bytes: &[u8]) -> Result<()> {
        let Open { path, writer } = self.open(index)?;
        writer.record(number, bytes).while_writing(path)
    }

    /// Writes bytes of the file with this index that belong to no record.
    pub(crate) fn rest(&mut self, index: usize, bytes: &[u8]) -> Result<()> {
        let Open { path, writer } = self.open(index)?;
        writer.rest(bytes).while_writing(path)
    }

    /// The file with this index; all before it are ended.
    fn open(&mut self, index: usize) -> Result<&mut Open> {
        self.advance_to(index)?;
        let open = match self.open.take() {
            Some(open) => open,
            None => self.create(index)?,
        };
        Ok(self.open.insert(open))
    }

    /// Ends all files up to this one, also those of which nothing is left, if their formats write
    /// such files.
    pub(crate) fn advance_to(&mut self, index: usize) -> Result<()> {
        while self.index < index {
            // If nothing is left of a file of lines, it becomes an empty file. A `.txt` file is
            // left out.
            if self.open.is_none() && self.files[self.index].format.leaves_empty_file() {
                self.open = Some(self.create(self.index)?);
            }
            if let Some(Open { path, writer }) = self.open.take() {
                writer.finish().while_writing(&path)?;
                self.staging.written(path);
            }
            self.index += 1;
        }
        Ok(())
    }

    /// Begins a file of the output, or of a member that will be put into its archive.
    fn create(&self, index: usize) -> Result<Open> {
        let file = &self.files[index];
        let path = match file.member {
            Some(_) => self.archives.member_path(&self.staging.disk, index)?,
            None => self.staging.path(&file.name)?,
        };
        let writer = self.writer(file, &path).while_writing(&path)?;
        Ok(Open { path, writer })
    }

    fn writer(&self, file: &FileEntry, path: &Path) -> io::Result<Box<dyn WriteRecords>> {
        let to = self.staging.disk.create(path)?;
        let packed = self.packer.file(file.compression, path, to, 0);
        let spill = Spill {
            memory: self.waiting,
            // The same folder, because the disk of the output has room for the file.
            folder: path.parent().unwrap_or(Path::new(".")),
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
