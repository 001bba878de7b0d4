//! What a command reads.

use super::outcome::Failure;
use copydesk_pipeline::{Inputs, Spool};

/// The inputs of a command that leaves no output, or none; `-` is standard input.
pub fn inputs_if_any(typed: &[String]) -> Result<Option<Inputs>, Failure> {
    Ok(match typed {
        [] => None,
        [only] if only == "-" => Some(Inputs::spooled(Spool::fill(std::io::stdin())?)?),
        several => Some(Inputs::discover(several, None)?),
    })
}
