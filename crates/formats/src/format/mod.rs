//! The formats, one a file, and the list of them.
//!
//! To add a format, write a file here that implements [`Format`], and add it to [`ALL`]. Nothing else
//! knows a format by name.

mod jsonlines;
mod text;

use crate::article::{Article, checked_text};
use crate::batch::{OpenFile, ReadRecords};
use crate::compression::Sink;
use crate::fields::Fields;
use crate::restore::ReadClean;
use crate::splice::Spliced;
use crate::write::WriteRecords;
use copydesk_store::Result;
use copydesk_text::Span;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::ops::{Deref, Range};
use std::path::Path;

/// Every format there is.
static ALL: [&dyn Format; 2] = [&jsonlines::JsonLines, &text::Text];

/// How records stand in a file: how they are found, understood, cut, written and restored.
///
/// The *raw bytes* of the records of a file, in order, are the file: whatever stands between two
/// records (line breaks, blank lines, separators) belongs to one of them, and what belongs to none is
/// passed through. A record's *body* is the part of its raw bytes that is the record itself. In a
/// format whose records are no bytes, they are whatever bytes its reader and its writer agree on.
pub trait Format: fmt::Debug + Send + Sync {
    /// The name that is written to `summary.json`; it never changes.
    fn name(&self) -> &'static str;

    /// Endings of the names of files in this format, without a dot, in small letters.
    fn endings(&self) -> &'static [&'static str];

    /// Whether a file is written even if none of its records stay.
    fn leaves_empty_file(&self) -> bool;

    /// Reads the records of a file, batch by batch. A format of bytes returns a
    /// [`ByteReader`](crate::ByteReader) with a [`Split`](crate::Split) of its own.
    ///
    /// # Errors
    /// If the file cannot be read from its beginning.
    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>>;

    /// Which of the raw bytes of a record are its body; `number` is the record's in its file, from 0.
    fn body(&self, raw: &[u8], number: u64) -> Range<usize>;

    /// The fields of a record, given its body and the name of its file.
    ///
    /// # Errors
    /// Why the record cannot be read, and what to do.
    fn parse<'r>(&self, body: &'r str, file: &str, fields: &Fields) -> std::result::Result<Article<'r>, String>;

    /// The text of a record and nothing else, with as little work as that takes; `None` if it has none
    /// under its usual name. `copydesk bench` measures everything else against this.
    fn only_text<'r>(&self, body: &'r [u8]) -> Option<Cow<'r, str>> {
        let body = checked_text(body).ok()?;
        self.parse(body, "", &Fields::default()).ok().map(|article| article.text)
    }

    /// Takes spans of an article's text out of the raw bytes of its record, so that all other bytes stay
    /// as they are. The spans are in order, disjoint, and on character boundaries.
    fn splice(&self, raw: &[u8], body: Range<usize>, article: &Article<'_>, spans: &[Span]) -> Spliced;

    /// Writes a file of the records that stay.
    fn writer<'s>(&self, sink: Box<dyn Sink + 's>) -> Box<dyn WriteRecords + 's>;

    /// Reads a file that [`Self::writer`] wrote, record by record, next to the decisions. `path` is named
    /// in errors.
    fn clean_reader(&self, path: &Path, from: Box<dyn Read + Send>) -> Box<dyn ReadClean>;
}

/// One of the formats. It is compared, written and read by its name.
///
/// ```
/// use copydesk_formats::FormatId;
///
/// let lines = FormatId::by_ending("ndjson").expect("a known ending");
/// assert_eq!(lines.name(), "jsonlines");
/// assert_eq!(serde_json::to_string(&lines)?, "\"jsonlines\"");
/// assert_eq!(FormatId::by_ending("docx"), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct FormatId(&'static dyn Format);

impl FormatId {
    /// Every format.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.into_iter().map(Self)
    }

    /// The format of files whose names end like this, without the dot and in small letters.
    #[must_use]
    pub fn by_ending(ending: &str) -> Option<Self> {
        Self::all().find(|format| format.endings().contains(&ending))
    }

    /// The format with this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::all().find(|format| format.name() == name)
    }
}

impl Deref for FormatId {
    type Target = dyn Format + 'static;

    fn deref(&self) -> &(dyn Format + 'static) {
        self.0
    }
}

impl PartialEq for FormatId {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for FormatId {}

impl fmt::Debug for FormatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for FormatId {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for FormatId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        Self::by_name(&name).ok_or_else(|| {
            let known: Vec<&str> = Self::all().map(|format| format.0.name()).collect();
            de::Error::custom(format!("unknown variant `{name}`, expected `{}`", known.join("` or `")))
        })
    }
}
