//! Cutting bytes out of a record, and putting them back.
//!
//! A record is never parsed into values and serialised again. Its clean form is its raw bytes
//! without the bytes that were cut. So key order, white space, escapes and the spelling of numbers
//! stay as they were. To undo the cut, only the removed bytes and their offsets are needed.
//! Offsets count bytes of the *raw* record. [`put_back`] reads the clean record once. For each cut,
//! it copies the bytes that were kept before it, and then the bytes that were removed.
//!
//! One format needs more. A cell of a table may need quotes once a part of it is cut. Then the
//! clean record has bytes that the raw record does not have ([`Spliced::add`]). A [`Cut`] says how
//! many bytes were added, and [`put_back`] skips them.

use copydesk_text::Span;
use serde::{Deserialize, Serialize};

/// What was done at one offset of a record: bytes were removed, and rarely others were added.
///
/// It is written as `[at, removed]`, or as `[at, removed, added]`.
///
/// ```
/// use copydesk_formats::Cut;
///
/// assert_eq!(serde_json::to_string(&Cut::new(9, "Caption."))?, r#"[9,"Caption."]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Cut {
    /// Byte offset in the raw record.
    at: usize,
    /// The text that was removed there.
    removed: String,
    /// How many bytes the clean record has there instead, such as a quote that became necessary.
    added: usize,
}

impl Cut {
    /// The cut of `removed` at the offset `at` of the raw record.
    #[must_use]
    pub fn new(at: usize, removed: impl Into<String>) -> Self {
        Self {
            at,
            removed: removed.into(),
            added: 0,
        }
    }

    /// How many bytes were removed.
    fn removed_bytes(&self) -> usize {
        self.removed.len()
    }
}

/// A cut as it is written down.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Removed(usize, String),
    Replaced(usize, String, usize),
}

impl From<Written> for Cut {
    fn from(written: Written) -> Self {
        let (at, removed, added) = match written {
            Written::Removed(at, removed) => (at, removed, 0),
            Written::Replaced(at, removed, added) => (at, removed, added),
        };
        Self { at, removed, added }
    }
}

impl From<Cut> for Written {
    fn from(Cut { at, removed, added }: Cut) -> Self {
        match added {
            0 => Self::Removed(at, removed),
            _ => Self::Replaced(at, removed, added),
        }
    }
}

/// A record without some parts of its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spliced {
    /// What is left of the raw record.
    pub bytes: Vec<u8>,
    /// What was done to the raw record, in order.
    pub removed: Vec<Cut>,
}

impl Spliced {
    /// Cuts spans of bytes out of a raw record. The spans are in order, disjoint, and on character
    /// boundaries.
    ///
    /// # Panics
    /// If a span reaches past the end of the record, or overlaps the span before it.
    #[must_use]
    pub fn cut(raw: &[u8], spans: &[Span]) -> Self {
        let mut bytes = Vec::with_capacity(raw.len());
        let mut removed = Vec::with_capacity(spans.len());
        let mut at = 0;
        for span in spans {
            bytes.extend_from_slice(&raw[at..span.start()]);
            // Nothing is lost: only records of UTF-8 are cut, and only between characters.
            let piece = String::from_utf8_lossy(&raw[span.start()..span.end()]).into_owned();
            removed.push(Cut::new(span.start(), piece));
            at = span.end();
        }
        bytes.extend_from_slice(&raw[at..]);
        Self { bytes, removed }
    }

    /// Appends bytes that the raw record does not have. Their place is before the byte at offset
    /// `at` of the raw record, so all bytes before that offset must have been kept or cut already.
    pub(crate) fn add(&mut self, at: usize, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.removed.push(Cut {
            at,
            removed: String::new(),
            added: bytes.len(),
        });
    }
}

/// The raw record: the clean record `clean`, with the bytes that were removed and without those
/// that were added. Returns `None` if the cuts do not fit `clean`.
#[must_use]
pub fn put_back(clean: &[u8], removed: &[Cut]) -> Option<Vec<u8>> {
    let removed_bytes: usize = removed.iter().map(Cut::removed_bytes).sum();
    let mut out = Vec::with_capacity(clean.len() + removed_bytes);
    // Offset in the clean record of the next byte.
    let mut at = 0usize;
    for cut in removed {
        // The clean record and the cuts come from files that anybody may have changed, so every
        // offset is checked. `out` is the beginning of the raw record, so its length is an offset
        // in the raw record, and the bytes from there to the cut were kept.
        let kept = cut.at.checked_sub(out.len())?;
        out.extend_from_slice(clean.get(at..at.checked_add(kept)?)?);
        out.extend_from_slice(cut.removed.as_bytes());
        at = at.checked_add(kept)?.checked_add(cut.added)?;
    }
    out.extend_from_slice(clean.get(at..)?);
    Some(out)
}

/// The bounds of the spans in one list: the start of the first, its end, the start of the second,
/// and so on.
pub(crate) fn bounds_of(spans: &[Span]) -> Vec<usize> {
    let mut bounds = Vec::with_capacity(2 * spans.len());
    for span in spans {
        bounds.extend([span.start(), span.end()]);
    }
    bounds
}

/// The spans with these bounds (see [`bounds_of`]), each moved by `start` bytes.
pub(crate) fn spans_at(start: usize, bounds: &[usize]) -> Vec<Span> {
    let mut spans = Vec::with_capacity(bounds.len() / 2);
    for pair in bounds.chunks_exact(2) {
        spans.push(Span::new(start + pair[0], start + pair[1]));
    }
    spans
}
