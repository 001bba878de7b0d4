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
        let line = |file: &str, name: &str| {
            let all = std::fs::read_to_string(file).ok()?;
            let value = all
                .lines()
                .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'))?;
            Some(value.trim().to_owned())
        };
        let kibibytes = |value: String| value.split_whitespace().next()?.parse::<u64>().ok();
        Self {
            processor: line("/proc/cpuinfo", "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: line("/proc/meminfo", "MemTotal")
                .and_then(kibibytes)
                .map(|kib| kib * 1024),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}
