//! The part that all JSON formats have in common: a record is an object, wherever it is in the
//! file.

use crate::batch::{OpenFile, ReadRecords};
use crate::compression::Sink;
use crate::format::{About, Format};
use crate::json_article::only_text;
use crate::layout::Layout;
use crate::restore::ReadClean;
use crate::write::{Spill, Verbatim, WriteRecords};
use copydesk_store::Result;
use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

/// How objects are laid out in a JSON file: the part in which the JSON formats differ. Every type
/// with this trait is a [`Format`], and each method is described there.
pub(crate) trait JsonLayout: fmt::Debug + Send + Sync {
    fn name(&self) -> &'static str;

    /// Empty if only the content of a file shows that it has this layout.
    fn endings(&self) -> &'static [&'static str] {
        &[]
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>>;

    fn begins_at_records(&self) -> bool {
        false
    }

    fn body(&self, raw: &[u8], number: u64) -> Range<usize>;

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>) -> Box<dyn WriteRecords + 's> {
        Box::new(Verbatim::new(sink))
    }

    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
    ) -> Box<dyn ReadClean>;
}

impl<L: JsonLayout> Format for L {
    fn name(&self) -> &'static str {
        JsonLayout::name(self)
    }

    fn endings(&self) -> &'static [&'static str] {
        JsonLayout::endings(self)
    }

    fn leaves_empty_file(&self) -> bool {
        true
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        JsonLayout::reader(self, file)
    }

    fn begins_at_records(&self) -> bool {
        JsonLayout::begins_at_records(self)
    }

    fn body(&self, raw: &[u8], number: u64, _: &Layout) -> Range<usize> {
        JsonLayout::body(self, raw, number)
    }

    fn only_text<'r>(&self, body: &'r [u8], _: &[u8], _: &Layout) -> Option<Cow<'r, str>> {
        only_text(body)
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, _: Spill) -> Box<dyn WriteRecords + 's> {
        JsonLayout::writer(self, sink)
    }

    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
        _: &Path,
    ) -> Box<dyn ReadClean> {
        JsonLayout::clean_reader(self, path, about, from)
    }
}
