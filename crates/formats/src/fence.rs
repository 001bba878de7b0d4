//! Turns panics of libraries into errors, for libraries that may panic on damaged files.

use arrow_schema::ArrowError;
use std::cell::Cell;
use std::panic::AssertUnwindSafe;

thread_local! {
    /// Whether this thread is inside [`fenced`].
    static IS_FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread runs a library on data that may be damaged, so that a panic becomes an
/// error. A panic hook should not report such a panic.
///
/// ```
/// assert!(!copydesk_formats::is_fenced());
/// ```
#[must_use]
pub fn is_fenced() -> bool {
    IS_FENCED.get()
}

/// Runs `work`, which calls a library on data that may be damaged, and turns a panic into an error.
///
/// # Errors
/// If `work` returns an error or panics.
pub(crate) fn fenced<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    let was_fenced = IS_FENCED.replace(true);
    // Unwind safety is not checked, because a reader that has panicked is not used again.
    let done = std::panic::catch_unwind(AssertUnwindSafe(work));
    IS_FENCED.set(was_fenced);
    done.unwrap_or_else(|_| Err(ArrowError::ExternalError("its reader failed".into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_is_an_error_and_the_fence_ends_with_the_work() {
        let done = fenced(|| {
            assert!(is_fenced());
            let nested: Result<(), ArrowError> = fenced(|| panic!("a damaged file"));
            assert!(nested.is_err() && is_fenced());
            Ok(1)
        });
        assert_eq!(done.unwrap(), 1);
        assert!(!is_fenced());
    }
}
