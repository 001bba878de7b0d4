//! Plain text: the whole file is one record, and the name of the file is the id of the article.

use crate::article::Article;
use crate::batch::{ByteReader, OpenFile, Piece, ReadRecords, Split};
use crate::compression::Sink;
use crate::format::{About, Format};
use crate::layout::Layout;
use crate::long_record::LongRecord;
use crate::outline::Outline;
use crate::restore::{ReadClean, blank_rest};
use crate::splice::{Spliced, bounds_of, spans_at};
use crate::write::{Spill, Verbatim, WriteRecords};
use copydesk_store::{IoContext, Result};
use copydesk_text::Span;
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The format of files with the plain text of one article.
#[derive(Debug)]
pub(super) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt"]
    }

    /// `false`, because an article that is dropped leaves no file.
    fn leaves_empty_file(&self) -> bool {
        false
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let whole_file = WholeFile {
            is_too_long: false,
            line: 1,
        };
        Ok(Box::new(ByteReader::new(file, Box::new(whole_file))?))
    }

    fn body(&self, raw: &[u8], _: u64, _: &Layout) -> Range<usize> {
        0..raw.len()
    }

    fn parse<'r>(
        &self,
        body: &'r str,
        about: &About<'_>,
    ) -> std::result::Result<Article<'r>, String> {
        let article = Article::new(Cow::Borrowed(body), 0..body.len());
        Ok(Article {
            id: Some(about.file.to_owned()),
            ..article
        })
    }

    fn only_text<'r>(&self, body: &'r [u8], _: &[u8], _: &Layout) -> Option<Cow<'r, str>> {
        std::str::from_utf8(body).ok().map(Cow::Borrowed)
    }

    fn has_fields(&self) -> bool {
        false
    }

    fn outline(&self, _: &str, _: &About<'_>, _: &mut Outline) {}

    fn splice(
        &self,
        raw: &[u8],
        body: Range<usize>,
        _: &Layout,
        _: &Article<'_>,
        spans: &[Span],
    ) -> Spliced {
        let cuts = spans_at(body.start, &bounds_of(spans));
        Spliced::cut(raw, &cuts)
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, _: Spill) -> Box<dyn WriteRecords + 's> {
        Box::new(Verbatim::new(sink))
    }

    fn clean_reader(
        &self,
        path: &Path,
        _: &About<'_>,
        from: Box<dyn Read + Send>,
        _: &Path,
    ) -> Box<dyn ReadClean> {
        Box::new(CleanText {
            path: path.to_owned(),
            from,
        })
    }
}

/// Finds the only record: all bytes of the file. An empty file is a record too. Only a record that
/// is too long to be read has several pieces, each of which is rejected.
struct WholeFile {
    /// Whether the record is too long.
    is_too_long: bool,
    /// Line of the next byte, from 1.
    line: u64,
}

impl WholeFile {
    /// All bytes from `start` on as the record, or as a piece of it.
    fn piece(&mut self, bytes: &[u8], start: usize) -> Piece {
        let range = start..bytes.len();
        Piece::counted(bytes, range.clone(), Some(range), &mut self.line)
    }
}

impl Split for WholeFile {
    fn split(&mut self, bytes: &[u8], start: usize, is_end: bool, out: &mut Vec<Piece>) {
        // All pieces of a record that is too long were already returned, by `broken_off`.
        if is_end && !self.is_too_long {
            out.push(self.piece(bytes, start));
        }
    }

    fn broken_off(&mut self, bytes: &[u8], start: usize) -> Piece {
        self.piece(bytes, start)
    }

    fn long_record(&mut self, _: &[u8], _: usize) -> LongRecord {
        self.is_too_long = true;
        LongRecord::rest_of_file()
    }
}

/// Reads a file of the clean dump as a whole.
struct CleanText {
    path: PathBuf,
    from: Box<dyn Read + Send>,
}

impl CleanText {
    /// Reads the rest of the file.
    fn read(&mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.from
            .read_to_end(&mut bytes)
            .while_reading(&self.path)?;
        Ok(bytes)
    }
}

impl ReadClean for CleanText {
    fn record(&mut self, _: u64) -> Result<Vec<u8>> {
        self.read()
    }

    fn skip_same(&mut self, _: u64, raw: &[u8]) -> Result<bool> {
        // Only `raw.len()` bytes are read, and not the whole file: a text that is too long was
        // rejected in several pieces, and each of them is skipped by itself.
        let mut found = Vec::with_capacity(raw.len());
        (&mut self.from)
            .take(raw.len() as u64)
            .read_to_end(&mut found)
            .while_reading(&self.path)?;
        Ok(found == raw)
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
        let rest = self.read()?;
        Ok(blank_rest(rest))
    }
}
