//! A temporary file that archives are unpacked into, and how much may come out of one.

use super::whole::{Trouble, Whole};
use crate::compression::{Compression, decoder, fault};
use crate::long_record::{ALWAYS_UNPACKED, Limits, MOST_FOR_ONE};
use crate::random_access::Seekable;
use copydesk_store::{Disk, Error, IoContext};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether so much has come out of so few bytes that it was made to fill the disk.
fn is_bomb(read: u64, unpacked: u64) -> bool {
    Limits::default().is_bomb(read, unpacked)
}

/// Why unpacking was stopped.
fn bomb() -> String {
    format!(
        "unpacks to more than {} MB, over {MOST_FOR_ONE} times its size, as an archive does that \
         is made to fill the disk; if it is sound, unpack it yourself",
        ALWAYS_UNPACKED >> 20
    )
}

/// The bytes of a compressed archive in a temporary file, and why what follows could not be had.
pub(super) fn unpacked(
    whole: &Whole<'_>,
    compression: Compression,
    disk: &Disk,
    temp: &Path,
) -> Result<(Seekable, Option<String>), Trouble> {
    let opened = whole
        .source
        .open(disk, whole.path)
        .while_reading(whole.path)?;
    let read = opened.read_so_far();
    let from = decoder(compression, opened).while_reading(whole.path)?;
    let mut spool = UnpackedMembers::new(whole.path, temp, whole.bytes);
    let got = spool.take(from, &Allowance::Archive(&read))?;
    let broken = match got {
        Ok(_) => None,
        Err(Stopped::Bomb) => return Err(Trouble::Content(bomb())),
        Err(Stopped::Broken(error)) if spool.length == 0 => {
            return Err(Trouble::Content(fault(&error, 0)));
        }
        Err(Stopped::Broken(error)) => Some(fault(&error, spool.length)),
    };
    Ok((spool.finish()?, broken))
}

/// Why not all of something was unpacked.
pub(super) enum Stopped {
    Bomb,
    Broken(io::Error),
}

impl Stopped {
    /// In words, of a member that is compressed by itself.
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Bomb => bomb(),
            Self::Broken(error) => format!("cannot be unpacked ({error}); fetch the archive again"),
        }
    }
}

/// How much may come out of what is unpacked.
enum Allowance<'a> {
    /// A whole archive, of which this counts the bytes that were read.
    Archive(&'a AtomicU64),
    /// A member of an archive.
    Member {
        /// Bytes of the member in the archive.
        packed: u64,
        /// Bytes of the temporary file before the member.
        before: u64,
        /// Bytes of the archive.
        archive: u64,
    },
}

impl Allowance<'_> {
    /// Whether a temporary file of this length holds more than is allowed.
    fn is_exceeded_by(&self, length: u64) -> bool {
        match *self {
            Self::Archive(read) => is_bomb(read.load(Ordering::Relaxed), length),
            // Members may share their packed bytes, so what all give is counted, too.
            Self::Member {
                packed,
                before,
                archive,
            } => is_bomb(packed, length - before) || is_bomb(archive, length),
        }
    }
}

/// A temporary file without a name.
pub(super) struct UnpackedMembers {
    archive: PathBuf,
    folder: PathBuf,
    file: Option<File>,
    length: u64,
    /// Size of the archive, and how much was unpacked from it.
    packed: u64,
}

impl UnpackedMembers {
    /// A file in this folder for what the archive at this path, of so many bytes, holds.
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

    /// A member of so many packed bytes; where it is in the file.
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
        match self.take(from, &allowance)? {
            Ok(()) => Ok(Ok(before..self.length)),
            Err(stopped) => {
                self.cut_to(before)?;
                Ok(Err(stopped))
            }
        }
    }

    /// Reads a member that need not be unpacked to its end, to know whether it is sound.
    pub(super) fn check(&self, mut from: impl Read) -> Result<Result<(), Stopped>, Error> {
        match io::copy(&mut from, &mut io::sink()) {
            Ok(_) => Ok(Ok(())),
            Err(e) if e.raw_os_error().is_some() => Err(Error::input(&self.archive, e)),
            Err(e) => Ok(Err(Stopped::Broken(e))),
        }
    }

    /// Appends all of `from`, until the file is longer than is allowed.
    fn take(
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
                // The system failed, and not the data: another run may succeed.
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

    /// The file, which is made when it is first asked for: most zips need none.
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

    /// Takes back what was written of a member that turned out to be none.
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

    /// The file, to be read from any place.
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
    fn only_what_is_large_and_came_from_little_is_a_bomb() {
        assert!(!is_bomb(1, ALWAYS_UNPACKED));
        assert!(is_bomb(1, ALWAYS_UNPACKED + 1));
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
        let mut spool = UnpackedMembers::new(Path::new("a.zip"), &std::env::temp_dir(), 1);
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
