//! How records are laid out in files. This crate finds the files of a dump, reads and parses their
//! records, cuts text out of them, writes them, and restores the input byte for byte.
//!
//! [`Inputs`] are the files of a dump: files on a disk, bytes in memory, or one stream.
//! [`read_batches`] reads them from beginning to end as [`Batch`]es of whole records. A [`Record`]
//! is parsed into an [`Article`], and [`Record::splice`] cuts spans of the article's text out of
//! the record. The records that stay are the *clean dump*, the output. They are written by the
//! [`WriteRecords`] of their format, through an [`Encoder`] that compresses them. To restore the
//! input, [`ReadClean`] reads the clean dump and [`put_back`] undoes each cut. Only a [`Format`]
//! knows how all this is done; callers hold a [`FormatId`].
//!
//! To add a format, add a file in `src/formats/` and a line in the list in `src/formats/mod.rs`. If
//! its records are runs of bytes in the file, as in JSON lines, the format needs a [`Split`], which
//! finds records in a window of the stream. If not, as in Parquet, it needs its own
//! [`ReadRecords`].
//!
//! ```
//! use copydesk_formats::{About, Compression, Cut, Encoder, Fields, Inputs, Spill};
//! use copydesk_formats::{put_back, read_batches};
//! use copydesk_text::Span;
//! use std::path::Path;
//!
//! // Read two records from memory, and cut the caption out of the first.
//! let dump = b"{\"text\":\"Caption.\\n\\nThe ferry sank.\"}\n{\"text\":\"It did not.\"}\n";
//! let inputs = Inputs::in_memory([("dump.jsonl".to_owned(), dump.to_vec())])?;
//! let format = inputs.files()[0].format();
//! let (mut clean, mut removed) = (Vec::new(), Vec::new());
//! let temp = std::env::temp_dir();
//! let encoder = Box::new(Encoder::new(Compression::Plain, &mut clean)?);
//! let mut writer = format.writer(encoder, Spill::to(&temp));
//! read_batches(&inputs, 0, |batch| {
//!     for raw in &batch.records {
//!         let record = batch.record(&inputs, raw);
//!         let article = record.parse(&Fields::default()).expect("both can be read");
//!         let caption = article.text.find("\n\n").map(|end| Span::new(0, end + 2));
//!         let spliced = record.splice(&article, caption.as_slice());
//!         writer.record(raw.number, &spliced.bytes).expect("memory takes all");
//!         removed.push(spliced.removed);
//!     }
//!     Ok(true)
//! })?;
//! writer.finish()?;
//! assert_eq!(clean, b"{\"text\":\"The ferry sank.\"}\n{\"text\":\"It did not.\"}\n");
//! // The caption was at byte 9 of the record, after `{"text":"`.
//! assert_eq!(removed[0], [Cut::new(9, "Caption.\\n\\n")]);
//!
//! // Restore the input.
//! let file = &inputs.files()[0];
//! let (layout, fields) = (file.layout(), file.fields());
//! let about = About { file: file.name(), head: &[], layout, fields };
//! let clean = Box::new(std::io::Cursor::new(clean));
//! let mut reader = format.clean_reader(Path::new("dump.jsonl"), &about, clean, &temp);
//! let mut back = Vec::new();
//! for (number, pieces) in removed.iter().enumerate() {
//!     let record = reader.record(number as u64)?;
//!     back.extend(put_back(&record, pieces).expect("they belong together"));
//! }
//! assert_eq!(back, dump);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arrow_batches;
mod arrow_headers;
mod article;
mod batch;
mod choose;
mod column_files;
mod columnar;
mod compression;
mod container_kind;
mod containers;
mod copies;
mod dialect;
mod discover;
mod encoding;
mod endings;
mod fence;
mod fields;
mod file_part;
mod format;
mod formats;
mod input_file;
mod inputs;
mod json;
mod json_article;
mod json_layout;
mod layout;
mod long_record;
mod look;
mod outline;
mod packer;
mod page_headers;
mod pages;
mod parts;
mod producers;
mod random_access;
mod read;
mod reading;
mod record;
mod record_format;
mod restore;
mod rewritten;
mod row_texts;
mod scan;
mod seekable;
mod shared_pages;
mod skipped;
mod small_gzip;
mod sniff;
mod source;
mod splice;
mod spooled;
mod table;
mod table_parts;
mod write;

pub use article::{Article, BYTE_ORDER_MARK};
pub use batch::{Batch, ByteReader, OpenFile, Piece, RawRecord, ReadRecords, Split};
pub use compression::{Compression, Encoder, Sink, decoder, sniffed};
pub use container_kind::ContainerKind;
pub use containers::{Change, Container, LeftOut, WrittenContainer};
pub use dialect::Dialect;
pub use discover::{
    EARLIER_OWN_FOLDER, LOCK, OWN_FOLDER, PARKED, PARTIAL, REPLACED, is_output_folder,
    own_folder_in,
};
pub use fence::is_fenced;
pub use fields::{Fields, Role};
pub use file_part::{FilePart, RecordStart};
pub use format::{About, Format};
pub use formats::FormatId;
pub use input_file::InputFile;
pub use inputs::Inputs;
pub use layout::{Groups, Layout, TableLayout};
pub use long_record::LongRecord;
pub use look::Look;
pub use outline::{Outline, ValueKind};
pub use packer::{PackedFile, Packer};
pub use read::{BatchReader, read_batches};
pub use record::{Record, digest};
pub use restore::ReadClean;
pub use rewritten::Fate;
pub use row_texts::RowTexts;
pub use skipped::Skipped;
pub use source::Opened;
pub use splice::{Cut, Spliced, put_back};
pub use spooled::SpooledInput;
pub use table::MemoryTable;
pub use write::{Spill, Verbatim, WriteRecords};
