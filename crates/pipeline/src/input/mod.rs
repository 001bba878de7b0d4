//! Which files a dump is made of, and their bytes.

mod compression;
mod discover;

pub(crate) use compression::{Compression, Encoder, decoder, fault};
pub(crate) use discover::{InputFile, Shape, sniffed};
pub use discover::{Inputs, Spool};
