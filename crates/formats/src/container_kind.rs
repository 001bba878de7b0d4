//! Kinds of archives of files, recognised by name or content.
//!
//! The content counts more than the name, because a compressed tar archive may have only the ending
//! of its compression (`dump.gz`). By its content, a zip counts as an archive only if its first
//! file has the name of an input file, because office documents and programs are zips too.

use crate::compression::{Compression, decoder};
use crate::endings::has_known_ending;
use copydesk_store::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

/// Whether these are the first bytes of a tar archive. Archives in the oldest dialect of tar are
/// not recognised.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    // The magic number is near the end of the first header.
    head.get(257..262) == Some(b"ustar")
}

/// Length in bytes of the header of an entry in a tar archive.
const TAR_HEADER: u64 = 512;
/// How many first bytes of a file are read to recognise an archive. If a bzip2 file begins with a
/// longer block, nothing of it can be unpacked, so only its name can tell that it is an archive.
const HEAD: u64 = 1 << 16;

/// Whether the first file in a zip, after any folders, has the name of an input file. `zip` are the
/// first bytes of the archive.
fn holds_input_first(zip: &[u8]) -> bool {
    // Length of the header of an entry. Its last four bytes are the lengths of the name and of the
    // extra field after it.
    const HEADER: usize = 30;
    let mut rest = zip;
    while let Some((header, after)) = rest.split_at_checked(HEADER) {
        let [name_length, extra_length] = [length_at(header, 26), length_at(header, 28)];
        if !header.starts_with(b"PK\x03\x04") {
            return false;
        }
        let Some(name) = after.get(..name_length) else {
            return false;
        };
        if !name.ends_with(b"/") {
            return std::str::from_utf8(name).is_ok_and(has_known_ending);
        }
        // A folder has no data, so the next entry follows its name and extra field. `zip` may end
        // before that; then the loop ends.
        rest = after.get(name_length + extra_length..).unwrap_or_default();
    }
    false
}

/// The length that is written in two bytes at `at` in the header of a zip entry.
fn length_at(header: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([header[at], header[at + 1]]))
}

/// The kind of an archive of files.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContainerKind {
    /// tar, in any of its dialects, perhaps compressed as a whole.
    Tar,
    /// zip, whose members are compressed one by one.
    Zip,
}

impl ContainerKind {
    /// The endings of the names of archives, in small letters, with their kind and compression.
    const BY_ENDING: [(&str, Self, Compression); 10] = [
        (".tar", Self::Tar, Compression::Plain),
        (".tar.gz", Self::Tar, Compression::Gzip),
        (".tgz", Self::Tar, Compression::Gzip),
        (".tar.zst", Self::Tar, Compression::Zstd),
        (".tzst", Self::Tar, Compression::Zstd),
        (".tar.xz", Self::Tar, Compression::Xz),
        (".txz", Self::Tar, Compression::Xz),
        (".tar.bz2", Self::Tar, Compression::Bzip2),
        (".tbz2", Self::Tar, Compression::Bzip2),
        (".zip", Self::Zip, Compression::Plain),
    ];

    /// The kind and compression of an archive, by the ending of its name. `None` if the name is not
    /// that of an archive.
    ///
    /// ```
    /// use copydesk_formats::{Compression, ContainerKind};
    ///
    /// let kind = ContainerKind::by_name("Dump.TAR.gz");
    /// assert_eq!(kind, Some((ContainerKind::Tar, Compression::Gzip)));
    /// assert_eq!(ContainerKind::by_name("dump.jsonl.gz"), None);
    /// ```
    #[must_use]
    pub fn by_name(name: &str) -> Option<(Self, Compression)> {
        let lower = name.to_ascii_lowercase();
        for (ending, kind, compression) in Self::BY_ENDING {
            if lower.ends_with(ending) {
                return Some((kind, compression));
            }
        }
        None
    }

    /// The kind of an archive, by the magic number in its first bytes. `None` if they have none. A
    /// tar archive that is compressed is not recognised.
    pub(crate) fn by_magic(head: &[u8]) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] => Some(Self::Zip),
            head if is_tar(head) => Some(Self::Tar),
            _ => None,
        }
    }

    /// The kind and compression of an archive, by the first bytes of its file. `None` if the file
    /// is not an archive, or is a zip of other things than input files.
    pub(crate) fn by_first_bytes(head: &[u8]) -> Option<(Self, Compression)> {
        match Self::by_magic(head) {
            Some(Self::Tar) => return Some((Self::Tar, Compression::Plain)),
            Some(Self::Zip) if holds_input_first(head) => {
                return Some((Self::Zip, Compression::Plain));
            }
            Some(Self::Zip) => return None,
            None => {}
        }
        // A compressed archive shows only its compression, so its first header must be unpacked.
        // The result is `Plain` if the bytes show no compression.
        let compression = Compression::Plain.by_content(head);
        if compression == Compression::Plain {
            return None;
        }
        let mut unpacked = Vec::new();
        // The bytes are copied, because a decoder must own its input.
        let head = head[..head.len().min(HEAD as usize)].to_vec();
        let from = decoder(compression, Cursor::new(head)).ok()?;
        // An error does not matter: the bytes may break off before the header is complete.
        let _ = from.take(TAR_HEADER).read_to_end(&mut unpacked);
        is_tar(&unpacked).then_some((Self::Tar, compression))
    }

    /// The kind and compression of an archive on the disk, by its first bytes. `None` if it is not
    /// an archive of input files, or cannot be read.
    pub(crate) fn of_file(path: &Path) -> Option<(Self, Compression)> {
        let mut head = Vec::new();
        let file = File::open(path).ok()?;
        file.take(HEAD).read_to_end(&mut head).ok()?;
        Self::by_first_bytes(&head)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tar => "tar",
            Self::Zip => "zip",
        }
    }

    /// Refuses an archive in a stream, because a stream has no name under which the members could
    /// be written. `head` are the first bytes of the stream, and errors name it as `stream`.
    ///
    /// # Errors
    /// If the stream is an archive.
    pub(crate) fn refuse_in_stream(head: &[u8], stream: &str) -> Result<()> {
        match Self::by_magic(head) {
            Some(kind) => Err(Error::usage(format!(
                "{stream}: is a {0} archive, which is read from a file only; give it as a file \
                 that is named .{0}",
                kind.name()
            ))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::Encoder;
    use std::io::Write;

    /// The first bytes of a tar archive with one file.
    fn tar() -> Vec<u8> {
        let mut bytes = vec![0; 1024];
        bytes[..7].copy_from_slice(b"a.jsonl");
        bytes[257..262].copy_from_slice(b"ustar");
        bytes
    }

    /// Entries of a zip with these names, without data. Each has an extra field of three bytes.
    fn zip(names: &[&str]) -> Vec<u8> {
        let entry = |name: &&str| {
            let mut entry = b"PK\x03\x04".to_vec();
            entry.extend([0; 22]);
            entry.extend((name.len() as u16).to_le_bytes());
            let extra_field = [0; 3];
            entry.extend((extra_field.len() as u16).to_le_bytes());
            entry.extend(name.as_bytes());
            entry.extend(extra_field);
            entry
        };
        names.iter().flat_map(entry).collect()
    }

    #[test]
    fn archives_are_recognised_by_their_first_bytes() {
        let plain = Compression::Plain;
        let kind_of = ContainerKind::by_first_bytes;
        assert_eq!(kind_of(&tar()), Some((ContainerKind::Tar, plain)));
        for (_, compression) in Compression::BY_ENDING {
            let mut packed = Vec::new();
            let mut encoder = Encoder::new(compression, &mut packed).unwrap();
            encoder.write_all(&tar()).unwrap();
            encoder.finish().unwrap();
            assert_eq!(kind_of(&packed), Some((ContainerKind::Tar, compression)));
        }
        let zipped = Some((ContainerKind::Zip, plain));
        assert_eq!(kind_of(&zip(&["a.jsonl"])), zipped);
        assert_eq!(kind_of(&zip(&["dump/", "dump/b/", "dump/b/c.csv"])), zipped);
        assert_eq!(kind_of(&zip(&["[Content_Types].xml", "a.txt"])), None);
        assert_eq!(kind_of(&zip(&["META-INF/", "META-INF/MANIFEST.MF"])), None);
        for other in [&b""[..], b"PK\x03\x04", b"{}", &[0x1F, 0x8B, 8], &[0; 600]] {
            assert_eq!(kind_of(other), None);
        }
    }
}
