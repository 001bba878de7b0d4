//! The passes over the dump, and the work between them. Each pass reads the dump from the beginning
//! to the end, and keeps only a small part of it.
//!
//! The passes are in `survey`, `examine`, `matching` (the pass called *compare*), `passages` and
//! `finish` (the pass called *write*). `decide` and `whole` do the work between passes. The other
//! modules hold what the passes use.
//!
//! Of these modules, each imports only those above it in the list below. The blank lines keep
//! `rustfmt` from sorting the list by name.

mod in_order;
mod run_context;

mod guard;
mod twice;

mod recurring;

mod survey;

mod reread;

mod findings;

mod pending;

mod examination;

mod examine;

mod samples;

mod companions;

mod components;

mod matching;

mod decide;

mod passages;

mod whole;

mod finish;

pub(crate) use decide::{Shared, decide};
pub(crate) use examine::examine;
pub(crate) use finish::{DecisionSource, EncodedRecord, decide_each, write_output};
pub(crate) use matching::match_documents;
pub(crate) use passages::remove_copied_passages;
pub(crate) use pending::PendingDecisions;
pub(crate) use recurring::RecurringLines;
pub(crate) use run_context::RunContext;
pub(crate) use survey::{Survey, survey};
pub(crate) use whole::leave_whole;
