//! Stops the process when Ctrl-C is pressed.
//!
//! The handler runs on its own thread while the command still works on others, so it cannot ask the
//! command what to tidy up. Commands therefore record here what they would leave behind. Only the
//! checkpoints of a run are left on purpose, so that the same command can continue from them.

use crate::ui;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The exit code after Ctrl-C. Shells report the same code, 128 + 2, for a process that was killed
/// by `SIGINT`.
const STOPPED: i32 = 130;

/// The folders that a stopped process would leave behind.
struct Leftovers {
    /// The output folder that is being made.
    output: Option<PathBuf>,
    /// Folders of temporary files.
    scratch: Vec<PathBuf>,
}

static LEFTOVERS: Mutex<Leftovers> = Mutex::new(Leftovers {
    output: None,
    scratch: Vec::new(),
});

static IS_STOPPING: AtomicBool = AtomicBool::new(false);

fn with_leftovers<T>(act: impl FnOnce(&mut Leftovers) -> T) -> T {
    act(&mut LEFTOVERS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Handles Ctrl-C from now on. If the system does not allow that, Ctrl-C ends the process at once,
/// as it does by default.
pub fn watch() {
    let _ = ctrlc::set_handler(stop);
}

/// Records that this output folder is being made.
pub fn working_on(output: &Path) {
    with_leftovers(|leftovers| leftovers.output = Some(output.to_owned()));
}

/// Records that the output folder is complete. A command that fails need not call this, because
/// the process ends then.
pub fn done() {
    with_leftovers(|leftovers| leftovers.output = None);
}

/// Records a folder of temporary files, which Ctrl-C removes.
pub fn remove_on_ctrl_c(scratch: &Path) {
    with_leftovers(|leftovers| leftovers.scratch.push(scratch.to_owned()));
}

/// Never returns if Ctrl-C is stopping the process. So a command that fails only because
/// Ctrl-C removes its files is not reported as an error.
pub fn wait_if_stopping() {
    // `park` may return without a reason, hence the loop. It ends when `stop` ends the process.
    while IS_STOPPING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// Tidies up and ends the process: the handler of Ctrl-C.
fn stop() {
    // Not later: a command may fail as soon as the first file is removed, and must then find this
    // set.
    IS_STOPPING.store(true, Ordering::SeqCst);
    let message = with_leftovers(|leftovers| {
        for folder in &leftovers.scratch {
            // Nothing more can be done about a folder that cannot be removed.
            let _ = std::fs::remove_dir_all(folder);
        }
        match leftovers.output.as_deref() {
            None => "stopped",
            // `abandon` removes what no later run can use, and returns whether the same command can
            // continue from what is left.
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
