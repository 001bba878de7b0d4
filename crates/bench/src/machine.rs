//! A description of the machine, without which a speed means nothing.

use serde::Serialize;

/// The properties of a machine on which speed depends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Machine {
    /// Name of the processor, if the system says it.
    pub processor: Option<String>,
    /// Number of threads that can run at the same time.
    pub cores: usize,
    /// Bytes of memory, if the system says it.
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

/// The value of a line `name : value` of a file. `None` on systems without such a file.
fn value_in(file: &str, name: &str) -> Option<String> {
    for line in std::fs::read_to_string(file).ok()?.lines() {
        if let Some(rest) = line.strip_prefix(name)
            && let Some(value) = rest.trim_start().strip_prefix(':')
        {
            return Some(value.trim().to_owned());
        }
    }
    None
}

/// Bytes of memory, for which Linux has a line like `16384 kB`.
fn total_memory() -> Option<u64> {
    let value = value_in("/proc/meminfo", "MemTotal")?;
    let kibibytes: u64 = value.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
