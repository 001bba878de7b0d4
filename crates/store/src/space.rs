//! How much room there is on a disk, and how much memory in the machine.

use std::path::Path;

/// Bytes that are free in a folder; `None` where the system does not tell.
#[cfg(unix)]
#[must_use]
pub fn free_in(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

/// Bytes that are free in a folder; `None` where the system does not tell.
#[cfg(not(unix))]
#[must_use]
pub fn free_in(_: &Path) -> Option<u64> {
    None
}

/// Bytes of memory that a process may sensibly take if it is not told how many: half of what is
/// free, or, where the system does not tell, all there is.
#[must_use]
pub fn sensible_memory() -> u64 {
    let available = available_memory().unwrap_or(u64::MAX);
    available.min(memory_of_group().unwrap_or(u64::MAX)) / 2
}

fn available_memory() -> Option<u64> {
    let table = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = table
        .lines()
        .find(|line| line.starts_with("MemAvailable:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// What the group of processes may take, if it is limited.
fn memory_of_group() -> Option<u64> {
    std::fs::read_to_string("/sys/fs/cgroup/memory.max")
        .ok()?
        .trim()
        .parse()
        .ok()
}
