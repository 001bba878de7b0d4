//! What a run remembers and may not hold: in memory while it fits into its share of the budget, in temporary files from then on.
//!
//! Two things are put away like that: rows that are put in order ([`Sorter`]), by sorting what fits and merging (Knuth, “The Art of
//! Computer Programming”, 5.4), and pieces that are fetched again one by one ([`Aside`]). Both hand out the same whether anything
//! was put away or not, so a budget cannot be seen in the output.

mod aside;
mod file;
mod fixed;
mod merge;
mod sorter;
mod space;

pub(crate) use aside::{Aside, Pieces, Place, text_of};
pub(crate) use fixed::Fixed;
pub(crate) use sorter::{Sorted, Sorter};

use crate::config::Config;
use crate::disk::Disk;
use crate::error::{Error, ErrorKind, Result};
use crate::input::Inputs;
use crate::progress::Progress;
use file::{SpillFile, Spilled};
use std::path::PathBuf;
use std::sync::Arc;

/// What a run takes beside its tables: the batches that are read and written, a tableful of documents, the program.
const BESIDE_TABLES: u64 = 112 << 20;

/// How much memory the tables of a run may take, and where the rest goes.
#[derive(Clone, Debug)]
pub(crate) struct Means {
    disk: Disk,
    folder: PathBuf,
    tables: u64,
    spilled: Arc<Spilled>,
}

impl Means {
    /// The means that the settings give.
    pub(crate) fn of(config: &Config, disk: &Disk) -> Self {
        let budget = config.memory.unwrap_or_else(sensible_share);
        // Who gives less than what is needed beside the tables gets small tables rather than none.
        let tables = budget.saturating_sub(BESIDE_TABLES).max(budget / 4);
        let folder = config.temp_dir.clone().unwrap_or_else(std::env::temp_dir);
        Self { disk: disk.clone(), folder, tables, spilled: Arc::default() }
    }

    /// Sees to it that there is room for what a dump of so many bytes, as it lies on the disk, may put away.
    ///
    /// # Errors
    /// If there is not.
    pub(crate) fn check_room(&self, inputs: &Inputs, progress: &dyn Progress) -> Result<()> {
        let needed = space::needed_for(inputs, self.tables);
        let Some(free) = space::free_in(&self.folder).filter(|_| needed > 0) else { return Ok(()) };
        let (folder, needed_mb, free_mb) = (self.folder.display(), needed.div_ceil(1 << 20), free >> 20);
        if free < needed {
            let message = format!(
                "{folder}: {free_mb} MB are free, and up to {needed_mb} MB of temporary files may be needed; name another folder by \
                 --temp-dir, or give more --memory"
            );
            return Err(Error::new(ErrorKind::Output, message));
        }
        progress.remark(&format!("up to {needed_mb} MB of temporary files in {folder}, where {free_mb} MB are free"));
        Ok(())
    }

    /// The most bytes that lay in temporary files at the same time, so far.
    pub(crate) fn most_spilled(&self) -> u64 {
        self.spilled.most()
    }

    /// The bytes that a table with this share, in hundredths, may take. Tables that are held at the same time have shares that come
    /// to no more than a hundred.
    pub(crate) fn share(&self, hundredths: u64) -> usize {
        usize::try_from(self.tables / 100 * hundredths).unwrap_or(usize::MAX)
    }

    fn file(&self) -> Result<SpillFile> {
        SpillFile::create(&self.disk, &self.folder, &self.spilled).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        let message = format!(
            "{}: the temporary file cannot be used: {error}; name a folder with room in it by --temp-dir, or give more --memory",
            self.folder.display()
        );
        Error::new(ErrorKind::Output, message)
    }
}

/// Half of the memory that is free, or, where the system does not tell, all there is.
fn sensible_share() -> u64 {
    let available = available_memory().unwrap_or(u64::MAX);
    available.min(memory_of_group().unwrap_or(u64::MAX)) / 2
}

fn available_memory() -> Option<u64> {
    let table = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = table.lines().find(|line| line.starts_with("MemAvailable:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// What the group of processes may take, if it is limited.
fn memory_of_group() -> Option<u64> {
    std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok()?.trim().parse().ok()
}

#[cfg(test)]
impl Means {
    /// Means with so many bytes for tables.
    pub(crate) fn with_tables(tables: u64) -> Self {
        Self { disk: Disk::default(), folder: std::env::temp_dir(), tables, spilled: Arc::default() }
    }
}
