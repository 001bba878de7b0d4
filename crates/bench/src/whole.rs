//! Runs over the whole dump, from disk to disk, as the command makes them. Each is measured on
//! several [`Crew`]s (pools of threads).

use super::lab::{Crew, Lab, Series};
use super::read::{Piece, pieces_ahead};
use super::report::{Floor, Group, Unit};
use copydesk_clean::{FurniturePolicy, Policy, RepeatsPolicy};
use copydesk_neardup::{MinHasher, ShingleSet, Signature};
use copydesk_pipeline::{Config, Error, Inputs, Result, Scope, Silent};
use copydesk_text::words;
use rayon::prelude::*;
use std::path::Path;
use tempfile::TempDir;

/// A temporary folder, which is removed with its content when the value is dropped.
pub(super) struct Scratch(TempDir);

impl Scratch {
    /// A new temporary folder in `folder`, or, if that is `None`, in the system's folder for
    /// temporary files.
    pub(super) fn in_folder(folder: Option<&Path>) -> Result<Self> {
        let folder = folder.map_or_else(std::env::temp_dir, Path::to_owned);
        match tempfile::tempdir_in(&folder) {
            Ok(scratch) => Ok(Self(scratch)),
            Err(e) => Err(Error::output(&folder, e)),
        }
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }
}

/// The length of the signatures that are made of the whole dump, in values.
const VALUES: usize = 128;

/// Measures how long it takes to make signatures, which other tools also make, and to run `clean`.
pub(super) fn measure(lab: &mut Lab<'_>, inputs: &Inputs, scratch: &Path) -> Result<()> {
    let bytes = lab.material().dump_bytes;
    let compared_with_parsing = Series {
        group: Group::Whole,
        unit: Unit::Dump,
        bytes,
        floor: Some(Floor::Parse),
    };
    let compared_with_writing = Series {
        floor: Some(Floor::ParseAndWrite),
        ..compared_with_parsing
    };
    // Unlike the other runs, this one writes nothing.
    let name = format!("signatures of {VALUES} values, in memory");
    lab.run(&compared_with_parsing.task(&name), |crew| {
        signatures(inputs, crew)
    })?;
    let default = Config {
        // Every run replaces the output of the one before, so that they take less disk space.
        overwrite: true,
        ..Config::default()
    };
    let only_duplicates = Policy {
        furniture: FurniturePolicy::Keep,
        repeats: RepeatsPolicy::Keep,
        ..default.policy
    };
    for (name, config) in [
        (
            "clean --scope document",
            Config {
                scope: Scope::Document,
                ..default.clone()
            },
        ),
        (
            "clean --furniture keep --repeats keep",
            Config {
                policy: only_duplicates,
                ..default.clone()
            },
        ),
        ("clean", default),
    ] {
        lab.run(&compared_with_writing.task(name), |crew| {
            clean(inputs, &scratch.join("out"), &config, crew)
        })?;
    }
    Ok(())
}

/// Cleans the dump. The answer is a text with the counts of the summary.
fn clean(inputs: &Inputs, out: &Path, config: &Config, crew: &Crew) -> Result<String> {
    let config = Config {
        threads: crew.threads,
        ..config.clone()
    };
    let summary = copydesk_pipeline::clean(inputs, out, &config, &Silent)?;
    let documents = summary.documents;
    let [read, edited, dropped] = [documents.read, documents.edited, documents.dropped];
    Ok(format!(
        "{read} documents, {edited} edited, {dropped} dropped, {} bytes removed",
        summary.removed_bytes
    ))
}

/// Makes the signatures of all texts in the dump. The answer is the wrapping sum of their
/// checksums.
fn signatures(inputs: &Inputs, crew: &Crew) -> Result<u64> {
    let hasher = MinHasher::new(VALUES);
    crew.work(|| {
        let mut answer = 0u64;
        pieces_ahead(inputs, |piece| {
            let records = piece.records();
            let sums = records
                .par_iter()
                .map(|record| checksum_of(&hasher, &piece, record));
            answer = answer.wrapping_add(sums.reduce(u64::default, u64::wrapping_add));
            Ok(())
        })?;
        Ok(answer)
    })
}

/// The checksum of the signature of a record's text; 0 if it has none.
fn checksum_of(hasher: &MinHasher, piece: &Piece, record: &[u8]) -> u64 {
    let Some(text) = piece.text(record) else {
        return 0;
    };
    let shingles = ShingleSet::new(&words(&text), Config::default().shingle);
    checksum(&hasher.sketch(&shingles))
}

/// A number that depends on all values of a signature and on their order.
fn checksum(signature: &Signature) -> u64 {
    let mut sum = 0_u64;
    for &value in signature.values() {
        sum = sum.rotate_left(1) ^ u64::from(value);
    }
    sum
}
