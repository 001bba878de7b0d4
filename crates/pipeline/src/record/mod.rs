//! Records: the raw bytes of an article and the few fields that are looked at.

mod batch;
mod json;
mod parse;

pub(crate) use batch::{Batch, RawRecord, body_of, read_batches, read_stream};
pub(crate) use json::{TextSlot, raw_offsets};
pub(crate) use parse::{Article, parse, utf8};

/// What a decision remembers a record by.
pub(crate) fn digest(body: &[u8]) -> String {
    format!("{:016x}", copydesk_text::hash64(body))
}
