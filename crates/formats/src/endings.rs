//! The format and the compression of a file, by the ending of its name.

use crate::compression::Compression;
use crate::formats::FormatId;

/// The format and the compression of a file with this name. `None` if its ending is unknown.
pub(crate) fn format_of(name: &str) -> Option<(FormatId, Compression)> {
    let lower = name.to_ascii_lowercase();
    let (mut stem, mut compression) = (lower.as_str(), Compression::Plain);
    for (ending, compression_of_ending) in Compression::BY_ENDING {
        // At most one of the endings fits.
        if let Some(before) = lower.strip_suffix(ending)
            && let Some(before) = before.strip_suffix('.')
        {
            (stem, compression) = (before, compression_of_ending);
        }
    }
    let (_, ending) = stem.rsplit_once('.')?;
    Some((FormatId::by_ending(ending)?, compression))
}

/// Whether a file with this name is read, on the disk or in an archive.
pub(crate) fn has_known_ending(name: &str) -> bool {
    format_of(name).is_some()
}
