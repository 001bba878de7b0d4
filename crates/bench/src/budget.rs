//! How much time a bench may take.

/// How long and on how many threads.
///
/// ```
/// use copydesk_bench::Budget;
///
/// assert!(Budget::default().seconds > 0.0);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Budget {
    /// Seconds for each measurement. A kernel runs as often as it can in that time and three times
    /// at least; a whole run once at least.
    pub seconds: f64,
    /// The most threads; 0 for one per core. Everything is measured on one thread as well.
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
