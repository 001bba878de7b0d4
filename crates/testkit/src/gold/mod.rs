//! The gold set: articles that people marked, and the two files for programs that are made of them.
//!
//! The sources in `testdata/gold/sources` are TOML files of `[[article]]` tables whose texts
//! contain [marks](crate::marks). [`read`] turns a source into [`Article`]s. [`articles_jsonl`]
//! writes them as a dump, and [`truth_jsonl`] writes what should be cut and what must be kept, one
//! line for each article in the same order. [`MarkKind`] and `testdata/gold/README.md` explain the
//! marks.
//!
//! These functions take and return texts; they do not touch files.
//!
//! ```
//! use copydesk_testkit::gold;
//!
//! let source = r#"
//!     [[article]]
//!     id = "a-1"
//!     url = "https://a.example/1"
//!     date = "2024-03-01"
//!     lang = "en"
//!     text = '''
//! Rain fell.
//!
//! ⟦furniture|Sign up⟧
//! '''
//! "#;
//! let articles = gold::read(source).unwrap();
//! assert_eq!(articles[0].text, "Rain fell.\n\nSign up");
//! assert_eq!(gold::truth_jsonl(&articles), "{\"id\":\"a-1\",\"lang\":\"en\",\"spans\":[{\"start\":12,\"end\":19,\"label\":\"furniture\"}]}\n");
//! ```

mod article;
mod error;
mod mark;
mod write;

pub use article::{Article, read};
pub use error::SourceError;
pub use mark::{Mark, MarkKind};
pub use write::{articles_jsonl, truth_jsonl};
