//! Runs compared with truth, and candidates of bandings counted on dumps.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod dump_folder;
mod evaluation;
mod gold;
mod planning;
