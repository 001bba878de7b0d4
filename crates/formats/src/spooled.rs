//! Standard input, copied to a temporary file.
//!
//! Most commands read a dump several times, but a pipe can be read only once. A run must not fill
//! the disk, and how much will come through a pipe is not known. So the free space on the disk is
//! checked again and again.

use crate::compression::sniffed;
use crate::long_record::Limits;
use crate::source::Source;
use copydesk_store::{Disk, Error, ErrorKind, IoContext, Result, free_in};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use tempfile::NamedTempFile;

/// The name of standard input in errors.
pub(crate) const STDIN: &str = "standard input";

/// Standard input in a temporary file. The file is removed when this is dropped.
#[derive(Debug)]
pub struct SpooledInput {
    file: NamedTempFile,
}

impl SpooledInput {
    /// The path of the temporary file.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }

    /// Copies all of `from` to a file in the system's temporary folder. If its first bytes show
    /// that it is compressed, it is decompressed.
    ///
    /// # Errors
    /// If reading fails; if the temporary folder cannot be written or its disk is nearly full; and
    /// if so few compressed bytes unpack to so many that they must be a decompression bomb.
    pub fn fill(from: impl Read + Send + 'static) -> Result<Self> {
        Self::fill_in(&std::env::temp_dir(), from)
    }

    /// Like [`Self::fill`], with the temporary file in `folder`.
    ///
    /// # Errors
    /// As for [`Self::fill`].
    pub fn fill_in(folder: &Path, from: impl Read + Send + 'static) -> Result<Self> {
        Self::fill_within(folder, from, Limits::default(), LEFT_FREE)
    }

    /// Does the work of [`Self::fill_in`]. Tests set other limits.
    fn fill_within(
        folder: &Path,
        from: impl Read + Send + 'static,
        limits: Limits,
        left_free: u64,
    ) -> Result<Self> {
        let stdin = Path::new(STDIN);
        // The file has a name, because each pass opens it again by its path.
        let mut file = NamedTempFile::new_in(folder).while_writing(folder)?;
        let raw = Source::stream(Box::new(from))
            .open(&Disk::default(), stdin)
            .while_reading(stdin)?;
        // A counter of the compressed bytes that were read.
        let packed = raw.read_so_far();
        let mut reader = sniffed(raw).while_reading(stdin)?;
        let mut bytes = vec![0; 1 << 18];
        let (mut unpacked, mut next_check) = (0, 0);
        loop {
            if unpacked >= next_check {
                check_free(folder, left_free)?;
                next_check += BETWEEN_CHECKS;
            }
            let got = match reader.read(&mut bytes) {
                Ok(0) => return Ok(Self { file }),
                Ok(got) => got,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(Error::input(stdin, e)),
            };
            unpacked += got as u64;
            // Checked before the bytes are written, because a bomb must not fill the disk.
            if limits.is_bomb(packed.load(Ordering::Relaxed), unpacked) {
                let message = format!("{STDIN} {}", limits.bomb_in_stream_reason());
                return Err(Error::new(ErrorKind::Input, message));
            }
            file.write_all(&bytes[..got]).while_writing(folder)?;
        }
    }
}

/// How many bytes must stay free on the disk, for the run itself and for other programs.
const LEFT_FREE: u64 = 256 << 20;
/// How many bytes are written between two checks of the free space.
const BETWEEN_CHECKS: u64 = 32 << 20;

/// Fails if fewer than `needed` bytes are free on the disk of a folder. Does not fail if the system
/// does not say how many are free.
fn check_free(folder: &Path, needed: u64) -> Result<()> {
    match free_in(folder) {
        Some(free) if free < needed => {
            let message = format!(
                "{}: less than {} MiB are free, and {STDIN} goes on; name a folder on a larger \
                 disk with --temp-dir, or save it as a file and name that",
                folder.display(),
                needed >> 20
            );
            Err(Error::new(ErrorKind::Output, message))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::{Compression, Encoder};
    use std::io::Cursor;

    fn packed(compression: Compression, bytes: &[u8]) -> Cursor<Vec<u8>> {
        let mut encoder = Encoder::new(compression, Vec::new()).unwrap();
        encoder.write_all(bytes).unwrap();
        Cursor::new(encoder.finish().unwrap())
    }

    #[test]
    fn a_decompression_bomb_is_refused_and_no_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits {
            unpacked: 1 << 20,
            ..Limits::default()
        };
        let fill = |from| SpooledInput::fill_within(folder.path(), from, limits, 0);
        let zeros = vec![0; 8 << 20];
        for (_, compression) in Compression::BY_ENDING {
            let refused = fill(packed(compression, &zeros)).unwrap_err().to_string();
            assert!(refused.contains("over 100 times its size"), "{refused}");
            assert!(refused.contains("unpack it yourself"), "{refused}");
            let little = fill(packed(compression, &zeros[..1 << 20])).unwrap();
            assert_eq!(little.path().metadata().unwrap().len(), 1 << 20);
        }
        let plain = fill(packed(Compression::Plain, &zeros)).unwrap();
        assert_eq!(plain.path().metadata().unwrap().len(), 8 << 20);
        drop(plain);
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_disk_with_little_free_space_is_reported_before_it_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let from = Cursor::new(b"{}".to_vec());
        let refused = SpooledInput::fill_within(folder.path(), from, Limits::default(), u64::MAX);
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains("--temp-dir"), "{refused}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }
}
