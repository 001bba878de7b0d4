//! Finds news texts that repeat: stories that two documents tell, and paragraphs that one document
//! has twice.
//!
//! The crate is for programs that clean or count news. It starts no threads and opens no files:
//! texts go in, plain values come out.
//!
//! # Near-duplicate documents
//!
//! [`Deduper`] finds near-duplicates among texts in memory. Its parts are public for callers whose
//! texts do not fit into memory:
//!
//! 1. A document becomes a [`ShingleSet`]: the set of its runs of `n` words, hashed. The similarity
//!    of two documents is that of their sets. [`Overlap`] counts what two sets share, and gives the
//!    exact Jaccard similarity and containment.
//! 2. A [`MinHasher`] turns a set into a [`Signature`], a short sketch.
//! 3. A [`Banding`] divides the signature into bands. Documents with an equal band are in one
//!    bucket, and are *candidates*.
//! 4. [`cluster`] compares candidates exactly. For every duplicate it names the *representative*,
//!    the copy that is kept. The duplicate itself was compared with this copy.
//!
//! ```
//! use copydesk_neardup::{Banding, MinHasher, ShingleSet};
//! use copydesk_text::words;
//!
//! let report = "The ferry sank in the strait on Monday night, police said";
//! // A full stop is not part of a word, so both texts have the same words.
//! let a = ShingleSet::new(&words(report), 5);
//! let b = ShingleSet::new(&words(&format!("{report}.")), 5);
//! assert_eq!(a.overlap(&b).jaccard(), 1.0);
//!
//! let banding = Banding::for_threshold(0.8);
//! let hasher = MinHasher::new(banding.signature_len());
//! assert_eq!(banding.keys(&hasher.sketch(&a)), banding.keys(&hasher.sketch(&b)));
//! ```
//!
//! # Why not …
//!
//! * **Hash the whole text?** That finds only copies that are equal byte for byte, but newsrooms
//!   edit the agency reports that they print.
//! * **Compare all pairs?** A million documents have 500 billion pairs.
//! * **Trust the signatures?** At a similarity of 0.7, an estimate from a sketch of 128 values has
//!   a standard error of 0.04. The sets give the exact similarity.
//! * **Put every chain of similar documents into one cluster?** If A is like B and B is like C, A
//!   and C would be in one cluster, though they were never compared. Here every duplicate was
//!   compared with the copy that is kept.
//!
//! **What does banding miss?** The default is 25 bands × 5 rows. Of the pairs with a similarity of
//! 0.8 it misses one in 20,000; with 0.7 one in 100, and with 0.6 one in 8 (see
//! [`Banding::miss_rate`]).
//!
//! # Which of two documents can be dropped
//!
//! Similar documents may tell different things: one says “guilty” and the other “not guilty”. So
//! candidates are also compared sentence by sentence. A [`Comparison`] of two [`Story`]s lists what
//! only one of them tells and which facts differ. Its [`verdict`](Comparison::verdict) says how
//! they relate ([`Relation`]) and which may be dropped ([`MayDrop`]).
//!
//! ```
//! use copydesk_neardup::{Comparison, MayDrop, Relation, Story, VersionOrder};
//! use copydesk_text::Document;
//!
//! let report = Document::new("The ferry sank in the strait on Monday night, police said.");
//! let update = Document::new(format!("{} Nine people are missing.", report.text()));
//! let comparison = Comparison::of(&Story::of(&report), &Story::of(&update));
//! let verdict = comparison.verdict(VersionOrder::Unknown);
//! assert_eq!((verdict.relation, verdict.may_drop), (Relation::Contained, MayDrop::Left));
//! ```
//!
//! # Repeats inside a document
//!
//! [`repeats()`] finds text that a page has twice. Examples are a caption that was scraped twice, a
//! summary above an article (a *standfirst*) whose words the article repeats, and a caption that
//! was scraped without a space before the next sentence (*glued*). The function returns spans to
//! cut, each with the span that is kept.
//!
//! # When not to use it
//!
//! Similarity is measured on words. Translations, paraphrases and summaries of one story share few
//! words with it and are not found. To find texts that differ in a tenth of their words or more,
//! use embeddings.

mod align;
mod ascending;
mod banding;
mod clusters;
mod deduper;
mod fact_words;
mod facts;
mod fingerprints;
mod function_words;
mod passages;
mod repeats;
mod shingles;
mod side;
mod signature;
mod spelling;
mod stories;
mod word_runs;

pub use align::WordOverlap;
pub use banding::Banding;
pub use clusters::{Buckets, Candidates, Clusters, Edge, Match, cluster, resolve};
pub use deduper::{
    Cluster, ConfigError, Deduper, DeduperSettings, Member, PreparedText, remove_members,
};
pub use facts::Difference;
pub use fingerprints::Winnowing;
pub use repeats::{Repeat, RepeatKind, is_gallery, repeats};
pub use shingles::{Overlap, ShingleSet};
pub use signature::{MinHasher, Signature};
pub use stories::{
    Change, Comparison, FactKind, MayDrop, OwnContent, Relation, Story, Verdict, VersionOrder,
};

// `copydesk-pipeline` needs these as well. They are hidden because most of them make sense only in
// the order in which its passes call them.
#[doc(hidden)]
pub use align::differences;
#[doc(hidden)]
pub use clusters::{RedundantDigest, Related, digests, redundant_digests, relate};
#[doc(hidden)]
pub use function_words::is_negation;
#[doc(hidden)]
pub use passages::{CopiedPassage, Paragraphs, copied_passages, copied_run};

/// The example of the README is tested as well.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
