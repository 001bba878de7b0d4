//! The trait [`Format`]: all that the rest of copydesk asks of a file format.

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

/// The context of a record: what must be known besides its bytes to parse it.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Name of the record's file.
    pub file: &'a str,
    /// Head of the file (see [`Format`]). Empty in most formats.
    pub head: &'a [u8],
    /// What differs between files of one format, such as the delimiter of a table.
    pub layout: &'a Layout,
    /// The names of the fields that are parsed.
    pub fields: &'a Fields,
}

/// How records are laid out in a file: how they are found, parsed, cut, written and restored.
///
/// The *body* of a record is the record itself. Its *raw bytes* are the body with what is around
/// it: line breaks, blank lines, separators. The raw bytes of the records follow each other in the
/// file. Bytes that belong to no record, such as blank lines after the last record, are copied to
/// the output. The *head* of a file is what comes before its first record, if no record can be
/// understood without it: the names of the columns, for example. In a format whose records are not
/// runs of bytes in the file, such as Parquet, the reader makes the raw bytes of each record, and
/// the writer understands them.
pub trait Format: fmt::Debug + Send + Sync {
    /// The name of the format in `summary.json`. It never changes.
    fn name(&self) -> &'static str;

    /// Endings of the names of files in this format, without a dot, in small letters. Empty if only
    /// the content of a file shows that it has this format.
    fn endings(&self) -> &'static [&'static str];

    /// Whether a file is written even if none of its records stay.
    fn leaves_empty_file(&self) -> bool;

    /// A reader that reads the records of a file, batch by batch. A format whose records are runs
    /// of bytes in the file returns a [`ByteReader`](crate::ByteReader) with a
    /// [`Split`](crate::Split) of its own.
    ///
    /// # Errors
    /// If the file cannot be read from its beginning.
    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>>;

    /// Whether reading can begin at any record of a file, and not only at its first
    /// ([`OpenFile::start`]).
    fn begins_at_records(&self) -> bool {
        false
    }

    /// Whether the records are rows of a table that is stored column by column. The first bytes of
    /// such a file are not enough to read its first records.
    fn is_columnar(&self) -> bool {
        false
    }

    /// The layout of a file, for formats in which the whole file must be seen to know it. `None`
    /// for all other formats, or if the file cannot be read.
    fn layout(&self, _: OpenFile) -> Option<Layout> {
        None
    }

    /// The range of the body in the raw bytes of a record. `number` is the number of the record in
    /// its file, from 0.
    fn body(&self, raw: &[u8], number: u64, layout: &Layout) -> Range<usize>;

    /// The fields of a record. `body` is a JSON object, unless the format implements this method.
    ///
    /// # Errors
    /// Says why the record cannot be read, and what the user can do.
    fn parse<'r>(
        &self,
        body: &'r str,
        about: &About<'_>,
    ) -> std::result::Result<Article<'r>, String> {
        parse_object(body, about.fields)
    }

    /// The text of a record and nothing else, found with as little work as possible. `None` or
    /// empty if the record has no text under its usual name. `copydesk bench` gives the time of
    /// other work as a multiple of the time that this takes.
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

    /// Adds the fields of the record with this body to `outline`. Adds nothing if the records have
    /// no fields, or if this record cannot be read.
    fn outline(&self, body: &str, _: &About<'_>, outline: &mut Outline) {
        outline_object(body, outline);
    }

    /// Cuts spans of an article's text out of the raw bytes of its record, which hold a JSON object
    /// unless the format implements this method. All other bytes stay as they are. The spans are in
    /// order, disjoint, and on character boundaries.
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

    /// A writer of one file of the clean dump. `spill` says where it keeps parts of the file that
    /// cannot be written yet.
    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, spill: Spill) -> Box<dyn WriteRecords + 's>;

    /// A reader of a file that [`Self::writer`] wrote, to restore the input. Its bytes come from
    /// `from`, and errors name it as `path`. `about` describes the input file that is restored. The
    /// head in it is empty, because the reader finds the head in the clean file. If files of the
    /// format cannot be read in order, from beginning to end, the clean file is copied to a
    /// temporary file in the folder `temp`.
    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
        temp: &Path,
    ) -> Box<dyn ReadClean>;
}
