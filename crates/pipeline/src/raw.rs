//! Files as bytes, through their compression, for programs that read something else than records.

use crate::error::{Error, Result};
use crate::input::{Compression, Encoder, InputFile, Inputs, Shape, decoder};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Opens any file through the decompressor that its ending asks for: `.gz`, `.zst`, or none.
///
/// # Errors
/// If the file cannot be opened.
pub fn open_decompressed(path: &Path) -> Result<Box<dyn Read + Send>> {
    open(path, Compression::by_name(path))
}

fn open(path: &Path, compression: Compression) -> Result<Box<dyn Read + Send>> {
    let opened = File::open(path).and_then(|file| decoder(compression, file));
    opened.map_err(|e| Error::input(path, e))
}

/// One input file as bytes.
///
/// ```
/// use copydesk_pipeline::{Inputs, RawFile};
/// use std::io::{Read, Write};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("note.txt"), "Rain.")?;
/// let inputs = Inputs::discover(&[folder.path().display().to_string()], None)?;
/// let file = RawFile::all(&inputs).next().expect("one was written");
///
/// let mut bytes = Vec::new();
/// file.open()?.read_to_end(&mut bytes)?;
/// assert!(file.is_one_document() && bytes == b"Rain.");
///
/// let mut copy = file.compressed(Vec::new())?;
/// copy.write_all(&bytes)?;
/// assert_eq!(copy.finish()?, b"Rain.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RawFile<'a> {
    file: &'a InputFile,
}

impl<'a> RawFile<'a> {
    /// All files of the inputs, in the order in which they are read.
    pub fn all(inputs: &'a Inputs) -> impl ExactSizeIterator<Item = Self> {
        inputs.files.iter().map(|file| Self { file })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &'a Path {
        &self.file.path
    }

    /// Whether the whole file is one document; otherwise each line is a record.
    #[must_use]
    pub fn is_one_document(&self) -> bool {
        self.file.shape == Shape::Text
    }

    /// Its bytes, decompressed.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(&self) -> Result<Box<dyn Read + Send>> {
        open(&self.file.path, self.file.compression)
    }

    /// A writer that compresses as this file is compressed.
    ///
    /// # Errors
    /// If the compressor cannot be set up.
    pub fn compressed<W: Write>(&self, to: W) -> io::Result<Compressed<W>> {
        Encoder::new(self.file.compression, to).map(Compressed)
    }
}

/// Writes through a compressor. [`finish`](Self::finish) must be called, or the end is missing.
pub struct Compressed<W: Write>(Encoder<W>);

impl<W: Write> Compressed<W> {
    /// Writes what is left, and returns the inner writer.
    ///
    /// # Errors
    /// If that cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Compressed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
