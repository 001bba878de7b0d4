//! The whole dump, from disk and back, as the commands do it.

use super::lab::{Crew, Lab, Series};
use super::read::pieces_ahead;
use super::report::{Floor, Group, Unit};
use copydesk_clean::{FurniturePolicy, Policy, RepeatsPolicy};
use copydesk_neardup::{MinHasher, ShingleSet, Signature};
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
    let beside_parsing = Series {
        group: Group::Whole,
        unit: Unit::Dump,
        bytes,
        floor: Some(Floor::Parse),
    };
    let beside_writing = Series {
        floor: Some(Floor::ParseAndWrite),
        ..beside_parsing
    };
    let name = format!("signatures of {VALUES} values, in memory");
    lab.run(&beside_parsing.task(&name), |crew| signatures(inputs, crew))?;
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
        lab.run(&beside_writing.task(name), |crew| {
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
    let (hasher, width) = (MinHasher::new(VALUES), Config::default().shingle);
    crew.work(|| {
        let mut answer = 0u64;
        pieces_ahead(inputs, |piece| {
            let records = piece.records();
            let sums = records.par_iter().map(|record| {
                let text = piece.text(record)?;
                let signature = hasher.sketch(&ShingleSet::new(&words(&text), width));
                Some(folded(&signature))
            });
            let sum = sums
                .map(Option::unwrap_or_default)
                .reduce(|| 0, u64::wrapping_add);
            answer = answer.wrapping_add(sum);
            Ok(())
        })?;
        Ok(answer)
    })
}

/// A number that depends on every value of a signature and on their order.
fn folded(signature: &Signature) -> u64 {
    let values = signature.values().iter();
    values.fold(0, |sum: u64, &value| sum.rotate_left(1) ^ u64::from(value))
}
