//! Checks where a command is to write.

use super::outcome::Failure;
use std::path::Path;

/// Whether the typed output is `-`, standard output.
pub fn is_stdout(output: &Path) -> bool {
    output.as_os_str() == "-"
}

/// Refuses `-o -` for a command that can only write to a folder. Otherwise a folder called `-`
/// would be made.
pub fn refuse_stdout(command: &str, output: &Path) -> Result<(), Failure> {
    if is_stdout(output) {
        return Err(Failure::Usage(format!(
            "-o -: {command} writes a folder, not standard output; name a folder"
        )));
    }
    Ok(())
}
