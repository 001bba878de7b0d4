//! End to end: a dump in, exact bytes out.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod archives;
mod bad_input;
mod bench_desk;
mod changing;
mod columns;
mod damaged;
mod hostile;
mod memory;
mod messy;
mod newsroom;
mod progress;
mod promises;
mod scopes;
mod scripts;
mod shapes;
mod tables;
mod witnesses;
