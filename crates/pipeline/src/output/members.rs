//! Input files that are members of archives, as the summary names them.

use copydesk_formats::{Compression, Container, ContainerKind, InputFile, Inputs};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where in an archive an input file is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct MemberEntry {
    /// The archive's name.
    pub archive: String,
    /// Its place among all entries there, from 0.
    pub place: u64,
}

impl MemberEntry {
    /// Where a file is in an archive; `None` if it is a file of its own.
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
    pub kind: ContainerKind,
    pub compression: Compression,
}

impl ContainerEntry {
    /// The archives that files of a dump are in, in input order.
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

/// The archives that files of a dump are in, in input order.
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
