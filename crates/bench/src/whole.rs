//! The whole dump, from disk and back, as the commands do it.

use super::lab::{Crew, Lab, Label};
use super::read::pieces_ahead;
use super::report::{Floor, Group, Unit};
use copydesk_clean::{FurniturePolicy, Policy, RepeatsPolicy};
use copydesk_neardup::{MinHasher, ShingleSet};
use copydesk_pipeline::{Config, Error, Inputs, Result, Scope, Silent};
use copydesk_text::words;
use rayon::prelude::*;
use std::path::Path;
use tempfile::TempDir;

/// A temporary folder that goes away.
pub(super) struct Scratch(TempDir);

impl Scratch {
    /// A folder in this one, or in the system's for temporary files.
    pub(super) fn in_folder(folder: Option<&Path>) -> Result<Self> {
        let folder = folder.map_or_else(std::env::temp_dir, Path::to_owned);
        tempfile::tempdir_in(&folder)
            .map(Self)
            .map_err(|e| Error::output(&folder, e))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Values of the signatures that are made of a whole dump.
const VALUES: usize = 128;

/// Measures signatures alone, and runs of `clean`.
pub(super) fn measure(lab: &mut Lab<'_>, inputs: &Inputs, scratch: &Path) -> Result<()> {
    let bytes = lab.material().dump_bytes;
    let label = |name: &str, floor: Floor| Label {
        group: Group::Whole,
        name: name.to_owned(),
        unit: Unit::Dump,
        bytes,
        floor: Some(floor),
    };
    let name = format!("signatures of {VALUES} values, in memory");
    lab.run(&label(&name, Floor::Parse), |crew| signatures(inputs, crew))?;
    let whole = Config {
        overwrite: true,
        ..Config::default()
    };
    let documents = Policy {
        furniture: FurniturePolicy::Keep,
        repeats: RepeatsPolicy::Keep,
        ..whole.policy
    };
    for (name, config) in [
        (
            "clean --scope document",
            Config {
                scope: Scope::Document,
                ..whole.clone()
            },
        ),
        (
            "clean --furniture keep --repeats keep",
            Config {
                policy: documents,
                ..whole.clone()
            },
        ),
        ("clean", whole),
    ] {
        lab.run(&label(name, Floor::ParseAndWrite), |crew| {
            clean(inputs, &scratch.join("out"), &config, crew)
        })?;
    }
    Ok(())
}

/// What came out of a clean.
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

/// Signatures of all texts, added up.
fn signatures(inputs: &Inputs, crew: &Crew) -> Result<u64> {
    let (signer, width) = (MinHasher::new(VALUES), Config::default().shingle);
    let sum = |text: &str| {
        let signature = signer.sign(&ShingleSet::new(&words(text), width));
        signature
            .values()
            .iter()
            .fold(0u64, |sum, &value| sum.rotate_left(1) ^ u64::from(value))
    };
    crew.work(|| {
        let mut answer = 0u64;
        pieces_ahead(inputs, |piece| {
            let of = |record: &&[u8]| piece.text(record).map_or(0, |text| sum(&text));
            answer = answer.wrapping_add(
                piece
                    .records()
                    .par_iter()
                    .map(of)
                    .reduce(|| 0, u64::wrapping_add),
            );
            Ok(())
        })?;
        Ok(answer)
    })
}
