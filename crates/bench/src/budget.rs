//! The time that measurements may take, and the number of threads.

/// The time for each measurement, and the number of threads.
///
/// ```
/// use copydesk_bench::Budget;
///
/// assert!(Budget::default().seconds > 0.0);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Budget {
    /// Seconds for each measurement, which is repeated until that time is over. A function on data
    /// in memory is run at least three times, a run over the whole dump at least once.
    pub seconds: f64,
    /// The number of threads; 0 for one per core. Work that can be divided among threads is
    /// measured on one thread and on this number, other work on one thread only.
    pub threads: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            seconds: 0.5,
            threads: 0,
        }
    }
}
