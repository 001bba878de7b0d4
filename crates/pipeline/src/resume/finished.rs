//! Recognises that the output of a command exists already, by the manifest in the output folder.

use super::manifest::Manifest;
use crate::output::{LineWriter, RunOutput, Staging, Summary};
use copydesk_formats::{Compression, own_folder_in};
use copydesk_store::{Error, Result};
use std::path::Path;

/// Name of the file with the manifest, among copydesk's own files.
const MANIFEST_FILE: &str = "manifest.json";

/// Writes the manifest, which identifies the run, into the output folder that is being built.
pub(crate) fn write_manifest(staging: &Staging, manifest: &Manifest) -> Result<()> {
    let path = staging.own_path(MANIFEST_FILE)?;
    let bytes = serde_json::to_vec_pretty(manifest).map_err(|e| Error::output(&path, e))?;
    let mut writer = LineWriter::create(&staging.disk, &path, Compression::Plain)?;
    writer.write(&bytes)?;
    writer.write(b"\n")?;
    staging.sync_later(writer.finish()?);
    Ok(())
}

/// The summary of the earlier run that made the output at `target`. The manifest of that run must
/// be equal to `manifest`, the manifest of the run that is about to begin. `None` if no output of
/// copydesk is at `target`.
///
/// # Errors
/// If `target` is the output of another run, or is not complete. The message says what differs or
/// is missing.
pub(crate) fn finished_before(target: &Path, manifest: &Manifest) -> Result<Option<Summary>> {
    let Some(own_folder) = own_folder_in(target) else {
        return Ok(None);
    };
    let bytes = std::fs::read(own_folder.join(MANIFEST_FILE)).ok();
    let earlier = bytes.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    // Why the manifest cannot be read or parsed is not reported. What matters to the user is that
    // only `--overwrite` replaces the folder.
    let Some(earlier) = earlier else {
        let why = "and was made by another version of copydesk, or changed since";
        return Err(exists(target, why));
    };
    if let Some(difference) = manifest.difference_from(&earlier) {
        return Err(exists(target, &format!("and was made {difference}")));
    }
    let output = RunOutput::open(target)?;
    if let Some(missing) = output.missing_file() {
        return Err(exists(
            target,
            &format!("but {missing} was removed from it since"),
        ));
    }
    let mut summary = output.summary;
    summary.is_earlier = true;
    Ok(Some(summary))
}

/// The error that the output folder exists; `why` says why it is not the output of this run.
fn exists(target: &Path, why: &str) -> Error {
    Error::usage(format!(
        "{}: exists, {why}; choose another folder, or add --overwrite to replace it",
        target.display()
    ))
}
