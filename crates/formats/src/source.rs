//! Where the bytes of an input file come from.

use crate::table::MemoryTable;
use copydesk_store::{Disk, DiskFile};
use std::fmt;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
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
    /// Can be opened once.
    Stream(Arc<Mutex<Option<Stream>>>),
}

impl Source {
    pub(crate) fn stream(from: Stream) -> Self {
        Self::Stream(Arc::new(Mutex::new(Some(from))))
    }

    /// Opens it; `path` is where a file is.
    pub(crate) fn open(&self, disk: &Disk, path: &Path) -> io::Result<Opened> {
        let inner = match self {
            Self::Disk => Inner::File(disk.open(path)?),
            Self::Memory(bytes) => Inner::Memory(Cursor::new(Arc::clone(bytes))),
            Self::Table(table) => Inner::Table(table.clone()),
            Self::Stream(stream) => {
                let stream = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                Inner::Stream(
                    stream.ok_or_else(|| io::Error::other("a stream can be read only once"))?,
                )
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
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}

/// The raw bytes of an input file, as they are before they are decompressed.
pub struct Opened {
    inner: Inner,
    /// How many were read, for whoever watches.
    read: Arc<AtomicU64>,
}

enum Inner {
    File(DiskFile),
    Memory(Cursor<Arc<[u8]>>),
    /// Has no bytes: its rows are read as they are.
    Table(MemoryTable),
    Stream(Stream),
}

impl Opened {
    /// What the file system says of the file now; `None` if it is none.
    pub(crate) fn metadata(&self) -> Option<io::Result<std::fs::Metadata>> {
        match &self.inner {
            Inner::File(file) => Some(file.metadata()),
            Inner::Memory(_) | Inner::Table(_) | Inner::Stream(_) => None,
        }
    }

    /// The table, if it is one in memory.
    pub(crate) fn table(&self) -> Option<&MemoryTable> {
        match &self.inner {
            Inner::Table(table) => Some(table),
            Inner::File(_) | Inner::Memory(_) | Inner::Stream(_) => None,
        }
    }

    /// Counts the bytes that are read, also after the file was handed on.
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
            Inner::Table(_) | Inner::Stream(_) => Err(io::ErrorKind::NotSeekable.into()),
        }
    }
}
