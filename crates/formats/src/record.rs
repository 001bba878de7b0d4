//! One record, whole.

use crate::article::{Article, checked_text};
use crate::fields::Fields;
use crate::format::About;
use crate::formats::FormatId;
use crate::layout::Layout;
use crate::splice::Spliced;
use copydesk_text::Span;
use std::ops::Range;

/// One record: its raw bytes, and what it takes to understand and to cut them. A
/// [`Batch`](crate::Batch) returns those that were read; [`Record::whole`] makes one of raw bytes
/// that were kept elsewhere.
#[derive(Clone, Debug)]
pub struct Record<'r> {
    format: FormatId,
    file: &'r str,
    raw: &'r [u8],
    body: Range<usize>,
    head: &'r [u8],
    layout: &'r Layout,
    fault: Option<&'r str>,
}

impl<'r> Record<'r> {
    /// The record with this number (from 0) of the file with this name, format and layout, given
    /// all its raw bytes.
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

    /// The same record of a file with this head (see [`ReadClean::head`](crate::ReadClean::head)).
    #[must_use]
    pub fn with_head(self, head: &'r [u8]) -> Self {
        Self { head, ..self }
    }

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

    /// All its bytes, with what is around the record itself.
    #[must_use]
    pub fn raw(&self) -> &'r [u8] {
        self.raw
    }

    /// The record itself.
    #[must_use]
    pub fn body(&self) -> &'r [u8] {
        &self.raw[self.body.clone()]
    }

    /// What a decision remembers the record by.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(self.body())
    }

    /// The fields of the record.
    ///
    /// # Errors
    /// Why it cannot be read, and what to do.
    pub fn parse(&self, fields: &Fields) -> Result<Article<'r>, String> {
        // What could be read of a broken file may look like a whole record.
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
            // Bytes that are no text of their encoding were escaped when they were decoded, so
            // what is wrong with the UTF-8 would tell the user nothing.
            (Err(_), Some(encoding)) => Err(format!(
                "it holds bytes that are no {encoding}, or a character that is not written as \
                 usual; mend it, or name the --encoding that it is in"
            )),
            (Err(reason), None) => Err(reason),
        }
    }

    /// Takes spans out of the text of the record, so that all other bytes stay as they are.
    /// `article` is what [`Self::parse`] returned; the spans are in order and disjoint.
    ///
    /// # Panics
    /// If a span is not on character boundaries of the article's text.
    #[must_use]
    pub fn splice(&self, article: &Article<'_>, spans: &[Span]) -> Spliced {
        self.format
            .splice(self.raw, self.body.clone(), self.layout, article, spans)
    }
}

/// What a decision remembers a record by: a hash of its body.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    format!("{:016x}", copydesk_text::hash64(body))
}
