//! Catches panics, so that a bug in copydesk affects only the record that triggers it.

use super::run_context::RunContext;
use copydesk_formats::RawRecord;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does the work of a pass on one record. If the work panics, returns an error: a message for the
/// decision about this record.
///
/// `pass` is the name of the pass, for this message. The run can continue after a panic, because a
/// panic leaves nothing half done: rows are added to tables of the run only when the analysis of a
/// document is complete.
pub(super) fn guarded<T>(
    context: &RunContext<'_>,
    pass: &str,
    record: &RawRecord,
    work: impl FnOnce() -> T,
) -> Result<T, String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // Does nothing in a normal run. Tests make it panic.
        context.inputs.disk().work_on(pass, record.number);
        work()
    }));
    match outcome {
        Ok(result) => Ok(result),
        Err(panic) => Err(format!(
            "copydesk failed on this record ({pass}: {}); please report it, with the record",
            message(&*panic)
        )),
    }
}

/// Does work on several documents. If the work panics, returns the default value, which for all
/// callers means that nothing was found.
pub(super) fn unless_it_panics<T: Default>(work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_default()
}

/// The message of a panic, which is a `String` if `panic!` formatted it, otherwise a `&str`.
fn message(panic: &(dyn Any + Send)) -> &str {
    if let Some(text) = panic.downcast_ref::<String>() {
        return text;
    }
    match panic.downcast_ref::<&str>() {
        Some(text) => text,
        None => "for no stated reason",
    }
}
