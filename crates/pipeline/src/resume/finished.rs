//! Recognises that the output of a command exists already, by the manifest in it.

use super::manifest::Manifest;
use crate::output::{LineWriter, RunOutput, Staging, Summary};
use copydesk_formats::{Compression, own_folder_in};
use copydesk_store::{Error, Result};
use std::path::Path;

/// Name of the manifest among copydesk's own files.
const MANIFEST: &str = "manifest.json";

/// Writes the manifest, which identifies the run, into the output folder that is being built.
pub(crate) fn write_manifest(staging: &Staging, manifest: &Manifest) -> Result<()> {
    let path = staging.own_path(MANIFEST)?;
    let bytes = serde_json::to_vec_pretty(manifest).map_err(|e| Error::output(&path, e))?;
    let mut writer = LineWriter::create(&staging.disk, &path, Compression::Plain)?;
    writer.write(&bytes)?;
    writer.write(b"\n")?;
    staging.sync_later(writer.finish()?);
    Ok(())
}

/// The summary of an earlier run, if it was the same as the one that is about to begin (`manifest`)
/// and its output at `target` is complete. `None` if there is no output of copydesk at `target`.
///
/// # Errors
/// If `target` is the output of another run, or is not complete. The message says what differs or
/// is missing.
pub(crate) fn finished_before(target: &Path, manifest: &Manifest) -> Result<Option<Summary>> {
    let Some(own_folder) = own_folder_in(target) else {
        return Ok(None);
    };
    let bytes = std::fs::read(own_folder.join(MANIFEST)).ok();
    let earlier = bytes.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    // The error is not that of reading or parsing: what matters is that the folder can only be
    // replaced with `--overwrite`.
    let Some(earlier) = earlier else {
        let why = "and was made by another version of copydesk, or changed since";
        return Err(taken(target, why));
    };
    if let Some(difference) = manifest.difference_from(&earlier) {
        return Err(taken(target, &format!("and was made {difference}")));
    }
    let archive = RunOutput::open(target)?;
    if let Some(missing) = archive.missing_file() {
        return Err(taken(
            target,
            &format!("but {missing} was removed from it since"),
        ));
    }
    let mut summary = archive.summary;
    summary.is_earlier = true;
    Ok(Some(summary))
}

/// The error that the output folder exists; `why` says why it cannot be the output of this run.
fn taken(target: &Path, why: &str) -> Error {
    Error::usage(format!(
        "{}: exists, {why}; choose another folder, or add --overwrite to replace it",
        target.display()
    ))
}
