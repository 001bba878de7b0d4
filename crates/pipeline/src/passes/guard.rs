//! A bug in copydesk affects only the record that triggers it.

use super::run_context::RunContext;
use copydesk_formats::RawRecord;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does the work on one record; if it panics, the reason to be put on record.
///
/// What the work leaves behind is its result and nothing else, so nothing half done can be seen
/// after it.
pub(super) fn guarded<T>(
    context: &RunContext<'_>,
    doing: &str,
    record: &RawRecord,
    work: impl FnOnce() -> T,
) -> Result<T, String> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        // Tests make the work on a record panic here.
        context.inputs.disk().work_on(doing, record.number);
        work()
    }));
    match outcome {
        Ok(found) => Ok(found),
        Err(panic) => Err(format!(
            "copydesk failed on this record ({doing}: {}); please report it, with the record",
            message(&*panic)
        )),
    }
}

/// Does work on a pair of records; if it panics, nothing is found.
pub(super) fn unless_it_panics<T: Default>(work: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_default()
}

/// What a panic says: `panic!` with arguments gives a `String`, without any a `&str`.
fn message(panic: &(dyn Any + Send)) -> &str {
    if let Some(text) = panic.downcast_ref::<String>() {
        return text;
    }
    match panic.downcast_ref::<&str>() {
        Some(text) => text,
        None => "for no stated reason",
    }
}
