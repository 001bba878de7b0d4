//! Spans, segments, sentences and words of a text, and hashes that never change.
//!
//! The crate answers five questions about a `&str`, and everything else in copydesk is built on the
//! answers:
//!
//! * **Where?** A [`Span`] is a half-open range of UTF-8 byte offsets into the *raw* text. All
//!   positions in copydesk are stored as such offsets.
//! * **Which pieces?** [`segments`] divides the text into paragraphs and lines that *tile* it: put
//!   end to end they are the text again. [`sentences`] divides one such piece into sentences.
//! * **Which words?** [`words`] yields every word of every script with its span and a hash of its
//!   *normal form*, so that `They don’t`, `they don't` and `THEY DON'T` are the same two words.
//! * **Is it the same?** [`Fingerprint`] is 128 bits over a run of words: equal fingerprints mean
//!   equal after normalisation.
//! * **Does it occur again?** [`SeenTwiceFilter`] finds the hashes that occur more than once among
//!   many, without storing each of them.
//!
//! The crate is pure: no files, no threads, no printing.
//!
//! ```
//! use copydesk_text::{Fingerprint, normalise, segments, words};
//!
//! let text = "‘They were used…’\n\n'They were used...'\n";
//! let lines = segments(text);
//! assert_eq!(lines.len(), 2);
//!
//! let first = Fingerprint::of(&words(lines[0].content().slice(text)));
//! let second = Fingerprint::of(&words(lines[1].content().slice(text)));
//! assert_eq!(first, second);
//! assert_eq!(normalise(text), "they were used they were used");
//! ```

mod breaks;
mod chars;
mod document;
mod fingerprint;
mod hash;
mod id;
mod legible;
mod letters;
mod normal;
mod normal_word;
mod rows;
mod seen_twice;
mod segments;
mod sentences;
mod span;
mod units;
mod words;

pub use document::Document;
pub use fingerprint::Fingerprint;
pub use hash::{hash64, hash128, mix64};
pub use id::{DocId, Rank, SiteId};
pub use normal::{normal_starts_with, normalise};
pub use seen_twice::SeenTwiceFilter;
pub use segments::{Break, Segment, segments};
pub use sentences::{Sentences, ends_in_full_stop, ends_sentence, sentences};
pub use span::{Span, Spans};
pub use words::{Word, effective_words, has_effective_words, words, words_in};

/// The example of the README is tested as well.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
