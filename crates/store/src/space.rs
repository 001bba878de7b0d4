//! How much of a disk is free, and how much memory.

use std::path::Path;

/// Bytes that are free in a folder; `None` on systems that do not say.
#[cfg(unix)]
#[must_use]
pub fn free_in(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    // Not `f_bfree`, which counts blocks that only root may use.
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

/// Bytes that are free in a folder; `None` on systems that do not say.
#[cfg(not(unix))]
#[must_use]
pub fn free_in(_: &Path) -> Option<u64> {
    None
}

/// Bytes of memory that a process should take by default: half of what is available to it, by the
/// machine and by the limit of its control group. On systems that do not say, `u64::MAX / 2`.
#[must_use]
pub fn sensible_memory() -> u64 {
    let available = available_memory().unwrap_or(u64::MAX);
    available.min(memory_of_group().unwrap_or(u64::MAX)) / 2
}

/// What Linux estimates that a new process can take without swapping.
fn available_memory() -> Option<u64> {
    let table = std::fs::read_to_string("/proc/meminfo").ok()?;
    for line in table.lines() {
        if let Some(value) = line.strip_prefix("MemAvailable:") {
            let kibibytes: u64 = value.split_whitespace().next()?.parse().ok()?;
            return Some(kibibytes * 1024);
        }
    }
    None
}

/// The limit of the control group of the process, such as a container. `None` if it has none; the
/// file then says `max`.
fn memory_of_group() -> Option<u64> {
    // In a container this is the file of its own group. Elsewhere it would be that of the root
    // group, which has no limit and no such file.
    let limit = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok()?;
    limit.trim().parse().ok()
}
