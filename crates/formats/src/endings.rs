//! What the ending of a file's name tells.

use crate::compression::Compression;
use crate::formats::FormatId;

/// Format and compression by a file's name.
pub(crate) fn format_of(name: &str) -> Option<(FormatId, Compression)> {
    let lower = name.to_ascii_lowercase();
    let (mut stem, mut compression) = (lower.as_str(), Compression::Plain);
    for (ending, told) in Compression::BY_ENDING {
        if let Some(before) = lower.strip_suffix(ending)
            && let Some(before) = before.strip_suffix('.')
        {
            (stem, compression) = (before, told);
        }
    }
    let (_, ending) = stem.rsplit_once('.')?;
    Some((FormatId::by_ending(ending)?, compression))
}

/// Whether a file of this name is read, as itself or as a member of an archive.
pub(crate) fn has_known_ending(name: &str) -> bool {
    format_of(name).is_some()
}
