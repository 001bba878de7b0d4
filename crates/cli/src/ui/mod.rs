//! What a person sees. Nothing else in copydesk prints.

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
pub use print::{complain_of_panics, copy_lines, end_line_of_bar, paint, print_error, print_note};
pub use summary::{report, report_on_stderr, tell_rejected};
