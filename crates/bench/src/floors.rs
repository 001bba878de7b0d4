//! Floors: the time that it takes to copy, read, parse or write the bytes of the dump, and nothing
//! else. Hashing the bytes proves that they were read.
//!
//! No program that reads, parses and writes a dump can be faster than its floor. A step that takes
//! a small part of the floor is not worth making faster.

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

/// The number of bytes that are copied in memory: more than caches can hold. A multiple of
/// [`CHUNK_BYTES`].
const COPIED_BYTES: usize = 128 << 20;
/// The number of bytes that are copied or hashed at a time.
const CHUNK_BYTES: usize = 1 << 20;

/// Measures the floors. Before any reading is measured, [`count`] reads all files once. So the
/// system has them in its cache, and the speed of the disk is not measured.
pub(super) fn measure(
    lab: &mut Lab<'_>,
    inputs: &Inputs,
    sample: &Sample,
    scratch: &Path,
) -> Result<()> {
    copy(lab, sample)?;
    let material = count(inputs)?;
    lab.set_material(material);
    let floors = Series {
        group: Group::Floor,
        unit: Unit::Dump,
        bytes: material.dump_bytes,
        floor: None,
    };
    lab.on_one_thread(&floors.task("read and hash"), || read_and_hash(inputs))?;
    lab.run(&floors.task(Floor::Parse.name()), |crew| {
        parse(inputs, crew, ignore)
    })?;
    lab.run(&floors.task(Floor::ParseAndWrite.name()), |crew| {
        parse_and_write(inputs, crew, scratch)
    })
}

/// Does nothing with a piece (a part of a file that holds whole records).
fn ignore(_: &Piece) -> Result<()> {
    Ok(())
}

/// Measures copying in memory.
fn copy(lab: &mut Lab<'_>, sample: &Sample) -> Result<()> {
    let bytes = sample.texts.iter().flat_map(|text| text.bytes());
    let from: Vec<u8> = bytes.cycle().take(COPIED_BYTES).collect();
    let mut to = vec![0; COPIED_BYTES];
    // Each target is written by one thread at a time. The locks prove that to the compiler; no
    // thread ever waits for one.
    let targets = to.chunks_mut(CHUNK_BYTES).map(Mutex::new);
    let pairs: Vec<(&[u8], Mutex<&mut [u8]>)> = from.chunks(CHUNK_BYTES).zip(targets).collect();
    let copies = Series {
        group: Group::Floor,
        unit: Unit::Touched,
        bytes: COPIED_BYTES as u64,
        floor: None,
    };
    let task = copies.task(Floor::Copy.name());
    // A part from the middle of each copy is hashed, so that the compiler cannot remove the
    // copying.
    lab.kernel(&task, &pairs, |(from, to)| {
        let mut to = to.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        to.copy_from_slice(from);
        let copied: &[u8] = std::hint::black_box(&**to);
        hash64(&copied[CHUNK_BYTES / 2..][..64])
    })
}

/// Counts the documents and bytes of the dump.
fn count(inputs: &Inputs) -> Result<Material> {
    let mut material = Material::default();
    pieces_ahead(inputs, |piece| {
        material.dump_bytes += piece.bytes.len() as u64;
        for text in piece.texts() {
            material.documents += 1;
            material.text_bytes += text.len() as u64;
        }
        Ok(())
    })?;
    Ok(material)
}

/// Reads and decompresses all files, and hashes their bytes. Returns a checksum.
fn read_and_hash(inputs: &Inputs) -> Result<u64> {
    let mut buffer = Vec::with_capacity(CHUNK_BYTES);
    let mut answer = 0u64;
    for (index, file) in inputs.files().iter().enumerate() {
        let mut source = open(inputs, index)?;
        loop {
            buffer.clear();
            let read = (&mut source)
                .take(CHUNK_BYTES as u64)
                .read_to_end(&mut buffer)
                .map_err(|e| Error::input(file.path(), e))?;
            // Because of the rotation, the answer depends on the order of the chunks.
            answer = answer.rotate_left(1) ^ hash64(&buffer);
            // Only at the end of the file does `read_to_end` read less than `take` allows.
            if read < CHUNK_BYTES {
                break;
            }
        }
    }
    Ok(answer)
}

/// Parses all texts of a dump with the threads of `crew`, and calls `then` with each piece of the
/// dump, in order. The answer is the wrapping sum of the hashes of the texts.
fn parse(
    inputs: &Inputs,
    crew: &Crew,
    mut then: impl FnMut(&Piece) -> Result<()> + Send,
) -> Result<u64> {
    crew.work(|| {
        let mut answer = 0u64;
        pieces_ahead(inputs, |piece| {
            let records = piece.records();
            let hashes = records
                .par_iter()
                .map(|record| hash_of_text(&piece, record));
            answer = answer.wrapping_add(hashes.reduce(u64::default, u64::wrapping_add));
            then(&piece)
        })?;
        Ok(answer)
    })
}

/// The hash of a record's text; 0 if it has none.
fn hash_of_text(piece: &Piece, record: &[u8]) -> u64 {
    match piece.text(record) {
        Some(text) => hash64(text.as_bytes()),
        None => 0,
    }
}

/// Does the work of [`parse`], and writes every piece to a file that is compressed like its input
/// file.
fn parse_and_write(inputs: &Inputs, crew: &Crew, scratch: &Path) -> Result<u64> {
    let path = scratch.join("floor");
    let mut output = Output {
        inputs,
        path: &path,
        current: None,
    };
    let answer = parse(inputs, crew, |piece| {
        output.write(piece).map_err(|e| Error::output(&path, e))
    })?;
    output.end().map_err(|e| Error::output(&path, e))?;
    Ok(answer)
}

/// Writes copies of the input files. Each one replaces the copy before it, so that they take no
/// more disk space than the largest.
struct Output<'a> {
    inputs: &'a Inputs,
    path: &'a Path,
    /// The index of the input file whose copy is being written, and the writer. `None` before the
    /// first file and after the last.
    current: Option<(usize, Encoder<BufWriter<File>>)>,
}

impl Output<'_> {
    /// Appends a piece to the copy of its file, which it begins if need be.
    fn write(&mut self, piece: &Piece) -> std::io::Result<()> {
        let is_open = matches!(self.current, Some((file, _)) if file == piece.file);
        if !is_open {
            // The copy of the previous file is complete. Its encoder must write its last block
            // before it is dropped.
            self.end()?;
            let writer = BufWriter::with_capacity(1 << 18, File::create(self.path)?);
            let compression = self.inputs.files()[piece.file].compression();
            self.current = Some((piece.file, Encoder::new(compression, writer)?));
        }
        match &mut self.current {
            Some((_, writer)) => writer.write_all(&piece.bytes),
            // Never: the copy was begun above.
            None => Ok(()),
        }
    }

    /// Completes the copy that is being written, if there is one.
    fn end(&mut self) -> std::io::Result<()> {
        match self.current.take() {
            Some((_, writer)) => writer.finish()?.flush(),
            None => Ok(()),
        }
    }
}
