//! An archive file that is to be opened, and the errors of opening it.

use crate::compression::Compression;
use crate::container_kind::ContainerKind;
use crate::source::Source;
use copydesk_store::Error;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// Why an archive cannot be opened.
pub(crate) enum OpenError {
    /// The system cannot read the archive, or cannot write unpacked bytes. The run stops.
    System(Error),
    /// The file is not an archive of this kind (tar or zip), or has too many members or bytes. It
    /// is skipped, with this reason.
    Content(String),
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        Self::System(error)
    }
}

impl OpenError {
    /// The error of reading the archive at `path`. If the content is at fault and not the system,
    /// the reason begins with `what`.
    pub(super) fn of(path: &Path, error: io::Error, what: &str) -> Self {
        match error.raw_os_error() {
            Some(_) => Self::System(Error::input(path, error)),
            None => Self::Content(format!(
                "{what} ({error}); fetch it again, or unpack it yourself"
            )),
        }
    }
}

/// The file of an archive that is to be opened.
pub(crate) struct ArchiveFile<'a> {
    pub(crate) path: &'a Path,
    /// The name of the archive in the output: its path under the output folder.
    pub(crate) name: &'a str,
    pub(crate) kind: ContainerKind,
    /// The compression that its name or content shows.
    pub(crate) compression: Compression,
    /// `Source::Disk` or `Source::Memory`.
    pub(crate) source: Source,
    /// Size of the file in bytes, before it is decompressed.
    pub(crate) bytes: u64,
    pub(crate) modified: Option<SystemTime>,
}
