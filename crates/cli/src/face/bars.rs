//! Progress on a terminal.

use copydesk_pipeline::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Mutex;

/// One bar after the other, on standard error; nothing is drawn where that is no terminal.
pub struct Bars {
    bar: Mutex<ProgressBar>,
    quiet: bool,
}

const TEMPLATE: &str = "{prefix:>8} {bar:32} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left";
/// For work that reads nothing.
const BETWEEN: &str = "{prefix:>8} {spinner}";

impl Bars {
    /// Bars, or silence.
    pub fn new(quiet: bool) -> Self {
        Self {
            bar: Mutex::new(ProgressBar::hidden()),
            quiet,
        }
    }

    fn with(&self, act: impl FnOnce(&mut ProgressBar)) {
        act(&mut self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Bars {
    fn begin(&self, name: &str, bytes: u64) {
        let target = if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let style = ProgressStyle::with_template(if bytes > 0 { TEMPLATE } else { BETWEEN })
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(bytes), target)
            .with_style(style)
            .with_prefix(name.to_owned());
        self.with(|current| *current = bar);
    }

    fn reach(&self, bytes: u64) {
        self.with(|bar| bar.set_position(bytes));
    }

    fn remark(&self, message: &str) {
        if !self.quiet {
            super::remark(message);
        }
    }

    fn end(&self) {
        self.with(|bar| bar.finish_and_clear());
    }
}
