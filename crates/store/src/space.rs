//! How much of a disk is free, and how much memory.

use std::path::Path;

/// Bytes that are free on the disk of a folder; `None` if the system does not say.
#[cfg(unix)]
#[must_use]
pub fn free_in(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    // Not `f_bfree`, which also counts blocks that only root may use.
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Bytes that are free on the disk of a folder; `None` if the system does not say.
#[cfg(not(unix))]
#[must_use]
pub fn free_in(_: &Path) -> Option<u64> {
    None
}

/// Bytes of memory that a process should take by default: half of what the machine has available,
/// or half of the limit of the process's control group if that is less. If the system says neither,
/// `u64::MAX / 2`, which is as good as no limit.
#[must_use]
pub fn sensible_memory() -> u64 {
    let available = available_memory().unwrap_or(u64::MAX);
    available.min(control_group_limit().unwrap_or(u64::MAX)) / 2
}

/// Bytes that a new process can take without swapping, as Linux estimates. `None` on other systems.
fn available_memory() -> Option<u64> {
    let meminfo = std::fs::read_to_string("/proc/meminfo").ok()?;
    for line in meminfo.lines() {
        if let Some(value) = line.strip_prefix("MemAvailable:") {
            let kibibytes: u64 = value.split_whitespace().next()?.parse().ok()?;
            return Some(kibibytes * 1024);
        }
    }
    None
}

/// Bytes of memory that Linux lets the process's control group (such as a container) take. `None`
/// if there is no limit.
fn control_group_limit() -> Option<u64> {
    // In a container this is the file of the container's own group. Outside of one it would belong
    // to the root group, which has no limit and no such file. If a group has no limit, its file
    // says `max`, which is not a number.
    let limit = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok()?;
    limit.trim().parse().ok()
}
