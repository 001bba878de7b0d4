//! How long to measure.

/// The time for each measurement, and the number of threads.
///
/// ```
/// use copydesk_bench::Budget;
///
/// assert!(Budget::default().seconds > 0.0);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Budget {
    /// Seconds for each measurement, which is repeated as often as fits into that time. A kernel
    /// runs at least three times, a whole run at least once.
    pub seconds: f64,
    /// The most threads; 0 for one for each core. Everything is measured on one thread as well.
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
