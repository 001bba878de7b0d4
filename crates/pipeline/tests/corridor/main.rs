//! The whole corridor: a dump in, exact bytes out.

mod bench_desk;
mod messy;
mod newsroom;
mod promises;
mod scopes;
