//! Kinds of archives of files, told by name or content.
//!
//! Content is believed before the name: a compressed tar archive may be called by its compression
//! alone (`dump.gz`). A zip is taken for an archive of input files only if its first file is named
//! like one, since office documents and programs are zips, too.

use crate::compression::{Compression, decoder};
use crate::endings::has_known_ending;
use copydesk_store::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

/// Whether an archive that begins like this is a tar archive, of any dialect but the oldest.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Bytes of the header of an entry of a tar archive.
const TAR_HEADER: u64 = 512;
/// Bytes by which an archive is known. A block of bzip2 is unpacked as a whole, and has 900 KB at
/// most, which a beginning of zeros and names takes few bytes of.
const HEAD: u64 = 1 << 16;

/// Whether the first entry of a zip that is no folder is named like an input file.
fn holds_input_first(zip: &[u8]) -> bool {
    // The lengths of name and extra field are in the last four bytes of the header of an entry.
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
        // A folder has no data.
        rest = after.get(name_length + extra_length..).unwrap_or_default();
    }
    false
}

/// A length of two bytes in the header of an entry of a zip.
fn length_at(header: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([header[at], header[at + 1]]))
}

/// How an archive of files is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContainerKind {
    /// tar, in any of its dialects, perhaps compressed as a whole.
    Tar,
    /// zip, whose members are compressed one by one.
    Zip,
}

impl ContainerKind {
    /// Kind and compression of the archives whose names end like this, in small letters.
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

    /// How an archive of this name is built and compressed; `None` if the name is of none.
    ///
    /// ```
    /// use copydesk_formats::{Compression, ContainerKind};
    ///
    /// let told = ContainerKind::by_name("Dump.TAR.gz");
    /// assert_eq!(told, Some((ContainerKind::Tar, Compression::Gzip)));
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

    /// The kind of an archive that begins like this; `None` if it is none, as far as can be told.
    pub(crate) fn by_content(head: &[u8]) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] => Some(Self::Zip),
            head if is_tar(head) => Some(Self::Tar),
            _ => None,
        }
    }

    /// How the archive is built and compressed that begins with these bytes; `None` if it is none,
    /// or a zip of something else than input files, as office documents and programs are.
    pub(crate) fn by_first_bytes(head: &[u8]) -> Option<(Self, Compression)> {
        match Self::by_content(head) {
            Some(Self::Tar) => return Some((Self::Tar, Compression::Plain)),
            Some(Self::Zip) if holds_input_first(head) => {
                return Some((Self::Zip, Compression::Plain));
            }
            Some(Self::Zip) => return None,
            None => {}
        }
        // A compressed archive shows only its compression, so its first header must be unpacked.
        let compression = Compression::Plain.by_content(head);
        if compression == Compression::Plain {
            return None;
        }
        let mut unpacked = Vec::new();
        // A decoder must own its input.
        let head = head[..head.len().min(HEAD as usize)].to_vec();
        let from = decoder(compression, Cursor::new(head)).ok()?;
        // Only the beginning was read, so the data breaks off. The error is expected.
        let _ = from.take(TAR_HEADER).read_to_end(&mut unpacked);
        is_tar(&unpacked).then_some((Self::Tar, compression))
    }

    /// The same of a file on the disk; `None` also if it cannot be read.
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

    /// Makes sure that a stream which begins like this is no archive, since it has no name under
    /// which its members could be written.
    ///
    /// # Errors
    /// If it is one.
    pub(crate) fn refuse_in_stream(head: &[u8], stream: &str) -> Result<()> {
        match Self::by_content(head) {
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

    /// A tar archive of one file, as far as its header.
    fn tar() -> Vec<u8> {
        let mut bytes = vec![0; 1024];
        bytes[..7].copy_from_slice(b"a.jsonl");
        bytes[257..262].copy_from_slice(b"ustar");
        bytes
    }

    /// Entries of a zip without data.
    fn zip(names: &[&str]) -> Vec<u8> {
        let entry = |name: &&str| {
            let mut entry = b"PK\x03\x04".to_vec();
            entry.extend([0; 22]);
            entry.extend((name.len() as u16).to_le_bytes());
            entry.extend(3u16.to_le_bytes());
            entry.extend(name.as_bytes());
            entry.extend([0; 3]);
            entry
        };
        names.iter().flat_map(entry).collect()
    }

    #[test]
    fn archives_are_told_by_their_first_bytes() {
        let plain = Compression::Plain;
        let told = ContainerKind::by_first_bytes;
        assert_eq!(told(&tar()), Some((ContainerKind::Tar, plain)));
        for (_, compression) in Compression::BY_ENDING {
            let mut packed = Vec::new();
            let mut encoder = Encoder::new(compression, &mut packed).unwrap();
            encoder.write_all(&tar()).unwrap();
            encoder.finish().unwrap();
            assert_eq!(told(&packed), Some((ContainerKind::Tar, compression)));
        }
        let zipped = Some((ContainerKind::Zip, plain));
        assert_eq!(told(&zip(&["a.jsonl"])), zipped);
        assert_eq!(told(&zip(&["dump/", "dump/b/", "dump/b/c.csv"])), zipped);
        assert_eq!(told(&zip(&["[Content_Types].xml", "a.txt"])), None);
        assert_eq!(told(&zip(&["META-INF/", "META-INF/MANIFEST.MF"])), None);
        for other in [&b""[..], b"PK\x03\x04", b"{}", &[0x1F, 0x8B, 8], &[0; 600]] {
            assert_eq!(told(other), None);
        }
    }
}
