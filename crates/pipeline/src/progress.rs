//! How a run reports its progress to the program that started it.

/// Receives reports of what a run is doing. The pipeline prints nothing itself.
pub trait Progress: Sync {
    /// The run is about to begin. `passes` are the names of the passes over the dump that it may
    /// make, in order. A pass for which there is no work may be left out later. By default this
    /// does nothing.
    fn plan(&self, passes: &[&str]) {
        let _ = passes;
    }
    /// A pass with this name begins; `bytes` is the size on disk of its input. Work between two
    /// passes is reported like a pass, but reads nothing: its `bytes` are 0.
    fn begin(&self, name: &str, bytes: u64);
    /// So far, the pass has read `bytes` bytes of its input on disk. Called after every few
    /// megabytes, also within a file.
    fn reach(&self, bytes: u64);
    /// The pass ends.
    fn end(&self);
    /// Whether the run should stop. This is called again and again, from any thread. Soon after it
    /// has returned true, the run ends with an error of the kind
    /// [`Stopped`](crate::ErrorKind::Stopped).
    fn is_stopped(&self) -> bool {
        false
    }
    /// The user should see this message now. By default this does nothing.
    fn remark(&self, message: &str) {
        let _ = message;
    }
}

/// A [`Progress`] that ignores all reports.
///
/// ```
/// use copydesk_pipeline::{Progress, Silent};
///
/// Silent.begin("survey", 0);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: u64) {}
    fn reach(&self, _: u64) {}
    fn end(&self) {}
}
