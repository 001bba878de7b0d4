//! How a run reports its progress to the program that started it.

/// Told what a run does. The pipeline prints nothing itself.
pub trait Progress: Sync {
    /// The run is about to begin; these are the passes in which it will read the dump, in order. A
    /// pass that has nothing to look for is left out. By default this does nothing.
    fn plan(&self, passes: &[&str]) {
        let _ = passes;
    }
    /// A pass begins; `bytes` is the size of what it reads, on disk. It is 0 for work between two
    /// passes, which reads nothing.
    fn begin(&self, name: &str, bytes: u64);
    /// This many of the bytes are done. Called after every few megabytes, also within a file.
    fn reach(&self, bytes: u64);
    /// The pass ends.
    fn end(&self);
    /// Whether the run should stop. It is asked again and again, from any thread, and ends with an
    /// error of the kind [`Stopped`](crate::ErrorKind::Stopped) soon after the answer is yes.
    fn is_stopped(&self) -> bool {
        false
    }
    /// Something that the user should know now. By default this does nothing.
    fn remark(&self, message: &str) {
        let _ = message;
    }
}

/// Reports nothing.
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
