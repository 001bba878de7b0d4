//! The blob store: pieces of bytes that are put aside and fetched again one by one.

use crate::error::{Error, ErrorKind, Result};
use crate::file::SpillFile;
use crate::memory_budget::MemoryBudget;
use std::io::{self, Read, Write};

/// Where a piece of an [`BlobStore`] is. Packed, because some tables hold one for each document.
#[derive(Clone, Copy, Default, Debug)]
#[repr(Rust, packed(4))]
pub struct Place {
    offset: u64,
    len: u32,
}

impl Place {
    /// How long the piece is, in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether the piece has no bytes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A blob store: pieces of bytes, held in memory up to a limit and in a temporary file from then
/// on.
///
/// ```
/// use copydesk_store::{BlobStore, Disk, MemoryBudget};
///
/// let means = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
/// let mut store = BlobStore::new(&means, 8);
/// let (first, second) = (store.put(b"the first piece")?, store.put(b"another")?);
/// assert_eq!(store.get(second)?, b"another");
/// assert_eq!(store.get(first)?, b"the first piece");
/// # Ok::<(), copydesk_store::Error>(())
/// ```
#[derive(Debug)]
pub struct BlobStore {
    means: MemoryBudget,
    /// What is not in the file: everything, until it is too much.
    memory: Vec<u8>,
    /// What was put aside before `memory`.
    file: Option<SpillFile>,
    limit: usize,
}

impl BlobStore {
    /// An empty store that holds up to `limit` bytes in memory.
    #[must_use]
    pub fn new(means: &MemoryBudget, limit: usize) -> Self {
        Self {
            means: means.clone(),
            memory: Vec::new(),
            file: None,
            limit,
        }
    }

    fn in_file(&self) -> u64 {
        self.file.as_ref().map_or(0, SpillFile::len)
    }

    /// Puts a piece aside.
    ///
    /// # Errors
    /// If the temporary file cannot be written, or the piece is longer than four gibibytes.
    pub fn put(&mut self, piece: &[u8]) -> Result<Place> {
        let too_long = |_| Error::record("a text is longer than 4 GiB: split the record");
        let len = u32::try_from(piece.len()).map_err(too_long)?;
        if !self.memory.is_empty() && self.memory.len() + piece.len() > self.limit {
            self.spill()?;
        }
        let place = Place {
            offset: self.in_file() + self.memory.len() as u64,
            len,
        };
        self.memory.extend_from_slice(piece);
        Ok(place)
    }

    fn spill(&mut self) -> Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => self.means.file()?,
        };
        self.file
            .insert(file)
            .append(&self.memory)
            .map_err(|error| self.means.failed(&error))?;
        self.memory.clear();
        Ok(())
    }

    /// Fetches a piece.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn get(&self, place: Place) -> Result<Vec<u8>> {
        let mut bytes = vec![0; place.len()];
        self.get_from(place, 0, &mut bytes)?;
        Ok(bytes)
    }

    /// Fills `into` with the part of a piece that begins at its byte `from`.
    ///
    /// # Errors
    /// As for [`Self::get`].
    pub fn get_from(&self, place: Place, from: usize, into: &mut [u8]) -> Result<()> {
        let offset = place.offset + from as u64;
        match (&self.file, offset.checked_sub(self.in_file())) {
            (_, Some(start)) => {
                into.copy_from_slice(&self.memory[start as usize..start as usize + into.len()]);
            }
            (Some(file), None) => file
                .read_at(offset, into)
                .map_err(|error| self.means.failed(&error))?,
            (None, None) => {}
        }
        Ok(())
    }
}

/// Pieces by number, many of which may be empty.
#[derive(Debug)]
pub struct Pieces {
    aside: BlobStore,
    places: Vec<Place>,
}

impl Pieces {
    /// No pieces yet; up to `limit` bytes of them are held in memory.
    #[must_use]
    pub fn new(means: &MemoryBudget, limit: usize) -> Self {
        Self {
            aside: BlobStore::new(means, limit),
            places: Vec::new(),
        }
    }

    /// Number of pieces.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are no pieces.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds the next piece.
    ///
    /// # Errors
    /// As for [`BlobStore::put`].
    pub fn push(&mut self, piece: &[u8]) -> Result<()> {
        let place = self.put(piece)?;
        self.places.push(place);
        Ok(())
    }

    /// Replaces a piece.
    ///
    /// # Errors
    /// As for [`BlobStore::put`].
    ///
    /// # Panics
    /// If there is no piece with this number.
    pub fn set(&mut self, number: usize, piece: &[u8]) -> Result<()> {
        self.places[number] = self.put(piece)?;
        Ok(())
    }

    fn put(&mut self, piece: &[u8]) -> Result<Place> {
        if piece.is_empty() {
            Ok(Place::default())
        } else {
            self.aside.put(piece)
        }
    }

    /// Fetches a piece.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    ///
    /// # Panics
    /// If there is no piece with this number.
    pub fn get(&self, number: usize) -> Result<Vec<u8>> {
        let place = self.places[number];
        if place.is_empty() {
            Ok(Vec::new())
        } else {
            self.aside.get(place)
        }
    }

    /// Writes the pieces into a note (see [`Note`](crate::Note)).
    ///
    /// # Errors
    /// If `to` cannot be written, or a piece cannot be fetched.
    pub fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(&(self.len() as u64).to_le_bytes())?;
        for number in 0..self.len() {
            let piece = self
                .get(number)
                .map_err(|error| io::Error::other(error.to_string()))?;
            to.write_all(&(piece.len() as u32).to_le_bytes())?;
            to.write_all(&piece)?;
        }
        Ok(())
    }

    /// Reads what [`Self::write_down`] wrote, and nothing after it; up to `limit` bytes are held in
    /// memory.
    ///
    /// # Errors
    /// If `from` ends early, or a piece cannot be put aside.
    pub fn read_back(from: &mut dyn Read, means: &MemoryBudget, limit: usize) -> io::Result<Self> {
        let mut pieces = Self::new(means, limit);
        let mut count = [0; 8];
        from.read_exact(&mut count)?;
        let mut piece = Vec::new();
        for _ in 0..u64::from_le_bytes(count) {
            let mut len = [0; 4];
            from.read_exact(&mut len)?;
            piece.resize(u32::from_le_bytes(len) as usize, 0);
            from.read_exact(&mut piece)?;
            pieces
                .push(&piece)
                .map_err(|error| io::Error::other(error.to_string()))?;
        }
        Ok(pieces)
    }
}

/// A text that was put aside as bytes.
///
/// # Errors
/// If it is no longer UTF-8: another program wrote into the temporary file.
pub fn text_of(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| {
        Error::new(
            ErrorKind::Output,
            "the temporary file was changed by another program",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{BlobStore, MemoryBudget, Pieces, text_of};
    use crate::disk::Disk;
    use proptest::prelude::*;

    fn means() -> MemoryBudget {
        MemoryBudget::new(0, std::env::temp_dir(), &Disk::default())
    }

    proptest! {
        #[test]
        fn what_was_put_is_got(texts in proptest::collection::vec("[а-яa-z ]{0,40}", 0..30), limit in 0usize..200) {
            let mut aside = BlobStore::new(&means(), limit);
            let places: Vec<_> =
                texts.iter().map(|text| aside.put(text.as_bytes()).expect("room in the temporary folder")).collect();
            for (text, place) in texts.iter().zip(places).rev() {
                prop_assert_eq!(&text_of(aside.get(place).expect("it was put there")).expect("a text"), text);
            }
        }

        #[test]
        fn pieces_come_back_from_a_note(texts in proptest::collection::vec("[а-яa-z ]{0,20}", 0..30), set in "[a-z]{0,9}", limit in 0usize..200) {
            let mut pieces = Pieces::new(&means(), limit);
            texts.iter().for_each(|text| pieces.push(text.as_bytes()).expect("room in the temporary folder"));
            if !texts.is_empty() {
                pieces.set(0, set.as_bytes()).expect("room in the temporary folder");
            }
            let mut note = Vec::new();
            pieces.write_down(&mut note).expect("memory takes all");
            let back = Pieces::read_back(&mut note.as_slice(), &means(), limit).expect("as it was written");
            prop_assert_eq!(back.len(), texts.len());
            for (number, text) in texts.iter().enumerate() {
                let expected = if number == 0 { &set } else { text };
                prop_assert_eq!(back.get(number).expect("it was put there"), expected.as_bytes());
            }
        }
    }
}
