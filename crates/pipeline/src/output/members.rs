//! Archives of input files, and the input files that are their members, as the summary lists them.

use copydesk_formats::{Compression, Container, ContainerKind, InputFile, Inputs};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The archive in which an input file is, and its place there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct MemberEntry {
    /// The archive's name.
    pub archive: String,
    /// The index of the file among all entries of the archive.
    pub place: u64,
}

impl MemberEntry {
    /// The archive and place of a file; `None` if it is not in an archive.
    pub(crate) fn of(file: &InputFile) -> Option<Self> {
        let (container, place) = file.container()?;
        Some(Self {
            archive: container.name().to_owned(),
            place,
        })
    }
}

/// An archive of input files.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct ContainerEntry {
    pub name: String,
    /// Zip or tar.
    pub kind: ContainerKind,
    /// The compression of the archive as a whole, as in `.tar.gz`.
    pub compression: Compression,
}

impl ContainerEntry {
    /// Lists all archives of which files of a dump are members, in input order.
    pub(crate) fn all(inputs: &Inputs) -> Vec<Self> {
        let mut entries = Vec::new();
        for container in containers(inputs) {
            entries.push(Self {
                name: container.name().to_owned(),
                kind: container.kind(),
                compression: container.compression(),
            });
        }
        entries
    }
}

/// All archives of which files of a dump are members, in input order.
pub(crate) fn containers(inputs: &Inputs) -> Vec<Arc<Container>> {
    let mut all: Vec<Arc<Container>> = Vec::new();
    for (container, _) in inputs.files().iter().filter_map(InputFile::container) {
        // The members of an archive follow each other.
        match all.last() {
            Some(last) if Arc::ptr_eq(last, container) => {}
            _ => all.push(Arc::clone(container)),
        }
    }
    all
}
