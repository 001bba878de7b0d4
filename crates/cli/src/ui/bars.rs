//! Progress bars on a terminal.

use copydesk_pipeline::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Draws one bar after another on standard error. Nothing is drawn if standard error is not a
/// terminal.
pub struct Bars {
    bar: Mutex<ProgressBar>,
    /// Names of the passes that the run will make, in order.
    passes: Mutex<Vec<String>>,
    quiet: bool,
}

/// The bar of a pass that reads the dump.
const PASS_TEMPLATE: &str = "{prefix} {wide_bar} {decimal_bytes} of {decimal_total_bytes}, \
                    {decimal_bytes_per_sec}, {eta} left";
/// The spinner of work between passes. Such work reads nothing, so how much is left is not known.
const SPINNER_TEMPLATE: &str = "{prefix} {spinner} {elapsed}";
/// How often the spinner moves.
const TICK: Duration = Duration::from_millis(200);

impl Bars {
    /// Bars for a run. If `quiet`, neither bars nor notes are printed.
    pub fn new(quiet: bool) -> Self {
        Self {
            bar: Mutex::new(ProgressBar::hidden()),
            passes: Mutex::default(),
            quiet,
        }
    }

    fn passes(&self) -> MutexGuard<'_, Vec<String>> {
        self.passes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the current bar.
    fn with_bar(&self, act: impl FnOnce(&mut ProgressBar)) {
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The title of a bar: the name of the work, with its number if it is one of several passes.
fn title(name: &str, passes: &[String]) -> String {
    match passes.iter().position(|pass| pass == name) {
        Some(index) if passes.len() > 1 => {
            format!("pass {} of {}, {name}", index + 1, passes.len())
        }
        _ => name.to_owned(),
    }
}

impl Progress for Bars {
    fn plan(&self, passes: &[&str]) {
        let mut names = Vec::with_capacity(passes.len());
        for pass in passes {
            names.push((*pass).to_owned());
        }
        *self.passes() = names;
    }

    fn begin(&self, name: &str, bytes: u64) {
        let target = if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let template = if bytes > 0 {
            PASS_TEMPLATE
        } else {
            SPINNER_TEMPLATE
        };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(bytes), target)
            .with_style(style)
            .with_prefix(title(name, &self.passes()));
        if bytes == 0 {
            bar.enable_steady_tick(TICK);
        }
        self.with_bar(|current| *current = bar);
    }

    fn reach(&self, bytes: u64) {
        self.with_bar(|bar| bar.set_position(bytes));
    }

    fn remark(&self, message: &str) {
        if !self.quiet {
            // While the bar is suspended, it does not overwrite the note.
            self.with_bar(|bar| bar.suspend(|| super::print_note(message)));
        }
    }

    fn end(&self) {
        self.with_bar(|bar| bar.finish_and_clear());
    }
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn one_of_several_passes_has_a_number_and_other_work_has_none() {
        let passes = ["survey", "examine", "write"].map(str::to_owned);
        assert_eq!(title("examine", &passes), "pass 2 of 3, examine");
        assert_eq!(title("decide", &passes), "decide");
        assert_eq!(title("write", &passes[2..]), "write");
    }
}
