//! Records: the raw bytes of an article and the few fields that are looked at.

mod batch;
mod json;
mod parse;

pub(crate) use batch::{Batch, RawRecord, read_batches, read_stream};
pub(crate) use json::{TextSlot, raw_offsets};
pub(crate) use parse::{Article, parse};
