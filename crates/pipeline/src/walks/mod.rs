//! The walks over the dump: always forward, each leaving something small behind.
//!
//! A file imports only what stands above it in this list.

mod in_order;
mod walk;

mod guard;
mod twice;

mod recurring;

mod survey;

mod reread;

mod findings;

mod drafts;

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
pub(crate) use drafts::Drafts;
pub(crate) use examine::examine;
pub(crate) use finish::{Finished, Finisher, finish, hand_out};
pub(crate) use matching::match_documents;
pub(crate) use passages::cut_copied;
pub(crate) use recurring::RecurringLines;
pub(crate) use survey::{Survey, survey};
pub(crate) use walk::Walk;
pub(crate) use whole::leave_whole;
