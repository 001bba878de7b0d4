//! An archive that is to be opened, and why it cannot be.

use crate::compression::Compression;
use crate::container_kind::ContainerKind;
use crate::source::Source;
use copydesk_store::Error;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// Why an archive cannot be opened.
pub(crate) enum Trouble {
    /// The system cannot read it, or cannot write what is unpacked: the run stops.
    System(Error),
    /// It is not what its name says, or too much: it is passed over.
    Content(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::System(error)
    }
}

impl Trouble {
    /// What reading the archive at this path came to.
    pub(super) fn of(path: &Path, error: io::Error, what: &str) -> Self {
        match error.raw_os_error() {
            Some(_) => Self::System(Error::input(path, error)),
            None => Self::Content(format!(
                "{what} ({error}); fetch it again, or unpack it yourself"
            )),
        }
    }
}

/// Where an archive is that is to be opened, and what is known of it.
pub(crate) struct Whole<'a> {
    pub(crate) path: &'a Path,
    pub(crate) name: &'a str,
    pub(crate) kind: ContainerKind,
    pub(crate) compression: Compression,
    /// `Source::Disk` or `Source::Memory`.
    pub(crate) source: Source,
    pub(crate) bytes: u64,
    pub(crate) modified: Option<SystemTime>,
}
