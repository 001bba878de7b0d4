//! Pieces taken out of a record, and put back.

use copydesk_text::Span;

/// A record without some pieces of its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spliced {
    /// What is left of the raw record.
    pub bytes: Vec<u8>,
    /// The pieces that were taken out, in order, each with its byte offset in the raw record.
    pub removed: Vec<(usize, String)>,
}

impl Spliced {
    /// Takes spans of bytes out of a raw record. They are in order, disjoint, and on character
    /// boundaries.
    ///
    /// # Panics
    /// If a span reaches past the end, or overlaps the one before.
    #[must_use]
    pub fn cut(raw: &[u8], spans: &[Span]) -> Self {
        let mut bytes = Vec::with_capacity(raw.len());
        let mut removed = Vec::with_capacity(spans.len());
        let mut at = 0;
        for span in spans {
            bytes.extend_from_slice(&raw[at..span.start()]);
            let piece = String::from_utf8_lossy(&raw[span.start()..span.end()]).into_owned();
            removed.push((span.start(), piece));
            at = span.end();
        }
        bytes.extend_from_slice(&raw[at..]);
        Self { bytes, removed }
    }
}

/// Puts the pieces that [`Spliced::cut`] took out back where they were. Returns `None` if they do
/// not belong to these bytes.
#[must_use]
pub fn put_back(clean: &[u8], removed: &[(usize, String)]) -> Option<Vec<u8>> {
    let pieces: usize = removed.iter().map(|(_, piece)| piece.len()).sum();
    let mut out = Vec::with_capacity(clean.len() + pieces);
    let mut at = 0usize;
    for (offset, piece) in removed {
        let kept = offset.checked_sub(out.len())?;
        out.extend_from_slice(clean.get(at..at.checked_add(kept)?)?);
        out.extend_from_slice(piece.as_bytes());
        at += kept;
    }
    out.extend_from_slice(clean.get(at..)?);
    Some(out)
}
