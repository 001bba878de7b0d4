//! Reading a dump with as little work as it takes.

use copydesk_pipeline::{Error, Inputs, RawFile, Result};
use serde::Deserialize;
use std::borrow::Cow;
use std::io::Read;
use std::path::Path;
use std::sync::mpsc::sync_channel;

/// Bytes that are read at a time.
const PIECE: usize = 4 << 20;

/// Bytes of a file that hold whole lines, or a whole text.
pub(super) struct Piece {
    pub file: usize,
    pub bytes: Vec<u8>,
    is_one_document: bool,
}

impl Piece {
    /// The records in it, with their line breaks.
    pub(super) fn records(&self) -> Vec<&[u8]> {
        if self.is_one_document {
            return vec![&self.bytes];
        }
        lines(&self.bytes).filter(|line| !line.trim_ascii().is_empty()).collect()
    }

    /// The text of a record; none if it holds no string named `text`.
    pub(super) fn text<'r>(&self, record: &'r [u8]) -> Option<Cow<'r, str>> {
        if self.is_one_document {
            return std::str::from_utf8(record).ok().map(Cow::Borrowed);
        }
        sonic_rs::from_slice::<Line<'_>>(record.trim_ascii()).ok().map(|line| line.text)
    }
}

/// Of a line only the text is taken; the rest is read over.
#[derive(Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    text: Cow<'l, str>,
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let ends = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).chain([bytes.len()]);
    ends.scan(0, |start, end| Some(&bytes[std::mem::replace(start, end)..end]))
}

/// Hands on the pieces of a dump in order until it is told to stop.
pub(super) fn pieces(inputs: &Inputs, mut hand_on: impl FnMut(Piece) -> Result<bool>) -> Result<()> {
    for (index, file) in RawFile::all(inputs).enumerate() {
        let mut source = file.open()?;
        let is_one_document = file.is_one_document();
        let mut rest = Vec::new();
        loop {
            let mut bytes = std::mem::take(&mut rest);
            let is_end = fill(&mut source, &mut bytes, file.path())?;
            if !is_one_document && !is_end {
                let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1);
                rest = bytes.split_off(whole);
            } else if !is_end {
                rest = std::mem::take(&mut bytes);
            }
            if !bytes.is_empty() && !hand_on(Piece { file: index, bytes, is_one_document })? {
                return Ok(());
            }
            if is_end {
                break;
            }
        }
    }
    Ok(())
}

/// Reads a piece more; returns whether the source has ended.
fn fill(source: &mut impl Read, bytes: &mut Vec<u8>, path: &Path) -> Result<bool> {
    let read = source.take(PIECE as u64).read_to_end(bytes).map_err(|e| Error::input(path, e))?;
    Ok(read < PIECE)
}

/// The same while a thread reads ahead.
pub(super) fn pieces_ahead(inputs: &Inputs, mut take: impl FnMut(Piece) -> Result<()>) -> Result<()> {
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Piece>(2);
        let reader = scope.spawn(move || pieces(inputs, |piece| Ok(sender.send(piece).is_ok())));
        let taken = receiver.into_iter().try_for_each(&mut take);
        let read = reader.join().unwrap_or_else(|_| Err(Error::usage("the reading thread stopped unexpectedly")));
        taken.and(read)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_and_texts_are_found() {
        let bytes = b"{\"n\":[1,{}],\"text\":\"a\\nb\",\"id\":\"x\"}\n\n{\"id\":2}\n{\"text\":\"c\"}".to_vec();
        let piece = Piece { file: 0, bytes, is_one_document: false };
        let texts: Vec<Option<Cow<'_, str>>> = piece.records().into_iter().map(|record| piece.text(record)).collect();
        assert_eq!(texts, [Some("a\nb".into()), None, Some("c".into())]);
    }

    #[test]
    fn pieces_hold_whole_lines_and_together_are_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.jsonl");
        let line = format!("{{\"text\":\"{}\"}}\n", "word ".repeat(1_000));
        let file = line.repeat(2 * PIECE / line.len() + 3);
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
