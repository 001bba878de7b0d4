//! The inputs of a command.

use super::outcome::Failure;
use copydesk_pipeline::{Inputs, Result as PipelineResult, SpooledInput};
use std::path::Path;

/// The inputs that were typed. What is compressed in archives is unpacked into the folder for
/// temporary files that was named, or the system's.
pub fn found(
    typed: &[String],
    output: Option<&Path>,
    temp: Option<&Path>,
) -> PipelineResult<Inputs> {
    match temp {
        Some(temp) => Inputs::discover_in(typed, output, temp),
        None => Inputs::discover(typed, output),
    }
}

/// The inputs of a command that leaves no output, or none; `-` is standard input.
pub fn inputs_if_any(typed: &[String], temp: Option<&Path>) -> Result<Option<Inputs>, Failure> {
    Ok(match typed {
        [] => None,
        [only] if only == "-" => {
            let spool = match temp {
                Some(temp) => SpooledInput::fill_in(temp, std::io::stdin())?,
                None => SpooledInput::fill(std::io::stdin())?,
            };
            Some(Inputs::spooled(spool)?)
        }
        several => Some(found(several, None, temp)?),
    })
}
