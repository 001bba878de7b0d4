//! What is done when somebody presses Ctrl-C.

use crate::ui;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The exit code of a process that was stopped by Ctrl-C, as shells have it.
const STOPPED: i32 = 130;

/// What is there that would be left behind.
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

/// Waits for Ctrl-C from now on. Where the system does not allow that, it ends the process without
/// a word, as it would have.
pub fn watch() {
    let _ = ctrlc::set_handler(stop);
}

/// Notes that an output folder is being made.
pub fn working_on(output: &Path) {
    with_work(|work| work.output = Some(output.to_owned()));
}

/// Notes that the output folder is complete, or is not made any more.
pub fn done() {
    with_work(|work| work.output = None);
}

/// Notes that there is a folder of temporary files.
pub fn remove_at_the_end(scratch: &Path) {
    with_work(|work| work.scratch.push(scratch.to_owned()));
}

/// Waits for the end of the process if it is being stopped: the work may fail because what it
/// wrote is being removed, and there is nothing to say about that.
pub fn wait_if_stopping() {
    while IS_STOPPING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

fn stop() {
    IS_STOPPING.store(true, Ordering::SeqCst);
    let message = with_work(|work| {
        for folder in &work.scratch {
            // The system tidies up what cannot be removed.
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
