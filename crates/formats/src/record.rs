//! The type [`Record`]: one record, ready to be parsed and cut.

use crate::article::{Article, checked_text};
use crate::fields::Fields;
use crate::format::About;
use crate::formats::FormatId;
use crate::layout::Layout;
use crate::splice::Spliced;
use copydesk_text::Span;
use std::ops::Range;

/// One record: its raw bytes, and what is needed to parse and cut them.
///
/// [`Batch::record`](crate::Batch::record) returns a record that was read from the input;
/// [`Record::whole`] makes one from its raw bytes, wherever they come from.
#[derive(Clone, Debug)]
pub struct Record<'r> {
    format: FormatId,
    /// Name of the file.
    file: &'r str,
    raw: &'r [u8],
    /// The record itself, as a range of `raw`.
    body: Range<usize>,
    /// Head of the file: what comes before its first record and is needed to understand the
    /// records, such as the names of the columns. Empty in most formats.
    head: &'r [u8],
    /// What differs between files of one format.
    layout: &'r Layout,
    /// Why the record could not be read. `None` if it was read.
    fault: Option<&'r str>,
}

impl<'r> Record<'r> {
    /// The record that has these raw bytes. `number` is its number, from 0, in the file with this
    /// name, format and layout.
    #[must_use]
    pub fn whole(
        (format, layout): (FormatId, &'r Layout),
        file: &'r str,
        number: u64,
        raw: &'r [u8],
    ) -> Self {
        Self {
            format,
            file,
            raw,
            body: format.body(raw, number, layout),
            head: &[],
            layout,
            fault: None,
        }
    }

    /// The same record, with the head of its file.
    #[must_use]
    pub fn with_head(self, head: &'r [u8]) -> Self {
        Self { head, ..self }
    }

    /// A record whose body is at this range of its raw bytes. `fault` says why it could not be
    /// read.
    pub(crate) fn new(
        (format, layout, file): (FormatId, &'r Layout, &'r str),
        raw: &'r [u8],
        body: Range<usize>,
        fault: Option<&'r str>,
    ) -> Self {
        Self {
            format,
            file,
            raw,
            body,
            head: &[],
            layout,
            fault,
        }
    }

    /// All bytes of the record, with what is around it (line breaks, separators).
    #[must_use]
    pub fn raw(&self) -> &'r [u8] {
        self.raw
    }

    /// The bytes of the record itself.
    #[must_use]
    pub fn body(&self) -> &'r [u8] {
        &self.raw[self.body.clone()]
    }

    /// A hash of the body. It is part of the decision on the record, so that the record can be
    /// recognised later.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(self.body())
    }

    /// The fields of the record that copydesk reads. `fields` says what they are called.
    ///
    /// # Errors
    /// Says why the record cannot be read, and what the user can do.
    pub fn parse(&self, fields: &Fields) -> Result<Article<'r>, String> {
        // Checked first, because what could be read of a broken record may look like a whole one.
        if let Some(fault) = self.fault {
            return Err(fault.to_owned());
        }
        let about = About {
            file: self.file,
            head: self.head,
            layout: self.layout,
            fields,
        };
        match (checked_text(self.body()), &self.layout.encoding) {
            (Ok(text), _) => self.format.parse(text, &about),
            // The reason speaks of invalid UTF-8, but the file is in another encoding. The decoder
            // has replaced bytes that are no text in that encoding by bytes that are not UTF-8.
            (Err(_), Some(encoding)) => Err(format!(
                "it holds bytes that are no {encoding}, or a character that is not written as \
                 usual; mend it, or name the --encoding that it is in"
            )),
            (Err(reason), None) => Err(reason),
        }
    }

    /// Cuts spans of the text out of the record. All other bytes stay as they are. `article` is
    /// what [`Self::parse`] returned; the spans are in order and disjoint.
    ///
    /// # Panics
    /// If a span is not on character boundaries of the article's text.
    #[must_use]
    pub fn splice(&self, article: &Article<'_>, spans: &[Span]) -> Spliced {
        self.format
            .splice(self.raw, self.body.clone(), self.layout, article, spans)
    }
}

/// The hash of a record's body, in 16 hexadecimal digits. See [`Record::digest`].
#[must_use]
pub fn digest(body: &[u8]) -> String {
    format!("{:016x}", copydesk_text::hash64(body))
}
