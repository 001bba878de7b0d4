//! Where the bytes of an input file come from.
//!
//! A [`Source`] is kept with the file and is opened again for every pass; only a stream cannot be
//! opened twice. An [`Opened`] source reads the bytes of the file, still compressed. It counts the
//! bytes that are read, so that progress can be shown.

use crate::random_access::{ReadAt, Seekable};
use crate::table::MemoryTable;
use copydesk_store::{Disk, DiskFile};
use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes that can be read only once.
type Stream = Box<dyn Read + Send>;

/// Where the bytes of an input file come from.
#[derive(Clone)]
pub(crate) enum Source {
    /// A file on the disk. Its path is given to [`Self::open`].
    Disk,
    Memory(Arc<[u8]>),
    Table(MemoryTable),
    /// A member of an archive, whose bytes are a part of the archive's bytes.
    Part(MemberBytes),
    /// A stream, which can be opened once. `None` after that.
    Stream(Arc<Mutex<Option<Stream>>>),
}

impl Source {
    /// A stream as a source.
    pub(crate) fn stream(from: Stream) -> Self {
        Self::Stream(Arc::new(Mutex::new(Some(from))))
    }

    /// Opens the source. `path` is the path of a file on the disk; the other sources do not need
    /// it.
    pub(crate) fn open(&self, disk: &Disk, path: &Path) -> io::Result<Opened> {
        let inner = match self {
            Self::Disk => Inner::File(disk.open(path)?),
            Self::Memory(bytes) => Inner::Memory(Cursor::new(Arc::clone(bytes))),
            Self::Table(table) => Inner::Table(table.clone()),
            Self::Part(part) => Inner::Part(part.open(disk)?),
            Self::Stream(stream) => {
                match stream.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    Some(stream) => Inner::Stream(stream),
                    None => return Err(io::Error::other("a stream can be read only once")),
                }
            }
        };
        Ok(Opened {
            inner,
            read: Arc::default(),
        })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk => f.write_str("Disk"),
            Self::Memory(bytes) => write!(f, "Memory({} bytes)", bytes.len()),
            Self::Table(table) => write!(f, "Table({} rows)", table.rows()),
            Self::Part(part) => part.fmt(f),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}

/// The bytes of an open input file, before they are decompressed.
pub struct Opened {
    inner: Inner,
    /// How many bytes were read, to show progress.
    read: Arc<AtomicU64>,
}

/// An open [`Source`].
enum Inner {
    File(DiskFile),
    Memory(Cursor<Arc<[u8]>>),
    /// A table has no bytes: its reader takes the rows themselves.
    Table(MemoryTable),
    Part(OpenMember),
    Stream(Stream),
}

impl Opened {
    /// The size of the file and the time when it was last written, as they are now. `None` if the
    /// bytes do not come from a file on the disk.
    pub(crate) fn metadata(&self) -> Option<io::Result<std::fs::Metadata>> {
        match &self.inner {
            Inner::File(file) => Some(file.metadata()),
            Inner::Memory(_) | Inner::Table(_) | Inner::Part(_) | Inner::Stream(_) => None,
        }
    }

    /// How many bytes there are. `None` if that is not known.
    pub(crate) fn length(&self) -> Option<u64> {
        match &self.inner {
            Inner::File(file) => Some(file.metadata().ok()?.len()),
            Inner::Memory(bytes) => Some(bytes.get_ref().len() as u64),
            Inner::Part(part) => Some(part.range.end - part.range.start),
            Inner::Table(_) | Inner::Stream(_) => None,
        }
    }

    /// The table, if the source is a table in memory.
    pub(crate) fn table(&self) -> Option<&MemoryTable> {
        match &self.inner {
            Inner::Table(table) => Some(table),
            Inner::File(_) | Inner::Memory(_) | Inner::Part(_) | Inner::Stream(_) => None,
        }
    }

    /// Appends the next `most` bytes to `into`, or fewer at the end. Returns how many.
    pub(crate) fn read_up_to(&mut self, most: u64, into: &mut Vec<u8>) -> io::Result<usize> {
        let Inner::File(file) = &mut self.inner else {
            // `Read::read` below counts the bytes.
            return self.take(most).read_to_end(into);
        };
        // The bytes of a file are read directly into `into`, into memory that need not be zeroed
        // first.
        let before = into.len();
        let read = file.read_up_to(most, into);
        let got = into.len() - before;
        self.read.fetch_add(got as u64, Ordering::Relaxed);
        read
    }

    /// The counter of the bytes that were read. It keeps counting after `self` was moved elsewhere.
    pub(crate) fn read_so_far(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }
}

impl Read for Opened {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = match &mut self.inner {
            Inner::File(file) => file.read(into),
            Inner::Memory(bytes) => bytes.read(into),
            Inner::Table(_) => Ok(0),
            Inner::Part(part) => part.read(into),
            Inner::Stream(stream) => stream.read(into),
        }?;
        self.read.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}

/// Seeking in a table or a stream is an error.
impl Seek for Opened {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.inner {
            Inner::File(file) => file.seek(to),
            Inner::Memory(bytes) => bytes.seek(to),
            Inner::Part(part) => part.seek(to),
            Inner::Table(_) | Inner::Stream(_) => Err(io::ErrorKind::NotSeekable.into()),
        }
    }
}

/// The bytes of an archive. If the archive is compressed as a whole, they are decompressed.
#[derive(Clone)]
pub(crate) enum Content {
    /// The file at this path. It is not compressed.
    Disk(PathBuf),
    Memory(Arc<[u8]>),
    /// A temporary file with the decompressed bytes.
    Unpacked(Seekable),
}

impl Content {
    /// A reader of the bytes, which can read at any offset.
    pub(crate) fn open(&self, disk: &Disk) -> io::Result<Box<dyn ReadAt>> {
        Ok(match self {
            Self::Disk(path) => Box::new(disk.open(path)?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Self::Unpacked(file) => Box::new(file.from(0)),
        })
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Disk(_) => "Disk",
            Self::Memory(_) => "Memory",
            Self::Unpacked(_) => "Unpacked",
        })
    }
}

/// The bytes of a member of an archive.
#[derive(Clone, Debug)]
pub(crate) struct MemberBytes {
    archive: Content,
    /// Where the member is among the bytes of the archive.
    range: Range<u64>,
}

impl MemberBytes {
    pub(crate) fn new(archive: Content, range: Range<u64>) -> Self {
        Self { archive, range }
    }

    fn open(&self, disk: &Disk) -> io::Result<OpenMember> {
        let mut from = self.archive.open(disk)?;
        from.seek(SeekFrom::Start(self.range.start))?;
        Ok(OpenMember {
            from,
            range: self.range.clone(),
            at: self.range.start,
        })
    }
}

/// An open member of an archive.
struct OpenMember {
    /// The bytes of the archive.
    from: Box<dyn ReadAt>,
    /// Where the member is among them.
    range: Range<u64>,
    /// Offset in the archive of the next byte.
    at: u64,
}

impl Read for OpenMember {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // The subtraction saturates because a seek may have led past the end.
        let left = self.range.end.saturating_sub(self.at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let got = self.from.read(&mut into[..most])?;
        self.at += got as u64;
        Ok(got)
    }
}

/// Offsets count from the beginning of the member.
impl Seek for OpenMember {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let offset_in_archive = match to {
            SeekFrom::Start(offset) => self.range.start.checked_add(offset),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.range.end.checked_add_signed(by),
        };
        match offset_in_archive {
            Some(offset) if offset >= self.range.start => {
                self.at = self.from.seek(SeekFrom::Start(offset))?;
                Ok(self.at - self.range.start)
            }
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}
