//! A description of the machine, without which a speed means nothing.

use serde::Serialize;

/// The properties of a machine on which speed depends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Machine {
    /// The name of the processor. `None` if the system does not tell it.
    pub processor: Option<String>,
    /// The number of threads that can run at the same time.
    pub cores: usize,
    /// The size of the memory, in bytes. `None` if the system does not tell it.
    pub memory_bytes: Option<u64>,
    /// The operating system and the architecture of the processor, such as `linux x86_64`.
    pub system: String,
}

impl Machine {
    /// The machine on which the program runs.
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

/// The value in the line `name : value` of a file. `None` if there is no such file or line.
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

/// The size of the memory, in bytes.
fn total_memory() -> Option<u64> {
    // Linux gives a value like `16384 kB`, in units of 1,024 bytes.
    let value = value_in("/proc/meminfo", "MemTotal")?;
    let kibibytes: u64 = value.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes * 1024)
}
