//! Texts that are put aside and fetched again one by one: in memory while they are few, in a temporary file from then on.

use crate::error::{Error, ErrorKind, Result};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// Where a text lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    offset: u64,
    len: usize,
}

impl Place {
    /// How long the text is, in bytes.
    pub(crate) fn len(self) -> usize {
        self.len
    }
}

/// A row of texts.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    /// What is not in the file: everything, until it is too much.
    memory: Vec<u8>,
    /// What was put aside before `memory`.
    file: Option<Mutex<File>>,
    in_file: u64,
    limit: usize,
}

impl Aside {
    /// A row of texts that holds up to `limit` bytes in memory.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    pub(crate) fn put(&mut self, text: &str) -> Result<Place> {
        let place = Place { offset: self.in_file + self.memory.len() as u64, len: text.len() };
        self.memory.extend_from_slice(text.as_bytes());
        if self.memory.len() > self.limit {
            self.spill()?;
        }
        Ok(place)
    }

    fn spill(&mut self) -> Result<()> {
        if self.file.is_none() {
            self.file = Some(Mutex::new(tempfile::tempfile().map_err(|error| failed(&error))?));
        }
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(self.in_file)).and_then(|_| file.write_all(&self.memory)).map_err(|error| failed(&error))?;
        }
        self.in_file += self.memory.len() as u64;
        self.memory.clear();
        Ok(())
    }

    pub(crate) fn get(&self, place: Place) -> Result<String> {
        let mut bytes = vec![0; place.len];
        if place.offset >= self.in_file {
            let start = (place.offset - self.in_file) as usize;
            bytes.copy_from_slice(&self.memory[start..start + place.len]);
        } else if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(place.offset)).and_then(|_| file.read_exact(&mut bytes)).map_err(|error| failed(&error))?;
        }
        String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::Output, "the temporary file was changed by another program"))
    }
}

fn failed(error: &std::io::Error) -> Error {
    let folder = std::env::temp_dir();
    Error::new(
        ErrorKind::Output,
        format!("{}: the temporary file cannot be used: {error}; name a folder with room in it by TMPDIR", folder.display()),
    )
}

#[cfg(test)]
mod tests {
    use super::Aside;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_put_is_got(texts in proptest::collection::vec("[а-яa-z ]{0,40}", 0..30), limit in 0usize..200) {
            let mut aside = Aside::new(limit);
            let places: Vec<_> = texts.iter().map(|text| aside.put(text).expect("room in the temporary folder")).collect();
            for (text, place) in texts.iter().zip(places).rev() {
                prop_assert_eq!(&aside.get(place).expect("it was put there"), text);
            }
        }
    }
}
