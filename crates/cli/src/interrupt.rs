//! Stops the process when Ctrl-C is pressed.
//!
//! The handler runs on a thread of its own while the work continues on others, so it cannot ask the
//! command what to tidy up. Commands therefore record here what would be left behind. What is left
//! on purpose are the checkpoints of the output folder, from which the same command continues.

use crate::ui;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The exit code after Ctrl-C. It is the code that shells give to a process that was killed by the
/// signal for that, 128 + 2.
const STOPPED: i32 = 130;

/// What a stopped process would leave behind.
struct Work {
    /// The output folder that is being made.
    output: Option<PathBuf>,
    /// Folders of temporary files.
    scratch: Vec<PathBuf>,
}

static WORK: Mutex<Work> = Mutex::new(Work {
    output: None,
    scratch: Vec::new(),
});

static IS_STOPPING: AtomicBool = AtomicBool::new(false);

fn with_work<T>(act: impl FnOnce(&mut Work) -> T) -> T {
    act(&mut WORK.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Handles Ctrl-C from now on. If the system does not allow that, Ctrl-C ends the process at once,
/// as it does by default.
pub fn watch() {
    let _ = ctrlc::set_handler(stop);
}

/// Records that an output folder is being made.
pub fn working_on(output: &Path) {
    with_work(|work| work.output = Some(output.to_owned()));
}

/// Records that the output folder is complete, or will not be made.
pub fn done() {
    with_work(|work| work.output = None);
}

/// Records a folder of temporary files, which Ctrl-C removes.
pub fn remove_at_the_end(scratch: &Path) {
    with_work(|work| work.scratch.push(scratch.to_owned()));
}

/// If the process is being stopped, waits for its end. The work may have failed only because its
/// files are being removed, and that must not be reported as an error.
pub fn wait_if_stopping() {
    // In a loop, because `park` may return without a reason. The process ends in `stop`.
    while IS_STOPPING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

fn stop() {
    // Before any file is removed: work that fails because of that must find it set.
    IS_STOPPING.store(true, Ordering::SeqCst);
    let message = with_work(|work| {
        for folder in &work.scratch {
            // What cannot be removed is in the folder for temporary files, which the system tidies
            // up.
            let _ = std::fs::remove_dir_all(folder);
        }
        match work.output.as_deref() {
            None => "stopped",
            Some(output) if copydesk_pipeline::abandon(output) => {
                "stopped; the same command continues from where it was"
            }
            Some(_) => "stopped; no output is written, and the same command starts over",
        }
    });
    ui::end_line_of_bar();
    ui::print_error(&message);
    std::process::exit(STOPPED);
}
