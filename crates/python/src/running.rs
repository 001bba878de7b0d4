//! Runs work on a separate thread, while the calling Python thread checks for Ctrl-C and shows
//! progress.

use crate::errors::Failure;
use copydesk_pipeline::{Error, Progress};
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The time between two checks for Ctrl-C and for progress.
const CHECK_INTERVAL: Duration = Duration::from_millis(40);
/// The time that the caller waits for work that was told to stop. If the work needs longer, it ends
/// and tidies up later on its own.
const STOP_TIMEOUT: Duration = Duration::from_millis(700);

/// The progress of the work.
#[derive(Clone, Default)]
struct State {
    /// The names of all passes.
    plan: Vec<String>,
    /// The name of the current pass.
    pass: String,
    /// How many bytes of the current pass are done.
    done: u64,
    /// How many bytes the current pass has.
    total: u64,
    /// Messages to the user that were not passed on yet.
    remarks: Vec<String>,
    /// Whether anything changed since the state was passed on.
    is_changed: bool,
}

/// What the work shares with the thread that waits for it.
#[derive(Default)]
pub struct Watch {
    /// Whether the work was told to stop.
    is_stopped: AtomicBool,
    state: Mutex<State>,
}

impl Watch {
    /// Changes the state.
    fn update(&self, change: impl FnOnce(&mut State)) {
        // A panic that poisoned the lock left a state that can still be shown.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        state.is_changed = true;
    }

    /// The state, if it has changed since the last call.
    fn take_changed(&self) -> Option<State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.is_changed {
            return None;
        }
        let copy = state.clone();
        state.is_changed = false;
        // Each remark is passed on only once. The other fields may be passed on again.
        state.remarks.clear();
        Some(copy)
    }
}

impl Progress for Watch {
    fn plan(&self, passes: &[&str]) {
        self.update(|state| state.plan = passes.iter().map(|&pass| pass.to_owned()).collect());
    }

    fn begin(&self, name: &str, bytes: u64) {
        self.update(|state| {
            (state.pass, state.done, state.total) = (name.to_owned(), 0, bytes);
        });
    }

    fn reach(&self, bytes: u64) {
        self.update(|state| state.done = bytes);
    }

    fn end(&self) {
        self.update(|state| state.done = state.total);
    }

    fn remark(&self, message: &str) {
        self.update(|state| state.remarks.push(message.to_owned()));
    }

    fn is_stopped(&self) -> bool {
        // No other data depends on the flag, and it does not matter if it is seen a little later.
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// Does short work on this thread, without the interpreter's lock.
///
/// # Errors
/// If the work fails or panics.
pub fn without_lock<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Failure> + Send,
) -> PyResult<T> {
    // Data that a panic leaves half done belongs to `work` and is dropped with it.
    let result = py.detach(|| catch_unwind(AssertUnwindSafe(work)));
    Ok(result.unwrap_or_else(|panic| Err(Failure::Internal(panic_message(&*panic))))?)
}

/// Does work on a separate thread, without the interpreter's lock. `progress` is called from time
/// to time with the names of all passes, the name of the current pass, how many of its bytes are
/// done, how many it has, and remarks.
///
/// # Errors
/// If the work fails or panics, if `progress` raises an exception, and `KeyboardInterrupt` after
/// Ctrl-C.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Watch) -> Result<T, Failure> + Send + 'static,
) -> PyResult<T> {
    let watch = Arc::new(Watch::default());
    let (sender, receiver) = channel();
    let watch_of_work = Arc::clone(&watch);
    let started = std::thread::Builder::new()
        .name("copydesk".to_owned())
        .spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&watch_of_work)));
            // Sending fails if the caller has stopped waiting. Then the result is not needed.
            let _ = sender.send(
                result.unwrap_or_else(|panic| Err(Failure::Internal(panic_message(&*panic)))),
            );
        });
    if let Err(error) = started {
        return Err(Failure::Usage(format!("no thread can be started: {error}")).into());
    }
    // `detach` takes only closures that may move to another thread. A closure that refers to a
    // receiver may do so only if the receiver is inside a lock. Only this thread ever takes the
    // lock.
    let receiver = Mutex::new(receiver);
    let result = wait(py, progress, &receiver, &watch);
    // If Ctrl-C or `progress` raised an exception, the work is still running. It is told to stop,
    // and has some time to tidy up. If the work itself failed, it has ended, and this does nothing.
    if result.is_err() {
        watch.is_stopped.store(true, Ordering::Relaxed);
        let _ = py.detach(|| receive(&receiver, STOP_TIMEOUT));
    }
    result
}

/// Waits for the result of the work. Meanwhile checks for Ctrl-C and calls `progress`.
fn wait<T: Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    receiver: &Mutex<Receiver<Result<T, Failure>>>,
    watch: &Watch,
) -> PyResult<T> {
    loop {
        let received = py.detach(|| receive(receiver, CHECK_INTERVAL));
        // This comes before the result is used, so that the last progress of finished work is shown
        // as well.
        if let Some(progress) = progress
            && let Some(state) = watch.take_changed()
        {
            let State {
                plan,
                pass,
                done,
                total,
                remarks,
                ..
            } = state;
            progress.call1((plan, pass, done, total, remarks))?;
        }
        match received {
            Ok(result) => return Ok(result?),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            // Not expected: the work sends a result even if it panics.
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::from(Error::stopped()).into());
            }
        }
    }
}

/// Waits for a value for at most this time.
fn receive<T>(receiver: &Mutex<Receiver<T>>, timeout: Duration) -> Result<T, RecvTimeoutError> {
    let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
    receiver.recv_timeout(timeout)
}

/// The message of a panic.
fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let message = panic.downcast_ref::<String>().map(String::as_str);
    let message = message.or_else(|| panic.downcast_ref::<&str>().copied());
    message.unwrap_or("without a word").to_owned()
}
