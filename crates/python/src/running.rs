//! Work on a thread of its own, while Python's main thread listens for Ctrl-C and shows progress.

use crate::errors::Failure;
use copydesk_pipeline::{Error, Progress};
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often the waiting thread checks for Ctrl-C and for progress.
const LOOK: Duration = Duration::from_millis(40);
/// How long the caller waits for work that was told to stop. If that is not enough, the work ends
/// and tidies up later, by itself.
const PATIENCE: Duration = Duration::from_millis(700);

/// How far the work is.
#[derive(Clone, Default)]
struct Reached {
    plan: Vec<String>,
    step: String,
    done: u64,
    of: u64,
    remarks: Vec<String>,
    changed: bool,
}

/// What the work and the thread that waits for it tell each other.
#[derive(Default)]
pub struct Watch {
    is_stopped: AtomicBool,
    reached: Mutex<Reached>,
}

impl Watch {
    fn note(&self, change: impl FnOnce(&mut Reached)) {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut reached);
        reached.changed = true;
    }

    fn take(&self) -> Option<Reached> {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        if !reached.changed {
            return None;
        }
        let now = reached.clone();
        reached.changed = false;
        // Each remark is passed on once; the other fields are a state and may be repeated.
        reached.remarks.clear();
        Some(now)
    }
}

impl Progress for Watch {
    fn plan(&self, passes: &[&str]) {
        self.note(|reached| reached.plan = passes.iter().map(|&pass| pass.to_owned()).collect());
    }

    fn begin(&self, name: &str, bytes: u64) {
        self.note(|reached| {
            (reached.step, reached.done, reached.of) = (name.to_owned(), 0, bytes);
        });
    }

    fn reach(&self, bytes: u64) {
        self.note(|reached| reached.done = bytes);
    }

    fn end(&self) {
        self.note(|reached| reached.done = reached.of);
    }

    fn remark(&self, message: &str) {
        self.note(|reached| reached.remarks.push(message.to_owned()));
    }

    fn is_stopped(&self) -> bool {
        // No other data depends on the flag, and it does not matter if it is seen a little later.
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// Does short work without the interpreter's lock, on this thread.
///
/// # Errors
/// Those of the work, and a panic in it.
pub fn briefly<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Failure> + Send,
) -> PyResult<T> {
    // What a panic leaves half done belongs to `work` and is dropped with it.
    let done = py.detach(|| catch_unwind(AssertUnwindSafe(work)));
    Ok(done.unwrap_or_else(|panic| Err(Failure::Panic(said(&*panic))))?)
}

/// Does work without the interpreter's lock. `progress` is called now and then with the names of
/// all steps, that of the current one, how many bytes of it are done, how many there are, and
/// remarks.
///
/// # Errors
/// Those of the work, a panic in it, what `progress` raises, and `KeyboardInterrupt`.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Watch) -> Result<T, Failure> + Send + 'static,
) -> PyResult<T> {
    let watch = Arc::new(Watch::default());
    let (sender, receiver) = channel();
    let of_work = Arc::clone(&watch);
    let begun = std::thread::Builder::new()
        .name("copydesk".to_owned())
        .spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(&of_work)));
            // Fails if the caller has given up waiting, and then nobody needs the result.
            let _ = sender.send(done.unwrap_or_else(|panic| Err(Failure::Panic(said(&*panic)))));
        });
    if let Err(error) = begun {
        return Err(Failure::Usage(format!("no thread can be started: {error}")).into());
    }
    // `detach` needs what may be shared between threads, and a receiver may not without a lock.
    // Only this thread takes it.
    let receiver = Mutex::new(receiver);
    let waited = wait(py, progress, &receiver, &watch);
    // An exception may be raised while the work is still running, by Ctrl-C or by `progress`.
    if waited.is_err() {
        watch.is_stopped.store(true, Ordering::Relaxed);
        let _ = py.detach(|| listen(&receiver, PATIENCE));
    }
    waited
}

fn wait<T: Send>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    receiver: &Mutex<Receiver<Result<T, Failure>>>,
    watch: &Watch,
) -> PyResult<T> {
    loop {
        let received = py.detach(|| listen(receiver, LOOK));
        // Before the result is looked at, so that the last progress of finished work is shown too.
        if let Some(progress) = progress
            && let Some(now) = watch.take()
        {
            progress.call1((now.plan, now.step, now.done, now.of, now.remarks))?;
        }
        match received {
            Ok(done) => return Ok(done?),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::from(Error::stopped()).into());
            }
        }
    }
}

fn listen<T>(receiver: &Mutex<Receiver<T>>, how_long: Duration) -> Result<T, RecvTimeoutError> {
    let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
    receiver.recv_timeout(how_long)
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("without a word").to_owned()
}
