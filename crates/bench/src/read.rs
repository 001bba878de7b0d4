//! Reads a dump with as little work as possible: finds the records and parses their texts, and
//! nothing else. No run over a dump can be faster than this, because every run has to do at least
//! this much.

use copydesk_formats::{Batch, FormatId, Layout};
use copydesk_pipeline::{Error, Inputs, Result};
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// A part of a file that holds whole records.
pub(super) struct Piece {
    /// The index of the file among the inputs.
    pub file: usize,
    pub bytes: Vec<u8>,
    /// The ranges of the records in `bytes`.
    bodies: Vec<Range<usize>>,
    /// The beginning of the file, which some formats need to parse a record: the header of CSV.
    head: Vec<u8>,
    format: FormatId,
    /// What else the format needs to know of the file, such as the delimiter of CSV.
    layout: Arc<Layout>,
}

impl Piece {
    fn new(file: usize, batch: Batch, format: FormatId, layout: Arc<Layout>) -> Self {
        let head = batch.head(file).to_vec();
        let mut bodies = Vec::with_capacity(batch.records.len());
        for record in batch.records {
            // Bytes after the last record of a file are listed as a record too, but have no text.
            if !record.belongs_to_no_record() {
                bodies.push(record.body);
            }
        }
        Self {
            file,
            head,
            bytes: batch.bytes,
            bodies,
            format,
            layout,
        }
    }

    /// The bytes of each record in the piece.
    pub(super) fn records(&self) -> Vec<&[u8]> {
        let mut records = Vec::with_capacity(self.bodies.len());
        for body in &self.bodies {
            records.push(&self.bytes[body.clone()]);
        }
        records
    }

    /// The texts of the records that have one.
    pub(super) fn texts(&self) -> Vec<Cow<'_, str>> {
        let mut texts = Vec::with_capacity(self.bodies.len());
        for record in self.records() {
            texts.extend(self.text(record));
        }
        texts
    }

    /// The text of a record of this piece. `None` or empty if the record has no text in the field
    /// that is usual in its format.
    pub(super) fn text<'r>(&self, record: &'r [u8]) -> Option<Cow<'r, str>> {
        self.format.only_text(record, &self.head, &self.layout)
    }
}

/// Opens the input file with this index. What is read from it is decompressed.
pub(super) fn open(inputs: &Inputs, index: usize) -> Result<Box<dyn Read + Send>> {
    inputs.files()[index]
        .open(index, inputs.disk())?
        .into_decoded()
}

/// Calls `take` with the pieces of a dump, in order, until `take` returns `false`.
pub(super) fn pieces(inputs: &Inputs, mut take: impl FnMut(Piece) -> Result<bool>) -> Result<()> {
    for (index, file) in inputs.files().iter().enumerate() {
        let mut records = file.records(index, inputs.disk())?;
        let mut batch = Batch::default();
        let layout = Arc::new(file.layout().clone());
        loop {
            // Appends the next bytes of the file to the batch, and finds the records in it.
            let is_end = records.fill(&mut batch)?;
            // The beginning of a record whose end has not been read yet.
            let unfinished = batch.take_rest();
            let whole_records = std::mem::take(&mut batch);
            if !whole_records.bytes.is_empty() {
                let piece = Piece::new(index, whole_records, file.format(), Arc::clone(&layout));
                if !take(piece)? {
                    return Ok(());
                }
            }
            if is_end {
                break;
            }
            batch.bytes = unfinished;
        }
    }
    Ok(())
}

/// Calls `take` with the pieces of a dump, in order, while another thread reads the next ones.
pub(super) fn pieces_ahead(
    inputs: &Inputs,
    mut take: impl FnMut(Piece) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|scope| {
        // Bounded, because otherwise a reader that is faster than `take` would fill the memory.
        let (sender, receiver) = sync_channel::<Piece>(2);
        // If `take` fails, the receiver is dropped. Then `send` fails, and the reader stops.
        let reader = scope.spawn(move || pieces(inputs, |piece| Ok(sender.send(piece).is_ok())));
        let taken = receiver.into_iter().try_for_each(&mut take);
        let read = match reader.join() {
            Ok(read) => read,
            Err(_) => Err(Error::usage("the reading thread stopped unexpectedly")),
        };
        taken.and(read)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_and_texts_are_found() {
        let bytes =
            b"{\"n\":[1,{}],\"text\":\"a\\nb\",\"id\":\"x\"}\n\n{\"id\":2}\n{\"text\":\"c\"}"
                .to_vec();
        let inputs = Inputs::in_memory([("made.jsonl".to_owned(), bytes)]).unwrap();
        let mut texts: Vec<Option<String>> = Vec::new();
        pieces(&inputs, |piece| {
            texts.extend(
                piece
                    .records()
                    .into_iter()
                    .map(|record| piece.text(record).map(Cow::into_owned)),
            );
            Ok(true)
        })
        .unwrap();
        assert_eq!(texts, [Some("a\nb".into()), None, Some("c".into())]);
    }

    #[test]
    fn pieces_hold_whole_lines_and_together_are_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.jsonl");
        // A little more than 8 MiB, which is read in several pieces.
        let line = format!("{{\"text\":\"{}\"}}\n", "word ".repeat(1_000));
        let file = line.repeat((8 << 20) / line.len() + 3);
        std::fs::write(&path, &file).unwrap();
        let inputs = Inputs::discover(&[path.display().to_string()], None).unwrap();
        let (mut together, mut count) = (Vec::new(), 0);
        pieces_ahead(&inputs, |piece| {
            assert!(piece.bytes.ends_with(b"\n"));
            together.extend(piece.bytes);
            count += 1;
            Ok(())
        })
        .unwrap();
        assert!(together == file.as_bytes() && count > 2);
    }
}
