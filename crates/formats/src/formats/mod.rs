//! The formats, each in its own file, and the list of them.
//!
//! To add a format, write a file here that implements [`Format`], and add a line to the list.

use crate::format::Format;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::ops::Deref;

/// Declares the module of each format and makes the list of formats, so that a format cannot be in
/// one and not in the other.
macro_rules! formats {
    ($($file:ident::$format:ident),+ $(,)?) => {
        $(mod $file;)+
        static ALL: &[&dyn Format] = &[$(&$file::$format),+];
    };
}

formats! {
    jsonlines::JsonLines,
    jsonobjects::JsonObjects,
    jsonarray::JsonArray,
    csv::Csv,
    parquet::Parquet,
    arrow::Arrow,
    text::Text,
}

/// One of the formats. It is compared and serialised by its name.
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
        ALL.iter().copied().map(Self)
    }

    /// The format of files whose names end with `ending`, given without a dot and in small letters.
    #[must_use]
    pub fn by_ending(ending: &str) -> Option<Self> {
        Self::all().find(|format| format.endings().contains(&ending))
    }

    /// For a file whose ending belongs to this format: whether its content must be looked at to
    /// know how its records are laid out. All JSON files have the same endings, and so do tables
    /// with different delimiters.
    pub(crate) fn content_decides_layout(self) -> bool {
        // Each JSON ending belongs to JSON lines, so the other JSON formats need not be listed
        // here.
        [jsonlines::JsonLines.name(), csv::Csv.name()].contains(&self.name())
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
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for FormatId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        if let Some(format) = Self::by_name(&name) {
            return Ok(format);
        }
        let known: Vec<&str> = Self::all().map(|format| format.0.name()).collect();
        Err(de::Error::custom(format!(
            "unknown variant `{name}`, expected `{}`",
            known.join("` or `")
        )))
    }
}
