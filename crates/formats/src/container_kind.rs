//! Kinds of archives of files, told by name or content.

use crate::compression::Compression;
use copydesk_store::{Error, Result};
use serde::{Deserialize, Serialize};

/// Whether an archive that begins like this is a tar archive, of any dialect but the oldest.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
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
        let mut endings = Self::BY_ENDING.into_iter();
        let found = endings.find(|(ending, ..)| lower.ends_with(ending));
        found.map(|(_, kind, compression)| (kind, compression))
    }

    /// The kind of an archive that begins like this; `None` if it is none, as far as can be told.
    pub(crate) fn by_content(head: &[u8]) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] => Some(Self::Zip),
            head if is_tar(head) => Some(Self::Tar),
            _ => None,
        }
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
                "{stream}: is a {0} archive, which is read from a file only; give it as a file that \
                 is named .{0}",
                kind.name()
            ))),
            None => Ok(()),
        }
    }
}
