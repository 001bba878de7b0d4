//! Compares runs with truth, and counts the candidates of bandings on dumps.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod dump_folder;
mod evaluation;
mod gold;
mod planning;
