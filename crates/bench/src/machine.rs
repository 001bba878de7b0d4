//! Which machine this is.

use serde::Serialize;

/// What speed depends on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Machine {
    /// Name of the processor, where the system tells.
    pub processor: Option<String>,
    /// Threads that can run at once.
    pub cores: usize,
    /// Bytes of memory, where the system tells.
    pub memory_bytes: Option<u64>,
    /// Operating system and kind of processor.
    pub system: String,
}

impl Machine {
    /// The machine this runs on.
    #[must_use]
    pub fn this() -> Self {
        Self {
            processor: value_in("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: total_memory(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}

/// The value of a line `name : value` of a file; `None` where the system has no such file.
fn value_in(file: &str, name: &str) -> Option<String> {
    let all = std::fs::read_to_string(file).ok()?;
    let value = all
        .lines()
        .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'))?;
    Some(value.trim().to_owned())
}

/// Bytes of memory, which Linux tells as `16384 kB`.
fn total_memory() -> Option<u64> {
    let value = value_in("/proc/meminfo", "MemTotal")?;
    let kibibytes: u64 = value.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
