//! What a format is.

use crate::article::{Article, checked_text};
use crate::batch::{OpenFile, ReadRecords};
use crate::compression::Sink;
use crate::fields::Fields;
use crate::json_article::{outline_object, parse_object, splice};
use crate::layout::Layout;
use crate::outline::Outline;
use crate::restore::ReadClean;
use crate::splice::Spliced;
use crate::write::{Spill, WriteRecords};
use copydesk_store::Result;
use copydesk_text::Span;
use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// What is known of a record besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Name of its file.
    pub file: &'a str,
    /// Head of its file, as its reader gave it; empty in most formats.
    pub head: &'a [u8],
    /// What the content of its file tells of how its records are laid out.
    pub layout: &'a Layout,
    /// The names of the fields that are looked at.
    pub fields: &'a Fields,
}

/// How records are laid out in a file: how they are found, understood, cut, written and restored.
///
/// The *raw bytes* of the records of a file, in order, are the file: whatever is between two
/// records (line breaks, blank lines, separators) belongs to one of them, and what belongs to none
/// is passed through. Bytes of that kind may also come before the first record and hold what all
/// records need to be understood, as the names of the columns do: the file's *head*. A record's
/// *body* is the part of its raw bytes that is the record itself. In a format whose records are no
/// bytes, they are whatever bytes its reader and its writer agree on.
pub trait Format: fmt::Debug + Send + Sync {
    /// The name that is written to `summary.json`; it never changes.
    fn name(&self) -> &'static str;

    /// Endings of the names of files in this format, without a dot, in small letters; none if
    /// content alone tells it.
    fn endings(&self) -> &'static [&'static str];

    /// Whether a file is written even if none of its records stay.
    fn leaves_empty_file(&self) -> bool;

    /// Reads the records of a file, batch by batch. A format of bytes returns a
    /// [`ByteReader`](crate::ByteReader) with a [`Split`](crate::Split) of its own.
    ///
    /// # Errors
    /// If the file cannot be read from its beginning.
    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>>;

    /// Whether reading can begin at any record ([`OpenFile::start`]).
    fn begins_at_records(&self) -> bool {
        false
    }

    /// Whether the records are rows of a table in columns, which cannot be read forward from first
    /// bytes alone.
    fn is_columnar(&self) -> bool {
        false
    }

    /// How the records of a file are laid out, if its format has ways to do so that its end tells;
    /// `None` if it has not, or if the file cannot be read.
    fn layout(&self, _: OpenFile) -> Option<Layout> {
        None
    }

    /// Which of the raw bytes of a record are its body; `number` is the record's in its file, from
    /// 0.
    fn body(&self, raw: &[u8], number: u64, layout: &Layout) -> Range<usize>;

    /// The fields of a record, given its body: a JSON object, unless the format says otherwise.
    ///
    /// # Errors
    /// Why the record cannot be read, and what to do.
    fn parse<'r>(
        &self,
        body: &'r str,
        about: &About<'_>,
    ) -> std::result::Result<Article<'r>, String> {
        parse_object(body, about.fields)
    }

    /// The text of a record and nothing else, with as little work as that takes; `None` if it has
    /// none under its usual name. `copydesk bench` measures everything else against this.
    fn only_text<'r>(&self, body: &'r [u8], head: &[u8], layout: &Layout) -> Option<Cow<'r, str>> {
        let about = About {
            file: "",
            head,
            layout,
            fields: &Fields::default(),
        };
        let body = checked_text(body).ok()?;
        self.parse(body, &about).ok().map(|article| article.text)
    }

    /// Whether records have fields with names.
    fn has_fields(&self) -> bool {
        true
    }

    /// Adds the fields of a record to an outline, given its body; nothing if the records have no
    /// fields, or if this one cannot be read.
    fn outline(&self, body: &str, _: &About<'_>, outline: &mut Outline) {
        outline_object(body, outline);
    }

    /// Takes spans of an article's text out of the raw bytes of its record, so that all other bytes
    /// stay as they are. The spans are in order, disjoint, and on character boundaries.
    fn splice(
        &self,
        raw: &[u8],
        body: Range<usize>,
        _: &Layout,
        article: &Article<'_>,
        spans: &[Span],
    ) -> Spliced {
        splice(raw, body.start, article, spans)
    }

    /// Writes a file of the records that stay. `spill` is for a format that must hold parts of the
    /// file until they can be written.
    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, spill: Spill<'_>) -> Box<dyn WriteRecords + 's>;

    /// Reads a file that [`Self::writer`] wrote, record by record, next to the decisions. `path` is
    /// named in errors; `about` tells what is known of the input but its head. A format that cannot
    /// be read from front to back copies the file to a temporary one in the folder `temp`.
    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
        temp: &Path,
    ) -> Box<dyn ReadClean>;
}
