//! Unpacks archives and their members into a temporary file, with limits on how much an archive may
//! unpack to.
//!
//! A tar archive may be compressed as a whole. In a zip archive each *member* (a file in it) is
//! compressed by itself.

use super::archive_file::{ArchiveFile, OpenError};
use crate::compression::{Compression, decoder, fault};
use crate::long_record::{ALWAYS_UNPACKED, Limits, MOST_FOR_ONE};
use crate::random_access::Seekable;
use copydesk_store::{Disk, Error, IoContext};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether `packed` compressed bytes that unpack to `unpacked` bytes must be a decompression bomb,
/// which is made to fill the disk.
fn is_bomb(packed: u64, unpacked: u64) -> bool {
    Limits::default().is_bomb(packed, unpacked)
}

/// The message that an archive or member is a decompression bomb.
fn bomb_reason() -> String {
    format!(
        "unpacks to more than {} MB, over {MOST_FOR_ONE} times its size, as an archive does that \
         is made to fill the disk; if it is sound, unpack it yourself",
        ALWAYS_UNPACKED >> 20
    )
}

/// Decompresses an archive that is compressed as a whole into a temporary file. If the archive
/// breaks off, the file has the bytes before the break, and the reason is returned too.
pub(super) fn unpack_archive(
    archive: &ArchiveFile<'_>,
    compression: Compression,
    disk: &Disk,
    temp: &Path,
) -> Result<(Seekable, Option<String>), OpenError> {
    let opened = archive
        .source
        .open(disk, archive.path)
        .while_reading(archive.path)?;
    let bytes_read = opened.read_so_far();
    let from = decoder(compression, opened).while_reading(archive.path)?;
    let mut spool = UnpackedBytes::new(archive.path, temp, archive.bytes);
    let broken = match spool.append(from, &Allowance::Archive(&bytes_read))? {
        Ok(()) => None,
        Err(Stopped::Bomb) => return Err(OpenError::Content(bomb_reason())),
        // There are no bytes before the break.
        Err(Stopped::Broken(error)) if spool.length == 0 => {
            return Err(OpenError::Content(fault(&error, 0)));
        }
        Err(Stopped::Broken(error)) => Some(fault(&error, spool.length)),
    };
    Ok((spool.finish()?, broken))
}

/// Why an archive or a member was not unpacked to its end.
pub(super) enum Stopped {
    /// It is a decompression bomb.
    Bomb,
    /// It is damaged.
    Broken(io::Error),
}

impl Stopped {
    /// The reason why a member is not read, as a message.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Bomb => bomb_reason(),
            Self::Broken(error) => format!("cannot be unpacked ({error}); fetch the archive again"),
        }
    }
}

/// What is needed to decide how many bytes may be unpacked.
enum Allowance<'a> {
    /// For an archive that is compressed as a whole: how many of its bytes were read so far.
    Archive(&'a AtomicU64),
    /// For a member of an archive.
    Member {
        /// Compressed size of the member in bytes.
        packed: u64,
        /// Length of the temporary file before the member was unpacked.
        before: u64,
        /// Size of the archive in bytes.
        archive: u64,
    },
}

impl Allowance<'_> {
    /// Whether a temporary file of `length` bytes is longer than allowed.
    fn is_exceeded_by(&self, length: u64) -> bool {
        match *self {
            Self::Archive(bytes_read) => is_bomb(bytes_read.load(Ordering::Relaxed), length),
            // Several members can point to the same compressed bytes, so the unpacked bytes of all
            // members together are limited too.
            Self::Member {
                packed,
                before,
                archive,
            } => is_bomb(packed, length - before) || is_bomb(archive, length),
        }
    }
}

/// A temporary file without a name. It holds the unpacked bytes of an archive, or of its members
/// one after the other.
pub(super) struct UnpackedBytes {
    /// Path of the archive, for errors.
    archive: PathBuf,
    /// Folder of the temporary file.
    folder: PathBuf,
    /// The temporary file. `None` until the first byte is written.
    file: Option<File>,
    /// Length of the temporary file in bytes.
    length: u64,
    /// Size of the archive in bytes, before it is unpacked.
    packed: u64,
}

impl UnpackedBytes {
    /// An empty file in `folder`, for the archive at the path `archive`. `packed` is the size of
    /// the archive in bytes.
    pub(super) fn new(archive: &Path, folder: &Path, packed: u64) -> Self {
        let (archive, folder) = (archive.to_owned(), folder.to_owned());
        Self {
            archive,
            folder,
            file: None,
            length: 0,
            packed,
        }
    }

    /// Appends the bytes of a member, and returns their range in the file. `from` unpacks the
    /// member, which has `packed` compressed bytes. If the member cannot be unpacked, nothing of it
    /// is left in the file, and the inner error says why.
    pub(super) fn member(
        &mut self,
        from: impl Read,
        packed: u64,
    ) -> Result<Result<Range<u64>, Stopped>, Error> {
        let before = self.length;
        let allowance = Allowance::Member {
            packed,
            before,
            archive: self.packed,
        };
        match self.append(from, &allowance)? {
            Ok(()) => Ok(Ok(before..self.length)),
            Err(stopped) => {
                self.cut_to(before)?;
                Ok(Err(stopped))
            }
        }
    }

    /// Reads all of a member and keeps nothing, to find out whether it is damaged. The member is
    /// not compressed, so it cannot be a bomb.
    pub(super) fn check(&self, mut from: impl Read) -> Result<Result<(), Stopped>, Error> {
        match io::copy(&mut from, &mut io::sink()) {
            Ok(_) => Ok(Ok(())),
            Err(e) if e.raw_os_error().is_some() => Err(Error::input(&self.archive, e)),
            Err(e) => Ok(Err(Stopped::Broken(e))),
        }
    }

    /// Appends all bytes of `from`, but stops when the file is longer than allowed.
    fn append(
        &mut self,
        mut from: impl Read,
        allowance: &Allowance<'_>,
    ) -> Result<Result<(), Stopped>, Error> {
        let mut bytes = vec![0; 1 << 18];
        loop {
            let got = match from.read(&mut bytes) {
                Ok(0) => return Ok(Ok(())),
                Ok(got) => got,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                // The system failed and not the data, so another run may succeed.
                Err(e) if e.raw_os_error().is_some() => {
                    return Err(Error::input(&self.archive, e));
                }
                Err(e) => return Ok(Err(Stopped::Broken(e))),
            };
            self.write(&bytes[..got]).while_writing(&self.folder)?;
            self.length += got as u64;
            if allowance.is_exceeded_by(self.length) {
                return Ok(Err(Stopped::Bomb));
            }
        }
    }

    /// The temporary file. It is created at the first call.
    fn file(&mut self) -> io::Result<&mut File> {
        let file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile_in(&self.folder)?,
        };
        Ok(self.file.insert(file))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file()?.write_all(bytes)
    }

    /// Shortens the file to this length, to remove a member that could not be unpacked.
    fn cut_to(&mut self, length: u64) -> Result<(), Error> {
        self.length = length;
        self.truncate(length).while_writing(&self.folder)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let file = self.file()?;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        Ok(())
    }

    /// The temporary file, which can be read from any offset.
    pub(super) fn finish(self) -> Result<Seekable, Error> {
        let length = self.length;
        Ok(match self.file {
            Some(file) => Seekable::new(Box::new(file), length),
            None => Seekable::new(Box::new(io::Cursor::new([0; 0])), 0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_many_bytes_from_few_are_a_bomb() {
        assert!(!is_bomb(1, ALWAYS_UNPACKED));
        assert!(is_bomb(1, ALWAYS_UNPACKED + 1));
        // Twenty times its size is usual for text.
        assert!(!is_bomb(ALWAYS_UNPACKED, 20 * ALWAYS_UNPACKED));
    }

    #[test]
    fn a_member_that_breaks_off_leaves_nothing() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken"))
            }
        }
        let mut spool = UnpackedBytes::new(Path::new("a.zip"), &std::env::temp_dir(), 1);
        assert_eq!(spool.member(&b"abc"[..], 3).unwrap().ok(), Some(0..3));
        assert!(
            spool
                .member((&b"de"[..]).chain(Broken), 3)
                .unwrap()
                .is_err()
        );
        assert_eq!(spool.member(&b"fgh"[..], 3).unwrap().ok(), Some(3..6));
        let mut all = String::new();
        spool
            .finish()
            .unwrap()
            .from(0)
            .read_to_string(&mut all)
            .unwrap();
        assert_eq!(all, "abcfgh");
    }
}
