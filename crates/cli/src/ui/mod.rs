//! Prints results: as text for people, and as JSON or CSV for programs. Apart from help texts and
//! clean records, nothing is printed elsewhere.
//!
//! Each file prints one kind of result; `print.rs` has the functions that write to the terminal. A
//! result is first written to a string, which is then printed in one go, so that the output of
//! several threads is never mixed.

mod bars;
mod bench;
mod csv;
mod eval;
mod explain;
mod plan;
mod print;
mod summary;

pub use bars::Bars;
pub use bench::{bench, bench_as_json};
pub use csv::{bench_as_csv, evaluation_as_csv, plan_as_csv};
pub use eval::{evaluation, evaluation_as_json};
pub use explain::{explain, explain_as_json};
pub use plan::{plan, plan_as_json};
pub use print::{copy_log, end_line_of_bar, print_error, print_note, print_panics, set_colours};
pub use summary::{counted, print_rejected, report, report_on_stderr};
