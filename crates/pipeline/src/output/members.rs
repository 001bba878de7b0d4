//! How the summary lists the archives of the input, and the place of each input file in its
//! archive. An archive is what `copydesk_formats` calls a [`Container`].

use copydesk_formats::{Compression, Container, ContainerKind, InputFile, Inputs};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The archive that contains an input file, and the place of the file in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct MemberEntry {
    /// The name of the archive.
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

/// An archive that contains input files.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct ContainerEntry {
    pub name: String,
    /// Zip or tar.
    pub kind: ContainerKind,
    /// The compression of the archive as a whole, as in `.tar.gz`.
    pub compression: Compression,
}

impl ContainerEntry {
    /// Lists all archives that contain files of a dump, in input order.
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

/// All archives that contain files of a dump, in input order.
pub(crate) fn containers(inputs: &Inputs) -> Vec<Arc<Container>> {
    let mut all: Vec<Arc<Container>> = Vec::new();
    for (container, _) in inputs.files().iter().filter_map(InputFile::container) {
        // The members of an archive follow each other, so an archive that is listed already is the
        // last one.
        match all.last() {
            Some(last) if Arc::ptr_eq(last, container) => {}
            _ => all.push(Arc::clone(container)),
        }
    }
    all
}
