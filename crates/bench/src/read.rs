//! Reading a dump with as little work as it takes.

use copydesk_formats::{Batch, FormatId, Layout};
use copydesk_pipeline::{Error, Inputs, Result};
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// Bytes of a file that hold whole records.
pub(super) struct Piece {
    pub file: usize,
    pub bytes: Vec<u8>,
    bodies: Vec<Range<usize>>,
    head: Vec<u8>,
    format: FormatId,
    layout: Arc<Layout>,
}

impl Piece {
    fn new(file: usize, batch: Batch, format: FormatId, layout: Arc<Layout>) -> Self {
        let head = batch.head(file).to_vec();
        let records = batch.records.into_iter().filter(|record| !record.is_tail());
        Self {
            file,
            head,
            bytes: batch.bytes,
            bodies: records.map(|record| record.body).collect(),
            format,
            layout,
        }
    }

    /// The records in it.
    pub(super) fn records(&self) -> Vec<&[u8]> {
        self.bodies
            .iter()
            .map(|body| &self.bytes[body.clone()])
            .collect()
    }

    /// The text of a record; none if it holds no string named `text`.
    pub(super) fn text<'r>(&self, record: &'r [u8]) -> Option<Cow<'r, str>> {
        self.format.only_text(record, &self.head, &self.layout)
    }
}

/// Opens a file through its decompressor.
pub(super) fn open(inputs: &Inputs, index: usize) -> Result<Box<dyn Read + Send>> {
    inputs.files()[index]
        .open(index, inputs.disk())?
        .into_decoded()
}

/// Hands on the pieces of a dump in order until it is told to stop.
pub(super) fn pieces(
    inputs: &Inputs,
    mut hand_on: impl FnMut(Piece) -> Result<bool>,
) -> Result<()> {
    for (index, file) in inputs.files().iter().enumerate() {
        let mut records = file.records(index, inputs.disk())?;
        let mut batch = Batch::default();
        let layout = Arc::new(file.layout().clone());
        loop {
            let is_end = records.fill(&mut batch)?;
            let rest = batch.take_rest();
            let whole = std::mem::take(&mut batch);
            if !whole.bytes.is_empty()
                && !hand_on(Piece::new(index, whole, file.format(), Arc::clone(&layout)))?
            {
                return Ok(());
            }
            if is_end {
                break;
            }
            batch.bytes = rest;
        }
    }
    Ok(())
}

/// The same while a thread reads ahead.
pub(super) fn pieces_ahead(
    inputs: &Inputs,
    mut take: impl FnMut(Piece) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Piece>(2);
        let reader = scope.spawn(move || pieces(inputs, |piece| Ok(sender.send(piece).is_ok())));
        let taken = receiver.into_iter().try_for_each(&mut take);
        let read = reader
            .join()
            .unwrap_or_else(|_| Err(Error::usage("the reading thread stopped unexpectedly")));
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
