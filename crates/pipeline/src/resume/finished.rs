//! A command whose output is there already.

use super::manifest::Manifest;
use crate::output::{LineWriter, RunOutput, Staging, Summary};
use copydesk_formats::{Compression, own_folder_in};
use copydesk_store::{Error, Result};
use std::path::Path;

/// Name of the manifest among copydesk's own files.
const MANIFEST: &str = "manifest.json";

/// Writes into an output folder which run made it.
pub(crate) fn sign(staging: &Staging, manifest: &Manifest) -> Result<()> {
    let path = staging.own_path(MANIFEST)?;
    let bytes = serde_json::to_vec_pretty(manifest).map_err(|e| Error::output(&path, e))?;
    let mut writer = LineWriter::create(&staging.disk, &path, Compression::Plain)?;
    writer.write(&bytes)?;
    writer.write(b"\n")?;
    staging.written(writer.finish()?);
    Ok(())
}

/// The summary of the run that made `target`, if that is the run that is about to begin and its
/// output is complete; `None` if nothing is there, or nothing that copydesk made.
///
/// # Errors
/// If `target` is the output of another run: the message says what differs.
pub(crate) fn finished_before(target: &Path, manifest: &Manifest) -> Result<Option<Summary>> {
    let Some(own) = own_folder_in(target) else {
        return Ok(None);
    };
    // An unreadable manifest counts as none: the folder may still be replaced with `--overwrite`.
    let found = std::fs::read(own.join(MANIFEST)).ok();
    let found = found.and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    let Some(found) = found else {
        let what = "and was made by another version of copydesk, or changed since";
        return Err(taken(target, what));
    };
    if let Some(difference) = manifest.differs_from(&found) {
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

/// That the folder is there, and why it cannot be left as it is.
fn taken(target: &Path, why: &str) -> Error {
    Error::usage(format!(
        "{}: exists, {why}; choose another folder, or add --overwrite to replace it",
        target.display()
    ))
}
