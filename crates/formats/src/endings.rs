//! What the ending of a file's name tells.

use crate::compression::Compression;
use crate::formats::FormatId;

/// Format and compression by a file's name.
pub(crate) fn format_of(name: &str) -> Option<(FormatId, Compression)> {
    let lower = name.to_ascii_lowercase();
    let compressed = Compression::BY_ENDING
        .into_iter()
        .find_map(|(ending, compression)| {
            Some((lower.strip_suffix(ending)?.strip_suffix('.')?, compression))
        });
    let (stem, compression) = compressed.unwrap_or((&lower, Compression::Plain));
    let (_, ending) = stem.rsplit_once('.')?;
    Some((FormatId::by_ending(ending)?, compression))
}

/// Whether a file of this name is read, as itself or as a member of an archive.
pub(crate) fn has_known_ending(name: &str) -> bool {
    format_of(name).is_some()
}
