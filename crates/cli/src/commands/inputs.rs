//! Finds the files that a command reads.

use super::outcome::Failure;
use copydesk_pipeline::{Inputs, Result as PipelineResult, SpooledInput};
use std::path::Path;

/// The inputs that were typed. The output folder is not read, even if it is in an input folder.
/// Compressed entries of archives are unpacked into `temp_dir`, or, if that is `None`, into the
/// system's folder for temporary files.
pub fn discover(
    typed: &[String],
    output: Option<&Path>,
    temp_dir: Option<&Path>,
) -> PipelineResult<Inputs> {
    match temp_dir {
        Some(temp_dir) => Inputs::discover_in(typed, output, temp_dir),
        None => Inputs::discover(typed, output),
    }
}

/// The inputs of a command that writes no output folder; `None` if none were typed. A single `-` is
/// standard input, which is copied to a temporary file.
pub fn inputs_if_any(typed: &[String], temp_dir: Option<&Path>) -> Result<Option<Inputs>, Failure> {
    Ok(match typed {
        [] => None,
        [only] if only == "-" => {
            let spool = match temp_dir {
                Some(temp_dir) => SpooledInput::fill_in(temp_dir, std::io::stdin())?,
                None => SpooledInput::fill(std::io::stdin())?,
            };
            Some(Inputs::spooled(spool)?)
        }
        several => Some(discover(several, None, temp_dir)?),
    })
}
