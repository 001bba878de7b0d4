//! Where the bytes of an input file come from.
//!
//! A [`Source`] is kept with the file and can be opened again for every pass, but for a stream.
//! What it opens is [`Opened`]: bytes as they are, still compressed, with a counter of those that
//! were read, which progress is shown by.

use crate::random_access::{ReadAt, Seekable};
use crate::table::MemoryTable;
use copydesk_store::{Disk, DiskFile};
use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

type Stream = Box<dyn Read + Send>;

/// Where the bytes of an input file come from.
#[derive(Clone)]
pub(crate) enum Source {
    /// The file system; the file's path says where.
    Disk,
    Memory(Arc<[u8]>),
    Table(MemoryTable),
    /// A member of an archive.
    Part(Part),
    /// Can be opened once.
    Stream(Arc<Mutex<Option<Stream>>>),
}

impl Source {
    /// A source that can be opened once.
    pub(crate) fn stream(from: Stream) -> Self {
        Self::Stream(Arc::new(Mutex::new(Some(from))))
    }

    /// Opens it; `path` is where a file is.
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

/// The raw bytes of an input file, as they are before they are decompressed.
pub struct Opened {
    inner: Inner,
    /// How many were read, to show progress.
    read: Arc<AtomicU64>,
}

/// Where the bytes come from.
enum Inner {
    File(DiskFile),
    Memory(Cursor<Arc<[u8]>>),
    /// Has no bytes: its rows are read as they are.
    Table(MemoryTable),
    Part(OpenPart),
    Stream(Stream),
}

impl Opened {
    /// What the file system says of the file now; `None` if it is none.
    pub(crate) fn metadata(&self) -> Option<io::Result<std::fs::Metadata>> {
        match &self.inner {
            Inner::File(file) => Some(file.metadata()),
            Inner::Memory(_) | Inner::Table(_) | Inner::Part(_) | Inner::Stream(_) => None,
        }
    }

    /// How many bytes there are; `None` if that is not known.
    pub(crate) fn length(&self) -> Option<u64> {
        match &self.inner {
            Inner::File(file) => Some(file.metadata().ok()?.len()),
            Inner::Memory(bytes) => Some(bytes.get_ref().len() as u64),
            Inner::Part(part) => Some(part.range.end - part.range.start),
            Inner::Table(_) | Inner::Stream(_) => None,
        }
    }

    /// The table, if it is one in memory.
    pub(crate) fn table(&self) -> Option<&MemoryTable> {
        match &self.inner {
            Inner::Table(table) => Some(table),
            Inner::File(_) | Inner::Memory(_) | Inner::Part(_) | Inner::Stream(_) => None,
        }
    }

    /// Appends so many bytes, or all that are left. Those of a file are read directly into `into`;
    /// other readers get memory that was zeroed first.
    pub(crate) fn read_up_to(&mut self, most: u64, into: &mut Vec<u8>) -> io::Result<usize> {
        let Inner::File(file) = &mut self.inner else {
            // `Read::read` counts what is read.
            return self.take(most).read_to_end(into);
        };
        let before = into.len();
        let read = file.read_up_to(most, into);
        let got = into.len() - before;
        self.read.fetch_add(got as u64, Ordering::Relaxed);
        read
    }

    /// Counts the bytes that are read, also after the file was passed on.
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

/// Neither a table nor a stream can be sought in; that is an error.
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

/// Where the bytes of an archive are, decompressed as a whole.
#[derive(Clone)]
pub(crate) enum Content {
    Disk(PathBuf),
    Memory(Arc<[u8]>),
    Unpacked(Seekable),
}

impl Content {
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

/// Bytes of an archive that are a member.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    of: Content,
    range: Range<u64>,
}

impl Part {
    pub(crate) fn new(of: Content, range: Range<u64>) -> Self {
        Self { of, range }
    }

    fn open(&self, disk: &Disk) -> io::Result<OpenPart> {
        let mut from = self.of.open(disk)?;
        from.seek(SeekFrom::Start(self.range.start))?;
        Ok(OpenPart {
            from,
            range: self.range.clone(),
            at: self.range.start,
        })
    }
}

/// A member of an archive, opened.
struct OpenPart {
    from: Box<dyn ReadAt>,
    range: Range<u64>,
    /// Where in the archive the next byte is read.
    at: u64,
}

impl Read for OpenPart {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // A seek may have led past the end.
        let left = self.range.end.saturating_sub(self.at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let got = self.from.read(&mut into[..most])?;
        self.at += got as u64;
        Ok(got)
    }
}

/// Places count from the beginning of the member.
impl Seek for OpenPart {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => self.range.start.checked_add(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.range.end.checked_add_signed(by),
        };
        match place {
            Some(place) if place >= self.range.start => {
                self.at = self.from.seek(SeekFrom::Start(place))?;
                Ok(self.at - self.range.start)
            }
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}
