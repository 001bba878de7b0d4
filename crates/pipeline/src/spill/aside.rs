//! Pieces that are put aside and fetched again one by one.

use super::Means;
use super::file::SpillFile;
use crate::error::{Error, ErrorKind, Result};

/// Where a piece lies.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Place {
    offset: u64,
    len: u32,
}

impl Place {
    /// How long the piece is, in bytes.
    pub(crate) fn len(self) -> usize {
        self.len as usize
    }
}

/// A row of pieces.
#[derive(Debug)]
pub(crate) struct Aside {
    means: Means,
    /// What is not in the file: everything, until it is too much.
    memory: Vec<u8>,
    /// What was put aside before `memory`.
    file: Option<SpillFile>,
    limit: usize,
}

impl Aside {
    /// A row of pieces that holds up to `limit` bytes in memory.
    pub(crate) fn new(means: &Means, limit: usize) -> Self {
        Self { means: means.clone(), memory: Vec::new(), file: None, limit }
    }

    fn in_file(&self) -> u64 {
        self.file.as_ref().map_or(0, SpillFile::len)
    }

    /// Puts a piece aside.
    ///
    /// # Errors
    /// If the temporary file cannot be written, or the piece is longer than four gibibytes.
    pub(crate) fn put(&mut self, piece: &[u8]) -> Result<Place> {
        let too_long = |_| Error::record("a text is longer than 4 GiB: split the record");
        let len = u32::try_from(piece.len()).map_err(too_long)?;
        if !self.memory.is_empty() && self.memory.len() + piece.len() > self.limit {
            self.spill()?;
        }
        let place = Place { offset: self.in_file() + self.memory.len() as u64, len };
        self.memory.extend_from_slice(piece);
        Ok(place)
    }

    fn spill(&mut self) -> Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => self.means.file()?,
        };
        self.file.insert(file).append(&self.memory).map_err(|error| self.means.failed(&error))?;
        self.memory.clear();
        Ok(())
    }

    /// Fetches a piece.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub(crate) fn get(&self, place: Place) -> Result<Vec<u8>> {
        let mut bytes = vec![0; place.len()];
        self.get_from(place, 0, &mut bytes)?;
        Ok(bytes)
    }

    /// Fills `into` with the part of a piece that begins at its byte `from`.
    ///
    /// # Errors
    /// As for [`Self::get`].
    pub(crate) fn get_from(&self, place: Place, from: usize, into: &mut [u8]) -> Result<()> {
        let offset = place.offset + from as u64;
        match (&self.file, offset.checked_sub(self.in_file())) {
            (_, Some(start)) => into.copy_from_slice(&self.memory[start as usize..start as usize + into.len()]),
            (Some(file), None) => file.read_at(offset, into).map_err(|error| self.means.failed(&error))?,
            (None, None) => {}
        }
        Ok(())
    }
}

/// A text that was put aside.
///
/// # Errors
/// If somebody else wrote into the temporary file.
pub(crate) fn text_of(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::Output, "the temporary file was changed by another program"))
}

#[cfg(test)]
mod tests {
    use super::{Aside, Means, text_of};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_is_got(texts in proptest::collection::vec("[а-яa-z ]{0,40}", 0..30), limit in 0usize..200) {
            let mut aside = Aside::new(&Means::with_tables(0), limit);
            let places: Vec<_> =
                texts.iter().map(|text| aside.put(text.as_bytes()).expect("room in the temporary folder")).collect();
            for (text, place) in texts.iter().zip(places).rev() {
                prop_assert_eq!(&text_of(aside.get(place).expect("it was put there")).expect("a text"), text);
            }
        }
    }
}
