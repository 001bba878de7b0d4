//! What it takes to touch the bytes at all: nothing that reads, understands and writes a dump can
//! be faster.

use super::lab::{Crew, Lab, Series};
use super::read::{Piece, open, pieces_ahead};
use super::report::{Floor, Group, Material, Unit};
use super::sample::Sample;
use copydesk_formats::Encoder;
use copydesk_pipeline::{Error, Inputs, Result};
use copydesk_text::hash64;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::sync::Mutex;

/// Bytes that are copied in memory: more than caches hold.
const COPIED: usize = 128 << 20;
/// Bytes that are copied or hashed at a time.
const PIECE: usize = 1 << 20;

/// Measures the floors. Files are read once before, so they come from the system's memory and not
/// from the disk.
pub(super) fn measure(
    lab: &mut Lab<'_>,
    inputs: &Inputs,
    sample: &Sample,
    scratch: &Path,
) -> Result<()> {
    copy(lab, sample)?;
    let material = look(inputs)?;
    lab.found(material);
    let floors = Series {
        group: Group::Floor,
        unit: Unit::Dump,
        bytes: material.dump_bytes,
        floor: None,
    };
    lab.alone(&floors.task("read and hash"), || read_and_hash(inputs))?;
    lab.run(&floors.task(Floor::Parse.name()), |crew| {
        parse(inputs, crew, |_| Ok(()))
    })?;
    lab.run(&floors.task(Floor::ParseAndWrite.name()), |crew| {
        parse_and_write(inputs, crew, scratch)
    })
}

fn copy(lab: &mut Lab<'_>, sample: &Sample) -> Result<()> {
    let from: Vec<u8> = sample
        .texts
        .iter()
        .flat_map(|text| text.bytes())
        .cycle()
        .take(COPIED)
        .collect();
    let mut to = vec![0; COPIED];
    let pairs: Vec<(&[u8], Mutex<&mut [u8]>)> = from
        .chunks(PIECE)
        .zip(to.chunks_mut(PIECE).map(Mutex::new))
        .collect();
    let copies = Series {
        group: Group::Floor,
        unit: Unit::Touched,
        bytes: COPIED as u64,
        floor: None,
    };
    let task = copies.task(Floor::Copy.name());
    // Something from the middle of each copy is looked at, so that it has to be made.
    lab.kernel(&task, &pairs, |(from, to)| {
        let mut to = to.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        to.copy_from_slice(from);
        hash64(&std::hint::black_box(&**to)[PIECE / 2..][..64])
    })
}

/// Counts what the dump holds.
fn look(inputs: &Inputs) -> Result<Material> {
    let mut material = Material::default();
    pieces_ahead(inputs, |piece| {
        material.dump_bytes += piece.bytes.len() as u64;
        for text in piece
            .records()
            .into_iter()
            .filter_map(|record| piece.text(record))
        {
            material.documents += 1;
            material.text_bytes += text.len() as u64;
        }
        Ok(())
    })?;
    Ok(material)
}

fn read_and_hash(inputs: &Inputs) -> Result<u64> {
    let mut buffer = Vec::with_capacity(PIECE);
    let mut answer = 0u64;
    for (index, file) in inputs.files().iter().enumerate() {
        let mut source = open(inputs, index)?;
        loop {
            buffer.clear();
            let read = (&mut source)
                .take(PIECE as u64)
                .read_to_end(&mut buffer)
                .map_err(|e| Error::input(file.path(), e))?;
            answer = answer.rotate_left(1) ^ hash64(&buffer);
            if read < PIECE {
                break;
            }
        }
    }
    Ok(answer)
}

/// Texts of a dump, hashed, as a number that tells whether all were read.
fn parse(
    inputs: &Inputs,
    crew: &Crew,
    mut then: impl FnMut(&Piece) -> Result<()> + Send,
) -> Result<u64> {
    crew.work(|| {
        let mut answer = 0u64;
        pieces_ahead(inputs, |piece| {
            let hash =
                |record: &&[u8]| piece.text(record).map_or(0, |text| hash64(text.as_bytes()));
            answer = answer.wrapping_add(
                piece
                    .records()
                    .par_iter()
                    .map(hash)
                    .reduce(|| 0, u64::wrapping_add),
            );
            then(&piece)
        })?;
        Ok(answer)
    })
}

/// The same, and every piece is written to a file, compressed like its input file.
fn parse_and_write(inputs: &Inputs, crew: &Crew, scratch: &Path) -> Result<u64> {
    let path = scratch.join("floor");
    let mut output = Output {
        inputs,
        path: &path,
        open: None,
    };
    let answer = parse(inputs, crew, |piece| {
        output.write(piece).map_err(|e| Error::output(&path, e))
    })?;
    output.end().map_err(|e| Error::output(&path, e))?;
    Ok(answer)
}

/// One file after the other, all under one path.
struct Output<'a> {
    inputs: &'a Inputs,
    path: &'a Path,
    /// The number of the input file whose copy is being written.
    open: Option<(usize, Encoder<BufWriter<File>>)>,
}

impl Output<'_> {
    fn write(&mut self, piece: &Piece) -> std::io::Result<()> {
        let open_file = self.open.as_ref().map(|(file, _)| *file);
        if open_file != Some(piece.file) {
            self.end()?;
            let writer = BufWriter::with_capacity(1 << 18, File::create(self.path)?);
            let compression = self.inputs.files()[piece.file].compression();
            self.open = Some((piece.file, Encoder::new(compression, writer)?));
        }
        match &mut self.open {
            Some((_, writer)) => writer.write_all(&piece.bytes),
            None => Ok(()),
        }
    }

    fn end(&mut self) -> std::io::Result<()> {
        match self.open.take() {
            Some((_, writer)) => writer.finish()?.flush(),
            None => Ok(()),
        }
    }
}
