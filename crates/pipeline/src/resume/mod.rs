//! What a killed run leaves behind, so that the same command can go on from there.
//!
//! While a run works, its unfinished output folder holds a folder of notes: a manifest, which says what run it is, and what each
//! finished step has left. The next run of the same command reads the manifest; if it is the same run, finished steps are loaded
//! instead of done. Notes are written under another name, brought to the disk, then renamed: there is a whole note or none.
//!
//! A note that says nothing or something broken is as good as none: the step is done again. A run over the same input with the
//! same settings comes to the same bytes whichever of its steps were loaded.

mod manifest;

pub(crate) use manifest::Manifest;

use crate::error::{Error, Result};
use crate::output::Staging;
use crate::progress::Progress;
use crate::spill::Means;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

/// The steps whose outcome is noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Noted {
    Survey,
    Examined,
    Drafts,
    /// How far the output files are complete.
    Written,
}

impl Noted {
    fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Examined => "examined",
            Self::Drafts => "drafts",
            Self::Written => "written",
        }
    }
}

/// What can be noted.
pub(crate) trait Note: Sized {
    /// Writes it down.
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()>;

    /// Reads what was written down, and nothing behind it.
    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self>;
}

impl<T: Serialize + DeserializeOwned> Note for T {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(self, to)
    }

    fn read_back(from: &mut dyn Read, _: &Means) -> io::Result<Self> {
        rmp_serde::decode::from_read(from).map_err(io::Error::other)
    }
}

/// Writes down what serde knows how to.
pub(crate) fn write_down(value: &impl Serialize, mut to: &mut dyn Write) -> io::Result<()> {
    rmp_serde::encode::write(&mut to, value).map_err(io_error)
}

/// The notes of one run. Without notes (the dump is too small to be worth it) every step is simply done.
pub(crate) struct Journal<'a> {
    staging: &'a Staging,
    means: Means,
    is_kept: bool,
}

const MANIFEST: &str = "manifest";
/// Most of a note are hashes, which nothing makes smaller.
const ZSTD_LEVEL: i32 = 1;

impl<'a> Journal<'a> {
    /// Takes up the notes of a killed run, or begins new ones if there are none, or if those that are there belong to another run
    /// and `anew` is set.
    ///
    /// # Errors
    /// If they belong to another run and `anew` is not set.
    pub(crate) fn open(
        staging: &'a Staging,
        manifest: &Manifest,
        means: &Means,
        anew: bool,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let journal = Self { staging, means: means.clone(), is_kept: manifest.is_worthwhile() };
        let path = journal.path(MANIFEST);
        if path.exists() {
            let found: Option<Manifest> = journal.read(MANIFEST)?;
            let difference =
                found.map_or(Some("it is of another version of copydesk".to_owned()), |found| manifest.differs_from(&found));
            match difference {
                None => {
                    progress.remark("a run that did not finish is taken up where it stopped");
                    return Ok(journal);
                }
                Some(what) if !anew => return Err(refused(staging, &what)),
                Some(_) => {}
            }
        }
        staging.clear()?;
        if journal.is_kept {
            let folder = staging.run_folder();
            staging.disk.make_folder(&folder).map_err(|e| Error::output(&folder, e))?;
            journal.write(MANIFEST, manifest)?;
        }
        Ok(journal)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.staging.run_folder().join(name)
    }

    /// What a step left, if it is noted; otherwise it is done now, and noted.
    pub(crate) fn step<T: Note>(&self, step: Noted, make: impl FnOnce() -> Result<T>) -> Result<T> {
        if let Some(found) = self.find(step)? {
            return Ok(found);
        }
        let made = make()?;
        self.note(step, &made)?;
        Ok(made)
    }

    /// What a step left, if it is noted.
    pub(crate) fn find<T: Note>(&self, step: Noted) -> Result<Option<T>> {
        if self.is_kept && self.path(step.name()).exists() { self.read(step.name()) } else { Ok(None) }
    }

    /// Notes what a step leaves.
    pub(crate) fn note(&self, step: Noted, left: &impl Note) -> Result<()> {
        if !self.is_kept {
            return Ok(());
        }
        self.write(step.name(), left)?;
        self.staging.keep_if_it_fails(true);
        Ok(())
    }

    /// Forgets a note that no later step needs.
    pub(crate) fn forget(&self, step: Noted) -> Result<()> {
        let path = self.path(step.name());
        if !(self.is_kept && path.exists()) {
            return Ok(());
        }
        self.staging.disk.remove_file(&path).map_err(|e| Error::output(&path, e))
    }

    fn write(&self, name: &str, value: &impl Note) -> Result<()> {
        let (path, new) = (self.path(name), self.path(&format!("{name}.new")));
        let disk = &self.staging.disk;
        let write = || {
            let file = BufWriter::with_capacity(1 << 18, disk.create(&new)?);
            let mut encoder = zstd::Encoder::new(file, ZSTD_LEVEL)?;
            encoder.include_checksum(true)?;
            value.write_down(&mut encoder)?;
            encoder.finish()?.flush()?;
            disk.sync(&new)?;
            disk.rename(&new, &path)?;
            disk.sync_folder(&self.staging.run_folder())
        };
        write().map_err(|e: io::Error| Error::output(&path, e))
    }

    /// None if what stands there cannot be understood.
    fn read<T: Note>(&self, name: &str) -> Result<Option<T>> {
        let path = self.path(name);
        let file = self.staging.disk.open(&path).map_err(|e| Error::input(&path, e))?;
        let decoder = zstd::Decoder::new(file).map_err(|e| Error::input(&path, e))?;
        let mut reader = BufReader::with_capacity(1 << 18, decoder);
        let Ok(value) = T::read_back(&mut reader, &self.means) else { return Ok(None) };
        // The checksum is looked at when the end is read.
        let is_whole = io::copy(&mut reader, &mut io::sink()).is_ok_and(|rest| rest == 0);
        Ok(is_whole.then_some(value))
    }
}

/// An error of the writer below keeps its kind, so that a full disk is told as one.
fn io_error(error: rmp_serde::encode::Error) -> io::Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(current) = cause {
        if let Some(below) = current.downcast_ref::<io::Error>() {
            return below.raw_os_error().map_or_else(|| below.kind().into(), io::Error::from_raw_os_error);
        }
        cause = current.source();
    }
    io::Error::other(error)
}

fn refused(staging: &Staging, difference: &str) -> Error {
    let message = format!(
        "{}: beside it stands the work of a run that did not finish, and this would be another run: {difference}; give the same \
         command as then to go on, choose another folder, or add --overwrite to start anew",
        staging.target().display()
    );
    Error::usage(message)
}
