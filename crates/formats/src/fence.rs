//! A fence round libraries that may panic on damaged files.

use arrow_schema::ArrowError;
use std::cell::Cell;
use std::panic::AssertUnwindSafe;

thread_local! {
    static IS_FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread does work of which a panic is the fault of a damaged file, and becomes an
/// error: a hook for panics need not speak of it.
///
/// ```
/// assert!(!copydesk_formats::is_fenced());
/// ```
#[must_use]
pub fn is_fenced() -> bool {
    IS_FENCED.get()
}

/// Does work on the data of others, which a library may not be prepared for: if it panics, that is
/// an error.
///
/// # Errors
/// Those of the work, and if it panics.
pub(crate) fn fenced<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    let was_fenced = IS_FENCED.replace(true);
    // A reader that has panicked is not asked for more: its file ends there.
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
